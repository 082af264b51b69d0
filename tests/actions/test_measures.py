"""What a manager learns of how work is joined up: of work, of one authority, and never of fewer than five."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from graph_service.actions.measures import measure_system
from graph_service.domain.identifiers import new_child_id
from graph_service.domain.measures import IndicationsMeasured, LeadsMeasured, LooksMeasured, SystemMeasured
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests.conftest import ask
from tests.town import Town, days, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]

CHILDREN = """
UNWIND $children AS one
CREATE (child:Child:$($label) {id: one.id, custodian: $code, born: date('2015-05-05'), given_name: 'Bo',
  family_name: 'Bell', recorded_at: datetime(), recorded_by: 'tests', source: 'tests', version: 1})
WITH child, one
UNWIND one.seats AS seat
MATCH (who:Practitioner {id: seat.who})
CREATE (who)-[:INVOLVED_WITH {id: one.id + seat.place, custodian: $code, start: seat.start, state: 'confirmed',
  service_id: seat.place, role: 'youth_worker', recorded_at: datetime(), recorded_by: 'tests', source: 'tests',
  version: 1}]->(child)
WITH DISTINCT child, one
MATCH (lead:Practitioner {id: $lead})
CREATE (lead)-[:LEADS {id: one.id + '-lead', custodian: $code, start: one.led, state: 'accepted', kind: 'early_help',
  current_child: one.id, recorded_at: datetime(), recorded_by: 'tests', source: 'tests', version: 1}]->(child)
"""
CONCERNS = """
UNWIND $raised AS one
MATCH (who:Practitioner {id: $who}), (reader:Practitioner {id: $reader}), (child:Child {id: $child})
CREATE (who)-[:HAS_CONCERN {id: one.id, custodian: $code, kind: 'information_to_share', raised_at: one.at,
  recorded_at: datetime(), recorded_by: 'tests', source: 'tests', version: 1}]->(child)
FOREACH (at IN CASE WHEN one.read IS NULL THEN [] ELSE [one.read] END |
  CREATE (reader)-[:ACKNOWLEDGED {id: one.id + '-read', custodian: $code, concern_id: one.id, at: at,
    recorded_at: datetime(), recorded_by: 'tests', source: 'tests', version: 1}]->(child))
"""
LOOKS = """
UNWIND $looks AS day
CREATE (:Disclosure {id: $subject + toString(day), subject: $subject, by: $by, authority: $code, action: 'read_network',
  purpose: 'coordinate_support', opened: $child, day: day, at: datetime(), outcome: 'shown', rule: 'leads'})
"""
SHIELD = """
MATCH (child:Child {id: $id})
CREATE (child)-[:PROTECTED_BY {id: $id + '-on', custodian: $code, recorded_at: datetime()}]->(:Protection:$($label)
  {id: $id + '-shield', kind: 'shield', custodian: $code})
"""
TALKS = """
UNWIND $days AS day
MATCH (one:Practitioner {id: $one}), (other:Practitioner {id: $other})
CREATE (one)-[:SPOKE_WITH {id: $one + toString(day), custodian: $code, child_id: $child, on: day,
  recorded_at: datetime(), recorded_by: 'tests', source: 'tests', version: 1}]->(other)
"""


async def measured(graph: Graph, town: Town, by: str = "max") -> SystemMeasured:
    return await measure_system(graph, town.caller(by))


def led(server: Connection, town: Town, *waits: int, second: tuple[str, str] = ("ned", "next-team")) -> list[str]:
    """A child for each wait: social care for long, a second agency 40 days ago, a lead so many days later."""
    children = [
        {"id": new_child_id(), "led": days(waited - 40), "seats": [
            {"who": town.id_of("lee"), "place": town.id_of("team"), "start": days(-200)},
            {"who": town.id_of(second[0]), "place": town.id_of(second[1]), "start": days(-40)},
        ]}
        for waited in waits
    ]  # fmt: skip
    ask(server, CHILDREN, children=children, label=f"LA_{town.code}", code=town.code, lead=town.id_of("lee"))
    return [str(child["id"]) for child in children]


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), ZoneInfo("UTC"))


def raised(server: Connection, town: Town, *read_after: int | None, ago: int = 30) -> None:
    """One indication for each: read after so many days, or never."""
    concerns = [
        {"id": f"{town.code}-said-{place}", "at": noon(days(-ago)),
         "read": None if after is None else noon(days(-ago) + timedelta(days=after))}
        for place, after in enumerate(read_after)
    ]  # fmt: skip
    ask(server, CONCERNS, raised=concerns, who=town.id_of("pat"), reader=town.id_of("lee"), child=town.id_of("kim"),
        code=town.code)  # fmt: skip


def looked(server: Connection, town: Town, *ago: int) -> None:
    ask(
        server, LOOKS, looks=[days(-one) for one in ago], subject=town.caller("lee").signed_in.subject,
        by=town.id_of("lee"), code=town.code, child=town.id_of("kim"),
    )  # fmt: skip


class TestMeasureSystem:
    async def test_it_says_how_long_half_of_the_teams_waited_for_a_lead(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        led(server, town, 3, 9, 5, 30, 12)

        assert (await measured(graph, town)).leads == LeadsMeasured(children=5, median_days=9)

    async def test_of_four_children_it_says_nothing(self, graph: Graph, town: Town, server: Connection) -> None:
        led(server, town, 3, 9, 5, 30)

        assert (await measured(graph, town)).leads is None

    async def test_a_child_with_a_protection_is_in_no_figure(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        child, *_ = led(server, town, 3, 9, 5, 30, 12)
        ask(server, SHIELD, id=child, code=town.code, label=f"LA_{town.code}")

        assert (await measured(graph, town)).leads is None

    async def test_a_sensitive_service_is_no_second_agency_here(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        led(server, town, 3, 9, 5, 30, 12, second=("casey", "camhs"))

        assert (await measured(graph, town)).leads is None

    async def test_another_authority_is_not_measured(self, graph: Graph, town: Town, server: Connection) -> None:
        led(server, town, 3, 9, 5, 30, 12)

        assert (await measure_system(graph, town.caller("ned"))).leads is None

    @pytest.mark.parametrize("nation", ["England", "Scotland"])
    async def test_it_says_how_many_indications_were_read_within_five_working_days_of_the_nation(
        self, graph: Graph, server: Connection, nation: str
    ) -> None:
        town = await settled(graph, server, replace(new_town(), nation=nation))
        raised(server, town, 0, 4, 20, None, 1)  # twenty days are never five working days, not at Christmas either

        assert (await measured(graph, town)).indications == IndicationsMeasured(raised=5, read_in_time=3)

    async def test_one_whose_days_have_not_passed_is_not_counted_yet(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        raised(server, town, 0, 0, 0, 0, 0, ago=3)

        assert (await measured(graph, town)).indications is None

    async def test_it_says_after_how_many_looks_people_spoke(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        looked(server, town, 60, 50, 40, 30, 20, 3)
        ask(server, TALKS, days=[days(-38), days(-12)], one=town.id_of("pat"), other=town.id_of("lee"), code=town.code,
            child=town.id_of("kim"))  # fmt: skip

        assert (await measured(graph, town)).looks == LooksMeasured(looks=5, led_to_talk=1)

    async def test_the_front_door_reads_the_same(self, graph: Graph, town: Town, server: Connection) -> None:
        led(server, town, 3, 9, 5, 30, 12)

        assert await measured(graph, town, "fran") == await measured(graph, town, "max")
