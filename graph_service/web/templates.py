"""The pages' templates: autoescaped, no inline script, the same words everywhere."""

from pathlib import Path

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE = Path(__file__).parent

_environment = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters["words"] = lambda code: str(code).replace("_", " ")
_environment.filters["day"] = lambda day: f"{day.day} {day:%B %Y}" if day else ""


def render(name: str, request: Request, **values: object) -> str:
    """A whole page. `signed_in` says whether to offer signing out."""
    return _environment.get_template(name).render(
        values | {"request": request, "signed_in": "token" in request.scope.get("session", {})}
    )
