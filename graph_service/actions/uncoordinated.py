"""The uncoordinated cases: listed for those who answer for them, told to those who work with the child, decided on."""

from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from pydantic import BaseModel

from graph_service.access.caller import Caller
from graph_service.access.policy import BUDGETS
from graph_service.actions.changes import change
from graph_service.actions.clock import today
from graph_service.actions.evaluation import LiveFeed, silent, why_not
from graph_service.actions.keeping import keep
from graph_service.actions.looks import look, one_row, refuse, refuse_inactive
from graph_service.domain.attempts import Attempt
from graph_service.domain.changes import Kept, Outcome, Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.domain.problems import FieldFault, InvalidRequest, NotFound
from graph_service.domain.rules import Rule
from graph_service.domain.uncoordinated import (
    Explained,
    ExplainedSignals,
    LooseEnds,
    NewThreshold,
    NotEvaluated,
    SignalCounts,
    SignalDecided,
    StandingSignal,
    UncoordinatedPage,
    Wanted,
    WeekCount,
)
from graph_service.graph.client import Graph
from graph_service.graph.queries import query
from graph_service.graph.signals import SIGNALS

MOST_LOOKED_AT = 500  # signals, for one page
MOST_ROWS = 50
MOST_LOOSE_ENDS = 500
WEEKS = 13


class HowLooked(BaseModel):
    nation: str
    scanned_at: datetime | None
    supplies: list[LiveFeed]

    def looked(self) -> dict[str, object]:
        """What every answer says of how it was made."""
        why = {code: why_not(signal, self.nation, self.supplies) for code, signal in SIGNALS.items()}
        return {
            "scanned_at": self.scanned_at,
            "not_evaluated": [
                NotEvaluated(code=code, sentence=SIGNALS[code].sentence, why=reason)
                for code, reason in why.items()
                if reason
            ],
        }


class ListRow(BaseModel):
    active: bool
    settings: HowLooked
    rows: list[StandingSignal]


class CountsRow(BaseModel):
    active: bool
    settings: HowLooked
    counts: list[WeekCount]


class ExplainRow(BaseModel):
    rule: Rule
    settings: HowLooked
    rows: list[StandingSignal]


class Place(BaseModel):
    """Where a page ended: the last row shown."""

    since: date = date.min
    id: str = ""


LIST_UNCOORDINATED = query("uncoordinated/list_uncoordinated", ListRow)
MY_LOOSE_ENDS = query("uncoordinated/my_loose_ends", ListRow)
COUNT_SIGNALS = query("uncoordinated/count_signals", CountsRow)
EXPLAIN_SIGNAL = query("uncoordinated/explain_signal", ExplainRow)
DECIDE_SIGNAL = query("uncoordinated/decide_signal", Outcome)
SET_THRESHOLD = query("uncoordinated/set_threshold", Outcome)


async def list_uncoordinated(
    graph: Graph, caller: Caller, wanted: Wanted, after: Place
) -> tuple[UncoordinatedPage, Place | None]:
    """A page of reasons, longest standing first, and where it ended if there may be more. Raises AccountSuspended."""
    day = today()
    asked = {
        "codes": list(wanted.codes),
        # Whoever is a year older today is too old.
        "born_from": day - relativedelta(years=wanted.age_to + 1) + timedelta(days=1),
        "born_to": day - relativedelta(years=wanted.age_from),
        "since_to": day - timedelta(days=wanted.standing_days),
        "decided": wanted.decided,
        "after": after.model_dump(),
    }
    given = await look(graph, caller, asked="own_list", narrowed=wanted.model_dump())
    (row,) = await graph.disclose(
        LIST_UNCOORDINATED,
        **given,
        wanted=asked,
        team={"id": wanted.service},
        silent=silent(),
        most=MOST_LOOKED_AT,
        limit=MOST_ROWS,
    )
    refuse_inactive(row.active)
    last = row.rows[-1] if len(row.rows) == MOST_ROWS else None
    page = UncoordinatedPage.model_validate(row.settings.looked() | {"rows": row.rows, "next": None})
    return page, Place(since=last.since, id=last.id) if last else None


async def my_loose_ends(graph: Graph, caller: Caller) -> LooseEnds:
    """The same for the children whom the caller works with, leads or chairs for. Raises AccountSuspended."""
    given = await look(graph, caller, asked="own")
    (row,) = await graph.disclose(MY_LOOSE_ENDS, **given, silent=silent(), limit=MOST_LOOSE_ENDS)
    refuse_inactive(row.active)
    return LooseEnds.model_validate(row.settings.looked() | {"rows": row.rows})


async def count_signals(graph: Graph, caller: Caller) -> SignalCounts:
    """For how many children each signal stood on the last thirteen Mondays and today. Raises AccountSuspended."""
    day = today()
    monday = day - timedelta(days=day.weekday())
    weeks = [{"day": monday - timedelta(weeks=back)} for back in range(WEEKS - 1, -1, -1)]
    if day != monday:
        weeks.append({"day": day})
    given = await look(graph, caller, asked="own_list")
    (row,) = await graph.disclose(COUNT_SIGNALS, **given, weeks=weeks, team={"id": None}, silent=silent())
    refuse_inactive(row.active)
    return SignalCounts.model_validate(row.settings.looked() | {"counts": row.counts})


async def explain_signal(graph: Graph, caller: Caller, child_id: ChildId) -> ExplainedSignals:
    """Every reason for one child, what it rests on and what would end it.

    Raises NotFound for absent, hidden and not open alike, AccountSuspended, TooManyRequests over the day's budget.
    """
    given = await look(graph, caller, child_id)
    rows = await graph.disclose(EXPLAIN_SIGNAL, **given, budget=BUDGETS[caller.role].parameter(), silent=silent())
    row = one_row(rows)
    if row is None:
        raise NotFound
    refuse(row.rule)
    return ExplainedSignals.model_validate(
        row.settings.looked() | {"rows": [_explained(one) for one in row.rows if one.code in SIGNALS]}
    )


def _explained(row: StandingSignal) -> Explained:
    signal = SIGNALS[row.code]
    return Explained(
        **dict(row), sentence=signal.sentence, source=signal.source, ends_when=signal.ends, missing=signal.missing
    )


async def decide_signal(
    graph: Graph, caller: Caller, child_id: ChildId, signal_id: str, decided: SignalDecided, attempt: Attempt
) -> Recorded:
    """Who sees to it, until when it waits, or that it is known and right: shown with it from now on."""
    facts = {"decision": decided.decision, "until": decided.until, "decision_reason": decided.reason}
    return await change(
        graph, caller, DECIDE_SIGNAL, child_id, attempt, decided, id=signal_id,
        practitioner=decided.practitioner_id or "", longest=decided.longest.days, facts=facts,
    )  # fmt: skip


async def set_threshold(graph: Graph, caller: Caller, code: str, new: NewThreshold, attempt: Attempt) -> Kept:
    """In the caller's authority, from a day on. Raises NotFound for a signal that there is not."""
    signal = SIGNALS.get(code)
    if signal is None:
        raise NotFound
    if new.name not in signal.thresholds:
        has = ", ".join(signal.thresholds) or "no threshold"
        raise InvalidRequest(errors=[FieldFault(pointer="/name", detail=f"{code} has {has}")])
    return await keep(graph, caller, SET_THRESHOLD, code, attempt, new, facts={"code": code} | new.model_dump())
