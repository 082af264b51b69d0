"""Replays: which signals would have stood while a published story went on, in hindsight and beside nobody's data.

Each turn of a story is asked through a copy that knows no more than that day did (extracts/stories.py), on that day and
on each day until the next turn, so that no clock's day is missed. It says nothing about what would have come of it.
"""

import csv
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from string import ascii_uppercase
from tempfile import TemporaryDirectory

from pydantic import BaseModel

from graph_service.actions.authorities import LOAD_AUTHORITIES, AuthorityRow
from graph_service.actions.clock import today
from graph_service.actions.evaluation import Reading, found, read_settings
from graph_service.actions.extracts import import_extract, write_receipt
from graph_service.domain.signals import Reason
from graph_service.extracts.generated_files import Files
from graph_service.extracts.keys import Sender
from graph_service.extracts.stories import FIRST_DAY, Story, on, write_story
from graph_service.graph.client import Graph
from graph_service.graph.queries import query
from graph_service.graph.signals import SIGNALS


class BesidePeople(Exception):
    """A replay was to be written where there are children already."""


class Somebody(BaseModel):
    somebody: bool


# Another kind is called by its stored name, in small letters.
KINDS = {
    "INVOLVED_WITH": "involvement",
    "HAS_CONCERN": "indication",
    "ASSESSED": "assessment",
    "LEADS": "lead",
    "LIVES_AT": "address",
    "CARES_FOR": "care",
}

FIND_ANYBODY = query("replays/find_anybody", Somebody)


@dataclass(frozen=True, slots=True)
class Stood:
    """A signal from one day of the story to another, with what it said on the last of them."""

    code: str
    start: int
    end: int | None  # the day from which it stood no longer, or None where it stood to the end
    said: str
    evidence: tuple[tuple[str, int | None], ...]  # what kind of fact, and its day in the story

    @property
    def words(self) -> str:
        until = f"until day {self.end}" if self.end is not None else "to the end"
        return f"from day {self.start} {until}"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of replaying one story."""

    name: str
    story: Story
    stood: list[Stood]
    not_evaluated: dict[str, str] = field(default_factory=dict)

    @property
    def never(self) -> list[str]:
        return [code for code in SIGNALS if code not in {one.code for one in self.stood} | self.not_evaluated.keys()]

    def lines(self) -> list[str]:
        """As it is pinned, and read by whoever reviews the pin."""
        return [
            *(f"{one.code} {one.words}: {one.said} ({_evidence(one)})" for one in self.stood),
            *(f"{code} never: {SIGNALS[code].sentence}" for code in self.never),
            *(f"{code} not asked: {why}" for code, why in self.not_evaluated.items()),
        ]


def _evidence(one: Stood) -> str:
    return ", ".join(f"{kind} day {day}" if day is not None else kind for kind, day in one.evidence) or "no one fact"


async def refuse_beside_people(graph: Graph) -> None:
    """Raises BesidePeople where the database holds any child."""
    if await graph.rows(FIND_ANYBODY, limit=1):
        raise BesidePeople


async def replay(graph: Graph, stories: dict[str, Story]) -> list[Replayed]:
    """All of them, each in an authority of its own. Raises BesidePeople unless the database is empty of children."""
    await refuse_beside_people(graph)
    codes = (f"REPLAY{letter}" for letter in ascii_uppercase)
    return [
        await _replay(graph, name, story, code) for (name, story), code in zip(stories.items(), codes, strict=False)
    ]


async def _replay(graph: Graph, name: str, story: Story, code: str) -> Replayed:
    copies = await _write(graph, story, code)
    reading = await read_settings(graph, code)
    turns = story.turns
    by_day: dict[int, list[Reason]] = {}
    for day, following in zip(turns, [*turns[1:], story.last + 1], strict=True):
        for asked in range(day, following):
            by_day[asked] = await _standing(graph, reading, copies[day], on(asked))
    return Replayed(name, story, _spans(by_day), reading.not_evaluated)


async def _write(graph: Graph, story: Story, code: str) -> dict[int, str]:
    """By the ordinary import; our number of the copy of each turn."""
    await graph.write(LOAD_AUTHORITIES, rows=[_authority(story, code).model_dump()])
    with TemporaryDirectory() as folder:
        extract, receipt = Path(folder) / "extract", Path(folder) / "receipt.csv"
        with ExitStack() as stack:
            keys = write_story(Files(extract, stack), story)
        sender = Sender(code, "replay")
        await import_extract(graph, extract, sender, by="replay", protections_as_of=today())
        await write_receipt(graph, extract, sender, receipt)
        with receipt.open(encoding="utf-8", newline="") as lines:
            ours = {line["child_key"]: line["child_id"] for line in csv.DictReader(lines)}
    return {day: ours[key] for day, key in keys.items()}


def _authority(story: Story, code: str) -> AuthorityRow:
    """A fictional one, written as a line of authorities.csv is."""
    line = {"code": code, "name": f"Replayed {code}", "official_name": f"Replayed {code}", "nation": story.nation,
            "kind": "Replay", "gss_code": "E99999999", "former_gss_codes": "", "start": "", "end": "",
            "succeeded_by": ""}  # fmt: skip
    return AuthorityRow.model_validate(line)


async def _standing(graph: Graph, reading: Reading, child: str, day: date) -> list[Reason]:
    asked = replace(reading, measure=replace(reading.measure, today=day))
    rows = await found(graph, asked, [child], whole=True)
    return sorted((one for one in asked.measure.reasons(rows, rows) if one.stands(day)), key=lambda one: one.code)


def _spans(by_day: dict[int, list[Reason]]) -> list[Stood]:
    """Days in a row on which a signal stood are one; it says what it said on its last day."""
    spans: list[Stood] = []
    current: dict[str, tuple[int, Reason]] = {}
    for day, reasons in sorted(by_day.items()):
        now = {one.code: one for one in reasons}
        for code in current.keys() - now.keys():
            start, last = current.pop(code)
            spans.append(_stood(code, start, day, last))
        current |= {code: (current.get(code, (day, one))[0], one) for code, one in now.items()}
    spans += [_stood(code, start, None, last) for code, (start, last) in current.items()]
    return sorted(spans, key=lambda one: (one.start, one.code))


def _stood(code: str, start: int, end: int | None, last: Reason) -> Stood:
    return Stood(
        code,
        start,
        end,
        last.reason,
        tuple(sorted(map(_fact, last.evidence), key=lambda one: (one[1] is None, one[1] or 0, one[0]))),
    )


def _fact(said: str) -> tuple[str, int | None]:
    """Its kind and its day; our number of it is of no use to a reader."""
    kind, _, day = (*said.split(" "), "", "")[:3]
    return KINDS.get(kind, kind.lower()), (date.fromisoformat(day) - FIRST_DAY) // timedelta(days=1) if day else None
