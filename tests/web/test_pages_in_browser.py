"""The pages as people meet them: in a real Chromium, with JavaScript off, at the width of a desk and of a telephone."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import World

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
# It looks up nobody's hosts by itself; --no-sandbox because a container's root cannot have one.
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip

pytestmark = [
    pytest.mark.graph,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install your system's package chromium"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A fresh person's browser. Nothing on any page may be refused by the page's own security policy."""
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    complaints: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda message: complaints.append(message.text))
    yield opened
    context.close()
    assert [words for words in complaints if "status of 401" not in words] == []  # a refusal is no fault of the page


def look(page: Page, subject: str, purpose: str, child_id: str) -> None:
    page.goto("/")
    page.locator(f"form:has(input[value='{subject}'])").get_by_role("button").click()
    page.locator(f"input[value={purpose}]").check()
    page.get_by_label("Which child?").fill(child_id)
    page.get_by_role("button", name="Show who is around this child").click()


class TestReadNetwork:
    def test_each_of_the_three_demo_people_sees_another_answer(self, page: Page, world: World) -> None:
        seen = {}
        for subject, purpose in (
            ("amy.khan", "coordinate_support"),
            ("leeds.front.door", "assess_referral"),
            ("liverpool-cms", "coordinate_support"),
        ):
            look(page, subject, purpose, world["ellis"])
            seen[subject] = page.locator("main").inner_text()
            page.get_by_role("button", name="Sign out").click()

        assert "You lead the team around this child." in seen["amy.khan"]
        assert "Ellis" in seen["leeds.front.door"]
        assert "Ellis" not in seen["liverpool-cms"]
        assert len(set(seen.values())) == 3

    def test_the_team_is_a_table_with_its_lead_first(self, page: Page, world: World) -> None:
        look(page, "amy.khan", "coordinate_support", world["ellis"])

        team = page.get_by_role("table", name="The team around the child")
        expect(team.get_by_role("row").nth(1).get_by_role("rowheader")).to_contain_text("Amy Khan")

    def test_on_a_telephone_the_page_itself_never_scrolls_sideways(self, page: Page, world: World) -> None:
        page.set_viewport_size({"width": 360, "height": 740})

        look(page, "amy.khan", "coordinate_support", world["ellis"])

        assert page.locator("html").evaluate("root => root.scrollWidth <= root.clientWidth")

    def test_the_style_sheet_of_the_house_is_applied(self, page: Page) -> None:
        page.goto("/")

        assert page.locator("main").evaluate("main => getComputedStyle(main).maxWidth") != "none"

    def test_after_signing_out_going_back_shows_nobody(self, page: Page, world: World) -> None:
        look(page, "amy.khan", "coordinate_support", world["ellis"])
        page.get_by_role("button", name="Sign out").click()

        page.goto(f"/children/{world['ellis']}")

        expect(page.locator("main")).to_contain_text("You are not signed in")
        expect(page.locator("body")).not_to_contain_text("Ellis")
