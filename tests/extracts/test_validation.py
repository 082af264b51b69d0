"""Each kind of bad row is named by file, line and column, in a sentence; all at once, and nothing of anybody's."""

from pathlib import Path

import pytest

from graph_service.extracts.keys import Sender
from graph_service.extracts.validation import Extract, Validator

CHILDREN = "child_key,given_name,family_name,born,sex,nhs_number,chi_number,died_on"
SERVICES = "service_key,agency_key,name,kind,tier,part_of"
INVOLVEMENTS = "involvement_key,child_key,service_key,role,start,end,basis,basis_by,basis_on"
SOUND = {
    "agencies.csv": ["agency_key,name,sector", "council,A Council,council"],
    "services.csv": [
        SERVICES,
        "team,council,A Team,social_care,additional,",
        "camhs,council,C,mental_health,sensitive,",
    ],
    "practitioners.csv": ["practitioner_key,name", "pat,Pat Lee"],
    "children.csv": [CHILDREN, "kim,Kim,Lee,2015-02-28,female,,,"],
    "carers.csv": ["carer_key,given_name,family_name,is_child_key", "kim-too,Kim,Lee,kim", "ann,Ann,Lee,"],
    "cares_for.csv": ["carer_key,child_key,capacity,start", "ann,kim,parent,2015-02-28"],
    "involvements.csv": [INVOLVEMENTS, "i1,kim,team,social_worker,2026-01-05,,,,"],
    "leads.csv": ["child_key,practitioner_key,kind,state,start", "kim,pat,early_help,accepted,2026-01-05"],
}

# What is added to a sound extract (file, line), and the fault it must give: column, words.
BAD_ROWS = [
    ("children.csv", "lee,,Lee,2015-01-01,male,,,", "given_name", "this is required"),
    ("children.csv", "lee,L,Lee,2015-13-01,male,,,", "born", "there is no such day"),
    ("children.csv", "lee,L,Lee,01/02/2015,male,,,", "born", "YYYY-MM-DD"),
    ("children.csv", "lee,L,Lee,2999-01-01,male,,,", "born", "has not come yet"),
    ("children.csv", "lee,L,Lee,2015-01-01,boy,,,", "sex", "choose one of"),
    ("children.csv", "lee,L,Lee,2015-01-01,male,9990000027,,", "nhs_number", "not an NHS number"),
    ("children.csv", "lee,L,Lee,2015-01-01,male,,3213201234,", "chi_number", "not a CHI number"),
    ("children.csv", "lee,L,Lee,2015-01-01,male,,0101011237,", "chi_number", "another date of birth"),
    ("children.csv", "lee,L,Lee,2015-01-01,male,,,2014-01-01", "died_on", "before born"),
    ("children.csv", "kim,K,Lee,2015-01-01,male,,,", "child_key", "same key"),
    ("children.csv", "LIV:lee,L,Lee,2015-01-01,male,,,", "child_key", "belongs to another authority"),
    ("children.csv", "lee,L,Lee,2015-01-01,male,,,,surplus", "row", "is a comma unquoted"),
    ("children.csv", 'lee,"L,Lee,2015-01-01,male,,,', "row", "quoting is broken"),
    ("services.csv", "s2,council,S,youth_justice,additional,", "tier", "at least sensitive"),
    ("services.csv", "s2,council,S,nightclub,additional,", "kind", "choose one of"),
    ("cares_for.csv", "kim-too,kim,parent,2026-01-01", "carer_key", "cannot care for themselves"),
    ("involvements.csv", "i2,kim,team,social_worker,2026-02-01,2026-01-01,,,", "end", "before start"),
    ("involvements.csv", "i2,kim,camhs,therapist,2026-02-01,,,,", "basis", "needs basis, basis_by and basis_on"),
    ("involvements.csv", "i2,kim,camhs,therapist,2026-02-01,,child_consent,Pat,", "basis_on", "needs basis"),
    ("involvements.csv", "i2,kim,XXX:team,therapist,2026-02-01,,,,", "service_key", "no authority has the code"),
    ("involvements.csv", "i2,kim,a:b:c,therapist,2026-02-01,,,,", "service_key", "CODE:key for another authority"),
    ("leads.csv", "kim,pat,early_help,accepted,2026-02-05", "state", "another current accepted lead"),
    ("leads.csv", "LIV:tom,pat,early_help,accepted,2026-02-05", "child_key", "belongs to another authority"),
    ("carers.csv", "tom,Tom,T,LIV:tom", "is_child_key", "belongs to another authority"),
    ("practitioners.csv", "sam,", "name", "give name, or given_name and family_name"),
]
FOREIGN = [
    ("accounts.csv", "practitioner_key,subject,role,service_key,state", "LIV:pat,pat,front_door,team,active"),
    ("protections.csv", "child_key,kind,start,review_on", "LIV:kim,shield,2026-01-01,2027-01-01"),
    ("cover.csv", "practitioner_key,absent_until,covered_by", "LIV:pat,2027-01-01,pat"),
    ("works_in.csv", "practitioner_key,service_key,start", "pat,LIV:team,2026-01-01"),
    ("works_in.csv", "practitioner_key,service_key,start", "LIV:pat,team,2026-01-01"),
    ("services.csv", SERVICES, "new,council,New,social_care,additional,LIV:team"),
    ("lives_at.csv", "child_key,household_key,start", "LIV:kim,home,2026-01-01"),
    ("lives_at.csv", "child_key,household_key,start", "kim,LIV:home,2026-01-01"),
    ("cares_for.csv", "carer_key,child_key,capacity,start", "ann,LIV:kim,parent,2026-01-01"),
    ("parental_responsibility.csv", "carer_key,authority,child_key,state,start", "ann,,LIV:kim,held,2026-01-01"),
    ("meeting_children.csv", "meeting_key,child_key", "LIV:m1,kim"),
    ("attendance.csv", "meeting_key,practitioner_key,invited", "LIV:m1,pat,true"),
]
# Of a child elsewhere, an authority says only what its own people do.
ELSEWHERE = [
    ("involvements.csv", f"{INVOLVEMENTS},practitioner_key", "i9,LIV:kim,team,social_worker,2026-01-05,,,,,MAN:lee"),
    ("involvements.csv", INVOLVEMENTS, "i9,LIV:kim,LIV:team,social_worker,2026-01-05,,,,"),
    (
        "indications.csv",
        "indication_key,child_key,practitioner_key,kind,raised_at",
        "n9,LIV:kim,LIV:lee,taking_action,2026-01-05T09:00:00Z",
    ),
    (
        "assessments.csv",
        "assessment_key,child_key,service_key,kind,started_on,state",
        "a9,LIV:kim,LIV:team,early_help,2026-01-05,in_progress",
    ),
]
BAD_HEADERS = [
    ("children.csv", f"{CHILDREN},shoe_size", "shoe_size", "no such column"),
    ("children.csv", f"{CHILDREN},notes", "notes", "never holds that"),
    ("children.csv", f"{CHILDREN},ethnicity", "ethnicity", "never holds that"),
    ("children.csv", f"{CHILDREN},born", "born", "stands here twice"),
    ("children.csv", CHILDREN.replace("born,", ""), "born", "this column is required"),
]


def validated(folder: Path, files: dict[str, list[str]], encoding: str = "utf-8") -> Extract:
    for name, lines in files.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding=encoding)
    extract = Extract(folder, Sender("LDS", "tests"))
    Validator(extract, {"LDS", "LIV"}).validate()
    return extract


def faults(extract: Extract) -> list[str]:
    return [str(fault) for fault in extract.faults.kept]


class TestValidator:
    def test_a_sound_extract_has_no_fault(self, tmp_path: Path) -> None:
        extract = validated(tmp_path, SOUND)

        assert faults(extract) == []
        assert extract.questions == []

    @pytest.mark.parametrize(("file", "row", "column", "words"), BAD_ROWS)
    def test_each_kind_of_bad_row_is_named(self, tmp_path: Path, file: str, row: str, column: str, words: str) -> None:
        found = faults(validated(tmp_path, SOUND | {file: [*SOUND[file], row]}))

        line = len(SOUND[file]) + 1
        assert any(one.startswith(f"{file}:{line}:{column}: ") and words in one for one in found), found

    @pytest.mark.parametrize(("file", "header", "column", "words"), BAD_HEADERS)
    def test_each_kind_of_bad_header_is_named(
        self, tmp_path: Path, file: str, header: str, column: str, words: str
    ) -> None:
        found = faults(validated(tmp_path, SOUND | {file: [header]}))

        assert any(one.startswith(f"{file}:1:{column}: ") and words in one for one in found), found

    def test_a_mistyped_file_is_named_and_not_left_out(self, tmp_path: Path) -> None:
        found = faults(validated(tmp_path, SOUND | {"childern.csv": ["child_key"]}))

        assert len(found) == 1
        assert found[0].startswith("childern.csv:0:file: this is none of the extract's files, which are: accounts.csv,")

    def test_what_only_the_service_says_is_no_reason_for_an_end(self, tmp_path: Path) -> None:
        header, row = "involvement_key,child_key,service_key,role,start,end,end_reason", "i9,kim,team,social_worker"
        lines = [header, f"{row},2026-01-05,2026-02-05,records_merged"]

        found = faults(validated(tmp_path, SOUND | {"involvements.csv": lines}))

        assert found == ["involvements.csv:2:end_reason: no work ends for this: say another reason"]

    def test_a_file_in_another_encoding_is_named(self, tmp_path: Path) -> None:
        found = faults(validated(tmp_path, {"agencies.csv": ["agency_key,name,sector", "a,Bébé,health"]}, "latin-1"))

        assert "not UTF-8" in found[0]

    def test_a_byte_order_mark_is_accepted(self, tmp_path: Path) -> None:
        assert faults(validated(tmp_path, {"agencies.csv": SOUND["agencies.csv"]}, "utf-8-sig")) == []

    def test_another_authoritys_desk_is_refused(self, tmp_path: Path) -> None:
        rows = ["code,duty_phone,duty_hours,out_of_hours_phone", "LIV,1,2,3"]

        assert "authority.csv:2:code: this extract is LDS's: wrong authority" in faults(
            validated(tmp_path, SOUND | {"authority.csv": rows})
        )

    @pytest.mark.parametrize(("file", "header", "row"), FOREIGN)
    def test_nobody_decides_for_another_authority_who_may_look_or_is_hidden(
        self, tmp_path: Path, file: str, header: str, row: str
    ) -> None:
        found = faults(validated(tmp_path, SOUND | {file: [header, row]}))

        assert any("belongs to another authority" in fault for fault in found), found

    @pytest.mark.parametrize(("file", "header", "row"), ELSEWHERE)
    def test_of_a_child_elsewhere_only_ones_own_peoples_work_can_be_sent(
        self, tmp_path: Path, file: str, header: str, row: str
    ) -> None:
        found = faults(validated(tmp_path, SOUND | {file: [header, row]}))

        assert any("only your own people's and services' work can be sent" in fault for fault in found), found

    def test_all_faults_are_reported_at_once(self, tmp_path: Path) -> None:
        rows = [row for file, row, _, _ in BAD_ROWS if file == "children.csv" and '"' not in row]

        found = validated(tmp_path, SOUND | {"children.csv": [*SOUND["children.csv"], *rows]})

        assert found.faults.count >= len(rows)

    @pytest.mark.parametrize(("file", "row", "column", "words"), BAD_ROWS)
    def test_no_fault_repeats_what_is_said_of_anybody(
        self, tmp_path: Path, file: str, row: str, column: str, words: str
    ) -> None:
        found = "\n".join(faults(validated(tmp_path, SOUND | {file: [*SOUND[file], row]})))

        for value in ("Lee", "2015-01-01", "9990000027", "0101011237", "3213201234", "01/02/2015"):
            assert value not in found

    def test_a_reference_that_the_folder_does_not_answer_is_asked_of_the_graph(self, tmp_path: Path) -> None:
        extract = validated(
            tmp_path, SOUND | {"leads.csv": [*SOUND["leads.csv"], "nobody,pat,early_help,proposed,2026-01-05"]}
        )

        assert [(one.kind, one.reference) for one in extract.questions] == [("children", "nobody")]

    def test_a_team_may_be_named_before_its_own_line(self, tmp_path: Path) -> None:
        services = [SERVICES, "small,council,S,social_care,additional,big", "big,council,B,social_care,additional,"]

        assert validated(tmp_path, SOUND | {"services.csv": [*services, *SOUND["services.csv"][1:]]}).questions == []


class TestSender:
    def test_a_fact_has_one_id_whatever_the_run(self) -> None:
        assert Sender("LDS", "a").fact_id("x.csv", "1") == Sender("LDS", "a").fact_id("x.csv", "1")

    def test_another_authority_source_file_or_key_is_another_fact(self) -> None:
        ids = {
            Sender(authority, source).fact_id(file, *key)
            for authority in ("LDS", "LIV")
            for source in ("a", "b")
            for file in ("x.csv", "y.csv")
            for key in (("1", "2"), ("12",), ("", "12"))
        }

        assert len(ids) == 24

    def test_a_foreign_key_means_that_authoritys_own_record(self) -> None:
        leeds, liverpool = Sender("LDS", "a"), Sender("LIV", "a")

        assert leeds.refers_to("carers", "LIV:ann") == liverpool.refers_to("carers", "ann")
        assert leeds.refers_to("carers", "LIV/b:ann") == Sender("LIV", "b").refers_to("carers", "ann")
