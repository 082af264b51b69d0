"""Every setting, once. Read in app.py and the commands, and passed on; no other module reads the environment."""

from pathlib import Path
from typing import Literal, Self

from pydantic import AliasChoices, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

NEO4J_NAMES = ("neo4j_uri", "neo4j_username", "neo4j_password", "neo4j_database")


class Settings(BaseSettings):
    """From the environment: GRAPH_SERVICE_* for ours, NEO4J_* for the server's own four.

    Raises ValidationError (a sentence for each fault) where a deployment would be unsafe.
    """

    model_config = SettingsConfigDict(env_prefix="GRAPH_SERVICE_", extra="ignore")

    environment: Literal["development", "production"] = "production"
    state: Path = Path(".state")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
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

    @property
    def in_development(self) -> bool:
        return self.environment == "development"

    @property
    def own_server(self) -> bool:
        """True where a Neo4j of the operator's own is named, so none is ever started here."""
        return self.neo4j_uri is not None

    @model_validator(mode="after")
    def neo4j_is_named_whole(self) -> Self:
        missing = [name.upper() for name in NEO4J_NAMES if getattr(self, name) is None]
        if self.own_server and missing:
            raise ValueError(f"NEO4J_URI is set, so set {', '.join(missing)} too")
        if self.neo4j_uri and not self.neo4j_uri.startswith("neo4j"):
            raise ValueError("NEO4J_URI must start with neo4j:// or neo4j+s://, so that a cluster works as well")
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


def load_settings() -> Settings:
    return Settings()
