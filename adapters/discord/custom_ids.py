"""Actions as the ids of buttons and menus, and back: an id alone restores what it refers to, also after a restart."""

from hashlib import blake2b

from adapters.discord.limits import CUSTOM_ID

_KEPT = "~"
_AGAIN = "#"
_MENU = "*"


class CustomIds:
    """Gives the components of one message their ids, each its own. ``kept`` are the actions that no id can hold.

    An action longer than an id is kept in the store by its digest. No action holds a ``#``, for what members typed is
    percent-encoded in it.
    """

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self._given: dict[str, int] = {}

    def of(self, action: str) -> str:
        """Return the id of a component that stands for an action."""
        name = action if len(action.encode()) <= CUSTOM_ID - 3 else self._short(action)
        times = self._given[name] = self._given.get(name, 0) + 1
        return name if times == 1 else f"{name}{_AGAIN}{times}"

    def menu(self, number: int) -> str:
        """Return the id of a menu, whose options are what matters."""
        return f"{_MENU}{number}"

    def _short(self, action: str) -> str:
        name = short_name(action)
        self.kept[name] = action
        return name


def short_name(action: str) -> str:
    """Return the name by which a long action is kept: always the same for the same action."""
    return _KEPT + blake2b(action.encode(), digest_size=20).hexdigest()


def is_kept(name: str) -> bool:
    """Say whether an id names an action that is in the store."""
    return name.startswith(_KEPT)


def named(custom_id: str) -> str:
    """Return the action, or its short name, that a component's id stands for."""
    return custom_id.partition(_AGAIN)[0]
