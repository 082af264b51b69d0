"""How well the service does what it is for, measured on work and never on children."""

from datetime import date, timedelta

from pydantic import BaseModel

from graph_service.access.caller import Caller
from graph_service.actions.clock import today
from graph_service.actions.looks import look, refuse_inactive
from graph_service.domain.calendars import NATIONS, calendar_of
from graph_service.domain.measures import IndicationsMeasured, LeadsMeasured, LooksMeasured, SystemMeasured
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

DAYS = 91
READ_WITHIN = 5  # working days


class MeasuresRow(BaseModel):
    active: bool
    leads: LeadsMeasured | None
    indications: IndicationsMeasured | None
    looks: LooksMeasured | None


MEASURE_SYSTEM = query("measures/measure_system", MeasuresRow)


async def measure_system(graph: Graph, caller: Caller) -> SystemMeasured:
    """The last thirteen weeks. Raises AccountSuspended."""
    day = today()
    since = day - timedelta(days=DAYS)
    due = {nation: _due(nation, since) for nation in NATIONS}
    given = await look(graph, caller, asked="own_list")
    (row,) = await graph.disclose(MEASURE_SYSTEM, **given, since={"day": since}, due=due)
    refuse_inactive(row.active)
    return SystemMeasured(since=since, until=day, **row.model_dump(exclude={"active"}))


def _due(nation: str, since: date) -> dict[str, date]:
    """By the day on which an indication was raised: when its five working days, in that nation, have passed."""
    days = (since + timedelta(days=passed) for passed in range(DAYS + 1))
    return {str(day): calendar_of(nation).after(day, READ_WITHIN, "working_days") for day in days}
