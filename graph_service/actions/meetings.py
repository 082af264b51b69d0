"""Meetings about children: planned, held, cancelled or planned anew."""

from pydantic import BaseModel

from graph_service.access.caller import Caller
from graph_service.access.policy import BUDGETS
from graph_service.actions.changes import change
from graph_service.actions.looks import look, one_row, refuse
from graph_service.domain.attempts import Attempt
from graph_service.domain.changes import Outcome, Recorded
from graph_service.domain.closed_lists import MeetingState
from graph_service.domain.identifiers import ChildId
from graph_service.domain.meetings import Cancellation, HeldMeeting, NewMeeting, PlannedMeeting, PlannedMeetings
from graph_service.domain.problems import NotFound
from graph_service.domain.rules import Rule
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

MOST_MEETINGS = 50  # planned about one child at once: more than any child has


class MeetingsRow(BaseModel):
    rule: Rule
    meetings: list[PlannedMeeting]


LIST_MEETINGS = query("meetings/list_meetings", MeetingsRow)
PLAN_MEETING = query("meetings/plan_meeting", Outcome)
HOLD_MEETING = query("meetings/hold_meeting", Outcome)
CANCEL_MEETING = query("meetings/cancel_meeting", Outcome)


async def list_meetings(graph: Graph, caller: Caller, child_id: ChildId) -> PlannedMeetings:
    """Those planned about this child that are the caller's to settle: what `hold_meeting` and `cancel_meeting` take.

    Raises NotFound for absent, hidden and not open alike, AccountSuspended, TooManyRequests over the day's budget.
    """
    given = await look(graph, caller, child_id)
    budget = BUDGETS[caller.role].parameter()
    row = one_row(await graph.disclose(LIST_MEETINGS, **given, budget=budget, limit=MOST_MEETINGS))
    if row is None:
        raise NotFound
    refuse(row.rule)
    return PlannedMeetings(meetings=row.meetings)


async def plan_meeting(graph: Graph, caller: Caller, child_id: ChildId, new: NewMeeting, attempt: Attempt) -> Recorded:
    """About this child and perhaps others, all open to the caller. Nobody makes themselves the chair."""
    facts = new.model_dump(include={"kind", "planned_on", "next_on"}, exclude_none=True)
    fact: dict[str, object] = {
        "children": [one for one in new.children if one != child_id],
        "invited": new.invited,
        "chair": new.chair_id,
        "facts": facts | {"state": MeetingState.PLANNED},
    }
    return await change(graph, caller, PLAN_MEETING, child_id, attempt, new, **fact)


async def hold_meeting(
    graph: Graph, caller: Caller, child_id: ChildId, fact_id: str, held: HeldMeeting, attempt: Attempt
) -> Recorded:
    """It was held, these came, and they meet again on that day or have not said when."""
    # Without a next day there is none: what was planned before is not what they said when they met.
    facts = held.model_dump(include={"held_on", "next_on"}) | {"state": MeetingState.HELD}
    return await change(
        graph, caller, HOLD_MEETING, child_id, attempt, held, id=fact_id, attended=held.attended, facts=facts
    )


async def cancel_meeting(
    graph: Graph, caller: Caller, child_id: ChildId, fact_id: str, cancelled: Cancellation, attempt: Attempt
) -> Recorded:
    """Why it is not held; or another day, which is another meeting: that is then the one answered."""
    facts = {"cancel_reason": cancelled.reason, "state": MeetingState.CANCELLED}
    fact: dict[str, object] = {"id": fact_id, "planned_on": cancelled.planned_on, "facts": facts}
    return await change(graph, caller, CANCEL_MEETING, child_id, attempt, cancelled, **fact)
