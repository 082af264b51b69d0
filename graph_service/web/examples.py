"""Examples for the OpenAPI document, made of the same types as the answers, so that they cannot go stale."""

from datetime import date

from graph_service.domain import closed_lists as c
from graph_service.domain.networks import (
    AuthorityName,
    CarerOfChild,
    Contact,
    Involvement,
    KnownChild,
    Lead,
    Network,
    Post,
)
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

NETWORK = Network(
    level="content",
    rule=Rule.LEADS,
    protected=False,
    custodian=AuthorityName(code="LDS", name="Leeds"),
    contact=Contact(
        kind="lead",
        name="Amy Khan",
        phone="0113 496 0111",
        email="amy.khan@example.org",
        hours="Monday to Friday 8 to 6",
        out_of_hours_phone="0113 496 0199",
        covered_by=None,
    ),
    child=KnownChild(
        id="82HCG1SAG439",
        given_name="Ellis",
        family_name="Brook",
        born=date(2015, 4, 18),
        born_estimated=False,
        sex=c.Sex.MALE,
        died_on=None,
    ),
    lead=Lead(id=_AMY_ID, name="Amy Khan", kind=c.LeadKind.EARLY_HELP, since=date(2026, 2, 16)),
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
            id="IUYB2QJ7J7GPCSNS", name="Rachel Brook", capacity=c.Capacity.PARENT, since=date(2015, 4, 18), phone=None
        )
    ],
    parental_responsibility=[],
    siblings=[],
    indications=[],
    assessments=[],
).model_dump(mode="json")
