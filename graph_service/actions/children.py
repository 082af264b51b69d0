"""Who a child is; finding one; one's own; and why one may see them, or may not."""

from dataclasses import asdict

from pydantic import BaseModel

from graph_service.access.caller import Caller
from graph_service.access.policy import BUDGETS, PROJECTIONS, Action, may_search_by
from graph_service.actions.disclosures import record_refusal
from graph_service.actions.looks import look, one_row, refuse, refuse_inactive, seconds_left_today
from graph_service.domain.children import ChildRecord, Explanation, Hit, Hits, MyChild, MyChildren
from graph_service.domain.desk import NationalDesk
from graph_service.domain.finding import Criteria, Criterion, search_terms
from graph_service.domain.identifiers import ChildId, is_child_id, normalised_child_id
from graph_service.domain.networks import Level
from graph_service.domain.problems import (
    FieldFault,
    Internal,
    InvalidRequest,
    NotEnoughToSearch,
    NotFound,
    NotPermitted,
    TooManyMatches,
    TooManyRequests,
)
from graph_service.domain.rules import WOULD_OPEN, Rule
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

MOST_HITS = 10
MOST_CHILDREN = 500  # of one's own: the busiest practice in the land has fewer open
NO_TERMS = "nobody"  # a question to the index that no child answers, for the ways that do not ask it


class OwnRow(BaseModel):
    active: bool
    children: list[MyChild]


class FoundHit(BaseModel):
    id: str
    given: bool
    level: Level


class FoundRow(BaseModel):
    active: bool
    within_budget: bool
    too_many: bool
    hits: list[FoundHit]


class LevelRow(BaseModel):
    level: Level
    rule: Rule
    protected: bool


READ_CHILD = query("children/read_child", ChildRecord)
FIND_CHILDREN = query("children/find_children", FoundRow)
LIST_MY_CHILDREN = query("children/list_my_children", OwnRow)
EXPLAIN_ACCESS = query("children/explain_access", LevelRow)


async def read_child(graph: Graph, caller: Caller, child_id: ChildId, desk: NationalDesk) -> ChildRecord:
    """Who this child is, at the caller's level; recorded in the same transaction.

    Raises NotFound for absent and hidden alike, AccountSuspended, TooManyRequests over the day's budget.
    """
    rows = await graph.disclose(
        READ_CHILD,
        **await look(graph, caller, child_id),
        budget=BUDGETS[caller.role].parameter(),
        desk=asdict(desk),
    )
    record = one_row(rows)
    if record is None:
        raise NotFound
    refuse(record.rule)
    return record


async def find_children(graph: Graph, caller: Caller, criteria: Criteria) -> Hits:
    """The children that match what was typed and that the caller may know of, at most ten.

    Raises NotEnoughToSearch, NotPermitted for a scheme of another function, TooManyMatches, TooManyRequests,
    AccountSuspended. What was typed is not kept: only which kinds of thing were.
    """
    way = _way(criteria)
    await _may_search(graph, caller, criteria)
    rows = await graph.disclose(
        FIND_CHILDREN,
        **await look(graph, caller, asked=_asked(criteria)),
        budget=BUDGETS[caller.role].parameter(),
        criteria=_parameter(criteria),
        limit=MOST_HITS,
    )
    found = rows[0]
    refuse_inactive(found.active)
    if not found.within_budget:
        raise TooManyRequests(retry_after=seconds_left_today())
    if found.too_many:
        raise TooManyMatches
    return Hits(hits=[_hit(one, way) for one in found.hits])


async def list_my_children(graph: Graph, caller: Caller) -> MyChildren:
    """The caller's current children, those with something unread first. Raises AccountSuspended."""
    rows = await graph.disclose(LIST_MY_CHILDREN, **await look(graph, caller, asked="own"), limit=MOST_CHILDREN)
    refuse_inactive(rows[0].active)
    return MyChildren(children=rows[0].children)


async def explain_access(graph: Graph, caller: Caller, child_id: ChildId) -> Explanation:
    """Why the caller may see this child, or may not; the same words for hidden and absent. Raises AccountSuspended."""
    found = one_row(await graph.disclose(EXPLAIN_ACCESS, **await look(graph, caller, child_id)))
    if found is None:
        raise Internal
    refuse(found.rule)
    return Explanation(
        level=found.level,
        rule=found.rule,
        protected=found.protected,
        because=found.rule.because,
        sees=PROJECTIONS[caller.role].in_words(found.level, found.protected),
        would_open=list(WOULD_OPEN) if found.level == "none" else [],
    )


def _way(criteria: Criteria) -> Criterion:
    """Exactly one way of looking; two that disagree would answer whether they are the same child."""
    ways = list(criteria.ways)
    if len(ways) != 1:
        raise NotEnoughToSearch
    if criteria.child_id is not None and not is_child_id(criteria.child_id):
        fault: FieldFault = {"pointer": "/child_id", "detail": "this is not one of our numbers: check it for a slip"}
        raise InvalidRequest(errors=[fault])
    return ways[0]


async def _may_search(graph: Graph, caller: Caller, criteria: Criteria) -> None:
    if criteria.identifier is None:
        return
    decision = may_search_by(caller, criteria.identifier.scheme)
    if not decision.allowed:
        await record_refusal(graph, caller, Action.FIND_CHILDREN, _asked(criteria), decision)
        raise NotPermitted(decision.reason, reason=decision.rule)


def _asked(criteria: Criteria) -> str:
    """For the record: our own number, or the kinds of thing typed; a name or a date is never kept there."""
    if criteria.child_id is not None and is_child_id(criteria.child_id):
        return normalised_child_id(criteria.child_id)
    return "+".join(name for name in type(criteria).model_fields if getattr(criteria, name) is not None)


def _parameter(criteria: Criteria) -> dict[str, str]:
    """One map with every key, whatever is asked, so that one plan serves all; what is not asked matches nobody."""
    number, born = criteria.identifier, criteria.born
    return {
        "child_id": normalised_child_id(criteria.child_id or ""),
        "scheme": number.scheme if number else "",
        "number": number.number if number else "",
        "names": search_terms(criteria.family_name, born) if criteria.family_name and born else NO_TERMS,
        "given": search_terms(criteria.given_name, born) if criteria.given_name and born else NO_TERMS,
    }


def _hit(found: FoundHit, way: Criterion) -> Hit:
    matched: list[Criterion] = ["family_name", "born"] if way == "family_name" else [way]
    if found.given:
        matched.append("given_name")
    return Hit.model_validate({"id": found.id, "level": found.level, "matched": matched})
