"""Taking in an extract: whole or not at all, twice the same, history kept, nobody shown before their protections."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from graph_service.actions.clock import today
from graph_service.actions.extracts import ExtractRefused, ImportReport, import_extract, write_receipt
from graph_service.extracts.keys import Sender
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests.conftest import ask, lines_of, new_authority
from tests.extracts.test_validation import INVOLVEMENTS, SOUND

pytestmark = [pytest.mark.graph, pytest.mark.anyio]
PROTECTIONS = "child_key,carer_key,household_key,kind,start,review_on,access"


@pytest.fixture
def send(graph: Graph, authority: str, tmp_path: Path) -> Callable:
    """Write files into a folder and import it as this test's own authority."""

    async def run(
        files: dict[str, list[str]], *, signed_off: int | None = 0, source: str = "tests", line_end: str = "\n"
    ) -> ImportReport:
        for old in tmp_path.glob("*.csv"):
            old.unlink()
        for name, lines in ({"protections.csv": [PROTECTIONS]} | files).items():
            (tmp_path / name).write_text(line_end.join([*lines, ""]), newline="")
        as_of = today() - timedelta(signed_off) if signed_off is not None else None
        return await import_extract(graph, tmp_path, Sender(authority, source), by="tests", protections_as_of=as_of)

    return run


def facts(server: Connection, authority: str) -> list[list[object]]:
    nodes = ask(
        server, "MATCH (n {custodian: $code}) RETURN labels(n), properties(n) ORDER BY n.id, labels(n)", code=authority
    )
    edges = ask(
        server, "MATCH ()-[r {custodian: $code}]->() RETURN type(r), properties(r) ORDER BY r.id", code=authority
    )
    return nodes + edges


class TestImportExtract:
    async def test_a_bad_row_means_that_nothing_is_written(
        self, send: Callable, server: Connection, authority: str
    ) -> None:
        bad = SOUND | {"leads.csv": [*SOUND["leads.csv"], "nobody,pat,early_help,proposed,2026-01-05"]}

        with pytest.raises(ExtractRefused) as refused:
            await send(bad)

        assert [str(fault) for fault in refused.value.faults.kept] == [
            "leads.csv:3:child_key: nothing here or sent before has this key, or it is not open to you"
        ]
        assert facts(server, authority) == []

    async def test_the_same_extract_twice_changes_nothing_and_says_so(
        self, send: Callable, server: Connection, authority: str
    ) -> None:
        first = await send(SOUND)
        before = facts(server, authority)

        second = await send(SOUND)

        assert (first.released, first.same_as) == (1, None)
        assert second.changed_nothing
        assert second.same_as is not None
        assert facts(server, authority) == before

    async def test_the_same_rows_in_another_programs_files_are_written_again_and_change_nothing(
        self, send: Callable, server: Connection, authority: str
    ) -> None:
        await send(SOUND)
        before = facts(server, authority)

        second = await send(SOUND, line_end="\r\n")

        assert second.same_as is None
        assert second.changed_nothing
        assert second.files["children.csv"].unchanged == 1
        assert facts(server, authority) == before

    async def test_a_run_that_was_cut_off_is_not_taken_for_done(
        self, send: Callable, server: Connection, authority: str
    ) -> None:
        await send(SOUND)
        ask(server, "MATCH (run:Import {authority: $code}) REMOVE run.finished_at", code=authority)

        assert (await send(SOUND)).same_as is None

    async def test_the_same_files_signed_off_today_release_the_children_held_before(self, send: Callable) -> None:
        await send(SOUND, signed_off=1)

        assert (await send(SOUND, signed_off=0)).released == 1

    async def test_a_changed_row_amends_its_own_fact_and_keeps_how_it_stood(
        self, send: Callable, server: Connection, authority: str
    ) -> None:
        await send(SOUND)

        report = await send({"children.csv": [SOUND["children.csv"][0], "kim,Kimberley,Lee,2015-02-28,female,,,"]})

        assert (report.files["children.csv"].changed, report.files["children.csv"].created) == (1, 0)
        assert ask(server, "MATCH (c:Child {custodian: $code}) RETURN c.given_name, c.version", code=authority) == [
            ["Kimberley", 2]
        ]
        assert ask(
            server, "MATCH (c:Child {custodian: $code}) MATCH (v:Version {fact_id: c.id}) "
            "RETURN v.given_name, v.version, v.superseded_at IS NOT NULL", code=authority,
        ) == [["Kim", 1, True]]  # fmt: skip

    async def test_an_amended_relationship_keeps_how_it_stood_too(
        self, send: Callable, server: Connection, authority: str
    ) -> None:
        await send(SOUND)

        await send({"involvements.csv": [INVOLVEMENTS, "i1,kim,team,social_worker,2026-01-05,2026-06-30,,,"]})

        assert ask(
            server, "MATCH ()-[i:INVOLVED_WITH {custodian: $code}]->() MATCH (v:Version {fact_id: i.id}) "
            "RETURN i.version, toString(i.end), v.version, v.end", code=authority,
        ) == [[2, "2026-06-30", 1, None]]  # fmt: skip

    async def test_without_protections_of_today_new_children_are_held_and_nobody_sees_them(
        self, send: Callable, server: Connection, authority: str
    ) -> None:
        report = await send(SOUND, signed_off=1)

        assert (report.held, report.released) == (1, 0)
        labels = ask(server, "MATCH (c:Child {custodian: $code}) RETURN labels(c)", code=authority)
        assert set(labels[0][0]) == {"Child", "Held", "Carer"}

    async def test_a_missing_protections_file_holds_them_as_well(self, send: Callable) -> None:
        assert (await send(SOUND, signed_off=None)).held == 1

    async def test_a_protections_file_written_today_releases_nobody_until_somebody_says_that_it_was_checked(
        self, send: Callable
    ) -> None:
        report = await send(SOUND | {"protections.csv": [PROTECTIONS]}, signed_off=None)

        assert (report.held, report.released) == (1, 0)

    async def test_an_empty_protections_file_checked_today_releases_them(
        self, send: Callable, server: Connection, authority: str
    ) -> None:
        await send(SOUND, signed_off=None)

        report = await send(SOUND | {"protections.csv": [PROTECTIONS]}, signed_off=0)

        assert (report.held, report.released) == (0, 1)
        labels = ask(server, "MATCH (c:Child {custodian: $code}) RETURN labels(c)", code=authority)
        assert set(labels[0][0]) == {"Child", "Carer", f"LA_{authority}"}

    async def test_a_file_sets_a_protection_and_its_absence_lifts_none(
        self, send: Callable, server: Connection, authority: str
    ) -> None:
        await send(SOUND | {"protections.csv": [PROTECTIONS, "kim,,,shield,2026-01-01,2027-01-01,pat"]})

        await send(SOUND | {"protections.csv": [PROTECTIONS]})

        assert ask(
            server, "MATCH (c:Child {custodian: $code})-[:PROTECTED_BY]->(p:Protection)<-[:MAY_SEE]-(who) "
            "RETURN p.kind, p.end, who.name", code=authority,
        ) == [["shield", None, "Pat Lee"]]  # fmt: skip

    async def test_a_fact_cannot_move_to_another_child_under_its_old_key(self, send: Callable) -> None:
        two = [*SOUND["children.csv"], "lee,L,Lee,2015-01-01,male,,,"]
        await send(SOUND | {"children.csv": two})

        with pytest.raises(ExtractRefused) as refused:
            await send({"involvements.csv": [INVOLVEMENTS, "i1,lee,team,social_worker,2026-01-05,,,,"]})

        assert "recorded_in_error" in str(refused.value.faults.kept[0])

    async def test_a_second_current_lead_in_a_later_file_is_refused_in_words(self, send: Callable) -> None:
        await send(SOUND)
        people = [*SOUND["practitioners.csv"], "sam,Sam Roe"]

        with pytest.raises(ExtractRefused) as refused:
            await send(
                {
                    "practitioners.csv": people,
                    "leads.csv": [SOUND["leads.csv"][0], "kim,sam,early_help,accepted,2026-03-01"],
                }
            )

        assert "has a current accepted lead already" in str(refused.value.faults.kept[0])

    async def test_a_number_claimed_for_two_children_is_a_conflict_for_both(
        self, send: Callable, server: Connection, authority: str
    ) -> None:
        rows = ["kim,Kim,Lee,2015-02-28,female,9990000018,,", "lee,L,Lee,2015-01-01,male,9990000018,,"]

        await send(SOUND | {"children.csv": [SOUND["children.csv"][0], *rows]})

        states = ask(server, "MATCH (:Child {custodian: $code})-[:IDENTIFIED_BY]->(i) RETURN i.state", code=authority)
        assert states == [["conflict"], ["conflict"]]

    async def test_a_new_number_ends_the_old_claim_and_keeps_it(
        self, send: Callable, server: Connection, authority: str
    ) -> None:
        header = SOUND["children.csv"][0]
        await send(SOUND | {"children.csv": [header, "kim,Kim,Lee,2015-02-28,female,9990000026,,"]})

        await send({"children.csv": [header, "kim,Kim,Lee,2015-02-28,female,9990000034,,"]})

        assert ask(
            server, "MATCH (:Child {custodian: $code})-[e:IDENTIFIED_BY]->(i) "
            "RETURN i.value, i.state, e.end IS NOT NULL ORDER BY i.value", code=authority,
        )[0] == ["9990000026", "former", True]  # fmt: skip

    @pytest.mark.parametrize(
        ("file", "header", "row"),
        [
            ("involvements.csv", INVOLVEMENTS, "i9,{}:kim,team,social_worker,2026-01-05,,,,"),
            ("cares_for.csv", "carer_key,child_key,capacity,start", "{}:ann,kim,parent,2015-02-28"),
            (
                "parental_responsibility.csv",
                "carer_key,child_key,state,basis,start",
                "{}:ann,kim,held,mother,2015-02-28",
            ),
        ],
        ids=lambda value: value if value.endswith(".csv") else "",
    )
    async def test_whom_another_part_cares_for_cannot_be_named_without_an_agreement(
        self,
        graph: Graph,
        send: Callable,
        server: Connection,
        authority: str,
        tmp_path: Path,
        file: str,
        header: str,
        row: str,
    ) -> None:
        other = await new_authority(graph)
        theirs = tmp_path / "theirs"
        theirs.mkdir()
        for name, lines in (SOUND | {"protections.csv": [PROTECTIONS]}).items():
            (theirs / name).write_text("\n".join(lines) + "\n")
        await import_extract(graph, theirs, Sender(other, "tests"), by="tests", protections_as_of=today())
        await send(SOUND)
        before = facts(server, authority)

        with pytest.raises(ExtractRefused) as refused:
            await send({file: [header, row.format(other)]})

        assert "or it is not open to you" in str(refused.value.faults.kept[0])
        assert facts(server, authority) == before

    async def test_somebody_taken_off_an_access_list_is_off_it_at_once_and_the_record_stays(
        self, send: Callable, server: Connection, authority: str
    ) -> None:
        people = {"practitioners.csv": ["practitioner_key,name", "pat,Pat Lee", "bob,Bob Lee"]}
        shield = "kim,,,shield,2026-01-01,2027-01-01,"
        listed = "MATCH (p:Practitioner {custodian: $code})-[:MAY_SEE]->() RETURN p.name ORDER BY p.name"

        await send(SOUND | people | {"protections.csv": [PROTECTIONS, shield + "pat|bob"]})
        both = ask(server, listed, code=authority)
        await send(SOUND | people | {"protections.csv": [PROTECTIONS, shield + "pat"]})

        assert both == [["Bob Lee"], ["Pat Lee"]]
        assert ask(server, listed, code=authority) == [["Pat Lee"]]
        assert ask(
            server, "MATCH (v:Version {custodian: $code}) RETURN count(v), max(v.recorded_by)", code=authority
        ) == [[1, "tests"]]

    async def test_a_manager_who_steps_down_and_a_chair_who_does_not_come_are_so_no_longer(
        self, send: Callable, server: Connection, authority: str
    ) -> None:
        posts, held = (
            "practitioner_key,service_key,manages,start",
            "meeting_key,practitioner_key,invited,attended,chair",
        )
        meeting = {"meetings.csv": ["meeting_key,kind,state,planned_on", "m1,core_group,planned,2026-12-01"]}
        marks = (
            "MATCH (:Practitioner {custodian: $code})-[r:MANAGES|INVITED_TO|CHAIRS]->() RETURN type(r) ORDER BY type(r)"
        )
        yes = {"works_in.csv": [posts, "pat,team,true,2026-01-01"], "attendance.csv": [held, "m1,pat,true,,true"]}
        no = {"works_in.csv": [posts, "pat,team,,2026-01-01"], "attendance.csv": [held, "m1,pat,true,,"]}

        await send(SOUND | meeting | yes)
        before = ask(server, marks, code=authority)
        await send(SOUND | meeting | no)

        assert before == [["CHAIRS"], ["INVITED_TO"], ["MANAGES"]]
        assert ask(server, marks, code=authority) == [["INVITED_TO"]]

    async def test_a_sign_in_and_a_service_belong_to_one_person_and_one_agency(
        self, send: Callable, server: Connection, authority: str
    ) -> None:
        people = {"practitioners.csv": ["practitioner_key,name", "pat,Pat Lee", "bob,Bob Lee"]}
        agencies = {"agencies.csv": ["agency_key,name,sector", "council,A Council,council", "trust,A Trust,health"]}
        header, subject = "practitioner_key,subject,role,service_key,state", f"pat.{authority}"
        services = [SOUND["services.csv"][0], "camhs,council,C,mental_health,sensitive,"]

        for person, agency in (("bob", "council"), ("pat", "trust")):
            team = f"team,{agency},A Team,social_care,additional,"
            account = {"accounts.csv": [header, f"{person},{subject},practitioner,team,active"]}
            await send(SOUND | people | agencies | account | {"services.csv": [*services, team]})

        signs_in = "MATCH (p:Practitioner)-[:HAS_ACCOUNT]->(:Account {subject: $subject}) RETURN p.name"
        part_of = "MATCH (s:Service {custodian: $code, name: 'A Team'})-[:PART_OF]->(a:Agency) RETURN a.name"
        assert ask(server, signs_in, subject=subject) == [["Pat Lee"]]
        assert ask(server, part_of, code=authority) == [["A Trust"]]

    async def test_a_carers_number_cannot_be_computed_from_the_senders_key(
        self, send: Callable, server: Connection, authority: str
    ) -> None:
        await send(SOUND)

        numbers = ask(
            server, "MATCH (c:Carer {custodian: $code}) WHERE NOT c:Child RETURN c.id, c.carer_origin", code=authority
        )
        assert numbers[0][0] != numbers[0][1] == Sender(authority, "tests").fact_id("carers.csv", "ann")

    async def test_whoever_named_a_child_before_it_was_protected_may_go_on_and_nobody_else_may_begin(
        self, graph: Graph, send: Callable, authority: str, tmp_path: Path
    ) -> None:
        other, third = await new_authority(graph), await new_authority(graph)
        shares = {
            "agreements.csv": [
                "with,purposes,start,end",
                f"{authority},hand_over_work,2026-01-01,",
                f"{third},hand_over_work,2026-01-01,",
            ],
            "lawful_basis.csv": ["instrument,start,assessment,approver", "An Order,2026-01-01,DPIA,A Director"],
        }

        async def sent_by(code: str, files: dict[str, list[str]], folder: str) -> None:
            (tmp_path / folder).mkdir(exist_ok=True)
            for name, lines in files.items():
                (tmp_path / folder / name).write_text("\n".join([*lines, ""]))
            await import_extract(graph, tmp_path / folder, Sender(code, "tests"), by="tests", protections_as_of=today())

        named = {"involvements.csv": [INVOLVEMENTS, f"i9,{other}:kim,team,social_worker,2026-01-05,,,,"]}
        await sent_by(other, SOUND | shares | {"protections.csv": [PROTECTIONS]}, "theirs")
        await send(SOUND | named)
        shield = [PROTECTIONS, "kim,,,shield,2026-01-01,2027-01-01,"]
        await sent_by(other, SOUND | shares | {"protections.csv": shield}, "theirs")

        again = {"involvements.csv": [*named["involvements.csv"], "i10,kim,team,social_worker,2026-01-06,,,,"]}
        assert (await send(SOUND | again)).files["involvements.csv"].created == 1
        with pytest.raises(ExtractRefused):
            await sent_by(third, SOUND | named, "thirds")

    async def numbers(self, server: Connection, *codes: str) -> list[list[object]]:
        return ask(
            server,
            "MATCH (c:Child)-[:IDENTIFIED_BY]->(i:Identifier) WHERE c.custodian IN $codes AND i.state <> 'former' "
            "RETURN i.value, i.state ORDER BY i.value, i.state",
            codes=list(codes),
        )

    async def two_parts(self, graph: Graph, tmp_path: Path, number: str, protections: list[str]) -> tuple[str, str]:
        """Two open authorities whose only children say that they have the same number."""
        codes = [await new_authority(graph), await new_authority(graph)]
        for code in codes:
            await self.part(graph, tmp_path, code, number, protections if code == codes[0] else [])
        return codes[0], codes[1]

    async def part(
        self, graph: Graph, tmp_path: Path, code: str, number: str, protections: list[str], is_open: bool = True
    ) -> None:
        files = SOUND | {
            "children.csv": [SOUND["children.csv"][0], f"kim,Kim,Lee,2015-02-28,female,{number},,"],
            "protections.csv": [PROTECTIONS, *protections],
        }
        if is_open:
            basis = "An Order,2026-01-01,DPIA,A Director"
            files |= {"lawful_basis.csv": ["instrument,start,assessment,approver", basis]}
        (tmp_path / code).mkdir(exist_ok=True)
        for name, lines in files.items():
            (tmp_path / code / name).write_text("\n".join([*lines, ""]))
        sender = Sender(code, "tests")
        await import_extract(graph, tmp_path / code, sender, by="tests", protections_as_of=today())

    async def test_a_number_claimed_twice_is_a_conflict_until_one_claim_is_taken_back(
        self, graph: Graph, server: Connection, tmp_path: Path
    ) -> None:
        one, other = await self.two_parts(graph, tmp_path, "9990040001", [])
        claimed = await self.numbers(server, one, other)

        await self.part(graph, tmp_path, other, "9990040028", [])

        assert claimed == [["9990040001", "conflict"], ["9990040001", "conflict"]]
        assert await self.numbers(server, one, other) == [["9990040001", "current"], ["9990040028", "current"]]

    async def test_a_child_of_before_an_adoption_claims_no_number_so_that_nobody_learns_of_it(
        self, graph: Graph, server: Connection, tmp_path: Path
    ) -> None:
        one, other = await self.two_parts(graph, tmp_path, "9990040036", ["kim,,,new_identity,2026-01-01,2036-01-01,"])

        assert await self.numbers(server, one, other) == [["9990040036", "current"], ["9990040036", "current"]]

    async def test_a_child_of_a_closed_part_claims_no_number_either(
        self, graph: Graph, server: Connection, tmp_path: Path
    ) -> None:
        closed, other = await new_authority(graph), await new_authority(graph)
        await self.part(graph, tmp_path, closed, "9990040052", [], is_open=False)
        await self.part(graph, tmp_path, other, "9990040052", [])

        assert await self.numbers(server, other) == [["9990040052", "current"]]

    async def test_two_imports_of_one_authority_at_once_leave_what_one_would(
        self, send: Callable, graph: Graph, server: Connection, authority: str, tmp_path: Path
    ) -> None:
        await send(SOUND)
        once = len(facts(server, authority))
        ask(server, "MATCH (run:Import {authority: $code}) REMOVE run.finished_at", code=authority)

        sender = Sender(authority, "tests")
        again = (import_extract(graph, tmp_path, sender, by="tests", protections_as_of=today()) for _ in range(2))
        reports = await asyncio.gather(*again)

        assert all(report.changed_nothing for report in reports)
        assert len(facts(server, authority)) == once

    async def test_an_unknown_authority_is_refused(self, graph: Graph, tmp_path: Path) -> None:
        with pytest.raises(ExtractRefused, match="1 faults"):
            await import_extract(graph, tmp_path, Sender("NOSUCH", "tests"), by="tests")

    async def test_every_fact_carries_custodian_source_version_and_when(
        self, send: Callable, server: Connection, authority: str
    ) -> None:
        await send(SOUND)

        for _, properties in facts(server, authority):
            assert {"id", "custodian", "recorded_at", "recorded_by", "source", "version"} <= properties.keys()

    async def test_the_receipt_gives_our_number_for_each_key_to_its_owner_only(
        self, send: Callable, graph: Graph, authority: str, tmp_path: Path
    ) -> None:
        await send(SOUND)
        receipt = tmp_path / "receipt"

        await write_receipt(graph, tmp_path, Sender(authority, "tests"), receipt)

        assert [line["child_key"] for line in lines_of(receipt)] == ["kim"]
        assert receipt.stat().st_mode & 0o777 == 0o600
