"""What a form says of itself: what is missing, what was refused, and when nobody knows whether it was done."""

from datetime import date

import pytest
from pydantic import BaseModel

from graph_service.domain.conversations import NewConversation
from graph_service.domain.problems import (
    AlreadyRecorded,
    ChangedMeanwhile,
    GraphUnavailable,
    InvalidRequest,
    KeyReused,
    NotCustodian,
    NotFound,
    Problem,
    RuleBroken,
)
from graph_service.web import pages, sign_in
from graph_service.web.dependencies import from_this_site
from graph_service.web.forms import Form, Refusal, Typed, begun
from tests.test_names import routes

pytestmark = pytest.mark.anyio

SPOKE = Form(
    NewConversation,
    says={"practitioner_id": "Choose with whom you spoke", "on": "Enter the day on which you spoke"},
    days=frozenset({"on"}),
)
FILLED_IN = begun(practitioner_id="pat", on=date(2026, 11, 27))


async def said(body: BaseModel) -> BaseModel:
    return body


async def refused(problem: Problem) -> Refusal:
    async def refuse(body: BaseModel) -> BaseModel:
        raise problem

    came = await SPOKE.sent(FILLED_IN, refuse)
    assert isinstance(came, Refusal)
    return came


class TestWhatIsTyped:
    async def test_a_form_that_is_filled_in_says_what_was_typed(self) -> None:
        assert await SPOKE.sent(FILLED_IN, said) == NewConversation(practitioner_id="pat", on=date(2026, 11, 27))

    @pytest.mark.parametrize("day", ["31", "0", "x", "", "1e1", "-1", "٣"])
    async def test_what_is_no_day_is_said_to_be_none(self, day: str) -> None:
        typed = Typed({"practitioner_id": ["pat"], "on_day": [day], "on_month": ["2"], "on_year": ["2026"]})

        came = await SPOKE.sent(typed, said)

        assert came == Refusal({"on": "Enter the day on which you spoke"})

    async def test_everything_that_is_missing_is_said_at_once(self) -> None:
        came = await SPOKE.sent(Typed(), said)

        assert came == Refusal(dict(SPOKE.says))


class TestWhatIsRefused:
    async def test_nobody_knows_whether_it_was_done_where_the_index_did_not_answer(self) -> None:
        assert (await refused(GraphUnavailable())).unknown

    @pytest.mark.parametrize("problem", [AlreadyRecorded(), KeyReused(), RuleBroken("That day has not come yet.")])
    async def test_of_every_other_refusal_it_is_known_that_nothing_was_done(self, problem: Problem) -> None:
        came = await refused(problem)

        assert not came.unknown
        assert came.status == problem.status

    @pytest.mark.parametrize(
        ("problem", "field", "words"),
        [
            (RuleBroken("That day has not come yet."), "practitioner_id", "That day has not come yet"),
            (InvalidRequest(errors=[{"pointer": "/on", "detail": "this day has passed"}]), "on", "This day has passed"),
            (InvalidRequest(errors=[{"pointer": "/else", "detail": "x"}]), "practitioner_id", "X"),
            (
                NotCustodian(more={"custodian": {"code": "LDS", "name": "Leeds", "phone": "0113 496 0100"}}),
                "practitioner_id",
                "Leeds keeps this. Ask their duty desk: 0113 496 0100",
            ),
        ],
        ids=["a rule", "a field", "a field that is not asked", "another authority's"],
    )
    async def test_it_is_said_beside_the_field_that_it_is_about(self, problem: Problem, field: str, words: str) -> None:
        assert (await refused(problem)).faults == {field: words}

    async def test_what_changed_meanwhile_is_sent_again_with_the_version_of_now(self) -> None:
        assert (await refused(ChangedMeanwhile(more={"version": 3}))).version == 3

    async def test_what_is_about_no_field_is_said_by_the_whole_page(self) -> None:
        with pytest.raises(NotFound):
            await refused(NotFound())


class TestWhereFormsComeFrom:
    async def test_every_form_of_every_page_is_refused_from_another_site(self) -> None:
        found = [route for router in (*pages.ROUTERS, sign_in.router) for route in routes(router)]
        taken = [route for route in found if "POST" in route.methods]

        assert len(taken) > 20
        for route in taken:
            assert from_this_site in [one.call for one in route.dependant.dependencies], route.path
