"""Examples for the OpenAPI document, made of the same types as the answers, so that they cannot go stale."""

from datetime import UTC, date, datetime
from typing import Any

from graph_service.access.caller import SignedIn
from graph_service.actions.permissions import read_permissions
from graph_service.domain import closed_lists as c
from graph_service.domain.changes import ReadBack, Recorded
from graph_service.domain.children import Address, ChildRecord, Explanation, Hit, Hits, KnownNumber, MyChild, MyChildren
from graph_service.domain.networks import (
    AuthorityName,
    CarerOfChild,
    Contact,
    Involvement,
    KnownChild,
    Lead,
    Meeting,
    Network,
    Post,
)
from graph_service.domain.notices import ChangeEntry, Changes, ChildOfNotice, Notice, Notices
from graph_service.domain.rules import Rule

_AMY_ID = "FW25K3FFQDQ2LLLM"
_POST = Post(
    id="LOYZSIMN6O4P4IMM",
    name="Family Support North",
    kind=c.ServiceKind.FAMILY_SUPPORT,
    tier=c.Tier.ADDITIONAL,
    agency="Leeds City Council",
    sector=c.AgencySector.COUNCIL,
)

_LEEDS = AuthorityName(code="LDS", name="Leeds")
_CONTACT = Contact(
    kind="lead",
    name="Amy Khan",
    phone="0113 496 0111",
    email="amy.khan@example.org",
    hours="Monday to Friday 8 to 6",
    out_of_hours_phone="0113 496 0199",
    covered_by=None,
)
_ELLIS = KnownChild(
    id="82HCG1SAG434",
    given_name="Ellis",
    family_name="Brook",
    born=date(2015, 4, 18),
    born_estimated=False,
    sex=c.Sex.MALE,
    died_on=None,
)

NETWORK = Network(
    level="content",
    rule=Rule.LEADS,
    protected=False,
    custodian=_LEEDS,
    contact=_CONTACT,
    child=_ELLIS,
    lead=Lead(
        id=_AMY_ID,
        name="Amy Khan",
        kind=c.LeadKind.EARLY_HELP,
        since=date(2026, 2, 16),
        lead_id="b51c6d0f2ab34c01",
        version=1,
    ),
    team=[
        Involvement(
            id=_AMY_ID,
            name="Amy Khan",
            kind="practitioner",
            current=True,
            leads=True,
            role=c.InvolvementRole.FAMILY_SUPPORT_WORKER,
            post=_POST,
            custodian="LDS",
            state=c.InvolvementState.CONFIRMED,
            start=date(2026, 2, 9),
            confirmed_on=date(2026, 11, 2),
            phone="0113 496 0111",
            email="amy.khan@example.org",
        ),
        Involvement(kind="sensitive", current=True, leads=False, name="a sensitive service"),
    ],
    carers=[
        CarerOfChild(
            id="IUYB2QJ7J7GPCSNS",
            version=1,
            name="Rachel Brook",
            capacity=c.Capacity.PARENT,
            since=date(2015, 4, 18),
            phone=None,
        )
    ],
    parental_responsibility=[],
    siblings=[],
    indications=[],
    assessments=[],
    meetings=[
        Meeting(
            kind=c.MeetingKind.TEAM_AROUND_THE_CHILD,
            state=c.MeetingState.HELD,
            planned_on=date(2026, 10, 12),
            held_on=date(2026, 10, 12),
            next_on=date(2026, 12, 7),
            meeting_id="0f3a6c52d9be4417",
            version=2,
            chair=_AMY_ID,
            invited=[_AMY_ID],
            attended=[_AMY_ID],
        )
    ],
    conversations=[],
).model_dump(mode="json")

CHILD = ChildRecord(
    level="content",
    rule=Rule.OFFICE,
    protected=False,
    custodian=_LEEDS,
    contact=_CONTACT,
    child=_ELLIS,
    former_names=[],
    address_state=c.AddressState.CURRENT,
    version=1,
    identifiers=[KnownNumber(scheme=c.IdentifierScheme.NHS, value="9990000026", state=c.IdentifierState.CURRENT)],
    addresses=[
        Address(
            current=True,
            address="12 Example Road",
            postcode="LS99 1AA",
            uprn=None,
            kind=c.HouseholdKind.PRIVATE,
            start=date(2022, 7, 1),
            end=None,
        )
    ],
).model_dump(mode="json")

EXPLANATION = Explanation(
    level="existence",
    rule=Rule.AGREEMENT,
    protected=False,
    because=Rule.AGREEMENT.because,
    sees=["That the child is known, to which authority, and whom to ring."],
    would_open=[],
).model_dump(mode="json")

HITS = Hits(hits=[Hit(id=_ELLIS.id, level="existence", matched=["family_name", "born", "given_name"])]).model_dump(
    mode="json"
)
CRITERIA: dict[str, Any] = {
    "by our number": {"value": {"child_id": _ELLIS.id}},
    "by another number": {"value": {"identifier": {"scheme": "nhs", "value": "999 000 0026"}}},
    "by name": {"value": {"family_name": "Brook", "given_name": "Ellis", "born": "2015-04-18"}},
}

MY_CHILDREN = MyChildren(
    children=[
        MyChild(
            id=_ELLIS.id,
            rule=Rule.LEADS,
            protected=False,
            given_name="Ellis",
            family_name="Brook",
            born=_ELLIS.born,
            leads=True,
            unread=1,
        )
    ]
).model_dump(mode="json")

PERMISSIONS = read_permissions(SignedIn("amy.khan", _AMY_ID, c.AccountRole.LEAD, "LDS")).model_dump(mode="json")

RECORDED = Recorded(
    id="b51c6d0f2ab34c019f5f6a1d5a7c9e21",
    version=1,
    at=datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
    child=ReadBack(id="82HCG1SAG434", given_name="Ellis", family_name="Brook", born=date(2015, 4, 18)),
).model_dump(mode="json")

INVOLVEMENTS: dict[str, Any] = {
    "a colleague": {
        "value": {
            "practitioner_id": _AMY_ID,
            "service_id": "LOYZSIMN6O4P4IMM",
            "role": "family_support_worker",
            "start": "2026-11-24",
            "told": "agreed",
        }
    },
    "a school": {"value": {"service_id": "R5KDKQ2OZ6Q7M2UE", "role": "school", "start": "2026-09-01"}},
}

AMENDMENTS: dict[str, Any] = {"it began earlier": {"value": {"start": "2026-11-02"}}}
ENDS: dict[str, Any] = {"the work is finished": {"value": {"end": "2026-11-25", "end_reason": "work_finished"}}}
RELEASES: dict[str, Any] = ENDS | {
    "somebody follows": {"value": {"successor": {"practitioner_id": _AMY_ID, "kind": "early_help"}}}
}
PROPOSED_LEADS: dict[str, Any] = {
    "the school nurse": {
        "value": {"practitioner_id": _AMY_ID, "kind": "early_help", "family_preference_asked": True},
    }
}
LEADS: dict[str, Any] = {
    "nobody leads yet": {
        "value": {"practitioner_id": _AMY_ID, "kind": "early_help", "start": "2026-11-25", "expected_lead": None},
    }
}

CHANGES = Changes(
    changes=[
        ChangeEntry(
            sequence=41,
            at=datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
            child_id="82HCG1SAG434",
            level="content",
            action="record_involvement",
            type="INVOLVED_WITH",
            fact_id="b51c6d0f2ab34c019f5f6a1d5a7c9e21",
            version=1,
        )
    ],
    next=41,
).model_dump(mode="json")

NOTICES = Notices(
    notices=[
        Notice(
            at=datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
            action="record_involvement",
            fact_id="b51c6d0f2ab34c019f5f6a1d5a7c9e21",
            child=ChildOfNotice(id="82HCG1SAG434", given_name="Ellis", family_name="Brook"),
        )
    ]
).model_dump(mode="json")
