"""Seals: what is kept of a workspace can be read, and what stands in a form believed, only by who holds the key."""

import hashlib
import hmac
import json
import logging
from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

_log = logging.getLogger(__name__)


class Vault:
    """Seals texts with the first key, and opens what any of them sealed, so that keys can be changed."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key.encode("ascii")) for key in keys])

    def sealed(self, text: str) -> str:
        """Return a text so that only a holder of the key can read it."""
        return self._fernet.encrypt(text.encode()).decode("ascii")

    def opened(self, sealed: str) -> str | None:
        """Return what was sealed; None if it was with another key, or was changed."""
        try:
            return self._fernet.decrypt(sealed.encode("ascii")).decode()
        except (InvalidToken, ValueError):
            _log.error("a workspace's tokens can't be unsealed: is FACTOTUM_KEY another than when it was installed?")
            return None


class Stamp:
    """Marks what goes out in a form, so that what comes back is known to be ours and unchanged."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"forms:" + secret.encode()).digest()

    def stamped(self, content: Mapping[str, object]) -> str:
        """Write content down with its mark."""
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return f"{self._mark(text)}{text}"

    def content(self, stamped: str) -> Mapping[str, object] | None:
        """Return what was written down; None if it isn't as we wrote it."""
        mark, text = stamped[:64], stamped[64:]
        if not hmac.compare_digest(mark.encode("utf-8", "replace"), self._mark(text).encode()):
            return None
        read = json.loads(text)
        return read if isinstance(read, dict) else None

    def _mark(self, text: str) -> str:
        return hmac.new(self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
