"""That somebody has information to share or is taking action, never what; and the notice that it is no referral."""

from datetime import date

from pydantic import Field

from graph_service.domain.bodies import Body
from graph_service.domain.changes import Outcome, Recorded
from graph_service.domain.closed_lists import IndicationKind
from graph_service.domain.networks import Seen


class NewConcern(Body):
    """What one says of oneself (FHIR Flag)."""

    kind: IndicationKind
    due_on: date | None = Field(None, description="The day by which somebody should have asked.")


class DutyDesk(Seen):
    """Whom to ring where a child may be at risk of harm: the custodian's desk, or the national one."""

    name: str
    phone: str | None
    hours: str | None
    out_of_hours_phone: str | None

    @property
    def notice(self) -> str:
        """The sentence that stands before everything else."""
        day = " ".join(filter(None, (self.phone, self.hours and f"({self.hours})")))
        night = self.out_of_hours_phone and f"out of hours {self.out_of_hours_phone}"
        numbers = ", ".join(filter(None, (day, night)))
        return (
            "This is not a referral. If a child may be at risk of harm, ring "
            f"{self.name}{': ' if numbers else ''}{numbers}."
        )


class KnownAuthority(Seen):
    """A body that keeps a part of the index, and whose law it follows."""

    code: str
    name: str
    nation: str
    phone: str | None
    hours: str | None
    out_of_hours_phone: str | None

    @property
    def desk(self) -> DutyDesk:
        """As the answers about indications name it."""
        reached = self.model_dump(include={"phone", "hours", "out_of_hours_phone"})
        return DutyDesk(name=f"the {self.name} duty desk", **reached)


class ConcernOutcome(Outcome):
    """The one row of a statement about indications."""

    desk: DutyDesk | None


class Notice(Seen):
    """What whoever says something of a child is told first."""

    notice: str = Field(description="That this is no referral, and whom to ring.")


# The notice is the first field: fields of the last base stand first.
class ConcernRecorded(Recorded, Notice):
    """An indication as it now stands, after the notice that it is not a referral."""
