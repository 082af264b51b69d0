"""Where a graph is and how to sign in to it: an operator's own server, or the local one."""

from pathlib import Path
from typing import Any, NamedTuple

from neo4j import TrustCustomCAs


class Connection(NamedTuple):
    """`ca_file` holds the certificates (PEM) of an authority of one's own; without it this machine's are trusted."""

    uri: str
    username: str
    password: str
    database: str
    ca_file: Path | None = None

    def __repr__(self) -> str:
        return f"Connection({self.uri}, {self.database})"


def driver_settings(uri: str, username: str, password: str, ca_file: Path | None = None) -> dict[str, Any]:
    """What every driver is opened with. Nothing here calls home, and each certificate's name is checked (RFC 9525).

    The driver takes an authority of one's own only beside a bare scheme: so `neo4j+s` becomes `neo4j`, encrypted all
    the same.
    """
    common = {"uri": uri, "auth": (username, password), "notifications_min_severity": "OFF", "telemetry_disabled": True}
    if ca_file is None:
        return common
    scheme, _, place = uri.partition("://")
    trusted = TrustCustomCAs(str(ca_file))
    bare = f"{scheme.removesuffix('+s')}://{place}"
    return common | {"uri": bare, "encrypted": True, "trusted_certificates": trusted}
