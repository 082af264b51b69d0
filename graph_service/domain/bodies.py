"""What a client sends: shapes that several bodies share. There is no free text in any of them."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from graph_service.domain.closed_lists import EndReason

# Ids of people, services and facts: opaque, of our making or the sender's.
Id = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9._:-]+$")]


class Body(BaseModel):
    """What a client sends: an unknown field is an error, never silently dropped."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class End(Body):
    """The day on which something ended, and a code for why."""

    end: date
    end_reason: EndReason

    @model_validator(mode="after")
    def is_no_mistake(self) -> Self:
        refuse_what_ends_nothing(self.end_reason)
        return self


def refuse_what_ends_nothing(reason: EndReason) -> None:
    """Raises ValueError for the reasons that are nobody's to give."""
    if reason is EndReason.RECORDED_IN_ERROR:
        raise ValueError("what was recorded in error did not end: withdraw it")
    if reason is EndReason.RECORDS_MERGED:
        raise ValueError("this is said of a lead when two records of one child are merged, by nobody else")
