"""The service against the oracle: whole small worlds, every caller, every child, every answer, field by field.

The nightly size is asked for with --long.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, note

from graph_service.access.caller import Caller as ServiceCaller
from graph_service.actions.children import explain_access, find_children, list_my_children, read_child
from graph_service.actions.networks import read_network
from graph_service.domain.finding import Criteria as ServiceCriteria
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests.asking import (
    NATIONAL_DESK,
    Question,
    Running,
    compare,
    drawing,
    running_service,
    settled_facts,
    those_who_look,
    without_budgets,
)
from tests.conftest import DESK, PATIENCE
from tests.one_of_each import one_of_each
from tests.oracle import (
    Account,
    Agency,
    Agreement,
    Answer,
    Authority,
    Caller,
    Carer,
    CaresFor,
    Child,
    Criteria,
    Indication,
    Involvement,
    Json,
    LawfulBasis,
    Leads,
    LivesAt,
    MaySee,
    Oracle,
    Practitioner,
    Protection,
    Service,
    WorksIn,
    World,
    name_matches,
    stored_words,
)
from tests.worlds import Scene, scenes

IS_LONG = "LONG" in os.environ
EXAMPLES = 5_000 if IS_LONG else 300


# The service, asked the oracle's questions ---------------------------------------------------------------------------


def service_criteria(typed: Criteria) -> ServiceCriteria:
    plain = {name: value for name, value in asdict(typed).items() if name not in {"scheme", "value"}}
    number = None if typed.scheme is None else {"scheme": typed.scheme, "value": typed.value}
    return ServiceCriteria.model_validate({**plain, "identifier": number})


def questions_of(scene: Scene, graph: Graph, day: date) -> Iterator[Question]:
    for oracle, asker, who in those_who_look(scene, day):
        for child in scene.children:
            yield from questions_on_a_child(graph, oracle, asker, child, who)
        for typed in scene.searches:
            yield Question(
                f"find_children({typed}) by {who}",
                who,
                lambda oracle=oracle, typed=typed: oracle.find_children(typed),
                lambda asker=asker, typed=typed: find_children(graph, asker, service_criteria(typed)),
            )
        yield Question(
            f"list_my_children by {who}",
            who,
            oracle.list_my_children,
            lambda asker=asker: list_my_children(graph, asker),
        )


def questions_on_a_child(
    graph: Graph, oracle: Oracle, asker: ServiceCaller, child: str, who: str
) -> Iterator[Question]:
    yield Question(
        f"read_network of {child} by {who}",
        who,
        lambda: oracle.read_network(child),
        lambda: read_network(graph, asker, child, DESK),
    )
    yield Question(
        f"read_child of {child} by {who}",
        who,
        lambda: oracle.read_child(child),
        lambda: read_child(graph, asker, child, DESK),
    )
    yield Question(
        f"explain_access to {child} by {who}",
        who,
        lambda: oracle.explain_access(child),
        lambda: explain_access(graph, asker, child),
    )


@pytest.fixture(scope="module")
def running(schema: Connection) -> Iterator[Running]:
    with running_service(schema) as running:
        yield running


@pytest.mark.graph
@pytest.mark.timeout(0 if IS_LONG else PATIENCE)
class TestServiceAndOracle:
    @given(drawn=scenes())
    @drawing(EXAMPLES)
    def test_everybody_is_answered_as_the_text_says(self, running: Running, drawn: Scene) -> None:
        note(settled_facts(drawn.world))
        self.compare(running, drawn)

    def test_one_child_with_one_of_everything_is_shown_as_the_text_says(self, running: Running) -> None:
        with without_budgets():
            self.compare(running, one_of_each())

    def compare(self, running: Running, drawn: Scene) -> None:
        assert_hidden_and_absent_are_explained_alike(*compare(running, drawn, questions_of))


def assert_hidden_and_absent_are_explained_alike(questions: list[Question], answers: list[Answer]) -> None:
    """In every word: one of each caller's children is an absent one."""
    refusals: dict[str, set[str]] = {}
    for question, answer in zip(questions, answers, strict=True):
        if isinstance(answer, dict) and answer.get("rule") == "none":
            refusals.setdefault(question.who, set()).add(json.dumps(answer, sort_keys=True))
    assert all(len(ways) == 1 for ways in refusals.values()), "a refusal tells a hidden child from an absent one"


# The oracle itself: stories from model.md, with what it says of them -------------------------------------------------

DAY = date(2026, 6, 15)
LEEDS = Authority(code="LDS", name="Leeds", duty_phone="0113 1", duty_hours="9 to 5", out_of_hours_phone="0113 2")
LIVERPOOL = Authority(code="LIV", name="Liverpool", duty_phone="0151 1", duty_hours="day", out_of_hours_phone="0151 2")
TEAM = Service(
    id="team", custodian="LDS", name="Family Support", kind="family_support", tier="additional", phone="0113 3",
    agency="council",
)  # fmt: skip
CAMHS = Service(
    id="camhs", custodian="LDS", name="CAMHS", kind="mental_health", tier="sensitive", phone="0113 4", agency="nhs"
)
ELLIS = Child(id="ELLIS", custodian="LDS", given_name="Ellis", family_name="Brook", born=date(2015, 9, 18))
NIA = Child(id="NIA", custodian="LDS", given_name="Nia", family_name="Brook", born=date(2023, 2, 27))
RACHEL = Carer(id="rachel", custodian="LDS", given_name="Rachel", family_name="Brook", phone="07700 1")
STORY = World(
    authorities=(LEEDS, LIVERPOOL),
    bases=(LawfulBasis(authority="LDS"), LawfulBasis(authority="LIV")),
    agencies=(
        Agency(id="council", custodian="LDS", name="Leeds City Council", sector="council"),
        Agency(id="nhs", custodian="LDS", name="Leeds Health", sector="health"),
    ),
    services=(TEAM, CAMHS),
    practitioners=(
        Practitioner(id="amy", custodian="LDS", name="Amy Khan", phone="0113 5"),
        Practitioner(id="casey", custodian="LDS", name="Casey Flint"),
    ),
    accounts=(
        Account(practitioner="amy", subject="amy", role="practitioner", authority="LDS"),
        Account(practitioner="casey", subject="casey", role="practitioner", authority="LDS"),
        Account(practitioner="fran", subject="fran", role="front_door", authority="LDS"),
        Account(practitioner="rob", subject="rob", role="practitioner", authority="LIV"),
    ),
    works_in=(
        WorksIn(practitioner="amy", service="team", custodian="LDS"),
        WorksIn(practitioner="casey", service="camhs", custodian="LDS"),
    ),
    children=(ELLIS, NIA),
    carers=(RACHEL,),
    cares_for=(CaresFor(carer="rachel", child="ELLIS", custodian="LDS", capacity="parent"),),
)


def seat(who: str, service: str, **more: Any) -> Involvement:
    usual = {"id": f"{who}-seat", "child": "ELLIS", "custodian": "LDS", "role": "social_worker"}
    return Involvement(who=who, service=service, **(usual | more))


def lead(who: str) -> Leads:
    return Leads(id=f"{who}-leads", who=who, child="ELLIS", custodian="LDS", start=date(2026, 1, 5))


def seen_by(world: World, who: str, purpose: str = "coordinate_support") -> Oracle:
    account = next(one for one in world.accounts if one.subject == who)
    caller = Caller(
        practitioner=account.practitioner, subject=who, role=account.role, authority=account.authority, purpose=purpose
    )
    return Oracle(world, caller, DAY, NATIONAL_DESK)


def answered(answer: Answer) -> Json:
    assert isinstance(answer, dict), f"refused: {answer}"
    return answer


class TestOracle:
    def test_an_agreement_tells_where_a_child_is_known_and_whom_to_ring_and_only_for_its_purpose(self) -> None:
        agreed = Agreement(custodian="LDS", recipient="LIV", purposes=("coordinate_support",))
        world = replace(STORY, agreements=(agreed,), involvements=(seat("amy", "team"),), leads=(lead("amy"),))

        network = answered(seen_by(world, "rob").read_network("ELLIS"))

        assert (network["level"], network["rule"]) == ("existence", "agreement")
        assert network["custodian"] == {"code": "LDS", "name": "Leeds"}
        assert (network["contact"]["kind"], network["contact"]["name"]) == ("lead", "Amy Khan")
        assert network["contact"]["out_of_hours_phone"] == "0113 2"
        assert not any(network[name] for name in ("child", "lead", "team", "carers", "siblings", "indications"))
        assert seen_by(world, "rob", "prepare_meeting").read_network("ELLIS") == "not-found"

    def test_nobody_raises_their_own_level_and_on_a_protected_child_saying_so_gives_nothing(self) -> None:
        world = replace(STORY, involvements=(seat("amy", "team", state="asserted"),))
        shielded = replace(world, protections=(Protection(id="s", custodian="LDS", kind="shield", on="ELLIS"),))

        assert seen_by(world, "amy").explain_access("ELLIS") == {
            "level": "existence", "rule": "asserted_involvement", "protected": False,
        }  # fmt: skip
        assert seen_by(shielded, "amy").read_child("ELLIS") == "not-found"

    def test_a_shield_on_where_a_carer_lives_leaves_names_and_one_desk_even_to_the_custodians_staff(self) -> None:
        shield = Protection(id="s", custodian="LDS", kind="shield", on="refuge", access=(MaySee(practitioner="amy"),))
        living = LivesAt(person="rachel", household="refuge", custodian="LDS")
        with_her = LivesAt(person="ELLIS", household="refuge", custodian="LDS")
        world = replace(STORY, protections=(shield,), lives_at=(living, with_her), involvements=(seat("amy", "team"),))

        network = answered(seen_by(world, "fran").read_network("ELLIS"))

        assert (network["level"], network["rule"], network["protected"]) == ("content", "office", True)
        assert (network["contact"]["kind"], network["custodian"], network["team"]) == ("national_desk", None, [])
        assert network["child"]["given_name"] == "Ellis"
        assert network["carers"] == [
            {"id": None, "version": None, "name": "Rachel Brook", "capacity": None, "since": None, "phone": None}
        ]
        on_the_list = answered(seen_by(world, "amy").read_network("ELLIS"))
        assert (on_the_list["protected"], on_the_list["carers"][0]["phone"]) == (False, "07700 1")

    def test_a_sensitive_service_is_one_row_and_its_leads_place_is_taken_by_the_duty_desk(self) -> None:
        raised = Indication(
            id="i", who="casey", child="ELLIS", custodian="LDS", kind="taking_action",
            raised_at=datetime(2026, 6, 1, 12, tzinfo=UTC),
        )  # fmt: skip
        world = replace(
            STORY,
            involvements=(seat("amy", "team"), seat("casey", "camhs"), seat("camhs", "camhs")),
            leads=(lead("casey"),),
            indications=(raised,),
        )

        network = answered(seen_by(world, "amy").read_network("ELLIS"))
        own = answered(seen_by(world, "casey").read_network("ELLIS"))

        assert [row["name"] for row in network["team"]] == ["Amy Khan", "a sensitive service"]
        assert (network["lead"], network["contact"]["name"]) == (None, "Leeds duty desk")
        assert network["indications"] == [
            {
                "kind": "taking_action",
                "by": "a sensitive service",
                "raised_at": None,
                "due_on": None,
                "closed_at": None,
                "indication_id": None,
                "version": None,
            }
        ]
        assert [row["name"] for row in own["team"]] == ["Casey Flint", "Amy Khan", "CAMHS"]
        assert own["lead"]["name"] == "Casey Flint"

    def test_siblings_come_from_a_shared_parent_only_and_leading_one_gives_nothing_on_another(self) -> None:
        def care(capacity: str, end: date | None = None) -> World:
            more = CaresFor(carer="rachel", child="NIA", custodian="LDS", capacity=capacity, end=end)
            return replace(STORY, cares_for=(*STORY.cares_for, more), involvements=(seat("amy", "team"),))

        def siblings(world: World, who: str) -> list[Json]:
            return answered(seen_by(world, who).read_network("ELLIS"))["siblings"]

        assert [row["given_name"] for row in siblings(care("parent"), "fran")] == ["Nia"]
        assert siblings(care("parent"), "amy") == []
        assert siblings(care("foster"), "fran") == []
        assert siblings(care("parent", end=DAY), "fran") == []

    def test_a_search_by_a_former_name_says_only_that_what_was_typed_matched(self) -> None:
        renamed = replace(ELLIS, former_names=("Ellis O'Neill",))
        world = replace(STORY, children=(renamed, NIA))
        typed = Criteria(family_name="oniell", born=ELLIS.born)

        assert seen_by(world, "fran").find_children(typed) == {
            "hits": [{"id": "ELLIS", "level": "content", "matched": ["family_name", "born"]}]
        }
        assert seen_by(world, "amy").find_children(typed) == {"hits": []}
        assert seen_by(replace(world, bases=()), "fran").find_children(typed) == {"hits": []}

    def test_an_involvement_put_on_the_wrong_child_is_in_no_read_and_opens_nothing(self) -> None:
        world = replace(STORY, involvements=(seat("amy", "team", end_reason="recorded_in_error"),))

        assert seen_by(world, "amy").read_network("ELLIS") == "not-found"
        assert answered(seen_by(world, "fran").read_network("ELLIS"))["team"] == []
        assert seen_by(world, "amy").list_my_children() == {"children": []}

    @pytest.mark.parametrize(
        ("typed", "is_match"),
        [
            ("O\u2019Neill", True),
            ("ONEIL", True),
            ("o'nielL", True),
            ("O Neill", True),
            ("Neil", False),
            ("Núñez-o'neill", True),
            ("Strauss", True),
            ("Lukasz", True),
            ("Nu\u0301n\u0303ez", True),
            ("Nunze", True),
            ("Nzune", False),
        ],
    )
    def test_a_typed_name_matches_with_one_slip_and_without_marks(self, typed: str, is_match: bool) -> None:
        child = replace(ELLIS, given_name="Łukasz", family_name="O'Neill", former_names=("Núñez", "Strauß"))

        assert name_matches(typed, stored_words(child)) == is_match
