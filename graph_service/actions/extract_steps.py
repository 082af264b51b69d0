"""How each file of an extract becomes facts: which statement writes which rows, and in which order.

Protections of those who exist already come first, the owner's label of new children last, so that at no
moment is anybody visible who should not be (extract.md).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from pydantic import BaseModel

from graph_service.domain.finding import search_text
from graph_service.domain.identifiers import new_child_id
from graph_service.extracts import rows as r
from graph_service.extracts.keys import Sender, content_digest
from graph_service.graph.queries import Query, query


class Written(BaseModel):
    written: int
    created: int
    changed: int


Maps = Iterator[dict[str, Any]]
ToMaps = Callable[[r.Row, Sender], Maps]


@dataclass(frozen=True, slots=True)
class Step:
    """One statement over one file. `exact` steps must write every row: a validated reference cannot be missing."""

    file: type[r.Row]
    query: Query[Written]
    maps: ToMaps
    exact: bool = True
    counted: bool = True


def _statement(name: str) -> Query[Written]:
    return query(f"extracts/import_extract__{name}", Written)


def _map(row: Any, sender: Sender, **more: Any) -> dict[str, Any]:
    """id, facts, digest, and the id of every record the row refers to, named after its column."""
    refers = {
        column.removesuffix("_key"): sender.refers_to(kind, value)
        for column, kind in row.references().items()
        if kind != "authorities" and isinstance(value := getattr(row, column), str)
    }
    facts = row.facts()
    made = {"id": sender.fact_id(row.file, *row.key()), "facts": facts, **refers, **more}
    return made | {"digest": content_digest([*facts.values(), *refers.values(), *more.values()])}


def whole(row: Any, sender: Sender) -> Maps:
    yield _map(row, sender)


def having(*columns: str) -> ToMaps:
    """Only rows that name such a record, or say yes."""

    def maps(row: Any, sender: Sender) -> Maps:
        if all(getattr(row, column) for column in columns):
            yield _map(row, sender)

    return maps


def lacking(column: str) -> ToMaps:
    """Only rows that leave it empty: the service acts for itself."""

    def maps(row: Any, sender: Sender) -> Maps:
        if getattr(row, column) is None:
            yield _map(row, sender)

    return maps


def involvement(by_practitioner: bool) -> ToMaps:
    """The post stands on the involvement, and stays when its holder moves on."""

    def maps(row: Any, sender: Sender) -> Maps:
        if (row.practitioner_key is not None) == by_practitioner:
            made = _map(row, sender)
            made["facts"]["service_id"] = made["service"]
            yield made

    return maps


def children(row: Any, sender: Sender) -> Maps:
    made = _map(row, sender)
    made["facts"]["search_text"] = search_text(row.given_name, row.family_name, row.former_names, row.born)
    yield made | {"new_id": new_child_id()}


def identifiers(row: Any, sender: Sender) -> Maps:
    child = sender.fact_id(row.file, *row.key())
    for scheme, value in row.identifiers():
        facts = {"scheme": scheme, "value": value, "state": "current"}
        key = sender.fact_id(row.file, *row.key(), scheme, value)
        yield {
            "id": key,
            "child": child,
            "scheme": scheme,
            "value": value,
            "facts": facts,
            "digest": content_digest(facts.values()),
        }


def responsible(row: Any, sender: Sender) -> Maps:
    if row.authority is not None:
        yield _map(row, sender, authority=row.authority)


def agreement(row: Any, sender: Sender) -> Maps:
    yield _map(row, sender, recipient=row.recipient)


def account(row: Any, sender: Sender) -> Maps:
    made = _map(row, sender)
    made["facts"]["service_id"] = made["service"]
    yield made


def lead(row: Any, sender: Sender) -> Maps:
    yield _map(row, sender, current=row.is_current)


def carer(row: Any, sender: Sender) -> Maps:
    if row.is_child_key is None:
        yield _map(row, sender) | {"new_id": token_hex(8)}


def child_carer(row: Any, sender: Sender) -> Maps:
    if row.is_child_key is not None:
        yield _map(row, sender) | {"child": sender.refers_to("children", row.is_child_key)}


def service(row: Any, sender: Sender) -> Maps:
    """Its agency and, or nothing, the team it is part of: what it was part of before is taken back."""
    yield {"part_of": None} | _map(row, sender)


def part_of(row: Any, sender: Sender) -> Maps:
    """That one team is part of another, and nothing of what the team itself is."""
    if row.part_of is not None:
        team, above = sender.fact_id(row.file, *row.key()), sender.refers_to("services", row.part_of)
        yield {"id": team, "facts": {}, "part_of": above, "digest": content_digest([above])}


def access(row: Any, sender: Sender) -> Maps:
    protection = sender.fact_id(row.file, *row.key())
    for reference in row.access:
        practitioner = sender.refers_to("practitioners", reference)
        key = sender.fact_id(row.file, *row.key(), reference)
        yield {
            "id": key,
            "protection": protection,
            "practitioner": practitioner,
            "facts": {},
            "digest": content_digest([key]),
        }


def access_list(row: Any, sender: Sender) -> Maps:
    """Everybody who may see; whoever is on the list in the graph and not here is taken off."""
    allowed = [sender.refers_to("practitioners", reference) for reference in row.access]
    yield {"id": sender.fact_id(row.file, *row.key()), "allowed": allowed}


def taken_back(**types: str) -> ToMaps:
    """The columns that say no, each with the relationship that an earlier yes made."""

    def maps(row: Any, sender: Sender) -> Maps:
        if untrue := [type_ for column, type_ in types.items() if not getattr(row, column)]:
            yield {"id": None, "types": untrue} | _map(row, sender)

    return maps


PROTECTIONS = {
    "child_key": _statement("protections_of_children"),
    "carer_key": _statement("protections_of_carers"),
    "household_key": _statement("protections_of_households"),
}
ACCESS_LISTS = _statement("access_lists")
OFF_ACCESS_LISTS = _statement("off_access_lists")
TAKEN_BACK = _statement("taken_back")


def _protections(exact: bool) -> tuple[Step, ...]:
    """Before the nodes of this run for those who exist already (not exact), and again after them."""
    steps = [
        Step(r.ProtectionRow, PROTECTIONS[column], having(column), exact, counted=exact)
        for column in ("child_key", "carer_key", "household_key")
    ]
    lists = (
        Step(r.ProtectionRow, OFF_ACCESS_LISTS, access_list, exact=False, counted=False),
        Step(r.ProtectionRow, ACCESS_LISTS, access, exact, counted=False),
    )
    return (*steps, *lists)


STEPS: tuple[Step, ...] = (
    *_protections(exact=False),
    Step(r.AuthorityRow, _statement("duty_desk"), whole),
    Step(r.LawfulBasisRow, _statement("lawful_bases"), whole),
    Step(r.AgreementRow, _statement("agreements"), agreement),
    Step(r.AgencyRow, _statement("agencies"), whole),
    Step(r.ServiceRow, _statement("moved_services"), service, exact=False, counted=False),
    Step(r.ServiceRow, _statement("services"), whole),
    Step(r.ServiceRow, _statement("service_parts"), part_of, counted=False),
    Step(r.PractitionerRow, _statement("practitioners"), whole),
    Step(r.WorksInRow, _statement("works_in"), whole),
    Step(r.WorksInRow, _statement("manages"), having("manages"), counted=False),
    Step(r.WorksInRow, TAKEN_BACK, taken_back(manages="MANAGES"), exact=False, counted=False),
    Step(r.AccountRow, _statement("moved_accounts"), account, exact=False, counted=False),
    Step(r.AccountRow, _statement("accounts"), account),
    Step(r.CoverRow, _statement("cover"), whole),
    Step(r.HouseholdRow, _statement("households"), whole),
    Step(r.ChildRow, _statement("children"), children),
    Step(r.ChildRow, _statement("former_identifiers"), identifiers, exact=False, counted=False),
    Step(r.ChildRow, _statement("identifiers"), identifiers, counted=False),
    Step(r.ChildRow, _statement("settled_identifiers"), identifiers, exact=False, counted=False),
    Step(r.ChildRow, _statement("conflicting_identifiers"), identifiers, exact=False, counted=False),
    Step(r.CarerRow, _statement("carers"), carer),
    Step(r.CarerRow, _statement("child_carers"), child_carer, counted=False),
    *_protections(exact=True),
    Step(r.LivesAtRow, _statement("children_live_at"), having("child_key")),
    Step(r.LivesAtRow, _statement("carers_live_at"), having("carer_key")),
    Step(r.CaresForRow, _statement("cares_for"), whole),
    Step(r.ParentalResponsibilityRow, _statement("carers_responsible"), having("carer_key")),
    Step(r.ParentalResponsibilityRow, _statement("authorities_responsible"), responsible),
    Step(r.InvolvementRow, _statement("practitioners_involved"), involvement(by_practitioner=True)),
    Step(r.InvolvementRow, _statement("services_involved"), involvement(by_practitioner=False)),
    Step(r.IndicationRow, _statement("indications"), whole),
    Step(r.AssessmentRow, _statement("practitioners_assessed"), having("practitioner_key")),
    Step(r.AssessmentRow, _statement("services_assessed"), lacking("practitioner_key")),
    Step(r.LeadRow, _statement("leads"), lead),
    Step(r.MeetingRow, _statement("meetings"), whole),
    Step(r.MeetingChildRow, _statement("meetings_about"), whole),
    Step(r.AttendanceRow, _statement("invited"), having("invited")),
    Step(r.AttendanceRow, _statement("attended"), having("attended")),
    Step(r.AttendanceRow, _statement("chairs"), having("chair")),
    Step(
        r.AttendanceRow,
        TAKEN_BACK,
        taken_back(invited="INVITED_TO", attended="ATTENDED", chair="CHAIRS"),
        exact=False,
        counted=False,
    ),
    Step(r.ReferralRow, _statement("referrals"), whole),
    Step(r.SupplyRow, _statement("supplies"), whole),
)
