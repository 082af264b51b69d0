"""Where a graph is and how to sign in to it: an operator's own server, or the local one."""

from typing import NamedTuple


class Connection(NamedTuple):
    uri: str
    username: str
    password: str
    database: str

    def __repr__(self) -> str:
        return f"Connection({self.uri}, {self.database})"
