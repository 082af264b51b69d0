"""Which parts of the index are open, and who shares with whom: reference data, at most a minute old."""

from datetime import date

from pydantic import BaseModel

from graph_service.access.scope import Agreement, Basis, Parts
from graph_service.domain.purposes import Purpose
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

MAX_AGE_SECONDS = 60.0
MOST = 10_000  # 212 authorities, each with at most a few dozen agreements


class PartRow(BaseModel):
    """A lawful basis (no recipient) or a sharing agreement (with one)."""

    custodian: str
    recipient: str | None
    purposes: list[Purpose]
    start: date
    end: date | None


LIST_PARTS = query("parts/list_parts", PartRow)


async def parts_in_force(graph: Graph, max_age: float = MAX_AGE_SECONDS) -> Parts:
    """Every basis and agreement on record; scope_for() then asks which are in force on the day."""
    rows = await graph.recent_rows(LIST_PARTS, max_age, limit=MOST)
    return Parts(
        bases=tuple(
            Basis(custodian=row.custodian, start=row.start, end=row.end) for row in rows if row.recipient is None
        ),
        agreements=tuple(
            Agreement(
                custodian=row.custodian,
                recipient=row.recipient,
                purposes=tuple(row.purposes),
                start=row.start,
                end=row.end,
            )
            for row in rows
            if row.recipient is not None
        ),
    )
