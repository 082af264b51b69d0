"""The form that finds a child: three ways of looking, and what is wrong with what was typed, beside its field."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, Field, ValidationError

from graph_service.domain.finding import Criteria
from graph_service.domain.problems import (
    GraphUnavailable,
    InvalidRequest,
    NotEnoughToSearch,
    NotPermitted,
    Problem,
    TooManyMatches,
)
from graph_service.web.forms import Faults

_SAYS = {
    "family_name": "Enter a family name with at least one letter",
    "given_name": "Enter a given name with at least one letter, or leave it empty",
    "born": "Enter the date of birth as day, month and year, such as 27 3 2015",
    "value": "Enter the whole number: only letters and digits",
    "scheme": "Choose which kind of number it is",
    "child_id": "Check this number for a slip: it is not one of our numbers. It has 12 letters and digits",
}


class FindForm(BaseModel):
    """As it was typed. `way` says which of the three ways of looking is meant; the others are not read."""

    way: str = Field("", max_length=20)
    family_name: str = Field("", max_length=60)
    given_name: str = Field("", max_length=60)
    day: str = Field("", max_length=4)
    month: str = Field("", max_length=4)
    year: str = Field("", max_length=6)
    scheme: str = Field("", max_length=10)
    value: str = Field("", max_length=40)
    child_id: str = Field("", max_length=40)

    def criteria(self, schemes: Sequence[str]) -> tuple[Criteria | None, Faults]:
        """What to look for, or what is wrong with each field; `schemes` are the numbers that the role may ask by."""
        match self.way:
            case "name":
                return self._by_name()
            case "number" if not schemes:
                return None, {"way": "Your role may not search by a number. Choose another way"}
            case "number":
                number = {"scheme": self.scheme, "value": self.value}
                return _criteria({"identifier": number}, {} if self.scheme else {"scheme": _SAYS["scheme"]})
            case "child_id":
                return _criteria({"child_id": self.child_id}, {} if self.child_id else {"child_id": _SAYS["child_id"]})
            case _:
                return None, {"way": "Choose what you know of the child"}

    def _by_name(self) -> tuple[Criteria | None, Faults]:
        faults = {} if self.family_name.strip() else {"family_name": _SAYS["family_name"]}
        try:
            born = date(int(self.year), int(self.month), int(self.day))
        except ValueError:
            return None, faults | {"born": _SAYS["born"]}
        typed = {"family_name": self.family_name, "given_name": self.given_name.strip() or None, "born": born}
        return _criteria(typed, faults)


def _criteria(typed: dict[str, object], faults: Faults) -> tuple[Criteria | None, Faults]:
    if faults:
        return None, faults
    try:
        return Criteria.model_validate(typed), {}
    except ValidationError as wrong:
        return None, {field: _SAYS[field] for field in map(_field, wrong.errors()) if field in _SAYS}


def _field(error: object) -> str:
    """Where the fault is; one of the whole form names its field first (`family_name holds no letter`)."""
    place = error["loc"][-1:] if isinstance(error, dict) else ()
    said = str(error["msg"]).removeprefix("Value error, ") if isinstance(error, dict) else ""
    return str(place[0]) if place else said.partition(" ")[0]


def beside(problem: Problem, way: str) -> Faults | None:
    """The field that a refused search is about, in words; None where the whole page has to say it."""
    field = {"name": "family_name", "number": "value", "child_id": "child_id"}[way]
    match problem:
        case TooManyMatches():
            return {"given_name": "More than ten children match. Add the given name, or look by a number"}
        case NotEnoughToSearch():
            return {field: _SAYS[field]}
        case InvalidRequest():
            return {field: _SAYS[field]}
        case GraphUnavailable():
            return {"way": "The index did not answer just now. What you typed is still here: press Find again"}
        case NotPermitted() if problem.reason == "scheme_not_for_role":
            return {"scheme": "Your role may not search by this kind of number. Look by name and date of birth"}
        case _:
            return None
