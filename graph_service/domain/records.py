"""What is said of who a child is: names, birth, sex, and the numbers that a new one comes with."""

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from graph_service.domain.bodies import Body
from graph_service.domain.closed_lists import IdentifierScheme, Sex
from graph_service.domain.finding import words
from graph_service.domain.identifiers import ChildId, chi_agrees
from graph_service.domain.numbers import Number


def _name(value: str) -> str:
    """Letters, and what stands between them in names: a name is no place for a note."""
    if not words(value):
        raise ValueError("a name holds letters")
    return value


# As people write it, in any script; no digits and no signs that names do not have.
_NAME = r"^[^\d_<>{}\[\]|\\/:;!?*=+#@$%^&~\x00-\x1f]+$"
PersonName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=_NAME),
    AfterValidator(_name),
]


class NewChild(Body):
    """A child who is not here yet."""

    given_name: PersonName
    family_name: PersonName
    born: date
    born_estimated: bool = False
    sex: Sex
    identifiers: list[Number] = Field([], max_length=5, description="Numbers of other bodies that your role uses.")
    not_a_duplicate_of: list[ChildId] = Field(
        [], max_length=50, description="Candidates that were looked at, and are other children."
    )

    @model_validator(mode="after")
    def each_number_is_sent_once_and_says_this_child(self) -> Self:
        if len({(one.scheme, one.value) for one in self.identifiers}) < len(self.identifiers):
            raise ValueError("the same number is sent twice")
        for one in self.identifiers:
            is_chi = one.scheme is IdentifierScheme.CHI and not self.born_estimated
            if is_chi and not chi_agrees(one.value, self.born, self.sex):
                raise ValueError("a CHI number spells date of birth and sex: this one is another child's")
        return self

    def facts(self) -> dict[str, object]:
        return self.model_dump(exclude={"identifiers", "not_a_duplicate_of"})


class ChildChange(Body):
    """What was recorded wrongly or has changed; what is not sent stays.

    Names and date of birth come together: what is stored to search in is made of all three.
    """

    given_name: PersonName | None = None
    family_name: PersonName | None = None
    born: date | None = None
    born_estimated: bool | None = None
    sex: Sex | None = None
    keep_as_former: bool = Field(True, description="Whether the name of before may be found; never behind a shield.")

    @model_validator(mode="after")
    def says_something(self) -> Self:
        if not self.facts():
            raise ValueError("send at least one of given_name, family_name, born, born_estimated, sex")
        return self

    @model_validator(mode="after")
    def names_and_birth_come_together(self) -> Self:
        if len({self.given_name is None, self.family_name is None, self.born is None}) > 1:
            raise ValueError("given_name, family_name and born belong together")
        return self

    def facts(self) -> dict[str, object]:
        """What changes; nothing of this is ever emptied."""
        return self.model_dump(exclude={"keep_as_former"}, exclude_none=True)


class Death(Body):
    """That a child has died."""

    died_on: date | None = Field(description="The day; null where a living child was recorded as having died.")

    def facts(self) -> dict[str, object]:
        return {"died_on": self.died_on}
