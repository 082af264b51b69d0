"""The one national desk: named instead of any place wherever a protected child is concerned; it rings back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NationalDesk:
    phone: str
    hours: str
