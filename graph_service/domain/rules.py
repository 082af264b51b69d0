"""The rules that can open a child's record, each with the sentence said aloud in the answer (model.md, gate 4)."""

from enum import StrEnum


class Rule(StrEnum):
    """Decided in the statement (cypher/fragments/rule.cypher); recorded with every look."""

    LEADS = "leads"
    OWN_INVOLVEMENT = "own_involvement"
    CHAIRS = "chairs"
    MANAGES = "manages"
    OFFICE = "office"
    RECORD_KEEPING = "record_keeping"
    AGREEMENT = "agreement"
    ENACTMENT = "enactment"
    ASSERTED_INVOLVEMENT = "asserted_involvement"
    PROTECTED = "protected"
    NONE = "none"
    ACCOUNT_NOT_ACTIVE = "account_not_active"
    OVER_BUDGET = "over_budget"

    @property
    def because(self) -> str:
        return _BECAUSE[self]


_BECAUSE = {
    Rule.LEADS: "You lead the team around this child.",
    Rule.OWN_INVOLVEMENT: "You are working with this child, and somebody other than you has confirmed it.",
    Rule.CHAIRS: "You chair a meeting about this child.",
    Rule.MANAGES: "A team that you manage is working with this child.",
    Rule.OFFICE: "Your office answers for the authority that keeps this record, and you named a purpose.",
    Rule.RECORD_KEEPING: "You keep your authority's records right: you see who the child is, and nobody's work.",
    Rule.AGREEMENT: "Your authority has a sharing agreement in force with the one that keeps this record.",
    Rule.ENACTMENT: "The law of your nation lets you know that this child is known, for the purpose you named.",
    Rule.ASSERTED_INVOLVEMENT: "You said that you work with this child; nobody else has confirmed it yet.",
    Rule.PROTECTED: "You may know that this child is known. One national desk will ring you back.",
    Rule.NONE: "No child has this number, or none that is open to you.",
    Rule.ACCOUNT_NOT_ACTIVE: "Your account is not active.",
    Rule.OVER_BUDGET: "You have looked at as many children today as your role may.",
}

# What would open a child to somebody whom nothing opens it to: the same for every child, there or not.
WOULD_OPEN = (
    "Working with the child, once somebody other than you has confirmed it.",
    "Leading the team around the child, managing a team that works with them, or chairing their meeting.",
    "The front door or duty desk of the authority that keeps the record, for a named purpose.",
    "A sharing agreement of that authority with yours, for the purpose you named: then you learn whom to ring.",
)
