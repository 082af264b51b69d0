"""Write the files of a generated extract as they are made, so that its size does not need memory."""

import csv
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from graph_service.extracts.rows import FILES, Row

Cell = str | date | None


class Files:
    """One CSV a file of the extract, each row given by column names."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.rows = 0
        self._writers = {model.file.removesuffix(".csv"): _opened(folder, model, stack) for model in FILES}

    def add(self, file: str, **cells: Cell) -> None:
        """A column that the file does not have raises ValueError: a slip here would be one in the extract."""
        self.rows += 1
        self._writers[file].writerow(cells)


def _opened(folder: Path, model: type[Row], stack: ExitStack) -> "csv.DictWriter[str]":
    out = stack.enter_context((folder / model.file).open("w", encoding="utf-8", newline=""))
    own = {name: column for column, name in getattr(model, "columns", {}).items()}
    writer = csv.DictWriter(out, [own.get(name, name) for name in model.model_fields], lineterminator="\n")
    writer.writeheader()
    return writer
