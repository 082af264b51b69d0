"""The sign-ins on record."""

from pydantic import BaseModel

from graph_service.access.caller import SignedIn
from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.problems import NotFound
from graph_service.graph.client import Graph
from graph_service.graph.queries import query


class AccountRow(BaseModel):
    subject: str
    practitioner_id: str
    name: str
    role: AccountRole
    authority: str
    service_id: str | None


FIND_ACCOUNT = query("accounts/find_account", AccountRow)


async def find_account(graph: Graph, subject: str) -> SignedIn:
    """The person (or system and person) behind a sign-in, for development's tokens. Raises NotFound."""
    rows = await graph.rows(FIND_ACCOUNT, subject=subject)
    if not rows:
        raise NotFound(f"No account here signs in as {subject}.")
    row = rows[0]
    return SignedIn(row.subject, row.practitioner_id, row.role, row.authority, row.service_id)
