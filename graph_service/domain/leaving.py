"""What somebody who leaves has open, and what becomes of each piece: nothing is silently left behind."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, computed_field, model_validator

from graph_service.domain.bodies import Body, Id
from graph_service.domain.changes import Kept
from graph_service.domain.closed_lists import EndReason, Sex
from graph_service.domain.networks import Seen
from graph_service.domain.verdicts import Verdict

MOST_PIECES = 500  # of one person at once: the busiest caseload in the land has fewer open
MOST_CANDIDATES = 3  # of one piece: a few to talk to, no list to choose from
MOST_ENDED_ALONE = 20  # of one person's work at once: more is bulk, and a second person says the same

# Whoever says that consent was withdrawn or a fact a mistake says it of that fact, by actions of their own.
_NOT_BY_LEAVING = {EndReason.RECORDED_IN_ERROR, EndReason.RECORDS_MERGED, EndReason.CONSENT_WITHDRAWN}


class OpenPiece(Seen):
    """One involvement or lead that has not ended: numbers only, never names."""

    id: str
    child_id: str
    version: int
    ours: bool = Field(description="Whether your authority keeps it; what another keeps, they end.")
    what: Literal["involvement", "lead", "proposed", "holding_baton"]


class OpenWork(Seen):
    """What somebody who leaves has open, as far as it is open to you."""

    work: list[OpenPiece]
    more: bool = Field(description="Whether there is work that is not open to you; never how much, or of whom.")


class OpenWorkRow(BaseModel):
    """The one row of the statement that lists it."""

    verdict: Verdict
    work: list[OpenPiece]
    more: bool


_SIBLINGS = {Sex.FEMALE: "the sister", Sex.MALE: "the brother", Sex.NOT_SPECIFIED: "a brother or sister"}


class Sibling(Seen):
    """A brother or sister who is open to the caller too."""

    id: str
    sex: Sex | None


class Candidate(Seen):
    """Somebody who could take a piece over: how near to the child, and never how good."""

    id: str
    name: str
    near: Literal["child", "sibling", "service"]
    since: date | None
    sibling: Sibling | None
    same_service: bool = Field(description="Whether it can be handed to them as it stands, by closing the accounts.")

    @computed_field
    @property
    def why(self) -> str:
        """The reason in words."""
        same = ["same service"] if self.same_service else []
        if self.near == "child":
            since = f", since {self.since}" if self.since else ""
            return ", ".join([f"works with the child already{since}", *same])
        if self.sibling is not None:
            return ", ".join([*same, f"works with {_SIBLINGS[self.sibling.sex or Sex.NOT_SPECIFIED]}"])
        return "same service"


class HandoverPiece(Seen):
    """One piece of open work, and who could take it: those nearest to the child first, then by name."""

    id: str
    child_id: str
    version: int
    ours: bool = Field(description="Whether your authority keeps it; what another keeps, they hand over.")
    what: Literal["involvement", "lead", "proposed", "holding_baton", "chair", "indication"]
    candidates: list[Candidate]


class HandoverPlan(Seen):
    """What somebody who leaves has open, and who could take each piece, as far as it is open to you."""

    work: list[HandoverPiece]
    more: bool = Field(description="Whether there is work that is not open to you; never how much, or of whom.")


class HandoverRow(BaseModel):
    """The one row of the statement that plans it."""

    verdict: Verdict
    work: list[HandoverPiece]
    more: bool


class LeftPiece(Body):
    """What becomes of one piece: it ends for a reason, or somebody takes it over."""

    fact_id: Id
    end_reason: EndReason | None = None
    practitioner_id: Id | None = Field(None, description="Who takes it over, in the same post.")

    @model_validator(mode="after")
    def says_one_of_both(self) -> Self:
        if (self.end_reason is None) is (self.practitioner_id is None):
            raise ValueError("give end_reason or practitioner_id, one of them")
        if self.end_reason in _NOT_BY_LEAVING:
            raise ValueError("this is no reason for which work ends when somebody leaves")
        return self


class Leaving(Body):
    """All that somebody who leaves has open; what is not named here is not left behind but refused."""

    work: Annotated[list[LeftPiece], Field(max_length=MOST_PIECES)]

    @model_validator(mode="after")
    def names_each_once(self) -> Self:
        if len({piece.fact_id for piece in self.work}) < len(self.work):
            raise ValueError("each piece of work is named once")
        return self


class LeavingRow(BaseModel):
    """The one row of the statement that closes the accounts."""

    verdict: Verdict
    id: str | None
    version: int | None
    at: datetime | None
    left: list[str]
    elsewhere: list[str]


class Gone(Kept):
    """Whoever has left, as now kept, and what of theirs another authority keeps and is to be asked to end."""

    elsewhere: list[str]
