"""No record, no answer: every look is on record, shown or refused, and an answer leaves nothing else behind."""

import httpx2
import pytest

from graph_service.domain.identifiers import new_child_id
from graph_service.graph.connection import Connection
from tests.conftest import SignedInAs, World, ask

pytestmark = pytest.mark.graph


def looks_at(server: Connection, child_id: str) -> list[list[object]]:
    return ask(
        server,
        "MATCH (look:Disclosure {asked: $child}) RETURN look.subject, look.purpose, look.level, look.rule, "
        "look.outcome, look.parts IS NOT NULL ORDER BY look.at",
        child=child_id,
    )


class TestDisclosure:
    @pytest.mark.parametrize(
        ("subject", "purpose", "recorded"),
        [
            ("amy.khan", "coordinate_support", ["content", "leads", "shown", True]),
            ("liverpool-cms", "coordinate_support", ["existence", "agreement", "shown", True]),
            ("hana.lewis", "coordinate_support", ["none", "none", "refused", True]),
            ("gail.stone", "coordinate_support", ["none", "account_not_active", "refused", True]),
            ("pete.vale", "coordinate_support", ["none", "purpose_not_for_role", "refused", False]),
            ("leeds.front.door", "hand_over_work", ["none", "purpose_not_for_role", "refused", False]),
        ],
    )
    def test_content_existence_hidden_and_refused_are_all_recorded(
        self, http: httpx2.Client, server: Connection, world: World, signed_in_as: SignedInAs,
        subject: str, purpose: str, recorded: list[object],
    ) -> None:  # fmt: skip
        before = len(looks_at(server, world["ellis"]))

        http.get(f"/api/v1/children/{world['ellis']}/network", headers=signed_in_as(subject, purpose))

        after = looks_at(server, world["ellis"])
        assert len(after) == before + 1
        assert after[-1] == [subject, purpose, *recorded]

    def test_a_look_at_a_child_who_is_not_there_is_recorded_like_a_hidden_one(
        self, http: httpx2.Client, server: Connection, signed_in_as: SignedInAs
    ) -> None:
        absent = new_child_id()

        http.get(f"/api/v1/children/{absent}/network", headers=signed_in_as("amy.khan"))

        assert looks_at(server, absent) == [["amy.khan", "coordinate_support", "none", "none", "refused", True]]

    def test_what_was_returned_is_recorded_as_ids(
        self, http: httpx2.Client, server: Connection, world: World, signed_in_as: SignedInAs
    ) -> None:
        answer = http.get(f"/api/v1/children/{world['leo']}/network", headers=signed_in_as("wes.hart")).json()

        rows = ask(
            server,
            "MATCH (look:Disclosure {asked: $child, subject: 'wes.hart'}) RETURN look.returned ORDER BY look.at DESC",
            child=world["leo"],
        )
        shown = {
            answer["child"]["id"],
            *(seat["id"] for seat in answer["team"]),
            *(one["id"] for one in answer["carers"]),
        }
        assert set(rows[0][0]) == shown - {None}

    def test_a_look_changes_nothing_but_its_own_record(
        self, http: httpx2.Client, server: Connection, world: World, signed_in_as: SignedInAs
    ) -> None:
        count = "MATCH (n) WHERE NOT n:Disclosure OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n), count(r)"
        before = ask(server, count)

        for subject in ("amy.khan", "hana.lewis", "liverpool-cms"):
            http.get(f"/api/v1/children/{world['nia']}/network", headers=signed_in_as(subject))

        assert ask(server, count) == before

    @pytest.mark.parametrize(
        ("subject", "purpose", "child", "level"),
        [
            ("amy.khan", "coordinate_support", "ellis", "content"),
            ("dana.price", "keep_record_right", "ellis", "identity"),
            ("liverpool-cms", "coordinate_support", "zara", "existence"),
            ("ola.nash", "coordinate_support", "ellis", "none"),
        ],
    )
    @pytest.mark.parametrize("action", ["read_network", "read_child", "explain_access"])
    def test_the_record_of_a_look_at_a_child_says_what_was_answered(
        self, http: httpx2.Client, server: Connection, world: World, signed_in_as: SignedInAs,
        action: str, subject: str, purpose: str, child: str, level: str,
    ) -> None:  # fmt: skip
        path = {"read_network": "/network", "read_child": "", "explain_access": "/access"}[action]

        http.get(f"/api/v1/children/{world[child]}{path}", headers=signed_in_as(subject, purpose))

        last = self.last(server, subject, action)
        shown = level != "none"
        assert (last["level"], last["outcome"]) == (level, "shown" if shown else "refused")
        assert last.get("returned", [])[:1] == ([world[child]] if shown else [])
        # The true rule, though the caller was told another one of a protected child.
        assert last["rule"] == {"content": "leads", "identity": "record_keeping", "existence": "agreement"}.get(
            level, "none"
        )
        opens = shown and action != "explain_access"
        assert last.get("opened") == (world[child] if opens else None)
        assert "review" not in last

    @pytest.mark.parametrize(
        ("subject", "typed", "found", "outcome", "rule"),
        [
            ("amy.khan", {"family_name": "Brook", "born": "2015-09-18"}, ["ellis"], "shown", "search"),
            ("ola.nash", {"family_name": "Brook", "born": "2015-09-18"}, [], "shown", "search"),
            ("gail.stone", {"family_name": "Brook", "born": "2015-09-18"}, [], "refused", "account_not_active"),
        ],
    )
    def test_the_record_of_a_search_says_who_was_found_and_never_what_was_typed(
        self, http: httpx2.Client, server: Connection, world: World, signed_in_as: SignedInAs,
        subject: str, typed: dict[str, str], found: list[str], outcome: str, rule: str,
    ) -> None:  # fmt: skip
        http.post("/api/v1/children/find", json=typed, headers=signed_in_as(subject))

        last = self.last(server, subject, "find_children")
        assert last["returned"] == [world[child] for child in found]
        assert (last["outcome"], last["rule"]) == (outcome, rule)
        assert "Brook" not in str(last)

    def test_the_record_of_ones_own_list_says_who_was_in_it(
        self, http: httpx2.Client, server: Connection, world: World, signed_in_as: SignedInAs
    ) -> None:
        for subject, listed, outcome in (("hana.lewis", ["nia"], "shown"), ("gail.stone", [], "refused")):
            http.get("/api/v1/my-children", headers=signed_in_as(subject))

            last = self.last(server, subject, "list_my_children")
            assert (last["returned"], last["outcome"]) == ([world[child] for child in listed], outcome)
            assert last["level"] == ("content" if listed else "none")

    def last(self, server: Connection, subject: str, action: str) -> dict:
        found = ask(
            server,
            "MATCH (d:Disclosure {subject: $subject, action: $action}) RETURN properties(d) ORDER BY d.at DESC LIMIT 1",
            subject=subject,
            action=action,
        )
        return found[0][0]  # ty: ignore[invalid-return-type]  # a map of properties
