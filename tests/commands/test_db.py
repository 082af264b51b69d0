"""graph-service db: the local server from the command line, each command a process of its own."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


def db(state: Path, *words: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    chosen = {"STATE": str(state), "ENVIRONMENT": "development"} | settings
    return subprocess.run(
        [sys.executable, "-m", "graph_service", "db", *words],
        env=os.environ | {f"GRAPH_SERVICE_{name}": value for name, value in chosen.items()},
        input=typed, capture_output=True, text=True, check=False,
    )  # fmt: skip


class TestStopped:
    def test_status_says_so_and_how_to_start_it(self, tmp_path: Path) -> None:
        said = db(tmp_path, "status")

        assert said.returncode == 3
        assert "graph-service db start" in said.stdout

    def test_path_names_the_folder(self, tmp_path: Path) -> None:
        assert db(tmp_path, "path").stdout.strip() == str(tmp_path / "neo4j")

    def test_cypher_says_how_to_start_it(self, tmp_path: Path) -> None:
        said = db(tmp_path, "cypher", "RETURN 1")

        assert said.returncode == 3
        assert "graph-service db start" in said.stdout

    def test_cypher_is_refused_outside_development(self, tmp_path: Path) -> None:
        keys = dict.fromkeys(("TOKEN_ISSUER", "TOKEN_KEYS", "SESSION_KEY_FILE"), str(tmp_path / "key"))

        said = db(tmp_path, "cypher", "RETURN 1", ENVIRONMENT="production", **keys)

        assert said.returncode == 2
        assert "Refused" in said.stdout


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    state = tmp_path_factory.mktemp("state")
    started = db(state, "start")
    assert started.returncode == 0, started.stderr
    assert str(state / "neo4j" / "password") in started.stdout
    assert "graph-service db stop" in started.stdout
    yield state
    assert db(state, "stop").returncode == 0
    assert db(state, "status").returncode == 3


@pytest.mark.graph
class TestRunning:
    def test_it_still_runs_when_the_command_has_ended(self, state: Path) -> None:
        said = db(state, "status")

        assert said.returncode == 0
        assert "neo4j://127.0.0.1:" in said.stdout
        assert stat.S_IMODE((state / "neo4j" / "password").stat().st_mode) == 0o600

    def test_brackets_and_colons_in_the_data_are_shown_as_they_are(self, state: Path) -> None:
        said = db(state, "cypher", "RETURN '[red] [/] :smile:' AS text")

        assert "[red] [/] :smile:" in said.stdout

    def test_a_mistake_is_said_in_words_without_a_traceback(self, state: Path) -> None:
        said = db(state, "cypher", "MATCH (n:[red] RETURN n")

        assert said.returncode == 1
        assert "Invalid input '['" in said.stderr
        assert "Traceback" not in said.stderr

    def test_the_prompt_takes_statements_over_lines_until_quit(self, state: Path) -> None:
        typed = ":help\nRETURN 6 * 7\n  AS answer;\nRETURN nonsense;\nRETURN 'after' AS answer;\n:quit\n"

        said = db(state, "cypher", typed=typed)

        assert said.returncode == 0
        assert "end it with ;" in said.stdout
        assert "42" in said.stdout
        assert "nonsense" in said.stderr
        assert "after" in said.stdout
