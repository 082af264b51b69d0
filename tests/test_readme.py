"""What README.md tells a new user to type is typed: its curl blocks as they stand, against the demo, on a real socket.

Only the port differs from what stands there, and the demo keeps its things in a folder of the test's own. In front of
curl stands a shim that also writes down what was answered.
"""

import json
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graph_service.app import create_app
from graph_service.graph.connection import Connection
from graph_service.settings import Settings
from tests.commands.test_commands import COMMAND, HERE, environment, left_behind
from tests.conftest import PATIENCE

README = (HERE / "README.md").read_text(encoding="utf-8")
ASKING, CHANGING, MORNING = "The question, in `curl`", "Changing it, in `curl`", "A manager's morning, in `curl`"
ADDRESS = "127.0.0.1:8000"
NOWHERE = Connection("neo4j://127.0.0.1:1", "neo4j", "none", "neo4j")  # a document needs no database
PLANNED = '"event": "changes are planned"'

# As a client should: after a 503, whose outcome nobody knows, the same again with the same key.
SHIM = """#!/usr/bin/env bash
answer=$(mktemp -d -p "$NOTES")
for _ in 1 2 3 4 5; do
  "$CURL" -s "$@" -D "$answer/headers" -o "$answer/body" -w '%{method} %{http_code} %{url}' > "$answer/line"
  grep -q ' 503 ' "$answer/line" || break
done
cat "$answer/body"
"""


def section(heading: str) -> str:
    """From its heading to the next of the same size."""
    return README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def shell(text: str) -> list[str]:
    return re.findall(r"```bash\n(.*?)```", text, re.DOTALL)


@dataclass(frozen=True)
class Answer:
    """One of curl's; `path` with the children, people and facts of this run taken out."""

    method: str
    path: str
    status: int
    headers: str
    body: Any


def _answer(noted: Path) -> Answer:
    method, status, url = (noted / "line").read_text().split()
    path = re.sub(
        r"/(children|involvements|indications|leads|possible-duplicates)/(?!find)[^/?&]+",
        r"/\1/*",
        url.partition("/api/v1")[2],
    )
    body = json.loads((noted / "body").read_text() or "null")
    return Answer(method, path, int(status), (noted / "headers").read_text().lower(), body)


@dataclass(frozen=True)
class Demo:
    """A demo that runs, and what a shell beside it needs to know."""

    address: str
    child: str
    env: dict[str, str]

    def types(self, script: str, folder: Path) -> subprocess.CompletedProcess[str]:
        (folder / "curl").write_text(SHIM)
        (folder / "curl").chmod(0o755)
        env = self.env | {"PATH": f"{folder}:{self.env['PATH']}", "CURL": "/usr/bin/curl", "CHILD": self.child}
        notes = folder / "notes"
        notes.mkdir()
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script.replace(ADDRESS, self.address)], env=env | {"NOTES": str(notes)},
            cwd=HERE, capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    state = tmp_path_factory.mktemp("demo")
    env = environment(state, GRAPH_SERVICE_PORT="0", PYTHONUNBUFFERED="1", GRAPH_SERVICE_SIGNALS_SECONDS="5")
    running = subprocess.Popen([*COMMAND, "demo"], env=env, cwd=HERE, stdout=subprocess.PIPE, text=True)
    try:
        said = _said_until_ready(running, state / "demo.log")
        address, child = (re.search(pattern, said) for pattern in (r"http://(127\.0\.0\.1:\d+)", r"number is (\w{12})"))
        assert address is not None
        assert child is not None
        yield Demo(address[1], child[1], env)
    finally:
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=60)
    assert (running.returncode, left_behind(state)) == (0, [])  # Ctrl-C stops everything, as it said


def _said_until_ready(running: subprocess.Popen[str], log: Path) -> str:
    """And until the server has planned each change: whoever reads before typing never waits for that."""
    assert running.stdout is not None
    said, until = "", time.monotonic() + PATIENCE
    while "Ctrl-C stops everything" not in said:
        line = running.stdout.readline()
        assert line, f"the demo ended before it was ready: {said}"
        said += line
    while PLANNED not in log.read_text():
        assert running.poll() is None
        assert time.monotonic() < until
        time.sleep(0.2)
    return said


@pytest.fixture(scope="module")
def walk(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> list[Answer]:
    """Every curl of the three sections, in order, in one shell."""
    folder = tmp_path_factory.mktemp("walk")
    done = demo.types(
        "\n".join(block for part in (ASKING, CHANGING, MORNING) for block in shell(section(part))), folder
    )
    noted = sorted((folder / "notes").iterdir(), key=lambda one: (one / "line").stat().st_mtime_ns)
    found = [_answer(one) for one in noted]
    assert done.returncode == 0, f"{done.stderr}\nafter {found[-1]}"
    return found


def answers(walk: list[Answer], method: str, path: str) -> list[Answer]:
    return [one for one in walk if (one.method, one.path) == (method, path)]


@pytest.mark.graph
class TestTheQuestion:
    def test_the_network_of_ellis(self, walk: list[Answer]) -> None:
        first = walk[0]

        assert (first.method, first.path, first.status) == ("GET", "/children/*/network", 200)
        assert (first.body["child"]["given_name"], first.body["lead"]["name"]) == ("Ellis", "Amy Khan")

    def test_a_child_is_found_though_one_letter_is_missing(self, walk: list[Answer], demo: Demo) -> None:
        (found,) = answers(walk, "POST", "/children/find")

        assert [hit["id"] for hit in found.body["hits"]] == [demo.child]

    def test_why_one_may_see(self, walk: list[Answer]) -> None:
        (why,) = answers(walk, "GET", "/children/*/access")

        assert (why.status, why.body["rule"]) == (200, "leads")


@pytest.mark.graph
class TestTheWalk:
    def test_the_first_try_is_told_of_ellis_and_the_second_takes_the_twin_in(
        self, walk: list[Answer], demo: Demo
    ) -> None:
        told, made, _ = answers(walk, "POST", "/children")

        assert (told.status, told.body["type"].rpartition("/")[2]) == (409, "possible-duplicate")
        assert [(one["id"], one["given_name"]) for one in told.body["candidates"]] == [(demo.child, "Ellis")]
        assert (made.status, made.body["child"]["given_name"]) == (201, "Ella")

    def test_two_involvements_are_recorded_and_confirmed(self, walk: list[Answer]) -> None:
        made = answers(walk, "POST", "/children/*/involvements")

        assert [(one.status, one.body["child"]["given_name"]) for one in made] == [(201, "Ella")] * 2
        assert all('etag: "1"' in one.headers and "consistency-token: " in one.headers for one in made)

    def test_an_indication_is_raised_and_acknowledged_and_each_answer_begins_with_whom_to_ring(
        self, walk: list[Answer]
    ) -> None:
        (raised,) = answers(walk, "POST", "/children/*/indications")
        (read,) = answers(walk, "POST", "/children/*/indications/*/acknowledge")

        for one in (raised, read):
            assert one.status == 201
            assert next(iter(one.body)) == "notice"
            assert one.body["notice"].startswith("This is not a referral.")

    def test_amy_is_told_of_it(self, walk: list[Answer]) -> None:
        (news,) = answers(walk, "GET", "/my-notices")

        assert ("raise_concern", "Ella") in [
            (one["action"], one["child"]["given_name"]) for one in news.body["notices"]
        ]

    def test_amy_leads_and_hands_over_and_whoever_comes_late_is_told_so(self, walk: list[Answer]) -> None:
        amy, noor, late, _ = answers(walk, "POST", "/children/*/leads")

        assert [one.status for one in (amy, noor, late)] == [201, 201, 412]
        assert late.body["lead_id"] == noor.body["id"]

    def test_amys_work_ends(self, walk: list[Answer]) -> None:
        (ended,) = answers(walk, "POST", "/children/*/involvements/*/end")

        assert (ended.status, ended.body["version"]) == (200, 2)

    def test_a_child_recorded_twice_is_one_again(self, walk: list[Answer]) -> None:
        _, first, second = answers(walk, "POST", "/children")
        (listed,) = answers(walk, "GET", "/possible-duplicates")
        (seen,) = answers(walk, "GET", "/possible-duplicates/*/merge?keeps=other")
        (merged,) = answers(walk, "POST", "/possible-duplicates/*/merge")

        assert [(one["child"]["id"], one["other"]["id"], one["why"]) for one in listed.body["pairs"]] == [
            (second.body["id"], first.body["id"], "same_number")
        ]
        # Noor, of the record that stays; Amy's work had ended.
        assert (seen.body["see_more_of_the_kept"], seen.body["see_more_of_the_other"]) == (1, 0)
        assert (merged.status, merged.body["state"]) == (200, "merged")

    def test_the_network_afterwards_shows_all_of_it(self, walk: list[Answer]) -> None:
        networks = [one.body for one in answers(walk, "GET", "/children/*/network")]
        network = next(one for one in networks if one["child"]["given_name"] == "Ella")

        assert network["lead"]["name"] == "Noor Aziz"
        assert [(one["name"], one["state"]) for one in network["team"] if one["current"]] == [
            ("Noor Aziz", "confirmed")
        ]
        assert [one["by"] for one in network["indications"]] == ["Fran Osei"]
        assert all(one["involvement_id"] and one["version"] for one in network["team"])

    def test_the_log_tells_each_step_in_its_order(self, walk: list[Answer]) -> None:
        (log,) = answers(walk, "GET", "/changes?after=0")
        told = [one["action"] for one in log.body["changes"] if one["action"] and one["type"] != "Signal"]
        steps = list(dict.fromkeys(told))

        assert steps == [
            "register_child", "record_involvement", "raise_concern", "acknowledge_concern", "appoint_lead",
            "end_involvement", "merge_children",
        ]  # fmt: skip
        assert log.body["next"] == log.body["changes"][-1]["sequence"]

    def test_nothing_else_failed(self, walk: list[Answer]) -> None:
        assert [one.status for one in walk if one.status >= 400] == [409, 412]


@pytest.mark.graph
class TestTheMorning:
    def test_ivy_reads_why_leo_is_on_her_list(self, walk: list[Answer]) -> None:
        rows = answers(walk, "GET", "/signals?code=U01&age_from=5&standing_days=30")[0].body["rows"]

        assert [row["child"]["given_name"] for row in rows] == ["Leo"]
        assert rows[0]["reason"].endswith("agencies work with the child, and nobody leads.")

    def test_the_evidence_is_in_the_network(self, walk: list[Answer]) -> None:
        explained = answers(walk, "GET", "/children/*/signals")[0].body["rows"]
        network = next(
            one.body for one in answers(walk, "GET", "/children/*/network") if one.body["child"]["given_name"] == "Leo"
        )

        (why,) = [row for row in explained if row["code"] == "U01"]
        assert {fact["id"] for fact in why["evidence"]} <= {row["involvement_id"] for row in network["team"]}
        assert why["ends_when"].startswith("Somebody accepts to lead")

    def test_once_amy_leads_the_reason_is_gone_within_a_minute_and_the_week_shows_it(self, walk: list[Answer]) -> None:
        *_, led = answers(walk, "POST", "/children/*/leads")
        (weeks,) = answers(walk, "GET", "/signals/weeks")
        last = answers(walk, "GET", "/signals?code=U01")[-1]

        assert led.status == 201
        assert last.body["rows"] == []
        counts = [row["children"] for row in weeks.body["counts"] if row["code"] == "U01"]
        newest = max(row["week"] for row in weeks.body["counts"])
        assert counts
        assert [row for row in weeks.body["counts"] if (row["code"], row["week"]) == ("U01", newest)] == []


@pytest.mark.graph
class TestTheTerminal:
    def test_the_question_on_the_terminal(self, demo: Demo, tmp_path: Path) -> None:
        (command,) = re.findall(r"`(graph-service around [^`]*)`", README.replace("\n", " "))

        done = demo.types(f".venv/bin/{command.replace('CHILD', demo.child)}", tmp_path)

        assert "Amy Khan (leads)" in done.stdout

    def test_a_made_up_authority_is_generated_and_taken_in(self, demo: Demo, tmp_path: Path) -> None:
        (script,) = shell(section("Data in"))
        (folder,) = re.findall(r"--out (\S+)", script)
        small = script.replace("--children 79000", "--children 40").replace(folder, str(tmp_path / "made-up"))
        assert small.count(str(tmp_path)) == 2
        assert "--children 40" in small

        done = demo.types(small.replace("graph-service ", ".venv/bin/graph-service "), tmp_path)

        assert done.returncode == 0, done.stdout + done.stderr
        assert "children.csv" in done.stdout


class TestWhatIsNamed:
    """Every address, command, option, field and file that the text names is there."""

    @pytest.fixture(scope="class")
    @classmethod
    def document(cls, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
        settings = Settings(environment="development", state=tmp_path_factory.mktemp("state"))
        return create_app(settings, NOWHERE).openapi()

    def test_addresses(self, document: dict[str, Any]) -> None:
        blocks = " ".join(shell(README)).replace("$API", "/api/v1")
        named = set(re.findall(r"/api/v1(?:/[$\w-]+)+", README + blocks))
        known = {re.sub(r"\{\w+\}", "*", path) for path in document["paths"]}

        assert len(named) > 8
        assert {re.sub(r"\$?\b(CHILD|ELLA|ID|LEO|ONE|PAIR|SAID|SEAT)\b", "*", path) for path in named} <= known

    def test_fields(self, document: dict[str, Any]) -> None:
        known, text = json.dumps(document), section(ASKING) + section(CHANGING) + section(MORNING)
        named = set(re.findall(r'"([a-z_]+)\\?":', text)) | set(re.findall(r"`([a-z]+(?:_[a-z]+)+)`", text))

        assert {"not_a_duplicate_of", "expected_lead", "service_id", "told", "born"} <= named
        assert [name for name in named if f'"{name}"' not in known] == []

    def test_commands_and_options(self, tmp_path: Path) -> None:
        lines = re.findall(r"graph-service ((?!-)(?:signals )?\w+)((?: [^`\n#|)]+)?)", README)
        for command in {command for command, _ in lines}:
            text = self.help(command, tmp_path)
            options = {
                option for one, rest in lines if one == command for option in re.findall(r"--[a-z][a-z-]+", rest)
            }
            assert [option for option in options if option not in text] == [], command

    def help(self, command: str, state: Path) -> str:
        env = environment(state) | {"COLUMNS": "300"}
        done = subprocess.run(
            [*COMMAND, *command.split(), "--help"], env=env, cwd=HERE, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"there is no command {command}"
        return done.stdout

    def test_files(self) -> None:
        named = set(re.findall(r"`((?:docs|scripts|tests|cypher|seed|benchmarks|graph_service)/[\w./-]*)`", README))
        named |= set(re.findall(r"\]\(([\w./-]+)\)", README))

        assert len(named) > 10
        assert [name for name in named if not (HERE / name).exists()] == []

    def test_settings(self) -> None:
        named = set(re.findall(r"\bGRAPH_SERVICE_([A-Z_]+)\b", README))

        assert {name.lower() for name in named} <= set(Settings.model_fields)
