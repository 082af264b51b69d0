"""Uncoordinated cases: the list of those who answer for teams, one's own loose ends, and what is decided of them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import measures, uncoordinated
from graph_service.actions.uncoordinated import Place
from graph_service.domain import problems as p
from graph_service.domain.changes import Kept, Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.domain.measures import SystemMeasured
from graph_service.domain.uncoordinated import (
    ExplainedSignals,
    LooseEnds,
    NewThreshold,
    SignalCounts,
    SignalDecided,
    UncoordinatedPage,
    Wanted,
)
from graph_service.web import examples, examples_people
from graph_service.web import examples_signals as shows
from graph_service.web.api.shared import KEEPING, LOOK, PREFIX, RECORDING, recorded
from graph_service.web.cursors import question_of
from graph_service.web.dependencies import FactId, NewAttempt, ServiceDep, may
from graph_service.web.openapi import made, problems, shown

router = APIRouter(prefix=f"{PREFIX}/signals")
of_child = APIRouter(prefix=f"{PREFIX}/children/{{child_id}}/signals")

Code = Annotated[str, Path(pattern=r"^U\d{2}$", description="Of the signal, such as U01.")]
FILTERS = ("code", "service_id", "age_from", "age_to", "standing_days", "decided", "after")


@dataclass(frozen=True, slots=True)
class _Asked:
    """The filters of an address, and `next` of the page before."""

    wanted: Wanted
    after: str | None


async def _asked(
    code: Annotated[tuple[str, ...], Query(max_length=40, description="Only these signals.")] = (),
    service_id: Annotated[str | None, Query(max_length=80, description="Only children of this team.")] = None,
    age_from: Annotated[int, Query(ge=0, le=25)] = 0,
    age_to: Annotated[int, Query(ge=0, le=25)] = 25,
    standing_days: Annotated[int, Query(ge=0, le=3650, description="Only what has stood for so many days.")] = 0,
    decided: Annotated[bool, Query(description="Also what waits, or is known and right.")] = False,
    after: Annotated[str | None, Query(description="`next` of the page before.")] = None,
) -> _Asked:
    wanted = Wanted(
        codes=code, service=service_id, age_from=age_from, age_to=age_to, standing_days=standing_days,
        decided=decided,
    )  # fmt: skip
    return _Asked(wanted, after)


@router.get(
    "",
    operation_id="list_uncoordinated",
    summary="Children whose professionals may not know of each other, and why",
    responses=problems(*LOOK) | shown(shows.PAGE),
)
async def list_uncoordinated(
    asked: Annotated[_Asked, Depends(_asked)],
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.LIST_UNCOORDINATED, *FILTERS))],
) -> UncoordinatedPage:
    """Of teams that you manage, or of your office's authority: longest standing first, fifty at once, never a score."""
    question = question_of(caller, Action.LIST_UNCOORDINATED, asked.wanted)
    place = service.cursors.read(Place, asked.after, question)
    page, ended = await uncoordinated.list_uncoordinated(service.graph, caller, asked.wanted, place)
    return page.model_copy(update={"next": service.cursors.written(ended, question)})


@router.get(
    "/weeks",
    operation_id="count_signals",
    summary="For how many children each signal stood, week by week",
    responses=problems(*LOOK) | shown(shows.COUNTS),
)
async def count_signals(
    service: ServiceDep, caller: Annotated[Caller, Depends(may(Action.COUNT_SIGNALS))]
) -> SignalCounts:
    """Only children whom you may see, of your own authority: no count is about anybody else's."""
    return await uncoordinated.count_signals(service.graph, caller)


@router.get(
    "/measures",
    operation_id="measure_system",
    summary="How soon teams get a lead, indications are read, and looks lead to talk",
    responses=problems(*LOOK) | shown(shows.MEASURES),
)
async def measure_system(
    service: ServiceDep, caller: Annotated[Caller, Depends(may(Action.MEASURE_SYSTEM))]
) -> SystemMeasured:
    """Of your authority's last thirteen weeks: of work, never of what became of children; never of fewer than five."""
    return await measures.measure_system(service.graph, caller)


@router.get(
    "/mine",
    operation_id="my_loose_ends",
    summary="Loose ends around the children you work with",
    responses=problems(*LOOK) | shown(shows.LOOSE_ENDS),
)
async def my_loose_ends(
    service: ServiceDep, caller: Annotated[Caller, Depends(may(Action.MY_LOOSE_ENDS))]
) -> LooseEnds:
    """The same reasons as your manager's list, for your own children only."""
    return await uncoordinated.my_loose_ends(service.graph, caller)


@router.post(
    "/{code}/thresholds",
    operation_id="set_threshold",
    summary="Set a threshold of a signal in your authority",
    status_code=201,
    responses=problems(*KEEPING, p.NotFound) | made(examples_people.KEPT),
)
async def set_threshold(
    code: Code,
    new: Annotated[NewThreshold, Body(openapi_examples=shows.THRESHOLDS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.SET_THRESHOLD))],
    response: Response,
) -> Kept:
    """From a day on; the ones before stay on record. The whole authority is looked at again."""
    kept = await uncoordinated.set_threshold(service.graph, caller, code, new, attempt)
    return recorded(response, kept, f"/signals/{code}/thresholds")


@of_child.get(
    "",
    operation_id="explain_signal",
    summary="Why one child's team may not know of each other",
    responses=problems(*LOOK, p.TooManyRequests, p.NotFound) | shown(shows.EXPLAINED),
)
async def explain_signal(
    child_id: ChildId, service: ServiceDep, caller: Annotated[Caller, Depends(may(Action.EXPLAIN_SIGNAL))]
) -> ExplainedSignals:
    """Every reason, the facts that it rests on by the ids that the network shows, and what would end it."""
    return await uncoordinated.explain_signal(service.graph, caller, child_id)


@of_child.post(
    "/{fact_id}/decision",
    operation_id="decide_signal",
    summary="Say who sees to a signal, or that it waits or is right",
    status_code=201,
    responses=problems(*RECORDING, p.NotCustodian) | made(examples.RECORDED),
)
async def decide_signal(
    child_id: ChildId,
    fact_id: FactId,
    decided: Annotated[SignalDecided, Body(openapi_examples=shows.DECISIONS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.DECIDE_SIGNAL))],
    response: Response,
) -> Recorded:
    """Shown with it from now on. What waits, or is known and right, is back in the list on its day."""
    made_ = await uncoordinated.decide_signal(service.graph, caller, child_id, fact_id, decided, attempt)
    return recorded(response, made_, f"/children/{child_id}/signals")
