"""The generated extract is believable, repeatable and valid."""

import csv
import hashlib
from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.gb import nhs

from graph_service.extracts.generate import CARER_OF_MANY, CHILDREN_OF_DENSE_WORKER, DAY, generate_extract
from graph_service.extracts.keys import Sender
from graph_service.extracts.validation import Extract, Validator

CODES = {"LDS", "LIV", "GLG"}
MANY = 3000

Line = dict[str, str]
sizes = st.integers(min_value=1, max_value=60)
seeds = st.integers(min_value=0, max_value=2**32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("generated")
    generate_extract("LDS", MANY, made)
    return made


def lines(folder: Path, file: str) -> list[Line]:
    with (folder / f"{file}.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def validated(folder: Path, code: str = "LDS") -> Extract:
    extract = Extract(folder, Sender(code, "generated"))
    Validator(extract, CODES).validate()
    return extract


def tiers(folder: Path) -> dict[str, str]:
    return {line["service_key"]: line["tier"] for line in lines(folder, "services")}


def led_now(folder: Path) -> Counter[str]:
    return Counter(line["child_key"] for line in lines(folder, "leads") if not line["end"])


class TestRepeatable:
    def test_the_same_seed_gives_the_same_bytes(self, tmp_path: Path) -> None:
        for run in ("one", "other"):
            generate_extract("LDS", 300, tmp_path / run, seed=7)

        assert digests(tmp_path / "one") == digests(tmp_path / "other")

    def test_another_seed_gives_others(self, tmp_path: Path) -> None:
        for seed in (7, 8):
            generate_extract("LDS", 300, tmp_path / str(seed), seed=seed)

        assert digests(tmp_path / "7")["children.csv"] != digests(tmp_path / "8")["children.csv"]

    def test_two_authorities_and_the_seed_world_claim_no_number_twice(self, tmp_path: Path, folder: Path) -> None:
        generate_extract("LIV", 300, tmp_path)

        here, there = ({line["nhs_number"] for line in lines(part, "children")} for part in (folder, tmp_path))

        assert here.isdisjoint(there)
        assert min(here | there) > "9990010000"


class TestValid:
    @settings(max_examples=25, deadline=None)
    @given(size=sizes, seed=seeds)
    def test_of_any_size_it_has_no_fault_and_names_nothing_outside_itself(self, size: int, seed: int) -> None:
        with TemporaryDirectory() as name:
            folder = Path(name)
            written = generate_extract("LDS", size, folder, seed=seed)
            extract = validated(folder)

            assert [str(fault) for fault in extract.faults.kept] == []
            assert extract.questions == []
            assert extract.rows["children.csv"] == size
            assert sum(extract.rows.values()) == written

    def test_a_larger_one_has_no_fault_either(self, folder: Path) -> None:
        extract = validated(folder)

        assert [str(fault) for fault in extract.faults.kept] == []
        assert extract.questions == []

    @settings(max_examples=25, deadline=None)
    @given(size=sizes, seed=seeds)
    def test_no_child_has_two_current_leads(self, size: int, seed: int) -> None:
        with TemporaryDirectory() as name:
            generate_extract("LDS", size, Path(name), seed=seed)

            assert all(count == 1 for count in led_now(Path(name)).values())

    def test_another_day_may_be_said(self, tmp_path: Path) -> None:
        generate_extract("LDS", 200, tmp_path, today=date(2026, 2, 28))

        assert validated(tmp_path).faults.count == 0
        assert max(line["born"] for line in lines(tmp_path, "children")) < "2026-02-28"

    def test_progress_adds_up_to_the_children(self, tmp_path: Path) -> None:
        steps: list[int] = []

        generate_extract("LDS", 157, tmp_path, advance=steps.append)

        assert sum(steps) == 157


class TestBelievable:
    def test_numbers_are_valid_unique_and_never_issued(self, folder: Path) -> None:
        numbers = [line["nhs_number"] for line in lines(folder, "children")]

        assert len(set(numbers)) == MANY
        assert all(number.startswith("999") and nhs.is_valid(number) for number in numbers)

    def test_every_child_is_under_eighteen(self, folder: Path) -> None:
        oldest = min(date.fromisoformat(line["born"]) for line in lines(folder, "children"))

        assert oldest > DAY.replace(year=DAY.year - 18)

    def test_from_five_there_is_a_school_until_then_a_health_visitor(self, folder: Path) -> None:
        fifth = DAY.replace(year=DAY.year - 5).isoformat()
        current = [line for line in lines(folder, "involvements") if not line["end"]]
        with_school = {line["child_key"] for line in current if line["role"] == "school"}
        with_visitor = {line["child_key"] for line in current if line["role"] == "health_visitor"}

        for child in lines(folder, "children"):
            older = child["born"] <= fifth
            assert (child["child_key"] in with_school) == older
            assert (child["child_key"] in with_visitor) == (not older)

    def test_nearly_all_have_a_practice(self, folder: Path) -> None:
        with_practice = {line["child_key"] for line in lines(folder, "involvements") if line["role"] == "gp_practice"}

        assert 0.95 * MANY < len(with_practice) < MANY

    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_one_child_in_ten_has_targeted_services(self, tmp_path: Path, seed: int) -> None:
        generate_extract("LDS", MANY, tmp_path, seed=seed)
        of = tiers(tmp_path)
        targeted = {
            line["child_key"] for line in lines(tmp_path, "involvements") if of[line["service_key"]] != "universal"
        }

        assert 0.085 * MANY < len(targeted) < 0.13 * MANY

    def test_sensitive_involvements_say_on_what_basis(self, folder: Path) -> None:
        of = tiers(folder)
        found = [line for line in lines(folder, "involvements") if of[line["service_key"]] == "sensitive"]

        assert len(found) > 20
        assert all(line["basis"] and line["basis_by"] and line["basis_on"] for line in found)

    def test_only_somebody_confirmed_leads_and_only_after_they_came(self, folder: Path) -> None:
        seats = {
            (line["child_key"], line["practitioner_key"]): line
            for line in lines(folder, "involvements")
            if line["state"] != "asserted" and not line["end"]
        }
        for lead in lines(folder, "leads"):
            if not lead["end"]:
                assert lead["start"] >= seats[lead["child_key"], lead["practitioner_key"]]["start"]

    def test_child_protection_is_led_by_social_workers(self, folder: Path) -> None:
        leads = [line for line in lines(folder, "leads") if line["kind"] == "child_protection"]

        assert leads
        assert all(line["practitioner_key"].startswith("sw") for line in leads)

    @pytest.mark.parametrize(
        ("file", "column", "codes"),
        [
            ("involvements", "end_reason", {"changed_school", "work_finished", "recorded_in_error"}),
            ("involvements", "state", {"asserted"}),
            ("indications", "kind", {"information_to_share", "taking_action"}),
            ("assessments", "state", {"in_progress", "completed"}),
            ("meetings", "state", {"held", "planned"}),
            ("cares_for", "capacity", {"parent", "kinship", "special_guardian", "foster"}),
            ("households", "kind", {"private", "placement", "communal"}),
            ("parental_responsibility", "authority", {"LDS"}),
            ("accounts", "role", {"front_door", "lead", "practitioner", "system", "manager"}),
        ],
    )
    def test_what_a_benchmark_needs_occurs(self, folder: Path, file: str, column: str, codes: set[str]) -> None:
        assert codes <= {line[column] for line in lines(folder, file)}

    def test_a_few_are_protected(self, folder: Path) -> None:
        assert 0 < len(lines(folder, "protections")) < 0.005 * MANY

    def test_foster_children_are_nobodys_siblings_in_the_placement(self, folder: Path) -> None:
        placed = {line["child_key"] for line in lines(folder, "cares_for") if line["capacity"] == "foster"}
        otherwise = {line["child_key"] for line in lines(folder, "cares_for") if line["capacity"] != "foster"}

        assert placed
        assert placed.isdisjoint(otherwise)


class TestDenseNeighbourhoods:
    def test_one_worker_has_sixty_children_and_signs_in_as_lead(self, folder: Path) -> None:
        seats = Counter(
            line["practitioner_key"]
            for line in lines(folder, "involvements")
            if line["role"] == "social_worker" and not line["end"]
        )
        person, children = seats.most_common(1)[0]

        assert children >= CHILDREN_OF_DENSE_WORKER
        assert person == next(line["practitioner_key"] for line in lines(folder, "accounts") if line["role"] == "lead")
        assert any(line["practitioner_key"] == person and not line["end"] for line in lines(folder, "leads"))

    def test_one_carer_has_twelve_children(self, folder: Path) -> None:
        assert max(Counter(line["carer_key"] for line in lines(folder, "cares_for")).values()) >= CARER_OF_MANY

    def test_a_hostel_is_home_to_dozens(self, folder: Path) -> None:
        hostel = next(line["household_key"] for line in lines(folder, "households") if line["kind"] == "communal")

        assert sum(line["household_key"] == hostel for line in lines(folder, "lives_at")) >= 50

    def test_some_children_have_carers_in_two_homes_and_siblings_in_the_other(self, folder: Path) -> None:
        home_of = {line["carer_key"]: line["household_key"] for line in lines(folder, "lives_at") if line["carer_key"]}
        homes: dict[str, set[str]] = {}
        for line in lines(folder, "cares_for"):
            homes.setdefault(line["child_key"], set()).add(home_of[line["carer_key"]])

        assert sum(len(places) > 1 for places in homes.values()) > 20

    def test_a_school_has_many_more_pupils_than_another(self, tmp_path: Path) -> None:
        generate_extract("LDS", 13_000, tmp_path)
        pupils = Counter(
            line["service_key"]
            for line in lines(tmp_path, "involvements")
            if line["service_key"].startswith("ss") and not line["end"]
        )

        assert pupils["ss1"] == max(pupils.values())
        assert pupils["ss1"] > 1000
