"""The day in the United Kingdom: periods begin and end there, wherever the server stands."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

UNITED_KINGDOM = ZoneInfo("Europe/London")


def today() -> date:
    return datetime.now(UNITED_KINGDOM).date()
