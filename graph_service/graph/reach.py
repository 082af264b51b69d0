"""Why a named server cannot be reached, in a sentence that says what to set. Asked only while it does not answer."""

import asyncio
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from neo4j.exceptions import AuthError, ClientError
from pydantic import BaseModel

from graph_service.domain.problems import Problem
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from graph_service.graph.queries import query
from graph_service.graph.server import READ_SERVER

BOLT_PORT = 7687
CONNECT_SECONDS = 2.0
FIRST_SECONDS = 10.0  # for an answer: a server that has just started plans each statement anew
MOST_ROUTES = 100


class Route(BaseModel):
    """`host:port`, as the server tells its clients."""

    address: str


LIST_ROUTES = query("server/list_routes", Route)


async def why_unreachable(connection: Connection, patience: float = FIRST_SECONDS) -> str | None:
    """The first of these that is so: nobody there, not let in, sent on to an address that does not answer from here.

    None where none is so. Whoever answers at the named address is asked alone, past its routing table; `patience` is
    in seconds, for each of two questions.
    """
    host, port = _place(connection.uri)
    if not await _answers(host, port):
        return (
            f"nothing answers at {host}:{port}: see that the server runs there, that server.bolt.listen_address is an "
            "address which this machine reaches, and that no firewall stands between"
        )
    alone = connection._replace(uri=connection.uri.replace("neo4j", "bolt", 1))
    async with Graph.open(*alone, read_seconds=patience) as graph:
        return await _why_not_let_in(graph, alone) or await _why_sent_astray(graph, alone)


def _place(uri: str) -> tuple[str, int]:
    """Without a scheme too, as routes are told."""
    place = urlsplit(uri if "://" in uri else f"//{uri}")
    return place.hostname or "", place.port or BOLT_PORT


async def _answers(host: str, port: int) -> bool:
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            _, writer = await asyncio.open_connection(host, port)
            writer.close()
            await writer.wait_closed()
    except (OSError, TimeoutError):
        return False
    return True


async def _why_not_let_in(graph: Graph, alone: Connection) -> str | None:
    try:
        await graph.rows(READ_SERVER)
    except Problem as problem:
        return _in_words(problem, alone)
    return None


def _in_words(fault: Problem, alone: Connection) -> str:
    host, port = _place(alone.uri)
    for one in _causes(fault):
        match one:
            case AuthError():
                return f"{host}:{port} does not let this service in: NEO4J_USERNAME or NEO4J_PASSWORD is wrong"
            case ClientError() if "DatabaseNotFound" in (one.code or ""):
                return f"{host}:{port} has no database {alone.database}: set NEO4J_DATABASE"
            case ssl.SSLCertVerificationError():
                return _distrusted(one, host, port)
            case ssl.SSLError() | ConnectionError() if alone.uri.startswith("bolt+s"):
                return (
                    f"{host}:{port} does not encrypt: set server.bolt.tls_level=REQUIRED on it, with a certificate "
                    "(docs/operations.md), or NEO4J_URI without +s where nobody can listen in between"
                )
            case TimeoutError():
                return f"{host}:{port} answers nothing yet: it may be starting, or too busy"
    wanted = "" if alone.uri.startswith("bolt+s") else ", or that it wants NEO4J_URI with +s"
    return f"{host}:{port} answers, but not as Neo4j does: see that Bolt is at that port{wanted}"


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    """From the driver's own fault down to what the network said."""
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__


def _distrusted(fault: ssl.SSLCertVerificationError, host: str, port: int) -> str:
    """OpenSSL's own numbers: 62 and 64 are another name or address than asked for."""
    if fault.verify_code in (62, 64):
        return f"the certificate of {host}:{port} is for another name: use one of its names in NEO4J_URI"
    return (
        f"the certificate of {host}:{port} is not trusted here ({fault.verify_message}): set NEO4J_CA_FILE to the "
        "certificate of the authority that signed it"
    )


async def _why_sent_astray(graph: Graph, alone: Connection) -> str | None:
    """A server of a cluster sends its clients on to the addresses that it and the others were told to advertise."""
    routes = await graph.rows(LIST_ROUTES, database=alone.database, limit=MOST_ROUTES)
    lost = [route.address for route in routes if not await _answers(*_place(route.address))]
    if not lost:
        return None
    return (
        f"the server sends its clients on to {', '.join(lost)}, which does not answer from here: set "
        "server.bolt.advertised_address on each server (in a container NEO4J_server_bolt_advertised__address) to the "
        "address and port by which this machine reaches it; or, for one server and never a cluster, NEO4J_URI with bolt"
    )
