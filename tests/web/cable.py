"""The cable between the service and the database, which breaks exactly where a test says.

A TCP proxy on 127.0.0.1 that reads Bolt's messages, so that it knows what has been sent and what answered: no clock.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from anyio.from_thread import start_blocking_portal

from graph_service.graph.connection import Connection

RUN = 0x10
SUMMARIES = (0x70, 0x7E, 0x7F)  # SUCCESS, IGNORED, FAILURE: each request has one; a RECORD is none
MANIFEST = b"\x00\x00\x01\xff"
# What one end meets when the other has gone.
GONE = (asyncio.IncompleteReadError, ConnectionError)


@dataclass(frozen=True)
class Cut:
    """A statement is two messages, itself and the request for its rows; the answer one for each, and the rows.

    `sent` of the two still reach the database; of the answer `back` reach the service once the database has said it
    all, which is after its commit. None: cut at once, whatever the database makes of it. `silent`: no cut, only no
    answer.
    """

    sent: int = 2
    back: int | None = 0
    silent: bool = False


@dataclass
class Cable:
    """`connection` is the database by way of this cable; `breaks` says how it breaks, one attempt after the other."""

    server: Connection
    port: int = 0
    _about: tuple[bytes, bytes] = (b"", b"")
    _cuts: list[Cut] = field(default_factory=list)
    _ends: set[asyncio.StreamWriter] = field(default_factory=set)
    _lines: set[asyncio.Task | None] = field(default_factory=set)

    @property
    def connection(self) -> Connection:
        return self.server._replace(uri=f"bolt://127.0.0.1:{self.port}")

    @contextmanager
    def breaks(self, query: str, child: str, *cuts: Cut) -> Iterator[None]:
        """Each attempt at this query about this child meets the next of the cuts; none may be left over."""
        self._about, self._cuts = (query.encode(), child.encode()), list(cuts)
        yield
        assert not self._cuts, "the cable was not asked as often as it should have broken"

    def next_cut(self, message: bytes) -> Cut | None:
        """Named in its metadata, which the plans made at the start are not."""
        if message[3] != RUN or not self._cuts or any(word not in message for word in self._about):
            return None
        return self._cuts.pop(0)

    async def joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of the service, for as long as both ends hold it."""
        self._lines.add(asyncio.current_task())
        place = urlsplit(self.server.uri)
        far_reader, far_writer = await asyncio.open_connection(place.hostname, place.port)
        self._ends |= {writer, far_writer}
        try:
            await _shake_hands(reader, writer, far_reader, far_writer)
            await _Line(self, reader, writer, far_reader, far_writer).carry()
        except GONE:
            pass
        finally:
            for end in (writer, far_writer):
                end.close()  # what was let through still arrives
                with suppress(*GONE):
                    await end.wait_closed()
            self._ends -= {writer, far_writer}

    @asynccontextmanager
    async def laid(self) -> AsyncIterator[None]:
        async with await asyncio.start_server(self.joined, "127.0.0.1", 0) as listening:
            self.port = listening.sockets[0].getsockname()[1]
            yield
            for end in self._ends:
                end.close()
            await asyncio.gather(*filter(None, self._lines), return_exceptions=True)  # no socket stays open


@contextmanager
def cable_to(server: Connection) -> Iterator[Cable]:
    """In a thread of its own, until the block ends."""
    cable = Cable(server)
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(cable.laid()):
        yield cable


@dataclass
class _Line:
    cable: Cable
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    far_reader: asyncio.StreamReader
    far_writer: asyncio.StreamWriter
    back: int | None = None  # how many messages of the answer may still pass, from when an attempt is to be cut
    unanswered: int = 0
    is_silent: bool = False

    async def carry(self) -> None:
        """Both ways, until one of them has come to its end."""
        ways = [asyncio.create_task(self._there()), asyncio.create_task(self._back())]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    async def _there(self) -> None:
        while True:
            message = await _message(self.reader)
            cut = self.cable.next_cut(message)
            if cut:
                # Before anything is sent, so that no answer can be quicker.
                self.back, self.unanswered, self.is_silent = cut.back, 2, cut.silent
                messages = [message, await _message(self.reader)][: cut.sent]
                self.far_writer.writelines(messages)
                await self.far_writer.drain()
                if cut.sent < 2 or cut.back is None:
                    return
            else:
                self.far_writer.write(message)
                await self.far_writer.drain()

    async def _back(self) -> None:
        while True:
            message = await _message(self.far_reader)
            if self.back is None or self.back > 0:
                self.writer.write(message)
                await self.writer.drain()
            if self.back is not None:
                self.back = max(0, self.back - 1)
                self.unanswered -= message[3] in SUMMARIES
                if not self.unanswered and not self.is_silent:
                    return


async def _message(reader: asyncio.StreamReader) -> bytes:
    """One message as it travels: chunks, each with its length before it, and an empty one at the end."""
    chunks = b""
    while True:
        size = await reader.readexactly(2)
        chunks += size
        if size == b"\0\0" and len(chunks) > 2:
            return chunks
        chunks += await reader.readexactly(int.from_bytes(size))


async def _shake_hands(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    far_reader: asyncio.StreamReader,
    far_writer: asyncio.StreamWriter,
) -> None:
    """What is said before the first message: which version of Bolt is spoken, in the older or the newer way."""
    far_writer.write(await reader.readexactly(20))
    agreed = await far_reader.readexactly(4)
    writer.write(agreed)
    if agreed == MANIFEST:
        (offers,) = count = await far_reader.readexactly(1)
        writer.write(count + await far_reader.readexactly(4 * offers) + await _number(far_reader))
        far_writer.write(await reader.readexactly(4) + await _number(reader))


async def _number(reader: asyncio.StreamReader) -> bytes:
    """Of any length: its last byte is the first below 128."""
    number = await reader.readexactly(1)
    while number[-1] >= 128:
        number += await reader.readexactly(1)
    return number
