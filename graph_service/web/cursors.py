"""Where a page of a list ended, signed: a made-up one would ask about places that nobody was shown."""

from typing import TypeVar

from itsdangerous import BadData, URLSafeSerializer
from pydantic import BaseModel

from graph_service.domain.problems import InvalidRequest

MOST_SIGNS = 1024

Place = TypeVar("Place", bound=BaseModel)


class Cursors:
    """Makes and reads them. One is good for the person and the question that it was made for, and no other."""

    def __init__(self, key: str) -> None:
        self._signer = URLSafeSerializer(key, salt="cursor")

    def read(self, kind: type[Place], cursor: str | None, question: str) -> Place:
        """Where to go on; this kind's own defaults are the first page.

        Raises InvalidRequest for a cursor that is not of this question.
        """
        if cursor is None:
            return kind()
        try:
            if len(cursor) <= MOST_SIGNS:
                made = self._signer.loads(cursor)
                if made["of"] == question:
                    return kind.model_validate(made["place"])
        except BadData:
            pass
        raise InvalidRequest(
            errors=[{"pointer": "?after", "detail": "this is not `next` of the page before, with the same filters"}]
        )

    def written(self, ended: BaseModel | None, question: str) -> str | None:
        """None where the last page was shown."""
        return self._signer.dumps({"of": question, "place": ended.model_dump(mode="json")}) if ended else None
