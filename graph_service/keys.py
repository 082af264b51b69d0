"""The keys on disk: development's own, made on first run, and those that a deployment names."""

import json
import os
from pathlib import Path
from secrets import token_hex

from joserfc.jwk import KeySet, OKPKey

from graph_service.access.tokens import DEVELOPMENT_ISSUER, TokenReader
from graph_service.settings import Settings


def development_key(state: Path) -> OKPKey:
    """The key that signs development's tokens, in a file that only its owner can read."""
    file = state / "development-key.json"
    made = OKPKey.generate_key("Ed25519", {"kid": token_hex(8)})
    return OKPKey.import_key(json.loads(_kept(file, json.dumps(made.as_dict(private=True)))))


def token_reader(settings: Settings) -> TokenReader:
    """Trusts development's own key in development, else the named issuer's published keys (JWKS)."""
    if settings.token_issuer is None or settings.token_keys is None:
        return TokenReader(DEVELOPMENT_ISSUER, KeySet([development_key(settings.state)]))
    published = json.loads(settings.token_keys.read_text())
    signing = [key for key in published["keys"] if key.get("use", "sig") == "sig"]
    return TokenReader(settings.token_issuer, KeySet.import_key_set({"keys": signing}))


def session_key(settings: Settings) -> str:
    """What signs the pages' cookie."""
    if settings.session_key_file is not None:
        return settings.session_key_file.read_text().strip()
    return _kept(settings.state / "session-key", token_hex(32))


def _kept(file: Path, fresh: str) -> str:
    """What the file holds, written first if there is none; two processes at once agree on one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(f".{os.getpid()}")
    if not file.exists():
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(fresh)
        try:
            os.link(draft, file)  # fails where another was quicker: then theirs counts
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text()
