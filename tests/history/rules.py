"""All the rules of the book: each of these modules writes its own into it."""

from tests.history import around, coordination, family, staff
from tests.history.book import RULES

MODULES = (around, coordination, family, staff)

__all__ = ["MODULES", "RULES"]
