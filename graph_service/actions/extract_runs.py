"""The record of each run of an import, and whether this one would be the same run again."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b, file_digest
from pathlib import Path
from secrets import token_hex

from pydantic import BaseModel

from graph_service.actions import extract_steps
from graph_service.extracts import rows
from graph_service.extracts.keys import Sender
from graph_service.graph.client import Graph
from graph_service.graph.queries import CYPHER, query


class RunId(BaseModel):
    id: str


class LastRun(BaseModel):
    """`complete`: it finished, and left no child held."""

    digest: str | None
    started_at: datetime
    complete: bool


LAST = query("extracts/import_extract__last", LastRun)
BEGIN = query("extracts/import_extract__begin", RunId)
FINISH = query("extracts/import_extract__finish", RunId)


@dataclass(frozen=True, slots=True)
class Run:
    """`now` stands on every fact that the run writes."""

    id: str
    now: datetime


async def last_run(graph: Graph, sender: Sender) -> LastRun | None:
    found = await graph.rows(LAST, custodian=sender.authority, source=sender.source, limit=1)
    return found[0] if found else None


async def begin(graph: Graph, sender: Sender, digest: str, by: str) -> Run:
    run = Run(token_hex(16), datetime.now(UTC))
    await graph.write(
        BEGIN, id=run.id, custodian=sender.authority, source=sender.source, digest=digest, now=run.now, by=by
    )
    return run


async def finish(graph: Graph, run: Run, held: int) -> None:
    await graph.write(FINISH, id=run.id, now=datetime.now(UTC), held=held)


def digest_of(folder: Path) -> str:
    """Of all that decides what a run writes: the folder's files, our statements, and how rows become facts."""
    made_by = [*sorted((CYPHER / "extracts").glob("*.cypher")), Path(rows.__file__), Path(extract_steps.__file__)]
    whole = blake2b(digest_size=16)
    for path in [*sorted(folder.glob("*.csv")), *made_by]:
        with path.open("rb") as file:
            whole.update(f"{path.name}:{file_digest(file, 'blake2b').hexdigest()};".encode())
    return whole.hexdigest()
