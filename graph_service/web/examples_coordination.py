"""Examples of what is said around a child: indications, assessments, meetings, conversations, referrals."""

from datetime import date
from typing import Any

from graph_service.domain.closed_lists import MeetingKind
from graph_service.domain.indications import ConcernRecorded, DutyDesk
from graph_service.domain.meetings import PlannedMeeting, PlannedMeetings
from graph_service.web.examples import RECORDED

_AMY_ID = "FW25K3FFQDQ2LLLM"
_LEEDS = DutyDesk(
    name="the Leeds duty desk",
    phone="0113 496 0101",
    hours="Monday to Friday 8 to 6",
    out_of_hours_phone="0113 496 0199",
)

CONCERN_RECORDED = ConcernRecorded.model_validate(RECORDED | {"notice": _LEEDS.notice}).model_dump(mode="json")
CONCERNS: dict[str, Any] = {
    "something to share": {"value": {"kind": "information_to_share", "due_on": "2026-12-02"}},
    "taking action": {"value": {"kind": "taking_action"}},
}

ASSESSMENTS: dict[str, Any] = {
    "one's own": {"value": {"kind": "early_help", "started_on": "2026-11-23"}},
    "a service's": {
        "value": {"service_id": "LOYZSIMN6O4P4IMM", "kind": "child_and_family", "started_on": "2026-11-23"},
    },
}
COMPLETIONS: dict[str, Any] = {"today": {"value": {"completed_on": "2026-11-25"}}}

MEETINGS: dict[str, Any] = {
    "a team around the family": {
        "value": {
            "kind": "team_around_the_family",
            "planned_on": "2026-12-08",
            "children": ["K7Q2M9TX4B35"],
            "invited": [_AMY_ID],
            "next_on": "2027-01-19",
        }
    },
    "a review with its chair": {
        "value": {"kind": "looked_after_review", "planned_on": "2026-12-10", "chair_id": _AMY_ID}
    },
}
PLANNED = PlannedMeetings(
    meetings=[
        PlannedMeeting(
            id="9a1b7c44", version=1, kind=MeetingKind.TEAM_AROUND_THE_FAMILY, planned_on=date(2026, 12, 8),
            next_on=date(2027, 1, 19),
        )
    ]
).model_dump(mode="json")  # fmt: skip
HELD: dict[str, Any] = {
    "and when they meet again": {"value": {"held_on": "2026-11-24", "attended": [_AMY_ID], "next_on": "2027-01-05"}}
}
CANCELLATIONS: dict[str, Any] = {
    "another day": {"value": {"planned_on": "2026-12-15"}},
    "no longer needed": {"value": {"reason": "no_longer_needed"}},
}

CONVERSATIONS: dict[str, Any] = {"today": {"value": {"practitioner_id": _AMY_ID, "on": "2026-11-25"}}}

REFERRALS: dict[str, Any] = {"from a school": {"value": {"from_kind": "school", "received_on": "2026-11-25"}}}
CLOSINGS: dict[str, Any] = {"today": {"value": {"closed_on": "2026-11-25"}}}
