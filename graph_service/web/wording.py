"""How pages say codes, days and how old a confirmation is: in words, because colour alone says nothing in grey."""

from datetime import date, datetime

from graph_service.actions.clock import UNITED_KINGDOM
from graph_service.domain.networks import Involvement
from graph_service.graph.signals import SIGNALS

# How long a confirmation is good: what signal U24 says where an authority has set nothing else.
GOOD_FOR = SIGNALS["U24"].thresholds["confirmed_within"].value


def words(code: object) -> str:
    """`family_support_worker` as people say it."""
    return str(code).replace("_", " ")


def day(value: date | None) -> str:
    """`4 May 2026`, and nothing for no day; a moment is of the day that it was here."""
    if isinstance(value, datetime):
        value = value.astimezone(UNITED_KINGDOM)
    return f"{value.day} {value:%B %Y}" if value else ""


def short(value: date) -> str:
    """`4 May`, for the head of a narrow column."""
    return f"{value.day} {value:%b}"


def moment(value: datetime) -> str:
    """`4 May 2026, 16:05`, by the clock on the wall here."""
    here = value.astimezone(UNITED_KINGDOM)
    return f"{day(here)}, {here:%H:%M}"


def stale(seat: Involvement, today: date) -> str:
    """Since when nobody has said that this is still right, if that is long ago; else nothing."""
    since = seat.confirmed_on or seat.start
    if since is None or not seat.current or (today - since).days < GOOD_FOR:
        return ""
    return f"Out of date: not confirmed for {(today - since).days // 30} months. Ring before you rely on it."
