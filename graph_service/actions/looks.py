"""What every audited look sends: who looks, when, in which scope, with which projection; and when it may not."""

from datetime import datetime, time, timedelta

from graph_service.access.caller import Caller
from graph_service.access.policy import PROJECTIONS
from graph_service.access.scope import scope_for
from graph_service.actions.clock import UNITED_KINGDOM, today
from graph_service.actions.disclosures import looked
from graph_service.actions.parts import parts_in_force
from graph_service.domain.problems import AccountSuspended, NotFound, TooManyRequests
from graph_service.domain.rules import Rule
from graph_service.graph.client import Graph


async def look(graph: Graph, caller: Caller, asked: str) -> dict[str, object]:
    """The parameters that every disclosing statement takes."""
    parts, day = await parts_in_force(graph), today()
    return {
        "look": looked(caller, asked) | {"parts": parts.version},
        "today": day,
        "scope": scope_for(caller, parts, day).parameter(),
        "sees": PROJECTIONS[caller.role].parameter(caller.role),
    }


def refuse(rule: Rule | None) -> None:
    """Raises what an answer about the caller means; None is no row at all, for absent and hidden alike."""
    if rule is None:
        raise NotFound
    if rule is Rule.ACCOUNT_NOT_ACTIVE:
        raise AccountSuspended
    if rule is Rule.OVER_BUDGET:
        raise TooManyRequests(retry_after=seconds_left_today())


def seconds_left_today() -> int:
    """Until the budgets begin anew, at midnight in the United Kingdom."""
    now = datetime.now(UNITED_KINGDOM)
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), UNITED_KINGDOM)
    return max(1, int((midnight - now).total_seconds()))
