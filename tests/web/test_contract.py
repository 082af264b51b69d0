"""The live service against its own OpenAPI document, as each of the demo's people (schemathesis)."""

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.conftest import SignedInAs, World

pytestmark = pytest.mark.graph
PEOPLE = ["amy.khan", "leeds.front.door", "liverpool-cms", "hana.lewis", "pete.vale", "gail.stone"]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.mark.parametrize("subject", PEOPLE)
def test_every_answer_is_one_that_the_document_declares(
    address: str, http: httpx2.Client, world: World, signed_in_as: SignedInAs, subject: str
) -> None:
    document = http.get("/api/v1/openapi.json").json()
    operation = schemathesis.openapi.from_dict(document)["/api/v1/children/{child_id}/network"]["GET"]
    numbers = st.sampled_from(sorted(world.children.values()))

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(), number=numbers, known=st.booleans())
    def call(case: schemathesis.Case, number: str, known: bool) -> None:
        if known:  # an invented number never has the right check digits
            case.path_parameters = {"child_id": number}
        response = case.call(base_url=address, headers=signed_in_as(subject))
        case.validate_response(response, checks=CHECKS)

    call()
