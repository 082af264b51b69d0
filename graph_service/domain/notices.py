"""What changed: for a system, the log of its authority; for a person, news of the children whom they work with."""

from datetime import datetime

from pydantic import Field, computed_field

from graph_service.domain.networks import Level, Seen


class ChangeEntry(Seen):
    """One line of an authority's log (FHIR Provenance): below content only that something about the child changed.

    What is about no child (people, services, accounts) is told to those who keep it: then child and level are null.
    """

    sequence: int
    at: datetime
    child_id: str | None
    level: Level | None
    action: str | None
    type: str | None
    fact_id: str | None
    version: int | None


class Changes(Seen):
    """In order; ask again with `after` = `next`. Changes that are not open to the caller are left out."""

    changes: list[ChangeEntry]
    next: int = Field(description="The place in the log up to which this answer goes.")


class ChildOfNotice(Seen):
    id: str
    given_name: str | None
    family_name: str | None


class Notice(Seen):
    """News of one child; read on the page or by the API, never sent anywhere."""

    at: datetime
    action: str
    fact_id: str | None
    child: ChildOfNotice

    @computed_field
    @property
    def says(self) -> str:
        """In words."""
        return _SAYS.get(self.action, "Something about this child has changed.")


class Notices(Seen):
    """Newest first."""

    notices: list[Notice]


_SAYS = {
    "record_involvement": "Somebody works with this child now.",
    "confirm_involvement": "An involvement was confirmed.",
    "end_involvement": "Somebody no longer works with this child.",
    "raise_concern": "Somebody has information to share, or is taking action.",
    "close_concern": "An indication was closed.",
    "propose_lead": "Somebody was asked to lead.",
    "accept_lead": "The lead has changed.",
    "appoint_lead": "The lead has changed.",
    "release_lead": "Whoever led does so no longer.",
    "plan_meeting": "A meeting is planned.",
    "cancel_meeting": "A meeting is cancelled.",
    "record_assessment": "An assessment was begun.",
    "merge_children": "Two records turned out to be of this child and are one now. Read it again.",
    "unmerge_children": "Two records that were one are two again. Read this child again.",
    "withdraw_mistake": "Something that you may have read of this child was recorded in error. Read it again.",
}
