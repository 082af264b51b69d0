"""Statements with one guard taken away, made by machine: each condition, each branch, each scope, in turn.

A mutant that answers everybody as the sound statement does is a guard that no test holds. The server takes a second or
more to plan a statement, so most mutants of one share a text: `$mutant` says which of its guards is off (a mutant
schema: Untch, Offutt and Harrold, Mutation Analysis Using Mutant Schemata, 1993).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# What only the record of the look says is held by tests/web/test_disclosures.py: the answer does not show it.
_RECORD = re.compile(r"^SET look\.(?!id)(?:.*\n)(?:  .*\n)*", re.M)
# A block that stands verbatim in several statements is mutated in one of them only: the checks hold the copies equal.
_FRAGMENT = r"^[ ]*// fragment {name}: begin\n.*?^[ ]*// fragment {name}: end$"
_NAME = re.compile(r"// fragment (\w+): begin")
_ENDS_A_WHERE = re.compile(
    r"\s(?:RETURN|WITH|MATCH|OPTIONAL|WHERE|ORDER|LIMIT|UNION|CALL|SET|COLLECT|THEN|ELSE|END|UNWIND)\b"
)


# What an index is asked for, on which the plan hangs, and what a CASE is compared with: a mutant has its own text.
_FIXED = re.compile(r"^\w+\.(?:id|subject|day|code|key|value) (?:=|>=|<=) [$\w.]+$|^'\w+'$")


@dataclass(frozen=True)
class Mutant:
    """`what` says in one line which guard is gone; `text` is the statement without it, where `$mutant` is `number`."""

    what: str
    text: str
    number: int | None = None

    @property
    def guard(self) -> str:
        """The same without the line's number, which moves."""
        return self.what.partition(": ")[2]


@dataclass(frozen=True)
class Cut:
    """Where a guard stands in a text, and what a mutant has instead."""

    start: int
    end: int
    instead: str

    def what(self, text: str) -> str:
        line = text.count("\n", 0, self.start) + 1
        return f"line {line}: {' '.join(text[self.start : self.end].split())} -> {self.instead or 'nothing'}"

    def is_switched(self, text: str) -> bool:
        """Whether a parameter can turn this guard off: it is a condition, and no index is asked for it."""
        return self.instead in ("true", "false") and not _FIXED.match(text[self.start : self.end].strip())


def fragments_in(text: str) -> frozenset[str]:
    return frozenset(_NAME.findall(text))


def mutants(text: str, *, leaving: frozenset[str] = frozenset()) -> Iterator[Mutant]:
    """Every mutant of a statement but those within the fragments that another statement answers for."""
    ways = [re.compile(_FRAGMENT.format(name=name), re.M | re.S) for name in leaving & fragments_in(text)]
    left = [found.span() for way in (_RECORD, *ways) for found in way.finditer(text)]
    cuts = [
        Cut(*found)
        for found in sorted(_cuts(text))
        if not any(begin <= found[0] < until for begin, until in left) and not _in_comment(text, found[0])
    ]
    switched = [cut for cut in cuts if cut.is_switched(text)]
    together = switchable(text, switched)
    for cut in cuts:
        if cut in switched:
            yield Mutant(cut.what(text), together, switched.index(cut))
        else:
            yield Mutant(cut.what(text), text[: cut.start] + cut.instead + text[cut.end :])


def switchable(text: str, cuts: list[Cut]) -> str:
    """The statement in which `$mutant` turns off the guard of that number, and any other number none."""
    spans = sorted({(cut.start, cut.end) for cut in cuts}, key=lambda span: (span[0], -span[1]))
    numbers = {(cut.start, cut.end, cut.instead): number for number, cut in enumerate(cuts)}

    def rendered(start: int, end: int) -> str:
        out, at = "", start
        for begin, until in spans:
            if at <= begin and until <= end and (begin, until) != (start, end):
                out += text[at:begin] + switch(begin, until)
                at = until
        return out + text[at:end]

    def switch(start: int, end: int) -> str:
        condition = f"({rendered(start, end)}\n)"
        off, on = (numbers.get((start, end, instead)) for instead in ("false", "true"))
        condition = condition if off is None else f"({condition} AND $mutant <> {off})"
        return condition if on is None else f"({condition} OR $mutant = {on})"

    return rendered(0, len(text))


def _cuts(text: str) -> Iterator[tuple[int, int, str]]:
    """Where to cut, and what to put there."""
    for found in re.finditer(r"&\$any\(\$scope\.open\)", text):
        yield *found.span(), ""
    for found in re.finditer(r"\bWHERE\b", text):
        yield from _conditions(text, found.end(), "true")
    for found in re.finditer(r"\bWHEN\b(?=(?:(?!\bTHEN\b).)*?\bTHEN\b)", text, re.S):
        start, end = found.end() + 1, _branch_end(text, found.end())
        yield start, end, "false"
        yield start, end, "true"
    for found in re.finditer(r"\bDISTINCT\b ", text):
        yield *found.span(), ""


def _conditions(text: str, start: int, instead: str) -> Iterator[tuple[int, int, str]]:
    """Each part of a WHERE that AND joins at its own depth."""
    depth, begin, at = 0, start + 1, start
    while at < len(text):
        sign = text[at]
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
            if depth < 0:
                break
        elif sign == "'":
            at = text.index("'", at + 1)
        elif depth == 0 and sign.isspace():
            if text.startswith("AND", at + 1) and text[at + 4].isspace():
                yield begin, at, instead
                begin = at + 5
                at += 4
                continue
            if text.startswith("CASE", at + 1):  # a WHERE that is one CASE: its branches are cut by themselves
                return
            # A comment, or what a list is made of after its condition.
            if _ENDS_A_WHERE.match(text, at) or text.startswith(("//", "| "), at + 1):
                break
        at += 1
    if text[begin:at].strip():
        yield begin, at, instead


def _branch_end(text: str, start: int) -> int:
    """Where the THEN of this WHEN stands; a CASE within the condition would have its own."""
    depth, at = 0, start
    while True:
        sign = text[at]
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0 and sign.isspace() and text.startswith("THEN", at + 1):
            return at
        at += 1


def _in_comment(text: str, at: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return "//" in line
