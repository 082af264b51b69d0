"""Every statement that takes a scope, with one that is empty, foreign, unknown or no scope at all: it opens nothing."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from secrets import token_hex
from typing import Any, cast

import pytest
from pydantic import BaseModel

from graph_service.access.policy import BUDGETS
from graph_service.actions.clock import today
from graph_service.actions.looks import look
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from graph_service.graph.queries import REGISTRY, Query
from tests.conftest import DESK, World, ask

pytestmark = [pytest.mark.graph, pytest.mark.anyio]
SCOPED = [handle for handle in REGISTRY.handles if "scope" in handle.params and handle.access == "disclose"]
CHANGES = [handle for handle in REGISTRY.handles if "scope" in handle.params and handle.access == "write"]
# About somebody who leaves, and all their children: test_leaving says what of these is shown and to whom.
OF_MANY = {"leaving/list_open_work", "leaving/handover_plan", "leaving/close_practitioner_account"}
SETS = ("open", "office", "kept", "agreed", "enacted")
# How far the log of the caller's own authority goes: other tests of the small world write to it.
END_OF_THE_LOG = "the end of the log"
# What each answers where nothing is open: no row, or a row in which there is nothing.
NOTHING: dict[str, list[dict[str, Any]]] = {
    "networks/read_network": [],
    "children/read_child": [],
    "children/explain_access": [{"level": "none", "rule": "none", "protected": False}],
    "children/list_my_children": [{"active": True, "children": []}],
    "changes/list_changes": [{"active": True, "changes": [], "next": END_OF_THE_LOG}],
    "changes/read_my_notices": [{"active": True, "notices": []}],
    "children/find_children": [{"active": True, "within_budget": True, "too_many": False, "hits": []}],
    "duplicates/list_possible_duplicates": [{"active": True, "pairs": []}],
    "duplicates/preview_merge": [{"active": True, "pair": None}],
    "uncoordinated/list_uncoordinated": [{"active": True, "rows": []}],
    "uncoordinated/my_loose_ends": [{"active": True, "rows": []}],
    "uncoordinated/count_signals": [{"active": True, "counts": []}],
    "measures/measure_system": [{"active": True, "leads": None, "indications": None, "looks": None}],
    "uncoordinated/explain_signal": [],
    "meetings/list_meetings": [],
    "questions/find_path": [],
    "questions/read_neighbourhood": [],
    "overviews/find_duplicate_effort": [{"active": True, "rows": []}],
    "overviews/find_concentration": [{"active": True, "too_many": False, "relied_on": [], "leads": []}],
    "overviews/find_teams_apart": [{"active": True, "rows": []}],
}

# A new child is nobody yet: it is the caller's own part that is not open.
REFUSED = {"children/register_child": "part_closed"}


async def sent(graph: Graph, world: World, handle: Query[BaseModel]) -> dict[str, Any]:
    """What the lead of the child sends: with a scope of her own it would open everything."""
    caller = world.caller("amy.khan")
    criteria = {
        "child_id": world["ellis"],
        "scheme": "nhs",
        "number": "9990000026",
        "names": "nobody",
        "given": "nobody",
    }
    more = {
        "budget": BUDGETS[caller.role].parameter(), "desk": asdict(DESK), "limit": 10, "criteria": criteria,
        "owner": "LA_LDS", "fact": {"keeps": "child"},
        "silent": {"at": datetime.now(UTC)}, "weeks": [{"day": today()}], "most": 10, "team": {"id": None},
        "bounds": {"people": 10, "children": 10, "pieces": 10, "candidates": 10},
        "wanted": {
            "codes": [], "born_from": date(1990, 1, 1), "born_to": today(), "since_to": today(),
            "decided": True,
            "begun_from": date(1990, 1, 1), "over": 0, "quiet_since": today(),
            "after": {"since": date(1990, 1, 1), "id": ""},
        },
        "after": {"sequence": 0}, "due": {"England": {}},
        "since": {"at": datetime.now(UTC) - timedelta(9), "day": today() - timedelta(9)},
    }  # fmt: skip
    given = await look(graph, caller, world["ellis"]) | more
    if handle.name == "questions/find_path":
        given["look"] = cast(dict[str, object], given["look"]) | {"asked_too": [world["nia"]]}
    return {name: given[name] for name in handle.params}


async def attempted(graph: Graph, world: World, handle: Query[BaseModel]) -> dict[str, Any]:
    """What the lead of the child sends to change something: with a scope of her own it would be looked at."""
    caller = world.caller("amy.khan")
    more = {
        "budget": BUDGETS[caller.role].parameter(),
        "desk": asdict(DESK),
        "attempt": {"key": token_hex(8), "body": "x", "id": token_hex(8), "version": 1, "source": "tests"},
        "fact": {"id": "x", "practitioner": "x", "service": "x", "facts": {}},
        "owner": "LA_LDS",
    }
    given = await look(graph, caller, world["ellis"]) | more
    return {name: given[name] for name in handle.params}


def told_of_the_log(server: Connection, nothing: dict[str, Any]) -> dict[str, Any]:
    if nothing.get("next") != END_OF_THE_LOG:
        return {}
    lines = ask(server, "MATCH (line:Change {authority: 'LDS'}) RETURN coalesce(max(line.sequence), 0)")
    return {"next": lines[0][0]}


class TestScopes:
    def test_every_scoped_statement_says_what_nothing_is(self) -> None:
        assert {handle.name for handle in SCOPED} == NOTHING.keys() | (OF_MANY & {one.name for one in SCOPED})

    @pytest.mark.parametrize("handle", [one for one in SCOPED if one.name not in OF_MANY], ids=lambda one: one.name)
    @pytest.mark.parametrize("labels", [[], ["LA_GLG"], ["LA_NOSUCH"]], ids=["empty", "foreign", "unknown"])
    async def test_a_scope_that_does_not_open_the_part_shows_nothing_even_to_the_lead(
        self, graph: Graph, world: World, server: Connection, handle: Query[BaseModel], labels: list[str]
    ) -> None:
        parameters = await sent(graph, world, handle) | {"scope": dict.fromkeys(SETS, labels)}

        rows = await graph.disclose(handle, **parameters)

        # How signals are worked out is about the caller's own authority, whatever is open.
        shown = [row.model_dump(mode="json", exclude={"settings"}) for row in rows]
        assert shown == [nothing | told_of_the_log(server, nothing) for nothing in NOTHING[handle.name]]

    @pytest.mark.parametrize("handle", [one for one in CHANGES if one.name not in OF_MANY], ids=lambda one: one.name)
    @pytest.mark.parametrize("labels", [[], ["LA_GLG"], ["LA_NOSUCH"]], ids=["empty", "foreign", "unknown"])
    async def test_a_scope_that_does_not_open_the_part_changes_nothing_and_says_not_found(
        self, graph: Graph, world: World, server: Connection, handle: Query[BaseModel], labels: list[str]
    ) -> None:
        parameters = await attempted(graph, world, handle) | {"scope": dict.fromkeys(SETS, labels)}

        (row,) = await graph.change(handle, **parameters)

        told = row.model_dump(mode="json")
        assert (told["verdict"], told["level"], told["child"]) == (REFUSED.get(handle.name, "absent"), "none", None)
        key = parameters["attempt"]["key"]
        assert ask(server, "MATCH (c:Change) WHERE c.key STARTS WITH $key RETURN count(c)", key=key) == [[0]]

    @pytest.mark.parametrize("handle", SCOPED + CHANGES, ids=lambda handle: handle.name)
    @pytest.mark.parametrize(
        "scope",
        [
            None,
            [],
            {},
            dict.fromkeys(SETS),
            {key: ["Child"] for key in SETS},
            dict.fromkeys(SETS, "LA_LDS"),
            {key: ["LA_LDS"] for key in SETS[:-1]},
            {key: ["LA_LDS"] for key in (*SETS, "more")},
        ],
        ids=["null", "list", "empty map", "nulls", "a label of the model", "text", "one short", "one more"],
    )
    async def test_what_is_no_scope_is_never_sent(
        self, graph: Graph, world: World, handle: Query[BaseModel], scope: object
    ) -> None:
        changes = handle.access == "write"
        given = await (attempted if changes else sent)(graph, world, handle)

        with pytest.raises(ValueError, match="is not a scope"):
            await (graph.change if changes else graph.disclose)(handle, **given | {"scope": scope})
