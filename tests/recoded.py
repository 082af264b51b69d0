"""The small world of seed/ under other codes, surnames, sign-ins and numbers, so that nothing of it meets the first."""

import csv
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from graph_service.domain.numbers import Number
from tests.worlds import new_code

SEED = Path(__file__).resolve().parent.parent / "seed"
PARTS = {"LIV": "liverpool", "LDS": "leeds", "GLG": "glasgow"}  # in the order in which they are told
NUMBERS = {"nhs_number": "nhs", "chi_number": "chi", "upn": "upn"}

Line = dict[str, str]


def lines(part: str, file: str) -> list[Line]:
    """A file of one part as it stands, every cell a string; none where there is no file."""
    path = SEED / PARTS[part] / file
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def _draws(scheme: str, number: str) -> str:
    if scheme == "nhs":
        return f"999{secrets.randbelow(10**7):07}"
    if scheme == "chi":  # spells date of birth and sex: only the serial is free
        return f"{number[:6]}{secrets.randbelow(100):02}{number[8]}{secrets.randbelow(10)}"
    return f"{secrets.choice('ABCDEFGHJKLMNPQRTUVWXYZ')}{secrets.randbelow(10**12):012}"


def _another(scheme: str, number: str) -> str:
    """Of the same scheme, and right in every digit."""
    while True:
        drawn = _draws(scheme, number)
        try:
            if drawn != number:
                return Number(scheme=scheme, value=drawn).value
        except ValidationError:
            continue


@dataclass(frozen=True)
class Recoded:
    """`mark` is the second word of every surname and the last of every sign-in; `plain` says it all in the seed's own
    words again."""

    codes: dict[str, str] = field(default_factory=lambda: {code: new_code() for code in PARTS})
    mark: str = field(default_factory=new_code)
    numbers: dict[str, str] = field(default_factory=dict)

    def lines(self, part: str, file: str) -> list[Line]:
        return [{column: self._cell(column, cell) for column, cell in line.items()} for line in lines(part, file)]

    def _cell(self, column: str, cell: str) -> str:
        if not cell:
            return cell
        if column in NUMBERS:
            return self.numbers.setdefault(cell, _another(NUMBERS[column], cell))
        if column == "subject":
            return f"{cell}.{self.mark}"
        if column == "family_name":
            return f"{cell} {self.mark}"
        return re.sub(r"\b(LIV|LDS|GLG)(?=:|$)", lambda code: self.codes[code[1]], cell)

    def folder(self, part: str, into: Path, wanted: Callable[[str], bool] = lambda _file: True) -> Path:
        """The part's files, or those wanted, as an authority would send them."""
        into.mkdir(parents=True)
        for source in sorted((SEED / PARTS[part]).glob("*.csv")):
            if wanted(source.name):
                header = next(csv.reader([source.read_text(encoding="utf-8").splitlines()[0]]))
                write(into / source.name, header, self.lines(part, source.name))
        return into

    def plain(self, text: str) -> str:
        """The same in the seed's words."""
        for said, ours in self._back():
            text = text.replace(ours, said)
        return text

    def _back(self) -> Iterator[tuple[str, str]]:
        yield from (("", f" {self.mark}"), ("", f".{self.mark}"), ("", self.mark.lower()))
        yield from self.codes.items()
        yield from self.numbers.items()


def write(file: Path, header: list[str], rows: list[Line]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, header)
        writer.writeheader()
        writer.writerows(rows)
