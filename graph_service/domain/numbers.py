"""What is said of the numbers that other bodies gave to a child: which, and that one is no longer the child's."""

import re
from typing import Annotated, Self

from pydantic import BeforeValidator, StringConstraints, TypeAdapter, WithJsonSchema, model_validator

from graph_service.domain.bodies import Body
from graph_service.domain.closed_lists import IdentifierScheme as Scheme
from graph_service.domain.identifiers import (
    ChiNumber,
    HcnNumber,
    NhsNumber,
    ScottishCandidateNumber,
    UniquePupilNumber,
    chi_born,
)

_VALID: dict[Scheme, TypeAdapter[str]] = {
    Scheme.NHS: TypeAdapter(NhsNumber),
    Scheme.CHI: TypeAdapter(ChiNumber),
    Scheme.HCN: TypeAdapter(HcnNumber),
    Scheme.UPN: TypeAdapter(UniquePupilNumber),
    Scheme.SCN: TypeAdapter(ScottishCandidateNumber),
}


def _plain(value: object) -> object:
    """As it is stored: without the gaps that people write for reading."""
    return re.sub(r"[ -]", "", value).upper() if isinstance(value, str) else value


class Number(Body):
    """A number with its scheme, whose check digit is right."""

    scheme: Scheme
    value: Annotated[
        str,
        BeforeValidator(_plain),
        StringConstraints(pattern=r"^[0-9A-Z]{5,20}$"),
        WithJsonSchema({"type": "string", "maxLength": 40, "description": "With or without its gaps."}),
    ]

    @model_validator(mode="after")
    def is_of_its_scheme(self) -> Self:
        _VALID[self.scheme].validate_python(self.value)
        return self

    def says(self) -> dict[str, object] | None:
        """What a CHI number says of its holder: day, month and year of birth, and whether its ninth digit is odd."""
        if self.scheme is not Scheme.CHI:
            return None
        day, month, year = chi_born(self.value) or (0, 0, 0)
        return {"day": day, "month": month, "year": year, "odd": int(self.value[8]) % 2 == 1}
