"""Forms on the child's page: each does what the API does, once; a slip is said beside its field and nothing is lost."""

import html
import re
from collections.abc import Iterator

import httpx2
import pytest

from graph_service.graph.connection import Connection
from graph_service.settings import Settings
from graph_service.web.wording import day
from tests.conftest import ask
from tests.town import Town, days
from tests.web.at_the_pages import INLINE, SCRIPT, Townsfolk, hidden_in, typed_day

pytestmark = pytest.mark.graph


@pytest.fixture(scope="module")
def town(towns: list[Town]) -> Town:
    """One for all: each test says or changes something of its own."""
    return towns.pop()


@pytest.fixture(scope="module")
def lee(town_client: httpx2.Client, town: Town, settings: Settings) -> Iterator[Townsfolk]:
    """Who leads the team around Kim, at the pages."""
    where = str(town_client.base_url)
    with httpx2.Client(base_url=where, timeout=90, headers={"Accept": "text/html"}) as browser:
        yield Townsfolk(browser, town, "lee", settings)


@pytest.fixture(scope="module")
def pat(town_client: httpx2.Client, town: Town, settings: Settings) -> Iterator[Townsfolk]:
    """A colleague of Lee's."""
    where = str(town_client.base_url)
    with httpx2.Client(base_url=where, timeout=90, headers={"Accept": "text/html"}) as browser:
        yield Townsfolk(browser, town, "pat", settings)


def said_once(lee: Townsfolk, sent: httpx2.Response, words: str) -> None:
    """Back at the child's page, which says what was done; and says it no second time."""
    assert sent.status_code == 303, sent.text
    assert words in lee.get(sent.headers["location"]).text
    assert words not in lee.get(lee.kim).text


class TestRaiseConcern:
    def test_it_begins_with_whom_to_ring_in_the_words_of_the_api(self, lee: Townsfolk, pat: Townsfolk) -> None:
        form = lee.get(f"{lee.kim}/indications").text
        answer = pat.api(f"{pat.kim}/indications", {"kind": "information_to_share"})

        assert answer["notice"].startswith("This is not a referral.")
        assert answer["notice"] in html.unescape(form)
        assert form.index("This is not a referral") < form.index('<form method="post" action="/children')

    def test_what_is_said_is_there_for_the_api_once_however_often_it_is_sent(self, lee: Townsfolk) -> None:
        where = f"{lee.kim}/indications"
        fields = hidden_in(lee.get(where).text) | {"kind": "taking_action"} | typed_day("due_on", days(9))

        first, again = lee.send(where, fields), lee.send(where, fields)

        assert again.status_code == 303
        said_once(lee, first, "It is no referral.")
        raised = [one for one in lee.network()["indications"] if one["by"] == "Lee"]
        assert [(one["kind"], one["due_on"]) for one in raised] == [("taking_action", str(days(9)))]

    def test_a_day_that_has_passed_is_said_beside_it_and_what_was_chosen_stays(self, pat: Townsfolk) -> None:
        refused = pat.fill_in(f"{pat.kim}/indications", kind="taking_action", **typed_day("due_on", days(-1)))

        assert refused.status_code == 422
        assert 'href="#due_on-day"' in refused.text
        assert refused.text.count("This day has passed") == 2, "in the summary and beside the field"
        assert re.search('value="taking_action" checked', refused.text)
        assert f'value="{days(-1).day}"' in refused.text


class TestCloseConcern:
    def test_who_raised_it_closes_it_in_one_click_and_what_changed_meanwhile_is_shown(self, pat: Townsfolk) -> None:
        raised = pat.api(f"{pat.kim}/indications", {"kind": "taking_action"})
        [(where, fields)] = [one for one in pat.forms("close") if raised["id"] in one[0]]

        stale = pat.send(where, fields | {"version": "9"})
        done = pat.send(where, hidden_in(stale.text))

        assert stale.status_code == 412
        assert stale.text.count("Pat: taking action") >= 2, "what was seen, and what it says now"
        said_once(pat, done, "It is closed.")
        [now] = [one for one in pat.network()["indications"] if one["indication_id"] == raised["id"]]
        assert now["closed_at"]


class TestRecordInvolvement:
    def test_what_lee_says_of_somebody_else_is_recorded_as_the_api_records_it(self, lee: Townsfolk, town: Town) -> None:
        sent = lee.fill_in(
            f"{lee.kim}/involvements", practitioner_id="", other_id=town.id_of("stu"), service_id=town.id_of("team"),
            role="youth_worker", told="agreed", **typed_day("start", days(-3)),
        )  # fmt: skip

        said_once(lee, sent, "It is recorded who works with this child.")
        [seat] = [one for one in lee.network()["team"] if one["id"] == town.id_of("stu")]
        assert (seat["role"], seat["start"], seat["state"]) == ("youth_worker", str(days(-3)), "confirmed")

    def test_a_service_that_is_not_universal_asks_what_the_family_was_told(self, lee: Townsfolk, town: Town) -> None:
        refused = lee.fill_in(
            f"{lee.kim}/involvements", practitioner_id="", other_id=town.id_of("dana"), service_id=town.id_of("desk"),
            role="data_officer", **typed_day("start", days(-3)),
        )  # fmt: skip

        assert refused.status_code == 422
        assert 'href="#told"' in refused.text
        assert "Say what the child or family was told" in refused.text
        assert f'value="{town.id_of("dana")}"' in refused.text, "nothing typed is lost"
        assert re.search(r'value="data_officer" selected', refused.text)

    def test_a_ground_without_its_day_is_asked_for_it(self, lee: Townsfolk) -> None:
        empty = {f"basis_on_{part}": "" for part in ("day", "month", "year")}

        refused = lee.fill_in(f"{lee.kim}/involvements", basis="child_consent", **empty)

        assert 'href="#basis_on-day"' in refused.text


class TestConfirmInvolvement:
    def test_what_nobody_has_confirmed_somebody_else_confirms_in_one_click(
        self, lee: Townsfolk, pat: Townsfolk, town: Town
    ) -> None:
        work = {"practitioner_id": town.id_of("fran"), "service_id": town.id_of("desk"), "role": "duty_worker",
                "start": str(days(-7)), "told": "agreed"}  # fmt: skip
        made = pat.api(f"{pat.kim}/involvements", work)
        [(where, fields)] = [one for one in lee.forms("confirm") if made["id"] in one[0]]

        done = lee.send(where, fields)

        assert done.status_code == 303
        [seat] = [one for one in lee.network()["team"] if one["involvement_id"] == made["id"]]
        assert (seat["state"], seat["confirmed_on"]) == ("confirmed", str(days(0)))


class TestAmendInvolvement:
    def test_what_is_recorded_stands_in_the_form_and_only_what_is_said_changes(
        self, lee: Townsfolk, town: Town
    ) -> None:
        work = {"practitioner_id": town.id_of("max"), "service_id": town.id_of("team"), "role": "team_manager",
                "start": str(days(-20)), "told": "agreed"}  # fmt: skip
        made = lee.api(f"{lee.kim}/involvements", work)
        where = f"{lee.kim}/involvements/{made['id']}/amend"
        page = lee.get(where).text

        row = lee.get(lee.kim).text
        early = lee.fill_in(where, role="youth_worker", **typed_day("start", days(-9000)))
        done = lee.fill_in(where, role="youth_worker")

        assert f'href="{where}"' in row, "it links to the form"
        assert re.search('value="team_manager" selected', page)
        assert f'name="start_day" type="text" value="{days(-20).day}"' in page
        assert "That is before the child was born" in early.text
        said_once(lee, done, "It is put right.")
        [seat] = [one for one in lee.network()["team"] if one["involvement_id"] == made["id"]]
        assert (seat["role"], seat["start"]) == ("youth_worker", str(days(-20)))


class TestEndInvolvement:
    def test_it_ends_on_a_day_for_a_reason_and_what_changed_meanwhile_is_shown_beside_what_was_seen(
        self, lee: Townsfolk, town: Town, schema: Connection
    ) -> None:
        made = lee.api(
            f"{lee.kim}/involvements",
            {"practitioner_id": town.id_of("sky"), "service_id": town.id_of("school"), "role": "teacher",
             "start": str(days(-40))},
        )  # fmt: skip
        where = f"{lee.kim}/involvements/{made['id']}/end"
        assert f'href="{where}"' in lee.get(lee.kim).text, "its row links to the form"
        fields = hidden_in(lee.get(where).text) | {"end_reason": "moved_away"} | typed_day("end", days(0))
        ask(schema, "MATCH ()-[seat {id: $id}]->() SET seat.version = 5, seat.role = 'youth_worker'", id=made["id"])

        stale = lee.send(where, fields)
        done = lee.send(where, fields | hidden_in(stale.text))

        assert stale.status_code == 412
        assert "teacher, since" in stale.text
        assert "youth worker, since" in stale.text
        assert re.search('value="moved_away" checked', stale.text), "nothing chosen is lost"
        said_once(lee, done, "It is recorded that the work has ended.")
        assert not [one for one in lee.network()["team"] if one["current"] and one["involvement_id"] == made["id"]]

    def test_work_that_is_not_there_has_no_form(self, lee: Townsfolk) -> None:
        assert lee.get(f"{lee.kim}/involvements/nowhere/end").status_code == 404


class TestRecordAssessment:
    def test_ones_own_is_recorded_then_complete(self, lee: Townsfolk) -> None:
        begun = lee.fill_in(f"{lee.kim}/assessments", kind="health", **typed_day("started_on", days(-5)))
        said_once(lee, begun, "It is recorded that an assessment has begun.")
        [made] = [one for one in lee.network()["assessments"] if one["kind"] == "health"]
        assert (made["by"], made["started_on"], made["state"]) == ("Lee", str(days(-5)), "in_progress")

        link = re.search(rf'href="([^"]+/{made["assessment_id"]}/complete)"', lee.get(lee.kim).text)
        before = lee.fill_in(link[1], **typed_day("completed_on", days(-9)))
        done = lee.fill_in(link[1], **typed_day("completed_on", days(-1)))

        assert before.status_code == 409
        assert "The end lies before the start" in before.text
        said_once(lee, done, "the assessment is complete")
        [now] = [one for one in lee.network()["assessments"] if one["kind"] == "health"]
        assert (now["state"], now["completed_on"]) == ("completed", str(days(-1)))


class TestAbandonAssessment:
    def test_it_is_given_up_on_the_same_page(self, lee: Townsfolk) -> None:
        made = lee.api(f"{lee.kim}/assessments", {"kind": "young_carer", "started_on": str(days(-5))})
        page = lee.get(f"{lee.kim}/assessments/{made['id']}/complete").text
        [form] = re.findall(r'action="([^"]+/abandon)">(.*?)</form>', page, re.S)

        done = lee.send(form[0], hidden_in(form[1]))

        said_once(lee, done, "It is recorded that the assessment will not be completed.")
        [now] = [one for one in lee.network()["assessments"] if one["kind"] == "young_carer"]
        assert now["state"] == "abandoned"


class TestRecordConversation:
    def test_only_others_around_the_child_are_offered_and_a_talk_is_recorded_once(
        self, lee: Townsfolk, town: Town, schema: Connection
    ) -> None:
        where = f"{lee.kim}/conversations"
        page = lee.get(where).text
        offered = re.findall(r'name="practitioner_id" type="radio" value="([^"]+)"', page)
        fields = hidden_in(page) | {"practitioner_id": town.id_of("pat")} | typed_day("on", days(-1))

        first, again = lee.send(where, fields), lee.send(where, fields)

        assert town.id_of("pat") in offered
        assert town.id_of("lee") not in offered
        assert again.status_code == 303
        said_once(lee, first, "It is recorded that you spoke.")
        spoke = "MATCH (:Practitioner {id: $lee})-[s:SPOKE_WITH {child_id: $kim}]->(p) RETURN p.id, toString(s.on)"
        assert ask(schema, spoke, lee=town.id_of("lee"), kim=town.id_of("kim")) == [[town.id_of("pat"), str(days(-1))]]

    def test_a_day_that_has_not_come_is_refused_in_words(self, lee: Townsfolk, town: Town) -> None:
        refused = lee.fill_in(f"{lee.kim}/conversations", practitioner_id=town.id_of("pat"), **typed_day("on", days(2)))

        assert refused.status_code == 409
        assert "That day has not come yet" in refused.text


class TestPlanMeeting:
    def test_the_whole_team_is_invited_unless_somebody_is_taken_out(self, lee: Townsfolk, town: Town) -> None:
        page = lee.get(f"{lee.kim}/meetings").text

        checked = re.findall(r'name="invited" type="checkbox" value="([^"]+)" checked', page)

        assert {town.id_of("lee"), town.id_of("pat")} <= set(checked)

    def test_it_is_planned_moved_and_held_each_time_once(self, lee: Townsfolk, town: Town, schema: Connection) -> None:
        planned = lee.fill_in(
            f"{lee.kim}/meetings", kind="core_group", invited=[town.id_of("lee"), town.id_of("pat")],
            **typed_day("planned_on", days(6)),
        )  # fmt: skip
        said_once(lee, planned, "The meeting is planned.")
        first = planned_of(lee, "core_group")
        moved = lee.fill_in(link_to(lee, first, "cancel"), **typed_day("planned_on", days(8)))
        said_once(lee, moved, "The meeting is planned for another day.")
        second = planned_of(lee, "core_group")
        stale = lee.fill_in(
            link_to(lee, second, "hold"), version="7", attended=[town.id_of("lee")], **typed_day("held_on", days(0))
        )
        held = lee.fill_in(
            link_to(lee, second, "hold"), attended=[town.id_of("pat")],
            **typed_day("held_on", days(0)), **typed_day("next_on", days(30)),
        )  # fmt: skip

        assert (second["planned_on"], second["id"] == first["id"]) == (str(days(8)), False)
        assert stale.status_code == 412
        assert stale.text.count("core group, planned for") >= 2, "what was seen, and what it says now"
        assert f"Core group, planned for {day(days(8))}." in stale.text, "the month keeps its capital letter"
        assert re.search(f'value="{town.id_of("lee")}" checked', stale.text), "nothing chosen is lost"
        said_once(lee, held, "who came")
        assert lee.get(f"{lee.kim}/meetings/{second['id']}/hold").status_code == 404, "it is no longer planned"
        states = (
            "MATCH (m:Meeting {kind: 'core_group'})-[:ABOUT]->(:Child {id: $kim}) "
            "OPTIONAL MATCH (p)-[:INVITED_TO]->(m) OPTIONAL MATCH (q)-[:ATTENDED]->(m) "
            "RETURN m.state, count(DISTINCT p), collect(DISTINCT q.id) ORDER BY m.state"
        )
        assert ask(schema, states, kim=town.id_of("kim")) == [
            ["cancelled", 2, []],
            ["held", 2, [town.id_of("pat")]],
        ]

    def test_a_next_day_before_the_meeting_is_said(self, lee: Townsfolk) -> None:
        on = typed_day("planned_on", days(20)) | typed_day("next_on", days(9))

        refused = lee.fill_in(f"{lee.kim}/meetings", kind="core_group", **on)

        assert refused.status_code == 422
        assert "The next meeting comes after this one, within a year" in refused.text


class TestCancelMeeting:
    def test_neither_reason_nor_day_is_said_beside_the_reasons(self, lee: Townsfolk) -> None:
        planned = lee.fill_in(f"{lee.kim}/meetings", kind="looked_after_review", **typed_day("planned_on", days(11)))
        assert planned.status_code == 303
        where = link_to(lee, planned_of(lee, "looked_after_review"), "cancel")

        refused, done = lee.fill_in(where), lee.fill_in(where, reason="chair_away")

        assert refused.status_code == 422
        assert "Either another day, or why the meeting is not held" in refused.text
        said_once(lee, done, "The meeting is cancelled.")


def planned_of(lee: Townsfolk, kind: str) -> dict:
    """The one meeting of a kind that is planned, as the API lists it."""
    [meeting] = [one for one in lee.api(f"{lee.kim}/meetings")["meetings"] if one["kind"] == kind]
    return meeting


def link_to(lee: Townsfolk, meeting: dict, action: str) -> str:
    """As the page of the child's meetings has it."""
    where = f"{lee.kim}/meetings/{meeting['id']}/{action}"
    assert f'href="{where}"' in lee.get(f"{lee.kim}/meetings").text
    return where


class TestReadMyNotices:
    def test_what_pat_does_is_news_to_lee_as_the_api_tells_it(self, lee: Townsfolk, pat: Townsfolk) -> None:
        pat.api(f"{pat.kim}/assessments", {"kind": "early_help", "started_on": str(days(-2))})

        page = html.unescape(lee.get("/what-changed").text)
        news = lee.api("/my-notices")["notices"]

        assert "Since yesterday" in page
        assert "An assessment was begun." in page
        for one in news:
            assert one["says"] in page
            assert f"/children/{one['child']['id']}" in page
        assert page.count("<tr") - 1 == len({(one["at"], one["child"]["id"], one["says"]) for one in news})


def waits(schema: Connection, town: Town, name: str) -> str:
    """Sib and Zed wait as a pair."""
    pair = f"{town.code}-{name}"
    ask(
        schema,
        "MATCH (one:Child {id: $one}), (other:Child {id: $other}) CREATE (one)-[:POSSIBLY_SAME_AS {id: $pair, "
        "custodian: $code, other_custodian: $code, state: 'open', explanation: 'same_number', version: 1, "
        "recorded_at: datetime(), recorded_by: 'tests', source: 'tests'}]->(other)",
        one=town.id_of("sib"), other=town.id_of("zed"), pair=pair, code=town.code,
    )  # fmt: skip
    return pair


@pytest.fixture
def dana(town_client: httpx2.Client, town: Town, settings: Settings) -> Iterator[Townsfolk]:
    """Of the town's data team."""
    where = str(town_client.base_url)
    with httpx2.Client(base_url=where, timeout=90, headers={"Accept": "text/html"}) as browser:
        yield Townsfolk(browser, town, "dana", settings)


class TestPossibleDuplicates:
    """Zed and Sib may be one child: Dana, of the data team, says what she thinks."""

    def test_the_page_shows_the_pair_and_who_would_see_what_as_the_api_does_then_they_are_kept_apart(
        self, dana: Townsfolk, town: Town, schema: Connection
    ) -> None:
        where = f"/possible-duplicates/{waits(schema, town, 'apart')}"
        listed, page = dana.get("/possible-duplicates").text, dana.get(where).text
        previews = [dana.api(f"{where}/merge?keeps={keeps}") for keeps in ("child", "other")]
        [pair] = dana.api("/possible-duplicates")["pairs"]

        unsaid = dana.send(f"{where}/merge", hidden_in(page))
        stale = dana.send(f"{where}/merge", hidden_in(page) | {"keeps": "child", "version": "7"})
        apart = dana.send(f"{where}/keep-apart", hidden_in(page))

        assert f'href="{where}"' in listed
        assert pair["waits_for"] in html.unescape(listed)
        for name in ("see_more_of_the_kept", "see_more_of_the_other", "see_less"):
            # One authority keeps both records, so nobody sees less.
            counts = ["Nobody" if one[name] is None else one[name] for one in previews]
            assert "".join(f'<td class="govuk-table__cell">{one}</td>' for one in counts) in page, name
        assert 'href="#keeps"' in unsaid.text
        assert stale.status_code == 412
        assert "Somebody else changed this first" in stale.text
        assert apart.status_code == 303
        after = dana.get("/possible-duplicates").text
        assert "They stay two children" in after
        assert "No pair waits" in after


class TestMergeChildren:
    def test_dana_merges_two_records_and_the_first_stays(
        self, town_client: httpx2.Client, towns: list[Town], settings: Settings, schema: Connection
    ) -> None:
        town = towns.pop()
        pair = waits(schema, town, "twins")
        with httpx2.Client(base_url=str(town_client.base_url), timeout=90, headers={"Accept": "text/html"}) as browser:
            dana = Townsfolk(browser, town, "dana", settings)

            fields = hidden_in(dana.get(f"/possible-duplicates/{pair}").text)
            made = dana.send(f"/possible-duplicates/{pair}/merge", fields | {"keeps": "child"})
            assert "The two records are one now." in dana.get(made.headers["location"]).text

        there = ask(schema, "MATCH (c:Merged {id: $zed}) RETURN c.id", zed=town.id_of("zed"))
        assert there == [[town.id_of("zed")]]


class TestMayIShare:
    def test_in_a_scottish_town_nothing_is_said_of_englands_law(
        self, town_client: httpx2.Client, towns: list[Town], settings: Settings, schema: Connection
    ) -> None:
        town = towns.pop()
        ask(schema, "MATCH (one:Authority {code: $code}) SET one.nation = 'Scotland'", code=town.code)
        with httpx2.Client(base_url=str(town_client.base_url), timeout=90, headers={"Accept": "text/html"}) as browser:
            lee = Townsfolk(browser, town, "lee", settings)

            page = lee.get(f"{lee.kim}/share").text.partition("<main")[2]

        assert "What the law says in Scotland" in page
        assert "16LA" not in page
        assert "England" not in page


class TestEveryForm:
    FORMS = ("indications", "involvements", "assessments", "conversations", "meetings", "lead")

    def test_sent_empty_it_says_what_is_missing_at_the_top_and_beside_each_field(self, lee: Townsfolk) -> None:
        for path in self.FORMS:
            key = hidden_in(lee.get(f"{lee.kim}/{path}").text)["key"]

            refused = lee.send(f"{lee.kim}/{path}", {"key": key})

            assert refused.status_code == 422, path
            assert "<title>Error: " in refused.text
            links = re.findall(r'<a href="#([\w-]+)">', refused.text)
            assert links, path
            for field in links:
                assert f'id="{field}"' in refused.text, (path, field)
                assert f'id="{field.removesuffix("-day")}-error"' in refused.text, (path, field)

    def test_script_in_every_field_comes_back_as_text(self, lee: Townsfolk) -> None:
        for path in self.FORMS:
            page = lee.get(f"{lee.kim}/{path}").text
            names = set(re.findall(r'<(?:input|select)[^>]* name="(\w+)"', page)) - {"key", "expected_lead"}

            refused = lee.send(f"{lee.kim}/{path}", hidden_in(page) | dict.fromkeys(names, SCRIPT))

            assert refused.status_code == 422, path
            assert SCRIPT not in refused.text
            assert not INLINE.search(refused.text)

    def test_another_sites_form_does_nothing(self, lee: Townsfolk) -> None:
        for path in self.FORMS:
            fields = hidden_in(lee.get(f"{lee.kim}/{path}").text)

            sent = lee.browser.post(f"{lee.kim}/{path}", data=fields, headers={"Sec-Fetch-Site": "cross-site"})

            assert sent.status_code == 403, path

    def test_the_child_is_named_so_that_nobody_writes_of_the_wrong_one_and_the_title_names_nobody(
        self, lee: Townsfolk
    ) -> None:
        for path in self.FORMS:
            page = lee.get(f"{lee.kim}/{path}").text

            assert "<strong>Kim Vale</strong>, born" in page, path
            assert "Kim" not in re.search("<title>(.*?)</title>", page)[1]

    def test_the_page_links_to_what_the_policy_lets_the_role_do_and_to_nothing_else(
        self, lee: Townsfolk, dana: Townsfolk
    ) -> None:
        offered = re.findall(rf'href="{lee.kim}/([a-z]+)"', lee.get(lee.kim).text)
        of_dana = re.findall(rf'href="{lee.kim}/([a-z]+)"', dana.get(dana.kim).text)
        refused = {path: dana.get(f"{dana.kim}/{path}").status_code for path in self.FORMS}

        assert set(self.FORMS) <= set(offered)
        assert of_dana == ["access", "share"]
        assert set(refused.values()) == {403}
