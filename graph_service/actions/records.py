"""Who a child is, put right."""

from collections.abc import Iterable

from pydantic import BaseModel

from graph_service.access.caller import Caller
from graph_service.access.scope import parts_open
from graph_service.actions.changes import change
from graph_service.actions.clock import today
from graph_service.actions.parts import parts_in_force
from graph_service.domain.attempts import Attempt
from graph_service.domain.changes import Outcome, Recorded
from graph_service.domain.finding import search_text
from graph_service.domain.identifiers import ChildId
from graph_service.domain.records import ChildChange
from graph_service.graph.client import Graph
from graph_service.graph.queries import query


class NamesRow(BaseModel):
    given_name: str
    family_name: str
    former_names: list[str]
    version: int


BEFORE = query("children/amend_child__before", NamesRow)
AMEND_CHILD = query("children/amend_child", Outcome)


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
