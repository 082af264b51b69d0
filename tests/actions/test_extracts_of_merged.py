"""Two parts send one child; people merge the two records; and both go on sending."""

from pathlib import Path

import pytest

from graph_service.access.caller import Caller, SignedIn
from graph_service.actions.clock import today
from graph_service.actions.duplicates import (
    keep_apart,
    list_possible_duplicates,
    merge_children,
    unmerge_children,
)
from graph_service.actions.extracts import ImportReport, import_extract, write_receipt
from graph_service.domain.attempts import Attempt
from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.duplicates import MergedInto, PossibleDuplicatePair
from graph_service.domain.purposes import Purpose
from graph_service.extracts.keys import Sender
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests.conftest import ask, new_authority
from tests.extracts.test_validation import INVOLVEMENTS, SOUND

pytestmark = [pytest.mark.graph, pytest.mark.anyio]
PROTECTIONS = "child_key,carer_key,household_key,kind,start,review_on,access"
ACCOUNTS = "practitioner_key,subject,role,service_key,state"
# Two children of one name and number, in two parts; and in the first part one who has nothing to do with them.
SECOND = ["i1,kim,team,social_worker,2026-01-05,,,,", "i2,lee,team,social_worker,2026-01-05,,,,"]


class Part:
    """An open part, what it sends, and its data team."""

    def __init__(self, graph: Graph, folder: Path, code: str, number: str) -> None:
        self.graph, self.folder, self.code = graph, folder / code, code
        self.sender = Sender(code, "tests")
        self.files = SOUND | {
            "children.csv": [
                SOUND["children.csv"][0],
                f"kim,Kim,Lee,2015-02-28,female,{number},,",
                "lee,Lee,Lee,2014-02-28,male,,,",
            ],
            "involvements.csv": [INVOLVEMENTS, *SECOND],
            "practitioners.csv": [*SOUND["practitioners.csv"], "dot,Dot Lee"],
            "accounts.csv": [ACCOUNTS, f"dot,{code}-dot,data_team,team,active"],
            "lawful_basis.csv": ["instrument,start,assessment,approver", "An Order,2026-01-01,DPIA,A Director"],
            "protections.csv": [PROTECTIONS],
        }

    async def sends(self, **more: list[str]) -> ImportReport:
        """All its files, with lines added to some of them."""
        self.folder.mkdir(exist_ok=True)
        for name, lines in self.files.items():
            added = more.get(name.removesuffix(".csv"), [])
            (self.folder / name).write_text("\n".join([*lines, *added, ""]))
        return await import_extract(self.graph, self.folder, self.sender, by="tests", protections_as_of=today())

    @property
    def data_team(self) -> Caller:
        dot = self.sender.fact_id("practitioners.csv", "dot")
        who = SignedIn(f"{self.code}-dot", dot, AccountRole.DATA_TEAM, self.code)
        return Caller(who, Purpose.KEEP_RECORD_RIGHT)

    async def waiting(self) -> list[PossibleDuplicatePair]:
        return (await list_possible_duplicates(self.graph, self.data_team)).pairs


async def two_parts(graph: Graph, folder: Path, number: str) -> tuple[Part, Part]:
    parts = [Part(graph, folder, await new_authority(graph), number) for _ in range(2)]
    for part in parts:
        await part.sends()
    return parts[0], parts[1]


async def both_merge(graph: Graph, here: Part, there: Part) -> str:
    """Here's record stays."""
    [pair] = await here.waiting()
    await merge_children(graph, here.data_team, pair.id, MergedInto(keeps="child"), Attempt(f"{here.code}-1", 1))
    await merge_children(graph, there.data_team, pair.id, MergedInto(keeps="other"), Attempt(f"{here.code}-2", 2))
    return pair.id


def seats(server: Connection, part: Part) -> list[list[object]]:
    return ask(
        server,
        "MATCH ()-[seat:INVOLVED_WITH {custodian: $code}]->(child) RETURN child.custodian, child.given_name "
        "ORDER BY child.given_name, seat.id", code=part.code,
    )  # fmt: skip


def nobody_twice(server: Connection, *parts: Part) -> bool:
    rows = ask(
        server, "MATCH (c:Child) WHERE c.custodian IN $codes RETURN c.given_name, count(*)",
        codes=[part.code for part in parts],
    )  # fmt: skip
    return sorted(map(tuple, rows)) == [("Kim", 1), ("Lee", len(parts))]


class TestPairs:
    async def test_one_child_sent_by_two_parts_waits_on_the_lists_of_both(self, graph: Graph, tmp_path: Path) -> None:
        here, there = await two_parts(graph, tmp_path, "9990050104")

        [ours], [theirs] = await here.waiting(), await there.waiting()

        assert ours.id == theirs.id
        assert (ours.why, ours.other.level, ours.child.given_name) == ("same_number", "none", "Kim")
        assert theirs.child.id not in ours.model_dump_json()

    async def test_they_come_up_once_however_often_they_are_sent(self, graph: Graph, tmp_path: Path) -> None:
        here, there = await two_parts(graph, tmp_path, "9990050112")

        reports = [await here.sends(referrals=[]), await there.sends(referrals=[])]

        assert [report.possible_duplicates for report in reports] == [0, 0]
        assert len(await here.waiting()) == 1

    async def test_what_people_kept_apart_does_not_come_up_again(self, graph: Graph, tmp_path: Path) -> None:
        here, there = await two_parts(graph, tmp_path, "9990050120")
        [pair] = await here.waiting()
        await keep_apart(graph, here.data_team, pair.id, Attempt(f"{here.code}-1", 1))
        await keep_apart(graph, there.data_team, pair.id, Attempt(f"{here.code}-2", 2))

        await here.sends(children=["new,New,Lee,2013-02-28,male,,,"])

        assert await here.waiting() == []


class TestRowsAboutMergedRecords:
    async def test_they_are_about_the_one_that_stays(self, graph: Graph, server: Connection, tmp_path: Path) -> None:
        here, there = await two_parts(graph, tmp_path, "9990050139")
        await both_merge(graph, here, there)

        await there.sends(involvements=["i3,kim,team,family_support_worker,2026-02-01,,,,"])

        assert nobody_twice(server, here, there)
        assert seats(server, there) == [[here.code, "Kim"], [here.code, "Kim"], [there.code, "Lee"]]

    async def test_sent_again_nothing_changes(self, graph: Graph, server: Connection, tmp_path: Path) -> None:
        here, there = await two_parts(graph, tmp_path, "9990050147")
        await both_merge(graph, here, there)
        before = seats(server, there)

        report = await there.sends(children=["new,New,Lee,2013-02-28,male,,,"])

        assert (report.files["children.csv"].created, report.files["involvements.csv"].unchanged) == (1, 2)
        assert seats(server, there) == before

    async def test_when_the_merge_is_undone_what_was_sent_since_goes_back(
        self, graph: Graph, server: Connection, tmp_path: Path
    ) -> None:
        here, there = await two_parts(graph, tmp_path, "9990050155")
        pair = await both_merge(graph, here, there)
        added = ["i3,kim,team,family_support_worker,2026-02-01,,,,"]
        await there.sends(involvements=added)

        await unmerge_children(graph, there.data_team, pair, Attempt(f"{here.code}-3", 3))
        report = await there.sends(involvements=added, referrals=[])

        assert report.same_as is not None or report.changed_nothing
        assert seats(server, there) == [[there.code, "Kim"], [there.code, "Kim"], [there.code, "Lee"]]

    async def test_the_receipt_of_whoever_keeps_both_gives_the_number_that_stays(
        self, graph: Graph, server: Connection, tmp_path: Path
    ) -> None:
        part = Part(graph, tmp_path, await new_authority(graph), "9990050163")
        part.files["children.csv"].append("twin,Kim,Lee,2015-02-28,female,9990050163,,")
        await part.sends()
        [pair] = await part.waiting()
        await merge_children(graph, part.data_team, pair.id, MergedInto(keeps="child"), Attempt(f"{part.code}-1", 1))

        await write_receipt(graph, part.folder, part.sender, tmp_path / "receipt.csv")

        lines = dict(line.split(",") for line in (tmp_path / "receipt.csv").read_text().splitlines())
        assert lines["twin"] == lines["kim"] == pair.child.id
