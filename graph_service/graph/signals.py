"""The signals: one file each in cypher/signals/ scans an authority; a few statements have them all for named children.

These are written by machine from the files (graph-service check --write), so that they cannot say different things:
where a scan's beginning stands, from what there is little of, stands the beginning from named children. Ten signals a
statement: the time to plan one grows with the square of its length (33 in one took half a minute).
"""

import re
from pathlib import Path

from graph_service.domain.signals import Found, FoundByCode, Signal
from graph_service.graph.queries import CYPHER, Query, query

FOLDER = CYPHER / "signals"
TOGETHER = "evaluation/evaluate_children__"

_BEGINNING = re.compile(r"^// fragment (those_\w+): begin\n.*?^// fragment \1: end$", re.M | re.S)
_LAST = re.compile(r" AS reason\s*\Z")
_HEADER = """\
// Ten of the signals for named children, in one statement: written by graph-service check --write from cypher/signals/.
// @access    read
// @seek
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     children: whom; signals: the codes that this authority has evaluated
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason, code
"""


def scans() -> dict[str, Query[Found]]:
    """The statement of every signal, by code; a file that says no code of its own is reported by the registry."""
    handles = [query(f"signals/{path.stem}", Found) for path in sorted(FOLDER.glob("*.cypher"))]
    return {handle.signal.code: handle for handle in handles if handle.signal}


def together() -> dict[str, str]:
    """The text of each statement for named children, by its name."""
    tens: dict[str, list[Path]] = {}
    for path in sorted(FOLDER.glob("*.cypher")):
        tens.setdefault(TOGETHER + path.stem[:2], []).append(path)
    return {
        name: _HEADER + "UNION ALL\n".join(_for_children(path.read_text()) for path in paths)
        for name, paths in tens.items()
    }


def _for_children(text: str) -> str:
    """One signal's statement, from named children on."""
    body = "".join(line for line in text.splitlines(keepends=True) if not _of_header(line))
    code = re.search(r"^// @signal\s+(\w+)", text, re.M)
    said = f"'{code[1]}'" if code else "''"
    begins = f"// fragment these: begin\n// fragment these: end\nWITH child\nWHERE {said} IN $among.signals"
    return _LAST.sub(f" AS reason, {said} AS code\n", _BEGINNING.sub(begins, body))


def _of_header(line: str) -> bool:
    return line.startswith("//") and not line.startswith("// fragment")


SCANS = scans()
SIGNALS: dict[str, Signal] = {code: handle.signal for code, handle in SCANS.items() if handle.signal}
EVALUATE_CHILDREN: list[Query[FoundByCode]] = [query(name, FoundByCode) for name in together()]
