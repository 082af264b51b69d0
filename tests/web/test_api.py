"""The API over a real socket, as each of the demo's people: what they see, and every clear refusal."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import OKPKey

from graph_service.access.tokens import AUDIENCE, DEVELOPMENT_ISSUER
from graph_service.domain.identifiers import new_child_id
from graph_service.keys import development_key
from graph_service.settings import Settings
from tests.conftest import SignedInAs, World

pytestmark = pytest.mark.graph


def network(child_id: str) -> str:
    return f"/api/v1/children/{child_id}/network"


class TestReadNetwork:
    def test_three_people_ask_for_one_child_and_see_three_answers(
        self, http: httpx2.Client, world: World, signed_in_as: SignedInAs
    ) -> None:
        asked = network(world["ellis"])

        lead = http.get(asked, headers=signed_in_as("amy.khan")).json()
        front_door = http.get(asked, headers=signed_in_as("leeds.front.door", "assess_referral")).json()
        system = http.get(asked, headers=signed_in_as("liverpool-cms")).json()

        assert (lead["rule"], front_door["rule"], system["rule"]) == ("leads", "office", "agreement")
        assert (len(lead["siblings"]), len(front_door["siblings"])) == (1, 2)
        assert system["child"] is None
        assert system["contact"]["name"] == "Amy Khan"

    def test_a_hidden_child_and_an_absent_one_get_the_same_answer(
        self, http: httpx2.Client, world: World, signed_in_as: SignedInAs
    ) -> None:
        who = signed_in_as("hana.lewis")

        answers = [http.get(network(child), headers=who) for child in (world["ellis"], world["isla"], new_child_id())]

        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        headers = [
            {name: value for name, value in answer.headers.items() if name not in ("date", "request-id")}
            for answer in answers
        ]
        assert headers[0] == headers[1] == headers[2]

    def test_our_number_is_read_in_any_case_and_spacing(
        self, http: httpx2.Client, world: World, signed_in_as: SignedInAs
    ) -> None:
        spoken = f"{world['ellis'][:4]}-{world['ellis'][4:8]}-{world['ellis'][8:]}".lower()

        assert http.get(network(spoken), headers=signed_in_as("amy.khan")).status_code == 200

    def test_no_answer_may_be_kept_in_a_cache(
        self, http: httpx2.Client, world: World, signed_in_as: SignedInAs
    ) -> None:
        answer = http.get(network(world["ellis"]), headers=signed_in_as("amy.khan"))

        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


class TestRefusals:
    @pytest.fixture
    def asked(self, world: World) -> str:
        return network(world["ellis"])

    def problem(self, answer: httpx2.Response, slug: str, status: int) -> dict:
        assert answer.headers["content-type"] == "application/problem+json"
        body = answer.json()
        assert (body["type"], body["status"], answer.status_code) == (f"/problems/{slug}", status, status)
        return body

    def test_without_a_token_nobody_is_signed_in(self, http: httpx2.Client, asked: str) -> None:
        answer = http.get(asked, headers={"Access-Purpose": "coordinate_support"})

        self.problem(answer, "not-signed-in", 401)
        assert answer.headers["www-authenticate"] == "Bearer"

    @pytest.mark.parametrize("purpose", [None, "", "curiosity", "COORDINATE_SUPPORT"])
    def test_without_a_listed_purpose_nothing_is_shown(
        self, http: httpx2.Client, asked: str, signed_in_as: SignedInAs, purpose: str | None
    ) -> None:
        self.problem(http.get(asked, headers=signed_in_as("amy.khan", purpose)), "purpose-required", 422)

    def test_a_role_without_the_action_is_refused_with_the_reason(
        self, http: httpx2.Client, signed_in_as: SignedInAs
    ) -> None:
        own = http.get("/api/v1/my-children", headers=signed_in_as("leeds.front.door", "assess_referral"))

        assert self.problem(own, "not-permitted", 403)["reason"] == "role_has_no_such_action"

    def test_a_front_door_is_refused_for_a_purpose_that_is_not_its_own(
        self, http: httpx2.Client, asked: str, signed_in_as: SignedInAs
    ) -> None:
        body = self.problem(http.get(asked, headers=signed_in_as("leeds.front.door")), "not-permitted", 403)

        assert body["reason"] == "purpose_not_for_role"

    def test_a_suspended_account_is_told_so(self, http: httpx2.Client, asked: str, signed_in_as: SignedInAs) -> None:
        self.problem(http.get(asked, headers=signed_in_as("gail.stone")), "account-suspended", 403)

    @pytest.mark.parametrize(
        "child_id",
        [
            "1",
            "000000000001",
            "' OR 1=1 //",
            "x'}) DETACH DELETE n //",
            "*",
            "family:brook~1",
            "%00",
            "é" * 12,
            "A" * 2000,
        ],
    )
    def test_an_id_that_is_none_of_ours_is_named_and_not_repeated(
        self, http: httpx2.Client, signed_in_as: SignedInAs, child_id: str
    ) -> None:
        answer = http.get(network(child_id.replace("/", "%2F").replace(" ", "%20")), headers=signed_in_as("amy.khan"))

        if answer.status_code != 404:  # a slash makes another address of it
            body = self.problem(answer, "invalid-request", 422)
            assert body["errors"][0]["pointer"] == "/child_id"
        assert "DETACH" not in answer.text
        assert "OR 1=1" not in answer.text

    def test_an_unknown_parameter_is_named(self, http: httpx2.Client, asked: str, signed_in_as: SignedInAs) -> None:
        body = self.problem(http.get(f"{asked}?name=x", headers=signed_in_as("amy.khan")), "invalid-request", 422)

        assert body["errors"][0]["pointer"] == "?name"

    def test_an_empty_list_is_refused_in_words_that_are_not_pythons(
        self, http: httpx2.Client, world: World, signed_in_as: SignedInAs
    ) -> None:
        answer = http.post(
            f"/api/v1/children/{world['ellis']}/protection", json={"review_on": "2027-02-01", "may_see": []},
            headers=signed_in_as("amy.khan") | {"Idempotency-Key": "an-empty-list"},
        )  # fmt: skip

        assert answer.status_code == 422
        assert answer.json()["errors"] == [
            {"pointer": "/may_see", "detail": "A list should have at least 1 item after validation, not 0"}
        ]

    def test_ten_megabytes_are_refused_before_they_are_read(
        self, http: httpx2.Client, asked: str, signed_in_as: SignedInAs
    ) -> None:
        answer = http.request("GET", asked, headers=signed_in_as("amy.khan"), content=b"x" * 10_000_000)

        self.problem(answer, "too-large", 413)

    def test_a_wrong_method_says_which_are_right(self, http: httpx2.Client, asked: str) -> None:
        answer = http.post(asked, json={})

        self.problem(answer, "method-not-allowed", 405)
        assert answer.headers["allow"] == "GET"

    def test_an_unknown_address_is_a_problem_too(self, http: httpx2.Client) -> None:
        self.problem(http.get("/api/v1/nothing"), "not-found", 404)


class TestTokens:
    """Nobody is let in by a token that is forged, old, meant for others, or without a second factor."""

    @pytest.fixture
    def claims(self, world: World) -> dict:
        who = world.people["amy.khan"]
        soon = int((datetime.now(UTC) + timedelta(minutes=5)).timestamp())
        return {
            "iss": DEVELOPMENT_ISSUER, "aud": AUDIENCE, "sub": who.subject, "exp": soon, "amr": ["pwd", "mfa"],
            "practitioner": who.practitioner_id, "role": "lead", "custodian": "LDS",
        }  # fmt: skip

    @pytest.fixture
    def ask(self, http: httpx2.Client, world: World) -> Callable[[str], int]:
        def status(token: str) -> int:
            headers = {"Authorization": f"Bearer {token}", "Access-Purpose": "coordinate_support"}
            return http.get(network(world["ellis"]), headers=headers).status_code

        return status

    def signed(self, settings: Settings, claims: dict, typ: str = "at+jwt") -> str:
        key = development_key(settings.state)
        return jwt.encode({"alg": "Ed25519", "kid": key.kid, "typ": typ}, claims, key, algorithms=["Ed25519"])

    def test_the_token_itself_is_good(self, ask, settings: Settings, claims: dict) -> None:
        assert ask(self.signed(settings, claims)) == 200

    def test_an_id_token_of_the_same_issuer_is_no_access_token(self, ask, settings: Settings, claims: dict) -> None:
        assert ask(self.signed(settings, claims, typ="JWT")) == 401

    @pytest.mark.parametrize(
        ("methods", "status"), [(["pwd", "otp"], 200), (["otp"], 401), (["otp", "sms"], 401), (["hwk", "pin"], 200)]
    )
    def test_two_factors_are_of_two_kinds(
        self, ask, settings: Settings, claims: dict, methods: list[str], status: int
    ) -> None:
        assert ask(self.signed(settings, claims | {"amr": methods})) == status

    @pytest.mark.parametrize(
        "change",
        [
            {"iss": "somebody-else"}, {"aud": "other-service"}, {"exp": 1}, {"amr": ["pwd"]}, {"amr": None},
            {"role": "administrator"}, {"practitioner": None}, {"sub": None}, {"exp": None}, {"iss": None},
        ],
        ids=str,
    )  # fmt: skip
    def test_one_wrong_claim_signs_nobody_in(self, ask, settings: Settings, claims: dict, change: dict) -> None:
        changed = {name: value for name, value in (claims | change).items() if value is not None}

        assert ask(self.signed(settings, changed)) == 401

    def test_a_key_of_ones_own_signs_nobody_in(self, ask, settings: Settings, claims: dict) -> None:
        forged = OKPKey.generate_key("Ed25519", {"kid": development_key(settings.state).kid})

        assert (
            ask(
                jwt.encode(
                    {"alg": "Ed25519", "kid": forged.kid, "typ": "at+jwt"}, claims, forged, algorithms=["Ed25519"]
                )
            )
            == 401
        )

    def test_no_signature_at_all_signs_nobody_in(self, ask, claims: dict) -> None:
        def part(value: dict) -> str:
            import base64

            return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

        assert ask(f"{part({'alg': 'none'})}.{part(claims)}.") == 401

    def test_a_role_that_the_account_does_not_have_opens_nothing(self, ask, settings: Settings, claims: dict) -> None:
        assert ask(self.signed(settings, claims | {"role": "practitioner"})) == 403
