"""The live service against its own OpenAPI document, as each of the demo's people (schemathesis)."""

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from graph_service.access.tokens import development_token
from graph_service.keys import development_key
from graph_service.settings import Settings
from tests.conftest import SignedInAs, World
from tests.town import Town

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


# Changes are tried on a town of their own, so that the small world stays as it is.
TOWNSPEOPLE = ["lee", "fran", "dana"]


def operations(http: httpx2.Client) -> set[tuple[str, str]]:
    paths = http.get("/api/v1/openapi.json").json()["paths"]
    return {(path, method.upper()) for path, methods in paths.items() for method in methods}


@pytest.mark.parametrize("subject", list(PEOPLE))
@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda value: value.rpartition("/")[2])
def test_every_answer_is_one_that_the_document_declares(
    address: str, http: httpx2.Client, world: World, signed_in_as: SignedInAs, subject: str, path: str, method: str
) -> None:
    document = http.get("/api/v1/openapi.json").json()
    operation = schemathesis.openapi.from_dict(document)[path][method]
    numbers = st.sampled_from(sorted(world.children.values()))

    @hypothesis_settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(), number=numbers, known=st.booleans())
    def call(case: schemathesis.Case, number: str, known: bool) -> None:
        if known and "{child_id}" in path:  # an invented number never has the right check digits
            case.path_parameters = {"child_id": number}
        response = case.call(base_url=address, headers=signed_in_as(subject, PEOPLE[subject]))
        case.validate_response(response, checks=CHECKS)

    call()


@pytest.mark.parametrize("who", TOWNSPEOPLE)
def test_every_answer_to_a_change_is_one_that_the_document_declares(
    town_client: httpx2.Client, towns: list[Town], settings: Settings, who: str
) -> None:
    document = town_client.get("/api/v1/openapi.json").json()
    town = towns.pop()
    caller = town.caller(who)
    token = development_token(development_key(settings.state), caller.signed_in)
    headers = {"Authorization": f"Bearer {token}", "Access-Purpose": str(caller.purpose)}
    child = town.id_of("kim")

    for path, method in sorted(operations(town_client) - set(OPERATIONS)):
        operation = schemathesis.openapi.from_dict(document)[path][method]

        @hypothesis_settings(
            max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), database=None,
            phases=[Phase.generate],
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def call(case: schemathesis.Case) -> None:
            if "child_id" in case.path_parameters:  # an invented number never has the right check digits
                case.path_parameters["child_id"] = child
            response = case.call(base_url=str(town_client.base_url), headers=headers)
            case.validate_response(response, checks=CHECKS)

        call()
