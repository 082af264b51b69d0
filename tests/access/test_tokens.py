"""A token is checked once and kept, but never beyond its own end, and never more of them than there is room for."""

import time
from pathlib import Path

import pytest
from joserfc.jwk import KeySet, OKPKey

from graph_service.access import tokens
from graph_service.access.caller import SignedIn
from graph_service.access.tokens import DEVELOPMENT_ISSUER, WORKING_DAY, TokenReader, development_token
from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.problems import NotSignedIn
from graph_service.keys import development_key


@pytest.fixture
def key(tmp_path: Path) -> OKPKey:
    return development_key(tmp_path)


@pytest.fixture
def reader(key: OKPKey) -> TokenReader:
    return TokenReader(DEVELOPMENT_ISSUER, KeySet([key]))


def somebody(subject: str) -> SignedIn:
    return SignedIn(subject, f"id of {subject}", AccountRole.LEAD, "LDS")


class TestTokenReader:
    def test_each_token_signs_in_its_own_person_every_time(self, reader: TokenReader, key: OKPKey) -> None:
        amy, ben = (development_token(key, somebody(name)) for name in ("amy", "ben"))

        assert [reader.read(token).subject for token in (amy, ben, amy, ben)] == ["amy", "ben", "amy", "ben"]

    def test_a_token_that_was_good_signs_nobody_in_once_it_has_expired(
        self, reader: TokenReader, key: OKPKey, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        token = development_token(key, somebody("amy"))
        reader.read(token)
        later = time.time() + WORKING_DAY.total_seconds() + 1
        monkeypatch.setattr(time, "time", lambda: later)

        with pytest.raises(NotSignedIn):
            reader.read(token)

    def test_one_letter_changed_in_a_token_read_before_signs_nobody_in(self, reader: TokenReader, key: OKPKey) -> None:
        token = development_token(key, somebody("amy"))
        reader.read(token)

        with pytest.raises(NotSignedIn):
            reader.read(token[:-5] + ("A" if token[-5] != "A" else "B") + token[-4:])

    def test_a_token_forgotten_for_want_of_room_is_checked_again(
        self, reader: TokenReader, key: OKPKey, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tokens, "KEPT", 1)
        amy, ben = (development_token(key, somebody(name)) for name in ("amy", "ben"))

        assert [reader.read(token).subject for token in (amy, ben, amy)] == ["amy", "ben", "amy"]
