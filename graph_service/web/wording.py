"""How pages say codes, days and how old a confirmation is: in words, because colour alone says nothing in grey."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from graph_service.actions.clock import UNITED_KINGDOM
from graph_service.domain.closed_lists import AssessmentKind, IndicationKind, InvolvementRole, NotMetReason, Told
from graph_service.domain.meetings import PlannedMeeting
from graph_service.domain.networks import Assessment, Indication, Involvement, Lead
from graph_service.graph.signals import SIGNALS

# How long a confirmation is good: what signal U24 says where an authority has set nothing else.
GOOD_FOR = SIGNALS["U24"].thresholds["confirmed_within"].value

# What a code alone says badly.
_PLAINLY: dict[StrEnum, str] = {
    IndicationKind.INFORMATION_TO_SHARE: "I have information to share",
    IndicationKind.TAKING_ACTION: "I am taking action",
    AssessmentKind.SECTION_47: "Section 47 enquiry (child protection)",
    AssessmentKind.EDUCATION_HEALTH_CARE: "Education, health and care needs",
    InvolvementRole.GP: "GP",
    InvolvementRole.GP_PRACTICE: "GP practice",
    NotMetReason.WITH_ANOTHER_MEETING: "It is held together with another meeting",
    NotMetReason.PLANNED_TWICE: "It was planned twice",
    Told.AGREED: "They were told, and agreed",
    Told.OBJECTED: "They were told, and objected",
    Told.TOLD_ONLY: "They were told, and not asked",
    Told.NOT_SAFE: "It was not safe to tell them",
    Told.NOT_POSSIBLE: "It was not possible to tell them",
}


def choices(codes: Iterable[StrEnum]) -> list[dict[str, str]]:
    """The answers of a question, as a form takes them."""
    return [{"value": code, "text": _PLAINLY.get(code) or words(code).capitalize()} for code in codes]


def seat_in_words(seat: Involvement) -> str:
    """What somebody sees of an involvement before they change it."""
    since = f"{words(seat.role)}, since {day(seat.start) or 'no day'}"
    ended = f"; it ended on {day(seat.end)}" if seat.end else ""
    return f"{since}, last confirmed {day(seat.confirmed_on) or 'never'}{ended}"


def lead_in_words(lead: Lead) -> str:
    return f"{lead.name} leads ({words(lead.kind)}) since {day(lead.since)}"


def meeting_in_words(meeting: PlannedMeeting) -> str:
    return f"{words(meeting.kind)}, planned for {day(meeting.planned_on) or 'no day'}"


def indication_in_words(indication: Indication) -> str:
    closed = f", closed on {day(indication.closed_at)}" if indication.closed_at else ""
    return f"{indication.by}: {words(indication.kind)}, {day(indication.raised_at)}{closed}"


def assessment_in_words(assessment: Assessment) -> str:
    done = f", {day(assessment.completed_on)}" if assessment.completed_on else ""
    return (
        f"{assessment.by}: {words(assessment.kind)}, started {day(assessment.started_on)}, "
        f"{words(assessment.state)}{done}"
    )


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
