"""What came of a change, and who the child is about whom it was: so that a slip in a number is seen at once."""

from datetime import date, datetime

from pydantic import Field

from graph_service.domain.closed_lists import CareWarning
from graph_service.domain.networks import AuthorityName, Level, Seen
from graph_service.domain.rules import Rule
from graph_service.domain.verdicts import Verdict


class ReadBack(Seen):
    """The child as recorded, for whoever may see who it is: read it, and see that it is the right one."""

    id: str
    given_name: str
    family_name: str
    born: date


class Keeper(AuthorityName):
    """The authority that keeps a fact, and the desk to ask."""

    phone: str | None


class Kept(Seen):
    """A fact as it now stands (FHIR Provenance): its id, its version (also the ETag), and when we were told."""

    id: str
    version: int
    at: datetime


class Recorded(Kept):
    """The same of a fact about a child, and who that is."""

    child: ReadBack | None = Field(description="Null where the child's record is not open to you.")
    warnings: list[CareWarning] = Field([], description="Worth a second look; it is recorded all the same.")


class Outcome(Seen):
    """The one row of a changing statement."""

    verdict: Verdict
    level: Level
    rule: Rule
    id: str | None
    version: int | None
    at: datetime | None
    custodian: Keeper | None
    child: ReadBack | None


class Candidate(Seen):
    """A child whom a new one may be: named only to whoever may see who that child is."""

    id: str
    level: Level
    given_name: str | None
    family_name: str | None
    born: date | None


class RegisterOutcome(Outcome):
    """The same, of a statement that may find the child here already."""

    candidates: list[Candidate]


class CareOutcome(Outcome):
    """The same, of a statement that may warn."""

    warnings: list[CareWarning]
