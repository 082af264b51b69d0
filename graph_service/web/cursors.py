"""Where a page of a list ended, signed: a made-up one would ask about places that nobody was shown."""

from itsdangerous import BadData, URLSafeSerializer

from graph_service.domain.problems import InvalidRequest

MOST_SIGNS = 1024


class Cursors:
    """Makes and reads them. One is good for the person and the question that it was made for, and no other."""

    def __init__(self, key: str) -> None:
        self._signer = URLSafeSerializer(key, salt="cursor")

    def read(self, cursor: str | None, question: str) -> dict[str, str]:
        """The place, empty for the first page. Raises InvalidRequest for a cursor that is not of this question."""
        if cursor is None:
            return {}
        try:
            if len(cursor) <= MOST_SIGNS:
                made = self._signer.loads(cursor)
                if made["of"] == question:
                    return made["place"]
        except BadData:
            pass
        raise InvalidRequest(
            errors=[{"pointer": "?after", "detail": "this is not `next` of the page before, with the same filters"}]
        )

    def written(self, place: dict[str, str], question: str) -> str:
        return self._signer.dumps({"of": question, "place": place})
