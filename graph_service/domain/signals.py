"""What a signal is: a reason why a child's team may not know of each other, never a score (model.md).

A signal is one file in cypher/signals/. What the file says of itself becomes a Signal here; what it finds becomes a
Reason, which stands from one day to another for one child and is worked out twice: from everything (`whole`), and from
what is known outside sensitive services.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from secrets import token_hex
from typing import Literal

from pydantic import BaseModel, Field

from graph_service.domain.calendars import Calendar
from graph_service.domain.networks import Seen


class Unit(StrEnum):
    """What a threshold counts: things, or time."""

    COUNT = "count"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number of a signal, with its default; an authority may set its own from a day on."""

    name: str
    value: int
    unit: Unit
    sentence: str


@dataclass(frozen=True, slots=True)
class Supply:
    """A feed without which a signal says nothing: facts of a kind, perhaps from one sector's agencies only."""

    fact: str
    sector: str | None = None

    def __str__(self) -> str:
        return f"{self.fact} from {self.sector}" if self.sector else self.fact


@dataclass(frozen=True, slots=True)
class Signal:
    """What a file in cypher/signals/ says of itself (FHIR DetectedIssue, as a definition)."""

    code: str
    sentence: str
    source: str = ""
    nations: frozenset[str] = frozenset()
    needs: tuple[Supply, ...] = ()
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    begins: str | None = None  # the threshold that has to pass after `since`
    lapses: str | None = None  # the threshold after `until` by which it ends by itself
    shows: frozenset[str] = frozenset()  # what a role has to be shown to be told: indications, assessments, past, ...
    ends: str = ""
    missing: str | None = None

    def limits(self, own: Mapping[str, int]) -> dict[str, int]:
        """Every threshold's value in an authority that has set some of its own."""
        return {name: own.get(name, one.value) for name, one in self.thresholds.items()}


class Fact(Seen):
    """A relationship or record that a reason rests on, and its day."""

    type: str
    id: str
    on: date | None


class Found(BaseModel):
    """One row of a signal's statement: the day its pattern came about, and of a window the day it is counted from."""

    child_id: str
    since: date
    until: date | None
    others: list[str]
    evidence: list[Fact]
    reason: str


class FoundByCode(Found):
    """The same, of the statement that looks for every signal at once."""

    code: str


View = Literal["open", "whole"]


class Reason(BaseModel):
    """A signal for one child: it stands from `since` (perhaps a day to come) until `until`.

    `view` open: worked out from what is known outside sensitive services, and `entire` if everything says the same.
    `view` whole: what everything says where that is something else.
    """

    id: str = Field(default_factory=lambda: token_hex(16))
    code: str
    child_id: str
    view: View
    entire: bool
    since: date
    until: date | None
    others: list[str]
    evidence: list[str]
    reason: str
    shows: list[str]
    told: bool = False  # whether the log says that it began

    @property
    def key(self) -> str:
        return f"{self.child_id} {self.code} {self.view}"

    def stands(self, day: date) -> bool:
        return self.since <= day and (self.until is None or self.until > day)

    def says(self) -> tuple[object, ...]:
        """Everything but which record it is."""
        return tuple(getattr(self, name) for name in type(self).model_fields if name != "id")


@dataclass(frozen=True, slots=True)
class Settled:
    """What has to be written so that the graph says what was found."""

    begun: list[Reason]
    changed: list[Reason]
    ended: list[Reason]


@dataclass(frozen=True, slots=True)
class Measure:
    """What an authority's signals are measured with: which, by what, in whose working days, on which day."""

    signals: Mapping[str, Signal]
    limits: Mapping[str, Mapping[str, int]]
    calendar: Calendar
    today: date

    def reasons(self, whole: Iterable[FoundByCode], outside: Iterable[FoundByCode]) -> list[Reason]:
        """Both views as records: the open one always, the whole one only where it says something else."""
        everything, known = self._dated(whole), self._dated(outside)
        same = {at for at, row in known.items() if row == everything.get(at)}
        return [
            *(self._reason(row, "open", at in same) for at, row in known.items()),
            *(self._reason(row, "whole", True) for at, row in everything.items() if at not in same),
        ]

    def _dated(self, rows: Iterable[FoundByCode]) -> dict[tuple[str, str], FoundByCode]:
        """With each clock run on from where the statement saw it start, and without what has lapsed."""
        dated = {
            (row.child_id, row.code): row.model_copy(
                update={
                    "since": self._later(row.code, self.signals[row.code].begins, row.since),
                    "until": self._later(row.code, self.signals[row.code].lapses, row.until),
                }
            )
            for row in rows
        }
        return {at: row for at, row in dated.items() if row.until is None or row.until > max(self.today, row.since)}

    def _later(self, code: str, threshold: str | None, day: date | None) -> date | None:
        if threshold is None or day is None:
            return day
        unit = self.signals[code].thresholds[threshold].unit
        return self.calendar.after(day, self.limits[code][threshold], unit)

    def _reason(self, row: FoundByCode, view: View, entire: bool) -> Reason:
        return Reason(
            code=row.code, child_id=row.child_id, view=view, entire=entire, since=row.since, until=row.until,
            others=sorted(row.others), evidence=[f"{one.type} {one.id} {one.on or ''}".strip() for one in row.evidence],
            reason=row.reason, shows=sorted(self.signals[row.code].shows), told=row.since <= self.today,
        )  # fmt: skip


def settled(standing: Iterable[Reason], found: Iterable[Reason]) -> Settled:
    """What of this is new, says something else now, or stands no longer."""
    before, now = ({one.key: one for one in these} for these in (standing, found))
    # One that had begun and has its beginning before it again has ended, and will begin as another.
    anew = {key for key, one in now.items() if key in before and before[key].told and not one.told}
    return Settled(
        begun=[one for key, one in now.items() if key not in before or key in anew],
        changed=[
            one.model_copy(update={"id": before[key].id})
            for key, one in now.items()
            if key in before and key not in anew and before[key].says() != one.says()
        ],
        ended=[one for key, one in before.items() if key not in now or key in anew],
    )
