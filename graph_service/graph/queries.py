"""The query registry: each file of cypher/ tied to one handle and one row type, its header checked on import."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, LiteralString, TypeVar, cast

from pydantic import BaseModel

from graph_service.domain.signals import Signal
from graph_service.graph.fragments import fragment_faults
from graph_service.graph.header import Access, ParamType, read_header
from graph_service.graph.text import text_faults

Row = TypeVar("Row", bound=BaseModel)

CYPHER = Path(__file__).resolve().parents[2] / "cypher"

# Folders whose files are not queries: schema changes, and parts that queries share.
NOT_QUERIES = ("schema", "fragments")


class QueryFault(Exception):
    """One or more query files that do not keep the rules; `faults` are all of them, file first."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True, slots=True)
class Query(Generic[Row]):
    """A handle: what the client runs, and what each row becomes."""

    name: str
    text: LiteralString
    sentence: str
    access: Access
    params: dict[str, ParamType]
    returns: tuple[str, ...]
    row: type[Row]
    unscoped: str | None
    seek: bool
    signal: Signal | None
    faults: tuple[str, ...]


@dataclass
class Registry:
    """Every handle made; the one of the product is REGISTRY, tests of the checks make their own."""

    folder: Path
    handles: list[Query[BaseModel]] = field(default_factory=list)

    def query(self, name: str, row: type[Row]) -> Query[Row]:
        """The handle of `cypher/<name>.cypher`. Never raises: faults are reported all together."""
        path = self.folder / f"{name}.cypher"
        text = path.read_text() if path.is_file() else ""
        header = read_header(text)
        faults = header.faults + text_faults(header, text) + fragment_faults(self.folder, text)
        if list(row.model_fields) != header.returns:
            faults.append(f"@returns is not the fields of {row.__name__}: {', '.join(row.model_fields)}")
        if not text:
            faults = [f"there is no file {path.name}"]
        handle = Query(
            name=name,
            text=reviewed(text),
            sentence=header.sentence,
            access=header.access or "read",
            params=header.params,
            returns=tuple(header.returns),
            row=row,
            unscoped=header.unscoped,
            seek=header.seek,
            signal=header.signal,
            faults=tuple(faults),
        )
        self.handles.append(handle)  # ty: ignore[invalid-argument-type]  # a handle is read-only, so covariant
        return handle

    def faults(self) -> list[str]:
        """All faults that the texts alone show, each as `file: sentence`."""
        found = [f"{handle.name}.cypher: {fault}" for handle in self.handles for fault in handle.faults]
        names = [handle.name for handle in self.handles]
        twice = sorted({name for name in names if names.count(name) > 1})
        orphans = sorted(self.files() - set(names))
        return [
            *found,
            *(f"{name}.cypher: two handles for one file" for name in twice),
            *(f"{name}.cypher: no handle in graph_service/ uses this file" for name in orphans),
        ]

    def files(self) -> set[str]:
        """The names of all query files on disk."""
        paths = (path.relative_to(self.folder).with_suffix("") for path in self.folder.rglob("*.cypher"))
        return {path.as_posix() for path in paths if path.parts[0] not in NOT_QUERIES}


def reviewed(text: str) -> LiteralString:
    """The one cast of this code base: the text stands in a reviewed file of cypher/, it was never built."""
    return cast(LiteralString, text)


REGISTRY = Registry(CYPHER)
query = REGISTRY.query
