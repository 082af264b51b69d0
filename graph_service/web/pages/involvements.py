"""Who works with a child: recorded, confirmed in one click, ended."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import involvements, networks
from graph_service.actions.clock import today
from graph_service.domain.bodies import End
from graph_service.domain.closed_lists import EndReason, InvolvementRole, SensitiveBasis, Told
from graph_service.domain.identifiers import ChildId
from graph_service.domain.involvements import InvolvementChange, NewInvolvement
from graph_service.domain.networks import Involvement, Network
from graph_service.domain.problems import ChangedMeanwhile
from graph_service.web import forms
from graph_service.web.dependencies import ChangeAttemptOnPage, FactId, NewAttemptOnPage, ServiceDep, may_on_page
from graph_service.web.forms import Refusal, Typed, TypedDep, begun, form_page
from graph_service.web.pages.shared import FROM_HERE, done_around, found, open_around
from graph_service.web.service import Service
from graph_service.web.templates import page
from graph_service.web.wording import choices, seat_in_words, words

router = APIRouter(prefix="/children/{child_id}/involvements", include_in_schema=False,
                   default_response_class=HTMLResponse)  # fmt: skip

Recorder = Annotated[Caller, Depends(may_on_page(Action.RECORD_INVOLVEMENT))]
Confirmer = Annotated[Caller, Depends(may_on_page(Action.CONFIRM_INVOLVEMENT))]
Amender = Annotated[Caller, Depends(may_on_page(Action.AMEND_INVOLVEMENT))]
Ender = Annotated[Caller, Depends(may_on_page(Action.END_INVOLVEMENT))]

RECORD = forms.Form(
    NewInvolvement,
    says={
        "practitioner_id": "Choose who works with the child, or give the numbers of somebody else",
        "service_id": "Give the number of the service in which they work",
        "role": "Choose what they do for the child",
        "start": "Enter the day on which it began",
        "told": "Choose what the child or family was told",
        "basis": "Choose the ground, or leave all of this empty",
        "basis_by": "Choose the ground, or leave all of this empty",
        "basis_on": "Enter the day of that decision",
    },
    days=frozenset({"start", "basis_on"}),
)
AMEND = forms.Form(
    InvolvementChange,
    says={
        "role": "Choose what they do for the child",
        "start": "Enter the day on which it began",
        "told": "Choose what the child or family was told",
    },
    days=frozenset({"start"}),
)
END = forms.Form(
    End,
    says={"end_reason": "Choose why it has ended", "end": "Enter the day on which it ended"},
    days=frozenset({"end"}),
)
# Why somebody's work ends, as people say it of it: what is said of mistakes and consent is said elsewhere.
ENDS = [
    EndReason.WORK_FINISHED, EndReason.HANDED_OVER, EndReason.STEPPED_DOWN, EndReason.DECLINED, EndReason.MOVED_AWAY,
    EndReason.CHANGED_SCHOOL, EndReason.PRACTITIONER_LEFT, EndReason.REACHED_EIGHTEEN, EndReason.CHILD_DIED,
]  # fmt: skip


@router.get("", operation_id="record_involvement_form")
async def record_involvement_form(
    request: Request, child_id: ChildId, service: ServiceDep, caller: Recorder
) -> HTMLResponse:
    """Also where the child is not open: then one records only oneself, and it opens nothing."""
    return await _record_page(request, child_id, service, caller, begun(start=today(), basis_on=today()))


@router.post("", operation_id="record_involvement_page", dependencies=FROM_HERE)
async def record_involvement(
    request: Request, child_id: ChildId, typed: TypedDep, attempt: NewAttemptOnPage, service: ServiceDep,
    caller: Recorder,
) -> Response:  # fmt: skip
    """Somebody works with this child, in a post."""
    made = await RECORD.sent(
        _chosen(typed, caller),
        lambda new: involvements.record_involvement(service.graph, caller, child_id, new, attempt),
        needs=("basis_on",) if typed.one("basis") else (),
    )
    if isinstance(made, Refusal):
        return await _record_page(request, child_id, service, caller, typed, made)
    return done_around(request, child_id, "recorded")


def _chosen(typed: Typed, caller: Caller) -> Typed:
    """The person and the post that were chosen together, or the numbers that were typed; the ground is the caller's."""
    person, _, post = typed.one("practitioner_id").partition(" ")
    who = {"practitioner_id": [person or typed.one("other_id")], "service_id": [post or typed.one("service_id")]}
    if typed.one("basis"):
        return Typed({**typed.values, **who, "basis_by": [caller.practitioner_id]})
    no_day = {f"basis_on_{part}": [""] for part in ("day", "month", "year")}
    return Typed({**typed.values, **who, **no_day})


async def _record_page(
    request: Request, child_id: ChildId, service: Service, caller: Caller, typed: Typed, refusal: Refusal | None = None
) -> HTMLResponse:
    network = await networks.read_network(service.graph, caller, child_id, service.desk)
    return form_page(
        "record_involvement.html", request, RECORD, typed, refusal, child=network.child, back=f"/children/{child_id}",
        offered=_offered(network, caller), level=network.level, roles=choices(InvolvementRole),
        told=choices(Told), bases=choices(SensitiveBasis),
    )  # fmt: skip


def _offered(network: Network, caller: Caller) -> list[dict[str, str]]:
    """The caller, and whoever worked with the child before; anybody else by their numbers."""
    me = {
        "value": f"{caller.practitioner_id} {caller.signed_in.service_id}",
        "text": "I do, in the service that I sign in for",
    }
    before = {
        f"{seat.id} {seat.post.id}": f"{seat.name}, {words(seat.role)} in {seat.post.name}, as before"
        for seat in network.team
        if seat.kind == "practitioner" and not seat.current and seat.post and seat.id != caller.practitioner_id
    }
    others = [{"value": value, "text": text} for value, text in before.items()]
    return [*([me] if caller.signed_in.service_id else []), *others, {"value": "", "text": "Somebody else"}]


@router.post("/{fact_id}/confirm", operation_id="confirm_involvement_page", dependencies=FROM_HERE)
async def confirm_involvement(
    request: Request,
    child_id: ChildId,
    fact_id: FactId,
    attempt: ChangeAttemptOnPage,
    service: ServiceDep,
    caller: Confirmer,
    saw: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """One click: still right, today. If somebody changed it first, both are shown and the person decides."""
    try:
        await involvements.confirm_involvement(service.graph, caller, child_id, fact_id, attempt)
    except ChangedMeanwhile as changed:
        network = await networks.read_network(service.graph, caller, child_id, service.desk)
        seat = _seat(network, fact_id)
        return page(
            "changed.html", request, 412, child_id=child_id, saw=saw, version=changed.more.get("version"),
            now=seat_in_words(seat) if seat and seat.current else "", still="What it says now is right: confirm it",
        )  # fmt: skip
    return done_around(request, child_id, "confirmed")


@router.get("/{fact_id}/amend", operation_id="amend_involvement_form")
async def amend_involvement_form(
    request: Request, child_id: ChildId, fact_id: FactId, service: ServiceDep, caller: Amender
) -> HTMLResponse:
    """What is recorded, to be put right."""
    network = await open_around(service, caller, child_id)
    seat = found(_seat(network, fact_id))
    recorded = begun(role=seat.role or "", version=str(seat.version), **({"start": seat.start} if seat.start else {}))
    return _amend_page(request, child_id, network, seat, recorded)


@router.post("/{fact_id}/amend", operation_id="amend_involvement_page", dependencies=FROM_HERE)
async def amend_involvement(
    request: Request,
    child_id: ChildId,
    fact_id: FactId,
    typed: TypedDep,
    attempt: ChangeAttemptOnPage,
    service: ServiceDep,
    caller: Amender,
) -> Response:
    """Role, start, or what was told; what is left empty stays."""
    made = await AMEND.sent(
        typed, lambda change: involvements.amend_involvement(service.graph, caller, child_id, fact_id, change, attempt)
    )
    if isinstance(made, Refusal):
        network = await open_around(service, caller, child_id)
        return _amend_page(request, child_id, network, _seat(network, fact_id), typed, made)
    return done_around(request, child_id, "amended")


def _amend_page(
    request: Request, child_id: ChildId, network: Network, seat: Involvement | None, typed: Typed,
    refusal: Refusal | None = None,
) -> HTMLResponse:  # fmt: skip
    return form_page(
        "amend_involvement.html", request, AMEND, typed, refusal, child=network.child, back=f"/children/{child_id}",
        now=seat_in_words(seat) if seat else "", seat=seat, roles=choices(InvolvementRole), told=choices(Told),
    )  # fmt: skip


@router.get("/{fact_id}/end", operation_id="end_involvement_form")
async def end_involvement_form(
    request: Request, child_id: ChildId, fact_id: FactId, service: ServiceDep, caller: Ender
) -> HTMLResponse:
    """What there is, and when and why it has ended."""
    network = await open_around(service, caller, child_id)
    seat = found(_seat(network, fact_id))
    return _end_page(request, child_id, network, seat, begun(end=today(), version=str(seat.version)))


@router.post("/{fact_id}/end", operation_id="end_involvement_page", dependencies=FROM_HERE)
async def end_involvement(
    request: Request, child_id: ChildId, fact_id: FactId, typed: TypedDep, attempt: ChangeAttemptOnPage,
    service: ServiceDep, caller: Ender,
) -> Response:  # fmt: skip
    """It ends on a day, for a reason."""
    made = await END.sent(
        typed, lambda end: involvements.end_involvement(service.graph, caller, child_id, fact_id, end, attempt)
    )
    if isinstance(made, Refusal):
        network = await open_around(service, caller, child_id)
        return _end_page(request, child_id, network, _seat(network, fact_id), typed, made)
    return done_around(request, child_id, "ended")


def _end_page(
    request: Request, child_id: ChildId, network: Network, seat: Involvement | None, typed: Typed,
    refusal: Refusal | None = None,
) -> HTMLResponse:  # fmt: skip
    return form_page(
        "end_involvement.html", request, END, typed, refusal, child=network.child, back=f"/children/{child_id}",
        seat=seat, now=seat_in_words(seat) if seat else "", reasons=choices(ENDS),
    )  # fmt: skip


def _seat(network: Network, fact_id: str) -> Involvement | None:
    return next((seat for seat in network.team if seat.involvement_id == fact_id), None)
