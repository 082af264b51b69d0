"""All the rules of the book: each of these modules writes its own into it."""

from tests.history import around, coordination, family, pairs, staff
from tests.history.book import RULES

MODULES = (around, coordination, family, pairs, staff)

__all__ = ["MODULES", "RULES"]
