"""Apply cypher/schema in order, each file once; refuse to go on where an applied file has been changed."""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import LiteralString

from pydantic import BaseModel

from graph_service.graph.client import Graph
from graph_service.graph.queries import CYPHER, query, reviewed


class AppliedMigration(BaseModel):
    version: str
    checksum: str


class MigrationFault(Exception):
    """The graph's schema and the files disagree; the sentence says what to do."""


LIST_MIGRATIONS = query("migrations/list_migrations", AppliedMigration)
RECORD_MIGRATION = query("migrations/record_migration", AppliedMigration)


@dataclass(frozen=True, slots=True)
class Migration:
    version: str
    name: str
    statements: tuple[LiteralString, ...]
    checksum: str


def migrations(folder: Path = CYPHER / "schema") -> list[Migration]:
    """The files V001__what.cypher, in order. Raises MigrationFault for a name or number out of line."""
    found = [_read(path) for path in sorted(folder.glob("*.cypher"))]
    expected = [f"V{number:03}" for number in range(1, len(found) + 1)]
    if [migration.version for migration in found] != expected:
        raise MigrationFault(f"cypher/schema must hold {', '.join(expected)} in order, each once")
    return found


async def migrate(graph: Graph, folder: Path = CYPHER / "schema") -> list[Migration]:
    """Apply what is missing and return it. Every statement is safe to run again after a crash half way."""
    missing = await pending(graph, folder)
    for migration in missing:
        for statement in migration.statements:
            await graph.administer(statement)
        await graph.write(RECORD_MIGRATION, version=migration.version, name=migration.name, checksum=migration.checksum)
    return missing


async def pending(graph: Graph, folder: Path = CYPHER / "schema") -> list[Migration]:
    """What is not applied yet. Raises MigrationFault where an applied file was changed or has gone."""
    wanted = {migration.version: migration for migration in migrations(folder)}
    applied = {row.version: row.checksum for row in await graph.rows(LIST_MIGRATIONS, limit=10_000)}
    for version, checksum in applied.items():
        if version not in wanted:
            raise MigrationFault(f"{version} was applied to this graph, but this release has no such file")
        if wanted[version].checksum != checksum:
            raise MigrationFault(f"{version} was changed after it was applied: put it back, add a new file instead")
    return [migration for version, migration in wanted.items() if version not in applied]


def _read(path: Path) -> Migration:
    version, _, name = path.stem.partition("__")
    text = path.read_text()
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    statements = (part.strip() for part in re.split(r";\s*$", lines, flags=re.M))
    return Migration(
        version,
        name,
        tuple(reviewed(statement) for statement in statements if statement),
        sha256(text.encode()).hexdigest(),
    )
