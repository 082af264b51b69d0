"""What forms on pages have in common: sent from here, done once, and back to where they were."""

from collections.abc import Iterable
from typing import TypeVar

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse

from graph_service.access.caller import Caller
from graph_service.actions import networks
from graph_service.domain.closed_lists import InvolvementState
from graph_service.domain.identifiers import ChildId
from graph_service.domain.networks import Involvement, Network
from graph_service.domain.problems import NotFound
from graph_service.web.dependencies import from_this_site
from graph_service.web.service import Service
from graph_service.web.wording import words

Found = TypeVar("Found")

FROM_HERE = [Depends(from_this_site)]

# What the child's page says once, after each thing that was done.
DONE = {
    "confirmed": "You confirmed today that this work goes on.",
    "acknowledged": "You said that you have read it. That is not to have acted on it, and it is no referral.",
    "acknowledged_before": "You had said before that you have read it. Nothing was changed.",
    "led": "Who leads was changed, from today.",
    "released": "It is recorded that the lead has ended. Nobody leads the team now.",
    "recorded": "It is recorded who works with this child.",
    "amended": "It is put right.",
    "ended": "It is recorded that the work has ended.",
    "raised": "The people around this child are told. It is no referral.",
    "closed": "It is closed.",
    "assessment_begun": "It is recorded that an assessment has begun.",
    "assessment_completed": "It is recorded that the assessment is complete.",
    "assessment_abandoned": "It is recorded that the assessment will not be completed.",
    "meeting_planned": "The meeting is planned.",
    "meeting_moved": "The meeting is planned for another day.",
    "meeting_held": "It is recorded that the meeting was held, and who came.",
    "meeting_cancelled": "The meeting is cancelled.",
    "spoke": "It is recorded that you spoke. What was said is not.",
    "decided": "Your decision is shown with the reason from now on.",
    "pair_merged": "The two records are one now. That can be undone.",
    "pair_apart": "They stay two children, and the pair does not come up again.",
    "pair_open": "What you said is noted. It counts once the others whom it waits for say the same.",
}


def done_around(request: Request, child_id: ChildId, what: str, at: str = "") -> RedirectResponse:
    """Back to the child, which says once what was done: going back or reloading sends nothing again."""
    request.session["done"] = what
    return RedirectResponse(f"/children/{child_id}{at}", 303)


def just_done(request: Request) -> str:
    """What was done a moment ago, in words and told once."""
    return DONE.get(request.session.pop("done", ""), "")


async def open_around(service: Service, caller: Caller, child_id: ChildId) -> Network:
    """For forms about the team. Raises NotFound where it is not shown to the caller, as for a child who is absent."""
    network = await networks.read_network(service.graph, caller, child_id, service.desk)
    if network.level != "content" or network.protected:
        raise NotFound
    return network


def found(there: Found | None) -> Found:
    """What a form is about. Raises NotFound where it is not there, or not shown to the caller."""
    if there is None:
        raise NotFound
    return there


def named_team(network: Network, *, confirmed: bool = False) -> list[Involvement]:
    """Each person who is named and works with the child now, once however many seats they hold."""
    seats = [seat for seat in network.team if seat.kind == "practitioner" and seat.current]
    if confirmed:
        seats = [seat for seat in seats if seat.state == InvolvementState.CONFIRMED]
    return list({seat.id: seat for seat in seats}.values())


def people(seats: Iterable[Involvement]) -> list[dict[str, str]]:
    """As a form offers them."""
    return [{"value": seat.id or "", "text": f"{seat.name}, {_work(seat)}"} for seat in seats]


def _work(seat: Involvement) -> str:
    return f"{words(seat.role)} in {seat.post.name}" if seat.post else words(seat.role)
