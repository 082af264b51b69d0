"""The Consistency-Token: which changes a client has seen made, signed, since a made-up one would block every read."""

from itsdangerous import BadData, URLSafeSerializer
from starlette.datastructures import Headers

from graph_service.domain.problems import InvalidRequest
from graph_service.graph.causality import Causality

HEADER = "Consistency-Token"
MOST_SIGNS = 2048


class ConsistencyTokens:
    """Makes and reads them. A token says nothing about anybody: it is the database's own count of transactions."""

    def __init__(self, key: str) -> None:
        self._signer = URLSafeSerializer(key, salt="consistency")

    def read(self, headers: Headers) -> Causality:
        """Raises InvalidRequest for one that is not ours (engine.md: a bookmark raised by one blocks for 30 s)."""
        token = headers.get(HEADER)
        if token is None:
            return Causality()
        try:
            if len(token) <= MOST_SIGNS:
                return Causality(seen=frozenset(self._signer.loads(token)))
        except BadData:
            pass
        raise InvalidRequest(errors=[{"pointer": f"/{HEADER.lower()}", "detail": "this token is not one of ours"}])

    def written(self, causality: Causality) -> str | None:
        """What to send back after a change: it stands for everything seen and made."""
        return self._signer.dumps(sorted(causality.made)) if causality.made else None
