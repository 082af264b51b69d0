"""docker-compose.yml as an operations engineer meets it. Needs a Docker daemon, compose, and the images on it.

Where no image can be pulled, ../shared/tools/local-neo4j-image makes one of Neo4j, and the service's own is built on
its base (scripts/with-containers does both). Elsewhere `docker compose pull` and `build` do.
"""

import csv
import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

import httpx2
import pytest
import yaml

from graph_service.actions.clock import today
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from graph_service.graph.local import NEEDED
from graph_service.graph.reach import why_unreachable
from graph_service.graph.server import READ_SERVER
from tests.commands.service import until
from tests.servers import IMAGE, as_variable, docker, why_no_container

HERE = Path(__file__).resolve().parent.parent
FILES = ("docker-compose.yml", ".env.example", "scripts/compose-setup")
SERVICE_IMAGE = os.environ.get("SERVICE_IMAGE", "graph-service:local")
# What the stand-in for Neo4j's image (docs/operations.md) does not do: take its password from a file.
STAND_IN = """services:
  neo4j:
    entrypoint: [bash, -c, "NEO4J_AUTH=$$(cat $$NEO4J_AUTH_FILE) exec neo4j"]
"""


def compose_command() -> list[str] | None:
    """The plugin where it is there, else the program of 1.29."""
    if shutil.which("docker") and subprocess.run(["docker", "compose", "version"], capture_output=True).returncode == 0:
        return ["docker", "compose"]
    return ["docker-compose"] if shutil.which("docker-compose") else None


def why_not() -> str | None:
    if why := why_no_container(IMAGE):
        return why
    if why_no_container(SERVICE_IMAGE):
        return f"the daemon has no {SERVICE_IMAGE}: docker compose build, or scripts/service-image"
    return None if compose_command() else "neither docker compose nor docker-compose is here"


def is_stand_in() -> bool:
    return docker("image", "inspect", "--format", '{{index .Config.Labels "local.recipe"}}', IMAGE).stdout.strip() != ""


@dataclass
class Site:
    """A folder with the files of this checkout that compose needs, and a project of its own on the daemon."""

    folder: Path
    name: str = field(default_factory=lambda: f"test-{token_hex(4)}")
    ports: dict[str, int] = field(default_factory=dict)

    def set_up(self) -> None:
        for file in FILES:
            (self.folder / file).parent.mkdir(exist_ok=True)
            shutil.copy(HERE / file, self.folder / file)
        if is_stand_in():
            (self.folder / "docker-compose.override.yml").write_text(STAND_IN)
        self.ports = {name: free_port() for name in ("SERVICE_PUBLISHED", "MONITOR_PUBLISHED", "NEO4J_PUBLISHED")}
        subprocess.run([self.folder / "scripts/compose-setup"], check=True, capture_output=True)

    def compose(self, *arguments: str) -> str:
        """What it prints. Raises AssertionError with its complaints."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GRAPH_SERVICE_", "NEO4J_"))}
        published = {name: f"127.0.0.1:{port}" for name, port in self.ports.items()}
        done = subprocess.run(
            [*(compose_command() or []), "-p", self.name, *arguments],
            cwd=self.folder, env=kept | published | {"SERVICE_IMAGE": SERVICE_IMAGE, "NEO4J_HEAP": "1g"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        return done.stdout

    def run(self, *arguments: str) -> str:
        return self.compose("exec", "-T", "service", *arguments)

    def is_healthy(self) -> bool:
        project = f"label=com.docker.compose.project={self.name}"
        states = docker("ps", "--filter", project, "--format", "{{.Status}}").stdout.splitlines()
        return [("(healthy)" in state) for state in states] == [True, True]

    @property
    def neo4j(self) -> Connection:
        """As this machine reaches it, through the published port; it advertises another address."""
        username, _, password = (self.folder / "secrets/neo4j-auth").read_text().partition("/")
        uri = f"neo4j+s://localhost:{self.ports['NEO4J_PUBLISHED']}"
        return Connection(uri, username, password, "neo4j", self.folder / "secrets/tls/ca.crt")

    def ask(self, child: str, token: str) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {token}", "Access-Purpose": "coordinate_support"}
        at = f"http://127.0.0.1:{self.ports['SERVICE_PUBLISHED']}/api/v1/children/{child}/network"
        return httpx2.get(at, headers=headers, timeout=90)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        return somebody.getsockname()[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Up and healthy, with the part of Leeds in it (and Liverpool's, which it speaks of)."""
    if why := why_not():
        pytest.skip(why)
    site = Site(tmp_path_factory.mktemp("site"))
    site.set_up()
    try:
        site.compose("up", "-d")
        until(site.is_healthy, pause=1)
        site.run("graph-service", "authorities", "seed/authorities.csv")
        for folder, code in (("liverpool", "LIV"), ("leeds", "LDS")):
            site.run(
                "graph-service", "import", f"seed/{folder}", "--authority", code, "--source", "seed",
                "--protections-as-of", str(today()), "--receipt", f"/state/{code}.csv",
            )  # fmt: skip
        yield site
    finally:
        print(site.compose("logs", "--no-color", "--tail", "40"))  # noqa: T201  # shown only where something failed
        site.compose("down", "--volumes", "--timeout", "20")


@pytest.fixture(scope="module")
def ellis(site: Site) -> str:
    receipt = csv.DictReader(site.run("cat", "/state/LDS.csv").splitlines())
    return next(line["child_id"] for line in receipt if line["child_key"] == "ellis")


@pytest.fixture(scope="module")
def token(site: Site) -> str:
    return site.run("graph-service", "token", "--as", "amy.khan").strip()


class TestUp:
    def test_a_question_is_answered_and_again_after_everything_was_restarted(
        self, site: Site, ellis: str, token: str
    ) -> None:
        before = site.ask(ellis, token)
        site.compose("restart", "--timeout", "20")
        until(site.is_healthy, pause=1)
        after = site.ask(ellis, token)

        assert (before.status_code, after.status_code) == (200, 200)
        assert "Amy Khan" in before.text
        assert after.json()["team"] == before.json()["team"]

    @pytest.mark.skipif("LONG" not in os.environ, reason="with --long only: everything is stopped and started again")
    def test_a_dump_brings_everything_back(self, site: Site, ellis: str, token: str, tmp_path: Path) -> None:
        tmp_path.chmod(0o777)  # whoever runs in the container writes there
        inside = ("run", "--rm", "--no-deps", "-v", f"{tmp_path}:/backups", "--entrypoint")
        admin = (*inside, "neo4j-admin", "neo4j", "database")

        site.compose("stop", "--timeout", "20", "service", "neo4j")
        site.compose(*admin, "dump", "neo4j", "--to-path=/backups")
        site.compose(*inside, "rm", "neo4j", "-r", "/data/databases/neo4j", "/data/transactions/neo4j")
        site.compose(*admin, "load", "neo4j", "--from-path=/backups")
        site.compose("up", "-d")
        until(site.is_healthy, pause=1)

        assert "Amy Khan" in site.ask(ellis, token).text

    @pytest.mark.anyio
    async def test_neo4j_is_reached_through_its_published_port_encrypted_and_not_otherwise(self, site: Site) -> None:
        plain = site.neo4j._replace(uri=site.neo4j.uri.replace("+s", ""), ca_file=None)

        async with Graph.open(*site.neo4j, read_seconds=60) as graph:
            assert (await graph.rows(READ_SERVER))[0].version
        assert "it wants NEO4J_URI with +s" in (await why_unreachable(plain) or "")

    def test_the_service_runs_as_nobody_special_and_writes_nowhere(self, site: Site) -> None:
        assert site.run("id", "-u").strip() != "0"
        done = "touch /app/new 2>/dev/null || touch /opt/service/new 2>/dev/null || echo refused"
        assert site.run("sh", "-c", done).strip() == "refused"

    def test_no_secret_is_in_an_environment_or_a_list_of_processes(self, site: Site) -> None:
        seen = site.run("sh", "-c", "cat /proc/1/environ /proc/*/cmdline | tr '\\0' ' '")

        assert site.neo4j.password not in seen
        assert (site.folder / "secrets/session-key").read_text().strip() not in seen

    def test_each_worker_is_ready_and_the_log_is_json(self, site: Site) -> None:
        metrics = httpx2.get(f"http://127.0.0.1:{site.ports['MONITOR_PUBLISHED']}/metrics", timeout=90).text
        lines = site.compose("logs", "--no-color", "service").splitlines()
        said = [json.loads(line.partition("| ")[2]) for line in lines if "| {" in line]

        assert "graph_service_ready_workers 2.0" in metrics
        assert {"listening", "ready"} <= {line["event"] for line in said}


class TestFile:
    """What holds without a daemon."""

    composed = yaml.safe_load((HERE / "docker-compose.yml").read_text())

    def test_neo4j_is_set_as_every_server_must_be(self) -> None:
        given = self.composed["services"]["neo4j"]["environment"]

        assert {name: str(given.get(as_variable(name))) for name in NEEDED} == NEEDED

    def test_docker_compose_1_29_takes_it(self) -> None:
        assert self.composed.keys() == {"services", "secrets", "volumes"}

    def test_every_port_is_on_loopback_unless_env_says_otherwise(self) -> None:
        ports = [port for one in self.composed["services"].values() for port in one.get("ports", [])]

        assert len(ports) == 3
        assert all(":-127.0.0.1:" in port for port in ports)

    def test_every_choice_of_the_file_is_explained_in_the_example(self) -> None:
        example = (HERE / ".env.example").read_text()
        asked = {part.partition(":-")[0] for part in (HERE / "docker-compose.yml").read_text().split("${")[1:]}

        assert {name for name in asked if f"{name}=" not in example} == set()
