"""Working days: Monday to Friday but for bank holidays, which each nation has of its own.

The clocks of guidance run in them (Working Together 2023: 45 working days for an assessment).
"""

from datetime import date, timedelta
from functools import cache

from dateutil.relativedelta import relativedelta
from holidays import HolidayBase, country_holidays

_SUBDIVISION = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}
NATIONS = frozenset(_SUBDIVISION)
_SATURDAY = 5


class Calendar:
    """The days of one nation."""

    def __init__(self, nation: str) -> None:
        self._holidays: HolidayBase = country_holidays("GB", subdiv=_SUBDIVISION[nation])

    def after(self, day: date, count: int, unit: str) -> date:
        """So much time after a day; `count` working days after a Friday begin on the Monday."""
        return self._working(day, count) if unit == "working_days" else day + relativedelta(**{unit: count})

    def _working(self, day: date, count: int) -> date:
        while count > 0:
            day += timedelta(days=1)
            if day.weekday() < _SATURDAY and day not in self._holidays:
                count -= 1
        return day


@cache
def calendar_of(nation: str) -> Calendar:
    """Raises KeyError for what is not one of the four nations."""
    return Calendar(nation)
