"""What routes have in common: the problems each kind of route can end in, and how the answer to a change looks."""

from typing import TypeVar

from fastapi import Response, status

from graph_service.domain import problems as p
from graph_service.domain.changes import Kept

PREFIX = "/api/v1"

Made = TypeVar("Made", bound=Kept)

SIGNED_IN = (p.NotSignedIn, p.NotPermitted, p.TooLarge, p.InvalidRequest, p.Internal)
LOOK = (*SIGNED_IN, p.AccountSuspended, p.PurposeRequired, p.StillRunning, p.GraphUnavailable)
OPENING = (*LOOK, p.NotFound, p.TooManyRequests)
RECORDING = (*OPENING, p.KeyReused, p.AlreadyRecorded, p.RuleBroken)
CHANGING = (*OPENING, p.KeyReused, p.NotCustodian, p.RuleBroken, p.ChangedMeanwhile, p.VersionRequired)
# What an authority keeps of people and services is about no child: nothing is opened, so no budget is spent.
KEEPING = (*LOOK, p.NotFound, p.KeyReused, p.AlreadyRecorded, p.RuleBroken)
PUTTING_RIGHT = (*KEEPING, p.ChangedMeanwhile, p.VersionRequired)


def recorded(response: Response, made: Made, location: str) -> Made:
    """201 with the place of the new fact, and its version as ETag (RFC 9110)."""
    response.status_code = status.HTTP_201_CREATED
    response.headers["Location"] = f"{PREFIX}{location}/{made.id}"
    return changed(response, made)


def changed(response: Response, made: Made) -> Made:
    response.headers["ETag"] = f'"{made.version}"'
    return made
