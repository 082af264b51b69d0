"""The tags by which a file in cypher/signals/ says what signal it is (grammar in cypher/README.md)."""

import re
from dataclasses import dataclass, field

from graph_service.domain.calendars import NATIONS
from graph_service.domain.closed_lists import AgencySector
from graph_service.domain.signals import Signal, Supply, Threshold, Unit

TAGS = frozenset("signal source nations needs threshold begins lapses shows ends missing".split())
COLUMNS = ["child_id", "since", "until", "others", "evidence", "reason"]
# What a role has to be shown, to be told of a signal that rests on it (access/policy.py, Projection).
SHOWS = frozenset("team lead indications family assessments address past".split())

_CODE = re.compile(r"U\d{2}")
_THRESHOLD = re.compile(r"(?P<name>\w+) (?P<value>\d+) (?P<unit>\w+)\s+(?P<sentence>\S.*\.)")
_SUPPLY = re.compile(r"(?P<fact>\w+)(?: from (?P<sector>\w+))?")


@dataclass
class Tags:
    """The tags of one file, as they stand, in order."""

    lines: list[tuple[str, str]] = field(default_factory=list)

    def of(self, tag: str) -> list[str]:
        return [rest for name, rest in self.lines if name == tag]


def read_signal(tags: Tags, sentence: str) -> tuple[Signal | None, list[str]]:
    """What the file is, or None for one that is no signal; and what is wrong with what it says of itself."""
    if not tags.lines:
        return None, []
    faults = _missing(tags)
    thresholds = dict(_thresholds(tags, faults))
    signal = Signal(
        code=_one(tags, "signal"),
        sentence=sentence,
        source=_one(tags, "source"),
        nations=frozenset(_listed(tags, "nations")),
        needs=tuple(_supplies(tags, faults)),
        thresholds=thresholds,
        begins=_one(tags, "begins") or None,
        lapses=_one(tags, "lapses") or None,
        shows=frozenset(_listed(tags, "shows")),
        ends=_one(tags, "ends"),
        missing=_one(tags, "missing") or None,
    )
    return signal, [*faults, *_wrong(signal)]


def _missing(tags: Tags) -> list[str]:
    said = {name for name, _ in tags.lines}
    return [f"a signal says its @{tag}" for tag in ("signal", "source", "nations", "ends") if tag not in said]


def _wrong(signal: Signal) -> list[str]:
    found = []
    if not _CODE.fullmatch(signal.code):
        found.append(f"@signal {signal.code}: U and two digits")
    if unknown := sorted(signal.nations - NATIONS):
        found.append(f"@nations: {', '.join(unknown)} is not one of the four")
    if unknown := sorted(signal.shows - SHOWS):
        found.append(f"@shows: {', '.join(unknown)} is not one of {', '.join(sorted(SHOWS))}")
    clocks = {"begins": signal.begins, "lapses": signal.lapses}
    for tag, name in clocks.items():
        if name and (name not in signal.thresholds or signal.thresholds[name].unit is Unit.COUNT):
            found.append(f"@{tag} {name}: not a threshold of this file that is a time")
    return found


def _thresholds(tags: Tags, faults: list[str]):
    for rest in tags.of("threshold"):
        read = _THRESHOLD.fullmatch(rest)
        if not read or read["unit"] not in set(Unit):
            faults.append(f"@threshold {rest}: name, number, one of {', '.join(Unit)}, and a sentence")
        else:
            yield read["name"], Threshold(read["name"], int(read["value"]), Unit(read["unit"]), read["sentence"])


def _supplies(tags: Tags, faults: list[str]):
    for said in _listed(tags, "needs"):
        read = _SUPPLY.fullmatch(said)
        if not read or read["sector"] not in {None, *AgencySector}:
            faults.append(f"@needs {said}: a kind of fact, perhaps `from` a sector")
        else:
            yield Supply(read["fact"], read["sector"])


def _listed(tags: Tags, tag: str) -> list[str]:
    return [part.strip() for rest in tags.of(tag) for part in rest.split(",") if part.strip()]


def _one(tags: Tags, tag: str) -> str:
    return " ".join(tags.of(tag))
