"""What the real server says of query files: each kind of fault is caught, and the product's own have none."""

from pathlib import Path

import pytest

import graph_service.__main__  # noqa: F401  # every handle of the product is made by importing it
from graph_service.graph import checks, server
from graph_service.graph.client import Graph
from graph_service.graph.migrations import MigrationFault, migrate, migrations, pending
from graph_service.graph.queries import REGISTRY, Registry
from tests.conftest import World
from tests.graph.test_queries import LOOK, SOUND, Row

pytestmark = [pytest.mark.graph, pytest.mark.anyio]


async def server_says(graph: Graph, folder: Path, text: str) -> str:
    (folder / "find.cypher").write_text(text)
    handle = Registry(folder).query("find", Row)
    return "\n".join(await checks.plan_faults(graph, handle))


class TestPlans:
    async def test_every_query_of_the_product_plans_as_it_must(self, graph: Graph, world: World) -> None:
        assert await checks.query_faults(graph) == []

    async def test_this_server_will_do(self, graph: Graph) -> None:
        assert await server.server_faults(graph) == []

    async def test_the_seeded_world_keeps_every_invariant(self, graph: Graph, world: World) -> None:
        found = await checks.invariant_faults(graph)

        assert [fault for fault in found if "LA_" in fault or "custodian" in fault or "current_child" in fault] == []

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            ("RETURN child.id AS child_id", "RETRUN child.id AS child_id", "does not accept it"),
            ("AS child_id\nORDER BY child_id", "AS id\nORDER BY id", "the server returns id"),
            ("// @access  read", "// @access  write", "a statement of type r"),
            ("child.id AS child_id", "child.sobriquet AS child_id", "does not have"),
            ("MATCH (child:Child", "MATCH (other:Carer), (child:Child", "cartesian product"),
            ("MATCH (child:Child&$any($scope.open))", "MATCH (child)\nWHERE child.born > date() AND $scope <> {}",
             "scans all nodes"),
        ],
    )  # fmt: skip
    async def test_each_fault_that_only_the_server_sees_is_named(
        self, graph: Graph, tmp_path: Path, old: str, new: str, fault: str
    ) -> None:
        assert fault in await server_says(graph, tmp_path, SOUND.replace(old, new, 1))

    async def test_a_look_that_locks_an_absent_child_is_named(self, graph: Graph, tmp_path: Path) -> None:
        seek = "MATCH (child:Child&$any($scope.open))\nWHERE child.id >= $look.asked AND child.id <= $look.asked"
        locking = LOOK.replace(seek, "OPTIONAL MATCH (child:Child&$any($scope.open))\nWHERE child.id = $look.asked")

        assert "@seek: the plan has none of NodeUniqueIndexSeekByRange" in await server_says(graph, tmp_path, locking)


class TestMigrations:
    async def test_nothing_is_pending_and_running_again_changes_nothing(self, graph: Graph) -> None:
        assert await pending(graph) == []
        assert await migrate(graph) == []

    async def test_a_changed_file_stops_the_run(self, graph: Graph, tmp_path: Path) -> None:
        for migration in migrations():
            (tmp_path / f"{migration.version}__{migration.name}.cypher").write_text("// changed\n")

        with pytest.raises(MigrationFault, match="V001 was changed after it was applied"):
            await pending(graph, tmp_path)

    async def test_a_file_that_has_gone_stops_the_run(self, graph: Graph, tmp_path: Path) -> None:
        with pytest.raises(MigrationFault, match="this release has no such file"):
            await pending(graph, tmp_path)

    def test_numbers_must_follow_each_other(self, tmp_path: Path) -> None:
        (tmp_path / "V002__second.cypher").write_text("RETURN 1;")

        with pytest.raises(MigrationFault, match="must hold V001 in order"):
            migrations(tmp_path)


LABELS = [handle for handle in REGISTRY.handles if {"scope", "labels", "owner"} & set(handle.params.values())]
BAD: dict[str, list[object]] = {
    "owner": ["", None, "Child", ["LA_LDS"], "LA_LDS|Child", "la_lds", "LA_"],
    "labels": [None, ["Child"], "LA_LDS", [""], [None], ["LA_LDS", "Child"]],
    "scope": [
        None,
        {},
        {"open": ["Child"], "office": [], "agreed": []},
        {"open": None, "office": [], "agreed": []},
        {"open": [], "office": []},
    ],
}


class TestLabels:
    @pytest.mark.parametrize("handle", LABELS, ids=lambda handle: handle.name)
    async def test_no_query_takes_anything_but_authorities_labels(self, graph: Graph, handle) -> None:
        sound = {name: checks.SAMPLES[kind] for name, kind in handle.params.items()}
        run = {"read": graph.rows, "disclose": graph.disclose, "write": graph.write}[handle.access]
        for name, kind in handle.params.items():
            for bad in BAD.get(kind, []):
                with pytest.raises(ValueError, match="label"):
                    await run(handle, **sound | {name: bad})

    async def test_an_undeclared_or_missing_parameter_is_refused(self, graph: Graph) -> None:
        with pytest.raises(ValueError, match="run as read"):
            await graph.rows(server.READ_SERVER, limit=1)
