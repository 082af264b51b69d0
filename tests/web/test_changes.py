"""Changes over a real socket: keys, versions, places and tokens, as a client meets them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx2
import pytest

from graph_service.access.tokens import development_token
from graph_service.domain.identifiers import new_child_id
from graph_service.graph.connection import Connection
from graph_service.keys import development_key
from graph_service.settings import Settings
from tests.conftest import ask
from tests.town import POSTS, Town, days

pytestmark = pytest.mark.graph
TRIES = 20  # on a busy machine a plan made for the first time takes longer than the service waits


@pytest.fixture
def client(town_client: httpx2.Client) -> httpx2.Client:
    return town_client


@pytest.fixture
def town(towns: list[Town]) -> Town:
    return towns.pop()


class Person:
    """Somebody of the town at a client: each change with a new key, unless a test says which."""

    def __init__(self, client: httpx2.Client, settings: Settings, town: Town, name: str) -> None:
        caller = town.caller(name)
        token = development_token(development_key(settings.state), caller.signed_in)
        self.client, self.kim = client, f"/api/v1/children/{town.id_of('kim')}"
        self.headers = {"Authorization": f"Bearer {token}", "Access-Purpose": str(caller.purpose)}

    def send(self, method: str, path: str, body: object = None, **headers: str) -> httpx2.Response:
        """As a client should: after a 503, whose outcome nobody knows, the same again with the same key.

        So too where others hold what it needs: it is told to ask again, and does.
        """
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = self.headers | {"Idempotency-Key": str(uuid4())} | named
        for _ in range(TRIES):
            answer = self.client.request(method, self.kim + path, json=body, headers=sent)
            if answer.status_code != 503 and not is_still_running(answer):
                break
        return answer

    def get(self, path: str, **headers: str) -> httpx2.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(self.kim + path, headers=self.headers | named)


@pytest.fixture
def lee(client: httpx2.Client, settings: Settings, town: Town) -> Person:
    return Person(client, settings, town, "lee")


def joins(town: Town, who: str = "stu") -> dict[str, object]:
    return {
        "practitioner_id": town.id_of(who), "service_id": town.id_of(POSTS[who]), "role": "social_worker",
        "start": str(days(-1)), "told": "agreed",
    }  # fmt: skip


def slug(answer: httpx2.Response) -> str:
    return answer.json()["type"].rpartition("/")[2]


def is_still_running(answer: httpx2.Response) -> bool:
    return answer.status_code == 409 and slug(answer) == "still-running"


def outcome(answer: httpx2.Response) -> tuple[int, int | None]:
    """The status, and the version that is now the current one."""
    return answer.status_code, answer.json().get("version")


class TestChanges:
    def test_what_is_recorded_has_a_place_a_version_and_the_childs_name_to_read_back(
        self, lee: Person, town: Town
    ) -> None:
        answer = lee.send("POST", "/involvements", joins(town))

        body = answer.json()
        assert (answer.status_code, answer.headers["etag"], body["version"]) == (201, '"1"', 1)
        assert answer.headers["location"].endswith(f"/involvements/{body['id']}")
        assert (body["child"]["given_name"], body["child"]["born"]) == ("Kim", str(days(-3000)))

    def test_sent_again_it_gets_the_same_answer_and_is_there_once(
        self, lee: Person, town: Town, server: Connection
    ) -> None:
        key = str(uuid4())

        first, again = (lee.send("POST", "/involvements", joins(town), Idempotency_Key=key) for _ in range(2))

        for name in ("etag", "location"):
            assert first.headers[name] == again.headers[name]
        assert (first.status_code, first.content) == (again.status_code, again.content)
        found = "MATCH (:Practitioner {id: $id})-[e:INVOLVED_WITH]->() RETURN count(e)"
        assert ask(server, found, id=town.id_of("stu")) == [[1]]

    def test_the_same_key_with_another_body_is_refused(self, lee: Person, town: Town) -> None:
        key = str(uuid4())
        lee.send("POST", "/involvements", joins(town), Idempotency_Key=key)

        answer = lee.send("POST", "/involvements", joins(town) | {"role": "youth_worker"}, Idempotency_Key=key)

        assert (answer.status_code, slug(answer)) == (422, "key-reused")

    def test_a_change_without_its_key_is_refused_naming_the_header(self, lee: Person, town: Town) -> None:
        answer = lee.client.post(f"{lee.kim}/involvements", json=joins(town), headers=lee.headers)

        assert (answer.status_code, slug(answer)) == (422, "invalid-request")
        assert answer.json()["errors"][0]["pointer"] == "/idempotency-key"

    def test_a_change_needs_the_version_that_was_read_and_a_stale_one_is_told_the_current(
        self, lee: Person, town: Town
    ) -> None:
        made = lee.send("POST", "/involvements", joins(town)).json()
        confirm = f"/involvements/{made['id']}/confirm"

        without = lee.send("POST", confirm)
        malformed = lee.send("POST", confirm, If_Match="3")
        right = lee.send("POST", confirm, If_Match='"1"')
        stale = lee.send("POST", confirm, If_Match='"1"')

        assert (without.status_code, slug(without)) == (428, "version-required")
        assert (malformed.status_code, malformed.json()["errors"][0]["pointer"]) == (422, "/if-match")
        assert (right.status_code, right.headers["etag"]) == (200, '"2"')
        assert (stale.status_code, slug(stale), stale.json()["version"]) == (412, "changed-meanwhile", 2)

    def test_the_network_names_each_fact_with_the_version_to_change_it_by(self, lee: Person, town: Town) -> None:
        made = lee.send("POST", "/involvements", joins(town)).json()

        team = lee.get("/network").json()["team"]

        stu = next(seat for seat in team if seat["name"] == "Stu")
        assert (stu["involvement_id"], stu["version"]) == (made["id"], 1)

    def test_of_a_hundred_changes_of_one_version_one_is_done(self, lee: Person, town: Town) -> None:
        made = lee.send("POST", "/involvements", joins(town)).json()

        def amend(day: int) -> httpx2.Response:
            body = {"start": str(days(-2 - day))}
            return lee.send("PATCH", f"/involvements/{made['id']}", body, If_Match='"1"')

        with ThreadPoolExecutor(10) as pool:
            told = [outcome(answer) for answer in pool.map(amend, range(100))]

        assert Counter(told) == {(200, 2): 1, (412, 2): 99}

    @pytest.mark.parametrize("who", ["dana", "max"])
    def test_of_a_hundred_changes_of_a_person_one_is_done_of_each_version(
        self, client: httpx2.Client, settings: Settings, town: Town, who: str
    ) -> None:
        """Dana puts the child's record right, Max a practitioner's telephone."""
        person = Person(client, settings, town, who)
        if who == "max":
            person.kim = f"/api/v1/practitioners/{town.id_of('pat')}"

        def amend(version: int, at: int) -> httpx2.Response:
            body = {"phone": f"0113 496 {at:04}"} if who == "max" else {"sex": ("male", "female")[at % 2]}
            return person.send("PATCH", "", body, If_Match=f'"{version}"')

        with ThreadPoolExecutor(10) as pool:
            for version in range(1, 5):
                told = [outcome(answer) for answer in pool.map(amend, [version] * 25, range(25))]
                assert Counter(told) == {(200, version + 1): 1, (412, version + 1): 24}

    def test_of_fifty_who_hand_over_the_lead_one_does_and_each_other_is_told_who_leads_now(
        self, client: httpx2.Client, settings: Settings, town: Town, server: Connection
    ) -> None:
        desk = [Person(client, settings, town, who) for who in ("max", "fran")]
        body = {
            "practitioner_id": town.id_of("pat"), "kind": "early_help", "start": str(days(0)),
            "expected_lead": f"{town.code}-lead",
        }  # fmt: skip

        mistaken = desk[0].send("POST", "/leads", body | {"expected_lead": "somebody-else"})
        assert (mistaken.status_code, mistaken.json()["lead_id"]) == (412, f"{town.code}-lead")
        with ThreadPoolExecutor(50) as pool:
            told = list(pool.map(lambda at: desk[at % 2].send("POST", "/leads", body), range(50)))

        (won,) = (answer.json()["id"] for answer in told if answer.status_code == 201)
        lost = Counter((slug(answer), answer.json()["lead_id"]) for answer in told if answer.status_code != 201)
        assert lost == {("changed-meanwhile", won): 49}
        current = "MATCH ()-[e:LEADS]->(:Child {id: $id}) WHERE e.current_child = $id RETURN e.id"
        assert ask(server, current, id=town.id_of("kim")) == [[won]]

    def test_of_many_meetings_about_two_children_planned_from_either_end_each_is_planned(
        self, client: httpx2.Client, settings: Settings, town: Town, server: Connection
    ) -> None:
        """Those who stand in each other's way are no fault of anybody's: at worst they are told to ask again."""
        pair = [Person(client, settings, town, "fran") for _ in range(2)]
        pair[1].kim = f"/api/v1/children/{town.id_of('sib')}"

        def plan(at: int) -> int:
            other = town.id_of(("sib", "kim")[at % 2])
            body = {"kind": "core_group", "planned_on": str(days(1 + at)), "children": [other]}
            return pair[at % 2].send("POST", "/meetings", body).status_code

        with ThreadPoolExecutor(10) as pool:
            told = Counter(pool.map(plan, range(40)))

        assert told == {201: 40}
        planned = "MATCH (m:Meeting)-[:ABOUT]->(:Child {id: $id}) RETURN count(m)"
        assert ask(server, planned, id=town.id_of("kim")) == [[40]]

    def test_the_token_of_a_change_is_taken_by_the_next_read_and_a_made_up_one_is_not(
        self, lee: Person, town: Town
    ) -> None:
        token = lee.send("POST", "/involvements", joins(town)).headers["consistency-token"]

        assert lee.get("/network", Consistency_Token=token).status_code == 200
        for wrong in (token[:-2] + "xx", "x" * 3000, "WyJGQjprY3dRIl0.made-up"):
            answer = lee.get("/network", Consistency_Token=wrong)
            assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/consistency-token")

    def test_a_stranger_cannot_tell_a_hidden_child_from_an_absent_one_by_changing_it(
        self, client: httpx2.Client, settings: Settings, town: Town
    ) -> None:
        ned = Person(client, settings, town, "ned")
        hidden = ned.send("POST", "/involvements", joins(town, "ned"))
        ned.kim = f"/api/v1/children/{new_child_id()}"
        absent = ned.send("POST", "/involvements", joins(town, "ned"))

        assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
        own = {name for name in hidden.headers if name not in ("date", "request-id")}
        assert own == {name for name in absent.headers if name not in ("date", "request-id")}
        assert "consistency-token" not in own

    def test_an_unknown_field_is_named_and_not_dropped(self, lee: Person, town: Town) -> None:
        answer = lee.send("POST", "/involvements", joins(town) | {"note": "seen on Monday"})

        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/note")
        assert "Monday" not in answer.text
