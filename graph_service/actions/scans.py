"""Looking at a whole authority for signals: once after an import, and each night."""

from collections.abc import Callable

from pydantic import BaseModel

from graph_service.actions.evaluation import (
    AT_ONCE,
    MOST,
    DayRow,
    Reading,
    found,
    read_settings,
    settle,
)
from graph_service.domain.batches import batches
from graph_service.domain.signals import FoundByCode, Reason, Settled, settled
from graph_service.graph.client import Graph
from graph_service.graph.queries import query
from graph_service.graph.signals import SCANS


class IdRow(BaseModel):
    id: str


class ScanRow(BaseModel):
    done: list[str]


LIST_TARGETED_SERVICES = query("evaluation/list_targeted_services", IdRow)
LIST_VEILED_CHILDREN = query("evaluation/list_veiled_children", IdRow)
LIST_NEXT_DAYS = query("evaluation/list_next_days", DayRow)
LIST_STANDING_OF_ONE = query("evaluation/list_standing__of_one", Reason)
RECORD_SCAN = query("evaluation/record_scan", ScanRow)

Progress = Callable[[str, int, int], None]  # what is looked for, which of how many


async def scan(
    graph: Graph, authority: str, progress: Progress = lambda *_: None, *, anew: bool = False
) -> dict[str, int]:
    """Every signal over every child of an authority: how many stand today, by code.

    Cut short, it goes on where it stopped when it is run again that day, unless what it had read has changed since:
    then `anew`. Raises NotFound for an unknown authority.
    """
    reading = await read_settings(graph, authority)
    done = await _record(graph, reading, [], anew=anew)
    places = [row.id for row in await graph.rows(LIST_TARGETED_SERVICES, custodian=authority, limit=MOST)]
    days = await _next_days(graph, reading)
    outside = await _outside(graph, reading)
    standing = {}
    codes = sorted(SCANS)
    for place, code in enumerate(codes, start=1):
        progress(code, place, len(codes))
        if code not in done:
            standing[code] = await _scan_one(graph, reading, code, places, outside, days)
            await _record(graph, reading, [code])
    await _watch(graph, reading, days)
    await _record(graph, reading, [], finished=True)
    return standing


async def _scan_one(
    graph: Graph,
    reading: Reading,
    code: str,
    places: list[str],
    outside: tuple[set[str], list[FoundByCode]],
    days: dict[str, DayRow],
) -> int:
    whole = await scanned(graph, reading, code, places) if code in reading.measure.signals else []
    veiled, theirs = outside
    known = [row for row in whole if row.child_id not in veiled] + [row for row in theirs if row.code == code]
    reasons = reading.measure.reasons(whole, known)
    before = await graph.rows(LIST_STANDING_OF_ONE, custodian=reading.authority, among={"code": code}, limit=MOST)
    await _settle(graph, reading, settled(before, reasons), days)
    return sum(one.stands(reading.measure.today) for one in reasons if one.view == "open")


async def scanned(graph: Graph, reading: Reading, code: str, places: list[str]) -> list[FoundByCode]:
    """What a signal's own statement says of the whole authority."""
    among = {"places": places}
    rows = await graph.rows(SCANS[code], **reading.parameters, among=among, whole=True)
    return [FoundByCode(code=code, **dict(row)) for row in rows]


async def _outside(graph: Graph, reading: Reading) -> tuple[set[str], list[FoundByCode]]:
    """The children around whom there is a sensitive service, and what is known of them outside it."""
    veiled = await veiled_children(graph, reading)
    rows = []
    for some in batches(sorted(veiled), AT_ONCE):
        rows += await found(graph, reading, some, whole=False)
    return veiled, rows


async def veiled_children(graph: Graph, reading: Reading) -> set[str]:
    """Those of whom the two views may differ; of all others the whole one is the open one too."""
    given = {name: reading.parameters[name] for name in ("owner", "custodian", "today")}
    return {row.id for row in await graph.rows(LIST_VEILED_CHILDREN, **given, whole=False, limit=MOST)}


async def _next_days(graph: Graph, reading: Reading) -> dict[str, DayRow]:
    given = {name: reading.parameters[name] for name in ("owner", "custodian", "today")}
    return {row.child_id: row for row in await graph.rows(LIST_NEXT_DAYS, **given, limit=MOST)}


async def _settle(graph: Graph, reading: Reading, new: Settled, days: dict[str, DayRow]) -> None:
    """In parts: each is whole by itself."""
    children = sorted({one.child_id for one in (*new.begun, *new.changed, *new.ended)})
    for some in batches(children, AT_ONCE):
        theirs = frozenset(some)
        part = Settled(
            *([one for one in these if one.child_id in theirs] for these in (new.begun, new.changed, new.ended))
        )
        await settle(graph, reading, _watched(some, days), part)


async def _watch(graph: Graph, reading: Reading, days: dict[str, DayRow]) -> None:
    """Those of whom nothing is said today may have a day to come all the same."""
    for some in batches(sorted(days), AT_ONCE):
        await settle(graph, reading, _watched(some, days), Settled([], [], []))


def _watched(children: list[str], days: dict[str, DayRow]) -> list[DayRow]:
    return [days.get(child) or DayRow(child_id=child, due_on=None) for child in children]


async def _record(
    graph: Graph, reading: Reading, done: list[str], *, finished: bool = False, anew: bool = False
) -> list[str]:
    rows = await graph.write(
        RECORD_SCAN,
        custodian=reading.authority,
        today=reading.measure.today,
        done=done,
        finished=finished,
        anew=anew,
    )
    return rows[0].done
