"""The pages' templates: autoescaped, no inline script or style, the same words everywhere."""

import gzip
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChainableUndefined, Environment, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from graph_service.access.policy import PERMISSIONS, PURPOSES, Action
from graph_service.actions.clock import UNITED_KINGDOM, today
from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.purposes import Purpose
from graph_service.web.drawing import carer_node, seat_node, service_node
from graph_service.web.root import root_of
from graph_service.web.wording import (
    assessment_in_words,
    day,
    indication_in_words,
    meeting_in_words,
    moment,
    seat_in_words,
    short,
    stale,
    words,
)

_HERE = Path(__file__).parent
# The pages in the order of the day, each for those whose role has its action.
NAVIGATION = (
    (Action.FIND_CHILDREN, "/find", "Find a child"),
    (Action.LIST_MY_CHILDREN, "/my-children", "My children"),
    (Action.MY_LOOSE_ENDS, "/loose-ends", "My loose ends"),
    (Action.READ_MY_NOTICES, "/what-changed", "What changed"),
    (Action.LIST_UNCOORDINATED, "/uncoordinated", "Uncoordinated cases"),
    (Action.LIST_POSSIBLE_DUPLICATES, "/possible-duplicates", "Possible duplicates"),
)

_environment = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# GOV.UK's macros ask for what they were not given, so they live apart from our own strict templates.
_components = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    autoescape=True,
    undefined=ChainableUndefined,
)


@cache
def _macro(name: str) -> Callable[[dict[str, object]], str]:
    """`error-summary` is govukErrorSummary: GOV.UK's own names."""
    camel = "".join(part.title() for part in name.split("-"))
    template = _components.get_template(f"govuk_frontend_jinja/components/{name}/macro.html")
    return getattr(template.module, f"govuk{camel}")


def component(name: str, /, **parameters: object) -> Markup:
    """One of GOV.UK Frontend's components; `text` in it is escaped, `html` is ours alone."""
    made = re.sub(r"\s*\n\s*", "\n", _macro(name)(parameters))  # the macros leave many empty lines
    return Markup(made)  # noqa: S704  # what an autoescaping macro made


@cache
def static(name: str) -> str:
    """The address of a file, which changes with what is in it: so that browsers may keep it."""
    digest = blake2b((_HERE / "static" / name).read_bytes(), digest_size=6).hexdigest()
    return f"/static/{name}?v={digest}"


_environment.filters |= {
    "words": words,
    "day": day,
    "moment": moment,
    "short": short,
    "seat_in_words": seat_in_words,
    "indication_in_words": indication_in_words,
    "meeting_in_words": meeting_in_words,
    "assessment_in_words": assessment_in_words,
}
# What templates may call.
_OFFERED: dict[str, object] = {
    "component": component,
    "static": static,
    "stale": stale,
    "key": partial(token_hex, 16),
    "carer_node": carer_node,
    "seat_node": seat_node,
    "service_node": service_node,
}


def page(name: str, request: Request, status: int = 200, **values: object) -> HTMLResponse:
    """A whole page, compressed where the browser takes that.

    Compressed beside what a stranger sends it would tell how alike they are; no other site's request has our cookie.
    """
    body, headers = render(name, request, **values).encode(), {"Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        body, headers = gzip.compress(body, 5), headers | {"Content-Encoding": "gzip"}
    return HTMLResponse(body, status, headers)


def render(name: str, request: Request, **values: object) -> str:
    """What every page shows of who is signed in and why they look, and `values`.

    Every address in a template begins with `root`: where a proxy shows this service.
    """
    session = request.scope.get("session", {})
    role = session.get("role")
    root = root_of(request.scope)
    around = {
        "request": request,
        "root": root,
        "signed_in": "token" in session,
        "subject": session.get("subject"),
        "chosen": session.get("purpose"),
        "purposes": _purposes(role),
        "navigation": _navigation(role, root, request.url.path),
        "today": today(),
        "now": datetime.now(UNITED_KINGDOM),
    }
    return _environment.get_template(name).render(_OFFERED | around | values)


def _purposes(role: str | None) -> list[Purpose]:
    """Only what this role may look for: any other reason would be refused at the next step."""
    return [purpose for purpose in Purpose if role and purpose in PURPOSES[AccountRole(role)]]


def _navigation(role: str | None, root: str, path: str) -> list[dict[str, object]]:
    if role is None:
        return []
    return [
        {"href": root + href, "text": text, "current": path == root + href}
        for action, href, text in NAVIGATION
        if AccountRole(role) in PERMISSIONS[action]
    ]
