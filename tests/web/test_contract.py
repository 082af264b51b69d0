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
PEOPLE = {
    "amy.khan": "coordinate_support",
    "ivy.cole": "coordinate_support",
    "leeds.front.door": "assess_referral",
    "dee.marsh": "coordinate_support",
    "pete.vale": "assess_referral",
    "dana.price": "keep_record_right",
    "liverpool-cms": "coordinate_support",
    "ola.nash": "coordinate_support",
    "gail.stone": "coordinate_support",
}
OPERATIONS = [
    ("/api/v1/children/{child_id}/network", "GET"),
    ("/api/v1/children/{child_id}", "GET"),
    ("/api/v1/children/{child_id}/access", "GET"),
    ("/api/v1/children/find", "POST"),
    ("/api/v1/my-children", "GET"),
    ("/api/v1/permissions", "GET"),
]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.mark.parametrize("subject", list(PEOPLE))
@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda value: value.rpartition("/")[2])
def test_every_answer_is_one_that_the_document_declares(
    address: str, http: httpx2.Client, world: World, signed_in_as: SignedInAs, subject: str, path: str, method: str
) -> None:
    document = http.get("/api/v1/openapi.json").json()
    operation = schemathesis.openapi.from_dict(document)[path][method]
    numbers = st.sampled_from(sorted(world.children.values()))

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(), number=numbers, known=st.booleans())
    def call(case: schemathesis.Case, number: str, known: bool) -> None:
        if known and "{child_id}" in path:  # an invented number never has the right check digits
            case.path_parameters = {"child_id": number}
        response = case.call(base_url=address, headers=signed_in_as(subject, PEOPLE[subject]))
        case.validate_response(response, checks=CHECKS)

    call()


def test_every_operation_of_the_document_is_tried(http: httpx2.Client) -> None:
    paths = http.get("/api/v1/openapi.json").json()["paths"]

    assert {(path, method.upper()) for path, methods in paths.items() for method in methods} == set(OPERATIONS)
