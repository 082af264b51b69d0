"""What is said to hide where a child is: who goes on seeing it, and when somebody looks at it again."""

from datetime import date
from typing import Annotated

from pydantic import Field

from graph_service.domain.bodies import Body, Id


class NewProtection(Body):
    """A shield on a child itself (FHIR Consent that denies, with exceptions)."""

    review_on: date = Field(description="From tomorrow on, and within a year.")
    may_see: Annotated[frozenset[Id], Field(min_length=1, max_length=20)] = Field(
        description="People of your authority who go on seeing where the child is; you are one of them, and whoever "
        "leads for a child who lives there is put on the list. Two of them lift it."
    )
