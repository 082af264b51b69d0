"""The bodies responsible for the index's parts: data, not code (data/authorities.csv, with sources)."""

import csv
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, field_validator

from graph_service.domain.indications import KnownAuthority
from graph_service.domain.problems import NotFound
from graph_service.graph.client import Graph
from graph_service.graph.queries import query


class AuthorityRow(BaseModel):
    """One line of authorities.csv; the population of 2020 is for generators, not for the graph."""

    model_config = ConfigDict(extra="ignore")

    code: str
    name: str
    official_name: str
    nation: str
    kind: str
    gss_code: str
    former_gss_codes: list[str]
    start: date | None
    end: date | None
    succeeded_by: list[str]

    @field_validator("start", "end", mode="before")
    @classmethod
    def empty_is_absent(cls, value: str) -> str | None:
        return value or None

    @field_validator("former_gss_codes", "succeeded_by", mode="before")
    @classmethod
    def listed(cls, value: str) -> list[str]:
        return value.replace(",", " ").split()


class Loaded(BaseModel):
    authorities: int


LOAD_AUTHORITIES = query("authorities/load_authorities", Loaded)
READ_AUTHORITY = query("authorities/read_authority", KnownAuthority)


async def load_authorities(graph: Graph, file: Path) -> int:
    """Add or correct every authority of the file; how many there are now in it. Safe to run again."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [AuthorityRow.model_validate(line).model_dump() for line in csv.DictReader(lines)]
    loaded = await graph.write(LOAD_AUTHORITIES, rows=rows)
    return loaded[0].authorities


async def read_authority(graph: Graph, code: str) -> KnownAuthority:
    """Whom to ring there, and whose law it follows: reference data, about no child. Raises NotFound."""
    rows = await graph.rows(READ_AUTHORITY, code=code)
    if not rows:
        raise NotFound
    return rows[0]
