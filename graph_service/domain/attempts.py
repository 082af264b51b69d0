"""One attempt at a change, as the client sent it: its key, what it says, and the version that it was decided on."""

import json
from dataclasses import dataclass
from hashlib import blake2b

from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Attempt:
    """`key` is the Idempotency-Key; `version` the one in If-Match, None where something new is recorded."""

    key: str
    version: int | None = None


def digest(*parts: str | None) -> str:
    """One way and short; parts are told apart by their lengths."""
    hashed = blake2b(digest_size=16)
    for part in parts:
        hashed.update(b"-" if part is None else f"{len(part)}:{part}".encode())
    return hashed.hexdigest()


def body_digest(body: BaseModel | None, *places: str | None) -> str:
    """Of the whole request: body and addresses, so that one key never stands for two requests.

    What is sent as null takes something away, and what is not sent does not: so only what is sent counts.
    """
    return digest(
        json.dumps(body.model_dump(exclude_unset=True), default=_plain, sort_keys=True) if body else None, *places
    )


def _plain(value: object) -> object:
    """A set in order: the same request is the same in every process, whose strings hash differently."""
    return sorted(value) if isinstance(value, frozenset) else str(value)
