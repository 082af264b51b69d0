"""The signals: one file each in cypher/signals/ scans an authority; one statement has them all, for named children.

The second is written by machine from the first (graph-service check --write), so that they cannot say different things:
where a scan's beginning stands, from what there is little of, stands the beginning from named children.
"""

import re

from graph_service.domain.signals import Found, FoundByCode, Signal
from graph_service.graph.queries import CYPHER, Query, query

FOLDER = CYPHER / "signals"
TOGETHER = "evaluation/evaluate_children"

_BEGINNING = re.compile(r"^// fragment (those_\w+): begin\n.*?^// fragment \1: end$", re.M | re.S)
_LAST = re.compile(r" AS reason\s*\Z")
_HEADER = """\
// The signals for named children, all in one statement: written by graph-service check --write from cypher/signals/.
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


def together() -> str:
    """The text of the statement for named children."""
    texts = [path.read_text() for path in sorted(FOLDER.glob("*.cypher"))]
    return _HEADER + "UNION ALL\n".join(map(_for_children, texts))


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
EVALUATE_CHILDREN = query(TOGETHER, FoundByCode)
