"""The service without its database: alive, saying so, waiting, and recovering by itself."""

import time
from pathlib import Path

import httpx2
import pytest

from graph_service.access.caller import SignedIn
from graph_service.access.tokens import development_token
from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.identifiers import new_child_id
from graph_service.graph.connection import Connection
from graph_service.graph.local import LocalServer, prepare
from graph_service.keys import development_key
from graph_service.settings import Settings
from tests.conftest import serving

pytestmark = pytest.mark.graph


def until(condition, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


class TestWithoutDatabase:
    def test_it_starts_waits_and_says_so(self, settings: Settings) -> None:
        nowhere = Connection("neo4j://127.0.0.1:1", "neo4j", "none", "neo4j")

        with (
            serving(settings, nowhere, wait_until_ready=False) as address,
            httpx2.Client(base_url=address, timeout=10) as client,
        ):
            until(lambda: "waits" in client.get("/health/ready").text, 10)

            assert client.get("/health/live").status_code == 200
            assert client.get("/health/ready").status_code == 503

    def test_it_answers_503_within_three_seconds_and_recovers_by_itself(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        who = SignedIn("nobody", "nobody", AccountRole.PRACTITIONER, "LDS")
        token = development_token(development_key(settings.state), who)
        headers = {"Authorization": f"Bearer {token}", "Access-Purpose": "coordinate_support"}
        server = LocalServer(tmp_path / "neo4j", prepared=prepare(), page_cache="64m")
        connection = server.start()
        port = int(connection.uri.rpartition(":")[2])
        server.stop()

        with (
            serving(settings, connection, wait_until_ready=False) as address,
            httpx2.Client(base_url=address, timeout=10) as client,
        ):
            began = time.monotonic()
            answer = client.get(f"/api/v1/children/{new_child_id()}/network", headers=headers)

            assert (answer.status_code, answer.json()["type"]) == (503, "/problems/graph-unavailable")
            assert int(answer.headers["retry-after"]) > 0
            assert time.monotonic() - began < 3
            with LocalServer(tmp_path / "neo4j", prepared=prepare(), page_cache="64m", port=port):
                # An empty database: no longer unreachable, but without its schema, so it is refused in words.
                until(lambda: "graph-service migrate" in client.get("/health/ready").text, 60)
