"""Settings that would be unsafe are refused, each with what to do."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from graph_service.commands.session import named_server
from graph_service.settings import Settings
from tests.certificates import make_certificates

NAMED = {"NEO4J_URI": "neo4j+s://db.example:7687", "NEO4J_USERNAME": "neo4j", "NEO4J_PASSWORD": "pw",
         "NEO4J_DATABASE": "neo4j"}  # fmt: skip


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*NAMED, "NEO4J_AUTH_FILE", "NEO4J_CA_FILE"):
        monkeypatch.delenv(name, raising=False)


def said_of(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as refused:
        Settings(environment="development")
    return str(refused.value)


class TestNeo4j:
    @pytest.mark.parametrize("scheme", ["neo4j", "neo4j+s", "bolt", "bolt+s"])
    def test_four_schemes_will_do(self, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
        for name, value in (NAMED | {"NEO4J_URI": f"{scheme}://db.example"}).items():
            monkeypatch.setenv(name, value)

        assert named_server(Settings(environment="development")).uri == f"{scheme}://db.example"

    @pytest.mark.parametrize("scheme", ["neo4j+ssc", "bolt+ssc", "http"])
    def test_no_other_scheme(self, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
        assert "must start with neo4j+s://" in said_of(monkeypatch, **NAMED | {"NEO4J_URI": f"{scheme}://db.example"})

    def test_user_and_password_come_from_a_file_as_the_image_takes_them(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "auth").write_text("neo4j/a/b\n")
        for name in ("NEO4J_URI", "NEO4J_DATABASE"):
            monkeypatch.setenv(name, NAMED[name])
        monkeypatch.setenv("NEO4J_AUTH_FILE", str(tmp_path / "auth"))

        settings = Settings(environment="development")

        assert named_server(settings)[1:3] == ("neo4j", "a/b")
        assert "a/b" not in repr(settings)

    def test_a_file_without_a_password_is_refused(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        (tmp_path / "auth").write_text("neo4j")

        said = said_of(monkeypatch, **NAMED | {"NEO4J_AUTH_FILE": str(tmp_path / "auth")})

        assert "must hold user/password" in said

    def test_a_file_that_is_not_there_is_named(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        said = said_of(monkeypatch, **NAMED | {"NEO4J_CA_FILE": str(tmp_path / "none.crt")})

        assert re.search(r"NEO4J_CA_FILE names \S+none.crt, which cannot be read", said)

    def test_an_authority_without_encryption_is_refused(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        named = NAMED | {
            "NEO4J_URI": "neo4j://db.example",
            "NEO4J_CA_FILE": str(make_certificates(tmp_path) / "ca.crt"),
        }

        assert "must start with neo4j+s://" in said_of(monkeypatch, **named)

    def test_a_file_without_a_certificate_is_refused(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        (tmp_path / "ca.crt").write_text("not a certificate")

        said = said_of(monkeypatch, **NAMED | {"NEO4J_CA_FILE": str(tmp_path / "ca.crt")})

        assert "holds no certificate" in said
