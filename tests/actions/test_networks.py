"""Who is around this child, as each person of the small world may see it (seed/README.md says why each is there)."""

from dataclasses import asdict

import pytest

from graph_service.access.policy import BUDGETS, PROJECTIONS, Budget
from graph_service.actions.clock import today
from graph_service.actions.disclosures import looked
from graph_service.actions.networks import READ_NETWORK, read_network
from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.identifiers import new_child_id
from graph_service.domain.networks import Network
from graph_service.domain.problems import AccountSuspended, NotFound, TooManyRequests
from graph_service.domain.purposes import Purpose
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from graph_service.graph.queries import REGISTRY
from tests.conftest import DESK, World, ask

pytestmark = [pytest.mark.graph, pytest.mark.anyio]
FRONT_DOOR = Purpose.ASSESS_REFERRAL


class TestReadNetwork:
    async def around(
        self, graph: Graph, world: World, subject: str, child: str, purpose: Purpose = Purpose.COORDINATE_SUPPORT
    ) -> Network:
        return await read_network(graph, world.caller(subject, purpose), world[child], DESK)

    async def test_the_lead_sees_the_whole_team_and_stands_first(self, graph: Graph, world: World) -> None:
        network = await self.around(graph, world, "amy.khan", "ellis")

        assert network.level == "content"
        assert network.visible_because == "You lead the team around this child."
        assert network.lead is not None
        assert network.lead.name == "Amy Khan"
        assert network.team[0].leads
        assert {seat.name for seat in network.team} >= {
            "Amy Khan", "Oakfield Primary School", "Meadow Surgery", "Noor Aziz", "Lou Ward", "Wes Hart",
        }  # fmt: skip

    async def test_current_involvements_stand_before_ended_ones_and_by_their_start(
        self, graph: Graph, world: World
    ) -> None:
        network = await self.around(graph, world, "amy.khan", "ellis")

        named = [seat for seat in network.team if seat.kind != "sensitive" and not seat.leads]
        assert [seat.current for seat in named] == sorted((seat.current for seat in named), reverse=True)
        starts = [seat.start for seat in named if seat.current]
        assert starts == sorted(starts)

    async def test_an_involvement_recorded_in_error_is_not_there(self, graph: Graph, world: World) -> None:
        network = await self.around(graph, world, "amy.khan", "ellis")

        assert "Omar Reid" not in {seat.name for seat in network.team}

    async def test_nobody_is_let_in_by_an_involvement_recorded_in_error(self, graph: Graph, world: World) -> None:
        with pytest.raises(NotFound):
            await self.around(graph, world, "omar.reid", "ellis")

    async def test_an_ended_additional_involvement_is_for_lead_and_front_door_only(
        self, graph: Graph, world: World
    ) -> None:
        lead = await self.around(graph, world, "amy.khan", "ellis")
        front_door = await self.around(graph, world, "leeds.front.door", "ellis", FRONT_DOOR)
        youth_worker = await self.around(graph, world, "lou.ward", "ellis")

        assert "Sam Obi" in {seat.name for seat in lead.team}
        assert "Sam Obi" in {seat.name for seat in front_door.team}
        assert "Sam Obi" not in {seat.name for seat in youth_worker.team}

    async def test_an_ended_involvement_opens_nothing(self, graph: Graph, world: World) -> None:
        with pytest.raises(NotFound):
            await self.around(graph, world, "sam.obi", "ellis")

    async def test_a_sensitive_service_is_one_row_without_name_place_or_date(self, graph: Graph, world: World) -> None:
        network = await self.around(graph, world, "amy.khan", "ellis")

        sensitive = [seat for seat in network.team if seat.kind == "sensitive"]
        assert len(sensitive) == 1
        assert sensitive[0].model_dump(exclude_none=True) == {
            "kind": "sensitive", "current": True, "leads": False, "name": "a sensitive service",
        }  # fmt: skip

    @pytest.mark.parametrize("word", ["Casey", "CAMHS", "mental_health", "0113 496 018", "2026-05-11", "2026-05-18"])
    async def test_nothing_in_the_answer_tells_which_sensitive_service(
        self, graph: Graph, world: World, word: str
    ) -> None:
        network = await self.around(graph, world, "amy.khan", "ellis")

        assert word not in network.model_dump_json()

    async def test_an_indication_and_an_assessment_of_a_sensitive_service_do_not_name_it(
        self, graph: Graph, world: World
    ) -> None:
        network = await self.around(graph, world, "amy.khan", "ellis")

        masked = next(one for one in network.indications if one.by == "a sensitive service")
        assert (masked.raised_at, masked.due_on) == (None, None)
        assessment = next(one for one in network.assessments if one.by == "a sensitive service")
        assert (assessment.kind, assessment.started_on, assessment.state) == (None, None, None)

    async def test_the_sensitive_services_own_worker_sees_it(self, graph: Graph, world: World) -> None:
        network = await self.around(graph, world, "casey.flint", "ellis")

        assert "Casey Flint" in {seat.name for seat in network.team}
        assert all(seat.kind != "sensitive" for seat in network.team)

    async def test_the_front_door_sees_the_child_by_its_office(self, graph: Graph, world: World) -> None:
        network = await self.around(graph, world, "leeds.front.door", "ellis", FRONT_DOOR)

        assert network.level == "content"
        assert network.rule == "office"

    async def test_the_front_door_of_another_authority_learns_nothing(self, graph: Graph, world: World) -> None:
        with pytest.raises(NotFound):
            await self.around(graph, world, "glasgow.front.door", "ellis", FRONT_DOOR)

    async def test_a_system_elsewhere_learns_only_that_the_child_is_known_and_whom_to_ring(
        self, graph: Graph, world: World
    ) -> None:
        network = await self.around(graph, world, "liverpool-cms", "ellis")

        assert network.level == "existence"
        assert network.custodian is not None
        assert network.custodian.code == "LDS"
        assert (network.contact.kind, network.contact.name) == ("lead", "Amy Khan")
        assert network.child is None
        assert network.lead is None
        lists = (network.team, network.carers, network.siblings, network.indications, network.assessments)
        assert lists == ([], [], [], [], [])
        assert "Ellis" not in network.model_dump_json()

    async def test_without_an_agreement_for_the_purpose_the_child_is_not_there(
        self, graph: Graph, world: World
    ) -> None:
        with pytest.raises(NotFound):
            await self.around(graph, world, "liverpool-cms", "ellis", Purpose.HAND_OVER_WORK)

    async def test_a_practitioner_of_another_authority_who_works_with_the_child_sees_the_network(
        self, graph: Graph, world: World
    ) -> None:
        network = await self.around(graph, world, "lou.ward", "ellis")

        assert (network.level, network.rule) == ("content", "own_involvement")

    async def test_saying_that_one_works_with_a_child_shows_only_whom_to_ring(self, graph: Graph, world: World) -> None:
        network = await self.around(graph, world, "wes.hart", "ellis")

        assert (network.level, network.rule) == ("existence", "asserted_involvement")
        assert network.child is None

    async def test_belonging_to_the_custodian_opens_nothing(self, graph: Graph, world: World) -> None:
        with pytest.raises(NotFound):
            await self.around(graph, world, "hana.lewis", "ellis")

    async def test_a_child_of_a_closed_part_is_not_there_even_for_those_who_work_with_it(
        self, graph: Graph, world: World
    ) -> None:
        with pytest.raises(NotFound):
            await self.around(graph, world, "ishbel.rae", "isla")

    async def test_a_suspended_account_is_told_so_whether_the_child_is_there_or_not(
        self, graph: Graph, world: World
    ) -> None:
        for child in (world["river"], world["isla"], "000000000000"):
            with pytest.raises(AccountSuspended):
                await read_network(graph, world.caller("gail.stone"), child, DESK)

    async def test_siblings_come_through_a_shared_parent_each_at_the_callers_own_level(
        self, graph: Graph, world: World
    ) -> None:
        front_door = await self.around(graph, world, "leeds.front.door", "ellis", FRONT_DOOR)
        siblings = {sibling.id: sibling for sibling in front_door.siblings}

        assert siblings[world["nia"]].level == "content"
        assert siblings[world["nia"]].given_name == "Nia"

    async def test_leading_one_sibling_gives_nothing_on_another(self, graph: Graph, world: World) -> None:
        network = await self.around(graph, world, "amy.khan", "ellis")

        assert world["nia"] not in {sibling.id for sibling in network.siblings}

    async def test_a_sibling_elsewhere_is_known_through_the_agreement_and_not_named(
        self, graph: Graph, world: World
    ) -> None:
        network = await self.around(graph, world, "amy.khan", "ellis")

        tom = next(sibling for sibling in network.siblings if sibling.id == world["tom"])
        assert (tom.level, tom.given_name, tom.born) == ("existence", None, None)
        assert tom.custodian is not None
        assert tom.custodian.code == "LIV"

    async def test_children_in_one_foster_home_are_no_siblings(self, graph: Graph, world: World) -> None:
        network = await self.around(graph, world, "sam.obi", "finn")

        assert world["mabel"] not in {sibling.id for sibling in network.siblings}
        assert {carer.capacity for carer in network.carers} == {"foster"}

    async def test_a_protected_child_shows_no_place_or_person_even_to_the_front_door(
        self, graph: Graph, world: World
    ) -> None:
        network = await self.around(graph, world, "leeds.front.door", "zara", FRONT_DOOR)

        assert network.protected
        assert network.contact.kind == "national_desk"
        assert network.rule == "office"
        assert (network.custodian, network.lead, network.team, network.siblings) == (None, None, [], [])
        assert network.child is not None
        assert network.child.given_name == "Zara"
        assert [(carer.name, carer.phone) for carer in network.carers] == [("Huda Haddad", None)]
        shown = network.model_dump_json()
        for word in ("Leeds", "LDS", "Sam Obi", "0113", "Nowhere", "Hillside"):
            assert word not in shown

    async def test_a_shield_covers_everybody_in_the_home(self, graph: Graph, world: World) -> None:
        network = await self.around(graph, world, "leeds.front.door", "yusuf", FRONT_DOOR)

        assert network.protected

    async def test_somebody_on_the_access_list_sees_the_protected_child_whole(self, graph: Graph, world: World) -> None:
        network = await self.around(graph, world, "sam.obi", "zara")

        assert not network.protected
        assert "Sam Obi" in {seat.name for seat in network.team}

    async def test_existence_of_a_protected_child_names_one_national_desk(self, graph: Graph, world: World) -> None:
        network = await self.around(graph, world, "liverpool-cms", "zara")

        assert (network.level, network.contact.kind, network.custodian) == ("existence", "national_desk", None)
        assert network.rule == "protected"  # an agreement would name the area
        assert network.child is None

    async def test_a_manager_sees_the_children_open_to_the_teams_they_manage_and_no_others(
        self, graph: Graph, world: World
    ) -> None:
        network = await self.around(graph, world, "ivy.cole", "ellis")

        assert (network.level, network.rule) == ("content", "manages")
        assert "Sam Obi" in {seat.name for seat in network.team}  # ended, for the custodian's manager too
        with pytest.raises(NotFound):
            await self.around(graph, world, "ivy.cole", "nia")

    async def test_a_reviewing_officer_sees_the_child_whose_review_they_chair(self, graph: Graph, world: World) -> None:
        network = await self.around(graph, world, "ruth.vane", "finn", Purpose.PREPARE_MEETING)

        assert (network.level, network.rule) == ("content", "chairs")
        with pytest.raises(NotFound):
            await self.around(graph, world, "ruth.vane", "mabel", Purpose.PREPARE_MEETING)

    async def test_the_data_team_sees_who_the_child_is_and_nobodys_work(self, graph: Graph, world: World) -> None:
        network = await self.around(graph, world, "dana.price", "ellis", Purpose.KEEP_RECORD_RIGHT)

        assert (network.level, network.rule, network.contact.kind) == ("identity", "record_keeping", "duty_desk")
        assert network.child is not None
        assert (network.lead, network.team, network.carers, network.indications) == (None, [], [], [])

    async def test_the_police_learn_who_the_child_is_and_whom_to_ring(self, graph: Graph, world: World) -> None:
        network = await self.around(graph, world, "pete.vale", "ellis", Purpose.ASSESS_REFERRAL)

        assert network.level == "content"
        assert network.child is not None
        assert network.contact.name == "Amy Khan"
        assert (network.lead, network.team, network.carers, network.siblings) == (None, [], [], [])
        assert (network.indications, network.assessments, network.parental_responsibility) == ([], [], [])

    async def test_a_school_sees_its_own_part_who_leads_and_no_sensitive_service(
        self, graph: Graph, world: World
    ) -> None:
        network = await self.around(graph, world, "dee.marsh", "ellis")

        assert {seat.name for seat in network.team} == {"Dee Marsh", "Oakfield Primary School"}
        assert network.lead is not None
        assert [indication.by for indication in network.indications] == ["Noor Aziz"]
        assert (network.carers, network.siblings, network.assessments) == ([], [], [])
        assert "sensitive" not in network.model_dump_json()

    async def test_out_of_hours_duty_sees_the_child_by_its_office(self, graph: Graph, world: World) -> None:
        network = await self.around(graph, world, "leeds.out.of.hours", "ellis", Purpose.RESPOND_OUT_OF_HOURS)

        assert (network.level, network.rule) == ("content", "office")

    @pytest.mark.parametrize("subject", ["sam.obi", "leeds.front.door", "dana.price", "liverpool-cms", "ivy.cole"])
    async def test_the_record_of_before_an_adoption_answers_nobody(
        self, graph: Graph, world: World, subject: str
    ) -> None:
        for purpose in Purpose:
            with pytest.raises(NotFound):
                await self.around(graph, world, subject, "jamie-before", purpose)

    async def test_nothing_joins_the_adopted_child_to_the_family_of_before(self, graph: Graph, world: World) -> None:
        ada = await self.around(graph, world, "leeds.front.door", "ada", FRONT_DOOR)
        jamie = await self.around(graph, world, "leeds.front.door", "jamie", FRONT_DOOR)

        assert (ada.siblings, jamie.siblings) == ([], [])
        assert [carer.name for carer in jamie.carers] == ["May Stone"]
        assert "Finch" not in jamie.model_dump_json()

    async def test_of_a_protected_child_nothing_of_a_carer_is_shown_but_the_name(
        self, graph: Graph, world: World
    ) -> None:
        network = await self.around(graph, world, "leeds.front.door", "zara", FRONT_DOOR)

        assert network.carers[0].model_dump(exclude={"name"}) == dict.fromkeys(
            ("id", "version", "capacity", "since", "phone")
        )

    async def test_whoever_has_opened_as_many_children_as_they_may_is_refused_for_all_others_alike(
        self, graph: Graph, world: World, monkeypatch: pytest.MonkeyPatch, server: Connection
    ) -> None:
        monkeypatch.setitem(BUDGETS, AccountRole.HEALTH, Budget(searches=1, children=0))

        for child in (world["ellis"], world["isla"], new_child_id()):
            with pytest.raises(TooManyRequests):
                await read_network(graph, world.caller("hal.green"), child, DESK)
        listed = "MATCH (d:Disclosure {subject: 'hal.green', review: 'over_budget'}) RETURN count(d) > 2"
        assert ask(server, listed) == [[True]]

    async def test_children_opened_earlier_in_the_day_stay_open(
        self, graph: Graph, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await self.around(graph, world, "hana.lewis", "nia")
        monkeypatch.setitem(BUDGETS, AccountRole.PRACTITIONER, Budget(searches=1, children=1))

        assert (await self.around(graph, world, "hana.lewis", "nia")).level == "content"

    async def test_a_practitioner_without_a_telephone_is_reached_at_their_service(
        self, graph: Graph, world: World
    ) -> None:
        network = await self.around(graph, world, "amy.khan", "ellis")

        noor = next(seat for seat in network.team if seat.name == "Noor Aziz")
        assert noor.phone == "0113 496 0175"

    async def test_whoever_is_away_is_shown_with_their_cover(self, graph: Graph, world: World) -> None:
        network = await self.around(graph, world, "leeds.front.door", "nia", FRONT_DOOR)

        hana = next(seat for seat in network.team if seat.name == "Hana Lewis")
        assert hana.covered_by is not None
        assert hana.covered_by.name == "Gail Stone"

    async def test_a_mother_of_sixteen_is_a_carer_and_a_child(self, graph: Graph, world: World) -> None:
        network = await self.around(graph, world, "leeds.front.door", "river", FRONT_DOOR)

        assert network.carers[0].id == world["kayla"]

    async def test_a_local_authority_under_a_care_order_holds_parental_responsibility(
        self, graph: Graph, world: World
    ) -> None:
        network = await self.around(graph, world, "sam.obi", "finn")

        held = network.parental_responsibility[0]
        assert (held.holder, held.by_authority, held.basis) == ("Leeds", True, "care_order")

    @pytest.mark.parametrize("opened", [[], ["LA_GLG"], ["LA_NOSUCH"]], ids=["empty", "foreign", "unknown"])
    async def test_a_scope_that_does_not_open_the_part_gives_no_row_even_to_the_lead(
        self, graph: Graph, world: World, opened: list[str]
    ) -> None:
        rows = await graph.disclose(
            READ_NETWORK,
            look=looked(world.caller("amy.khan"), world["ellis"]),
            today=today(),
            scope=dict.fromkeys(("open", "office", "kept", "agreed", "enacted"), opened),
            sees=PROJECTIONS[AccountRole.LEAD].parameter(AccountRole.LEAD),
            budget=BUDGETS[AccountRole.LEAD].parameter(),
            desk=asdict(DESK),
        )

        assert rows == []

    async def test_every_query_of_the_action_has_its_name(self) -> None:
        assert "networks/read_network" in {handle.name for handle in REGISTRY.handles}
