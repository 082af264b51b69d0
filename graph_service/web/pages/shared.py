"""What forms on pages have in common: sent from here, done once, and back to where they were."""

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse

from graph_service.domain.identifiers import ChildId
from graph_service.web.dependencies import from_this_site

FROM_HERE = [Depends(from_this_site)]


def done_around(request: Request, child_id: ChildId, what: str) -> RedirectResponse:
    """Back to the child, which says once what was done: going back or reloading sends nothing again."""
    request.session["done"] = what
    return RedirectResponse(f"/children/{child_id}", 303)
