"""What a changing statement can say came of an attempt, and the problem that each refusal is.

The statement decides, under its locks, and says one word; this table says it to the person.
"""

from enum import StrEnum

from graph_service.domain import problems as p


class Verdict(StrEnum):
    DONE = "done"
    REPLAYED = "replayed"

    # About the caller
    ACCOUNT_NOT_ACTIVE = "account_not_active"
    OVER_BUDGET = "over_budget"
    ABSENT = "absent"
    KEY_REUSED = "key_reused"
    NOT_CUSTODIAN = "not_custodian"
    STALE = "stale"
    ONLY_YOURSELF = "only_yourself"
    NOT_YOURS = "not_yours"
    OWN_LEVEL = "own_level"
    SECOND_PERSON = "second_person"

    # About what was sent
    NOT_KNOWN_HERE = "not_known_here"
    NOT_THEIR_POST = "not_their_post"
    TOLD_MISSING = "told_missing"
    BASIS_MISSING = "basis_missing"

    # About what is recorded
    ALREADY_RECORDED = "already_recorded"
    ALREADY_ENDED = "already_ended"
    BEFORE_BIRTH = "before_birth"
    AFTER_DEATH = "after_death"
    ENDS_BEFORE_START = "ends_before_start"
    STILL_LEADS = "still_leads"
    NOT_BY_CONSENT = "not_by_consent"
    NOT_INVOLVED = "not_involved"
    NOT_A_SOCIAL_WORKER = "not_a_social_worker"
    OTHER_LEAD = "other_lead"

    # Indications, assessments, meetings, conversations, referrals
    NOT_OPEN = "not_open"
    SENSITIVE_OWN = "sensitive_own"
    DUE_ALREADY = "due_already"
    YOUR_OWN = "your_own"
    IN_THE_FUTURE = "in_the_future"
    CHILDREN_NOT_OPEN = "children_not_open"
    INVITED_NOT_KNOWN = "invited_not_known"
    ATTENDED_NOT_KNOWN = "attended_not_known"
    CHAIR_NOT_KNOWN = "chair_not_known"
    PLANNED_ALREADY = "planned_already"
    AFTER_THE_NEXT = "after_the_next"
    WITH_ONESELF = "with_oneself"
    NOT_AROUND = "not_around"
    WAITS_TOO_LONG = "waits_too_long"
    # About a child's own record
    RECORD_NOT_YOURS = "record_not_yours"
    BORN_IN_FUTURE = "born_in_future"
    BORN_AFTER_DEATH = "born_after_death"
    NUMBER_NOT_YOURS = "number_not_yours"
    CHI_DISAGREES = "chi_disagrees"
    CARER_NOT_KNOWN = "carer_not_known"
    NOT_A_CARER = "not_a_carer"
    AUTHORITY_NOT_KNOWN = "authority_not_known"
    OWN_CARER = "own_carer"
    CARER_IS_CHILD = "carer_is_child"
    SHIELDED = "shielded"
    REVIEW_TOO_FAR = "review_too_far"
    LISTED_NOT_KNOWN = "listed_not_known"
    NOT_ON_LIST = "not_on_list"
    LIST_TOO_SHORT = "list_too_short"
    PART_CLOSED = "part_closed"
    MERGED_SINCE = "merged_since"
    POSSIBLE_DUPLICATE = "possible_duplicate"
    # About people and services
    NOT_YOUR_TEAM = "not_your_team"
    OWN_RECORD = "own_record"
    AGENCY_NOT_KNOWN = "agency_not_known"
    TEAM_NOT_KNOWN = "team_not_known"
    TIER_LOWERED = "tier_lowered"
    NOT_YOUR_POST = "not_your_post"
    SERVICE_NOT_KNOWN = "service_not_known"
    COVER_NOT_KNOWN = "cover_not_known"
    UNMASKS = "unmasks"
    WORK_LEFT = "work_left"
    WORK_CHANGED = "work_changed"
    WORK_UNSEEN = "work_unseen"
    TOO_MUCH_AT_ONCE = "too_much_at_once"
    MANAGER_HANDS_OVER = "manager_hands_over"
    NOT_HANDED_OVER = "not_handed_over"
    HEIR_NOT_KNOWN = "heir_not_known"
    HEIR_NOT_IN_POST = "heir_not_in_post"


_FIELDS: dict[Verdict, tuple[str, str]] = {
    Verdict.NOT_KNOWN_HERE: ("/practitioner_id", "your authority knows nobody, or no service, of this id"),
    Verdict.NOT_THEIR_POST: ("/service_id", "this person holds no post in this service"),
    Verdict.TOLD_MISSING: ("/told", "say what the child or family was told of this service's part"),
    Verdict.BASIS_MISSING: (
        "/basis",
        "a sensitive service needs the child's own consent, or its own reasonable cause to suspect significant harm, "
        "by whom and when",
    ),
    Verdict.DUE_ALREADY: ("/due_on", "this day has passed"),
    Verdict.CHILDREN_NOT_OPEN: ("/children", "one of these is not there, not open to you, or kept elsewhere"),
    Verdict.INVITED_NOT_KNOWN: ("/invited", "your authority knows nobody of one of these ids"),
    Verdict.ATTENDED_NOT_KNOWN: ("/attended", "your authority knows nobody of one of these ids"),
    Verdict.CHAIR_NOT_KNOWN: ("/chair_id", "your authority knows nobody of this id"),
    Verdict.PLANNED_ALREADY: ("/planned_on", "another day lies ahead"),
    Verdict.AFTER_THE_NEXT: ("/planned_on", "this is not before the next meeting that was planned after it"),
    Verdict.WITH_ONESELF: ("/practitioner_id", "nobody speaks with themselves"),
    Verdict.NOT_AROUND: ("/practitioner_id", "nobody of this id is around this child, as far as you are shown"),
    Verdict.WAITS_TOO_LONG: ("/until", "from tomorrow on; a quarter ahead at most to wait, a year where it is right"),
    Verdict.REVIEW_TOO_FAR: ("/review_on", "from tomorrow on, and within a year"),
    Verdict.LISTED_NOT_KNOWN: ("/may_see", "your authority knows nobody of one of these ids"),
    Verdict.NOT_ON_LIST: ("/may_see", "you are not on the list: you could neither see nor lift it"),
    Verdict.LIST_TOO_SHORT: (
        "/may_see",
        "besides you, one of your front door, out-of-hours duty or data team is on the list: two lift it",
    ),
    Verdict.CARER_NOT_KNOWN: (
        "/carer_id",
        "no carer with this id is shown to you at that child, nor is it a child whom your authority keeps",
    ),
    Verdict.NOT_A_CARER: ("/carer_id", "nobody with this id cares for this child"),
    Verdict.AUTHORITY_NOT_KNOWN: ("/authority", "no authority has this code"),
    Verdict.CHI_DISAGREES: ("/value", "a CHI number spells date of birth and sex: this one is another child's"),
    Verdict.AGENCY_NOT_KNOWN: ("/agency_id", "your authority keeps no agency of this id"),
    Verdict.TEAM_NOT_KNOWN: ("/part_of", "your authority keeps no service of this id"),
    Verdict.SERVICE_NOT_KNOWN: ("/service_id", "your authority keeps no service of this id"),
    Verdict.COVER_NOT_KNOWN: ("/covered_by", "your authority knows nobody else of this id"),
    Verdict.HEIR_NOT_KNOWN: ("/work", "your authority knows nobody of an id who is to take over"),
    Verdict.HEIR_NOT_IN_POST: ("/work", "whoever takes over works in the service that the work is done for"),
}
_PERMITTED: dict[Verdict, str] = {
    Verdict.ONLY_YOURSELF: "Of a child whose record is not open to you, you can record only that you work with them.",
    Verdict.NOT_YOURS: "This is for the person concerned, the lead, a manager of the team, or the front door.",
    Verdict.OWN_LEVEL: "Nobody widens what is open to themselves: somebody else has to do this.",
    Verdict.NOT_OPEN: "This is said by those to whom the child's record is open. It would be no referral either: if a "
    "child may be at risk of harm, ring the desk that is named where you looked.",
    Verdict.SENSITIVE_OWN: "What a sensitive service does is recorded by its own people.",
    Verdict.RECORD_NOT_YOURS: "This is for the lead, a manager, the front door or the data team of the authority "
    "that keeps the child's record.",
    Verdict.PART_CLOSED: "Your authority's part of the index is not open: no lawful basis of it is in force.",
    Verdict.NUMBER_NOT_YOURS: "Numbers are for those to whom the child's record is open, and for the data team.",
    Verdict.NOT_YOUR_TEAM: "This is for the data team, or for the manager of a team in which this person works.",
    Verdict.OWN_RECORD: "Your own telephone and email you put right yourself; for the rest ask the data team.",
    Verdict.NOT_YOUR_POST: "A manager says who works in their own teams; the rest, and who manages, the data team.",
    Verdict.MANAGER_HANDS_OVER: "Nobody's work is open to the data team: they end it; a manager hands it over.",
}
_RULES: dict[Verdict, str] = {
    Verdict.BEFORE_BIRTH: "That is before the child was born.",
    Verdict.AFTER_DEATH: "That is after the child died.",
    Verdict.ENDS_BEFORE_START: "The end lies before the start.",
    Verdict.STILL_LEADS: "Whoever leads is involved: hand over or release the lead first.",
    Verdict.NOT_BY_CONSENT: "This involvement does not rest on the child's consent.",
    Verdict.NOT_INVOLVED: "Nobody leads a team that they are not part of: first their involvement is confirmed.",
    Verdict.NOT_A_SOCIAL_WORKER: "In England a social worker leads in child protection (Working Together, chapter 3).",
    Verdict.ALREADY_ENDED: "This has ended. What begins again is recorded anew.",
    Verdict.YOUR_OWN: "You raised this yourself: it is for the others to say that they have read it.",
    Verdict.IN_THE_FUTURE: "That day has not come yet.",
    Verdict.SHIELDED: "Where a protected child lives is recorded only by those on its access list.",
    Verdict.MERGED_SINCE: "The record that stayed was merged into another since: undo that first.",
    Verdict.OWN_CARER: "No child cares for itself.",
    Verdict.CARER_IS_CHILD: "This carer is a child here: names and home are put right of the child.",
    Verdict.BORN_IN_FUTURE: "Nobody here is born tomorrow.",
    Verdict.BORN_AFTER_DEATH: "That is after the child died.",
    Verdict.TIER_LOWERED: "A tier is never lowered: it would show what was told while it stood higher.",
    Verdict.UNMASKS: "A post in a sensitive service ends today or later: earlier, it would name who held it till now.",
    Verdict.WORK_LEFT: "Some of their work is neither ended nor handed over: see `left`. Nothing was done.",
    Verdict.WORK_CHANGED: "Something that you named is not their open work now. Look at it again. Nothing was done.",
    Verdict.WORK_UNSEEN: "Some of their work is not open to you: first they, its manager or the data team end it.",
    Verdict.TOO_MUCH_AT_ONCE: "More than 500 involvements and leads are open: end or hand over some of them first.",
    Verdict.NOT_HANDED_OVER: "Only a lead that was accepted is handed over; what was asked or held till then ends.",
}


def refusal(verdict: Verdict) -> p.Problem:
    """The problem of a verdict that needs nothing else to be said; never called for `done` and `replayed`."""
    if verdict in _FIELDS:
        pointer, detail = _FIELDS[verdict]
        return p.InvalidRequest(errors=[{"pointer": pointer, "detail": detail}])
    if verdict in _PERMITTED:
        return p.NotPermitted(_PERMITTED[verdict], reason=verdict)
    if verdict in _RULES:
        return p.RuleBroken(_RULES[verdict], more={"rule": verdict})
    return _PLAIN[verdict]()


_PLAIN: dict[Verdict, type[p.Problem]] = {
    Verdict.ACCOUNT_NOT_ACTIVE: p.AccountSuspended,
    Verdict.ABSENT: p.NotFound,
    Verdict.KEY_REUSED: p.KeyReused,
    Verdict.ALREADY_RECORDED: p.AlreadyRecorded,
    Verdict.SECOND_PERSON: p.SecondPersonNeeded,
}
