"""What those who answer for teams or an authority see across their children: in words, bounded, and never a score."""

from datetime import date

from pydantic import Field, computed_field

from graph_service.domain.closed_lists import AssessmentKind, AssessmentState
from graph_service.domain.networks import Seen
from graph_service.domain.rules import Rule
from graph_service.domain.uncoordinated import ChildOfSignal

SEEN_ONLY = "Worked out from what you may see: a sensitive service may know more."


class AsSeen(Seen):
    """A list that is worked out from what the caller may see."""

    @computed_field
    @property
    def says(self) -> str:
        """How far to trust an empty list."""
        return SEEN_ONLY


class OneAssessment(Seen):
    """That it was begun, by whom; never what it says."""

    id: str
    by: str
    agency: str
    started_on: date
    state: AssessmentState


class DuplicateEffort(Seen):
    """Two agencies assess one child for the same thing; since the second began."""

    id: str
    since: date
    kind: AssessmentKind
    child: ChildOfSignal
    rule: Rule
    assessments: list[OneAssessment]

    @computed_field
    @property
    def says(self) -> str:
        """The reason in words."""
        begun = " and ".join(f"{one.by} ({one.agency}), begun {one.started_on}" for one in self.assessments)
        return f"Two agencies each make or made an assessment of the same kind ({_words(self.kind)}): {begun}."


class DuplicateEfforts(AsSeen):
    rows: list[DuplicateEffort]
    next: str | None = Field(description="Send it as `after` for the next page; null where this is the last.")


class ReliedOn(Seen):
    """Somebody without whom children would have nobody but universal services."""

    id: str
    name: str
    children: int

    @computed_field
    @property
    def says(self) -> str:
        """The same in words."""
        whom = "1 child has" if self.children == 1 else f"{self.children} children have"
        return f"{whom} no targeted work but {self.name}'s."


class LeadOfMany(Seen):
    id: str
    name: str
    children: int

    @computed_field
    @property
    def says(self) -> str:
        """The same in words."""
        return f"{self.name} leads the teams around {self.children} children."


class Concentration(AsSeen):
    """On whom much rests, those on whom most does first; only children who are open to the caller are counted."""

    relied_on: list[ReliedOn]
    leads: list[LeadOfMany]


class OfTeam(Seen):
    id: str
    name: str


class SideApart(Seen):
    """One child, and whom the caller may know to work with it or to lead."""

    child: ChildOfSignal
    rule: Rule
    team: list[OfTeam]


class TeamsApart(Seen):
    """Two brothers or sisters whose teams share nobody and have not been in touch."""

    id: str
    sides: list[SideApart]

    @computed_field
    @property
    def says(self) -> str:
        """The reason in words."""
        both = " and ".join(
            f"{side.child.given_name} {side.child.family_name} ({', '.join(one.name for one in side.team)})"
            for side in self.sides
        )
        return f"{both}: their teams share nobody, and no meeting or conversation of the two is recorded."


class FamiliesApart(AsSeen):
    quiet_since: date
    rows: list[TeamsApart]
    next: str | None = Field(description="Send it as `after` for the next page; null where this is the last.")


def _words(code: str) -> str:
    return code.replace("_", " ")
