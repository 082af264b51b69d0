"""Roles for a Neo4j that has them (Enterprise): who looks past the service still sees no other authority's part.

Statements for an administrator to read and run; the service itself never runs one. Syntax: Neo4j's Operations Manual,
"Manage privileges".
"""

from collections.abc import Iterator

from graph_service.access.scope import Parts, owner_label

SERVICE_ROLE = "graph_service"
# What the statements of cypher/ call, beside what every role may.
PROCEDURES = ("db.index.fulltext.queryNodes", "dbms.components", "dbms.routing.getRoutingTable")
# Of one's own part too, nobody is shown these without the service's levels, shields and record of the look.
NEVER_PAST_THE_SERVICE = ("Account", "Held", "Household", "Protection")


def service_grants(database: str) -> list[str]:
    """The role for the service's own sign-in, its imports and its migrations, and no more than they need."""
    on, to = f"ON DATABASE {database}", f"TO {SERVICE_ROLE}"
    return [
        f"CREATE ROLE {SERVICE_ROLE} IF NOT EXISTS;",
        f"GRANT ACCESS {on} {to};",
        f"GRANT MATCH {{*}} ON GRAPH {database} ELEMENTS * {to};",
        f"GRANT WRITE ON GRAPH {database} {to};",
        f"GRANT NAME MANAGEMENT {on} {to};",
        f"GRANT INDEX MANAGEMENT {on} {to};",
        f"GRANT CONSTRAINT MANAGEMENT {on} {to};",
        f"GRANT SHOW SETTING db.* ON DBMS {to};",
        *(f"GRANT EXECUTE PROCEDURE {procedure} ON DBMS {to};" for procedure in PROCEDURES),
    ]


def part_grants(database: str, parts: Parts, authority: str | None = None) -> Iterator[str]:
    """A role for each authority, or for the one named: its own label is granted, every other one denied.

    Neo4j shows a node only where no label of it is denied, so a node of two parts is shown to neither. An authority
    that is loaded later is seen by nobody here until its own role is made; run all of it again then.
    """
    codes = sorted(body.code for body in parts.nations)
    for code in codes:
        if authority in (None, code):
            yield from _part(database, code, [other for other in codes if other != code])


def _part(database: str, code: str, others: list[str]) -> Iterator[str]:
    to = f"TO part_{code.lower()}"
    yield f"CREATE ROLE part_{code.lower()} IF NOT EXISTS;"
    yield f"GRANT ACCESS ON DATABASE {database} {to};"
    yield f"GRANT MATCH {{*}} ON GRAPH {database} NODES {owner_label(code)} {to};"
    yield f"GRANT MATCH {{*}} ON GRAPH {database} RELATIONSHIPS * {to};"
    denied = [*NEVER_PAST_THE_SERVICE, *map(owner_label, others)]
    yield f"DENY TRAVERSE ON GRAPH {database} NODES {', '.join(denied)} {to};"
