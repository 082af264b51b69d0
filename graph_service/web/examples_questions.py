"""Examples of questions that only a graph answers."""

from graph_service.domain.questions import (
    EndOfPath,
    How,
    Link,
    NamedChild,
    NearChild,
    Neighbour,
    Neighbourhood,
    Path,
    Through,
)
from graph_service.domain.rules import Rule

_ELLIS = NamedChild(id="82HCG1SAG434", name="Ellis Brook")
_AMY = Neighbour(id="LOYZSIMN6O4P4IMM", name="Amy Khan", how=How.LEADS)

PATH = Path(
    ends=[
        EndOfPath(id=_ELLIS.id, name=_ELLIS.name, rule=Rule.LEADS),
        EndOfPath(id="K7Q2M9TX4B35", name="Mia Jones", rule=Rule.OWN_INVOLVEMENT),
    ],
    links=[
        Link(
            id=_AMY.id,
            name=_AMY.name,
            from_child=_ELLIS.id,
            from_name=_ELLIS.name,
            from_how=How.LEADS,
            to_child="K7Q2M9TX4B35",
            to_name="Mia Jones",
            to_how=How.WORKS_WITH,
        )
    ],
).model_dump(mode="json")
NEIGHBOURHOOD = Neighbourhood(
    rule=Rule.LEADS,
    child=_ELLIS,
    people=[_AMY],
    children=[
        NearChild(id="K7Q2M9TX4B35", name="Mia Jones", through=[Through(id=_AMY.id, how=How.WORKS_WITH)]),
    ],
    more_people=False,
    more_children=False,
).model_dump(mode="json")
