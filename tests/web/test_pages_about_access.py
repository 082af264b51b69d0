"""Pages about oneself and about what is open: the account, the policy table, why one sees a child, may one share."""

import html
import re
from collections.abc import Iterator

import httpx2
import pytest

from graph_service.domain.identifiers import new_child_id
from graph_service.domain.law import ENACTMENTS
from tests.conftest import SignedInAs, World
from tests.web.at_the_pages import look, sign_in

pytestmark = pytest.mark.graph


@pytest.fixture
def browser(address: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=address, timeout=90, headers={"Accept": "text/html"}) as client:
        yield client


def main_of(page: httpx2.Response) -> str:
    assert page.status_code == 200, page.text
    return html.unescape(page.text.partition("<main")[2])


class TestAccount:
    def test_it_says_who_one_is_here_and_when_the_sign_in_lapses(self, browser: httpx2.Client) -> None:
        sign_in(browser, "amy.khan")

        page = main_of(browser.get("/account"))

        assert "amy.khan" in page
        assert "<strong>lead</strong>, for <strong>Leeds</strong>" in page
        assert re.search(r"Your sign-in, with a second factor.*?\d{1,2} \w+ \d{4}, \d\d:\d\d", page, re.S)
        assert "not kept here yet" in page, "training and police checks"

    def test_signing_out_there_forgets_everything(self, browser: httpx2.Client) -> None:
        sign_in(browser, "amy.khan")
        assert 'action="/sign-out"' in main_of(browser.get("/account"))

        browser.post("/sign-out")

        assert browser.get("/account").status_code == 401


class TestReadPermissions:
    def test_it_is_the_table_as_the_api_has_it_and_ones_own_role_is_first(
        self, browser: httpx2.Client, http: httpx2.Client, signed_in_as: SignedInAs
    ) -> None:
        sign_in(browser, "amy.khan")

        page = main_of(browser.get("/permissions"))
        table = http.get("/api/v1/permissions", headers=signed_in_as("amy.khan", None)).json()

        shown = re.findall(r'data-role="(\w+)" data-action="(\w+)"', page)
        assert sorted(shown) == sorted(
            (role["role"], one["action"]) for role in table["roles"] for one in role["actions"]
        )
        assert shown[0][0] == "lead"
        for rule in table["rules"]:
            assert rule["because"] in page

    def test_no_reason_has_to_be_given_for_it(self, browser: httpx2.Client) -> None:
        sign_in(browser, "dana.price")

        assert browser.get("/permissions").status_code == 200


class TestExplainAccess:
    def test_it_says_what_the_api_says(
        self, browser: httpx2.Client, http: httpx2.Client, world: World, signed_in_as: SignedInAs
    ) -> None:
        sign_in(browser, "amy.khan")
        look(browser, world["ellis"])

        page = main_of(browser.get(f"/children/{world['ellis']}/access"))
        answer = http.get(f"/api/v1/children/{world['ellis']}/access", headers=signed_in_as("amy.khan")).json()

        assert answer["because"] in page
        assert all(sentence in page for sentence in answer["sees"])

    def test_a_child_who_is_hidden_and_one_who_is_not_there_get_the_same_words(
        self, browser: httpx2.Client, world: World
    ) -> None:
        nobody = new_child_id()
        sign_in(browser, "hana.lewis")
        look(browser, world["ellis"])

        pages = [
            main_of(browser.get(f"/children/{child}/access")).replace(child, "CHILD")
            for child in (world["ellis"], nobody)
        ]

        assert pages[0] == pages[1]
        assert "No child has this number, or none that is open to you." in pages[0]

    def test_the_page_of_a_child_who_is_not_found_leads_there(self, browser: httpx2.Client) -> None:
        nobody = new_child_id()
        sign_in(browser, "amy.khan")
        look(browser, nobody)

        assert f'href="/children/{nobody}/access"' in browser.get(f"/children/{nobody}").text


class TestMayIShare:
    def test_in_england_it_names_englands_law_and_what_is_not_in_force(
        self, browser: httpx2.Client, world: World
    ) -> None:
        sign_in(browser, "amy.khan")
        look(browser, world["ellis"])

        page = main_of(browser.get(f"/children/{world['ellis']}/share"))

        assert "What the law says in England" in page
        assert f"Not in force yet, so do not rest on it: {ENACTMENTS[0].instrument}." in page
        assert "What to tell the child" in page
        assert "Whom to ask" in page
        assert "Ring the Leeds duty desk." in page
        assert "0113 496 0199" in page, "at night"
        assert "Amy Khan" in page, "who leads"

    def test_of_a_protected_child_nothing_says_where_it_is(self, browser: httpx2.Client, world: World) -> None:
        sign_in(browser, "leeds.front.door")
        look(browser, world["zara"], "assess_referral")

        page = main_of(browser.get(f"/children/{world['zara']}/share"))

        assert "Leeds" not in page
        assert "Ring the national desk." in page
