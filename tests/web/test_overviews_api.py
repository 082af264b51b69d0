"""Across children, over a real socket: what a manager is told, bounds and cursors, and who is told nothing."""

import html
import re

import httpx2
import pytest

from graph_service.access.tokens import development_token
from graph_service.graph.connection import Connection
from graph_service.keys import development_key
from graph_service.settings import Settings
from tests.conftest import ask
from tests.town import Town, days
from tests.web.at_the_pages import Townsfolk

pytestmark = pytest.mark.graph
API = "/api/v1"
LISTS = ("duplicate-effort", "concentration", "teams-apart")


@pytest.fixture(scope="module")
def town(towns: list[Town], schema: Connection) -> Town:
    """Lee and Pat work with Kim, Stu alone with her sister Sib; Lee and Ned, of two agencies, assess both of them."""
    town = towns.pop()
    ask(
        schema,
        "MATCH (stu:Practitioner {id: $stu}), (ned:Practitioner {id: $ned}), (lee:Practitioner {id: $lee}), "
        "(kim:Child {id: $kim}), (sib:Child {id: $sib}) "
        "CREATE (stu)-[:INVOLVED_WITH {id: $code + '-stu-sib', custodian: $code, state: 'confirmed', start: $start, "
        "service_id: $team, role: 'social_worker', version: 1, recorded_at: datetime(), recorded_by: 'tests', "
        "source: 'tests'}]->(sib) "
        "WITH [lee, ned] AS people, [kim, sib] AS children UNWIND people AS who UNWIND children AS child "
        "CREATE (who)-[:ASSESSED {id: who.id + child.id, custodian: $code, kind: 'early_help', state: 'in_progress', "
        "started_on: $start, version: 1, recorded_at: datetime(), recorded_by: 'tests', source: 'tests'}]->(child)",
        **{name: town.id_of(name) for name in ("stu", "ned", "lee", "kim", "sib", "team")},
        code=town.code, start=days(-30),
    )  # fmt: skip
    return town


def headers(settings: Settings, town: Town, name: str) -> dict[str, str]:
    caller = town.caller(name)
    token = development_token(development_key(settings.state), caller.signed_in)
    return {"Authorization": f"Bearer {token}", "Access-Purpose": str(caller.purpose)}


def test_a_manager_is_told_in_words(town_client: httpx2.Client, settings: Settings, town: Town) -> None:
    max_ = headers(settings, town, "max")
    answers = [town_client.get(f"{API}/{name}", headers=max_) for name in LISTS]
    assert [answer.status_code for answer in answers] == [200, 200, 200], [answer.text for answer in answers]
    duplicates, concentration, apart = (answer.json() for answer in answers)
    plan = town_client.get(f"{API}/practitioners/{town.id_of('lee')}/handover-plan", headers=max_).json()

    assert {row["child"]["given_name"] for row in duplicates["rows"]} == {"Kim", "Sib"}
    assert [one["says"] for one in concentration["relied_on"]] == ["1 child has no targeted work but Stu's."]
    assert [{one["name"] for side in row["sides"] for one in side["team"]} for row in apart["rows"]] == [
        {"Lee", "Pat", "Stu"}
    ]
    assert {one["name"] for piece in plan["work"] for one in piece["candidates"]} == {"Pat", "Stu"}


def test_the_pages_say_what_the_api_says(town_client: httpx2.Client, settings: Settings, town: Town) -> None:
    max_ = headers(settings, town, "max")
    duplicates, concentration, apart = (town_client.get(f"{API}/{name}", headers=max_).json() for name in LISTS)
    lee = f"practitioners/{town.id_of('lee')}/handover-plan"
    plan = town_client.get(f"{API}/{lee}", headers=max_).json()
    where = str(town_client.base_url)

    with httpx2.Client(base_url=where, timeout=90, headers={"Accept": "text/html"}) as browser:
        at_the_pages = Townsfolk(browser, town, "max", settings)
        shown = {name: html.unescape(at_the_pages.get(f"/{name}").text) for name in (*LISTS, lee)}

    assert re.findall(r'data-row="([^"]+)"', shown["duplicate-effort"]) == [row["id"] for row in duplicates["rows"]]
    assert re.findall(r'data-row="([^"]+)"', shown["teams-apart"]) == [row["id"] for row in apart["rows"]]
    rests = [*concentration["relied_on"], *concentration["leads"]]
    assert re.findall(r'data-person="([^"]+)"', shown["concentration"]) == [one["id"] for one in rests]
    assert all(one["says"] in shown["concentration"] for one in rests)
    assert re.findall(r'data-piece="([^"]+)"', shown[lee]) == [piece["id"] for piece in plan["work"]]
    for candidate in (one for piece in plan["work"] for one in piece["candidates"]):
        assert f"<strong>{candidate['name']}</strong>: {candidate['why']}" in shown[lee]


def test_a_cursor_goes_on_where_the_page_ended_and_is_good_for_that_question_only(
    town_client: httpx2.Client, settings: Settings, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph_service.actions.overviews.MOST_ROWS", 1)
    max_, place = headers(settings, town, "max"), f"{API}/duplicate-effort"
    first = town_client.get(place, headers=max_).json()
    after = {"after": first["next"]}

    second = town_client.get(place, params=after, headers=max_).json()
    others = [
        town_client.get(place, params=after | {"within_days": 30}, headers=max_),
        town_client.get(place, params=after, headers=headers(settings, town, "fran")),
        town_client.get(f"{API}/teams-apart", params=after, headers=max_),
    ]

    assert {row["child"]["given_name"] for row in first["rows"] + second["rows"]} == {"Kim", "Sib"}
    assert [answer.status_code for answer in others] == [422, 422, 422]


def test_what_is_out_of_bounds_is_named(town_client: httpx2.Client, settings: Settings, town: Town) -> None:
    for name, asked in (("duplicate-effort", "within_days"), ("concentration", "over"), ("teams-apart", "within_days")):
        answer = town_client.get(f"{API}/{name}", params={asked: 0}, headers=headers(settings, town, "max"))

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"].endswith(asked)


@pytest.mark.parametrize("name", ["lee", "sky", "dana"])
def test_they_are_not_for_those_who_answer_for_nobody(
    town_client: httpx2.Client, settings: Settings, town: Town, name: str
) -> None:
    for place in LISTS:
        answer = town_client.get(f"{API}/{place}", headers=headers(settings, town, name))

        assert (answer.status_code, answer.json()["reason"]) == (403, "role_has_no_such_action")
