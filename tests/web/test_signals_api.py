"""Uncoordinated cases over a real socket: filters, cursors, roles, and what is decided of a row."""

import asyncio
import re
from uuid import uuid4

import httpx2
import pytest

from graph_service.access.tokens import development_token
from graph_service.actions.scans import scan
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from graph_service.keys import development_key
from graph_service.settings import Settings
from tests.conftest import ask
from tests.town import Town, days, fed
from tests.web.at_the_pages import Townsfolk, typed_day

pytestmark = pytest.mark.graph

LIST = "/api/v1/signals"


@pytest.fixture
def town(towns: list[Town], schema: Connection) -> Town:
    """Kim and her sister have two agencies each and nobody leads."""
    town = towns.pop()
    fed(schema, town)
    ask(
        schema,
        "MATCH (ned:Practitioner {id: $ned}), (lee:Practitioner {id: $lee}) UNWIND $children AS id "
        "MATCH (child:Child {id: id}) UNWIND [[ned, $next], [lee, $team]] AS seat "
        "WITH child, seat[0] AS who, seat[1] AS place "
        "CREATE (who)-[:INVOLVED_WITH {id: child.id + place, custodian: $code, start: $start, state: 'confirmed', "
        "service_id: place, role: 'youth_worker', version: 1, recorded_at: datetime(), recorded_by: 'tests', "
        "source: 'tests'}]->(child)",
        ned=town.id_of("ned"), lee=town.id_of("lee"), next=town.id_of("next-team"), team=town.id_of("team"),
        children=[town.id_of("kim"), town.id_of("sib")], code=town.code, start=days(-30),
    )  # fmt: skip
    ask(
        schema, "MATCH ()-[lead:LEADS {custodian: $code}]->() SET lead.end = $end REMOVE lead.current_child",
        code=town.code, end=days(-3),
    )  # fmt: skip

    async def scanned() -> None:
        async with Graph.open(*schema, read_seconds=60.0) as graph:
            await scan(graph, town.code)

    asyncio.run(scanned())
    return town


def headers(settings: Settings, town: Town, name: str) -> dict[str, str]:
    caller = town.caller(name)
    token = development_token(development_key(settings.state), caller.signed_in)
    return {"Authorization": f"Bearer {token}", "Access-Purpose": str(caller.purpose)}


@pytest.fixture
def manager(settings: Settings, town: Town) -> dict[str, str]:
    return headers(settings, town, "max")


def of_u01(answer: httpx2.Response) -> list[dict]:
    return [row for row in answer.json()["rows"] if row["code"] == "U01"]


class TestTheList:
    def test_a_manager_reads_the_reason_in_words_and_finds_the_evidence_in_the_network(
        self, town_client: httpx2.Client, town: Town, manager: dict[str, str]
    ) -> None:
        rows = of_u01(town_client.get(LIST, headers=manager))
        kim = next(row for row in rows if row["child"]["id"] == town.id_of("kim"))

        network = town_client.get(f"/api/v1/children/{kim['child']['id']}/network", headers=manager).json()

        assert kim["reason"] == "2 agencies work with the child, and nobody leads."
        assert {one["id"] for one in kim["evidence"]} <= {row["involvement_id"] for row in network["team"]}

    def test_a_cursor_goes_on_where_the_page_ended_and_is_good_for_that_question_only(
        self, town_client: httpx2.Client, manager: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("graph_service.actions.uncoordinated.MOST_ROWS", 1)
        first = town_client.get(LIST, params={"code": "U01"}, headers=manager).json()

        second = town_client.get(LIST, params={"code": "U01", "after": first["next"]}, headers=manager)
        elsewhere = town_client.get(LIST, params={"after": first["next"]}, headers=manager)

        assert len({row["id"] for row in first["rows"] + second.json()["rows"]}) == 2
        assert (elsewhere.status_code, elsewhere.json()["errors"][0]["pointer"]) == (422, "?after")

    def test_a_cursor_of_somebody_else_is_not_taken(
        self, town_client: httpx2.Client, settings: Settings, town: Town, manager: dict[str, str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        monkeypatch.setattr("graph_service.actions.uncoordinated.MOST_ROWS", 1)
        theirs = town_client.get(LIST, headers=manager).json()["next"]

        answer = town_client.get(LIST, params={"after": theirs}, headers=headers(settings, town, "fran"))

        assert answer.status_code == 422

    @pytest.mark.parametrize(
        ("asked", "pointer"),
        [
            ({"after": "made-up"}, "?after"),
            ({"age_from": 99}, "/age_from"),
            ({"standing_days": "long"}, "/standing_days"),
            ({"name": "kim"}, "?name"),
        ],
        ids=["a made-up cursor", "an age", "no number", "a name"],
    )
    def test_what_is_wrong_with_a_filter_is_named(
        self, town_client: httpx2.Client, manager: dict[str, str], asked: dict[str, object], pointer: str
    ) -> None:
        answer = town_client.get(LIST, params=asked, headers=manager)

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"].endswith(pointer.lstrip("/"))

    @pytest.mark.parametrize("name", ["lee", "sky", "dana"])
    def test_it_is_not_for_those_who_answer_for_nobody(
        self, town_client: httpx2.Client, settings: Settings, town: Town, name: str
    ) -> None:
        answer = town_client.get(LIST, headers=headers(settings, town, name))

        assert (answer.status_code, answer.json()["reason"]) == (403, "role_has_no_such_action")


class TestADecision:
    def test_it_is_made_once_and_shown(self, town_client: httpx2.Client, town: Town, manager: dict[str, str]) -> None:
        row = of_u01(town_client.get(LIST, headers=manager))[0]
        place = f"/api/v1/children/{row['child']['id']}/signals"
        key = {"Idempotency-Key": str(uuid4())}
        body = {"decision": "assign", "practitioner_id": town.id_of("pat")}

        made = [town_client.post(f"{place}/{row['id']}/decision", json=body, headers=manager | key) for _ in range(2)]

        shown = next(one for one in town_client.get(place, headers=manager).json()["rows"] if one["id"] == row["id"])
        assert [answer.status_code for answer in made] == [201, 201]
        assert made[0].json()["id"] == made[1].json()["id"] == shown["decision"]["id"]
        assert shown["decision"]["assigned_to"] == "Pat"

    def test_what_it_lacks_is_said(self, town_client: httpx2.Client, manager: dict[str, str]) -> None:
        row = of_u01(town_client.get(LIST, headers=manager))[0]
        place = f"/api/v1/children/{row['child']['id']}/signals/{row['id']}/decision"

        answer = town_client.post(
            place, json={"decision": "snooze"}, headers=manager | {"Idempotency-Key": str(uuid4())}
        )

        assert answer.status_code == 422
        assert "until when" in answer.json()["errors"][0]["detail"]

    def test_it_is_made_on_a_page_from_the_managers_list(
        self, town_client: httpx2.Client, settings: Settings, town: Town, manager: dict[str, str]
    ) -> None:
        with httpx2.Client(base_url=str(town_client.base_url), timeout=90, headers={"Accept": "text/html"}) as browser:
            max_ = Townsfolk(browser, town, "max", settings)
            [row, *_] = of_u01(town_client.get(LIST, headers=manager))
            where = f"/children/{row['child']['id']}/signals/{row['id']}/decision"
            assert f'href="{where}"' in max_.get("/uncoordinated").text

            unsaid = max_.fill_in(where)
            unfit = max_.fill_in(where, decision="snooze", **typed_day("until", days(30)))
            too_long = max_.fill_in(where, decision="snooze", reason="lead_asked", **typed_day("until", days(300)))
            made = max_.fill_in(where, decision="snooze", reason="lead_asked", **typed_day("until", days(30)))
            after = max_.get(made.headers["location"]).text

        assert 'href="#decision"' in unsaid.text
        assert 'href="#reason"' in unfit.text
        assert re.search('value="snooze" checked', unfit.text), "what was chosen stays"
        assert 'href="#until-day"' in too_long.text
        assert made.status_code == 303
        assert "Your decision is shown with the reason" in after
        assert "Snooze, lead asked, until" in re.sub(r"\s+", " ", after)
        place = f"/api/v1/children/{row['child']['id']}/signals"
        shown = next(one for one in town_client.get(place, headers=manager).json()["rows"] if one["id"] == row["id"])
        assert (shown["decision"]["reason"], shown["decision"]["until"]) == ("lead_asked", str(days(30)))
