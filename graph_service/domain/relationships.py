"""The graph's vocabulary: every label and relationship type, in one sentence each, with its properties.

The registry refuses a query that names anything else. FHIR words are in brackets.
"""

# `merged_from` is the record on which a fact was, before that was merged into another.
PROVENANCE = frozenset(
    "id custodian recorded_at recorded_by source version digest carer_digest merged_from _lock".split()
)
# `end_reason` recorded_in_error takes any fact out of every read.
PERIOD = frozenset({"start", "end", "end_reason"})

# label -> (what it is, its own properties)
NODES: dict[str, tuple[str, frozenset[str]]] = {
    "Child": (
        "A child in one authority's part (Patient).",
        frozenset(
            "child_origin given_name family_name former_names born born_estimated sex died_on address_state "
            "search_text".split()
        ),
    ),
    "Held": ("A child not yet shown to anybody: no protections have been signed off for it.", frozenset()),
    "Merged": ("A record that was merged into another: it answers to nobody.", frozenset({"was_carer"})),
    "Carer": (
        "Somebody who cares for a child, or is its parent (RelatedPerson).",
        frozenset("carer_origin given_name family_name phone email".split()),
    ),
    "Practitioner": (
        "Somebody who works with children (Practitioner).",
        frozenset(
            "name given_name family_name phone email registration account_state".split(),
        ),
    ),
    "Service": ("A school, practice or team (HealthcareService).", frozenset("name kind tier phone".split())),
    "Agency": ("The organisation a service belongs to (Organization).", frozenset("name sector".split())),
    "Authority": (
        "A body responsible for one part of the index (Organization).",
        frozenset(
            "code name official_name nation kind gss_code former_gss_codes start end "
            "duty_phone duty_hours out_of_hours_phone".split()
        ),
    ),
    "Household": ("An address where people live (Location).", frozenset("kind uprn address postcode".split())),
    "Identifier": ("A number that another body gave to a child (Identifier).", frozenset({"scheme", "value", "state"})),
    "Protection": (
        "A decision that hides where somebody is.",
        frozenset("kind decided_by start review_on end".split()),
    ),
    "Account": ("A sign-in.", frozenset("subject role state service_id".split())),
    "Meeting": (
        "A meeting about children (Appointment).",
        frozenset("kind state planned_on held_on next_on cancel_reason replaces".split()),
    ),
    "Referral": (
        "That somebody asked for help for a child (ServiceRequest).",
        frozenset("from_kind received_on closed_on".split()),
    ),
    "LawfulBasis": ("What opens an authority's part.", frozenset("instrument start end assessment approver".split())),
    "SharingAgreement": ("What one authority lets another learn (Contract).", frozenset("purposes start end".split())),
    "Disclosure": (
        "A look at somebody's record (AuditEvent).",
        frozenset(
            "id at action by subject role authority service_id purpose asked asked_too narrowed_to parts level rule "
            "outcome returned day opened review".split()
        ),
    ),
    "Unsealed": ("A disclosure that no seal covers yet.", frozenset()),
    "Import": (
        "One run of an import (AuditEvent).",
        frozenset("authority source digest held started_at finished_at".split()),
    ),
    "Version": ("A fact as it stood before an amendment (Provenance).", frozenset("fact_id superseded_at".split())),
    "Change": (
        "A change made through an action, in its authority's log (Provenance).",
        frozenset("key body authority sequence action type fact_id child_id at by".split()),
    ),
    "Signal": (
        "Why a child's team may not know of each other, from one day to another (DetectedIssue).",
        frozenset(
            "key code child_id view entire since until others evidence reason shows told due_on ended_on".split()
        ),
    ),
    "Watch": (
        "When a child was last looked at for signals, and the next day on which the calendar may change one.",
        frozenset("child_id as_of due_on".split()),
    ),
    "Scan": (
        "How far the last look at a whole authority for signals came.",
        frozenset("day done unfinished began_at finished_at".split()),
    ),
    "Threshold": (
        "What an authority set a signal's threshold to, from a day on.",
        frozenset("code name value".split()),
    ),
    "SignalDecision": (
        "What somebody decided about a child's signal: who sees to it, to wait, or that it is known and right.",
        frozenset("code child_id decision until decision_reason practitioner_id".split()),
    ),
    "Word": ("What one person has said and a second has yet to say.", frozenset({"key", "by", "at"})),
    "Counter": (
        "How long an authority's log of changes is; `identifiers` has none, and is locked while numbers change.",
        frozenset({"last", "evaluated"}),
    ),
    "Migration": ("A schema change that has been applied.", frozenset("version name checksum applied_at".split())),
    "TestDatabase": ("Marks a database that tests may wipe.", frozenset()),
}

# type -> (pattern, the sentence shown to readers, its own properties)
RELATIONSHIPS: dict[str, tuple[str, str, frozenset[str]]] = {
    "INVOLVED_WITH": (
        "(Practitioner or Service)->(Child)",
        "is working with the child (CareTeam.participant)",
        PERIOD | frozenset("role service_id end_reason confirmed_on state told basis basis_by basis_on".split()),
    ),
    "HAS_CONCERN": (
        "(Practitioner)->(Child)",
        "has information to share, or is taking action (Flag)",
        frozenset("kind raised_at due_on closed_at".split()),
    ),
    "ACKNOWLEDGED": ("(Practitioner)->(Child)", "has read that indication", frozenset({"concern_id", "at"})),
    "ASSESSED": (
        "(Practitioner or Service)->(Child)",
        "has made or is making an assessment (ClinicalImpression, without content)",
        frozenset("kind started_on completed_on state".split()),
    ),
    "LEADS": (
        "(Practitioner)->(Child)",
        "leads the team around the child (CareTeam.participant.role)",
        PERIOD | frozenset("kind state family_preference_asked current_child replaces".split()),
    ),
    "SPOKE_WITH": ("(Practitioner)->(Practitioner)", "spoke about the child", frozenset({"child_id", "on"})),
    "WORKS_IN": ("(Practitioner)->(Service)", "works in (PractitionerRole)", PERIOD | {"role"}),
    "MANAGES": ("(Practitioner)->(Service)", "manages (PractitionerRole)", PERIOD | {"role"}),
    "COVERED_BY": ("(Practitioner)->(Practitioner)", "is covered while absent by", frozenset({"absent_until"})),
    "HAS_ACCOUNT": ("(Practitioner)->(Account)", "signs in with, or is acted for by", frozenset()),
    "PART_OF": ("(Service)->(Service or Agency)", "is part of (Organization.partOf)", frozenset()),
    "SERVES": ("(Service)->(Authority)", "serves", frozenset()),
    "SUPPLIES": ("(Agency)->(Authority)", "sends facts to", frozenset("facts since last_received_at must".split())),
    "CARES_FOR": ("(Carer)->(Child)", "cares for (RelatedPerson.relationship)", PERIOD | {"capacity"}),
    "HAS_PARENTAL_RESPONSIBILITY_FOR": (
        "(Carer or Authority)->(Child)",
        "holds parental responsibility for (Children Act 1989, section 3)",
        PERIOD | {"state", "basis"},
    ),
    "LIVES_AT": ("(Child or Carer)->(Household)", "lives at", PERIOD),
    "INVITED_TO": ("(Practitioner)->(Meeting)", "was invited to", frozenset()),
    "ATTENDED": ("(Practitioner)->(Meeting)", "came to", frozenset()),
    "CHAIRS": ("(Practitioner)->(Meeting)", "chairs", frozenset()),
    "ABOUT": ("(Meeting or Referral)->(Child)", "is about", frozenset()),
    "IDENTIFIED_BY": ("(Child)->(Identifier)", "is known elsewhere by (Patient.identifier)", PERIOD),
    "POSSIBLY_SAME_AS": (
        "(Child)->(Child)",
        "may be the same child as (Patient.link)",
        frozenset("explanation state other_custodian decision decided_for decided_by".split()),
    ),
    "SPEAKS_OF": ("(Signal)->(Child)", "is about (DetectedIssue.patient)", frozenset()),
    "DECIDES": ("(SignalDecision)->(Signal)", "is about (DetectedIssue.mitigation)", frozenset()),
    "PROTECTED_BY": ("(Child, Carer or Household)->(Protection)", "is protected by", frozenset()),
    "MAY_SEE": ("(Practitioner)->(Protection)", "is on the access list of", frozenset({"end"})),
    "OPEN_UNDER": ("(Authority)->(LawfulBasis)", "keeps its part open under", frozenset()),
    "SHARES_UNDER": ("(Authority)->(SharingAgreement)", "shares under", frozenset()),
    "WITH": ("(SharingAgreement)->(Authority)", "is with", frozenset()),
    "SUCCEEDED_BY": ("(Authority)->(Authority)", "was succeeded by", frozenset({"on"})),
}


def properties() -> frozenset[str]:
    """Every property name that a query may use."""
    nodes = (own for _, own in NODES.values())
    edges = (own for _, _, own in RELATIONSHIPS.values())
    return frozenset().union(PROVENANCE, *nodes, *edges)
