"""The page: the same facts as the API, without JavaScript, and forms that another site cannot send."""

import hashlib
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from graph_service.graph.connection import Connection
from graph_service.settings import Settings
from tests.conftest import SignedInAs, World, ask
from tests.town import Town, days
from tests.web.at_the_pages import INLINE, SCRIPT, Townsfolk, look, sign_in, typed_day

pytestmark = pytest.mark.graph


@pytest.fixture
def browser(address: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=address, timeout=20, headers={"Accept": "text/html"}) as client:
        yield client


VENDORED = (Path("graph_service/web/static/vendor"), Path("tests/web/vendor"))


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
        for sibling in answer["siblings"]:
            assert f'data-node="sibling-{sibling["id"]}"' in page
        for indication in answer["indications"]:
            assert indication["by"] in html.unescape(page)
        assert answer["contact"]["phone"] in page
        assert not INLINE.search(page)

    def test_the_title_that_stays_in_the_browsers_history_names_nobody(
        self, browser: httpx2.Client, world: World
    ) -> None:
        sign_in(browser, "amy.khan")

        assert "<title>Around one child - Who is around this child</title>" in look(browser, world["ellis"]).text

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
        assert "There is a problem" in page.text
        assert 'href="#child_id"' in page.text
        assert page.text.count("Check this number for a slip") == 2, "in the summary and beside the field"
        assert 'value="K7Q2M9TX4B00"' in page.text, "nothing typed is lost"

    def test_a_script_typed_into_a_field_comes_back_as_nothing(self, browser: httpx2.Client) -> None:
        page = browser.post("/sign-in", data={"subject": SCRIPT})

        assert page.status_code == 404
        assert SCRIPT not in page.text


OWN = ("/find", "/my-children")


class TestStart:
    def test_only_reasons_that_the_role_may_give_are_offered(self, browser: httpx2.Client) -> None:
        sign_in(browser, "leeds.front.door")

        start = browser.get("/").text

        assert re.findall(r'name="purpose" type="radio" value="(\w+)"', start) == [
            "assess_referral",
            "check_before_visit",
        ]

    def test_no_reason_is_said_beside_the_reasons(self, browser: httpx2.Client) -> None:
        sign_in(browser, "amy.khan")

        page = browser.post("/look", data={"child_id": ""})

        assert page.status_code == 422
        assert page.text.count("Choose why you are looking") == 2
        assert "<title>Error: " in page.text

    def test_the_reason_is_chosen_once_and_stands_on_every_page(self, browser: httpx2.Client, world: World) -> None:
        sign_in(browser, "amy.khan")

        sent = browser.post("/look", data={"purpose": "coordinate_support"})

        assert sent.headers["location"] == "/find"
        for path in ("/find", "/my-children", "/loose-ends", f"/children/{world['ellis']}", "/"):
            assert "Reason for looking: <strong>Coordinate support</strong>" in browser.get(path).text, path

    @pytest.mark.parametrize(
        ("who", "purpose", "offered"),
        [
            ("amy.khan", "coordinate_support", ["/find", "/my-children", "/loose-ends", "/what-changed"]),
            (
                "ivy.cole",
                "coordinate_support",
                ["/find", "/my-children", "/loose-ends", "/what-changed", "/uncoordinated"],
            ),
            ("leeds.front.door", "assess_referral", ["/find", "/uncoordinated"]),
            ("dana.price", "keep_record_right", ["/find", "/possible-duplicates"]),
            ("dee.marsh", "coordinate_support", [*OWN, "/what-changed"]),
        ],
    )
    def test_a_page_is_offered_to_those_who_may_open_it_and_to_nobody_else(
        self, browser: httpx2.Client, who: str, purpose: str, offered: list[str]
    ) -> None:
        sign_in(browser, who)
        browser.post("/look", data={"purpose": purpose})

        links = re.findall(r'govuk-service-navigation__link" href="(/[\w-]+)"', browser.get("/").text)

        assert links == offered
        for path in ("/find", "/my-children", "/loose-ends", "/what-changed", "/uncoordinated", "/possible-duplicates"):
            assert browser.get(path).status_code == (200 if path in offered else 403), path


class TestFindChildren:
    BORN = {"way": "name", "day": "18", "month": "9", "year": "2015"}

    @pytest.fixture
    def amy(self, browser: httpx2.Client) -> httpx2.Client:
        sign_in(browser, "amy.khan")
        browser.post("/look", data={"purpose": "coordinate_support"})
        return browser

    def test_it_finds_whom_the_api_finds(
        self, amy: httpx2.Client, http: httpx2.Client, signed_in_as: SignedInAs
    ) -> None:
        body = {"family_name": "Brok", "born": "2015-09-18"}

        page = amy.post("/find", data=self.BORN | {"family_name": "Brok"})
        hits = http.post("/api/v1/children/find", json=body, headers=signed_in_as("amy.khan")).json()["hits"]

        assert hits
        assert re.findall(r'href="/children/(\w+)"', page.text) == [hit["id"] for hit in hits]

    def test_what_is_typed_never_comes_into_an_address(self, amy: httpx2.Client) -> None:
        page = amy.post("/find", data=self.BORN | {"family_name": "Brok"})

        assert page.status_code == 200
        assert 'method="get"' not in page.text
        assert amy.get("/find", params={"family_name": "Brok"}).status_code == 422

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"way": ""}, "way"),
            ({"way": "name", "family_name": ""} | {"day": "1", "month": "1", "year": "2015"}, "family_name"),
            ({"way": "name", "family_name": "7"} | {"day": "1", "month": "1", "year": "2015"}, "family_name"),
            ({"way": "name", "family_name": "Brook", "day": "31", "month": "2", "year": "2015"}, "born"),
            ({"way": "name", "family_name": "Brook", "day": "x"}, "born"),
            ({"way": "child_id", "child_id": "K7Q2M9TX4B00"}, "child_id"),
            ({"way": "child_id"}, "child_id"),
            ({"way": "number", "scheme": "nhs", "value": "999 005 0171"}, "way"),
        ],
    )
    def test_a_fault_is_said_at_the_top_and_beside_its_field(
        self, amy: httpx2.Client, typed: dict[str, str], field: str
    ) -> None:
        page = amy.post("/find", data=typed)

        assert page.status_code in (422, 403)
        assert f'href="#{field}' in page.text
        assert f'id="{field}-error"' in page.text
        for name, value in typed.items():
            # A number is asked for only where the role may search by one.
            if name not in ("way", "scheme") and typed["way"] != "number" and value:
                assert f'value="{value}"' in page.text, "nothing typed is lost"

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"value": "999 005 0171"}, "scheme"),
            ({"scheme": "nhs", "value": "?"}, "value"),
            ({"scheme": "upn", "value": "999 005 0171"}, "scheme"),
        ],
    )
    def test_who_may_ask_by_number_is_told_what_is_wrong_with_it(
        self, browser: httpx2.Client, typed: dict[str, str], field: str
    ) -> None:
        sign_in(browser, "hal.green")
        browser.post("/look", data={"purpose": "coordinate_support"})

        page = browser.post("/find", data=typed | {"way": "number"})

        assert page.status_code in (422, 403)
        assert f'href="#{field}"' in page.text
        assert f'id="{field}-error"' in page.text

    @pytest.mark.parametrize("field", ["way", "family_name", "given_name", "scheme", "value", "child_id"])
    def test_script_typed_into_a_field_comes_back_as_text(self, amy: httpx2.Client, field: str) -> None:
        page = amy.post(
            "/find", data={"way": "name", "day": "1", field: '"><b>' if field in ("way", "scheme") else SCRIPT}
        )

        assert SCRIPT not in page.text
        assert '"><b>' not in page.text
        assert not INLINE.search(page.text)

    def test_nobody_found_says_what_to_do_next(self, amy: httpx2.Client) -> None:
        page = amy.post("/find", data=self.BORN | {"family_name": "Nobodysname"})

        assert "Nobody was found" in page.text
        assert "front door" in page.text


class TestListMyChildren:
    def test_it_lists_whom_the_api_lists(
        self, browser: httpx2.Client, http: httpx2.Client, world: World, signed_in_as: SignedInAs
    ) -> None:
        sign_in(browser, "amy.khan")
        look(browser, world["ellis"])

        page = browser.get("/my-children").text
        mine = http.get("/api/v1/my-children", headers=signed_in_as("amy.khan")).json()["children"]

        assert mine
        assert re.findall(r'href="/children/(\w+)"', page) == [child["id"] for child in mine]


class TestTheMap:
    @pytest.mark.parametrize(
        ("who", "purpose", "child"),
        [
            ("amy.khan", "coordinate_support", "ellis"),
            ("leeds.front.door", "assess_referral", "ellis"),
            ("liverpool-cms", "coordinate_support", "ellis"),
            ("leeds.front.door", "assess_referral", "zara"),
            ("dee.marsh", "coordinate_support", "ellis"),
        ],
    )
    def test_every_node_is_in_a_table_and_everybody_in_a_table_is_a_node(
        self, browser: httpx2.Client, world: World, who: str, purpose: str, child: str
    ) -> None:
        sign_in(browser, who)
        page = look(browser, world[child], purpose).text

        drawn = json.loads(re.search(r'id="map-data">(.*?)</script>', page, re.S)[1])
        nodes = {node["id"] for node in drawn["nodes"]}

        assert nodes == set(re.findall(r'data-node="([^"]+)"', page))
        assert {end for edge in drawn["edges"] for end in (edge["source"], edge["target"])} <= nodes


# Every page below a child's own.
AROUND = (
    "signals", "lead", "indications", "involvements", "assessments", "conversations", "meetings", "access", "share",
)  # fmt: skip


class TestEveryPage:
    @pytest.fixture
    def pages(self, browser: httpx2.Client, world: World) -> list[httpx2.Response]:
        sign_in(browser, "ivy.cole")
        first = look(browser, world["ellis"])
        rest = (
            "/",
            "/find",
            "/my-children",
            "/loose-ends",
            "/uncoordinated",
            "/uncoordinated/weeks",
            "/uncoordinated/measures",
            "/what-changed",
            "/duplicate-effort",
            "/concentration",
            "/teams-apart",
            "/account",
            "/permissions",
            *(f"/children/{world['ellis']}/{one}" for one in AROUND),
        )
        return [first, *(browser.get(path) for path in (*rest, "/nowhere"))]

    def test_it_is_kept_in_no_cache_and_in_no_frame_and_runs_no_inline_script(
        self, pages: list[httpx2.Response]
    ) -> None:
        for page in pages:
            assert page.headers["cache-control"] == "no-store"
            assert page.headers["x-frame-options"] == "DENY"
            assert page.headers["referrer-policy"] == "no-referrer"
            policy = page.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert not INLINE.search(page.text), page.url

    def test_it_has_its_language_title_landmarks_and_one_heading(self, pages: list[httpx2.Response]) -> None:
        titles = set()
        for page in pages:
            assert '<html lang="en-GB"' in page.text
            assert 'href="#main-content"' in page.text, "the skip link"
            assert [page.text.count(tag) for tag in ("<header", "<main", "<footer", "<h1")] == [1, 1, 1, 1], page.url
            assert "Every look is recorded" in page.text
            titles.add(re.search(r"<title>(.*?)</title>", page.text)[1])
        assert len(titles) == len(pages), "each says where one is"
        assert not any("Ellis" in title for title in titles)

    def test_the_first_view_weighs_less_than_150_kb_and_the_next_less_than_25(
        self, browser: httpx2.Client, world: World
    ) -> None:
        sign_in(browser, "amy.khan")
        page = look(browser, world["ellis"])
        files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
        files.add("/static/vendor/govuk-frontend-6.6.0.min.js")  # which start.js asks for
        weights = {"page": page.num_bytes_downloaded}

        for file in files:
            got = browser.get(file)
            weights[file] = got.num_bytes_downloaded
            assert "immutable" in got.headers["cache-control"], file

        assert page.headers["content-encoding"] == "gzip"
        assert sum(weights.values()) < 150 * 1024, weights
        assert weights["page"] < 25 * 1024

    def test_what_others_made_is_as_it_was_vendored_with_its_licence_and_without_font_or_crown(self) -> None:
        for folder in VENDORED:
            for line in (folder / "SHA256SUMS").read_text().splitlines():
                digest, name = line.split()
                assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
                assert list(folder.glob(f"{re.split(r'-[0-9]', name)[0]}*LICENSE")), name
        styles = (VENDORED[0] / "govuk-frontend-6.6.0.css").read_text()
        assert not re.search(r"GDS Transport|@font-face|url\(|crown|crest", styles)


@pytest.fixture
def town(towns: list[Town]) -> Town:
    return towns.pop()


@pytest.fixture
def lee(town_client: httpx2.Client, town: Town, settings: Settings) -> Iterator[Townsfolk]:
    """Who leads the team around Kim, at the pages."""
    where = str(town_client.base_url)
    with httpx2.Client(base_url=where, timeout=90, headers={"Accept": "text/html"}) as browser:
        yield Townsfolk(browser, town, "lee", settings)


class TestDoingThings:
    def test_one_click_confirms_ones_own_work_once_however_often_it_is_sent(
        self, lee: Townsfolk, schema: Connection
    ) -> None:
        [(where, fields)] = lee.forms("confirm")

        first, again = lee.send(where, fields), lee.send(where, fields)
        shown = lee.browser.get(first.headers["location"]).text

        assert [first.status_code, again.status_code] == [303, 303]
        assert "You confirmed today" in shown
        assert "You confirmed today" not in lee.browser.get(lee.kim).text, "said once"
        [[version]] = ask(
            schema, "MATCH ()-[seat:INVOLVED_WITH {id: $id}]->() RETURN seat.version", id=where.split("/")[-2]
        )
        assert version == 2

    def test_somebody_elses_work_has_no_button(self, lee: Townsfolk, town: Town) -> None:

        assert [where.split("/")[-2] for where, _ in lee.forms("confirm")] == [f"{town.code}-lee-kim-seat"]

    def test_what_changed_meanwhile_is_shown_beside_what_was_seen(self, lee: Townsfolk, schema: Connection) -> None:
        [(where, fields)] = lee.forms("confirm")
        ask(
            schema, "MATCH ()-[seat:INVOLVED_WITH {id: $id}]->() SET seat.version = 7, seat.role = 'youth_worker'",
            id=where.split("/")[-2],
        )  # fmt: skip

        refused = lee.send(where, fields)
        again = dict(re.findall(r'name="(\w+)" value="([^"]*)"', refused.text))

        assert refused.status_code == 412
        assert "social worker, since" in refused.text
        assert "youth worker, since" in refused.text
        assert lee.send(where, again).status_code == 303

    def test_script_in_what_was_seen_comes_back_as_text(self, lee: Townsfolk) -> None:
        [(where, fields)] = lee.forms("confirm")

        refused = lee.send(where, fields | {"version": "9", "saw": SCRIPT})

        assert refused.status_code == 412
        assert SCRIPT not in refused.text
        assert html.escape(SCRIPT) in refused.text

    @pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://elsewhere.example"}])
    def test_another_sites_form_confirms_nothing(self, lee: Townsfolk, headers: dict[str, str]) -> None:
        [(where, fields)] = lee.forms("confirm")

        assert lee.browser.post(where, data=fields, headers=headers).status_code == 403

    def test_what_pat_says_lee_reads_and_says_so(self, lee: Townsfolk, town: Town, schema: Connection) -> None:
        ask(
            schema,
            "MATCH (pat:Practitioner {id: $pat}), (kim:Child {id: $kim}) "
            "CREATE (pat)-[:HAS_CONCERN {id: $id, kind: 'information_to_share', raised_at: datetime(), "
            "custodian: $code, version: 1, recorded_at: datetime(), recorded_by: $pat, "
            "source: 'tests', service_id: $team}]->(kim)",
            pat=town.id_of("pat"), kim=town.id_of("kim"), id=f"{town.code}-said", code=town.code,
            team=town.id_of("team"),
        )  # fmt: skip
        [(where, fields)] = lee.forms("acknowledge")

        first, again = lee.send(where, fields), lee.send(where, fields)

        assert [first.status_code, again.status_code] == [303, 303]
        assert "You said that you have read it" in lee.browser.get(lee.kim).text
        lee.send(*lee.forms("acknowledge")[0])
        assert "You had said before" in lee.browser.get(lee.kim).text


class TestHandingOver:
    """Who leads, chosen on a page of its own and changed in one step."""

    def form(self, lee: Townsfolk) -> dict[str, str]:
        """What the form would send, with nothing chosen yet."""
        page = lee.browser.get(f"{lee.kim}/lead").text
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))

    def to_pat(self, lee: Townsfolk, town: Town) -> dict[str, str]:
        return self.form(lee) | {
            "practitioner_id": town.id_of("pat"),
            "kind": "early_help",
            "family_preference_asked": "yes",
        }

    def test_the_lead_hands_over_to_a_colleague_once_however_often_it_is_sent(
        self, lee: Townsfolk, town: Town, schema: Connection
    ) -> None:
        fields = self.to_pat(lee, town)

        first, again = lee.send(f"{lee.kim}/lead", fields), lee.send(f"{lee.kim}/lead", fields)

        assert [first.status_code, again.status_code] == [303, 303]
        assert "Who leads was changed, from today." in lee.browser.get(lee.kim).text
        leading = "MATCH (p:Practitioner)-[l:LEADS]->(:Child {id: $kim}) WHERE l.end IS NULL RETURN p.id"
        assert ask(schema, leading, kim=town.id_of("kim")) == [[town.id_of("pat")]]

    def test_only_colleagues_who_work_with_the_child_are_offered(self, lee: Townsfolk, town: Town) -> None:
        page = lee.browser.get(f"{lee.kim}/lead").text

        offered = re.findall(r'name="practitioner_id" type="radio" value="([^"]+)"', page)
        assert offered == [town.id_of("pat")]

    def test_where_nothing_is_chosen_each_field_says_so(self, lee: Townsfolk) -> None:
        refused = lee.send(f"{lee.kim}/lead", self.form(lee))

        assert refused.status_code == 422
        assert "<title>Error: " in refused.text
        assert 'href="#practitioner_id"' in refused.text
        assert "Choose what kind of support they lead" in refused.text

    def test_who_was_changed_meanwhile_is_said_and_what_was_chosen_stays(self, lee: Townsfolk, town: Town) -> None:
        refused = lee.send(f"{lee.kim}/lead", self.to_pat(lee, town) | {"expected_lead": "another"})

        assert refused.status_code == 412
        assert "Another leads now than the one you named" in refused.text
        assert re.search(rf'value="{town.id_of("pat")}" checked', refused.text)

    def test_somebody_who_is_not_involved_is_refused_in_words(self, lee: Townsfolk, town: Town) -> None:
        refused = lee.send(f"{lee.kim}/lead", self.to_pat(lee, town) | {"practitioner_id": town.id_of("stu")})

        assert refused.status_code == 409
        assert "Nobody leads a team that they are not part of" in refused.text

    def test_the_lead_ends_and_nobody_follows_and_what_changed_meanwhile_is_shown(
        self, lee: Townsfolk, town: Town, schema: Connection
    ) -> None:
        where = re.search(r'href="([^"]+/release)"', lee.get(f"{lee.kim}/lead").text)[1]
        ask(schema, "MATCH ()-[lead:LEADS {id: $id}]->() SET lead.version = 4", id=f"{town.code}-lead")

        unsaid = lee.fill_in(where)
        stale = lee.fill_in(where, end_reason="stepped_down", version="1", **typed_day("end", days(0)))
        done = lee.fill_in(where, end_reason="stepped_down", **typed_day("end", days(0)))

        assert 'href="#end_reason"' in unsaid.text
        assert stale.status_code == 412
        assert stale.text.count("Lee leads (early help) since") >= 2
        assert done.status_code == 303
        assert "Nobody leads the team now." in lee.get(lee.kim).text
        assert lee.network()["lead"] is None

    def test_another_sites_form_hands_nothing_over(self, lee: Townsfolk, town: Town) -> None:
        sent = lee.browser.post(
            f"{lee.kim}/lead", data=self.to_pat(lee, town), headers={"Sec-Fetch-Site": "cross-site"}
        )

        assert sent.status_code == 403


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
