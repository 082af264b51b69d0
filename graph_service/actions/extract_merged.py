"""Rows about a record that people merged into another: they are about that one now, and say where they came from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from graph_service.access.scope import owner_label, parts_shared_with
from graph_service.actions.clock import today
from graph_service.actions.parts import parts_in_force
from graph_service.domain.problems import Internal
from graph_service.extracts import rows as r
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

MOST_MERGED = 100_000  # of one authority and those that share with it: one in a hundred of their children


class Merged(BaseModel):
    """The record's origin, its id, and the origin of the one that it is part of now; the same as a carer, if it was."""

    origin: str
    id: str
    kept: str
    carer: str | None
    kept_carer: str | None


MERGED = query("extracts/import_extract__merged", Merged)


@dataclass(frozen=True, slots=True)
class MergedRecords:
    """Those of a sender's part and of the parts that share with it, by origin."""

    by_origin: dict[str, Merged] = field(default_factory=dict)
    by_carer: dict[str, Merged] = field(default_factory=dict)

    def child(self, origin: str) -> str:
        """The origin of the record that a row about this one is about."""
        found = self.by_origin.get(origin)
        return found.kept if found else origin

    def redirected(self, file: type[r.Row], rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows that are to be written. Who the child is, and who leads, was settled by the people who merged."""
        return [row for sent in rows if (row := self._row(file, sent)) is not None]

    def _row(self, file: type[r.Row], sent: dict[str, Any]) -> dict[str, Any] | None:
        row = sent
        if (parent := self.by_carer.get(sent.get("carer", ""))) is not None:
            row = _moved(row, parent, carer=parent.kept_carer)
        # A row that names no child may be the child itself.
        found = self.by_origin.get(row.get("child", row["id"]))
        if found is None:
            return row
        settled = "child" not in row or file is r.LeadRow or file is r.CarerRow
        return None if settled else _moved(row, found, child=found.kept)


def _moved(row: dict[str, Any], merged: Merged, **ends: str | None) -> dict[str, Any]:
    return row | ends | {"facts": row["facts"] | {"merged_from": merged.id}}


async def merged_records(graph: Graph, authority: str) -> MergedRecords:
    """Raises Internal where there are more than anybody could have merged: none may be overlooked."""
    shared = parts_shared_with(authority, await parts_in_force(graph), today())
    rows = await graph.rows(MERGED, parts=[owner_label(authority), *shared], limit=MOST_MERGED)
    if len(rows) == MOST_MERGED:
        raise Internal
    return MergedRecords({row.origin: row for row in rows}, {row.carer: row for row in rows if row.carer})
