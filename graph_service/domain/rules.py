"""The rules that can open a child's record, each with the sentence said aloud in the answer (model.md, gate 4)."""

from enum import StrEnum


class Rule(StrEnum):
    """Decided in the statement (cypher/fragments/rule.cypher); recorded with every look."""

    LEADS = "leads"
    OWN_INVOLVEMENT = "own_involvement"
    OFFICE = "office"
    AGREEMENT = "agreement"
    ASSERTED_INVOLVEMENT = "asserted_involvement"
    NONE = "none"
    ACCOUNT_NOT_ACTIVE = "account_not_active"

    @property
    def because(self) -> str:
        return _BECAUSE[self]


_BECAUSE = {
    Rule.LEADS: "You lead the team around this child.",
    Rule.OWN_INVOLVEMENT: "You are working with this child, and somebody other than you has confirmed it.",
    Rule.OFFICE: "You are on the front door of the authority that keeps this record, and named a purpose.",
    Rule.AGREEMENT: "Your authority has a sharing agreement in force with the one that keeps this record.",
    Rule.ASSERTED_INVOLVEMENT: "You said that you work with this child; nobody else has confirmed it yet.",
    Rule.NONE: "Nothing opens this record to you.",
    Rule.ACCOUNT_NOT_ACTIVE: "Your account is not active.",
}
