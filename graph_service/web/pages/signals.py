"""Signals: why one child's team may not know of each other, one's own loose ends, and the lists of managers."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action, decide
from graph_service.actions import measures, uncoordinated
from graph_service.actions.uncoordinated import Place
from graph_service.domain.closed_lists import SignalChoice, SignalReason
from graph_service.domain.identifiers import ChildId
from graph_service.domain.uncoordinated import SignalDecided, Wanted
from graph_service.graph.signals import SIGNALS
from graph_service.web import forms
from graph_service.web.cursors import question_of
from graph_service.web.dependencies import FactId, NewAttemptOnPage, ServiceDep, may_on_page
from graph_service.web.forms import Refusal, Typed, TypedDep, form_page
from graph_service.web.pages.shared import FROM_HERE, done_around, found, just_done, named_team, open_around, people
from graph_service.web.service import Service
from graph_service.web.templates import page
from graph_service.web.wording import choices

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Manager = Annotated[Caller, Depends(may_on_page(Action.LIST_UNCOORDINATED, "code", "standing_days", "after"))]
Decider = Annotated[Caller, Depends(may_on_page(Action.DECIDE_SIGNAL))]
SENTENCES = {code: signal.sentence for code, signal in SIGNALS.items()}


@router.get("/children/{child_id}/signals", operation_id="explain_signal_page")
async def explain_signal(
    request: Request,
    child_id: ChildId,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may_on_page(Action.EXPLAIN_SIGNAL))],
) -> HTMLResponse:
    """Every reason why one child's team may not know of each other, and what would end it."""
    explained = await uncoordinated.explain_signal(service.graph, caller, child_id)
    return page(
        "signals.html", request, explained=explained, child_id=child_id, done=just_done(request),
        may_decide=decide(caller, Action.DECIDE_SIGNAL).allowed,
    )  # fmt: skip


DECIDE = forms.Form(
    SignalDecided,
    says={
        "decision": "Choose what you decide",
        "practitioner_id": "Choose who sees to it",
        "reason": "Choose why",
        "until": "Enter the day on which it is shown again",
    },
    days=frozenset({"until"}),
)
# Which questions each decision asks; what was answered to the others is not read.
ASKS = dict.fromkeys(SignalChoice, ("reason", "until")) | {SignalChoice.ASSIGN: ("practitioner_id",)}


@router.get("/children/{child_id}/signals/{fact_id}/decision", operation_id="decide_signal_form")
async def decide_signal_form(
    request: Request, child_id: ChildId, fact_id: FactId, service: ServiceDep, caller: Decider
) -> HTMLResponse:
    """The reason, and three ways to decide."""
    return await _decide_page(request, child_id, fact_id, service, caller, Typed())


@router.post(
    "/children/{child_id}/signals/{fact_id}/decision", operation_id="decide_signal_page", dependencies=FROM_HERE
)
async def decide_signal(
    request: Request, child_id: ChildId, fact_id: FactId, typed: TypedDep, attempt: NewAttemptOnPage,
    service: ServiceDep, caller: Decider,
) -> Response:  # fmt: skip
    """Who sees to it, until when it waits, or that it is known and right."""
    asks = next((fields for choice, fields in ASKS.items() if choice == typed.one("decision")), ())
    made = await DECIDE.sent(
        typed.only("decision", *asks),
        lambda decided: uncoordinated.decide_signal(service.graph, caller, child_id, fact_id, decided, attempt),
        needs=asks,
    )
    if isinstance(made, Refusal):
        return await _decide_page(request, child_id, fact_id, service, caller, typed, made)
    return done_around(request, child_id, "decided", at="/signals")


async def _decide_page(
    request: Request, child_id: ChildId, fact_id: str, service: Service, caller: Caller, typed: Typed,
    refusal: Refusal | None = None,
) -> HTMLResponse:  # fmt: skip
    explained = await uncoordinated.explain_signal(service.graph, caller, child_id)
    row = found(next((one for one in explained.rows if one.id == fact_id), None))
    team = named_team(await open_around(service, caller, child_id))
    others = people(seat for seat in team if seat.id != caller.practitioner_id)
    return form_page(
        "decide_signal.html", request, DECIDE, typed, refusal, child=row.child, back=f"/children/{child_id}/signals",
        row=row, people=[{"value": caller.practitioner_id, "text": "I do"}, *others],
        reasons=choices(SignalReason),
    )  # fmt: skip


@router.get("/loose-ends", operation_id="my_loose_ends_page")
async def my_loose_ends(
    request: Request, service: ServiceDep, caller: Annotated[Caller, Depends(may_on_page(Action.MY_LOOSE_ENDS))]
) -> HTMLResponse:
    """The same reasons as the manager's list, for the caller's own children."""
    ends = await uncoordinated.my_loose_ends(service.graph, caller)
    return page("loose_ends.html", request, ends=ends, sentences=SENTENCES)


@router.get("/uncoordinated", operation_id="list_uncoordinated_page")
async def list_uncoordinated(
    request: Request,
    service: ServiceDep,
    caller: Manager,
    code: Annotated[str, Query(max_length=40)] = "",
    standing_days: Annotated[int, Query(ge=0, le=3650)] = 0,
    after: Annotated[str | None, Query()] = None,
) -> HTMLResponse:
    """Fifty reasons, longest standing first."""
    wanted = Wanted(codes=(code,) if code else (), standing_days=standing_days)
    question = question_of(caller, Action.LIST_UNCOORDINATED, wanted)
    place = service.cursors.read(Place, after, question)
    listed, ended = await uncoordinated.list_uncoordinated(service.graph, caller, wanted, place)
    following = service.cursors.written(ended, question)
    return page(
        "uncoordinated.html", request, listed=listed, following=following, wanted=wanted,
        code=code, sentences=SENTENCES, may_decide=decide(caller, Action.DECIDE_SIGNAL).allowed,
    )  # fmt: skip


@router.get("/uncoordinated/weeks", operation_id="count_signals_page")
async def count_signals(
    request: Request, service: ServiceDep, caller: Annotated[Caller, Depends(may_on_page(Action.COUNT_SIGNALS))]
) -> HTMLResponse:
    """For how many children each reason stood, week by week: a table, with a small chart of the same."""
    counted = await uncoordinated.count_signals(service.graph, caller)
    weeks = sorted({one.week for one in counted.counts})
    stood: dict[str, dict[date, int]] = {}
    for one in counted.counts:
        stood.setdefault(one.code, {})[one.week] = one.children
    return page("weeks.html", request, counted=counted, weeks=weeks, stood=stood, sentences=SENTENCES)


@router.get("/uncoordinated/measures", operation_id="measure_system_page")
async def measure_system(
    request: Request, service: ServiceDep, caller: Annotated[Caller, Depends(may_on_page(Action.MEASURE_SYSTEM))]
) -> HTMLResponse:
    """How well work is joined up in the caller's authority: of work, never of what became of children."""
    return page("measures.html", request, measured=await measures.measure_system(service.graph, caller))
