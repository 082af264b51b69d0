"""What a form asks, what was typed into it, and what is wrong with that: a sentence beside its field, nothing lost."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from secrets import token_hex
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ValidationError

from graph_service.domain.problems import (
    AccountSuspended,
    AlreadyRecorded,
    ChangedMeanwhile,
    GraphUnavailable,
    Internal,
    InvalidRequest,
    KeyReused,
    NotCustodian,
    NotFound,
    Problem,
    TooManyRequests,
)
from graph_service.web.templates import page

# The field, by the id that the page gives it; and what is wrong, as a sentence without its full stop.
Faults = dict[str, str]

Filled = TypeVar("Filled", bound=BaseModel)
Made = TypeVar("Made")

# About the caller, or about a child who is not there for them: no field can say that.
_SAID_BY_THE_WHOLE_PAGE = (AccountSuspended, Internal, NotFound, TooManyRequests)
_CHANGED = "Somebody else changed this first. Look at what it says now, and send it again if that is still right"
_SENT_BEFORE = (
    "This form was sent before, with other answers, and that was done. If this is something new, send it again"
)
_UNKNOWN = (
    "The index did not answer just now, so nobody knows whether this was done. "
    "What you chose is still here: send it again. It is never done twice"
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What came with a form, as it was typed; or what a form begins with."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        return next(iter(self.values.get(name, ())), "")

    def every(self, name: str) -> list[str]:
        return [value for value in self.values.get(name, ()) if value]

    def day(self, name: str) -> str:
        """As the model reads a day; nothing where nothing was typed, and no day where what was typed is none."""
        parts = [self.one(f"{name}_{part}").strip() for part in ("year", "month", "day")]
        return "-".join(part.zfill(2) for part in parts) if any(parts) else ""

    def only(self, *names: str) -> "Typed":
        """Without what was answered to other questions."""
        kept = {*names, *(f"{name}_{part}" for name in names for part in ("day", "month", "year"))}
        return Typed({name: value for name, value in self.values.items() if name in kept})


async def typed(request: Request) -> Typed:
    sent = await request.form()
    return Typed({name: [str(value) for value in sent.getlist(name)] for name in sent})


TypedDep = Annotated[Typed, Depends(typed)]


def begun(**values: str | date | Iterable[str]) -> Typed:
    """What a form begins with, so that less has to be typed."""
    made: dict[str, Sequence[str]] = {}
    for name, value in values.items():
        if isinstance(value, date):
            made |= {f"{name}_{part}": (str(getattr(value, part)),) for part in ("day", "month", "year")}
        else:
            made[name] = (value,) if isinstance(value, str) else tuple(value)
    return Typed(made)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a form was not done."""

    faults: Faults
    status: int = 422
    unknown: bool = False  # nobody knows whether it was done: only the same key finds out
    version: int | None = None  # what it is now, where somebody else changed it first


@dataclass(frozen=True, slots=True)
class Form(Generic[Filled]):
    """Each field, with what is said where its answer is missing or cannot be; the first speaks for all together."""

    body: type[Filled]
    says: Mapping[str, str]
    days: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()

    async def sent(
        self, typed: Typed, act: Callable[[Filled], Awaitable[Made]], needs: Iterable[str] = ()
    ) -> Made | Refusal:
        """Does what the form says; or what is wrong with it, or why it was refused.

        `needs` are fields that what was chosen asks for, and the model on its own does not.
        """
        filled = self._filled(typed, needs)
        if isinstance(filled, Refusal):
            return filled
        try:
            return await act(filled)
        except Problem as problem:
            return self.refused(problem)

    def _filled(self, typed: Typed, needs: Iterable[str]) -> Filled | Refusal:
        if missing := {name: self.says[name] for name in needs if not self._answer(typed, name)}:
            return Refusal(missing)
        answers = {name: answer for name in self.says if (answer := self._answer(typed, name))}
        try:
            return self.body.model_validate(answers)
        except ValidationError as wrong:
            return Refusal(dict(self._fault(error["loc"], error["msg"]) for error in wrong.errors()))

    def refused(self, problem: Problem) -> Refusal:
        """Raises what only the whole page can say."""
        if isinstance(problem, _SAID_BY_THE_WHOLE_PAGE):
            raise problem
        version = problem.more.get("version")
        return Refusal(
            self._beside(problem), problem.status, isinstance(problem, GraphUnavailable),
            version if isinstance(version, int) else None,
        )  # fmt: skip

    def _answer(self, typed: Typed, name: str) -> str | list[str]:
        if name in self.lists:
            return typed.every(name)
        return typed.day(name) if name in self.days else typed.one(name).strip()

    def _fault(self, place: Sequence[int | str], said: str) -> tuple[str, str]:
        """Of one field its own sentence; of the whole what the model says."""
        if place and (name := str(place[0])) in self.says:
            return name, self.says[name]
        return self._first, _sentence(said.removeprefix("Value error, "))

    def _beside(self, problem: Problem) -> Faults:
        if isinstance(problem, InvalidRequest) and problem.errors:
            fields = [(error["pointer"].split("/")[1], error["detail"]) for error in problem.errors]
            return {name if name in self.says else self._first: _sentence(said) for name, said in fields}
        return {self._first: _in_words(problem)}

    @property
    def _first(self) -> str:
        return next(iter(self.says))


def _in_words(problem: Problem) -> str:
    match problem:
        case KeyReused():
            return _SENT_BEFORE
        case GraphUnavailable():
            return _UNKNOWN
        case ChangedMeanwhile() if "version" in problem.more:
            return _CHANGED
        case AlreadyRecorded():
            return "The same is recorded already, so nothing was changed"
        case NotCustodian():
            keeper = problem.more.get("custodian")
            known = keeper if isinstance(keeper, dict) else {"name": "Another authority", "phone": None}
            return (
                f"{known['name']} keeps this. Ask their duty desk{': ' if known['phone'] else ''}{known['phone'] or ''}"
            )
        case _:
            return _sentence(problem.detail)


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:].rstrip(".")


def form_page(
    name: str, request: Request, form: Form[Filled], typed: Typed, refusal: Refusal | None = None, *, back: str,
    child: object = None, now: str = "", **values: object,
) -> HTMLResponse:  # fmt: skip
    """A page with a form, as it begins or as it was sent, with what is wrong; `now` says what is to be changed.

    A form that was refused gets a new key, since its change is another; one of which nobody knows keeps it.
    """
    said = refusal or Refusal({}, 200)
    return page(
        name, request, said.status, back=back, child=child, now=now, typed=typed,
        faults=dict.fromkeys(form.says) | said.faults,
        errors=summary(said.faults, form.days), sent_key=typed.one("key") if said.unknown else token_hex(16),
        version=said.version or typed.one("version"), changed=said.version is not None, **values,
    )  # fmt: skip


def summary(faults: Faults, days: Iterable[str] = ()) -> list[dict[str, str]]:
    """For the error summary: each fault as a link to its field, of a day to the first of its three."""
    return [{"text": said, "href": f"#{name}{'-day' if name in days else ''}"} for name, said in faults.items()]
