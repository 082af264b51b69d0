"""The header of a query file: a sentence, then its tags (grammar in cypher/README.md)."""

import re
from dataclasses import dataclass, field
from typing import Literal, get_args

from graph_service.domain.signals import Signal
from graph_service.graph.signal_header import TAGS, Tags, read_signal

Access = Literal["read", "disclose", "write"]
ParamType = Literal[
    "string", "strings", "int", "date", "datetime", "boolean", "map", "maps", "owner", "labels", "scope"
]

_TAG = re.compile(r"^@(\w+)\s*(.*)$")
_PARAM = re.compile(r"^(\w+)\s+(\w+)\s+(\S.*)$")


@dataclass
class Header:
    """What a file says of itself; `faults` are sentences on what the grammar does not allow."""

    sentence: str = ""
    access: Access | None = None
    params: dict[str, ParamType] = field(default_factory=dict)
    returns: list[str] = field(default_factory=list)
    unscoped: str | None = None
    seek: bool = False
    signal: Signal | None = None
    faults: list[str] = field(default_factory=list)


def read_header(text: str) -> Header:
    """The tags among the leading comment lines; never raises, so that every fault can be reported at once."""
    header, of_signal = Header(), Tags()
    for line in _leading_comments(text):
        if (tag := _TAG.match(line)) and tag[1] in TAGS:
            of_signal.lines.append((tag[1], tag[2].strip()))
        elif tag:
            _read_tag(header, tag[1], tag[2].strip())
        elif not header.sentence:
            header.sentence = line
    if not header.sentence.endswith("."):
        header.faults.append("the first line is not a sentence that says what the rows are")
    if header.access is None:
        header.faults.append(f"no @access of {'|'.join(get_args(Access))}")
    header.signal, faults = read_signal(of_signal, header.sentence)
    header.faults += faults
    return header


def _leading_comments(text: str) -> list[str]:
    lines = []
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        lines.append(line.removeprefix("//").strip())
    return lines


def _read_tag(header: Header, tag: str, rest: str) -> None:
    match tag:
        case "access" if rest in get_args(Access):
            header.access = rest  # ty: ignore[invalid-assignment]  # narrowed by get_args, which ty cannot follow
        case "param":
            _read_param(header, rest)
        case "returns":
            header.returns += [name.strip() for name in rest.split(",") if name.strip()]
        case "unscoped" if rest:
            header.unscoped = rest
        case "seek":
            header.seek = True
        case _:
            header.faults.append(f"@{tag} {rest}".strip() + " is not in the header grammar")


def _read_param(header: Header, rest: str) -> None:
    found = _PARAM.match(rest)
    if not found or found[2] not in get_args(ParamType):
        header.faults.append(f"@param {rest}: write a name, one of {', '.join(get_args(ParamType))}, a meaning")
    elif found[1] in header.params:
        header.faults.append(f"@param {found[1]} is declared twice")
    else:
        header.params[found[1]] = found[2]  # ty: ignore[invalid-assignment]  # narrowed by get_args above
