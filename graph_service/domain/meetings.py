"""Meetings about children: when, of which kind, who is asked, comes and chairs. No minutes.

Strategy discussions have no kind here and are not recorded: to see that there was one would tip somebody off.
"""

from datetime import date, timedelta
from typing import Annotated, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator

from graph_service.domain.bodies import Body, Id
from graph_service.domain.closed_lists import MeetingKind, NotMetReason
from graph_service.domain.identifiers import ChildId
from graph_service.domain.networks import Seen

# A review follows within six months at the latest (IRO handbook 2010, chapter 3; Working Together 2026, chapter 3),
# so a next meeting more than a year away is a slip; and a chair sees the children until then.
LONGEST = timedelta(days=366)

One = TypeVar("One", bound=str)


def _each_once(ids: list[One]) -> list[One]:
    if len(set(ids)) < len(ids):
        raise ValueError("name each one once")
    return ids


People = Annotated[list[Id], Field(max_length=40), AfterValidator(_each_once)]
Children = Annotated[list[ChildId], Field(max_length=10), AfterValidator(_each_once)]


def _follows(next_on: date | None, day: date) -> None:
    if next_on and not day < next_on <= day + LONGEST:
        raise ValueError("the next meeting comes after this one, within a year")


class NewMeeting(Body):
    """A meeting that is planned (FHIR Appointment)."""

    kind: MeetingKind
    planned_on: date
    children: Children = Field([], description="Others whom it is about too, such as brothers and sisters.")
    invited: People = []
    chair_id: Id | None = Field(None, description="Named by lead, front door or manager: it opens the record to them.")
    next_on: date | None = Field(None, description="When they meet again, if that is known.")

    @model_validator(mode="after")
    def is_before_the_next(self) -> Self:
        _follows(self.next_on, self.planned_on)
        return self


class HeldMeeting(Body):
    """That it was held, who came, and when they meet again."""

    held_on: date
    attended: People
    next_on: date | None = None

    @model_validator(mode="after")
    def is_before_the_next(self) -> Self:
        _follows(self.next_on, self.held_on)
        return self


class Cancellation(Body):
    """Another day, or else why there is none."""

    planned_on: date | None = Field(None, description="Another day: the same meeting is planned anew.")
    reason: NotMetReason | None = Field(None, description="Why it is not held at all.")

    @model_validator(mode="after")
    def says_one_of_both(self) -> Self:
        if (self.planned_on is None) == (self.reason is None):
            raise ValueError("either another day, or why the meeting is not held")
        return self


class PlannedMeeting(Seen):
    """A meeting that this caller may say was held, or cancel; `version` is what If-Match takes. Never who is asked."""

    id: str
    version: int
    kind: MeetingKind
    planned_on: date | None
    next_on: date | None


class PlannedMeetings(Seen):
    """Soonest first."""

    meetings: list[PlannedMeeting]
