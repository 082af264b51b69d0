"""The connection to the database breaks while something is recorded: it is there once, and everybody is told the same.

Nobody guesses what came of it. Whoever did not hear the answer asks again with the same key: the service by itself,
and where it could not find out either, the client.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import uuid4

import httpx2
import pytest

from graph_service.access.tokens import development_token
from graph_service.graph.client import ATTEMPTS
from graph_service.graph.connection import Connection
from graph_service.keys import development_key
from graph_service.settings import Settings
from tests.conftest import ask, serving
from tests.town import POSTS, Town, days
from tests.web.cable import Cable, Cut, cable_to

pytestmark = pytest.mark.graph

UNSENT, HALF_SENT = Cut(sent=0), Cut(sent=1)
# All of the answer is lost, all but that the statement is accepted, or only that it is committed.
LOST = [Cut(back=messages) for messages in (0, 1, 2)]
AT_ONCE = Cut(back=None)
SILENT = Cut(silent=True)
TRIES = 20
RECORD, CONFIRM = "involvements/record_involvement", "involvements/confirm_involvement"


def name_of(cut: Cut) -> str:
    return f"{cut.sent} sent, {'at once' if cut.back is None else f'{cut.back} back'}"


@pytest.fixture(scope="module")
def cable(schema: Connection, towns: list[Town]) -> Iterator[Cable]:
    """After the towns, so that a service started on it knows their parts."""
    with cable_to(schema) as laid:
        yield laid


@dataclass
class Desk:
    """Lee at a client, recording one thing about Kim: that Stu works with Kim. Sent again it has the same key."""

    client: httpx2.Client
    cable: Cable
    server: Connection
    town: Town
    headers: dict[str, str]
    key: str = field(default_factory=lambda: str(uuid4()))

    @property
    def kim(self) -> str:
        return self.town.id_of("kim")

    def record(self, *cuts: Cut) -> httpx2.Response:
        body = {
            "practitioner_id": self.town.id_of("stu"), "service_id": self.town.id_of(POSTS["stu"]),
            "role": "social_worker", "start": str(days(-1)), "told": "agreed",
        }  # fmt: skip
        with self.cable.breaks(RECORD, self.kim, *cuts):
            return self.client.post(
                f"/api/v1/children/{self.kim}/involvements",
                json=body,
                headers=self.headers | {"Idempotency-Key": self.key},
            )

    def confirm(self, fact: str, key: str, *cuts: Cut) -> httpx2.Response:
        with self.cable.breaks(CONFIRM, self.kim, *cuts):
            return self.client.post(
                f"/api/v1/children/{self.kim}/involvements/{fact}/confirm",
                headers=self.headers | {"Idempotency-Key": key, "If-Match": '"1"'},
            )

    def facts(self) -> list[list[object]]:
        """Every involvement of Stu with Kim that there is: its id, its version, and when we were told."""
        return ask(
            self.server,
            "MATCH (:Practitioner {id: $stu})-[e:INVOLVED_WITH]->(:Child {id: $kim}) "
            "RETURN e.id, e.version, toString(e.recorded_at)",
            stu=self.town.id_of("stu"), kim=self.kim,
        )  # fmt: skip

    def log(self) -> list[list[object]]:
        """The change log of this authority, in its order."""
        return ask(
            self.server,
            "MATCH (c:Change {authority: $code}) RETURN c.sequence, c.fact_id, c.version ORDER BY c.sequence",
            code=self.town.code,
        )  # fmt: skip

    def last_number(self) -> list[list[object]]:
        return ask(self.server, "MATCH (c:Counter {authority: $code}) RETURN c.last", code=self.town.code)

    def looks(self) -> list[str]:
        """What the audit says of each attempt that reached the database, one word each."""
        found = ask(self.server, "MATCH (d:Disclosure {asked: $kim}) RETURN d.outcome ORDER BY d.outcome", kim=self.kim)
        return [str(outcome) for (outcome,) in found]

    def expect_once(self, answer: httpx2.Response) -> None:
        """What was answered is in the graph, once; the log holds it, once, as the first of an unbroken sequence."""
        fact = answer.json()["id"]
        assert [(found, version) for found, version, _ in self.facts()] == [(fact, 1)]
        assert self.log() == [[1, fact, 1]]
        assert self.last_number() == [[1]]

    def expect_nothing(self) -> None:
        assert (self.facts(), self.log(), self.last_number(), self.looks()) == ([], [], [], [])


@pytest.fixture(scope="module")
def client(settings: Settings, cable: Cable, server: Connection, towns: list[Town]) -> Iterator[httpx2.Client]:
    """A service on the cable, whose first answers have been given: a plan made anew may take longer than it waits."""
    impatient = settings.model_copy(update={"answer_seconds": 10.0})
    with serving(impatient, cable.connection) as address, httpx2.Client(base_url=address, timeout=90) as http:
        first = lee_of(towns.pop(), http, cable, server, settings)
        recorded = answered(first.record)
        answered(lambda: first.confirm(recorded.json()["id"], "confirmed-first"))
        yield http


@pytest.fixture
def lee(client: httpx2.Client, cable: Cable, server: Connection, settings: Settings, towns: list[Town]) -> Desk:
    return lee_of(towns.pop(), client, cable, server, settings)


def lee_of(town: Town, client: httpx2.Client, cable: Cable, server: Connection, settings: Settings) -> Desk:
    caller = town.caller("lee")
    token = development_token(development_key(settings.state), caller.signed_in)
    headers = {"Authorization": f"Bearer {token}", "Access-Purpose": str(caller.purpose)}
    return Desk(client, cable, server, town, headers)


def answered(ask_again: Callable[[], httpx2.Response]) -> httpx2.Response:
    for _ in range(TRIES):
        answer = ask_again()
        if answer.status_code < 400:
            return answer
    raise AssertionError(answer.text)


def expect_same(first: httpx2.Response, again: httpx2.Response) -> None:
    assert (again.status_code, again.content) == (first.status_code, first.content)
    for name in ("etag", "location"):
        assert again.headers[name] == first.headers[name]


def slug(answer: httpx2.Response) -> str:
    return answer.json()["type"].rpartition("/")[2]


class TestTheAnswerIsLostAfterTheCommit:
    @pytest.mark.parametrize("cut", LOST, ids=name_of)
    def test_the_service_finds_out_by_the_key_and_gives_the_first_answer(self, lee: Desk, cut: Cut) -> None:
        answer = lee.record(cut)

        assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
        assert answer.headers["location"].endswith(f"/involvements/{answer.json()['id']}")
        assert lee.looks() == ["done", "replayed"]
        lee.expect_once(answer)
        expect_same(answer, lee.record())

    def test_the_answer_says_when_it_was_done_not_when_that_was_found_out(self, lee: Desk) -> None:
        answer = lee.record(*LOST)

        ((_, _, told_at),) = lee.facts()
        ((first_look,),) = ask(
            lee.server, "MATCH (d:Disclosure {asked: $kim, outcome: 'done'}) RETURN toString(d.at)", kim=lee.kim
        )
        assert told_at == first_look
        assert answer.json()["at"][:23] == str(told_at)[:23]

    def test_where_the_service_could_not_find_out_it_says_so_and_the_client_finds_out(self, lee: Desk) -> None:
        unknown = lee.record(*[LOST[0]] * ATTEMPTS)
        again = lee.record()
        once_more = lee.record()

        assert (unknown.status_code, slug(unknown), unknown.headers["retry-after"]) == (503, "graph-unavailable", "5")
        assert "consistency-token" not in unknown.headers
        assert (again.status_code, again.headers["etag"]) == (201, '"1"')
        assert lee.looks() == ["done", *["replayed"] * (ATTEMPTS + 1)]
        lee.expect_once(again)
        expect_same(again, once_more)

    def test_an_answer_that_never_comes_is_given_up_and_the_client_finds_out(self, lee: Desk) -> None:
        unknown = lee.record(SILENT)
        again = lee.record()

        assert (unknown.status_code, slug(unknown)) == (503, "graph-unavailable")
        assert again.status_code == 201
        lee.expect_once(again)

    def test_whoever_confirmed_a_version_is_not_told_that_they_themselves_made_it_stale(self, lee: Desk) -> None:
        fact, key = lee.record().json()["id"], str(uuid4())

        answer = lee.confirm(fact, key, LOST[0])
        again = lee.confirm(fact, key)

        assert (answer.status_code, answer.headers["etag"], answer.json()["version"]) == (200, '"2"', 2)
        assert (again.status_code, again.content, again.headers["etag"]) == (200, answer.content, '"2"')
        assert [version for _, version, _ in lee.facts()] == [2]
        assert lee.log() == [[1, fact, 1], [2, fact, 2]]
        assert slug(lee.confirm(fact, str(uuid4()))) == "changed-meanwhile"


class TestTheRequestIsLostOnItsWay:
    @pytest.mark.parametrize("cut", [UNSENT, HALF_SENT], ids=name_of)
    def test_the_service_sends_it_again_and_it_is_done_once(self, lee: Desk, cut: Cut) -> None:
        answer = lee.record(cut)

        assert answer.status_code == 201
        assert lee.looks() == ["done"]
        lee.expect_once(answer)

    @pytest.mark.parametrize("cut", [UNSENT, HALF_SENT], ids=name_of)
    def test_where_nothing_got_through_nothing_is_there_and_the_client_does_it(self, lee: Desk, cut: Cut) -> None:
        lost = lee.record(*[cut] * ATTEMPTS)
        lee.expect_nothing()
        done = lee.record()

        assert (lost.status_code, slug(lost)) == (503, "graph-unavailable")
        assert done.status_code == 201
        assert lee.looks() == ["done"]
        lee.expect_once(done)
        expect_same(done, lee.record())


class TestNobodyKnows:
    """Cut in the moment of sending: the database may have done it or not, and may be at it still."""

    def test_it_is_done_once_whichever_it_was(self, lee: Desk) -> None:
        unknown = lee.record(*[AT_ONCE] * ATTEMPTS)
        again = lee.record()

        assert unknown.status_code == 503
        assert again.status_code == 201
        lee.expect_once(again)
        expect_same(again, lee.record())

    def test_whatever_happens_to_each_attempt(self, lee: Desk) -> None:
        answer = lee.record(UNSENT, AT_ONCE, LOST[2])
        again = lee.record(HALF_SENT, LOST[1], AT_ONCE)

        assert answer.status_code == 201
        lee.expect_once(answer)
        expect_same(answer, again)
