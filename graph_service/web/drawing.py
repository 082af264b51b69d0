"""The map of a network: who is there and what joins them, exactly the rows of the page's tables and no more."""

from collections.abc import Iterator

from graph_service.domain.networks import Involvement, Network
from graph_service.web.links import links
from graph_service.web.wording import words

CHILD = "child"
SENSITIVE = "sensitive"

Element = dict[str, str]


def drawn(network: Network) -> dict[str, list[Element]]:
    """Nodes and edges; each node's id is the `data-node` of its place in a table."""
    nodes = {node["id"]: node for node in _nodes(network)}
    return {"nodes": list(nodes.values()), "edges": list(_edges(network))}


def carer_node(place: int) -> str:
    """A carer behind a shield has no id, so their row's place names them."""
    return f"carer-{place}"


def seat_node(seat: Involvement) -> str:
    """A person once however many seats they hold; a sensitive service only as one that is there."""
    return SENSITIVE if seat.kind == "sensitive" else f"seat-{seat.id}"


def service_node(seat: Involvement) -> str | None:
    """Where a person works for this child. A service that is involved itself is its own place."""
    if seat.post is None or seat.kind != "practitioner":
        return None
    return f"service-{seat.post.id}"


def _nodes(network: Network) -> Iterator[Element]:
    known = network.child
    yield _node(CHILD, "child", f"{known.given_name} {known.family_name}" if known else "A child who is known")
    for seat in network.team:
        yield from _seat_nodes(seat)
    for place, carer in enumerate(network.carers, 1):
        yield _node(carer_node(place), "carer", carer.name)
    for sibling in network.siblings:
        name = f"{sibling.given_name} {sibling.family_name}" if sibling.given_name else "A child who is known"
        yield _node(f"sibling-{sibling.id}", "sibling", name)


def _seat_nodes(seat: Involvement) -> Iterator[Element]:
    if seat.kind == "sensitive":
        yield _node(SENSITIVE, "service", "A sensitive service")
        return
    yield _node(seat_node(seat), seat.kind, seat.name)
    if (service := service_node(seat)) and seat.post:
        yield _node(service, "service", seat.post.name)


def _node(name: str, kind: str, label: str) -> Element:
    return {"id": name, "kind": kind, "label": label}


def _edges(network: Network) -> Iterator[Element]:
    for seat in network.team:
        says = "leads" if seat.leads else words(seat.role) if seat.role else "is involved"
        yield _edge(seat_node(seat), CHILD, says if seat.current else f"{says} (ended)")
        if service := service_node(seat):
            yield _edge(seat_node(seat), service, "works in")
    for place, carer in enumerate(network.carers, 1):
        yield _edge(carer_node(place), CHILD, words(carer.capacity) if carer.capacity else "cares for")
    for sibling in network.siblings:
        yield _edge(f"sibling-{sibling.id}", CHILD, "brother or sister")
    for (one, other), how in links(network).items():
        yield _edge(f"seat-{one}", f"seat-{other}", how) | {"kind": "between"}


def _edge(source: str, target: str, label: str) -> Element:
    return {"source": source, "target": target, "label": label}
