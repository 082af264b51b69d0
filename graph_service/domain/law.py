"""What each nation's law lets be shared without an agreement: its law pack. Data, with dates (domain.md 5 and 7).

An enactment counts only between bodies of its own nation, from its commencement; nothing is assumed from England for
Scotland, Wales or Northern Ireland ([2016] UKSC 51). `start` is None until a commencement date is on record.
"""

from dataclasses import dataclass
from datetime import date

from graph_service.domain.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Enactment:
    """A duty or power to share that somebody is known, and for which purposes."""

    nations: frozenset[str]
    instrument: str
    purposes: frozenset[Purpose]
    start: date | None

    def in_force(self, today: date) -> bool:
        return self.start is not None and self.start <= today


# Waited for: Royal Assent was on 29 April 2026, no commencement of section 4 is on record.
ENACTMENTS: tuple[Enactment, ...] = (
    Enactment(
        frozenset({"England"}),
        "Children Act 2004, section 16LA (Children's Wellbeing and Schools Act 2026, section 4)",
        frozenset(
            {
                Purpose.COORDINATE_SUPPORT,
                Purpose.ASSESS_REFERRAL,
                Purpose.CHECK_BEFORE_VISIT,
                Purpose.RESPOND_OUT_OF_HOURS,
            }
        ),
        start=None,
    ),
)
