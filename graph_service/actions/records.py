"""Who a child is: recorded for the first time, and put right."""

from collections.abc import Iterable

from pydantic import BaseModel

from graph_service.access.caller import Caller
from graph_service.access.policy import Action, may_search_by
from graph_service.access.scope import parts_open
from graph_service.actions.changes import change
from graph_service.actions.clock import today
from graph_service.actions.disclosures import record_refusal
from graph_service.actions.parts import parts_in_force
from graph_service.domain.attempts import Attempt
from graph_service.domain.changes import Outcome, Recorded, RegisterOutcome
from graph_service.domain.finding import same_terms, search_terms, search_text
from graph_service.domain.identifiers import ChildId, new_child_id
from graph_service.domain.problems import NotPermitted
from graph_service.domain.records import ChildChange, Death, NewChild
from graph_service.graph.client import Graph
from graph_service.graph.queries import query


class NamesRow(BaseModel):
    given_name: str
    family_name: str
    former_names: list[str]
    version: int


BEFORE = query("children/amend_child__before", NamesRow)
AMEND_CHILD = query("children/amend_child", Outcome)
RECORD_DEATH = query("children/record_death", Outcome)
REGISTER_CHILD = query("children/register_child", RegisterOutcome)

MOST_CANDIDATES = 10
A_NEW_CHILD = "new"  # for the record: there is no number yet, and a name is never kept there


async def register_child(graph: Graph, caller: Caller, new: NewChild, attempt: Attempt) -> Recorded:
    """A child comes into the part of the caller's authority, under a number of ours.

    Raises PossibleDuplicate with those whom it may be, as far as the caller may know of them, until each is ruled out.
    """
    await _schemes_of_the_role(graph, caller, new)
    facts = new.facts() | {
        "former_names": [],
        "search_text": search_text(new.given_name, new.family_name, [], new.born),
    }
    return await change(
        graph, caller, REGISTER_CHILD, A_NEW_CHILD, attempt, new, new_id=new_child_id(), facts=facts,
        numbers=[one.model_dump() for one in new.identifiers], apart=new.not_a_duplicate_of, limit=MOST_CANDIDATES,
        names=search_terms(new.family_name, new.born), same=same_terms(new.given_name, new.family_name, new.born),
    )  # fmt: skip


async def _schemes_of_the_role(graph: Graph, caller: Caller, new: NewChild) -> None:
    """A candidate found by a number would say whose it is: so only by those that the role may search by."""
    for number in new.identifiers:
        decision = may_search_by(caller, number.scheme)
        if not decision.allowed:
            await record_refusal(graph, caller, Action.REGISTER_CHILD, A_NEW_CHILD, decision)
            raise NotPermitted(decision.reason, reason=decision.rule)


async def amend_child(
    graph: Graph, caller: Caller, child_id: ChildId, amended: ChildChange, attempt: Attempt
) -> Recorded:
    """Who the child is, put right; the version before is kept, and the old name as a former one unless told not to."""
    facts, kept, before = amended.facts(), {}, attempt.version
    if amended.born is not None and (names := await _names(graph, child_id)) is not None:
        before = names.version
        facts |= _named(amended, names.former_names)
        kept = _named(amended, [*names.former_names, f"{names.given_name} {names.family_name}"])
    kept = kept if amended.keep_as_former else {}
    return await change(graph, caller, AMEND_CHILD, child_id, attempt, amended, facts=facts, kept=kept, before=before)


async def record_death(graph: Graph, caller: Caller, child_id: ChildId, death: Death, attempt: Attempt) -> Recorded:
    """The child has died, or has not. Raises SecondPersonNeeded until a second person says the same."""
    return await change(graph, caller, RECORD_DEATH, child_id, attempt, death, facts=death.facts())


async def _names(graph: Graph, child_id: ChildId) -> NamesRow | None:
    """As they stand, of any child in a part in force: the statement decides afterwards whether the caller may."""
    parts = parts_open(await parts_in_force(graph), today())
    rows = await graph.rows(BEFORE, child_id=child_id, open=parts)
    return rows[0] if rows else None


def _named(amended: ChildChange, former: Iterable[str]) -> dict[str, object]:
    """Former names, each once and never the one that the child has now, and what is stored to search in."""
    given, family, born = amended.given_name, amended.family_name, amended.born
    if given is None or family is None or born is None:
        return {}
    kept = [name for name in dict.fromkeys(former) if name != f"{given} {family}"]
    return {"former_names": kept, "search_text": search_text(given, family, kept, born)}
