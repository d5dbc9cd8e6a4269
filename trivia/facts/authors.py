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


def told_by(name: str) -> str:
    """Return the title of the source of a fact that somebody told without saying where it stands."""
    return f"as told by {name}"


def handed_over_by(file: str, name: str) -> str:
    """Return the title of the source of facts that stand in somebody's file and name no other."""
    return f"{file}, as handed over by {name}"


def names_teller(title: str, name: str) -> bool:
    """Say whether a source's title is one of these, about this name."""
    return title == told_by(name) or title.endswith(handed_over_by("", name))
