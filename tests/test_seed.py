"""Each reason stated in seed/README.md is really in the files, and the files are a valid extract."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from graph_service.extracts.keys import Sender
from graph_service.extracts.rows import FILES
from graph_service.extracts.validation import Extract, Validator

SEED = Path(__file__).resolve().parents[1] / "seed"
PARTS = {"leeds": "LDS", "liverpool": "LIV", "glasgow": "GLG"}
STORY = "ellis"
THE_DAY = date(2026, 11, 24)  # the small world is told on this day

Line = dict[str, str]


def lines(part: str, file: str) -> list[Line]:
    path = SEED / part / f"{file}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def everywhere(file: str) -> list[Line]:
    return [line for part in PARTS for line in lines(part, file)]


def bare(key: str) -> str:
    """Keys are unique over the small world, so the authority before the colon can go."""
    return key.rpartition(":")[2]


def by_key(file: str, column: str) -> dict[str, Line]:
    return {line[column]: line for line in everywhere(file)}


def is_current(line: Line) -> bool:
    return not line.get("end") or date.fromisoformat(line["end"]) > THE_DAY


def involvements(child: str, *, current: bool = True) -> list[Line]:
    found = [line for line in everywhere("involvements") if bare(line["child_key"]) == child]
    return [line for line in found if is_current(line) == current]


def tier(line: Line) -> str:
    return by_key("services", "service_key")[bare(line["service_key"])]["tier"]


def targeted_services(child: str) -> set[str]:
    return {
        bare(line["service_key"])
        for line in involvements(child)
        if tier(line) != "universal" and line.get("state") != "asserted"
    }


def agencies(services: set[str]) -> set[str]:
    return {by_key("services", "service_key")[service]["agency_key"] for service in services}


def led(child: str) -> bool:
    return any(
        line["child_key"] == child and line["state"] == "accepted" and is_current(line) for line in everywhere("leads")
    )


def carers(child: str, *capacities: str) -> set[str]:
    return {
        bare(line["carer_key"])
        for line in everywhere("cares_for")
        if line["child_key"] == child and is_current(line) and line["capacity"] in capacities
    }


def are_siblings(one: str, other: str) -> bool:
    kin = ("parent", "kinship", "special_guardian")
    return bool(carers(one, *kin) & carers(other, *kin))


def homes(child: str) -> set[str]:
    return {line["household_key"] for line in everywhere("lives_at") if line["child_key"] == child and is_current(line)}


def age(child: str) -> int:
    born = date.fromisoformat(by_key("children", "child_key")[child]["born"])
    return THE_DAY.year - born.year - ((THE_DAY.month, THE_DAY.day) < (born.month, born.day))


def accounts(role: str) -> list[Line]:
    return [line for line in everywhere("accounts") if line["role"] == role]


def person_of(subject: str) -> str:
    return by_key("accounts", "subject")[subject]["practitioner_key"]


class TestTheFiles:
    @pytest.mark.parametrize(("part", "code"), PARTS.items())
    def test_each_folder_is_a_valid_extract(self, part: str, code: str) -> None:
        codes = {line["code"] for line in lines(".", "authorities")}
        extract = Extract(SEED / part, Sender(code, "seed"))

        Validator(extract, codes).validate()

        assert [str(fault) for fault in extract.faults.kept] == []

    def test_only_liverpools_records_are_named_from_outside(self) -> None:
        for part, code in PARTS.items():
            extract = Extract(SEED / part, Sender(code, "seed"))
            Validator(extract, set(PARTS.values())).validate()
            for question in extract.questions:
                assert question.reference.startswith("LIV:")
                assert bare(question.reference) in {
                    line[column]
                    for file, column in (
                        ("carers", "carer_key"),
                        ("practitioners", "practitioner_key"),
                        ("services", "service_key"),
                    )
                    for line in lines("liverpool", file)
                }

    @pytest.mark.parametrize(
        ("file", "column"),
        [
            ("children", "child_key"),
            ("carers", "carer_key"),
            ("practitioners", "practitioner_key"),
            ("services", "service_key"),
        ],
    )
    def test_the_readme_says_why_each_is_here(self, file: str, column: str) -> None:
        readme = (SEED / "README.md").read_text(encoding="utf-8")

        assert [line[column] for line in everywhere(file) if f"`{line[column]}`" not in readme] == []

    def test_the_authorities_are_212_and_the_eight_that_they_succeeded(self) -> None:
        bodies = lines(".", "authorities")

        assert len([body for body in bodies if not body["end"]]) == 212
        assert len([body for body in bodies if body["end"]]) == 8

    def test_every_child_is_under_eighteen_and_ages_are_spread(self) -> None:
        ages = {age(line["child_key"]) for line in everywhere("children")}

        assert min(ages) == 0
        assert 16 <= max(ages) < 18
        assert len(ages) >= 8

    def test_schools_and_health_visitors_suit_the_childs_age(self) -> None:
        for child in by_key("children", "child_key"):
            for line in involvements(child):
                name = bare(line["service_key"])
                assert not (line["role"] == "health_visitor" and age(child) > 5), child
                assert not (name == "oakfield-primary" and not 4 <= age(child) <= 11), child
                assert not (name in ("hillside-academy", "dockside-academy") and age(child) < 11), child


class TestNobodyIsReal:
    def test_nhs_numbers_are_from_the_range_never_issued(self) -> None:
        numbers = [line["nhs_number"] for line in everywhere("children") if line.get("nhs_number")]

        assert all(number.startswith("999") for number in numbers)
        assert len(numbers) == len(set(numbers)) >= 11

    def test_telephone_numbers_are_kept_for_drama(self) -> None:
        columns = ("phone", "duty_phone", "out_of_hours_phone")
        found = [
            line[column]
            for file in ("services", "practitioners", "carers", "authority")
            for line in everywhere(file)
            for column in columns
            if line.get(column)
        ]
        drama = r"0113 496 0\d{3}|0151 496 0\d{3}|0141 496 0\d{3}|07700 900\d{3}"

        assert [phone for phone in found if not re.fullmatch(drama, phone)] == []

    def test_mail_addresses_lead_nowhere(self) -> None:
        found = [
            line["email"] for file in ("practitioners", "carers") for line in everywhere(file) if line.get("email")
        ]

        assert all(address.endswith(("@example.org", "@example.com")) for address in found)

    def test_the_lawful_bases_say_that_they_are_fictional(self) -> None:
        assert all("Fictional" in line["instrument"] for line in everywhere("lawful_basis"))


class TestTheStory:
    def test_a_named_practitioner_leads_and_works_with_the_child(self) -> None:
        amy = person_of("amy.khan")

        assert any(line["child_key"] == STORY and line["practitioner_key"] == amy for line in lines("leeds", "leads"))
        assert any(line["practitioner_key"] == amy and line["confirmed_on"] for line in involvements(STORY))

    @pytest.mark.parametrize("role", ["school", "gp_practice", "school_nurse", "youth_worker"])
    def test_the_ordinary_services_are_there(self, role: str) -> None:
        assert any(line["role"] == role for line in involvements(STORY))

    def test_a_sensitive_service_is_involved_on_a_stated_basis(self) -> None:
        sensitive = [line for line in involvements(STORY) if tier(line) == "sensitive"]

        assert len(sensitive) == 1
        assert all(sensitive[0][column] for column in ("basis", "basis_by", "basis_on"))

    def test_the_person_of_the_sensitive_service_indicates_and_assesses_too(self) -> None:
        hidden = {line["practitioner_key"] for line in involvements(STORY) if tier(line) == "sensitive"}

        for file in ("indications", "assessments"):
            assert hidden & {line["practitioner_key"] for line in lines("leeds", file) if line["child_key"] == STORY}

    def test_one_involvement_ended_one_was_an_error_one_is_not_confirmed(self) -> None:
        reasons = [line["end_reason"] for line in involvements(STORY, current=False)]

        assert sorted(reasons) == ["recorded_in_error", "stepped_down"]
        assert [line["practitioner_key"] for line in involvements(STORY) if line["state"] == "asserted"] == ["wes.hart"]

    def test_siblings_are_here_and_in_liverpool(self) -> None:
        assert are_siblings(STORY, "nia")
        assert are_siblings(STORY, "tom")
        assert [line["child_key"] for line in lines("liverpool", "children")] == ["tom"]

    def test_siblings_have_different_teams(self) -> None:
        teams = [{line["practitioner_key"] or line["service_key"] for line in involvements(c)} for c in (STORY, "nia")]

        assert teams[0] & teams[1] == {"meadow-surgery"}

    def test_nobody_around_the_child_is_around_the_sister_so_the_lead_does_not_see_her(self) -> None:
        assert person_of("amy.khan") not in {line["practitioner_key"] for line in involvements("nia")}

    def test_both_kinds_of_indication_are_open(self) -> None:
        open_ = {
            line["kind"]
            for line in lines("leeds", "indications")
            if line["child_key"] == STORY and not line["closed_at"]
        }

        assert open_ == {"information_to_share", "taking_action"}

    def test_a_meeting_was_held_and_one_is_planned(self) -> None:
        about = {line["meeting_key"] for line in lines("leeds", "meeting_children") if line["child_key"] == STORY}
        states = {line["state"] for line in lines("leeds", "meetings") if line["meeting_key"] in about}

        assert states == {"held", "planned"}

    def test_there_was_a_referral_and_there_is_a_past_address(self) -> None:
        assert any(line["child_key"] == STORY for line in lines("leeds", "referrals"))
        assert any(line["child_key"] == STORY and not is_current(line) for line in lines("leeds", "lives_at"))


class TestTheReasons:
    def test_a_practitioner_of_one_authority_works_with_a_child_of_another(self) -> None:
        assert any(line["practitioner_key"] == "LIV:lou.ward" for line in involvements(STORY))
        assert person_of("lou.ward") == "lou.ward"

    def test_a_protected_child_has_one_person_on_the_list_and_a_sibling_at_home(self) -> None:
        shield = next(line for line in lines("leeds", "protections") if line["child_key"] == "zara")

        assert (shield["kind"], shield["access"]) == ("shield", "sam.obi")
        assert homes("zara") == homes("yusuf") != set()
        assert not any(line["child_key"] == "yusuf" for line in lines("leeds", "protections"))

    def test_foster_children_share_a_home_and_are_no_siblings(self) -> None:
        kinds = by_key("households", "household_key")

        assert homes("finn") == homes("mabel")
        assert {kinds[home]["kind"] for home in homes("finn")} == {"placement"}
        assert carers("finn", "foster") == carers("mabel", "foster") != set()
        assert not are_siblings("finn", "mabel")

    def test_three_agencies_and_no_lead(self) -> None:
        assert len(agencies(targeted_services("leo"))) == 3
        assert not led("leo")

    def test_three_teams_of_one_agency_and_no_lead(self) -> None:
        assert len(targeted_services("ada")) == 3
        assert len(agencies(targeted_services("ada"))) == 1
        assert not led("ada")

    def test_a_mother_of_sixteen(self) -> None:
        mother = by_key("carers", "carer_key")["kayla-carer"]

        assert mother["is_child_key"] == "kayla"
        assert age("kayla") == 16
        assert "kayla-carer" in carers("river", "parent")
        assert age("river") == 0

    def test_a_practitioner_without_account_or_telephone_works_where_there_is_one(self) -> None:
        noor = by_key("practitioners", "practitioner_key")["noor.aziz"]

        assert noor["phone"] == ""
        assert by_key("services", "service_key")["school-nursing"]["phone"]
        assert "noor.aziz" not in {line["practitioner_key"] for line in everywhere("accounts")}

    def test_an_absent_practitioner_is_covered(self) -> None:
        cover = lines("leeds", "cover")

        assert [line["practitioner_key"] for line in cover] == ["hana.lewis"]
        assert date.fromisoformat(cover[0]["absent_until"]) > THE_DAY
        assert any(line["practitioner_key"] == "hana.lewis" for line in involvements("nia"))

    def test_responsibility_is_held_by_carers_and_by_the_authority(self) -> None:
        held = [line for line in lines("leeds", "parental_responsibility") if line["state"] == "held"]

        assert any(line["carer_key"] for line in held)
        assert {line["basis"] for line in held if line["authority"] == "LDS"} == {
            "care_order",
            "interim_care_order",
        }

    def test_every_authority_has_a_duty_desk(self) -> None:
        assert {line["code"] for line in everywhere("authority")} == set(PARTS.values())
        assert all(line["duty_phone"] and line["out_of_hours_phone"] for line in everywhere("authority"))

    def test_glasgows_part_is_closed_and_the_others_are_open(self) -> None:
        assert {part: len(lines(part, "lawful_basis")) for part in PARTS} == {
            "leeds": 1,
            "liverpool": 1,
            "glasgow": 0,
        }
        assert all(date.fromisoformat(line["start"]) <= THE_DAY for line in everywhere("lawful_basis"))

    def test_leeds_and_liverpool_share_with_each_other_and_glasgow_with_nobody(self) -> None:
        shared = {
            part: {line["with"]: set(line["purposes"].split("|")) for line in lines(part, "agreements")}
            for part in PARTS
        }

        assert {part: sorted(given) for part, given in shared.items()} == {
            "leeds": ["LIV"],
            "liverpool": ["GLG", "LDS"],
            "glasgow": [],
        }
        assert "coordinate_support" in shared["leeds"]["LIV"] & shared["liverpool"]["LDS"]
        assert shared["liverpool"]["GLG"] == {"hand_over_work"}

    def test_the_system_asks_for_somebody_who_works_with_no_child_of_leeds(self) -> None:
        assert [line["subject"] for line in accounts("system")] == ["liverpool-cms"]
        for_whom = f"LIV:{person_of('liverpool-cms')}"
        assert not any(line["practitioner_key"] == for_whom for line in lines("leeds", "involvements"))

    def test_the_outsider_works_with_nobody(self) -> None:
        assert person_of("ola.nash") not in {line.get("practitioner_key") for line in everywhere("involvements")}

    @pytest.mark.parametrize("role", ["lead", "practitioner", "manager", "data_team", "school", "police", "health"])
    def test_each_role_has_somebody_to_sign_in(self, role: str) -> None:
        assert accounts(role)

    @pytest.mark.parametrize("part", ["leeds", "glasgow"])
    def test_each_of_these_has_a_front_door(self, part: str) -> None:
        assert any(line["role"] == "front_door" for line in lines(part, "accounts"))

    def test_everybody_whose_address_is_current_has_one(self) -> None:
        for line in everywhere("children"):
            assert bool(homes(line["child_key"])) == (line["address_state"] == "current"), line["child_key"]

    @pytest.mark.parametrize(
        "dated",
        [("involvements", "start"), ("leads", "start"), ("cares_for", "start"), ("referrals", "received_on")],
    )
    def test_what_was_is_in_the_past(self, dated: tuple[str, str]) -> None:
        file, column = dated

        assert all(date.fromisoformat(line[column]) <= THE_DAY for line in everywhere(file) if line[column])


def test_every_file_of_the_format_is_shown_somewhere() -> None:
    shown = {path.name for part in PARTS for path in (SEED / part).iterdir()}

    assert {model.file for model in FILES} <= shown
