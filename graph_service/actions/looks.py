"""What every audited look sends: who looks, when, in which scope, with which projection; and when it may not."""

from datetime import datetime, time, timedelta
from typing import TypeVar

from pydantic import BaseModel

from graph_service.access.caller import Caller
from graph_service.access.policy import PROJECTIONS
from graph_service.access.scope import scope_for
from graph_service.actions.clock import UNITED_KINGDOM, today
from graph_service.actions.disclosures import looked
from graph_service.actions.parts import parts_in_force
from graph_service.domain.problems import AccountSuspended, Internal, TooManyRequests
from graph_service.domain.rules import Rule
from graph_service.graph.client import Graph

Row = TypeVar("Row", bound=BaseModel)


async def look(
    graph: Graph, caller: Caller, asked: str, too: tuple[str, ...] = (), narrowed: dict[str, object] | None = None
) -> dict[str, object]:
    """The parameters that every disclosing statement takes.

    `too` is who else was asked about; `narrowed` what a list was narrowed to, for the record: whoever asks for one
    service after another asks something else than the whole list.
    """
    parts, day = await parts_in_force(graph), today()
    more = {"asked_too": list(too)} if too else {}
    if narrowed:
        more["narrowed_to"] = [f"{name}={value}" for name, value in narrowed.items() if value not in (None, (), "")]
    return {
        "look": looked(caller, asked) | {"parts": parts.version} | more,
        "today": day,
        "scope": scope_for(caller, parts, day).parameter(),
        "sees": PROJECTIONS[caller.role].parameter(caller.role),
    }


def one_row(rows: list[Row]) -> Row | None:
    """The row of a statement that answers about one child: none, where nothing opens it.

    Raises Internal for more than one: then some guard of the statement let others through, and nobody is shown any.
    """
    if len(rows) > 1:
        raise Internal
    return rows[0] if rows else None


def refuse(rule: Rule) -> None:
    """Raises what an answer about the caller means."""
    if rule is Rule.ACCOUNT_NOT_ACTIVE:
        raise AccountSuspended
    if rule is Rule.OVER_BUDGET:
        raise TooManyRequests(retry_after=seconds_left_today())


def refuse_inactive(active: bool) -> None:
    """For lists, whose statement says itself whether the account it was asked from works. Raises AccountSuspended."""
    if not active:
        raise AccountSuspended


def seconds_left_today() -> int:
    """Until the budgets begin anew, at midnight in the United Kingdom."""
    now = datetime.now(UNITED_KINGDOM)
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), UNITED_KINGDOM)
    return max(1, int((midnight - now).total_seconds()))
