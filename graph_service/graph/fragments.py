"""Parts that several query files share: Cypher has no include, so they stand verbatim between markers.

    // fragment level: begin
    ...
    // fragment level: end

Indentation of the whole block is free; everything else must equal cypher/fragments/level.cypher.
"""

import re
from pathlib import Path
from textwrap import dedent, indent

_BLOCK = re.compile(
    r"^(?P<margin>[ ]*)// fragment (?P<name>\w+): begin\n(?P<body>.*?)^[ ]*// fragment (?P=name): end$", re.M | re.S
)


def fragment_faults(folder: Path, text: str) -> list[str]:
    """Blocks that differ from their fragment, or that have none."""
    return [
        f"fragment {found['name']} differs from cypher/fragments (run: graph-service check --write)"
        for found in _BLOCK.finditer(text)
        if dedent(found["body"]) != _fragment(folder, found["name"])
    ]


def with_fragments(folder: Path, text: str) -> str:
    """The text with every block replaced by its fragment as it stands now."""

    def rewritten(found: re.Match[str]) -> str:
        margin, name = found["margin"], found["name"]
        body = indent(_fragment(folder, name) or found["body"], margin)
        return f"{margin}// fragment {name}: begin\n{body}{margin}// fragment {name}: end"

    return _BLOCK.sub(rewritten, text)


def _fragment(folder: Path, name: str) -> str | None:
    path = folder / "fragments" / f"{name}.cypher"
    if not path.is_file():
        return None
    lines = path.read_text().splitlines(keepends=True)
    # The sentences that say what the fragment is; a fragment within it may follow at once.
    while lines and lines[0].startswith("//") and not lines[0].startswith("// fragment"):
        lines.pop(0)
    return dedent("".join(lines)).lstrip("\n")
