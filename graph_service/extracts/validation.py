"""Check a whole extract before anything is written: every row by itself, then each against the others.

What only the graph can tell (is this key known from an earlier run?) is left as questions for the action.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph_service.domain.closed_lists import Tier
from graph_service.extracts.faults import Fault, Faults
from graph_service.extracts.keys import Sender
from graph_service.extracts.reading import read_rows, unknown_files
from graph_service.extracts.rows import (
    FILES,
    AccountRow,
    AuthorityRow,
    CarerRow,
    CaresForRow,
    InvolvementRow,
    LeadRow,
    Row,
    ServiceRow,
)

NOT_KNOWN = "nothing here or sent before has this key, or it is not open to you"
_REFERENCE = re.compile(r"(?:([A-Z]+)(?:/[\w.-]+)?:)?[^:]+")

Progress = Callable[[int], None]


@dataclass
class Question:
    """A reference that this folder does not answer: where it stands, and what it names."""

    file: str
    line: int
    column: str
    kind: str
    reference: str


@dataclass
class Extract:
    """A folder and what validating it found. `rows` counts the good rows of each file."""

    folder: Path
    sender: Sender
    faults: Faults = field(default_factory=Faults)
    rows: dict[str, int] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    leads: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)
    subjects: list[tuple[int, str]] = field(default_factory=list)
    sensitive_unknown: list[tuple[int, str]] = field(default_factory=list)

    def read(self, model: type[Row]) -> Iterator[Row]:
        """The rows of one file, once validation has found no fault."""
        for _, row in self._lines(model):
            if isinstance(row, Row):
                yield row

    def _lines(self, model: type[Row]) -> Iterator[tuple[int, Row | Fault]]:
        path = self.folder / model.file
        return read_rows(path, model) if path.is_file() else iter(())


class Validator:
    """Reads each file once, keeping keys and nothing else."""

    def __init__(self, extract: Extract, authorities: set[str]) -> None:
        self._extract = extract
        self._authorities = authorities
        self._keys: dict[str, set[str]] = {}
        self._tiers: dict[str, Tier] = {}
        self._child_carers: dict[str, str] = {}
        self._led: set[str] = set()

    def validate(self, advance: Progress = lambda _: None) -> None:
        """Fills the extract's faults, counts and questions."""
        for fault in unknown_files(self._extract.folder):
            self._extract.faults.add(fault)
        for model in FILES:
            self._validate_file(model, advance)
        # A team may be named before its own line is read.
        questions = self._extract.questions
        questions[:] = [asked for asked in questions if asked.reference not in self._keys.get(asked.kind, set())]

    def _validate_file(self, model: type[Row], advance: Progress) -> None:
        seen: set[int] = set()
        good = 0
        for line, row in self._extract._lines(model):  # one idea in two classes
            if isinstance(row, Fault):
                self._extract.faults.add(row)
                continue
            good += 1
            self._check_repeated(line, row, seen)
            self._check_references(line, row)
            self._check_across(line, row)
            if good % 5000 == 0:
                advance(5000)
        self._extract.rows[model.file] = good
        advance(good % 5000)

    def _fault(self, row: Row, line: int, column: str, sentence: str) -> None:
        self._extract.faults.add(Fault(row.file, line, column, sentence))

    def _check_repeated(self, line: int, row: Row, seen: set[int]) -> None:
        """Two rows with one key would overwrite each other."""
        key = row.key()
        if (mark := hash(key)) in seen:
            self._fault(row, line, row.identity[0], "another row of this file has the same key")
        seen.add(mark)
        if len(row.identity) == 1 and row.file.removesuffix(".csv") in KINDS:
            self._keys.setdefault(row.file.removesuffix(".csv"), set()).add(key[0])

    def _check_references(self, line: int, row: Row) -> None:
        for column, kind in row.references().items():
            value = getattr(row, column)
            for reference in value if isinstance(value, list) else [value] if value is not None else []:
                self._check_reference(line, row, column, kind, reference)

    def _check_reference(self, line: int, row: Row, column: str, kind: str, reference: str) -> None:
        if kind == "authorities":
            if reference not in self._authorities:
                self._fault(row, line, column, "no authority has this code")
            return
        shape = _REFERENCE.fullmatch(reference)
        if shape is None:
            self._fault(row, line, column, "write a key of your own, or CODE:key for another authority's")
        elif shape[1] and shape[1] not in self._authorities:
            self._fault(row, line, column, "no authority has the code before the colon")
        elif reference not in self._keys.get(kind, set()):
            self._extract.questions.append(Question(row.file, line, column, kind, reference))

    def _check_across(self, line: int, row: Row) -> None:
        """Rules that need another file's rows, all of which come earlier in FILES."""
        match row:
            case AuthorityRow() if row.code != self._extract.sender.authority:
                self._fault(row, line, "code", f"this extract is {self._extract.sender.authority}'s: wrong authority")
            case ServiceRow():
                self._tiers[row.service_key] = row.tier
            case CarerRow(is_child_key=str() as child_key):
                self._child_carers[row.carer_key] = child_key
            case CaresForRow() if self._child_carers.get(row.carer_key) == row.child_key:
                self._fault(row, line, "carer_key", "a child cannot care for themselves")
            case InvolvementRow():
                self._check_basis(line, row)
            case LeadRow() if row.is_current:
                self._check_one_lead(line, row)
            case AccountRow():
                self._extract.subjects.append((line, row.subject))

    def _check_basis(self, line: int, row: InvolvementRow) -> None:
        """A sensitive service needs the child's consent or cause to suspect harm (SI 2007/2182, reg. 11(3))."""
        missing = [name for name in ("basis", "basis_by", "basis_on") if getattr(row, name) is None]
        tier = self._tiers.get(row.service_key)
        if missing and tier is Tier.SENSITIVE:
            self._fault(row, line, missing[0], "a sensitive service needs basis, basis_by and basis_on")
        elif missing and tier is None:
            self._extract.sensitive_unknown.append((line, row.service_key))

    def _check_one_lead(self, line: int, row: LeadRow) -> None:
        if row.child_key in self._led:
            self._fault(row, line, "state", "this child has another current accepted lead in this file")
        self._led.add(row.child_key)
        self._extract.leads.append((line, row.child_key, row.key()))


KINDS = frozenset({"agencies", "services", "practitioners", "households", "children", "carers", "meetings"})
