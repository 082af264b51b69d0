"""The manager's list of uncoordinated cases, and what everybody else is told of it: stories of one town.

Kim's team is Lee and Pat of one agency and Ned of another. Lee leads; when Lee no longer does, several agencies work
with Kim and nobody leads (U01).
"""

from datetime import date

import pytest

from graph_service.access.caller import Caller
from graph_service.access.policy import BUDGETS, Budget
from graph_service.actions import uncoordinated
from graph_service.actions.clock import today
from graph_service.actions.following import follow
from graph_service.actions.leads import appoint_lead, release_lead
from graph_service.actions.notices import list_changes, read_my_notices
from graph_service.actions.scans import scan
from graph_service.actions.uncoordinated import (
    Place,
    count_signals,
    decide_signal,
    explain_signal,
    list_uncoordinated,
    my_loose_ends,
    set_threshold,
)
from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.leads import NewLead, Release
from graph_service.domain.problems import NotFound, TooManyRequests
from graph_service.domain.uncoordinated import NewThreshold, SignalDecided, StandingSignal, Wanted
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests.conftest import ask
from tests.refusals import forbidden, pointed_at, refused
from tests.town import Town, days, fed, new_town, settled, shielded

pytestmark = [pytest.mark.graph, pytest.mark.anyio]

EVERYTHING = Wanted()
FIRST = Place()


@pytest.fixture
async def town(graph: Graph, server: Connection) -> Town:
    town = new_town()
    await settled(graph, server, town, [("involvements", (town.seat("ned", start=days(-30)),))])
    fed(server, town)
    await scan(graph, town.code)
    return town


@pytest.fixture
async def leaderless(graph: Graph, town: Town) -> Town:
    """Lee has let go, today, and nobody follows yet."""
    await release(graph, town)
    return town


async def release(graph: Graph, town: Town) -> None:
    end = Release(end=today(), end_reason="handed_over")
    await release_lead(graph, town.caller("lee"), town.id_of("kim"), f"{town.code}-lead", end, town.attempt(1))
    await follow(graph, town.code)


async def listed(graph: Graph, caller: Caller, wanted: Wanted = EVERYTHING) -> list[StandingSignal]:
    page, _ = await list_uncoordinated(graph, caller, wanted, FIRST)
    return page.rows


async def one(graph: Graph, town: Town) -> StandingSignal:
    (row,) = [row for row in await listed(graph, town.caller("max")) if row.code == "U01"]
    return row


async def codes(graph: Graph, town: Town, name: str = "max", role: AccountRole | None = None) -> list[str]:
    rows = await listed(graph, town.caller(name, role=role))
    return [row.code for row in rows if row.child.id == town.id_of("kim")]


class TestListUncoordinated:
    async def test_a_manager_reads_in_words_why_a_child_is_on_the_list_and_since_when(
        self, graph: Graph, leaderless: Town
    ) -> None:
        row = await one(graph, leaderless)

        assert row.child.given_name == "Kim"
        assert row.reason == "2 agencies work with the child, and nobody leads."
        assert row.since == today()
        assert {(fact.type, fact.id) for fact in row.evidence} == {
            ("INVOLVED_WITH", f"{leaderless.code}-{who}-kim-seat") for who in ("lee", "pat", "ned")
        }

    async def test_while_somebody_leads_the_child_is_not_on_it(self, graph: Graph, town: Town) -> None:
        assert "U01" not in await codes(graph, town)

    async def test_the_reason_goes_when_somebody_leads_again(self, graph: Graph, leaderless: Town) -> None:
        new = NewLead(practitioner_id=leaderless.id_of("pat"), kind="early_help", start=today(), expected_lead=None)
        await appoint_lead(graph, leaderless.caller("max"), leaderless.id_of("kim"), new, leaderless.attempt())

        await follow(graph, leaderless.code)

        assert "U01" not in await codes(graph, leaderless)

    async def test_the_front_door_has_the_list_of_the_authority(self, graph: Graph, leaderless: Town) -> None:
        assert "U01" in await codes(graph, leaderless, "fran")

    async def test_next_door_has_nothing_of_it(self, graph: Graph, leaderless: Town) -> None:
        assert await codes(graph, leaderless, "ned") == []

    async def test_a_manager_of_no_team_around_the_child_is_not_shown_it(
        self, graph: Graph, server: Connection, leaderless: Town
    ) -> None:
        ask(
            server,
            "MATCH (:Practitioner {id: $max})-[managed:MANAGES]->() SET managed.end = $today",
            max=leaderless.id_of("max"), today=today(),
        )  # fmt: skip

        assert await listed(graph, leaderless.caller("max")) == []

    @pytest.mark.parametrize("name", ["max", "fran"])
    async def test_a_protected_child_is_on_nobodys_list_who_is_not_cleared(
        self, graph: Graph, server: Connection, leaderless: Town, name: str
    ) -> None:
        shielded(server, leaderless)

        assert await codes(graph, leaderless, name) == []

    @pytest.mark.parametrize(
        ("wanted", "shown"),
        [
            (Wanted(codes=("U01",)), True),
            (Wanted(codes=("U99",)), False),
            (Wanted(age_from=8, age_to=8), True),
            (Wanted(age_from=9), False),
            (Wanted(age_to=7), False),
            (Wanted(standing_days=1), False),
        ],
        ids=["this signal", "another", "her age", "older", "younger", "for longer"],
    )
    async def test_it_can_be_narrowed(self, graph: Graph, leaderless: Town, wanted: Wanted, shown: bool) -> None:
        """Kim is eight: born 3,000 days ago."""
        rows = await listed(graph, leaderless.caller("max"), wanted)

        assert ("U01" in [row.code for row in rows]) is shown

    @pytest.mark.parametrize(("wanted", "shown"), [(Wanted(age_to=8), False), (Wanted(age_from=9), True)])
    async def test_on_the_ninth_birthday_a_child_is_nine(
        self, graph: Graph, server: Connection, leaderless: Town, wanted: Wanted, shown: bool
    ) -> None:
        ask(
            server,
            "MATCH (kim:Child {id: $kim}) SET kim.born = $today - duration({years: 9})",
            kim=leaderless.id_of("kim"), today=today(),
        )  # fmt: skip

        rows = await listed(graph, leaderless.caller("max"), wanted)

        assert ("U01" in [row.code for row in rows]) is shown

    async def test_the_record_says_what_it_was_narrowed_to(
        self, graph: Graph, leaderless: Town, server: Connection
    ) -> None:
        await listed(graph, leaderless.caller("max"), Wanted(codes=("U01",), service=leaderless.id_of("team")))

        said = "MATCH (d:Disclosure {authority: $code, action: 'list_uncoordinated'}) RETURN d.narrowed_to"
        ((narrowed,),) = ask(server, said, code=leaderless.code)
        assert isinstance(narrowed, list)
        assert {"codes=('U01',)", f"service={leaderless.id_of('team')}"} <= set(narrowed)

    async def test_it_can_be_narrowed_to_one_team(self, graph: Graph, leaderless: Town) -> None:
        here, elsewhere = [
            await listed(graph, leaderless.caller("max"), Wanted(service=leaderless.id_of(place)))
            for place in ("team", "school")
        ]

        assert "U01" in [row.code for row in here]
        assert elsewhere == []

    async def test_pages_together_are_the_whole_list_longest_standing_first(
        self, graph: Graph, server: Connection, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await release(graph, town)
        whole = await listed(graph, town.caller("max"))
        monkeypatch.setattr(uncoordinated, "MOST_ROWS", 1)

        pages, place = [], FIRST
        while place is not None:
            page, place = await list_uncoordinated(graph, town.caller("max"), EVERYTHING, place)
            pages += page.rows

        assert pages == whole
        assert [row.since for row in whole] == sorted(row.since for row in whole)

    async def test_what_was_not_looked_for_is_said_with_the_reason(
        self, graph: Graph, server: Connection, town: Town
    ) -> None:
        ask(
            server,
            "MATCH (:Agency)-[feed:SUPPLIES]->(:Authority {code: $code}) SET feed.last_received_at = $then",
            code=town.code, then=days(-40),
        )  # fmt: skip
        ask(
            server,
            "MATCH (:Agency)-[feed:SUPPLIES]->(:Authority {code: $code}) "
            "SET feed.last_received_at = datetime() - duration({days: 40})",
            code=town.code,
        )  # fmt: skip

        page, _ = await list_uncoordinated(graph, town.caller("max"), EVERYTHING, FIRST)

        assert "U01" in [one.code for one in page.not_evaluated]
        assert page.scanned_at is not None


class TestWhatASensitiveServiceKnows:
    """Casey is of a sensitive service, here of an agency of its own."""

    async def with_casey(self, graph: Graph, server: Connection, child: str) -> Town:
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("casey", child, start=days(-20)),))])
        fed(server, town)
        ask(
            server,
            "MATCH (place:Service {id: $camhs})-[old:PART_OF]->() DELETE old WITH place "
            "MATCH (agency:Agency {id: $agency}) CREATE (place)-[:PART_OF {custodian: $code, id: $code + "
            "'-part', recorded_at: datetime()}]->(agency)",
            camhs=town.id_of("camhs"), agency=town.id_of("next-agency"), code=town.code,
        )  # fmt: skip
        await release(graph, town)
        await scan(graph, town.code)
        return town

    @pytest.fixture
    async def secret(self, graph: Graph, server: Connection) -> Town:
        """Kim's open team is of one agency, and leaderless; with Casey's there are two."""
        return await self.with_casey(graph, server, "kim")

    async def test_nor_by_comparing_a_brother_or_sister_is_it_told(self, graph: Graph, server: Connection) -> None:
        """Casey is all that Sib has: their teams share no agency, but who else may know that Sib has a team?"""
        town = await self.with_casey(graph, server, "sib")
        recorded = ask(
            server, "MATCH (s:Signal {custodian: $code, code: 'U22'}) RETURN DISTINCT s.view", code=town.code
        )

        assert recorded == [["whole"]]
        assert "U22" not in [row.code for row in await listed(graph, town.caller("fran"))]
        assert "U22" not in await codes(graph, town)

    async def test_what_only_it_makes_true_is_told_to_nobody_outside(self, graph: Graph, secret: Town) -> None:
        assert "U01" not in await codes(graph, secret)
        assert "U01" not in await codes(graph, secret, "fran")

    async def test_its_own_people_are_told(self, graph: Graph, secret: Town) -> None:
        ends = await my_loose_ends(graph, secret.caller("casey"))

        assert "U01" in [row.code for row in ends.rows]

    async def test_nobody_learns_whom_it_works_with_by_asking_for_its_children(
        self, graph: Graph, secret: Town
    ) -> None:
        """The front door is told something of Kim in any case: but not that Kim is a child of Casey's service."""
        of_team, of_camhs = [
            await listed(graph, secret.caller("fran"), Wanted(service=secret.id_of(place)))
            for place in ("team", "camhs")
        ]

        assert secret.id_of("kim") in [row.child.id for row in of_team]
        assert of_camhs == []

    async def test_nobody_learns_of_it_by_who_is_to_see_to_a_reason(self, graph: Graph, secret: Town) -> None:
        """Whoever knows Casey knows of what service; that Casey has to do with Kim they are not to know."""
        row = next(row for row in await listed(graph, secret.caller("max")) if row.child.id == secret.id_of("kim"))
        said = SignalDecided.model_validate({"decision": "assign", "practitioner_id": secret.id_of("casey")})
        kim, max_ = secret.id_of("kim"), secret.caller("max")
        await decide_signal(graph, max_, kim, row.id, said, secret.attempt())

        (shown,) = [one for one in await listed(graph, secret.caller("fran")) if one.id == row.id]
        (own,) = [one for one in (await my_loose_ends(graph, secret.caller("casey"))).rows if one.id == row.id]

        assert shown.decision is not None
        assert own.decision is not None
        assert (shown.decision.decision, shown.decision.assigned_to) == ("assign", None)
        assert own.decision.assigned_to == "Casey"

    async def test_no_line_of_the_log_tells_of_it(self, server: Connection, secret: Town) -> None:
        assert (
            ask(
                server,
                "MATCH (s:Signal {custodian: $code, view: 'whole'}), (c:Change {authority: $code}) "
                "WHERE c.fact_id = s.id RETURN s.code",
                code=secret.code,
            )
            == []
        )

    async def test_what_it_does_changes_nothing_that_others_read(
        self, graph: Graph, server: Connection, secret: Town
    ) -> None:
        """Ned comes in too: now everybody is told, and it makes no difference to them that Casey is there."""
        ask(
            server,
            "MATCH (ned:Practitioner {id: $ned}), (kim:Child {id: $kim}) CREATE (ned)-[:INVOLVED_WITH {id: $id, "
            "custodian: $code, start: $start, state: 'confirmed', service_id: $place, role: 'youth_worker', "
            "version: 1, recorded_at: datetime(), recorded_by: 'tests', source: 'tests'}]->(kim)",
            ned=secret.id_of("ned"), kim=secret.id_of("kim"), id=f"{secret.code}-ned", code=secret.code,
            start=days(-5), place=secret.id_of("next-team"),
        )  # fmt: skip
        await scan(graph, secret.code)

        told = [row for row in await listed(graph, secret.caller("max")) if row.code == "U01"]

        assert [row.reason for row in told] == ["2 agencies work with the child, and nobody leads."]
        assert f"{secret.code}-casey-kim-seat" not in [fact.id for row in told for fact in row.evidence]


class TestMyLooseEnds:
    async def test_a_practitioner_reads_the_same_reasons_for_their_own_children(
        self, graph: Graph, leaderless: Town
    ) -> None:
        ends = await my_loose_ends(graph, leaderless.caller("pat"))

        assert [(row.code, row.child.given_name) for row in ends.rows if row.code == "U01"] == [("U01", "Kim")]

    async def test_whoever_works_with_none_of_them_has_none(self, graph: Graph, leaderless: Town) -> None:
        assert (await my_loose_ends(graph, leaderless.caller("stu"))).rows == []

    async def test_a_shield_takes_it_away(self, graph: Graph, server: Connection, leaderless: Town) -> None:
        shielded(server, leaderless)

        assert (await my_loose_ends(graph, leaderless.caller("pat"))).rows == []


class TestExplainSignal:
    async def test_all_reasons_of_one_child_with_what_would_end_each(self, graph: Graph, leaderless: Town) -> None:
        explained = await explain_signal(graph, leaderless.caller("max"), leaderless.id_of("kim"))

        (row,) = [row for row in explained.rows if row.code == "U01"]
        assert row.ends_when.startswith("Somebody accepts to lead")
        assert "lead professional" in row.source

    @pytest.mark.parametrize("name", ["stu", "casey", "ned"])
    async def test_a_child_that_is_not_open_is_as_one_who_is_not_there(
        self, graph: Graph, town: Town, name: str
    ) -> None:
        """Ned works with Kim, but only the town's word for him counts: it is there, so he is told; zed is nobody's."""
        await refused(NotFound, explain_signal(graph, town.caller(name), town.id_of("zed")))

    async def test_over_the_days_budget_nothing_is_told(
        self, graph: Graph, leaderless: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(BUDGETS, AccountRole.MANAGER, Budget(searches=9, children=0))

        await refused(TooManyRequests, explain_signal(graph, leaderless.caller("max"), leaderless.id_of("kim")))

    async def test_a_protected_child_too(self, graph: Graph, server: Connection, leaderless: Town) -> None:
        shielded(server, leaderless)

        await refused(NotFound, explain_signal(graph, leaderless.caller("max"), leaderless.id_of("kim")))


class TestCountSignals:
    async def test_a_manager_sees_for_how_many_children_each_stood_week_by_week(
        self, graph: Graph, leaderless: Town
    ) -> None:
        counts = await count_signals(graph, leaderless.caller("max"))

        assert [(row.week, row.children) for row in counts.counts if row.code == "U01"] == [(today(), 1)]

    async def test_a_child_the_caller_may_not_see_is_not_counted(
        self, graph: Graph, server: Connection, leaderless: Town
    ) -> None:
        shielded(server, leaderless)

        counts = await count_signals(graph, leaderless.caller("max"))

        assert [row for row in counts.counts if row.code == "U01"] == []

    async def test_what_has_ended_is_counted_in_the_weeks_in_which_it_stood(
        self, graph: Graph, server: Connection, leaderless: Town
    ) -> None:
        ask(
            server,
            "MATCH (s:Signal {custodian: $code, code: 'U01'}) SET s.since = $since, s.ended_on = $ended REMOVE s.key",
            code=leaderless.code, since=days(-28), ended=days(-7),
        )  # fmt: skip

        counts = await count_signals(graph, leaderless.caller("max"))

        weeks = [row.week for row in counts.counts if row.code == "U01"]
        assert len(weeks) == 3
        assert all(days(-28) <= week < days(-7) and week.weekday() == 0 for week in weeks)


class TestDecideSignal:
    async def test_a_manager_says_who_sees_to_it_and_the_list_shows_it(self, graph: Graph, leaderless: Town) -> None:
        said = SignalDecided(decision="assign", practitioner_id=leaderless.id_of("pat"))

        await self.decide(graph, leaderless, said)

        decision = (await one(graph, leaderless)).decision
        assert decision is not None
        assert (decision.decision, decision.assigned_to) == ("assign", "Pat")

    @pytest.mark.parametrize("choice", ["snooze", "known_and_right"])
    async def test_what_waits_or_is_right_is_off_the_list_until_its_day(
        self, graph: Graph, server: Connection, leaderless: Town, choice: str
    ) -> None:
        await self.decide(graph, leaderless, SignalDecided(decision=choice, until=days(7), reason="lead_asked"))

        assert "U01" not in await codes(graph, leaderless)
        shown = await listed(graph, leaderless.caller("max"), Wanted(decided=True))
        assert "U01" in [row.code for row in shown]
        ask(server, "MATCH (d:SignalDecision {custodian: $code}) SET d.until = $today", code=leaderless.code,
            today=today())  # fmt: skip
        assert "U01" in await codes(graph, leaderless)

    async def test_sent_again_it_is_decided_once(self, graph: Graph, server: Connection, leaderless: Town) -> None:
        said, attempt = SignalDecided(decision="snooze", until=days(7), reason="lead_asked"), leaderless.attempt()
        row = await one(graph, leaderless)

        made = [
            await decide_signal(graph, leaderless.caller("max"), row.child.id, row.id, said, attempt) for _ in range(2)
        ]

        assert made[0] == made[1]
        assert ask(server, "MATCH (d:SignalDecision {custodian: $code}) RETURN count(d)", code=leaderless.code) == [[1]]

    async def test_a_colleague_does_not_decide(self, graph: Graph, leaderless: Town) -> None:
        said = SignalDecided(decision="snooze", until=days(7), reason="lead_asked")

        assert await forbidden(self.decide(graph, leaderless, said, "pat")) == "not_yours"

    async def test_somebody_unknown_here_cannot_be_given_it(self, graph: Graph, leaderless: Town) -> None:
        said = SignalDecided(decision="assign", practitioner_id="nobody")

        assert await pointed_at(self.decide(graph, leaderless, said)) == "/practitioner_id"

    @pytest.mark.parametrize(("choice", "ahead"), [("snooze", 0), ("snooze", 93), ("known_and_right", 367)])
    async def test_it_waits_for_a_day_to_come_but_not_for_ever(
        self, graph: Graph, leaderless: Town, choice: str, ahead: int
    ) -> None:
        said = SignalDecided(decision=choice, until=days(ahead), reason="lead_asked")

        assert await pointed_at(self.decide(graph, leaderless, said)) == "/until"

    async def test_of_a_protected_child_nobody_uncleared_decides(
        self, graph: Graph, server: Connection, leaderless: Town
    ) -> None:
        row = await one(graph, leaderless)
        shielded(server, leaderless)
        said = SignalDecided(decision="snooze", until=days(7), reason="lead_asked")

        await refused(
            NotFound,
            decide_signal(graph, leaderless.caller("max"), row.child.id, row.id, said, leaderless.attempt()),
        )

    async def decide(self, graph: Graph, town: Town, said: SignalDecided, name: str = "max") -> None:
        row = await one(graph, town)
        await decide_signal(graph, town.caller(name), row.child.id, row.id, said, town.attempt())


class TestSetThreshold:
    async def test_from_three_agencies_on_two_are_no_reason_any_more(self, graph: Graph, leaderless: Town) -> None:
        await self.set(graph, leaderless, start=today())

        assert "U01" not in await codes(graph, leaderless)

    async def test_from_a_day_to_come_it_is_not_so_yet(self, graph: Graph, leaderless: Town) -> None:
        await self.set(graph, leaderless, start=days(1))

        assert "U01" in await codes(graph, leaderless)

    async def test_a_threshold_that_there_is_not_is_named(self, graph: Graph, town: Town) -> None:
        new = NewThreshold(name="people", value=3, start=today())

        assert await pointed_at(set_threshold(graph, town.caller("dana"), "U01", new, town.attempt())) == "/name"

    async def test_a_signal_that_there_is_not_is_not_found(self, graph: Graph, town: Town) -> None:
        new = NewThreshold(name="agencies", value=3, start=today())

        await refused(NotFound, set_threshold(graph, town.caller("dana"), "U99", new, town.attempt()))

    async def set(self, graph: Graph, town: Town, start: date) -> None:
        new = NewThreshold(name="agencies", value=3, start=start)
        await set_threshold(graph, town.caller("dana"), "U01", new, town.attempt())
        await follow(graph, town.code)


class TestTheLog:
    async def test_a_system_is_told_when_a_reason_begins_and_ends(self, graph: Graph, leaderless: Town) -> None:
        new = NewLead(practitioner_id=leaderless.id_of("pat"), kind="early_help", start=today(), expected_lead=None)
        await appoint_lead(graph, leaderless.caller("max"), leaderless.id_of("kim"), new, leaderless.attempt())
        await follow(graph, leaderless.code)

        actions = [
            entry.action
            for entry in (await list_changes(graph, leaderless.caller("max"), 0)).changes
            if entry.type == "Signal"
        ]

        assert {"signal_began", "signal_ended"} <= set(actions)

    async def test_whoever_only_keeps_records_is_not_told(self, graph: Graph, leaderless: Town) -> None:
        changes = await list_changes(graph, leaderless.caller("dana"), 0)

        assert [entry for entry in changes.changes if entry.type == "Signal"] == []

    async def test_of_a_protected_child_nobody_is(self, graph: Graph, server: Connection, leaderless: Town) -> None:
        shielded(server, leaderless)

        changes = await list_changes(graph, leaderless.caller("max"), 0)

        assert [entry for entry in changes.changes if entry.type == "Signal"] == []

    async def test_no_colleague_has_it_as_news(self, graph: Graph, leaderless: Town) -> None:
        """What a signal rests on is not everybody's to know: loose ends have a list of their own."""
        said = SignalDecided(decision="snooze", until=days(7), reason="lead_asked")
        row = await one(graph, leaderless)
        await decide_signal(graph, leaderless.caller("max"), row.child.id, row.id, said, leaderless.attempt())

        news = await read_my_notices(graph, leaderless.caller("pat"))

        assert {notice.action for notice in news.notices} & {"signal_began", "signal_ended", "decide_signal"} == set()
