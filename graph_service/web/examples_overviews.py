"""Examples of what is seen across children."""

from datetime import date

from graph_service.domain.closed_lists import AssessmentKind, AssessmentState
from graph_service.domain.overviews import (
    Concentration,
    DuplicateEffort,
    DuplicateEfforts,
    FamiliesApart,
    LeadOfMany,
    OfTeam,
    OneAssessment,
    ReliedOn,
    SideApart,
    TeamsApart,
)
from graph_service.domain.rules import Rule
from graph_service.domain.uncoordinated import ChildOfSignal

_ELLIS = ChildOfSignal(id="82HCG1SAG434", given_name="Ellis", family_name="Brook", born=date(2015, 4, 18))

DUPLICATES = DuplicateEfforts(
    rows=[
        DuplicateEffort(
            id="3f2c9d1e 9a1b7c44",
            since=date(2026, 11, 9),
            kind=AssessmentKind.EARLY_HELP,
            child=_ELLIS,
            rule=Rule.MANAGES,
            assessments=[
                OneAssessment(
                    id="9a1b7c44",
                    by="Noor Aziz",
                    agency="Leeds Community Health",
                    started_on=date(2026, 10, 12),
                    state=AssessmentState.COMPLETED,
                ),
                OneAssessment(
                    id="3f2c9d1e",
                    by="Amy Khan",
                    agency="Leeds City Council",
                    started_on=date(2026, 11, 9),
                    state=AssessmentState.IN_PROGRESS,
                ),
            ],
        )
    ],
    next=None,
).model_dump(mode="json")
CONCENTRATION = Concentration(
    relied_on=[ReliedOn(id="IUYB2QJ7J7GPCSNS", name="Amy Khan", children=7)],
    leads=[LeadOfMany(id="IUYB2QJ7J7GPCSNS", name="Amy Khan", children=12)],
).model_dump(mode="json")
_NIA = ChildOfSignal(id="K7Q2M9TX4B35", given_name="Nia", family_name="Brook", born=date(2018, 2, 11))
APART = FamiliesApart(
    quiet_since=date(2026, 6, 1),
    rows=[
        TeamsApart(
            id=f"{_ELLIS.id} {_NIA.id}",
            sides=[
                SideApart(child=_ELLIS, rule=Rule.MANAGES, team=[OfTeam(id="IUYB2QJ7J7GPCSNS", name="Amy Khan")]),
                SideApart(child=_NIA, rule=Rule.MANAGES, team=[OfTeam(id="FW25K3FFQDQ2LLLM", name="Noor Aziz")]),
            ],
        )
    ],
    next=None,
).model_dump(mode="json")
