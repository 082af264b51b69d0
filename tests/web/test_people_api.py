"""What is kept of people and services, over a real socket: how each answer looks to a program that sends it."""

from collections.abc import Callable
from secrets import token_hex

import httpx2
import pytest

from graph_service.access.tokens import development_token
from graph_service.keys import development_key
from graph_service.settings import Settings
from tests.town import Town

pytestmark = [pytest.mark.graph, pytest.mark.anyio]
API = "/api/v1"

Headers = Callable[..., dict[str, str]]


@pytest.fixture
def of(settings: Settings, town: Town) -> Headers:
    """The headers of somebody in the town, for a change with a key of its own."""

    def headers(name: str, version: int | None = None) -> dict[str, str]:
        caller = town.caller(name)
        token = development_token(development_key(settings.state), caller.signed_in)
        sent = {"Authorization": f"Bearer {token}", "Access-Purpose": caller.purpose, "Idempotency-Key": token_hex(16)}
        return sent | ({} if version is None else {"If-Match": f'"{version}"'})

    return headers


async def test_a_new_practitioner_has_a_place_and_a_version_and_is_put_right_by_it(
    http: httpx2.Client, of: Headers
) -> None:
    made = http.post(f"{API}/practitioners", json={"name": "New Colleague"}, headers=of("dana"))
    place = made.headers["Location"]
    without = http.patch(place, json={"phone": "0113 496 0777"}, headers=of("dana"))
    amended = http.patch(place, json={"phone": "0113 496 0777"}, headers=of("dana", 1))

    assert (made.status_code, place, made.headers["ETag"]) == (201, f"{API}/practitioners/{made.json()['id']}", '"1"')
    assert set(made.json()) == {"id", "version", "at"}
    assert (without.status_code, amended.status_code, amended.headers["ETag"]) == (428, 200, '"2"')


async def test_a_tier_below_its_kinds_is_an_error_of_that_field(http: httpx2.Client, town: Town, of: Headers) -> None:
    sent = {"name": "Minds", "kind": "mental_health", "tier": "additional", "agency_id": town.id_of("agency")}

    answer = http.post(f"{API}/services", json=sent, headers=of("dana"))

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/tier"]


async def test_a_practitioner_records_no_service(http: httpx2.Client, of: Headers) -> None:
    answer = http.post(f"{API}/agencies", json={"name": "Mine", "sector": "voluntary"}, headers=of("pat"))

    assert (answer.status_code, answer.json()["reason"]) == (403, "role_has_no_such_action")


async def test_a_post_a_cover_and_an_account_each_answer_with_their_place(
    http: httpx2.Client, town: Town, of: Headers
) -> None:
    sky, team = f"{API}/practitioners/{town.id_of('sky')}", town.id_of("team")
    post = {"service_id": team, "role": "team_manager", "manages": True, "start": "2026-01-01"}
    cover = {"absent_until": "2099-01-01", "covered_by": town.id_of("pat")}
    account = {"subject": town.id_of("sky-too"), "role": "manager", "service_id": team}

    answers = [
        http.post(f"{sky}/{what}", json=body, headers=of("dana"))
        for what, body in (("posts", post), ("cover", cover), ("accounts", account))
    ]

    assert [answer.status_code for answer in answers] == [201, 201, 201]


async def test_somebody_with_nothing_open_leaves(http: httpx2.Client, town: Town, of: Headers) -> None:
    stu = f"{API}/practitioners/{town.id_of('stu')}"

    found = http.get(f"{stu}/open-work", headers=of("max"))
    done = http.post(f"{stu}/leave", json={"work": []}, headers=of("max"))

    assert (found.status_code, found.json()) == (200, {"work": [], "more": False})
    assert done.status_code == 200, done.text
    assert (done.json()["elsewhere"], done.headers["ETag"]) == ([], '"2"')


async def test_the_desk_is_put_right_from_the_version_that_there_is(http: httpx2.Client, of: Headers) -> None:
    sent = {"duty_phone": "0113 496 0444"}

    stale = http.patch(f"{API}/duty-desk", json=sent, headers=of("dana", 9))
    done = http.patch(f"{API}/duty-desk", json=sent, headers=of("dana", stale.json()["version"]))

    assert (stale.status_code, done.status_code) == (412, 200)
