"""What a query's text may not say: the rules of engine.md and code.md that need no database to check."""

import re
from collections.abc import Iterator

from graph_service.domain.relationships import NODES, RELATIONSHIPS
from graph_service.graph.header import Header

_COMMENT_OR_STRING = re.compile(r"//[^\n]*|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)\b(?!\()", re.IGNORECASE)
_DYNAMIC = re.compile(r"\$(any|all)?\(\s*([^)]*?)\s*\)")
# A relationship made anew with the type that it had (cypher/fragments/carried.cypher): a type owns nothing.
_SAME_TYPE = re.compile(r"\[\w+:\$\(kind\)\]")
_LABEL_TEST = re.compile(r"WHERE[^\n]*\b\w+:\$")
_UNBOUNDED = re.compile(r"\[[^\]]*\*[^\]]*\]|\{\d*,\s*\}|\)[+*]|\]->?[+*]|-->?[+*]")
_STAR = re.compile(r"\b(RETURN|WITH)\s+(DISTINCT\s+)?\*")
_LOWER_CLAUSE = re.compile(
    r"^\s*(match|optional|where|with|return|create|merge|set|remove|delete|detach|unwind|order|limit|call)\b", re.M
)
_LABELS = re.compile(r"\(\s*\w*\s*:\s*([A-Za-z][\w|&:!]*)")
_TYPES = re.compile(r"\[\s*\w*\s*:\s*([A-Za-z][\w|&!]*)")
_CHILD_BY_ID = re.compile(r":Child\b[^{\n]*\{[^}]*\bid:\s*\$")
_FORBIDDEN_IN_DISCLOSE = re.compile(r"\b(MERGE|DELETE|DETACH|REMOVE|FOREACH|LOAD)\b")
_WRITING = re.compile(r"^\s*(CREATE|MERGE|SET|DELETE|DETACH|REMOVE|FOREACH|DROP|ALTER|LOAD)\b", re.M)
_VERSION_TEST = re.compile(r"\bWHERE\b[^;]*?\.version\s*=\s*(\$|row\.)")
_RELATIONSHIP_WRITTEN = re.compile(r"\b(CREATE|MERGE)\b[^\n]*-\[")


def bare(text: str) -> str:
    """The text without comments, and with every string literal emptied."""
    return _SAME_TYPE.sub("[]", _COMMENT_OR_STRING.sub(lambda found: "" if found[0].startswith("//") else "''", text))


def text_faults(header: Header, text: str) -> list[str]:
    """Every sentence on what is wrong between header and body."""
    body = bare(text)
    checks = (_parameters, _scope, _dynamic_labels, _shape, _names, _returns, _access)
    return [fault for check in checks for fault in check(header, body)]


def _parameters(header: Header, body: str) -> Iterator[str]:
    used = set(_PARAMETER.findall(body))
    for name in sorted(used - header.params.keys()):
        yield f"${name} is used but has no @param"
    # Every signal takes the same parameters, whichever it uses.
    for name in sorted(header.params.keys() - used if header.signal is None else ()):
        yield f"@param {name} is declared but never used"


def _scope(header: Header, body: str) -> Iterator[str]:
    scoped = any(kind == "any" or kind == "" for kind, _ in _DYNAMIC.findall(body))
    if not scoped and header.unscoped is None:
        yield "no pattern has the scope's labels (&$any($scope.open)) or the owner's (&$($owner)): or say @unscoped why"
    if scoped and header.unscoped is not None:
        yield "@unscoped is said, but the pattern has a scope"


def _dynamic_labels(header: Header, body: str) -> Iterator[str]:
    wanted = {"any": "labels", "": "owner"}
    for kind, inside in _DYNAMIC.findall(body):
        if kind == "all":
            yield "$all(...) matches every node when the list is empty: use $any(...)"
        elif not _is_label_parameter(header, inside, wanted[kind]):
            yield f"${kind}({inside}): only a parameter of type {wanted[kind]} may stand here"
    if _LABEL_TEST.search(body):
        yield "a dynamic label belongs in the MATCH pattern, not in WHERE"


def _is_label_parameter(header: Header, inside: str, wanted: str) -> bool:
    """`$owner` of type owner, `$agreed` of type labels, or `$scope.open` of type scope."""
    name, _, part = inside.removeprefix("$").partition(".")
    kind = header.params.get(name)
    return inside.startswith("$") and (
        kind == wanted if not part else (wanted, kind, part) == ("labels", "scope", "open")
    )


def _shape(header: Header, body: str) -> Iterator[str]:
    if _STAR.search(body):
        yield "name the columns instead of *"
    if _UNBOUNDED.search(body):
        yield "a path without an upper bound"
    if found := _LOWER_CLAUSE.search(body):
        yield f"keywords are written in capitals: {found[1]}"
    if ";" in body.rstrip().rstrip(";"):
        yield "one statement a file"
    # A scan for a signal gives every child for whom it stands.
    whole = header.seek or header.signal is not None
    if header.access == "read" and not whole and not ("ORDER BY" in body and "LIMIT $limit" in body):
        yield "a list needs ORDER BY and LIMIT $limit (or @seek where it finds one record)"


def _names(_: Header, body: str) -> Iterator[str]:
    for written, known, what in ((_LABELS, NODES, "label"), (_TYPES, RELATIONSHIPS, "relationship type")):
        names = {name for found in written.findall(body) for name in re.split(r"[|&:!]+", found) if name}
        for name in sorted(names - known.keys()):
            yield f"{name} is not a {what} of domain/relationships.py"


def _returns(header: Header, body: str) -> Iterator[str]:
    """Each column of the last RETURN has an alias, and they are the header's, in order."""
    last = _last_return(body)
    columns = [_alias(item) for item in _split(last)] if last else []
    if None in columns:
        yield "every RETURN item needs an alias (AS name)"
    elif columns != header.returns:
        said, given = (", ".join(filter(None, names)) or "nothing" for names in (header.returns, columns))
        yield f"@returns says {said}; RETURN gives {given}"


def _access(header: Header, body: str) -> Iterator[str]:
    if header.access == "read" and (found := _WRITING.search(body)):
        yield f"a read may not {found[1]}"
    if header.access == "disclose":
        yield from _disclose(body)
    if header.access == "write":
        yield from _write(header, body)


def _disclose(body: str) -> Iterator[str]:
    """The only write allowed is the Disclosure and what hangs on it (engine.md, Transactions)."""
    if _FORBIDDEN_IN_DISCLOSE.search(body):
        yield "a disclosing read may only CREATE its Disclosure"
    for created in re.findall(r"\bCREATE\s+([^\n]*)", body):
        if not created.startswith(("(look:Disclosure", "(look)-[")):
            yield "a disclosing read may only CREATE its Disclosure (look:Disclosure)"
    for changed in re.findall(r"\bSET\s+(\w+)", body):
        if changed != "look":
            yield f"a disclosing read may SET only its Disclosure, not {changed}"
    if _CHILD_BY_ID.search(body):
        yield "(:Child {id: $...}) takes a lock when the id is absent, so existence leaks: use >= and <= (engine.md)"


def _write(header: Header, body: str) -> Iterator[str]:
    if _VERSION_TEST.search(body) and not re.search(r"_lock = true[\s\S]*_lock\b", body):
        yield "a version is compared without taking the lock first: SET x._lock = true WITH x WHERE x.version = ..."
    if _RELATIONSHIP_WRITTEN.search(body) and "custodian" not in body and header.unscoped is None:
        yield "a relationship is written without its custodian"


def _last_return(body: str) -> str | None:
    """What stands behind the last RETURN that is not inside a subquery's braces, up to its ordering."""
    depth, start, end = 0, None, None
    for token in re.finditer(r"[{}]|\bRETURN\b|\b(?:ORDER BY|SKIP|LIMIT)\b", body):
        if token[0] in "{}":
            depth += 1 if token[0] == "{" else -1
        elif depth == 0 and token[0] == "RETURN":
            start, end = token.end(), None
        elif depth == 0 and end is None:
            end = token.start()
    return None if start is None else body[start:end].strip().rstrip(";")


def _split(items: str) -> list[str]:
    """Split at the commas that stand in no bracket."""
    parts, depth = [""], 0
    for sign in items:
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _alias(item: str) -> str | None:
    """`expression AS name`; a plain variable is its own name."""
    found = re.search(r"(?:\bAS\s+|^)(\w+)$", item.strip())
    return found[1] if found else None
