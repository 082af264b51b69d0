"""What changed around one's own children."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import notices
from graph_service.actions.clock import UNITED_KINGDOM, today
from graph_service.domain.notices import Notice
from graph_service.web.dependencies import ServiceDep, may_on_page
from graph_service.web.templates import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/what-changed", operation_id="read_my_notices_page")
async def read_my_notices(
    request: Request, service: ServiceDep, caller: Annotated[Caller, Depends(may_on_page(Action.READ_MY_NOTICES))]
) -> HTMLResponse:
    """What others changed in the last 30 days, newest first; what is new since yesterday stands apart."""
    news = _each_once((await notices.read_my_notices(service.graph, caller)).notices)
    yesterday = today() - timedelta(days=1)
    new = [one for one in news if one.at.astimezone(UNITED_KINGDOM).date() >= yesterday]
    return page("what_changed.html", request, new=new, older=news[len(new) :])


def _each_once(news: list[Notice]) -> list[Notice]:
    """One thing that somebody did may be several lines of the log, such as a meeting and each who is asked to it."""
    return list({(one.at, one.child.id, one.says): one for one in news}.values())
