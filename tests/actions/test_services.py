"""What an authority keeps of agencies, services and its duty desk."""

import pytest
from pydantic import ValidationError

from graph_service.actions.evaluation import read_settings
from graph_service.actions.networks import read_network
from graph_service.actions.services import (
    amend_duty_desk,
    amend_service,
    amend_supply,
    confirm_supply,
    record_agency,
    record_service,
    record_supply,
)
from graph_service.domain.changes import Kept
from graph_service.domain.closed_lists import AgencySector, SuppliedFact
from graph_service.domain.problems import (
    AlreadyRecorded,
    ChangedMeanwhile,
    InvalidRequest,
    NotFound,
    NotPermitted,
    RuleBroken,
)
from graph_service.domain.services import DutyDeskChange, NewAgency, NewService, NewSupply, ServiceChange, SuppliedFacts
from graph_service.graph.checks import invariant_faults
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests.actions.test_people import properties
from tests.conftest import DESK, ask
from tests.refusals import impossible, refused
from tests.town import Town, days, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]


def a_team(town: Town, **more: object) -> NewService:
    told = {"name": "North", "kind": "family_support", "tier": "additional", "agency_id": town.id_of("agency")} | more
    return NewService.model_validate(told)


class TestRecordAgency:
    async def test_the_data_team_records_an_organisation_of_its_authority(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        new = NewAgency(name="Young Carers", sector=AgencySector.VOLUNTARY)

        made = await record_agency(graph, town.caller("dana"), new, town.attempt())

        kept = properties(server, "Agency", made.id)
        assert (kept["name"], kept["sector"], kept["custodian"]) == ("Young Carers", "voluntary", town.code)


async def supplied(graph: Graph, town: Town, agency: str = "agency", since: int = -9) -> Kept:
    new = NewSupply(facts=frozenset({SuppliedFact.INVOLVEMENTS}), since=days(since))
    return await record_supply(graph, town.caller("dana"), town.id_of(agency), new, town.attempt())


def sent(server: Connection, town: Town) -> list[list[object]]:
    """What the agency sends, the version of that, and whether all of it has come as of that version."""
    said = "MATCH (:Agency {id: $id})-[s:SUPPLIES]->(:Authority {code: $code}) "
    return ask(
        server, said + "RETURN s.facts, s.version, s.last_received_at = s.recorded_at",
        id=town.id_of("agency"), code=town.code,
    )  # fmt: skip


class TestRecordSupply:
    async def test_nothing_has_come_until_the_sender_confirms_it(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        await supplied(graph, town)

        assert sent(server, town) == [[["involvements"], 1, None]]

    async def test_it_is_said_once(self, graph: Graph, town: Town) -> None:
        await supplied(graph, town)

        await refused(AlreadyRecorded, supplied(graph, town))

    async def test_somebody_elses_agency_is_not_there(self, graph: Graph, town: Town) -> None:
        await refused(NotFound, supplied(graph, town, agency="next-agency"))

    async def test_nobody_sends_from_tomorrow_on(self, graph: Graph, town: Town) -> None:
        assert await impossible(supplied(graph, town, since=1)) == "in_the_future"


class TestAmendSupply:
    async def test_who_sends_nothing_any_more_sends_nothing(self, graph: Graph, town: Town, server: Connection) -> None:
        made, nothing = await supplied(graph, town), SuppliedFacts(facts=frozenset())

        await amend_supply(graph, town.caller("dana"), town.id_of("agency"), nothing, town.attempt(made.version))

        assert sent(server, town) == [[[], 2, None]]

    async def test_where_nothing_is_sent_there_is_nothing_to_put_right(self, graph: Graph, town: Town) -> None:
        nothing = SuppliedFacts(facts=frozenset())

        await refused(
            NotFound, amend_supply(graph, town.caller("dana"), town.id_of("agency"), nothing, town.attempt(1))
        )


class TestConfirmSupply:
    async def confirm(self, graph: Graph, town: Town, version: int) -> Kept:
        return await confirm_supply(graph, town.caller("dana"), town.id_of("agency"), town.attempt(version))

    async def test_all_of_it_has_come_by_now(self, graph: Graph, town: Town, server: Connection) -> None:
        confirmed = await self.confirm(graph, town, (await supplied(graph, town)).version)

        assert confirmed.version == 2
        assert sent(server, town) == [[["involvements"], 2, True]]

    async def test_a_signal_counts_on_it_from_then_on(self, graph: Graph, town: Town) -> None:
        made = await supplied(graph, town)
        before = (await read_settings(graph, town.code)).not_evaluated

        await self.confirm(graph, town, made.version)

        assert "U01" in before
        assert "U01" not in (await read_settings(graph, town.code)).not_evaluated

    async def test_a_stale_version_confirms_nothing(self, graph: Graph, town: Town) -> None:
        await supplied(graph, town)

        await refused(ChangedMeanwhile, self.confirm(graph, town, 7))


class TestRecordService:
    async def record(self, graph: Graph, town: Town, by: str = "dana", **more: object) -> Kept:
        return await record_service(graph, town.caller(by), a_team(town, **more), town.attempt())

    async def test_a_team_is_part_of_its_agency_and_of_the_team_above_and_serves_its_authority(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        made = await self.record(graph, town, part_of=town.id_of("team"))

        joined = ask(
            server,
            "MATCH (:Service {id: $id})-[e]->(n) RETURN type(e), coalesce(n.id, n.code), e.custodian, e.version, e.id "
            "ORDER BY type(e), n.id",
            id=made.id,
        )
        assert [row[:4] for row in joined] == [
            ["PART_OF", town.id_of("agency"), town.code, 1],
            ["PART_OF", town.id_of("team"), town.code, 1],
            ["SERVES", town.code, town.code, 1],
        ]
        assert len({row[4] for row in joined}) == 3
        assert [fault for fault in await invariant_faults(graph) if made.id in fault] == []

    @pytest.mark.parametrize(("kind", "tier"), [("mental_health", "additional"), ("social_care", "universal")])
    async def test_a_tier_below_that_of_its_kind_is_refused_naming_the_field(
        self, town: Town, kind: str, tier: str
    ) -> None:
        with pytest.raises(ValidationError) as caught:
            a_team(town, kind=kind, tier=tier)

        assert [error["loc"] for error in caught.value.errors()] == [("tier",)]

    @pytest.mark.parametrize(
        ("more", "pointer"), [({"agency_id": "next-agency"}, "/agency_id"), ({"part_of": "next-team"}, "/part_of")]
    )
    async def test_an_agency_or_a_team_of_the_town_next_door_is_not_known_here(
        self, graph: Graph, town: Town, more: dict[str, str], pointer: str
    ) -> None:
        named = {field: town.id_of(name) for field, name in more.items()}

        problem = await refused(InvalidRequest, self.record(graph, town, **named))

        assert [error["pointer"] for error in problem.errors or []] == [pointer]

    async def test_nobody_places_a_service_below_a_team_that_they_manage(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        ask(
            server,
            "MATCH (p:Practitioner {id: $who}), (s:Service {id: $place}) CREATE (p)-[:MANAGES {id: $who + '-m', "
            "custodian: s.custodian, recorded_at: datetime()}]->(s)",
            who=town.id_of("dana"), place=town.id_of("team"),
        )  # fmt: skip
        problem = await refused(NotPermitted, self.record(graph, town, part_of=town.id_of("team")))

        assert problem.reason == "own_level"


class TestAmendService:
    async def amend(self, graph: Graph, town: Town, place: str, version: int = 1, **what: object) -> Kept:
        change = ServiceChange.model_validate(what)
        return await amend_service(graph, town.caller("dana"), town.id_of(place), change, town.attempt(version))

    async def test_a_new_telephone_is_kept_and_so_is_the_old(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        made = await self.amend(graph, town, "team", phone="0113 496 0555")

        assert made.version == 2
        assert properties(server, "Service", town.id_of("team"))["phone"] == "0113 496 0555"
        old = ask(server, "MATCH (v:Version {fact_id: $id}) RETURN v.phone", id=town.id_of("team"))
        assert old == [["0113 496 0001"]]

    @pytest.mark.parametrize(
        ("place", "tier"), [("camhs", "additional"), ("camhs", "universal"), ("team", "universal")]
    )
    async def test_a_tier_is_never_lowered(self, graph: Graph, town: Town, place: str, tier: str) -> None:
        problem = await refused(RuleBroken, self.amend(graph, town, place, tier=tier))

        assert problem.more["rule"] == "tier_lowered"

    async def test_raised_to_sensitive_its_work_is_named_no_longer(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("sky"),))])
        await self.amend(graph, town, "school", tier="sensitive")

        network = await read_network(graph, town.caller("fran"), town.id_of("kim"), DESK)

        names = [seat.name for seat in network.team]
        assert "Sky" not in names
        assert "a sensitive service" in names

    async def test_the_services_next_door_are_answered_like_those_that_are_not_there(
        self, graph: Graph, town: Town
    ) -> None:
        for place in ("next-team", "nowhere"):
            await refused(NotFound, self.amend(graph, town, place, phone="0113 496 0555"))

    async def test_whoever_read_an_older_version_is_told(self, graph: Graph, town: Town) -> None:
        await self.amend(graph, town, "team", name="Team North")

        await refused(ChangedMeanwhile, self.amend(graph, town, "team", name="Team South"))


class TestAmendDutyDesk:
    async def amend(self, graph: Graph, town: Town, version: int = 1, **what: object) -> Kept:
        change = DutyDeskChange.model_validate(what or {"duty_phone": "0113 496 0444"})
        return await amend_duty_desk(graph, town.caller("dana"), change, town.attempt(version))

    async def test_from_now_on_another_telephone_is_rung_and_the_old_one_is_kept(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await settled(graph, server, new_town())
        ask(server, "MATCH ()-[e:LEADS {id: $id}]->() DELETE e", id=f"{town.code}-lead")

        made = await self.amend(graph, town)

        network = await read_network(graph, town.caller("fran"), town.id_of("kim"), DESK)
        assert (made.id, made.version, network.contact.phone) == (town.code, 2, "0113 496 0444")
        old = ask(server, "MATCH (v:Version {fact_id: $id}) RETURN v.duty_phone, v.duty_hours", id=town.code)
        assert old == [["0113 496 0000", "9 to 5"]]

    async def test_what_is_not_sent_stays(self, graph: Graph, town: Town, server: Connection) -> None:
        await self.amend(graph, town, duty_hours="Monday to Friday 8 to 6")

        desk = "MATCH (a:Authority {code: $code}) RETURN a.duty_phone, a.duty_hours, a.name"
        assert ask(server, desk, code=town.code) == [["0113 496 0000", "Monday to Friday 8 to 6", f"Town {town.code}"]]

    async def test_an_authority_that_has_said_nothing_yet_is_at_version_0(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        ask(server, "MATCH (a:Authority {code: $code}) REMOVE a.version", code=town.code)

        assert (await self.amend(graph, town, version=0)).version == 1

    async def test_whoever_read_an_older_version_is_told(self, graph: Graph, town: Town) -> None:
        await self.amend(graph, town)

        await refused(ChangedMeanwhile, self.amend(graph, town))
