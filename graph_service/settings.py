"""Every setting, once. Read in app.py and the commands, and passed on; no other module reads the environment."""

import re
import ssl
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, Self

from pydantic import AliasChoices, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

NEO4J_NAMES = ("neo4j_uri", "neo4j_username", "neo4j_password", "neo4j_database")
SCHEMES = ("neo4j", "neo4j+s", "bolt", "bolt+s")


class Settings(BaseSettings):
    """From the environment: GRAPH_SERVICE_* for ours, NEO4J_* for the server's own.

    Raises ValidationError (a sentence for each fault) where a deployment would be unsafe.
    """

    model_config = SettingsConfigDict(env_prefix="GRAPH_SERVICE_", extra="ignore", env_ignore_empty=True)

    environment: Literal["development", "production"] = "production"
    state: Path = Path(".state")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    monitor_host: str = "127.0.0.1"
    monitor_port: int = Field(default=8001, ge=0, le=65535)  # health with its reasons, metrics; never for the public
    workers: int = Field(default=1, ge=1, le=64)  # processes that answer
    proxies: str = ""  # whose X-Forwarded-For and -Proto are believed: addresses or networks, with commas between
    root_path: str = ""  # under which a proxy shows this service and which it takes off, such as /who-is-around
    token_issuer: str | None = None
    token_keys: Path | None = None
    session_key_file: Path | None = None
    answer_seconds: float = Field(default=2.5, gt=0)  # then a 503: nobody waits at a page for longer than three
    signals_seconds: float = Field(default=5.0, ge=0)  # how often changes are followed; 0 where another process does
    national_desk_phone: str = "0808 157 0100"
    national_desk_hours: str = "day and night"

    neo4j_uri: str | None = Field(default=None, validation_alias=AliasChoices("NEO4J_URI"))
    neo4j_username: str | None = Field(default=None, validation_alias=AliasChoices("NEO4J_USERNAME"))
    neo4j_password: SecretStr | None = Field(default=None, validation_alias=AliasChoices("NEO4J_PASSWORD"))
    neo4j_database: str | None = Field(default=None, validation_alias=AliasChoices("NEO4J_DATABASE"))
    neo4j_auth_file: Path | None = Field(default=None, validation_alias=AliasChoices("NEO4J_AUTH_FILE"))
    neo4j_ca_file: Path | None = Field(default=None, validation_alias=AliasChoices("NEO4J_CA_FILE"))

    @property
    def in_development(self) -> bool:
        return self.environment == "development"

    @property
    def own_server(self) -> bool:
        """True where a Neo4j of the operator's own is named, so none is ever started here."""
        return self.neo4j_uri is not None

    @model_validator(mode="after")
    def neo4j_signs_in_from_a_file(self) -> Self:
        """`user/password` in one file, as the image of Neo4j takes it: the secret is then in no environment."""
        if self.neo4j_auth_file is not None:
            username, slash, password = _text_of("NEO4J_AUTH_FILE", self.neo4j_auth_file).strip().partition("/")
            if not (username and slash and password):
                raise ValueError(f"{self.neo4j_auth_file} must hold user/password, such as neo4j/a-long-password")
            self.neo4j_username, self.neo4j_password = username, SecretStr(password)
        return self

    @model_validator(mode="after")
    def neo4j_is_named_whole(self) -> Self:
        missing = [name.upper() for name in NEO4J_NAMES if getattr(self, name) is None]
        if self.neo4j_uri is None:
            return self
        if missing:
            raise ValueError(f"NEO4J_URI is set, so set {', '.join(missing)} too")
        scheme = self.neo4j_uri.partition("://")[0]
        if scheme not in SCHEMES:
            raise ValueError(
                "NEO4J_URI must start with neo4j+s:// or neo4j:// (a single server or a cluster), or with bolt+s:// or "
                "bolt:// (one server and never another); not with +ssc, which trusts whoever answers"
            )
        if self.neo4j_ca_file is not None:
            _certificates_of(self.neo4j_ca_file)
            if not scheme.endswith("+s"):
                raise ValueError(f"NEO4J_CA_FILE is set, so NEO4J_URI must start with {scheme}+s://, which encrypts")
        return self

    @model_validator(mode="after")
    def production_brings_its_own_keys(self) -> Self:
        """Outside development nothing is signed with a key made here (the default-secret rule)."""
        missing = [
            f"GRAPH_SERVICE_{name.upper()}"
            for name in ("token_issuer", "token_keys", "session_key_file")
            if getattr(self, name) is None
        ]
        if not self.in_development and missing:
            raise ValueError(
                f"set {', '.join(missing)}, or GRAPH_SERVICE_ENVIRONMENT=development on a machine that holds "
                "no real child"
            )
        return self

    @model_validator(mode="after")
    def proxies_are_named(self) -> Self:
        """Nobody else's word is taken for where a request came from."""
        for name in filter(None, self.proxies.split(",")):
            try:
                everybody = ip_network(name.strip()).prefixlen == 0
            except ValueError:
                everybody = True
            if everybody:
                raise ValueError(
                    f"GRAPH_SERVICE_PROXIES names {name.strip()}: write addresses or networks, such as "
                    "10.0.0.5,10.1.0.0/24, and never everybody"
                )
        return self

    @model_validator(mode="after")
    def root_path_is_a_path(self) -> Self:
        if not re.fullmatch(r"(/[A-Za-z0-9._~-]+)*", self.root_path):
            raise ValueError("GRAPH_SERVICE_ROOT_PATH begins with / and ends without it, such as /who-is-around")
        return self


def _text_of(name: str, file: Path) -> str:
    try:
        return file.read_text()
    except OSError as fault:
        raise ValueError(f"{name} names {file}, which cannot be read: {fault.strerror}") from fault


def _certificates_of(file: Path) -> None:
    _text_of("NEO4J_CA_FILE", file)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)
    except ssl.SSLError as fault:
        raise ValueError(f"NEO4J_CA_FILE names {file}, which holds no certificate (PEM)") from fault


def load_settings() -> Settings:
    return Settings()
