"""Every signal on children of whom it is known which stand: planted in a generated extract, imported, looked for.

The cases stand beside the signals, cypher/signals/*.toml: a child names exactly the signals that stand, and since when.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

import pytest

from graph_service.access.scope import owner_label
from graph_service.actions.authorities import LOAD_AUTHORITIES, AuthorityRow
from graph_service.actions.clock import today
from graph_service.actions.evaluation import DayRow, Reading, evaluate, found, read_settings
from graph_service.actions.extracts import import_extract, write_receipt
from graph_service.actions.indications import acknowledge_concern, raise_concern
from graph_service.actions.scans import LIST_TARGETED_SERVICES, scan, scanned, veiled_children
from graph_service.domain.closed_lists import IndicationKind
from graph_service.domain.indications import NewConcern
from graph_service.domain.signals import FoundByCode
from graph_service.extracts.generate import generate_extract
from graph_service.extracts.keys import Sender
from graph_service.extracts.planted import known_cases
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from graph_service.graph.signals import EVALUATE_CHILDREN, SCANS, SIGNALS
from tests import oracle as o
from tests import worlds
from tests.conftest import DESK, SEED, ask, lines_of
from tests.town import Town, days, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]

BACKGROUND = 40  # children without any truth of their own, so that the planted ones are not alone


@dataclass(frozen=True)
class Planted:
    """An authority with every planted case in it; the key by our numbers."""

    code: str
    key: dict[str, dict[str, date | None]]  # child -> code -> since when, None where that is not said
    names: dict[str, str]  # child -> the case

    def truth(self, code: str) -> set[str]:
        return {self.names[child] for child, stands in self.key.items() if code in stands}


@pytest.fixture(scope="module")
async def planted(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    folder, kept, code = tmp_path_factory.mktemp("planted"), tmp_path_factory.mktemp("kept"), worlds.new_code()
    england = next(line for line in lines_of(SEED / "authorities.csv") if line["code"] == "LDS")
    line = england | {"code": code, "name": f"Planted {code}", "succeeded_by": ""}
    await graph.write(LOAD_AUTHORITIES, rows=[AuthorityRow.model_validate(line).model_dump()])
    generate_extract(code, BACKGROUND, folder, today=today(), key=kept / "key.csv")
    (folder / "agreements.csv").unlink()  # shared with nobody: other tests' people are in no way near it
    sender = Sender(code, "planted")
    await import_extract(graph, folder, sender, by="tests", protections_as_of=today())
    await write_receipt(graph, folder, sender, kept / "receipt.csv")
    ours = {one["child_key"]: one["child_id"] for one in lines_of(kept / "receipt.csv")}
    key: dict[str, dict[str, date | None]] = defaultdict(dict)
    for one in lines_of(kept / "key.csv"):
        stands = key[ours[one["child_key"]]]
        if one["code"]:
            stands[one["code"]] = date.fromisoformat(one["since"]) if one["since"] else None
    return Planted(code, key, {ours[name]: name for name in ours})


@pytest.fixture(scope="module")
async def standing(graph: Graph, server: Connection, planted: Planted) -> dict[str, dict[str, date]]:
    """What stands today after one scan, by child and code, as those see it who see everything."""
    await scan(graph, planted.code)
    rows = ask(
        server,
        "MATCH (s:Signal) WHERE s.custodian = $code AND s.key IS NOT NULL AND s.since <= $today "
        "AND (s.view = 'whole' OR s.entire) RETURN s.child_id, s.code, s.since",
        code=planted.code, today=today(),
    )  # fmt: skip
    by_child: dict[str, dict[str, date]] = defaultdict(dict)
    for child, code, since in rows:
        by_child[str(child)][str(code)] = since.to_native()  # ty: ignore[unresolved-attribute]  # the driver's own date
    return by_child


class TestEverySignal:
    async def test_it_stands_for_whom_the_key_says_and_for_nobody_else(
        self, planted: Planted, standing: dict[str, dict[str, date]]
    ) -> None:
        """Precision and recall of 1.0, over all children whose truth is known."""
        said = {planted.names[child]: sorted(stands) for child, stands in planted.key.items()}
        is_so = {planted.names[child]: sorted(standing.get(child, ())) for child in planted.key}

        assert {name: codes for name, codes in is_so.items() if codes != said[name]} == {
            name: codes for name, codes in said.items() if codes != is_so[name]
        }

    async def test_it_stands_since_the_day_that_the_key_says(
        self, planted: Planted, standing: dict[str, dict[str, date]]
    ) -> None:
        wrong = [
            f"{planted.names[child]} {code}: {standing[child][code]}, not {since}"
            for child, stands in planted.key.items()
            for code, since in stands.items()
            if since is not None and code in standing[child] and standing[child][code] != since
        ]

        assert wrong == []

    async def test_each_has_a_case_in_which_it_stands_and_one_in_which_it_nearly_does(self, planted: Planted) -> None:
        files = {name.partition("_")[0].upper() for name, _ in known_cases()}

        assert files == set(SIGNALS)
        assert [code for code in SIGNALS if not planted.truth(code)] == []

    async def test_one_threshold_one_off_is_noticed(
        self, graph: Graph, planted: Planted, subtests: pytest.Subtests
    ) -> None:
        """Every threshold of every signal, one more and one less: some planted case falls on the other side."""
        reading = await read_settings(graph, planted.code)
        places = [row.id for row in await graph.rows(LIST_TARGETED_SERVICES, custodian=planted.code, limit=10_000)]
        right = {code: await self.said(graph, reading, code, places, planted) for code in reading.measure.signals}
        for code, signal in reading.measure.signals.items():
            for name, threshold in signal.thresholds.items():
                for step in (-1, 1):
                    limits = dict(reading.measure.limits[code]) | {name: reading.measure.limits[code][name] + step}
                    off = replace(
                        reading, measure=replace(reading.measure, limits=dict(reading.measure.limits) | {code: limits})
                    )
                    with subtests.test(msg=f"{code} {name} {step:+} {threshold.unit}"):
                        assert await self.said(graph, off, code, places, planted) != right[code]

    async def said(
        self, graph: Graph, reading: Reading, code: str, places: list[str], planted: Planted
    ) -> set[tuple[str, date]]:
        rows = await scanned(graph, reading, code, places)
        return {
            (one.child_id, one.since)
            for one in reading.measure.reasons(rows, rows)
            if one.child_id in planted.key and one.stands(today())
        }


class TestScanAndChildrenAgree:
    async def test_each_signal_says_the_same_of_a_child_as_of_the_whole_authority(
        self, graph: Graph, planted: Planted, subtests: pytest.Subtests
    ) -> None:
        """The statement for named children is written from the scans by machine; here is what it finds."""
        reading = await read_settings(graph, planted.code)
        places = [row.id for row in await graph.rows(LIST_TARGETED_SERVICES, custodian=planted.code, limit=10_000)]
        everybody = sorted(planted.key)
        one_by_one = by_code(await found(graph, reading, everybody, whole=True))
        for code in reading.measure.signals:
            with subtests.test(msg=code):
                rows = await scanned(graph, reading, code, places)
                assert [row for row in ordered(rows) if row.child_id in planted.key] == one_by_one[code]

    async def test_what_an_evaluation_of_everybody_finds_the_scan_has_found_already(
        self, graph: Graph, planted: Planted, standing: dict[str, dict[str, date]]
    ) -> None:
        reading = await read_settings(graph, planted.code)
        rows = [DayRow(child_id=child, due_on=None) for child in planted.key]

        assert await evaluate(graph, reading, rows) == 0

    async def test_only_children_near_a_sensitive_service_are_looked_at_twice(
        self, graph: Graph, planted: Planted
    ) -> None:
        reading = await read_settings(graph, planted.code)
        veiled = await veiled_children(graph, reading)
        plain = sorted(planted.key.keys() - veiled)

        assert await found(graph, reading, plain, whole=True) == await found(graph, reading, plain, whole=False)


class TestWhatNoExtractSends:
    """What is only ever recorded here, or what no planted case has words for."""

    async def test_information_is_heard_once_somebody_else_who_works_with_the_child_acknowledges_it(
        self, graph: Graph, town: Town
    ) -> None:
        kim, new = town.id_of("kim"), NewConcern(kind=IndicationKind.INFORMATION_TO_SHARE)
        made = await raise_concern(graph, town.caller("pat"), kim, new, town.attempt(), DESK)
        before = await of_town(graph, town, "U11")
        # The front door may read and acknowledge it, and is not of those who work with the child.
        await acknowledge_concern(graph, town.caller("fran"), kim, made.id, town.attempt(), DESK)
        read_at_the_desk = await of_town(graph, town, "U11")
        await acknowledge_concern(graph, town.caller("lee"), kim, made.id, town.attempt(), DESK)

        assert before == {kim: today()}
        assert read_at_the_desk == {kim: today()}
        assert await of_town(graph, town, "U11") == {}

    async def test_a_child_of_a_new_identity_is_never_compared_with_siblings(
        self, graph: Graph, server: Connection
    ) -> None:
        plain, hidden = new_town(), new_town()
        await settled(graph, server, plain, two_leads_in_one_home(plain))
        veil = o.Protection(
            id=f"{hidden.code}-veil", custodian=hidden.code, kind="new_identity", on=hidden.id_of("kim")
        )
        await settled(graph, server, hidden, [*two_leads_in_one_home(hidden), ("protections", (veil,))])

        assert await of_town(graph, plain, "U03") == {plain.id_of("kim"): days(-30), plain.id_of("sib"): days(-30)}
        assert await of_town(graph, hidden, "U03") == {}


def two_leads_in_one_home(town: Town) -> list[tuple[str, tuple[object, ...]]]:
    """Kim is led by Lee; Kim's sibling, in the same home, by Pat."""
    home = o.Household(id=town.id_of("home"), custodian=town.code, address="1 Vale Road")
    stays = tuple(
        o.LivesAt(person=town.id_of(name), household=home.id, custodian=town.code, start=days(-900))
        for name in ("kim", "sib")
    )
    lead = o.Leads(
        id=f"{town.code}-other", who=town.id_of("pat"), child=town.id_of("sib"), start=days(-30), custodian=town.code
    )
    return [("households", (home,)), ("lives_at", stays), ("leads", (lead,))]


async def of_town(graph: Graph, town: Town, code: str) -> dict[str, date]:
    """Since when a signal's pattern holds for the town's children, whatever its clock says."""
    given = {
        "owner": owner_label(town.code), "custodian": town.code, "today": today(), "whole": True,
        "among": {"children": [town.id_of("kim"), town.id_of("sib")], "signals": [code]},
        "limits": {each.lower(): signal.limits({}) for each, signal in SIGNALS.items()},
    }  # fmt: skip
    rows = [row for statement in EVALUATE_CHILDREN for row in await graph.rows(statement, **given)]
    return {row.child_id: row.since for row in rows}


def by_code(rows: list[FoundByCode]) -> dict[str, list[FoundByCode]]:
    return {code: ordered(row for row in rows if row.code == code) for code in SCANS}


def ordered(rows) -> list[FoundByCode]:
    return sorted(rows, key=lambda row: row.child_id)
