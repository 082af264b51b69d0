"""How a child is found by name and date of birth: what is stored to search in, and what is asked of it.

Every stored word of a name carries the date of birth twice in front of it, so that one slip of the pen in a name
stays within the children born that day: the server tries at most fifty spellings of a word, and of the whole
nation's names a short one has more. Twice, because then no single slip turns one day into another.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from graph_service.domain.closed_lists import IdentifierScheme

# Letters that decomposition leaves whole.
_SPELT_OUT = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ŋ": "n"}
    | {"\u0131": "i"}  # the dotless i, which looks like the other
)
_APOSTROPHES = re.compile(r"['’ʼ`´‘]")  # noqa: RUF001  # these very signs are what people type
_MOST_WORDS = 6  # of one typed name: a longer one is no name

Typed = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Criterion = Literal["child_id", "identifier", "family_name", "born", "given_name"]


def words(name: str) -> list[str]:
    """The plain lower-case words of a name: `O'Brien-Łuc` is `obrien`, `luc`."""
    whole = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name).casefold()).translate(_SPELT_OUT)
    return re.findall(r"[^\W\d_]+", "".join(sign for sign in whole if not unicodedata.combining(sign)))


def search_text(given_name: str, family_name: str, former_names: Iterable[str], born: date) -> str:
    """What the full-text index holds of a child: each word of each name, and each name in one word."""
    names = [words(name) for name in (given_name, family_name, *former_names)]
    stored = {word for name in names for word in (*name, "".join(name)) if word}
    return " ".join(f"{_day(born)}{word}" for word in sorted(stored))


def search_terms(name: str, born: date) -> str:
    """The question to the full-text index: the name in one word, or each of its words, each with one slip allowed."""
    typed = words(name)[:_MOST_WORDS]
    each = " AND ".join(f"{_day(born)}{word}~1" for word in typed)
    return f"({_day(born)}{''.join(typed)}~1 OR ({each}))"


def same_terms(given_name: str, family_name: str, born: date) -> str:
    """The question for whoever has these very names and this date of birth, in whichever order they were written."""
    return " AND ".join(f"{_day(born)}{''.join(words(name))}" for name in (given_name, family_name))


def _day(born: date) -> str:
    return f"{born:%Y%m%d}" * 2


class TypedIdentifier(BaseModel):
    """A number that another body gave, with its scheme: the same ten digits can be two people's in two schemes."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    scheme: IdentifierScheme
    value: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9A-Za-z -]{5,20}$")]

    @property
    def number(self) -> str:
        """As it is stored: without the gaps that people write for reading."""
        return re.sub(r"[ -]", "", self.value).upper()


class Criteria(BaseModel):
    """What is known of the child looked for; the body of a search, so that it never stands in an address."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    child_id: Annotated[str, StringConstraints(max_length=40)] | None = None
    identifier: TypedIdentifier | None = None
    family_name: Typed | None = None
    given_name: Typed | None = None
    born: date | None = None

    @model_validator(mode="after")
    def names_hold_letters(self) -> Self:
        for column in ("family_name", "given_name"):
            typed = getattr(self, column)
            if typed is not None and not words(typed):
                raise ValueError(f"{column} holds no letter")
        return self

    @property
    def ways(self) -> Iterator[Criterion]:
        """Which of the three ways of looking are asked at once; exactly one is enough."""
        if self.child_id is not None:
            yield "child_id"
        if self.identifier is not None:
            yield "identifier"
        if self.family_name is not None and self.born is not None:
            yield "family_name"
