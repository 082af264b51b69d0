"""Examples of pairs of records, and of what people say of them."""

from datetime import UTC, date, datetime
from typing import Any

from graph_service.domain import closed_lists as c
from graph_service.domain.changes import Keeper, ReadBack
from graph_service.domain.duplicates import (
    MergePreview,
    OtherRecord,
    PossibleDuplicatePair,
    PossibleDuplicates,
    SettledPair,
)

_ID = "7d2f0c6e5b1a49e8"
_ELLIS = ReadBack(id="82HCG1SAG434", given_name="Ellis", family_name="Brook", born=date(2015, 4, 18))

PAIRS = PossibleDuplicates(
    pairs=[
        PossibleDuplicatePair(
            id=_ID,
            version=1,
            since=date(2026, 11, 20),
            why=c.DuplicateExplanation.SAME_NUMBER,
            child=_ELLIS,
            other=OtherRecord(
                level="existence",
                id="QZ0XWJ3G2C41",
                given_name=None,
                family_name=None,
                born=None,
                custodian=Keeper(code="BRD", name="Bradford", phone="01274 496 0100"),
            ),
            said=None,
            said_here=False,
            said_there=False,
            said_by_you=False,
        )
    ]
).model_dump(mode="json")
PREVIEW = MergePreview(
    id=_ID,
    version=1,
    keeps="child",
    see_more_of_the_kept=3,
    see_more_of_the_other=2,
    see_less=None,
    two_leads=False,
    protected=False,
).model_dump(mode="json")
SETTLED = SettledPair(
    id=_ID,
    version=2,
    at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    child=_ELLIS,
    warnings=[],
    state=c.DuplicateState.OPEN,
).model_dump(mode="json")
MERGES: dict[str, Any] = {
    "yours stays": {"value": {"keeps": "child"}},
    "the other stays": {"value": {"keeps": "other"}},
}
