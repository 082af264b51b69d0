"""The page: the same facts as the API, without JavaScript, and forms that another site cannot send."""

from collections.abc import Iterator

import httpx2
import pytest

from tests.conftest import SignedInAs, World

pytestmark = pytest.mark.graph


@pytest.fixture
def browser(address: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=address, timeout=20, headers={"Accept": "text/html"}) as client:
        yield client


def sign_in(browser: httpx2.Client, subject: str) -> None:
    assert browser.post("/sign-in", data={"subject": subject}).status_code == 303


def look(browser: httpx2.Client, child_id: str, purpose: str = "coordinate_support") -> httpx2.Response:
    sent = browser.post("/look", data={"purpose": purpose, "child_id": child_id})
    return browser.get(sent.headers["location"]) if sent.status_code == 303 else sent


class TestReadNetwork:
    def test_the_page_says_what_the_api_says(
        self, browser: httpx2.Client, http: httpx2.Client, world: World, signed_in_as: SignedInAs
    ) -> None:
        sign_in(browser, "amy.khan")

        page = look(browser, world["ellis"]).text
        answer = http.get(f"/api/v1/children/{world['ellis']}/network", headers=signed_in_as("amy.khan")).json()

        assert "You lead the team around this child." in page
        for seat in answer["team"]:
            assert seat["name"].lower() in page.lower()
        for carer in answer["carers"]:
            assert carer["name"] in page
        assert "<script" not in page

    def test_the_title_that_stays_in_the_browsers_history_names_nobody(
        self, browser: httpx2.Client, world: World
    ) -> None:
        sign_in(browser, "amy.khan")

        assert "<title>Around one child</title>" in look(browser, world["ellis"]).text

    def test_a_protected_child_is_said_to_be_protected(self, browser: httpx2.Client, world: World) -> None:
        sign_in(browser, "leeds.front.door")

        page = look(browser, world["zara"], "assess_referral").text

        assert "This child is protected." in page
        assert "Leeds" not in page.partition("<main")[2]

    def test_somebody_not_signed_in_is_told_what_to_do(self, browser: httpx2.Client, world: World) -> None:
        page = browser.get(f"/children/{world['ellis']}")

        assert page.status_code == 401
        assert "You are not signed in" in page.text
        assert 'href="/"' in page.text

    def test_without_a_reason_nothing_is_shown(self, browser: httpx2.Client, world: World) -> None:
        sign_in(browser, "amy.khan")

        assert browser.get(f"/children/{world['ellis']}").status_code == 422

    def test_a_mistyped_number_is_said_to_be_one(self, browser: httpx2.Client) -> None:
        sign_in(browser, "amy.khan")

        page = look(browser, "K7Q2M9TX4B00")

        assert page.status_code == 422
        assert "check it for a slip" in page.text

    def test_a_script_typed_into_a_field_comes_back_as_nothing(self, browser: httpx2.Client) -> None:
        page = browser.post("/sign-in", data={"subject": "<script>alert(1)</script>"})

        assert page.status_code == 404
        assert "<script" not in page.text


class TestForms:
    @pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://elsewhere.example"}])
    def test_another_sites_form_does_nothing(self, browser: httpx2.Client, headers: dict[str, str]) -> None:
        assert browser.post("/sign-in", data={"subject": "amy.khan"}, headers=headers).status_code == 403

    def test_signing_out_forgets_everything(self, browser: httpx2.Client, world: World) -> None:
        sign_in(browser, "amy.khan")
        look(browser, world["ellis"])

        browser.post("/sign-out")

        assert browser.get(f"/children/{world['ellis']}").status_code == 401

    def test_the_cookie_is_not_for_scripts_or_other_sites(self, browser: httpx2.Client) -> None:
        cookie = browser.post("/sign-in", data={"subject": "amy.khan"}).headers["set-cookie"].lower()

        assert "httponly" in cookie
        assert "samesite=strict" in cookie
