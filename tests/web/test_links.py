"""Who is joined with whom: the map's lines between people, and the table beside it, which says the same."""

from datetime import date
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph_service.domain.networks import Contacts, Involvement, Meeting, Network
from graph_service.web import examples
from graph_service.web.drawing import drawn
from graph_service.web.links import colleagues, links

WHOLE = Network.model_validate({name: value for name, value in examples.NETWORK.items() if name != "visible_because"})
POSTS = {
    code: {"id": code, "name": code, "kind": "social_care", "tier": "additional", "agency": "a", "sector": "council"}
    for code in ("one-service", "another-service")
}
PEOPLE = ("amy", "bo", "cal", "dee")


def seat(who: str, post: str, *, current: bool = True) -> Involvement:
    told = {"kind": "practitioner", "id": who, "name": who.title(), "post": POSTS[post], "current": current}
    return Involvement.model_validate(told | {"leads": False})


def met(*came: str, state: str = "held", **more: Any) -> Meeting:
    told = {
        "kind": "core_group", "state": state, "planned_on": None, "held_on": date(2026, 10, 12), "next_on": None,
        "meeting_id": "m", "version": 1, "chair": None, "invited": [], "attended": list(came),
    }  # fmt: skip
    return Meeting.model_validate(told | more)


def spoke(one: str, other: str) -> Contacts:
    return Contacts(between=[one, other], times=2, last_on=date(2026, 11, 3))


def around(*team: Involvement, **more: Any) -> Network:
    return WHOLE.model_copy(update={"team": list(team), "meetings": [], "conversations": []} | more)


AMY, BO, CAL = seat("amy", "one-service"), seat("bo", "one-service"), seat("cal", "another-service")


class TestLinks:
    def test_two_who_came_to_one_meeting_have_met_and_the_last_day_is_told(self) -> None:
        network = around(AMY, CAL, meetings=[met("amy", "cal"), met("amy", "cal", held_on=date(2026, 1, 5))])

        assert links(network) == {("amy", "cal"): "met on 12 October 2026"}

    def test_whoever_chairs_a_meeting_that_was_held_was_there(self) -> None:
        assert links(around(AMY, CAL, meetings=[met("amy", chair="cal")])) != {}

    def test_a_meeting_that_is_only_planned_joins_nobody(self) -> None:
        network = around(AMY, CAL, meetings=[met("amy", "cal", state="planned", invited=["amy", "cal"])])

        assert links(network) == {}

    def test_all_that_joins_two_is_told_in_one_line(self) -> None:
        network = around(AMY, BO, meetings=[met("amy", "bo")], conversations=[spoke("bo", "amy")])

        assert links(network) == {("amy", "bo"): "met on 12 October 2026, spoke on 3 November 2026, same service"}

    def test_whoever_works_with_the_child_no_longer_is_in_no_line(self) -> None:
        gone = seat("cal", "another-service", current=False)

        assert links(around(AMY, gone, meetings=[met("amy", "cal")])) == {}


class TestColleagues:
    def test_a_manager_reads_who_has_not_met(self) -> None:
        network = around(AMY, BO, CAL, meetings=[met("bo", "cal")])

        assert [(one.name, [name for name, _ in one.joined], one.apart) for one in colleagues(network)] == [
            ("Amy", ["Bo"], ["Cal"]), ("Bo", ["Amy", "Cal"], []), ("Cal", ["Bo"], ["Amy"]),
        ]  # fmt: skip

    def test_one_person_alone_has_nobody_to_meet(self) -> None:
        assert colleagues(around(AMY)) == []

    @given(
        team=st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(sorted(POSTS)), st.booleans()), max_size=6),
        came=st.lists(st.lists(st.sampled_from(PEOPLE), unique=True), max_size=3),
        talks=st.lists(st.sampled_from(list(combinations(PEOPLE, 2))), max_size=3, unique=True),
    )
    def test_the_maps_lines_between_people_and_the_table_say_the_same(
        self, team: list[tuple[str, str, bool]], came: list[list[str]], talks: list[tuple[str, str]]
    ) -> None:
        network = around(
            *(seat(who, post, current=current) for who, post, current in team),
            meetings=[met(*those) for those in came],
            conversations=[spoke(*two) for two in talks],
        )
        told = colleagues(network)

        picture = drawn(network)
        lines = {(one["source"], one["target"]) for one in picture["edges"] if one.get("kind") == "between"}
        by_name = {one.name: one.id for one in told}
        rows = {
            (f"seat-{one.id}", f"seat-{by_name[name]}")
            for one in told
            for name, _ in one.joined
            if one.id < by_name[name]
        }
        assert lines == rows
        assert {end for line in lines for end in line} <= {node["id"] for node in picture["nodes"]}
        assert all(len(one.joined) + len(one.apart) == len(told) - 1 for one in told)
