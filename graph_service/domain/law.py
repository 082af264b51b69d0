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


@dataclass(frozen=True, slots=True)
class SharingGuide:
    """What a nation's law and guidance say to somebody who wonders whether to share: a help, and no legal advice."""

    may: tuple[str, ...]
    guidance: str
    at_risk: str


_PUBLIC_TASK = (
    "Data protection law lets you share what is needed to keep a child safe or to do your public task (UK GDPR, "
    "article 6; Data Protection Act 2018, schedule 1, paragraph 18). Consent is one ground of several, and mostly not "
    "the one to rest on."
)

# Nothing of one nation is said of another: each was written from its own law.
SHARING: dict[str, SharingGuide] = {
    "England": SharingGuide(
        may=(
            "Your body must carry out its work with regard to keeping children safe (Children Act 2004, section 11), "
            "and works together with others for them (section 10).",
            "Who is asked to help with an enquiry about a child at risk of harm must help (Children Act 1989, "
            "section 47).",
            _PUBLIC_TASK,
        ),
        guidance="Working Together to Safeguard Children; the seven golden rules of information sharing (Department "
        "for Education, 2024)",
        at_risk="Tell children's social care at once. You need nobody's consent.",
    ),
    "Wales": SharingGuide(
        may=(
            "Partners of the council must report a child who they think is at risk (Social Services and Well-being "
            "(Wales) Act 2014, section 130).",
            "Your body must carry out its work with regard to keeping children safe (Children Act 2004, section 28).",
            _PUBLIC_TASK,
        ),
        guidance="the Wales Safeguarding Procedures",
        at_risk="Report it to the council's social services at once. You need nobody's consent.",
    ),
    "Scotland": SharingGuide(
        may=(
            "No law gives a general duty to share about a child's wellbeing: the Supreme Court found that the one of "
            "2014 was not clear or careful enough ([2016] UKSC 51).",
            "So below a risk of harm, share with the family's knowledge, and only what is needed and fair to their "
            "private life (Human Rights Act 1998, article 8).",
            _PUBLIC_TASK,
        ),
        guidance="Getting it right for every child; the National Guidance for Child Protection in Scotland",
        at_risk="Tell social work or Police Scotland at once. You need nobody's consent.",
    ),
    "Northern Ireland": SharingGuide(
        may=(
            "Trusts must look into it where a child may suffer significant harm, and others help them (Children "
            "(Northern Ireland) Order 1995, articles 46 and 66).",
            "Children's bodies must work together for children's wellbeing (Children's Services Co-operation Act "
            "(Northern Ireland) 2015).",
            _PUBLIC_TASK,
        ),
        guidance="Co-operating to Safeguard Children and Young People in Northern Ireland",
        at_risk="Tell the Trust's Gateway team at once. You need nobody's consent.",
    ),
}


def waited_for(nation: str, today: date) -> list[Enactment]:
    """What has been enacted for a nation and is not in force: nobody may rest on it yet."""
    return [one for one in ENACTMENTS if nation in one.nations and not one.in_force(today)]
