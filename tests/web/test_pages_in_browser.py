"""The pages as people meet them: in a real Chromium, with JavaScript and without, by keyboard, wide and narrow."""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

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
    yield from a_page(chromium, address, scripts=False)


@pytest.fixture
def lively(chromium: Browser, address: str) -> Iterator[Page]:
    """The same with JavaScript."""
    yield from a_page(chromium, address, scripts=True)


def a_page(chromium: Browser, address: str, *, scripts: bool) -> Iterator[Page]:
    context = chromium.new_context(base_url=address, java_script_enabled=scripts)
    context.set_default_timeout(60_000)
    complaints: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    # A refusal is no fault of the page, nor is a busy database.
    assert [words for words in complaints if not re.search("status of (401|404|422|503)", words)] == []


def sign_in(page: Page, subject: str, purpose: str = "coordinate_support", child_id: str = "") -> None:
    page.goto("/")
    page.get_by_label("Somebody else in this copy").fill(subject)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator(f"input[value={purpose}]").check()
    page.get_by_label("Which child?").fill(child_id)
    page.get_by_role("button", name="Continue").click()


def look(page: Page, subject: str, purpose: str, child_id: str) -> None:
    sign_in(page, subject, purpose, child_id)


def find(page: Page, family_name: str, day: str, month: str, year: str) -> None:
    page.get_by_label("Family name").fill(family_name)
    for label, value in (("Day", day), ("Month", month), ("Year", year)):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Find by name").click()


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
        page.set_viewport_size({"width": 320, "height": 640})
        sign_in(page, "ivy.cole")

        for path in {path.format(ellis=world["ellis"]) for path, _ in STATES}:
            patiently(page, path)
            assert page.locator("html").evaluate("root => root.scrollWidth <= root.clientWidth"), path

    def test_the_style_sheet_of_the_house_is_applied(self, page: Page) -> None:
        page.goto("/")

        button = page.get_by_role("button").first
        assert button.evaluate("button => getComputedStyle(button).boxShadow") != "none"
        assert "GDS" not in button.evaluate("button => getComputedStyle(button).fontFamily")

    def test_after_signing_out_going_back_shows_nobody(self, page: Page, world: World) -> None:
        look(page, "amy.khan", "coordinate_support", world["ellis"])
        page.get_by_role("button", name="Sign out").click()

        page.goto(f"/children/{world['ellis']}")

        expect(page.locator("main")).to_contain_text("You are not signed in")
        expect(page.locator("body")).not_to_contain_text("Ellis")

    def test_it_prints_on_one_page_of_a4_with_who_printed_it_and_without_sensitive_services(
        self, lively: Page, world: World
    ) -> None:
        look(lively, "amy.khan", "coordinate_support", world["ellis"])

        printed = lively.pdf(prefer_css_page_size=True)
        lively.emulate_media(media="print")

        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
        expect(lively.get_by_text("Printed by amy.khan on")).to_be_visible()
        expect(
            lively.locator("th", has_text=re.compile("a sensitive service", re.I)).filter(visible=True)
        ).to_have_count(0)
        expect(lively.get_by_role("button", name="Sign out")).to_be_hidden()

    def test_a_protected_child_is_not_printed(self, lively: Page, world: World) -> None:
        look(lively, "leeds.front.door", "assess_referral", world["zara"])

        lively.emulate_media(media="print")

        expect(lively.get_by_text("This page may not be printed")).to_be_visible()
        expect(lively.get_by_role("heading", level=1)).to_be_hidden()


class TestJourneys:
    def test_amy_finds_a_child_by_name_and_sees_whom_to_ring_without_javascript(self, page: Page) -> None:
        sign_in(page, "amy.khan")

        find(page, "Brok", "18", "9", "2015")
        page.get_by_role("table").get_by_role("link").first.click()

        expect(page.get_by_role("heading", name="Who leads, and how to reach them")).to_be_visible()
        expect(page.locator("#map-part")).to_be_hidden()

    def test_a_slip_is_said_at_the_top_and_its_link_leads_to_the_field(self, lively: Page) -> None:
        sign_in(lively, "amy.khan")

        find(lively, "Brook", "31", "2", "2015")
        expect(lively.locator(".govuk-error-summary")).to_be_focused()
        lively.get_by_role("link", name="Enter the date of birth").click()

        expect(lively.get_by_label("Day", exact=True)).to_be_focused()
        expect(lively.get_by_label("Family name")).to_have_value("Brook")

    def test_with_the_keyboard_only_amy_signs_in_finds_ellis_and_confirms(self, lively: Page) -> None:
        lively.goto("/")
        press_to(lively, "button:has-text('Amy Khan')")
        press_to(lively, "input[value=coordinate_support]", "Space")
        press_to(lively, "button:has-text('Continue')")
        press_to(lively, "#family_name", None)
        lively.keyboard.type("Brok")
        for box, typed in (("#born-day", "18"), ("#born-month", "9"), ("#born-year", "2015")):
            press_to(lively, box, None)
            lively.keyboard.type(typed)
        lively.keyboard.press("Enter")
        lively.get_by_role("table").wait_for()
        press_to(lively, "table a")
        lively.wait_for_url("**/children/*")
        press_to(lively, "button:has-text('Confirm that you work with this child')")

        expect(lively.get_by_text("You confirmed today that this work goes on.")).to_be_visible()

    def test_with_the_keyboard_only_a_form_sent_empty_leads_to_what_is_missing(
        self, lively: Page, world: World
    ) -> None:
        look(lively, "amy.khan", "coordinate_support", world["ellis"])

        press_to(lively, "a:has-text('Plan a meeting, or say that one was held')")
        press_to(lively, "button:has-text('Plan the meeting')")
        expect(lively.locator(".govuk-error-summary")).to_be_focused()
        press_to(lively, ".govuk-error-summary a")

        expect(lively.locator("#kind")).to_be_focused()

    def test_the_skip_link_is_first_and_goes_to_the_main_content(self, lively: Page) -> None:
        lively.goto("/")

        lively.keyboard.press("Tab")
        expect(lively.get_by_role("link", name="Skip to main content")).to_be_focused()
        lively.keyboard.press("Enter")

        expect(lively.locator("main")).to_be_focused()

    def test_ivy_narrows_the_list_and_sees_her_filter_kept(self, page: Page) -> None:
        sign_in(page, "ivy.cole")

        page.get_by_role("link", name="Uncoordinated cases").click()
        page.get_by_label("Has stood for").select_option("30 days or more")
        page.get_by_role("button", name="Narrow the list").click()

        assert page.url.endswith("/uncoordinated?code=&standing_days=30")
        expect(page.get_by_label("Has stood for")).to_have_value("30")


def press_to(page: Page, place: str, key: str | None = "Enter") -> None:
    """Tab until this has the focus, as somebody without a mouse does; then press."""
    page.locator(place).first.wait_for()
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("place => document.activeElement.matches(place)", place.partition(":has-text")[0]) and (
            page.locator(place).first.evaluate("one => one === document.activeElement")
        ):
            break
    else:
        raise AssertionError(f"the keyboard never comes to {place}")
    if key:
        page.keyboard.press(key)


class TestTheMap:
    @pytest.fixture
    def mapped(self, lively: Page, world: World) -> Page:
        look(lively, "leeds.front.door", "assess_referral", world["ellis"])
        lively.get_by_role("button", name="Show the map").click()
        lively.locator("[data-drawn]").wait_for()
        return lively

    def test_its_library_comes_only_when_it_is_asked_for(self, lively: Page, world: World) -> None:
        asked: list[str] = []
        lively.on("request", lambda request: asked.append(request.url))
        look(lively, "amy.khan", "coordinate_support", world["ellis"])

        assert not any("cytoscape" in url for url in asked)
        lively.get_by_role("button", name="Show the map").click()
        lively.locator("[data-drawn]").wait_for()
        assert any("cytoscape" in url for url in asked)

    def test_with_the_keyboard_one_goes_from_person_to_person_and_to_their_row(self, mapped: Page) -> None:
        expect(mapped.locator("#map")).to_be_focused()

        mapped.keyboard.press("ArrowRight")
        mapped.keyboard.press("ArrowRight")
        name = mapped.locator("#map-said").inner_text().partition(".")[0]
        mapped.keyboard.press("Enter")

        chosen = mapped.locator(".around-chosen").first
        expect(chosen).to_contain_text(name)
        expect(chosen).to_be_focused()

    def test_a_kind_can_be_left_out(self, mapped: Page) -> None:
        mapped.get_by_label("Services (squares)").uncheck()

        expect(mapped.get_by_label("Services (squares)")).not_to_be_checked()


# Where to keep a picture of each state, for people to look at.
KEPT = os.environ.get("SCREENSHOTS")
AXE = next(Path(__file__).parent.joinpath("vendor").glob("axe-*.min.js"))


def no_reason(page: Page) -> None:
    page.evaluate("document.querySelectorAll('[name=purpose]').forEach(one => one.checked = false)")
    page.get_by_role("button", name="Continue").click()


def show_map(page: Page) -> None:
    page.get_by_role("button", name="Show the map").click()
    page.locator("[data-drawn]").wait_for()


def send_empty(page: Page) -> None:
    page.locator("main form button").first.click()


# Each page, and what is done on it before it is looked at.
STATES: list[tuple[str, Callable[[Page], object] | None]] = [
    ("/", None),
    ("/", no_reason),
    ("/find", None),
    ("/find", lambda page: page.get_by_role("button", name="Find by name").click()),
    ("/find", lambda page: find(page, "Brok", "18", "9", "2015")),
    ("/find", lambda page: find(page, "Nobodysname", "18", "9", "2015")),
    ("/my-children", None),
    ("/loose-ends", None),
    ("/uncoordinated", None),
    ("/uncoordinated/weeks", None),
    ("/uncoordinated/measures", None),
    ("/what-changed", None),
    ("/duplicate-effort", None),
    ("/concentration", None),
    ("/teams-apart", None),
    ("/account", None),
    ("/permissions", None),
    ("/children/{ellis}/access", None),
    ("/children/{ellis}/share", None),
    ("/children/{ellis}/lead", None),
    ("/children/{ellis}/indications", None),
    ("/children/{ellis}/involvements", None),
    ("/children/{ellis}/assessments", None),
    ("/children/{ellis}/conversations", None),
    ("/children/{ellis}/meetings", None),
    ("/children/{ellis}/lead", send_empty),
    ("/children/{ellis}/indications", send_empty),
    ("/children/{ellis}/involvements", send_empty),
    ("/children/{ellis}/meetings", send_empty),
    ("/children/{ellis}", lambda page: page.get_by_role("link", name="Put it right").first.click()),
    ("/children/{ellis}", lambda page: page.get_by_role("link", name="End it").first.click()),
    ("/children/{ellis}", None),
    ("/children/{ellis}/signals", None),
    ("/children/{ellis}", show_map),
    ("/children/9999", None),
]


class TestAccessibility:
    def test_axe_finds_nothing_on_any_page_or_state(self, lively: Page, world: World) -> None:
        lively.goto("/")
        found = [violations(lively)]
        sign_in(lively, "ivy.cole")

        for path, act in STATES:
            patiently(lively, path.format(ellis=world["ellis"]))
            if act:
                act(lively)
            found.append(violations(lively))
        look_again(lively, "leeds.front.door", "assess_referral", world["zara"])
        found.append(violations(lively))
        look_again(lively, "dana.price", "keep_record_right")
        patiently(lively, "/possible-duplicates")
        found.append(violations(lively))

        assert [faults for faults in found if faults] == []


def patiently(page: Page, path: str) -> None:
    """On a busy machine a plan made for the first time takes longer than the service waits."""
    for _ in range(10):
        came = page.goto(path)
        if came and came.status != 503:
            return


def look_again(page: Page, subject: str, purpose: str, child_id: str = "") -> None:
    page.goto("/")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, subject, purpose, child_id)


def violations(page: Page) -> list[str]:
    """What axe-core says against WCAG 2.2 AA. By the test's own door: the page's policy lets no stranger in."""
    page.wait_for_load_state()
    if KEPT:
        page.screenshot(path=f"{KEPT}/{time.time_ns()}.png", full_page=True)
    page.evaluate(AXE.read_text() + "; null")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    faults = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}}).then(r => r.violations)", tags)
    return [f"{page.url} {fault['id']}: {node['html'][:120]}" for fault in faults for node in fault["nodes"]]
