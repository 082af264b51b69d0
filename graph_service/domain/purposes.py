"""Why somebody may look: the closed list of purposes, each naming a benefit to the child.

The seven golden rules of information sharing (DfE, 2024) ask for a clear purpose every time; ContactPoint
asked for a reason on opening a record (domain.md 1.2). A purpose is a code, never free text.
"""

from enum import StrEnum


class Purpose(StrEnum):
    """The `Access-Purpose` header (FHIR AuditEvent.purposeOfEvent)."""

    COORDINATE_SUPPORT = "coordinate_support"
    PREPARE_MEETING = "prepare_meeting"
    ASSESS_REFERRAL = "assess_referral"
    CHECK_BEFORE_VISIT = "check_before_visit"
    RESPOND_OUT_OF_HOURS = "respond_out_of_hours"
    HAND_OVER_WORK = "hand_over_work"
    KEEP_RECORD_RIGHT = "keep_record_right"

    @property
    def benefit(self) -> str:
        """What the child gains from the look, in words that can be read to them."""
        return BENEFITS[self]


BENEFITS = {
    Purpose.COORDINATE_SUPPORT: "The people who help this child work together.",
    Purpose.PREPARE_MEETING: "Everybody who should be at the table about this child is invited.",
    Purpose.ASSESS_REFERRAL: "A worry about this child reaches those who already know them.",
    Purpose.CHECK_BEFORE_VISIT: "Whoever visits this child knows whom to speak to first.",
    Purpose.RESPOND_OUT_OF_HOURS: "At night this child is met by somebody who knows whom to ring.",
    Purpose.HAND_OVER_WORK: "Nobody is lost when this child's worker changes.",
    Purpose.KEEP_RECORD_RIGHT: "What is held about this child is right.",
}
