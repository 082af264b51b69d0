"""The service without its database: alive, saying so, waiting, and recovering by itself."""

import asyncio
import time
from pathlib import Path

import httpx2
import pytest

from graph_service.access.caller import SignedIn
from graph_service.access.tokens import development_token
from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.identifiers import new_child_id
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from graph_service.graph.local import LocalServer, prepare
from graph_service.graph.migrations import migrate
from graph_service.keys import development_key
from graph_service.settings import Settings
from tests.commands.service import until
from tests.conftest import PATIENCE, serving

pytestmark = pytest.mark.graph


def reasons(service: serving) -> str:
    """What the monitor's port would tell."""
    return " ".join(service.app.state.service.readiness.state.reasons)


class TestWithoutDatabase:
    def test_it_starts_waits_and_says_so(self, settings: Settings) -> None:
        nowhere = Connection("neo4j://127.0.0.1:1", "neo4j", "none", "neo4j")

        service = serving(settings, nowhere, wait_until_ready=False)
        with service as address, httpx2.Client(base_url=address, timeout=10) as client:
            until(lambda: "nothing answers at 127.0.0.1:1" in reasons(service), PATIENCE)
            asked = client.get("/health/ready")

            assert client.get("/health/live").status_code == 200
            assert (asked.status_code, asked.json()) == (503, {"ready": False})
            assert "waits for it" in reasons(service)

    def test_when_it_goes_later_the_answer_is_503_in_three_seconds_and_all_recovers_by_itself(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        who = SignedIn("nobody", "nobody", AccountRole.PRACTITIONER, "LDS")
        token = development_token(development_key(settings.state), who)
        headers = {"Authorization": f"Bearer {token}", "Access-Purpose": "coordinate_support"}
        asked = f"/api/v1/children/{new_child_id()}/network"
        server = LocalServer(tmp_path / "neo4j", prepared=prepare(), page_cache="64m")
        connection = server.start()
        asyncio.run(with_schema(connection))

        impatient = settings.model_copy(update={"answer_seconds": 2.5})
        with serving(impatient, connection) as address, httpx2.Client(base_url=address, timeout=10) as client:
            assert client.get(asked, headers=headers).json()["type"] == "/problems/account-suspended"
            server.stop()
            began = time.monotonic()
            answer = client.get(asked, headers=headers)

            assert (answer.status_code, answer.json()["type"]) == (503, "/problems/graph-unavailable")
            assert int(answer.headers["retry-after"]) > 0
            assert time.monotonic() - began < 3
            again = LocalServer(server.folder, prepared=prepare(), page_cache="64m", port=port_of(connection))
            with again as back:
                assert back.uri == connection.uri
                until(lambda: client.get(asked, headers=headers).status_code == 403, PATIENCE)

    def test_a_database_without_its_schema_is_refused_in_words(self, settings: Settings, tmp_path: Path) -> None:
        with LocalServer(tmp_path / "neo4j", prepared=prepare(), page_cache="64m") as connection:
            service = serving(settings, connection, wait_until_ready=False)
            with service:
                until(lambda: "graph-service migrate" in reasons(service), PATIENCE)


async def with_schema(connection: Connection) -> None:
    async with Graph.open(*connection, read_seconds=60) as graph:
        await migrate(graph)


def port_of(connection: Connection) -> int:
    return int(connection.uri.rpartition(":")[2])
