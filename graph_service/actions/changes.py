"""Every change of a fact about a child, the same way: one statement that decides, writes, keeps, logs and answers."""

from typing import TypeVar

from graph_service.access.caller import Caller
from graph_service.access.policy import BUDGETS
from graph_service.access.scope import owner_label
from graph_service.actions.looks import look, one_row, seconds_left_today
from graph_service.domain.attempts import Attempt, body_digest, digest
from graph_service.domain.bodies import Body
from graph_service.domain.changes import Outcome, Recorded, RegisterOutcome
from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.identifiers import ChildId
from graph_service.domain.problems import ChangedMeanwhile, Internal, NotCustodian, PossibleDuplicate, TooManyRequests
from graph_service.domain.verdicts import Verdict, refusal
from graph_service.graph.client import Graph
from graph_service.graph.queries import Query

PEOPLE = "service"  # the source of what a person records here; a system's is its own sign-in

Came = TypeVar("Came", bound=Outcome)

LEAD_CHANGED = "Another leads now than the one you named, or somebody does where you named nobody. Look again."


async def change(
    graph: Graph,
    caller: Caller,
    query: Query[Came],
    child_id: ChildId,
    attempt: Attempt,
    body: Body | None = None,
    **fact: object,
) -> Recorded:
    """One attempt, once: sent again with its key it answers as before, when the gates have been passed again.

    `fact` is what the statement takes beside who, when and which child. Raises the problem of whatever refused it;
    GraphUnavailable where nobody knows whether it was done: the same attempt sent again finds out.
    """
    return settle(await outcome_of(graph, caller, query, child_id, attempt, body, fact))


async def outcome_of(
    graph: Graph,
    caller: Caller,
    query: Query[Came],
    child_id: ChildId,
    attempt: Attempt,
    body: Body | None,
    fact: dict[str, object],
    **more: object,
) -> Came:
    """What the statement said came of it; `more` is what this statement takes and others do not."""
    sent = await look(graph, caller, child_id) | {
        # What becomes a node of its own carries its keeper's label.
        "owner": owner_label(caller.authority),
        "budget": BUDGETS[caller.role].parameter(),
        "fact": fact,
    }
    rows = await graph.change(
        query,
        **{name: value for name, value in sent.items() if name in query.params},
        attempt=attempted(caller, query.name, attempt, body, child_id, fact),
        **more,
    )
    outcome = one_row(rows)
    if outcome is None:
        raise Internal
    return outcome


def settle(outcome: Outcome) -> Recorded:
    """The answer, or the problem that the statement's verdict is."""
    raise_refusal(outcome)
    return Recorded.model_validate(outcome.model_dump(include=set(Recorded.model_fields)))


def raise_refusal(outcome: Outcome) -> None:
    """Raises the problem that the statement's verdict is; nothing where it was done, now or before."""
    match outcome.verdict:
        case Verdict.DONE | Verdict.REPLAYED:
            return
        case Verdict.OVER_BUDGET:
            raise TooManyRequests(retry_after=seconds_left_today())
        case Verdict.NOT_CUSTODIAN:
            raise NotCustodian(more={"custodian": outcome.custodian.model_dump() if outcome.custodian else None})
        case Verdict.STALE:
            raise ChangedMeanwhile(more={"version": outcome.version})
        case Verdict.POSSIBLE_DUPLICATE if isinstance(outcome, RegisterOutcome):
            candidates = [one.model_dump(mode="json", exclude_none=True) for one in outcome.candidates]
            raise PossibleDuplicate(more={"candidates": candidates})
        case Verdict.OTHER_LEAD:
            raise ChangedMeanwhile(LEAD_CHANGED, more={"lead_id": outcome.id})
        case refused:
            raise refusal(refused)


def attempted(
    caller: Caller, query: str, attempt: Attempt, body: Body | None, child_id: str, fact: dict[str, object]
) -> dict[str, object]:
    """As statements take it. The id of a new fact comes from the key, so a second try would make the same."""
    action = query.rpartition("/")[2]
    key = digest(caller.signed_in.subject, action, attempt.key)
    return {
        "key": key,
        "body": body_digest(body, child_id, str(fact.get("id")), str(attempt.version)),
        "id": digest("fact", key),
        # What a second person has to say too: the same of the same, for the same authority.
        "word": digest("word", action, caller.authority, body_digest(body, child_id)),
        "version": attempt.version,
        "source": caller.signed_in.subject if caller.role is AccountRole.SYSTEM else PEOPLE,
    }
