"""Indications, assessments, meetings, conversations and referrals over a real socket, as a case system sends them."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import httpx2
import pytest

from graph_service.access.tokens import development_token
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from graph_service.keys import development_key
from graph_service.settings import Settings
from tests.conftest import serving
from tests.town import Town, days, new_town, settled

pytestmark = pytest.mark.graph


@dataclass
class Served:
    """A town of its own behind a service that started after it was there."""

    town: Town
    http: httpx2.Client
    settings: Settings

    def send(self, by: str, path: str, body: dict | None = None, version: int | None = None) -> httpx2.Response:
        caller = self.town.caller(by)
        token = development_token(development_key(self.settings.state), caller.signed_in)
        headers = {
            "Authorization": f"Bearer {token}",
            "Access-Purpose": caller.purpose,
            "Idempotency-Key": self.town.attempt().key,
        } | ({} if version is None else {"If-Match": f'"{version}"'})
        return self.http.post(f"/api/v1/children/{self.town.id_of('kim')}/{path}", headers=headers, json=body)


@pytest.fixture(scope="module")
def served(schema: Connection, settings: Settings) -> Iterator[Served]:
    async def build() -> Town:
        async with Graph.open(*schema, read_seconds=60.0) as graph:
            return await settled(graph, schema, new_town())

    town = asyncio.run(build())
    with serving(settings, schema) as address, httpx2.Client(base_url=address, timeout=90) as http:
        yield Served(town, http, settings)


def made(answer: httpx2.Response, version: int = 1) -> str:
    """The id of what was recorded or changed."""
    assert answer.status_code == (201 if version == 1 else 200), answer.text
    assert answer.headers["ETag"] == f'"{version}"'
    if version == 1:
        assert answer.headers["Location"].endswith(f"/{answer.json()['id']}")
    return answer.json()["id"]


class TestOverASocket:
    def test_an_indication_is_raised_read_and_closed_and_each_answer_begins_with_the_notice(
        self, served: Served
    ) -> None:
        raised = served.send("pat", "indications", {"kind": "taking_action"})
        read = served.send("lee", f"indications/{made(raised)}/acknowledge")
        closed = served.send("pat", f"indications/{made(raised)}/close", version=1)

        assert made(read) != made(raised) == made(closed, 2)
        for answer in (raised, read, closed):
            assert answer.content.startswith(
                b'{"notice":"This is not a referral. If a child may be at risk of harm, ring '
            )

    def test_an_assessment_begins_and_is_complete_and_another_is_given_up(self, served: Served) -> None:
        for kind, end, body in (
            ("health", "complete", {"completed_on": str(days(0))}),
            ("early_help", "abandon", None),
        ):
            began = made(served.send("pat", "assessments", {"kind": kind, "started_on": str(days(-3))}))

            assert made(served.send("pat", f"assessments/{began}/{end}", body, version=1), 2) == began

    def test_a_meeting_is_planned_for_another_day_and_held(self, served: Served) -> None:
        town = served.town
        new = {"kind": "core_group", "planned_on": str(days(3)), "invited": [town.id_of("lee")]}
        first = made(served.send("pat", "meetings", new))

        cancelled = served.send("pat", f"meetings/{first}/cancel", {"planned_on": str(days(5))}, version=1)
        second = cancelled.json()["id"]
        held = served.send(
            "lee", f"meetings/{second}/hold", {"held_on": str(days(0)), "attended": [town.id_of("pat")]}, version=1
        )

        assert (cancelled.status_code, cancelled.headers["ETag"]) == (200, '"1"')
        assert made(held, 2) == second != first

    def test_a_conversation_is_recorded(self, served: Served) -> None:
        made(served.send("pat", "conversations", {"practitioner_id": served.town.id_of("lee"), "on": str(days(0))}))

    def test_a_referral_is_received_and_closed(self, served: Served) -> None:
        received = made(served.send("fran", "referrals", {"from_kind": "health", "received_on": str(days(-1))}))

        closed = served.send("fran", f"referrals/{received}/close", {"closed_on": str(days(0))}, version=1)
        assert made(closed, 2) == received

    def test_who_says_no_version_changes_nothing(self, served: Served) -> None:
        for path, body in (
            ("indications/x/close", None),
            ("assessments/x/abandon", None),
            ("meetings/x/cancel", {"reason": "chair_away"}),
            ("referrals/x/close", {"closed_on": str(days(0))}),
        ):
            assert served.send("lee", path, body).status_code == 428

    def test_a_sentence_about_the_child_has_no_place_to_stand(self, served: Served) -> None:
        for path, body in (
            ("indications", {"kind": "taking_action", "note": "He told me that"}),
            ("indications", {"kind": "He told me that"}),
            ("assessments", {"kind": "health", "started_on": "2026-11-01", "outcome": "no further action"}),
            ("meetings", {"kind": "core_group", "planned_on": "2026-11-01", "invited": ["He told me that"]}),
            ("meetings", {"kind": "strategy_discussion", "planned_on": "2026-11-01"}),
            ("referrals", {"from_kind": "school", "received_on": "2026-11-01", "reason": "bruises"}),
        ):
            answer = served.send("lee", path, body)

            assert answer.status_code == 422, answer.text
            assert "told me" not in answer.text
