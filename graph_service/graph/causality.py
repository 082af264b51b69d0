"""Which changes a client has seen made: on a cluster its next read waits for them (bookmarks, kept per request)."""

from contextvars import ContextVar
from dataclasses import dataclass

from neo4j import Bookmarks


@dataclass
class Causality:
    """`seen` came with the request; `made` is what a change of this request adds. Both are the server's own words."""

    seen: frozenset[str] = frozenset()
    made: frozenset[str] = frozenset()

    def bookmarks(self) -> Bookmarks:
        return Bookmarks.from_raw_values(self.seen)


CURRENT: ContextVar[Causality | None] = ContextVar("causality", default=None)
