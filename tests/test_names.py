"""One name per action, everywhere: route, policy entry, function, query file, test class, and the log's name."""

from pathlib import Path

import pytest
from fastapi.routing import APIRoute

import graph_service.__main__  # noqa: F401  # every handle of the product is made by importing it
from graph_service.access.policy import PERMISSIONS, Action
from graph_service.app import create_app
from graph_service.graph.connection import Connection
from graph_service.graph.queries import REGISTRY
from graph_service.settings import Settings
from graph_service.web import api, pages, sign_in

HERE = Path(__file__).parent
# What asks the graph nothing, so has no query file.
ABOUT_NO_CHILD = {Action.READ_PERMISSIONS}
NOWHERE = Connection("neo4j://127.0.0.1:1", "", "", "neo4j")


def routes(router) -> list[APIRoute]:
    return [route for route in router.routes if isinstance(route, APIRoute)]


API = [route for router in api.ROUTERS for route in routes(router)]


def action_of(route: APIRoute) -> Action | None:
    """The action that a route declares in its signature, through may()."""
    found = [getattr(one.call, "action", None) for one in route.dependant.dependencies]
    return next((action for action in found if action is not None), None)


class TestOneName:
    @pytest.mark.parametrize("action", list(Action))
    def test_an_action_has_its_route_function_query_policy_and_tests_under_one_name(self, action: Action) -> None:
        route = next(route for route in API if route.operation_id == action)
        classes = "".join(path.read_text() for path in (HERE / "actions").glob("test_*.py"))
        queries = {handle.name.rpartition("/")[2].partition("__")[0] for handle in REGISTRY.handles}

        assert action_of(route) is action
        assert route.endpoint.__name__ == action
        assert action in queries or action in ABOUT_NO_CHILD
        assert PERMISSIONS[action]
        assert f"class Test{action.title().replace('_', '')}:" in classes

    def test_the_query_writes_the_actions_name_into_its_disclosure(self) -> None:
        for handle in REGISTRY.handles:
            if handle.access == "disclose" and handle.name.partition("/")[0] != "disclosures":
                assert f"look.action = '{handle.name.rpartition('/')[2]}'" in handle.text

    def test_every_route_of_api_and_pages_declares_an_action(self) -> None:
        found = API + [route for router in pages.ROUTERS for route in routes(router)]

        assert found
        for route in found:
            assert action_of(route) is not None, route.path

    def test_the_only_other_pages_are_those_for_signing_in(self) -> None:
        assert {route.path for route in routes(sign_in.router)} == {"/", "/sign-in", "/look", "/sign-out", "/account"}

    def test_the_openapi_document_holds_every_route_and_no_other(self, tmp_path: Path) -> None:
        app = create_app(Settings(environment="development", state=tmp_path), NOWHERE)
        operations = {
            operation["operationId"] for methods in app.openapi()["paths"].values() for operation in methods.values()
        }

        assert operations == {route.operation_id for route in API} == set(Action)

    def test_every_answer_in_the_openapi_document_has_an_example(self, tmp_path: Path) -> None:
        app = create_app(Settings(environment="development", state=tmp_path), NOWHERE)

        for methods in app.openapi()["paths"].values():
            for operation in methods.values():
                for status, answer in operation["responses"].items():
                    content = next(iter(answer["content"].values()))
                    assert content.get("example") or content.get("examples"), status


class TestHouseRules:
    def test_no_query_text_stands_in_python(self) -> None:
        for path in (HERE.parent / "graph_service").rglob("*.py"):
            text = path.read_text()
            for clause in ("MATCH (", "MERGE (", "CREATE (", "DETACH DELETE"):
                assert clause not in text.replace("MATCH (n) RETURN", ""), f"{path}: {clause}"

    def test_there_is_one_cast_to_literal_string(self) -> None:
        files = (HERE.parent / "graph_service").rglob("*.py")

        assert [path.name for path in files if "cast(LiteralString" in path.read_text()] == ["queries.py"]

    @pytest.mark.parametrize("made", ["Scope(", "OwnerLabel("])
    def test_only_access_scope_makes_scopes_and_labels(self, made: str) -> None:
        files = (HERE.parent / "graph_service").rglob("*.py")

        assert [path.name for path in files if f" {made}" in path.read_text().replace(f"class {made}", "")] == [
            "scope.py"
        ]

    def test_there_is_no_drawer(self) -> None:
        names = {path.stem for path in (HERE.parent / "graph_service").rglob("*.py")}

        assert not names & {"utils", "helpers", "common", "core", "kit", "misc"}

    def test_no_file_names_a_registry_or_a_machines_path(self) -> None:
        for name in ("requirements.lock", "pyproject.toml", "graph_service/graph/neo4j.lock"):
            assert "://" not in (HERE.parent / name).read_text(), name
