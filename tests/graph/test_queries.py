"""The rules for query files, each broken on purpose; and the real files, which keep them all."""

from pathlib import Path

import pytest
from pydantic import BaseModel

import graph_service.__main__  # noqa: F401  # every handle of the product is made by importing it
from graph_service.commands.catalogue import stale_files
from graph_service.graph.fragments import with_fragments
from graph_service.graph.queries import CYPHER, REGISTRY, Registry


class Row(BaseModel):
    child_id: str


SOUND = """// The children of a part.
// @access  read
// @param   scope  scope  the caller's parts
// @param   limit  int    the most rows
// @returns child_id
MATCH (child:Child&$any($scope.open))
RETURN child.id AS child_id
ORDER BY child_id
LIMIT $limit
"""

LOOK = """// One child.
// @access  disclose
// @seek
// @param   scope  scope  the caller's parts
// @param   look   map    the look
// @returns child_id
CREATE (look:Disclosure:Unsealed)
SET look = $look
WITH look
MATCH (child:Child&$any($scope.open))
WHERE child.id >= $look.asked AND child.id <= $look.asked
RETURN child.id AS child_id
"""

CHANGE = """// The child, changed.
// @access  write
// @param   owner    owner  the label
// @param   id       string the child
// @param   version  int    the version it had
// @returns child_id
MATCH (child:Child&$($owner) {id: $id})
SET child._lock = true
WITH child
WHERE child.version = $version
SET child.version = child.version + 1
REMOVE child._lock
RETURN child.id AS child_id
"""


def faults_of(folder: Path, text: str, name: str = "find") -> str:
    (folder / f"{name}.cypher").write_text(text)
    registry = Registry(folder)
    registry.query(name, Row)
    return "\n".join(registry.faults())


class TestSoundFiles:
    @pytest.mark.parametrize("text", [SOUND, LOOK, CHANGE])
    def test_a_file_that_keeps_the_rules_has_no_fault(self, tmp_path: Path, text: str) -> None:
        assert faults_of(tmp_path, text) == ""

    def test_the_products_own_files_have_no_fault(self) -> None:
        assert REGISTRY.faults() == []

    def test_the_generated_list_of_queries_is_not_stale(self) -> None:
        assert stale_files() == []

    def test_rewriting_the_shared_parts_changes_no_file(self) -> None:
        for path in CYPHER.rglob("*.cypher"):
            assert with_fragments(CYPHER, path.read_text()) == path.read_text(), path.name


# What is changed in a sound file, and a word of the fault that must be reported.
BROKEN_READS = [
    ("// The children of a part.\n", "// children\n", "not a sentence"),
    ("// @access  read\n", "", "no @access"),
    ("// @access  read", "// @access  peek", "@access peek is not in the header grammar"),
    ("// @returns", "// @owner me\n// @returns", "@owner me is not in the header grammar"),
    ("// @param   limit  int    the most rows\n", "", "$limit is used but has no @param"),
    ("// @param   limit  int    the most rows", "// @param   limit  number  the most rows", "write a name, one of"),
    ("// @returns", "// @param   limit  int  again\n// @returns", "limit is declared twice"),
    ("// @returns", "// @param   more  int  unused\n// @returns", "@param more is declared but never used"),
    ("child_id\nMATCH", "child_id, name\nMATCH", "@returns is not the fields of Row"),
    ("RETURN child.id AS child_id", "RETURN child.id AS id", "@returns says child_id; RETURN gives id"),
    ("RETURN child.id AS child_id", "RETURN child.id", "every RETURN item needs an alias"),
    ("RETURN child.id AS child_id", "RETURN *", "instead of *"),
    ("&$any($scope.open)", "", "no pattern has the scope's labels"),
    ("&$any($scope.open)", "&$all($scope.open)", "$all(...) matches every node"),
    ("&$any($scope.open)", "&$any($scope.office)", "only a parameter of type labels"),
    ("&$any($scope.open)", "&$any(['Child'])", "only a parameter of type labels"),
    ("&$any($scope.open)", "&$($limit)", "only a parameter of type owner"),
    ("MATCH (child:Child&$any($scope.open))", "MATCH (child:Child&$any($scope.open))\nWHERE child:$any($scope.open)",
     "not in WHERE"),
    ("// @returns", "// @unscoped because\n// @returns", "@unscoped is said, but the pattern has a scope"),
    ("(child:Child&$any($scope.open))", "(child:Child&$any($scope.open))-[:LIVES_AT*]-()", "without an upper bound"),
    ("(child:Child&$any($scope.open))", "(child:Child&$any($scope.open))--{1,}(:Carer)", "without an upper bound"),
    ("MATCH", "match", "keywords are written in capitals"),
    ("\nLIMIT $limit\n", "\nLIMIT $limit;\nMATCH (c:Child)\n", "one statement a file"),
    ("ORDER BY child_id\n", "", "a list needs ORDER BY and LIMIT"),
    ("LIMIT $limit", "LIMIT 10", "a list needs ORDER BY and LIMIT"),
    (":Child&", ":Infant&", "Infant is not a label"),
    ("(child:Child&$any($scope.open))", "(child:Child&$any($scope.open))-[:KNOWS]-(:Carer)", "KNOWS is not a relation"),
    ("RETURN child.id AS child_id", "SET child.sex = 'x'\nRETURN child.id AS child_id", "a read may not SET"),
]  # fmt: skip

BROKEN_LOOKS = [
    ("SET look = $look", "SET look = $look\nMERGE (c:Carer {id: 'x'})", "may only CREATE its Disclosure"),
    ("CREATE (look:Disclosure:Unsealed)", "CREATE (child:Child)", "may only CREATE its Disclosure"),
    ("RETURN child.id AS child_id", "SET child.sex = 'x'\nRETURN child.id AS child_id", "may SET only its Disclosure"),
    ("RETURN child.id AS child_id", "DETACH DELETE child\nRETURN child.id AS child_id", "may only CREATE"),
    ("MATCH (child:Child&$any($scope.open))\nWHERE child.id >= $look.asked AND child.id <= $look.asked",
     "MATCH (child:Child&$any($scope.open) {id: $look.asked})", "takes a lock when the id is absent"),
]  # fmt: skip

BROKEN_CHANGES = [
    ("SET child._lock = true\nWITH child\n", "WITH child\n", "without taking the lock first"),
    ("REMOVE child._lock\n", "CREATE (child)-[:LIVES_AT]->(:Household {id: 'x'})\n", "without its custodian"),
]


class TestBrokenFiles:
    @pytest.mark.parametrize(("old", "new", "fault"), BROKEN_READS)
    def test_each_fault_of_a_read_is_named(self, tmp_path: Path, old: str, new: str, fault: str) -> None:
        assert old in SOUND

        assert fault in faults_of(tmp_path, SOUND.replace(old, new, 1))

    @pytest.mark.parametrize(("old", "new", "fault"), BROKEN_LOOKS)
    def test_each_fault_of_a_look_is_named(self, tmp_path: Path, old: str, new: str, fault: str) -> None:
        assert old in LOOK

        assert fault in faults_of(tmp_path, LOOK.replace(old, new, 1))

    @pytest.mark.parametrize(("old", "new", "fault"), BROKEN_CHANGES)
    def test_each_fault_of_a_change_is_named(self, tmp_path: Path, old: str, new: str, fault: str) -> None:
        assert old in CHANGE

        assert fault in faults_of(tmp_path, CHANGE.replace(old, new, 1))

    def test_a_parameter_in_a_comment_or_a_string_does_not_count(self, tmp_path: Path) -> None:
        text = SOUND.replace("MATCH", "// not $this\nMATCH").replace("child.id AS", "child.id + '$that' AS")

        assert faults_of(tmp_path, text) == ""

    def test_a_shared_part_that_was_changed_in_one_file_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "fragments").mkdir()
        (tmp_path / "fragments" / "part.cypher").write_text("// What it is.\nWHERE child.id > ''\n")
        block = "// fragment part: begin\n{}\n// fragment part: end\nRETURN"

        assert "fragment part differs" in faults_of(tmp_path, SOUND.replace("RETURN", block.format("WHERE true"), 1))

    def test_a_file_without_a_handle_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "lost.cypher").write_text(SOUND)

        assert "lost.cypher: no handle" in faults_of(tmp_path, SOUND)

    def test_two_handles_for_one_file_are_named(self, tmp_path: Path) -> None:
        (tmp_path / "find.cypher").write_text(SOUND)
        registry = Registry(tmp_path)
        registry.query("find", Row)
        registry.query("find", Row)

        assert "find.cypher: two handles for one file" in registry.faults()

    def test_a_handle_without_a_file_is_named(self, tmp_path: Path) -> None:
        registry = Registry(tmp_path)
        registry.query("gone", Row)

        assert "gone.cypher: there is no file gone.cypher" in registry.faults()

    def test_all_faults_are_reported_together(self, tmp_path: Path) -> None:
        text = SOUND.replace("// @access  read\n", "").replace("LIMIT $limit", "LIMIT 10").replace(":Child", ":Infant")

        assert len(faults_of(tmp_path, text).splitlines()) >= 3
