"""A Neo4j of one's own: encrypted, behind a port mapping, wrongly set, wrongly named; and what is said of each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from graph_service.graph.local import LocalServer, prepare
from graph_service.graph.migrations import migrate
from graph_service.graph.reach import why_unreachable
from graph_service.graph.server import (
    OLDEST,
    READ_SERVER,
    SPANS,
    _release,
    index_faults,
    seconds_of,
    server_advice,
    server_faults,
)
from tests.certificates import make_certificates
from tests.web.cable import cable_to

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("one_loop")]

# As Neo4j has them where nobody sets anything; and an address at which nobody is, as behind a port mapping.
AS_IT_COMES = {
    "db.transaction.bookmark_ready_timeout": "30s",
    "db.lock.acquisition.timeout": "0s",
    "db.transaction.timeout": "0s",
    "server.bolt.advertised_address": "127.0.0.1:1",
}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """Encrypted by an authority of its own, advertising an address that nobody reaches, otherwise as it comes."""
    tls = make_certificates(tmp_path_factory.mktemp("tls"))
    folder = tmp_path_factory.mktemp("own")
    with LocalServer(folder, prepared=prepare(), page_cache="64m", heap="512m", tls=tls, settings=AS_IT_COMES) as one:
        yield one


@pytest.fixture(scope="module")
async def schema_on_own(own: Connection) -> Connection:
    async with Graph.open(*own, read_seconds=60) as graph:
        await migrate(graph)
    return own


async def why(connection: Connection) -> str | None:
    """With patience: this server has planned nothing yet, and the machine may be busy."""
    return await why_unreachable(connection, patience=60)


async def version_at(connection: Connection) -> str:
    async with Graph.open(*connection, read_seconds=60) as graph:
        return (await graph.rows(READ_SERVER))[0].version


@pytest.mark.graph
class TestEncrypted:
    @pytest.mark.parametrize("scheme", ["neo4j+s", "bolt+s"])
    async def test_a_server_is_trusted_by_the_authority_that_is_named(self, own: Connection, scheme: str) -> None:
        assert await version_at(own._replace(uri=own.uri.replace("neo4j+s", scheme)))

    async def test_without_that_authority_it_says_what_to_set(self, own: Connection) -> None:
        assert "set NEO4J_CA_FILE" in (await why(own._replace(ca_file=None)) or "")

    async def test_another_authority_of_ones_own_is_not_enough(self, own: Connection, tmp_path: Path) -> None:
        other = make_certificates(tmp_path) / "ca.crt"

        assert "set NEO4J_CA_FILE" in (await why(own._replace(ca_file=other)) or "")

    async def test_a_certificate_for_another_name_is_refused(self, own: Connection) -> None:
        said = await why(own._replace(uri=own.uri.replace("127.0.0.1", "localhost")))

        assert "is for another name" in (said or "")

    async def test_plainly_asked_it_says_that_it_wants_encryption(self, own: Connection) -> None:
        said = await why(own._replace(uri=own.uri.replace("neo4j+s", "neo4j"), ca_file=None))

        assert "it wants NEO4J_URI with +s" in (said or "")

    async def test_a_server_that_does_not_encrypt_is_named(self, server: Connection, own: Connection) -> None:
        said = await why(server._replace(uri=server.uri.replace("neo4j", "neo4j+s"), ca_file=own.ca_file))

        assert "set server.bolt.tls_level=REQUIRED" in (said or "")


@pytest.mark.graph
class TestReached:
    async def test_a_single_server_behind_a_port_mapping_works_with_the_routing_scheme(
        self, server: Connection
    ) -> None:
        with cable_to(server) as mapping:
            through = server._replace(uri=f"neo4j://127.0.0.1:{mapping.port}")

            assert await version_at(through) == await version_at(server)

    async def test_an_address_that_clients_are_sent_on_to_is_named_with_the_setting(self, own: Connection) -> None:
        said = await why(own) or ""

        assert "sends its clients on to 127.0.0.1:1," in said
        assert "server.bolt.advertised_address" in said
        assert "NEO4J_server_bolt_advertised__address" in said

    async def test_of_a_server_that_is_reached_nothing_is_said(self, server: Connection) -> None:
        assert await why(server) is None

    async def test_nobody_there(self, server: Connection) -> None:
        said = await why(server._replace(uri="neo4j://127.0.0.1:1"))

        assert "nothing answers at 127.0.0.1:1" in (said or "")

    async def test_a_wrong_password_is_said_and_not_shown(self, own: Connection) -> None:
        said = await why(own._replace(password="quite-wrong")) or ""

        assert "NEO4J_PASSWORD is wrong" in said
        assert "quite-wrong" not in said

    async def test_a_database_that_is_not_there(self, server: Connection) -> None:
        assert "set NEO4J_DATABASE" in (await why(server._replace(database="elsewhere")) or "")


@pytest.mark.graph
class TestFit:
    async def test_a_server_as_it_comes_will_do_with_advice_on_each_span(self, own: Connection) -> None:
        async with Graph.open(*own, read_seconds=60) as graph:
            advice = await server_advice(graph)

            assert await server_faults(graph) == []
        assert [sentence.split()[1] for sentence in sorted(advice)] == sorted(SPANS)
        assert all("set it to" in sentence for sentence in advice)

    async def test_a_server_set_as_ours_is_needs_no_advice(self, server: Connection) -> None:
        async with Graph.open(*server, read_seconds=60) as graph:
            assert await server_advice(graph) == []

    async def test_an_index_that_somebody_dropped_is_named_with_its_file(self, schema_on_own: Connection) -> None:
        async with Graph.open(*schema_on_own, read_seconds=60) as graph:
            await graph.administer("DROP INDEX disclosure_day")
            try:
                faults = await index_faults(graph)
            finally:
                await graph.administer("CREATE INDEX disclosure_day FOR (d:Disclosure) ON (d.subject, d.day)")
                await graph.administer("CALL db.awaitIndex('disclosure_day', 60)")

            assert await index_faults(graph) == []
        assert len(faults) == 1
        assert "disclosure_day is missing" in faults[0]
        assert "V003" in faults[0]

    @pytest.mark.parametrize(("version", "release"), [("2026.08.1", (2026, 8)), ("5.26.30", (5, 26))])
    async def test_releases_are_compared_as_numbers(self, version: str, release: tuple[int, int]) -> None:
        assert _release(version) == release
        assert (release < OLDEST) == version.startswith("5.")

    @pytest.mark.parametrize(("span", "seconds"), [("2s", 2), ("1m30s", 90), ("0s", 0), ("500ms", 0.5), ("0", 0)])
    async def test_spans_are_read_as_neo4j_writes_them(self, span: str, seconds: float) -> None:
        assert seconds_of(span) == seconds
