"""Signals kept current: worked out for some children after a change, and written where they say something new.

What is read and what is written are two statements. Between them somebody else may read later facts of the same child
and write first; then this result is older, and is dropped for that child (settle_signals).
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pydantic import BaseModel

from graph_service.access.scope import owner_label
from graph_service.actions.clock import today
from graph_service.domain.batches import batches
from graph_service.domain.calendars import calendar_of
from graph_service.domain.problems import NotFound
from graph_service.domain.signals import FoundByCode, Measure, Reason, Settled, Signal, Supply, settled
from graph_service.graph.client import Graph
from graph_service.graph.queries import query
from graph_service.graph.signals import EVALUATE_CHILDREN, SIGNALS

SILENT = timedelta(days=14)  # a feed that has not come for so long is not live: what it lacks is no evidence
AT_ONCE = 500  # children, in one statement
MOST = 1_000_000  # of anything in one authority: more than the largest has


class LiveFeed(BaseModel):
    facts: list[str]
    sector: str | None


class OwnThreshold(BaseModel):
    code: str
    name: str
    value: int


class SettingsRow(BaseModel):
    nation: str
    supplies: list[LiveFeed]
    own: list[OwnThreshold]
    as_of: datetime


class DayRow(BaseModel):
    child_id: str
    due_on: date | None


class SettledRow(BaseModel):
    settled: int


READ_SETTINGS = query("evaluation/read_settings", SettingsRow)
LIST_STANDING = query("evaluation/list_standing", Reason)
SETTLE_SIGNALS = query("evaluation/settle_signals", SettledRow)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the signals of one authority are worked out with, as read at one moment."""

    authority: str
    measure: Measure
    not_evaluated: dict[str, str]  # code -> why, in a sentence
    as_of: datetime

    @property
    def parameters(self) -> dict[str, object]:
        """As every signal's statement takes it."""
        return {
            "owner": owner_label(self.authority),
            "custodian": self.authority,
            "today": self.measure.today,
            "limits": {code.lower(): limits for code, limits in self.measure.limits.items()},
        }


async def read_settings(graph: Graph, authority: str) -> Reading:
    """Raises NotFound where there is no such authority."""
    rows = await graph.rows(READ_SETTINGS, custodian=authority, today=today(), silent=silent())
    if not rows:
        raise NotFound
    row = rows[0]
    why = {code: why_not(signal, row.nation, row.supplies) for code, signal in SIGNALS.items()}
    own: dict[str, dict[str, int]] = {}
    for one in row.own:
        own.setdefault(one.code, {})[one.name] = one.value
    measure = Measure(
        signals={code: signal for code, signal in SIGNALS.items() if why[code] is None},
        limits={code: signal.limits(own.get(code, {})) for code, signal in SIGNALS.items()},
        calendar=calendar_of(row.nation),
        today=today(),
    )
    return Reading(authority, measure, {code: reason for code, reason in why.items() if reason}, row.as_of)


def silent() -> dict[str, datetime]:
    """As statements take it: a feed that last came before is not live."""
    return {"at": datetime.now(UTC) - SILENT}


def why_not(signal: Signal, nation: str, supplies: list[LiveFeed]) -> str | None:
    """Why a signal is not evaluated there, or None: the absence of a feed is never evidence (model.md)."""
    if nation not in signal.nations:
        return f"It is not for {nation}."
    for supply in signal.needs:
        if not any(_feeds(feed, supply) for feed in supplies):
            return f"No feed of {supply} has come in the last {SILENT.days} days, and its absence is no evidence."
    return None


def _feeds(feed: LiveFeed, supply: Supply) -> bool:
    """A feed names facts as the extract's files do, with or without .csv."""
    return supply.sector in (None, feed.sector) and bool({supply.fact, f"{supply.fact}.csv"} & set(feed.facts))


async def evaluate(graph: Graph, reading: Reading, watched: Sequence[DayRow]) -> int:
    """Work out every signal for some children and write what is new; how many reasons began, changed or ended."""
    return sum([await _evaluate(graph, reading, some) for some in batches(watched, AT_ONCE)])


async def _evaluate(graph: Graph, reading: Reading, watched: list[DayRow]) -> int:
    children = [row.child_id for row in watched]
    whole = await found(graph, reading, children, whole=True)
    outside = await found(graph, reading, children, whole=False)
    standing = await graph.rows(LIST_STANDING, custodian=reading.authority, among={"children": children}, limit=MOST)
    return await settle(graph, reading, watched, settled(standing, reading.measure.reasons(whole, outside)))


async def found(graph: Graph, reading: Reading, children: list[str], *, whole: bool) -> list[FoundByCode]:
    """What every signal's statement says of some children."""
    if not children:
        return []
    given = reading.parameters | {
        "among": {"children": children, "signals": sorted(reading.measure.signals)},
        "whole": whole,
    }
    parts = await asyncio.gather(*(graph.rows(statement, **given) for statement in EVALUATE_CHILDREN))
    return [row for part in parts for row in part]


async def settle(graph: Graph, reading: Reading, watched: Iterable[DayRow], new: Settled) -> int:
    """Write it, with a line in the log for whatever began or ended outside sensitive services."""
    day = reading.measure.today
    began = [one for one in (*new.begun, *new.changed) if one.told and one.view == "open"]
    ended = [one for one in new.ended if one.told and one.view == "open"]
    await graph.write(
        SETTLE_SIGNALS,
        owner=owner_label(reading.authority),
        custodian=reading.authority,
        as_of=reading.as_of,
        today=day,
        watched=[row.model_dump() for row in watched],
        stands=[_stands(one, day) for one in (*new.begun, *new.changed)],
        ended=[{"key": one.key, "child_id": one.child_id} for one in new.ended],
        entries=[_entry(one, "signal_began") for one in began] + [_entry(one, "signal_ended") for one in ended],
    )
    return len(new.begun) + len(new.changed) + len(new.ended)


def _stands(one: Reason, day: date) -> dict[str, object]:
    due = one.since if one.since > day else one.until
    facts = one.model_dump(exclude={"id"}) | {"due_on": due}
    return {"key": one.key, "id": one.id, "child_id": one.child_id, "facts": facts}


def _entry(one: Reason, action: str) -> dict[str, str]:
    """The key is the record's own, so that a line is written once, however often the record is."""
    return {"key": f"{action} {one.id}", "child_id": one.child_id, "action": action, "fact_id": one.id}
