"""Nobody can write a sentence about a child: each text that a request takes is from a list, a day, an id or a name."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from graph_service.app import create_app
from graph_service.graph.connection import Connection
from graph_service.settings import Settings

NOWHERE = Connection("neo4j://127.0.0.1:1", "", "", "neo4j")
SHORT = re.compile(r"\{\d+,(12|20|30)\}\$$|\{2\}\$$")  # a pattern that bounds its own length
DAYS = {"date", "date-time"}
# No pattern of these lets a space through, so no sentence: an id, or a number of one of the schemes.
SPACELESS = {r"^[A-Za-z0-9._:-]+$"}

# What is neither, each with the reason why it may be: schema and field as the document names them.
ALLOWED = {
    "Criteria.child_id": "our number, checked by its digits before anything is done with it",
    "Criteria.given_name": "a name to search by; it is compared, never stored",
    "Criteria.family_name": "a name to search by; it is compared, never stored",
    "TypedIdentifier.value": "a number typed with its gaps: digits, letters, spaces and hyphens, at most twenty",
    "ChildChange.given_name": "a person's name, letters only; shown as theirs and never as words about them",
    "ChildChange.family_name": "the same",
    "NewCarer.given_name": "the same",
    "NewCarer.family_name": "the same",
    "CarerChange.given_name": "the same",
    "CarerChange.family_name": "the same",
    "CarerChange.phone": "digits and the signs between them",
    "CarerChange.email": "an address without a space",
    "NewChild.given_name": "the same",
    "NewChild.family_name": "the same",
    "NewChild.not_a_duplicate_of[]": "our numbers, checked by their digits before anything is done with them",
    "Place.address": "where a family lives, in one line",
    "Place.postcode": "a postcode",
    "Place.uprn": "the number of a property, digits only",
    "NewCarer.phone": "digits and the signs between them",
    "NewCarer.email": "an address without a space",
    "NewCarer.of_child": "our number, checked by its digits before anything is done with it",
    "NewParentalResponsibility.authority": "an authority's code: capital letters and digits",
    "Number.value": "a number of one of the schemes, checked by its digits",
    "NewPractitioner.name": "the name of somebody who works with children, or of a service: nothing about a child",
    "PractitionerChange.name": "the same",
    "NewAgency.name": "the same",
    "NewService.name": "the same",
    "ServiceChange.name": "the same",
    "NewPractitioner.registration": "a register's name and number",
    "PractitionerChange.registration": "the same",
    "NewPractitioner.email": "an address without a space",
    "PractitionerChange.email": "the same",
    "NewPractitioner.phone": "digits and the signs between them",
    "PractitionerChange.phone": "the same",
    "NewService.phone": "the same",
    "ServiceChange.phone": "the same",
    "DutyDeskChange.duty_phone": "the same",
    "DutyDeskChange.out_of_hours_phone": "the same",
    "DutyDeskChange.duty_hours": "when a desk answers, in words; it is about no child",
    "NewAccount.subject": "how the sign-in service names somebody",
    "NewMeeting.children[]": "our numbers, checked by their digits before anything is done with them",
}


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    settings = Settings(environment="development", state=tmp_path_factory.mktemp("state"), signals_seconds=0)
    return create_app(settings, NOWHERE).openapi()


def bodies(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The schema of each request body, by its operation."""
    for methods in document["paths"].values():
        for operation in methods.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield operation["operationId"], content["schema"]


def within(document: dict[str, Any], schema: dict[str, Any], place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each schema at and below this one, with where it stands; one that has a name stands where it is defined."""
    waiting, seen = [(place, schema)], set()
    while waiting:
        place, schema = waiting.pop()
        if name := schema.get("$ref", "").rpartition("/")[2]:
            if name not in seen:
                seen.add(name)
                waiting.append((name, document["components"]["schemas"][name]))
            continue
        yield place, schema
        waiting += [(place, one) for key in ("anyOf", "oneOf", "allOf") for one in schema.get(key, [])]
        if "items" in schema:
            waiting.append((f"{place}[]", schema["items"]))
        waiting += [(f"{place}.{name}", one) for name, one in schema.get("properties", {}).items()]


def is_closed(text: dict[str, Any]) -> bool:
    listed = "enum" in text or "const" in text
    return listed or text.get("format") in DAYS or (text.get("pattern") in SPACELESS and "maxLength" in text)


@pytest.fixture(scope="module")
def everything(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [found for name, schema in bodies(document) for found in within(document, schema, name)]


@pytest.fixture(scope="module")
def open_texts(everything: list[tuple[str, dict[str, Any]]]) -> set[str]:
    """Where a text stands that is neither from a list, nor a day, nor an id."""
    return {place for place, schema in everything if schema.get("type") == "string" and not is_closed(schema)}


class TestNoFreeText:
    def test_every_text_of_every_request_is_closed_or_allowed_for_a_reason(self, open_texts: set[str]) -> None:
        assert open_texts - ALLOWED.keys() == set()

    def test_every_reason_is_still_needed(self, open_texts: set[str]) -> None:
        assert ALLOWED.keys() - open_texts == set()

    def test_what_is_allowed_is_short(self, everything: list[tuple[str, dict[str, Any]]]) -> None:
        for place, schema in everything:
            if place in ALLOWED and schema.get("type") == "string":
                bounded = schema.get("maxLength", 0) in range(1, 255) or SHORT.search(schema.get("pattern", ""))
                assert bounded, (place, schema)

    def test_nothing_takes_what_it_does_not_name(self, everything: list[tuple[str, dict[str, Any]]]) -> None:
        for place, schema in everything:
            if schema.get("type") == "object":
                assert schema["additionalProperties"] is False, place
            else:
                assert {"type", "anyOf", "oneOf", "allOf", "enum", "const"} & schema.keys(), place

    def test_a_note_deep_inside_that_need_not_be_sent_is_found(self) -> None:
        inner = {"type": "object", "properties": {"note": {"anyOf": [{"type": "string"}, {"type": "null"}]}}}
        made = {"components": {"schemas": {"Inner": inner}}}
        outer = {"type": "object", "properties": {"all": {"type": "array", "items": {"$ref": "#/x/Inner"}}}}

        found = [(place, schema) for place, schema in within(made, outer, "Outer") if schema.get("type") == "string"]

        assert found == [("Inner.note", {"type": "string"})]
        assert not is_closed(found[0][1])
