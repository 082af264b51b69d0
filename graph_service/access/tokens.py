"""How a sign-in token (RFC 7519, RFC 9068) becomes a signed-in person, and how development makes one."""

import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey
from pydantic import BaseModel, ConfigDict, ValidationError

from graph_service.access.caller import SignedIn
from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.problems import NotSignedIn

AUDIENCE = "graph-service"
DEVELOPMENT_ISSUER = "graph-service-development"
ALGORITHMS = ["Ed25519", "ES256", "PS256", "RS256"]
WORKING_DAY = timedelta(hours=8)
KEPT = 10_000
# RFC 9068: an ID token of the same issuer, signed with the same key, is no access token.
TYPES = ("at+jwt", "application/at+jwt")
# RFC 8176: what one knows, has or is; a code alone is one factor, however it was sent.
FACTORS = ({"pwd", "pin", "kba"}, {"otp", "hwk", "swk", "sc", "sms", "tel"}, {"face", "fpt", "iris", "retina", "vbm"})


class Claims(BaseModel):
    """The claims that this service reads; a token without one of them signs nobody in."""

    model_config = ConfigDict(strict=False, extra="ignore")

    sub: str
    exp: float
    practitioner: str
    role: AccountRole
    custodian: str
    service: str | None = None
    amr: list[str]


class TokenReader:
    """Reads the tokens of the one trusted issuer, signed with one of its published keys.

    A token's signature is checked once and its expiry each time; whether the account is still active, the
    statement asks at every look.
    """

    def __init__(self, issuer: str, keys: KeySet) -> None:
        self._keys = keys
        self._checked: dict[bytes, tuple[float, SignedIn]] = {}
        self._rules = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": AUDIENCE},
            exp={"essential": True},
            sub={"essential": True},
        )

    def read(self, token: str) -> SignedIn:
        """Raises NotSignedIn, without saying which part was wrong: a forger learns nothing."""
        return self._read(token)[1]

    def lapses(self, token: str) -> datetime:
        """When this sign-in has to be made anew. Raises NotSignedIn."""
        return datetime.fromtimestamp(self._read(token)[0], UTC)

    def _read(self, token: str) -> tuple[float, SignedIn]:
        digest = sha256(token.encode()).digest()  # so that no token lies about in memory
        expires, who = self._checked.get(digest, (0.0, None))
        if who is None or expires <= time.time():
            self._checked.pop(digest, None)
            expires, who = self._check(token)
            self._keep(digest, expires, who)
        return expires, who

    def _keep(self, digest: bytes, expires: float, who: SignedIn) -> None:
        """At most KEPT, the oldest making room: one that is forgotten is simply checked again."""
        if len(self._checked) >= KEPT:
            self._checked.pop(next(iter(self._checked)))
        self._checked[digest] = (expires, who)

    def _check(self, token: str) -> tuple[float, SignedIn]:
        try:
            decoded = jwt.decode(token, self._keys, algorithms=ALGORITHMS)
            self._rules.validate(decoded.claims)
            claims = Claims.model_validate(decoded.claims)
        except (JoseError, ValidationError, ValueError) as fault:
            raise NotSignedIn from fault
        if str(decoded.header.get("typ", "")).lower() not in TYPES:
            raise NotSignedIn
        if not _multi_factor(set(claims.amr)):
            raise NotSignedIn("Sign in again with your second factor.")
        return claims.exp, SignedIn(claims.sub, claims.practitioner, claims.role, claims.custodian, claims.service)


def _multi_factor(methods: set[str]) -> bool:
    """The issuer says so, or names two methods of different kinds."""
    return "mfa" in methods or sum(bool(methods & kind) for kind in FACTORS) > 1


def development_token(key: OKPKey, who: SignedIn) -> str:
    """A token for a made-up person, good for one working day. The caller refuses outside development."""
    now = datetime.now(UTC)
    claims = {
        "iss": DEVELOPMENT_ISSUER,
        "aud": AUDIENCE,
        "sub": who.subject,
        "iat": int(now.timestamp()),
        "exp": int((now + WORKING_DAY).timestamp()),
        "practitioner": who.practitioner_id,
        "role": str(who.role),
        "custodian": who.authority,
        "service": who.service_id,
        "amr": ["pwd", "mfa"],
    }
    return jwt.encode({"alg": "Ed25519", "kid": key.kid, "typ": "at+jwt"}, claims, key, algorithms=["Ed25519"])
