"""Two records that may be of one child (FHIR Patient.link): a pair that waits for people, and what they say of it."""

from datetime import date
from typing import Literal

from pydantic import Field, computed_field

from graph_service.domain.bodies import Body
from graph_service.domain.changes import Keeper, Outcome, ReadBack, Recorded
from graph_service.domain.closed_lists import DuplicateExplanation, DuplicateState
from graph_service.domain.networks import Level, Seen

Keeps = Literal["child", "other"]
Said = Literal["apart", "keeps_child", "keeps_other"]


class MergedInto(Body):
    """Which record stays, as the list shows the pair."""

    keeps: Keeps


class OtherRecord(Seen):
    """The record that the first may be a second one of, at the caller's own level for it."""

    level: Level
    id: str | None
    given_name: str | None
    family_name: str | None
    born: date | None
    custodian: Keeper | None


class PossibleDuplicatePair(Seen):
    """A pair that waits; `version` is what If-Match takes."""

    id: str
    version: int
    since: date
    why: DuplicateExplanation
    child: ReadBack
    other: OtherRecord
    said: Said | None = Field(description="What somebody has said of it, where that is not enough yet.")
    said_here: bool = Field(description="Whether your authority has said so.")
    said_there: bool = Field(description="Whether the authority that keeps the other record has said so.")
    said_by_you: bool

    @computed_field
    @property
    def waits_for(self) -> str:
        """In words."""
        if self.said is None:
            return "Somebody to say whether these are one child."
        if not self.said_here:
            return "Your authority: say the same, or something else."
        if not self.said_there:
            return "The authority that keeps the other record: a number that both hold is on their list too."
        return "A second person of yours or theirs: a shield covers these two, and nobody lifts that alone."


class PossibleDuplicates(Seen):
    """Longest waiting first."""

    pairs: list[PossibleDuplicatePair]


class MergePreview(Seen):
    """Who would see what, in numbers of people; null where another authority keeps that record."""

    id: str
    version: int
    keeps: Keeps
    see_more_of_the_kept: int | None = Field(description="People who open the record that stays, and would see more.")
    see_more_of_the_other: int | None = Field(description="People who open the other, and would see what stays too.")
    see_less: int | None = Field(
        description="People who open the other, and would only learn whom to ring: the authority that keeps the record "
        "that stays opens it to its own."
    )
    two_leads: bool = Field(description="Both have a lead: the one of the record that stays would lead.")
    protected: bool = Field(description="A shield covers one of them, and would cover the record that stays.")


class SettledPair(Recorded):
    """A word on a pair, and whether that settled it; `open` waits for the other authority, or for a second person."""

    state: DuplicateState


class PairOutcome(Outcome):
    """The one row of a statement that changes a pair."""

    state: DuplicateState | None
