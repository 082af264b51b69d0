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
from graph_service.access.policy import looks_by_office
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


class Parts(BaseModel):
    """Every part's lawful bases and agreements, as last read; `version` is recorded with each look."""

    model_config = ConfigDict(frozen=True)

    bases: tuple[Basis, ...]
    agreements: tuple[Agreement, ...]

    @cached_property
    def version(self) -> str:
        return blake2b(self.model_dump_json().encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Scope:
    """Three sets of labels: parts in force, parts open by office alone, parts with an agreement."""

    open: list[OwnerLabel]
    office: list[OwnerLabel]
    agreed: list[OwnerLabel]

    def parameter(self) -> dict[str, list[OwnerLabel]]:
        """As queries take it: one map, so that one plan serves every caller."""
        return {"open": self.open, "office": self.office, "agreed": self.agreed}


def scope_for(caller: Caller, parts: Parts, today: date) -> Scope:
    """A pure function of the caller, the bases and agreements in force, and the day."""
    in_force = {basis.custodian for basis in parts.bases if _current(basis, today)}
    office = {caller.authority} if looks_by_office(caller) else set()
    agreed = {
        agreement.custodian
        for agreement in parts.agreements
        if agreement.recipient == caller.authority
        and caller.purpose in agreement.purposes
        and _current(agreement, today)
    }
    return Scope(_labels(in_force), _labels(office & in_force), _labels(agreed & in_force))


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
