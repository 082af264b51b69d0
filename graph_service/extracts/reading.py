"""Read one file of an extract row by row: what is right as rows, what is not as faults, never stopping early."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from graph_service.extracts.faults import Fault
from graph_service.extracts.rows import FILES, Row

if TYPE_CHECKING:
    from _csv import Reader

# Columns that senders add in good faith, and that this index must never hold (model.md, Never).
REFUSED_COLUMNS = frozenset(
    "notes note comments comment free_text reason description narrative outcome content ethnicity ethnic_group "
    "nationality immigration_status religion disability diagnosis health conviction offences risk risk_score".split()
)


def read_rows(path: Path, model: type[Row]) -> Iterator[tuple[int, Row | Fault]]:
    """Each row with its line number (of the row's last line, where a quoted value spans several).

    A file whose header or encoding is wrong gives its faults and no rows.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield from _read(csv.reader(lines, strict=True), model)
    except UnicodeDecodeError:
        yield 0, Fault(model.file, 0, "file", "this file is not UTF-8: save it as CSV UTF-8 and send it again")


def unknown_files(folder: Path) -> Iterator[Fault]:
    """CSV files that are not part of the extract: a mistyped name would silently leave out its facts."""
    known = {model.file for model in FILES}
    names = ", ".join(sorted(known))
    for path in sorted(folder.glob("*.csv")):
        if path.name not in known:
            yield Fault(path.name, 0, "file", f"this is none of the extract's files, which are: {names}")


def _read(lines: "Reader", model: type[Row]) -> Iterator[tuple[int, Row | Fault]]:
    header = next(lines, None)
    faults = [Fault(model.file, 1, *fault) for fault in _header_faults(header or [], model)]
    yield from ((1, fault) for fault in faults)
    if faults or header is None:
        return
    columns = [_field(model, name.strip()) for name in header]
    try:
        for cells in lines:
            yield from _row(lines.line_num, cells, columns, model)
    except csv.Error:
        sentence = "the quoting is broken from here on: close every quote, and double those inside a value"
        yield lines.line_num, Fault(model.file, lines.line_num, "row", sentence)


def _field(model: type[Row], column: str) -> str:
    """The model's name for a column whose own name Python keeps for itself."""
    return getattr(model, "columns", {}).get(column, column)


def _column(model: type[Row], name: str) -> str:
    return next((column for column, own in getattr(model, "columns", {}).items() if own == name), name)


def _header_faults(header: list[str], model: type[Row]) -> Iterator[tuple[str, str]]:
    names = [name.strip() for name in header]
    known = {_column(model, name) for name in model.model_fields}
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield name, "this column stands here twice"
    for name in sorted(set(names) - known):
        if name.lower() in REFUSED_COLUMNS:
            yield name, "this index never holds that: take the column out of what you send"
        else:
            yield name or "header", f"there is no such column here; the columns are {', '.join(sorted(known))}"
    for name, info in model.model_fields.items():
        if info.is_required() and _column(model, name) not in names:
            yield _column(model, name), "this column is required"


def _row(line: int, cells: list[str], columns: list[str], model: type[Row]) -> Iterator[tuple[int, Row | Fault]]:
    if not any(cells):
        return
    if len(cells) != len(columns):
        sentence = f"{len(cells)} values where the header has {len(columns)} columns: is a comma unquoted?"
        yield line, Fault(model.file, line, "row", sentence)
        return
    given = {name: cell.strip() for name, cell in zip(columns, cells, strict=True) if cell.strip()}
    try:
        yield line, model.model_validate(given)
    except ValidationError as found:
        for error in found.errors(include_input=False, include_url=False):
            yield line, Fault(model.file, line, _column(model, str(error["loc"][0])), _sentence(error))


def _sentence(error: ErrorDetails) -> str:
    match error["type"]:
        case "missing":
            return "this is required"
        case "enum":
            return f"choose one of {error['ctx']['expected']}"
        case _:
            return error["msg"].removeprefix("Value error, ")
