"""What a manager and a practitioner are told of signals: reasons in words, longest standing first, never a score."""

from datetime import date, datetime, timedelta
from typing import Self

from pydantic import BaseModel, Field, computed_field, field_validator, model_validator

from graph_service.domain.bodies import Body, Id
from graph_service.domain.closed_lists import SignalChoice, SignalReason
from graph_service.domain.networks import Seen
from graph_service.domain.rules import Rule
from graph_service.domain.signals import Fact

LONGEST_WAIT = timedelta(days=92)  # a quarter: what waits longer is decided anew
LONGEST_REVIEW = timedelta(days=366)


class ChildOfSignal(Seen):
    id: str
    given_name: str
    family_name: str
    born: date


class Decided(Seen):
    """What somebody decided about it last."""

    id: str
    decision: SignalChoice
    until: date | None
    reason: SignalReason | None
    assigned_to: str | None
    at: datetime


class StandingSignal(Seen):
    """One reason, for one child (FHIR DetectedIssue): since when, and on which facts it rests."""

    id: str
    code: str
    since: date
    reason: str
    evidence: list[Fact]
    child: ChildOfSignal
    rule: Rule
    decision: Decided | None

    @field_validator("evidence", mode="before")
    @classmethod
    def as_stored(cls, value: object) -> object:
        """Each is kept as `type id day`."""
        if not isinstance(value, list):
            return value
        return [_fact(one) if isinstance(one, str) else one for one in value]


def _fact(stored: str) -> dict[str, str | None]:
    kind, name, *day = stored.split(" ")
    return {"type": kind, "id": name, "on": day[0] if day else None}


class Explained(StandingSignal):
    """The same with what the signal itself says."""

    sentence: str
    source: str
    ends_when: str
    missing: str | None


class NotEvaluated(Seen):
    """A signal that nobody should miss: it was not looked for here."""

    code: str
    sentence: str
    why: str


class Looked(Seen):
    """How far to trust an empty list."""

    scanned_at: datetime | None = Field(description="When the whole authority was last looked at; null: never.")
    not_evaluated: list[NotEvaluated]

    @computed_field
    @property
    def says(self) -> str:
        """How the list was made."""
        return (
            "Worked out from what you may see: a sensitive service may know more. The list is ordered by how long a "
            "reason has stood, and says nothing about how worried anybody should be."
        )


class UncoordinatedPage(Looked):
    rows: list[StandingSignal]
    next: str | None = Field(description="Send it as `after` for the next page; null where this is the last.")


class LooseEnds(Looked):
    rows: list[StandingSignal]


class ExplainedSignals(Looked):
    rows: list[Explained]


class WeekCount(Seen):
    """For how many children a signal stood on a Monday, or today."""

    code: str
    week: date
    children: int


class SignalCounts(Looked):
    counts: list[WeekCount]


class Wanted(BaseModel):
    """What a list is narrowed to."""

    codes: tuple[str, ...] = ()
    service: str | None = None
    age_from: int = 0
    age_to: int = 25
    standing_days: int = 0
    decided: bool = False


class SignalDecided(Body):
    """Who sees to it; or until when it waits, or is known and right, and why."""

    decision: SignalChoice
    practitioner_id: Id | None = Field(None, description="For assign: somebody whom your authority knows.")
    until: date | None = Field(None, description="For snooze and known_and_right: the day on which it is shown again.")
    reason: SignalReason | None = Field(None, description="For snooze and known_and_right.")

    @model_validator(mode="after")
    def says_what_it_needs(self) -> Self:
        if self.decision is SignalChoice.ASSIGN:
            _needs(self.practitioner_id is not None, "say to whom: practitioner_id")
            _needs(self.until is None and self.reason is None, "assign takes no until and no reason")
        else:
            _needs(self.until is not None and self.reason is not None, "say until when and why: until, reason")
            _needs(self.practitioner_id is None, "only assign takes a practitioner_id")
        return self

    @property
    def longest(self) -> timedelta:
        """How far ahead `until` may lie."""
        return LONGEST_WAIT if self.decision is SignalChoice.SNOOZE else LONGEST_REVIEW


def _needs(condition: bool, sentence: str) -> None:
    if not condition:
        raise ValueError(sentence)


class NewThreshold(Body):
    """A signal's threshold in your authority, from a day on."""

    name: Id
    value: int = Field(ge=1, le=3650)
    start: date
