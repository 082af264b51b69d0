"""That an assessment has begun, is complete or was given up; never its content or outcome."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from graph_service.domain.bodies import Body, Id
from graph_service.domain.closed_lists import AssessmentKind


class NewAssessment(Body):
    """Who assesses, what kind, since when (FHIR ClinicalImpression, without content)."""

    practitioner_id: Id | None = Field(None, description="Empty, and no service: you yourself.")
    service_id: Id | None = Field(None, description="Where the service itself assesses.")
    kind: AssessmentKind
    started_on: date

    @model_validator(mode="after")
    def is_made_by_one(self) -> Self:
        if self.practitioner_id and self.service_id:
            raise ValueError("either a practitioner or a service makes an assessment")
        return self


class Completion(Body):
    """The day on which it was complete."""

    completed_on: date
