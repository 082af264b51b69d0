"""Where a page of a list ended, sealed: a made-up one would ask about places that nobody was shown.

It is encrypted too: a place is named by children's numbers, and an address is kept by browsers and proxies.
"""

import json
from base64 import urlsafe_b64encode
from hashlib import blake2b
from typing import TypeVar

from cryptography.fernet import Fernet, InvalidToken
from pydantic import BaseModel

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.domain.attempts import body_digest
from graph_service.domain.problems import InvalidRequest

MOST_SIGNS = 2048

Place = TypeVar("Place", bound=BaseModel)


def question_of(caller: Caller, action: Action, wanted: BaseModel | None = None, *narrowed: str) -> str:
    """Who asks for which list, narrowed to what: all that a cursor is bound to."""
    return body_digest(wanted, action, caller.signed_in.subject, caller.role, *narrowed)


class Cursors:
    """Makes and reads them. One is good for the person and the question that it was made for, and no other."""

    def __init__(self, key: str) -> None:
        own = blake2b(key.encode(), digest_size=32, person=b"cursor").digest()
        self._sealer = Fernet(urlsafe_b64encode(own))

    def read(self, kind: type[Place], cursor: str | None, question: str) -> Place:
        """Where to go on; this kind's own defaults are the first page.

        Raises InvalidRequest for a cursor that is not of this question.
        """
        if cursor is None:
            return kind()
        try:
            if len(cursor) <= MOST_SIGNS:
                made = json.loads(self._sealer.decrypt(cursor))
                if made["of"] == question:
                    return kind.model_validate(made["place"])
        except (InvalidToken, ValueError):  # the second for signs that are no letters at all
            pass
        raise InvalidRequest(
            errors=[{"pointer": "?after", "detail": "this is not `next` of the page before, with the same filters"}]
        )

    def written(self, ended: BaseModel | None, question: str) -> str | None:
        """None where the last page was shown."""
        if ended is None:
            return None
        made = {"of": question, "place": ended.model_dump(mode="json")}
        return self._sealer.encrypt(json.dumps(made).encode()).decode()
