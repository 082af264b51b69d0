"""Examples for the OpenAPI document of what is kept of people and services."""

from datetime import UTC, date, datetime
from typing import Any

from graph_service.domain.changes import Kept
from graph_service.domain.leaving import Candidate, Gone, HandoverPiece, HandoverPlan, OpenPiece, OpenWork

_PERSON = "FW25K3FFQDQ2LLLM"
_SERVICE = "LOYZSIMN6O4P4IMM"

KEPT = Kept(id="3a0e7c51b5d24f0f8d7f2f8f5b0c6a77", version=1, at=datetime(2026, 11, 25, 9, 30, tzinfo=UTC)).model_dump(
    mode="json"
)

PRACTITIONERS: dict[str, Any] = {
    "a new colleague": {
        "value": {"name": "Amy Khan", "phone": "0113 496 0111", "email": "amy.khan@example.org"},
    }
}
PRACTITIONER_CHANGES: dict[str, Any] = {"a new telephone": {"value": {"phone": "0113 496 0112"}}}
AGENCIES: dict[str, Any] = {"a charity": {"value": {"name": "Leeds Young Carers", "sector": "voluntary"}}}
SUPPLIES: dict[str, Any] = {
    "who works with whom": {"value": {"facts": ["involvements", "indications"], "since": "2026-11-20"}}
}
SUPPLY_CHANGES: dict[str, Any] = {"nothing any more": {"value": {"facts": []}}}
SERVICES: dict[str, Any] = {
    "a team": {
        "value": {
            "name": "Family Support North",
            "kind": "family_support",
            "tier": "additional",
            "phone": "0113 496 0100",
            "agency_id": "Q2H5ZC6D4M7KQ3PA",
        }
    }
}
SERVICE_CHANGES: dict[str, Any] = {"more private than it was": {"value": {"tier": "sensitive"}}}
POSTS: dict[str, Any] = {
    "a social worker": {"value": {"service_id": _SERVICE, "role": "social_worker", "start": "2026-12-01"}},
    "their manager": {
        "value": {"service_id": _SERVICE, "role": "team_manager", "manages": True, "start": "2026-12-01"},
    },
}
POST_ENDS: dict[str, Any] = {"another post": {"value": {"end": "2026-12-31", "end_reason": "practitioner_left"}}}
COVERS: dict[str, Any] = {"a week away": {"value": {"absent_until": "2026-12-04", "covered_by": _PERSON}}}
DUTY_DESKS: dict[str, Any] = {"another number at night": {"value": {"out_of_hours_phone": "0113 496 0199"}}}
ACCOUNTS: dict[str, Any] = {
    "a practitioner": {"value": {"subject": "amy.khan", "role": "practitioner", "service_id": _SERVICE}}
}
ACCOUNT_STOPS: dict[str, Any] = {"a lost telephone": {"value": {"state": "suspended"}}}

OPEN_WORK = OpenWork(
    work=[OpenPiece(id="b51c6d0f2ab34c01", child_id="82HCG1SAG434", version=1, ours=True, what="involvement")],
    more=False,
).model_dump(mode="json")
HANDOVER_PLAN = HandoverPlan(
    work=[
        HandoverPiece(
            id="b51c6d0f2ab34c01",
            child_id="82HCG1SAG434",
            version=1,
            ours=True,
            what="involvement",
            candidates=[
                Candidate(
                    id="IUYB2QJ7J7GPCSNS",
                    name="Amy Khan",
                    near="child",
                    since=date(2026, 3, 2),
                    sibling=None,
                    same_service=True,
                )
            ],
        )
    ],
    more=False,
).model_dump(mode="json")
GONE = Gone(id=_PERSON, version=2, at=datetime(2026, 11, 25, 9, 30, tzinfo=UTC), elsewhere=[]).model_dump(mode="json")
LEAVINGS: dict[str, Any] = {
    "a colleague takes over": {
        "value": {"work": [{"fact_id": "b51c6d0f2ab34c01", "practitioner_id": "IUYB2QJ7J7GPCSNS"}]}
    },
    "the work was finished": {
        "value": {"work": [{"fact_id": "b51c6d0f2ab34c01", "end_reason": "work_finished"}]},
    },
}
