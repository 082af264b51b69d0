"""The sign-ins on record: found, opened, suspended."""

from pydantic import BaseModel

from graph_service.access.caller import Caller, SignedIn
from graph_service.actions.keeping import keep
from graph_service.domain.attempts import Attempt
from graph_service.domain.changes import Kept, Outcome
from graph_service.domain.closed_lists import AccountRole, AccountState
from graph_service.domain.people import AccountStop, NewAccount
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
OPEN_ACCOUNT = query("accounts/open_account", Outcome)
SUSPEND_ACCOUNT = query("accounts/suspend_account", Outcome)


async def find_account(graph: Graph, subject: str) -> SignedIn:
    """The person (or system and person) behind a sign-in, for development's tokens. Raises NotFound."""
    rows = await graph.rows(FIND_ACCOUNT, subject=subject)
    if not rows:
        raise NotFound(f"No account here signs in as {subject}.")
    row = rows[0]
    return SignedIn(row.subject, row.practitioner_id, row.role, row.authority, row.service_id)


async def open_account(graph: Graph, caller: Caller, practitioner_id: str, new: NewAccount, attempt: Attempt) -> Kept:
    """Somebody else may sign in, in a role. What was suspended or closed is opened again by the same.

    Raises AlreadyRecorded for a sign-in that is taken, whoever has it.
    """
    facts = new.model_dump() | {"state": AccountState.ACTIVE}
    return await keep(
        graph, caller, OPEN_ACCOUNT, practitioner_id, attempt, new, practitioner=practitioner_id, facts=facts
    )


async def suspend_account(graph: Graph, caller: Caller, account_id: str, stop: AccountStop, attempt: Attempt) -> Kept:
    """At once, by the data team, a manager of theirs, or the person whose it is; opened again only by the data team."""
    return await keep(graph, caller, SUSPEND_ACCOUNT, account_id, attempt, stop, id=account_id, facts=stop.model_dump())
