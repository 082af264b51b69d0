"""Whose records a caller may be shown at all: sets of authority labels. Only this module makes one.

A label is necessary, never sufficient: the statement decides the level inside what the scope opens.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from typing import NewType

from pydantic import BaseModel, ConfigDict

from graph_service.access.caller import Caller
from graph_service.access.policy import OFFICE_ROLES, RECORD_ROLES, ROLES_WITHOUT_AGREEMENTS
from graph_service.domain.law import ENACTMENTS, Enactment
from graph_service.domain.purposes import Purpose

OwnerLabel = NewType("OwnerLabel", str)

_LABEL = re.compile(r"LA_[A-Z0-9]+")


def owner_label(code: str) -> OwnerLabel:
    """The label of the authority that keeps a record: LDS -> LA_LDS. Raises ValueError for anything else.

    Dynamic labels stand in query patterns, where `Child` or an empty list would open every part (engine.md).
    """
    label = f"LA_{code}"
    if not _LABEL.fullmatch(label):
        raise ValueError("an authority's code is capital letters and digits")
    return OwnerLabel(label)


class Agreement(BaseModel):
    """A sharing agreement (FHIR Contract): what `custodian` lets people of `recipient` learn, and why."""

    model_config = ConfigDict(frozen=True)

    custodian: str
    recipient: str
    purposes: tuple[Purpose, ...]
    start: date
    end: date | None


class Basis(BaseModel):
    """The lawful basis of one authority's part; without one in force the part is closed."""

    model_config = ConfigDict(frozen=True)

    custodian: str
    start: date
    end: date | None


class Body(BaseModel):
    """An authority and its nation, whose law may let it know more."""

    model_config = ConfigDict(frozen=True)

    code: str
    nation: str


class Parts(BaseModel):
    """Every part's lawful bases and agreements, as last read; `version` is recorded with each look."""

    model_config = ConfigDict(frozen=True)

    bases: tuple[Basis, ...]
    agreements: tuple[Agreement, ...]
    nations: tuple[Body, ...] = ()

    @cached_property
    def version(self) -> str:
        return blake2b(self.model_dump_json().encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Scope:
    """Sets of labels: parts in force (`open`); of these, parts that the role alone opens (`office`) or whose record it
    keeps (`kept`), parts with an agreement for the purpose (`agreed`), and parts an enactment opens (`enacted`)."""

    open: list[OwnerLabel]
    office: list[OwnerLabel]
    kept: list[OwnerLabel]
    agreed: list[OwnerLabel]
    enacted: list[OwnerLabel]

    def parameter(self) -> dict[str, list[OwnerLabel]]:
        """As queries take it: one map, so that one plan serves every caller."""
        return {name: getattr(self, name) for name in ("open", "office", "kept", "agreed", "enacted")}


def scope_for(caller: Caller, parts: Parts, today: date, enactments: tuple[Enactment, ...] = ENACTMENTS) -> Scope:
    """A pure function of the caller, the bases, agreements and enactments in force, and the day."""
    in_force = {basis.custodian for basis in parts.bases if _current(basis, today)}
    own = {caller.authority} & in_force
    shares = caller.role not in ROLES_WITHOUT_AGREEMENTS
    agreed = _agreed(caller, parts, today) if shares else set()
    enacted = _enacted(caller, parts, today, enactments) if shares else set()
    return Scope(
        open=_labels(in_force),
        office=_labels(own if caller.role in OFFICE_ROLES else set()),
        kept=_labels(own if caller.role in RECORD_ROLES else set()),
        agreed=_labels(agreed & in_force),
        enacted=_labels(enacted & in_force),
    )


def _agreed(caller: Caller, parts: Parts, today: date) -> set[str]:
    return {
        agreement.custodian
        for agreement in parts.agreements
        if agreement.recipient == caller.authority
        and caller.purpose in agreement.purposes
        and _current(agreement, today)
    }


def _enacted(caller: Caller, parts: Parts, today: date, enactments: tuple[Enactment, ...]) -> set[str]:
    """Parts of the caller's own nation, where its law names an enactment in force for the purpose."""
    nation = next((body.nation for body in parts.nations if body.code == caller.authority), None)
    if not any(
        nation in enactment.nations and caller.purpose in enactment.purposes and enactment.in_force(today)
        for enactment in enactments
    ):
        return set()
    return {body.code for body in parts.nations if body.nation == nation}


def parts_open(parts: Parts, today: date) -> list[OwnerLabel]:
    """Every part in force, whoever asks: for what is about the index itself, such as one number claimed twice."""
    return _labels({basis.custodian for basis in parts.bases if _current(basis, today)})


def parts_shared_with(authority: str, parts: Parts, today: date) -> list[OwnerLabel]:
    """Parts in force that share anything with an authority: only their children may its extract name."""
    in_force = {basis.custodian for basis in parts.bases if _current(basis, today)}
    shared = {
        agreement.custodian
        for agreement in parts.agreements
        if agreement.recipient == authority and _current(agreement, today)
    }
    return _labels(shared & in_force)


def _current(period: Basis | Agreement, today: date) -> bool:
    return period.start <= today and (period.end is None or today < period.end)


def _labels(codes: Iterable[str]) -> list[OwnerLabel]:
    return [owner_label(code) for code in sorted(codes)]
