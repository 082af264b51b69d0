"""What was found out about the team around a child, and what somebody decided of it: facts of `tests/oracle.py`."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Signal:
    """A reason that stands for one child from `since`, and may speak of `others` too (docs/signals.md).

    `view` open: what is known outside sensitive services; `entire` if everything says the same. `view` whole: what
    everything says, where that is something else. `ended_on` says that it stands no longer.
    """

    id: str
    custodian: str
    code: str
    child: str
    since: date
    others: tuple[str, ...] = ()
    view: str = "open"
    entire: bool = True
    until: date | None = None
    ended_on: date | None = None
    shows: tuple[str, ...] = ()
    reason: str = "A reason."
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SignalDecision:
    """Who sees to a signal, until when it waits, or until when it is known and right."""

    id: str
    custodian: str
    signal: str
    at: datetime
    decision: str
    until: date | None = None
    reason: str | None = None
    assigned_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list of signals is narrowed to."""

    codes: tuple[str, ...] = ()
    service: str | None = None
    age_from: int = 0
    age_to: int = 25
    standing_days: int = 0
    decided: bool = False
