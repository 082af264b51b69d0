"""The command line as a person meets it: real processes, their words and their exit codes."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from graph_service.graph.connection import Connection
from graph_service.graph.local import LocalServer, prepare
from tests.conftest import PATIENCE, SEED, World

HERE = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "graph_service"]


def environment(state: Path, server: Connection | None = None, **more: str) -> dict[str, str]:
    """Clean: development, a state of its own, perhaps the run's own Neo4j; signals are followed only if asked for."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GRAPH_SERVICE_", "NEO4J_"))}
    named = {"GRAPH_SERVICE_ENVIRONMENT": "development", "GRAPH_SERVICE_STATE": str(state), "COLUMNS": "200",
             "GRAPH_SERVICE_SIGNALS_SECONDS": "0"}  # fmt: skip
    if server is not None:
        named |= dict(zip(("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"), server[:4], strict=True))
    return kept | named | more


def run(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], env=env, cwd=HERE, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


class TestOutsideDevelopment:
    @pytest.mark.parametrize(
        "arguments",
        [["token", "--as", "amy.khan"], ["demo", "--once"], ["db", "cypher", "RETURN 1"],
         ["around", "82HCG1SAG434", "--purpose", "coordinate_support", "--as", "amy.khan"]],
    )  # fmt: skip
    def test_nothing_for_made_up_people_works_on_a_real_deployment(self, tmp_path: Path, arguments: list[str]) -> None:
        keys = {name: str(tmp_path / "file") for name in ("GRAPH_SERVICE_TOKEN_KEYS", "GRAPH_SERVICE_SESSION_KEY_FILE")}
        env = environment(tmp_path, GRAPH_SERVICE_TOKEN_ISSUER="x", **keys) | {
            "GRAPH_SERVICE_ENVIRONMENT": "production"
        }

        done = run(*arguments, env=env)

        assert done.returncode == 2
        assert "Refused" in done.stdout + done.stderr

    def test_a_deployment_without_keys_of_its_own_does_not_start(self, tmp_path: Path) -> None:
        done = run("serve", env=environment(tmp_path) | {"GRAPH_SERVICE_ENVIRONMENT": "production"})

        assert done.returncode == 2
        assert "GRAPH_SERVICE_TOKEN_KEYS" in done.stderr

    def test_half_named_servers_are_refused(self, tmp_path: Path) -> None:
        done = run("check", env=environment(tmp_path, NEO4J_URI="neo4j://127.0.0.1:1"))

        assert done.returncode == 2
        assert "NEO4J_PASSWORD" in done.stderr

    def test_help_names_every_command(self, tmp_path: Path) -> None:
        text = run("--help", env=environment(tmp_path)).stdout

        for command in ("demo", "serve", "check", "migrate", "import", "generate", "around", "token", "openapi", "db"):
            assert command in text


@pytest.mark.graph
class TestOnTheGraph:
    def test_check_finds_no_fault(self, tmp_path: Path, schema: Connection) -> None:
        done = run("check", env=environment(tmp_path, schema))

        assert done.returncode == 0, done.stderr
        assert "No faults" in done.stdout

    def test_around_prints_the_team_with_the_same_gates_as_the_page(
        self, tmp_path: Path, schema: Connection, world: World
    ) -> None:
        env = environment(tmp_path, schema)
        asked = ("around", world["ellis"], "--purpose", "coordinate_support", "--as")

        lead, outsider = run(*asked, "amy.khan", env=env), run(*asked, "hana.lewis", env=env)

        assert "Amy Khan (leads)" in lead.stdout
        assert "Casey" not in lead.stdout
        assert (outsider.returncode, outsider.stdout) == (1, "")
        assert "There is nothing here, or nothing that is open to you." in outsider.stderr

    def test_a_broken_extract_is_refused_with_file_line_and_column(
        self, tmp_path: Path, schema: Connection, world: World
    ) -> None:
        folder = tmp_path / "extract"
        folder.mkdir()
        (folder / "agencies.csv").write_text("agency_key,name,sector\na,An Agency,circus\n")

        done = run("import", str(folder), "--authority", "LDS", env=environment(tmp_path, schema))

        assert done.returncode == 1
        assert "agencies.csv:2:sector: choose one of" in done.stderr
        assert "Nothing was written" in done.stderr

    def test_importing_the_seed_again_says_that_nothing_has_changed(
        self, tmp_path: Path, schema: Connection, world: World
    ) -> None:
        done = run(
            "import", str(SEED / "leeds"), "--authority", "LDS", "--source", "seed", env=environment(tmp_path, schema)
        )

        assert done.returncode == 0, done.stderr
        assert "nothing to do" in done.stdout

    def test_serving_a_database_without_its_schema_ends_at_once_and_says_what_to_do(self, tmp_path: Path) -> None:
        with LocalServer(tmp_path / "neo4j", prepared=prepare(), page_cache="64m") as bare:
            done = run("serve", env=environment(tmp_path, bare))

        assert done.returncode == 1
        assert "run graph-service migrate" in done.stderr

    def test_the_openapi_document_is_printed_without_a_database(self, tmp_path: Path) -> None:
        done = run("openapi", env=environment(tmp_path))

        assert '"operationId": "read_network"' in done.stdout

    def test_the_demo_ends_by_itself_prints_the_team_and_leaves_no_process(self, tmp_path: Path) -> None:
        done = run("demo", "--once", env=environment(tmp_path, GRAPH_SERVICE_PORT="0"))

        assert done.returncode == 0, done.stdout + done.stderr
        for words in ("http://127.0.0.1:", "amy.khan", "leeds.front.door", "liverpool-cms", "Amy Khan (leads)"):
            assert words in done.stdout
        assert left_behind(tmp_path) == []


def left_behind(state: Path) -> list[str]:
    """Processes that still run on a state folder."""
    return [
        " ".join(process.info["cmdline"])[:200]
        for process in psutil.process_iter(["cmdline"])
        if any(str(state) in word for word in process.info["cmdline"] or [])
    ]
