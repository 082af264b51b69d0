"""Everything that can go wrong, as one tree (rendered as RFC 9457 problems by web/problems.py).

Problem
├── InvalidRequest                 422  invalid-request
│   ├── PurposeRequired            422  purpose-required
│   ├── NotEnoughToSearch          422  not-enough-to-search
│   ├── KeyReused                  422  key-reused
│   └── TooLarge                   413  too-large
├── NotSignedIn                    401  not-signed-in
├── NotPermitted                   403  not-permitted
│   ├── AccountSuspended           403  account-suspended
│   └── NotCustodian               403  not-custodian
├── NotFound                       404  not-found
├── MethodNotAllowed               405  method-not-allowed
├── TooManyMatches                 409  too-many-matches
├── TooManyToFollow                409  too-many-to-follow
├── AlreadyRecorded                409  already-recorded
├── PossibleDuplicate              409  possible-duplicate
├── SecondPersonNeeded             409  second-person-needed
├── RuleBroken                     409  rule-broken
├── ChangedMeanwhile               412  changed-meanwhile
├── VersionRequired                428  version-required
├── StillRunning                   409  still-running
├── TooManyRequests                429  too-many-requests
├── GraphUnavailable               503  graph-unavailable
└── Internal                       500  internal
"""

from collections.abc import Mapping
from typing import ClassVar, TypedDict


class FieldFault(TypedDict):
    """One bad field: an RFC 6901 pointer (or the header's name), and what is wrong in words."""

    pointer: str
    detail: str


class Problem(Exception):
    """`detail` is the sentence for this occurrence; it never holds personal data or what was sent."""

    slug: ClassVar[str]
    title: ClassVar[str]
    status: ClassVar[int]
    example: ClassVar[str]

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: list[FieldFault] | None = None,
        reason: str | None = None,
        retry_after: int | None = None,
        reference: str | None = None,
        more: Mapping[str, object] | None = None,
    ) -> None:
        self.detail = detail or self.example
        self.errors = errors
        self.reason = reason
        self.retry_after = retry_after
        self.reference = reference
        self.more = more or {}
        super().__init__(self.detail)

    @property
    def members(self) -> dict[str, object]:
        """The problem's members, as RFC 9457 names them; absent ones left out."""
        extra = {"errors": self.errors, "reason": self.reason, "reference": self.reference, **self.more}
        return {
            "type": f"/problems/{self.slug}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        } | {name: value for name, value in extra.items() if value is not None}


class InvalidRequest(Problem):
    slug = "invalid-request"
    title = "Something in the request is not right"
    status = 422
    example = "One field is not right: see errors."


class PurposeRequired(InvalidRequest):
    slug = "purpose-required"
    title = "Say why you are looking"
    example = "Send the header Access-Purpose with one of the listed codes: each names a benefit to the child."


class NotEnoughToSearch(InvalidRequest):
    slug = "not-enough-to-search"
    title = "This is not enough to search for a child"
    example = "Give our number; or a number with its scheme; or the family name with the date of birth. One of these."


class KeyReused(InvalidRequest):
    slug = "key-reused"
    title = "This key was used for something else"
    example = "The same Idempotency-Key came before with another body. A new change needs a new key."


class TooLarge(InvalidRequest):
    slug = "too-large"
    title = "The request is too large"
    status = 413
    example = "No request to this service needs more than 64 KiB."


class NotSignedIn(Problem):
    slug = "not-signed-in"
    title = "You are not signed in"
    status = 401
    example = "Send a current token from the sign-in service as Authorization: Bearer."


class NotPermitted(Problem):
    slug = "not-permitted"
    title = "Your role may not do this"
    status = 403
    example = "A front door looks for a named purpose: this one is not among them."


class AccountSuspended(NotPermitted):
    slug = "account-suspended"
    title = "Your account is not active"
    example = "This account is suspended, closed or not known here. Ring your authority's data team."


class NotCustodian(NotPermitted):
    """Only the custodian's people change a fact; whoever may see it may know whom to ask."""

    slug = "not-custodian"
    title = "Another authority keeps this"
    example = "Ask the authority that keeps it: its code, name and duty desk are in `custodian`."


class NotFound(Problem):
    """Absent and hidden alike: one title, one detail, whatever the reason (model.md, level none)."""

    slug = "not-found"
    title = "Not found"
    status = 404
    example = "There is nothing here, or nothing that is open to you."


class MethodNotAllowed(Problem):
    slug = "method-not-allowed"
    title = "This address does not take that method"
    status = 405
    example = "The header Allow names the methods that this address takes."


class TooManyMatches(Problem):
    """How many, and who, stays unsaid: nobody lists children by asking for too many (model.md, Never)."""

    slug = "too-many-matches"
    title = "Too many children match"
    status = 409
    example = "More than ten children match. Add the given name, or search by a number."


class TooManyToFollow(Problem):
    """A bound on what one question follows, counted of what the caller may see: never of what is hidden."""

    slug = "too-many-to-follow"
    title = "Too many people to follow"
    status = 409
    example = "Too many people and children lie between these two to follow them all. Look at each child's network."


class AlreadyRecorded(Problem):
    slug = "already-recorded"
    title = "This is recorded already"
    status = 409
    example = "The same is recorded and current. Confirm it, or amend it."


class PossibleDuplicate(Problem):
    """Candidates at the caller's own level for each; below content nobody is named (model.md, Sensitive service)."""

    slug = "possible-duplicate"
    title = "This child may be recorded already"
    status = 409
    example = "Look at the candidates; if it is none of them, send again with their numbers in not_a_duplicate_of."


class SecondPersonNeeded(Problem):
    """Not a refusal: what was said is noted, and done when somebody else says the same."""

    slug = "second-person-needed"
    title = "Somebody else has to say the same"
    status = 409
    example = "It is noted. Nobody does this alone: it is done when a second person says the very same within 7 days."


class RuleBroken(Problem):
    """Something that cannot be true, or that nobody may do alone; `rule` is its code."""

    slug = "rule-broken"
    title = "This cannot be"
    status = 409
    example = "Nobody works with a child before its birth."


class ChangedMeanwhile(Problem):
    slug = "changed-meanwhile"
    title = "Somebody else changed this first"
    status = 412
    example = "Read it again: its version is now the one named here. Then decide whether your change is still right."


class VersionRequired(Problem):
    slug = "version-required"
    title = "Say which version you are changing"
    status = 428
    example = 'Send the header If-Match with the ETag that you read, such as If-Match: "3".'


class StillRunning(Problem):
    slug = "still-running"
    title = "Somebody else is changing this"
    status = 409
    example = "Another change of the same record has not finished. Ask again in a moment."


class TooManyRequests(Problem):
    """The day's budget of one sign-in; the same for a child who is there and for one who is not."""

    slug = "too-many-requests"
    title = "You have looked as often today as your role may"
    status = 429
    example = "Tomorrow you can look again; a reviewer has been told. If a child cannot wait, ring the duty desk."

    def __init__(self, detail: str | None = None, *, retry_after: int = 3600) -> None:
        super().__init__(detail, retry_after=retry_after)


class GraphUnavailable(Problem):
    slug = "graph-unavailable"
    title = "The index cannot be reached"
    status = 503
    example = "The database does not answer. Nothing was shown and nothing was lost. Ask again shortly."

    def __init__(self, detail: str | None = None, *, retry_after: int = 5) -> None:
        super().__init__(detail, retry_after=retry_after)


class Internal(Problem):
    slug = "internal"
    title = "A fault of ours"
    status = 500
    example = "Something went wrong here. Quote the reference to the service desk."


def every_problem(root: type[Problem] = Problem) -> list[type[Problem]]:
    """Every class of the tree below `root`, in the order drawn above."""
    return [found for child in root.__subclasses__() for found in (child, *every_problem(child))]
