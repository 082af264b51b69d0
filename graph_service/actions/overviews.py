"""Questions across the children of a manager's teams, or of the front door's authority: each one statement."""

from datetime import date, timedelta

from pydantic import BaseModel

from graph_service.access.caller import Caller
from graph_service.access.scope import owner_label
from graph_service.actions.clock import today
from graph_service.actions.looks import look, refuse_inactive
from graph_service.domain.overviews import (
    Concentration,
    DuplicateEffort,
    DuplicateEfforts,
    FamiliesApart,
    LeadOfMany,
    ReliedOn,
    TeamsApart,
)
from graph_service.domain.problems import TooManyToFollow
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

MOST_LOOKED_AT = 500  # pairs, for one page
MOST_ROWS = 50
MOST_PEOPLE = 1000  # whose children are looked at at once
MOST_RELIED_ON = 20


class DuplicatesRow(BaseModel):
    active: bool
    rows: list[DuplicateEffort]


class ConcentrationRow(BaseModel):
    active: bool
    too_many: bool
    relied_on: list[ReliedOn]
    leads: list[LeadOfMany]


class ApartRow(BaseModel):
    active: bool
    rows: list[TeamsApart]


class PlaceOfFamily(BaseModel):
    """Where a page ended: the last row shown."""

    id: str = ""


class PlaceOfPair(BaseModel):
    """Where a page ended: the last row shown."""

    since: date = date.min
    id: str = ""


FIND_DUPLICATE_EFFORT = query("overviews/find_duplicate_effort", DuplicatesRow)
FIND_CONCENTRATION = query("overviews/find_concentration", ConcentrationRow)
FIND_TEAMS_APART = query("overviews/find_teams_apart", ApartRow)


async def find_duplicate_effort(
    graph: Graph, caller: Caller, within_days: int, after: PlaceOfPair
) -> tuple[DuplicateEfforts, PlaceOfPair | None]:
    """A page of pairs, and where it ended if there may be more. Raises AccountSuspended."""
    wanted = {"begun_from": today() - timedelta(days=within_days), "after": after.model_dump()}
    given = await look(graph, caller, asked="own_list", narrowed={"within_days": within_days})
    (row,) = await graph.disclose(FIND_DUPLICATE_EFFORT, **given, wanted=wanted, most=MOST_LOOKED_AT, limit=MOST_ROWS)
    refuse_inactive(row.active)
    last = row.rows[-1] if len(row.rows) == MOST_ROWS else None
    page = DuplicateEfforts(rows=row.rows, next=None)
    return page, PlaceOfPair(since=last.since, id=last.id) if last else None


async def find_concentration(graph: Graph, caller: Caller, over: int, team: str | None) -> Concentration:
    """On whom much rests, of all teams or of one. Raises AccountSuspended, TooManyToFollow at the bound."""
    (row,) = await graph.disclose(
        FIND_CONCENTRATION,
        **await look(graph, caller, asked="own_list", narrowed={"over": over, "service": team}),
        owner=owner_label(caller.authority),
        wanted={"over": over},
        team={"id": team},
        bounds={"people": MOST_PEOPLE},
        limit=MOST_RELIED_ON,
    )
    refuse_inactive(row.active)
    if row.too_many:
        raise TooManyToFollow(f"More than {MOST_PEOPLE} people work there. Ask for one team: service_id.")
    return Concentration(relied_on=row.relied_on, leads=row.leads)


async def find_teams_apart(
    graph: Graph, caller: Caller, within_days: int, after: PlaceOfFamily
) -> tuple[FamiliesApart, PlaceOfFamily | None]:
    """A page of brothers and sisters, and where it ended if there may be more. Raises AccountSuspended."""
    since = today() - timedelta(days=within_days)
    given = await look(graph, caller, asked="own_list", narrowed={"within_days": within_days})
    wanted = {"quiet_since": since, "after": after.model_dump()}
    (row,) = await graph.disclose(FIND_TEAMS_APART, **given, wanted=wanted, most=MOST_LOOKED_AT, limit=MOST_ROWS)
    refuse_inactive(row.active)
    last = row.rows[-1] if len(row.rows) == MOST_ROWS else None
    return FamiliesApart(quiet_since=since, rows=row.rows, next=None), PlaceOfFamily(id=last.id) if last else None
