"""cypher/README.md and the shared parts inside queries: written by machine, and checked for being stale."""

from pathlib import Path

from graph_service.domain.relationships import NODES, RELATIONSHIPS
from graph_service.graph.fragments import with_fragments
from graph_service.graph.queries import CYPHER, REGISTRY
from graph_service.graph.signals import together

README = CYPHER / "README.md"
MARK = "<!-- From here on written by: graph-service check --write -->\n"


def write_catalogue() -> None:
    """Rewrite what is generated. Fragments may stand in fragments, so go round until nothing changes."""
    while _rewrite_fragments() or _rewrite_together():
        pass
    README.write_text(_readme())


def stale_files() -> list[str]:
    stale = [path for path, text in _together() if not path.exists() or path.read_text() != text]
    if stale:
        return [f"{stale[0].relative_to(CYPHER.parent)} is stale: run graph-service check --write"]
    if README.read_text() != _readme():
        return ["cypher/README.md is stale: run graph-service check --write"]
    return []


def _rewrite_fragments() -> bool:
    changed = False
    for path in sorted(CYPHER.rglob("*.cypher")):
        text = path.read_text()
        if (fresh := with_fragments(CYPHER, text)) != text:
            path.write_text(fresh)
            changed = True
    return changed


def _together() -> list[tuple[Path, str]]:
    """The statements that are written from the signals, as they should be."""
    return [(CYPHER / f"{name}.cypher", with_fragments(CYPHER, text)) for name, text in together().items()]


def _rewrite_together() -> bool:
    stale = [(path, text) for path, text in _together() if not path.exists() or path.read_text() != text]
    for path, text in stale:
        path.write_text(text)
    return bool(stale)


def _readme() -> str:
    written_by_hand = README.read_text().partition(MARK)[0]
    return f"{written_by_hand}{MARK}\n{_queries()}\n{_vocabulary()}"


def _queries() -> str:
    lines = ["## The queries\n", "| Query | Access | What the rows are |", "| --- | --- | --- |"]
    handles = sorted(REGISTRY.handles, key=lambda handle: handle.name)
    lines += [f"| `{handle.name}` | {handle.access} | {handle.sentence} |" for handle in handles]
    return "\n".join(lines) + "\n"


def _vocabulary() -> str:
    lines = ["## The nodes\n", "| Label | What it is |", "| --- | --- |"]
    lines += [f"| `{label}` | {sentence} |" for label, (sentence, _) in NODES.items()]
    lines += ["", "## The relationships\n", "| Type | Between | Reads |", "| --- | --- | --- |"]
    lines += [f"| `{name}` | {pattern} | {sentence} |" for name, (pattern, sentence, _) in RELATIONSHIPS.items()]
    return "\n".join(lines) + "\n"
