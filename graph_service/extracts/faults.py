"""What is wrong with an extract, row by row; a sentence never repeats a name, a date of birth or a number."""

from dataclasses import dataclass, field

MOST_KEPT = 100_000


@dataclass(frozen=True, slots=True)
class Fault:
    file: str
    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.sentence}"


@dataclass(slots=True)
class Faults:
    """All that was found, in the order of the files; beyond the first hundred thousand only counted."""

    kept: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, fault: Fault) -> None:
        self.count += 1
        if len(self.kept) < MOST_KEPT:
            self.kept.append(fault)
