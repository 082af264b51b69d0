"""Examples of signals: the list, one child's reasons, and what people decide."""

from datetime import UTC, date, datetime
from typing import Any

from graph_service.domain import closed_lists as c
from graph_service.domain.measures import IndicationsMeasured, LeadsMeasured, LooksMeasured, SystemMeasured
from graph_service.domain.rules import Rule
from graph_service.domain.signals import Fact
from graph_service.domain.uncoordinated import (
    ChildOfSignal,
    Decided,
    Explained,
    ExplainedSignals,
    LooseEnds,
    NotEvaluated,
    SignalCounts,
    StandingSignal,
    UncoordinatedPage,
    WeekCount,
)

_SCANNED = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
_ROW = StandingSignal(
    id="6f1d0a4c2b7e49d3a5c8e0f1b2d3c4e5",
    code="U01",
    since=date(2026, 10, 26),
    reason="2 agencies work with the child, and nobody leads.",
    evidence=[Fact(type="INVOLVED_WITH", id="MZBKWVWDFM3TKGDM", on=date(2026, 9, 26))],
    child=ChildOfSignal(id="82HCG1SAG434", given_name="Ellis", family_name="Brook", born=date(2015, 4, 18)),
    rule=Rule.MANAGES,
    decision=Decided(
        id="b51c6d0f2ab34c019f5f6a1d5a7c9e21",
        decision=c.SignalChoice.ASSIGN,
        until=None,
        reason=None,
        assigned_to="Amy Khan",
        at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    ),
)
_NOT_HERE = NotEvaluated(
    code="U17",
    sentence="No school, doctor or health visitor is known.",
    why="No feed of involvements from education has come in the last 14 days, and its absence is no evidence.",
)

PAGE = UncoordinatedPage(scanned_at=_SCANNED, not_evaluated=[_NOT_HERE], rows=[_ROW], next=None).model_dump(mode="json")
LOOSE_ENDS = LooseEnds(scanned_at=_SCANNED, not_evaluated=[], rows=[_ROW]).model_dump(mode="json")
COUNTS = SignalCounts(
    scanned_at=_SCANNED, not_evaluated=[], counts=[WeekCount(code="U01", week=date(2026, 11, 23), children=14)]
).model_dump(mode="json")
EXPLAINED = ExplainedSignals(
    scanned_at=_SCANNED,
    not_evaluated=[],
    rows=[
        Explained(
            **dict(_ROW),
            sentence="Several agencies work with the child, and nobody leads.",
            source="Early help guidance: a lead professional is needed where more than one agency is involved.",
            ends_when="Somebody accepts to lead the team, or only one agency goes on working with the child.",
            missing=None,
        )
    ],
).model_dump(mode="json")
DECISIONS: dict[str, Any] = {
    "somebody sees to it": {"value": {"decision": "assign", "practitioner_id": "LOYZSIMN6O4P4IMM"}},
    "it waits": {"value": {"decision": "snooze", "until": "2026-12-09", "reason": "meeting_planned"}},
    "it is right": {"value": {"decision": "known_and_right", "until": "2027-05-25", "reason": "led_elsewhere"}},
}
THRESHOLDS: dict[str, Any] = {
    "from three agencies on": {"value": {"name": "agencies", "value": 3, "start": "2026-12-01"}}
}
MEASURES = SystemMeasured(
    since=date(2026, 8, 26),
    until=date(2026, 11, 25),
    leads=LeadsMeasured(children=214, median_days=9),
    indications=IndicationsMeasured(raised=131, read_in_time=97),
    looks=LooksMeasured(looks=2043, led_to_talk=388),
).model_dump(mode="json")
