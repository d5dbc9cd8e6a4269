"""Who said something, as one line: the name to show, and the id that it can be found by."""

import re

_SIGNED = re.compile(r"(.*) \(([^()\s]+)\)", re.DOTALL)


def signed(name: str, member: str) -> str:
    """Return a member's name and id as one line."""
    return f"{name} ({member})"


def signer(author: str) -> tuple[str, str]:
    """Return the name and the id that ``signed`` put together; no id where there is none, as for packs."""
    match = _SIGNED.fullmatch(author)
    return (match[1], match[2]) if match else (author, "")
