"""Which fact a row is, across runs and authorities: a digest of (authority, source, file, key), so without a table."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

FILE_OF = {
    "agencies": "agencies.csv",
    "services": "services.csv",
    "practitioners": "practitioners.csv",
    "households": "households.csv",
    "children": "children.csv",
    "carers": "carers.csv",
    "meetings": "meetings.csv",
}


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose extract this is, and from which of their systems."""

    authority: str
    source: str

    def fact_id(self, file: str, *key: str) -> str:
        """16 letters and digits, the same on every run."""
        return _digest((self.authority, self.source, file, *key))

    def refers_to(self, kind: str, reference: str) -> str:
        """The id of the record that a column names.

        `key` is this sender's own; `LIV:key` is Liverpool's, as sent under the same source name, and
        `LIV/name:key` as sent under another.
        """
        owner, _, key = reference.rpartition(":")
        authority, _, source = owner.partition("/")
        sender = Sender(authority, source or self.source) if owner else self
        return sender.fact_id(FILE_OF[kind], key)

    def is_own(self, reference: str) -> bool:
        return ":" not in reference


def content_digest(parts: Iterable[object]) -> str:
    """Tells a changed row from the same one; short, because every fact carries it."""
    return blake2b(repr(tuple(parts)).encode(), digest_size=6).hexdigest()


def _digest(parts: tuple[str, ...]) -> str:
    # Each part is preceded by its length, so that ("a", "bc") and ("ab", "c") differ.
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return base64.b32encode(blake2b(joined.encode(), digest_size=10).digest()).decode()
