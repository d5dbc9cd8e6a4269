"""Menus: what can be done with a message or a member, where a platform shows menus on them."""

from dataclasses import dataclass
from enum import StrEnum

from trivia.commands.catalogue import find
from trivia.commands.request import Argument, Role


class MenuTarget(StrEnum):
    """What a menu is opened on."""

    MESSAGE = "message"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Menu:
    """An entry of a menu: its name, and the command that it runs.

    ``option`` is given the message's words or the member's id, ``source`` the message's link.
    """

    name: str
    target: MenuTarget
    command: str
    option: str
    source: str = ""

    @property
    def role(self) -> Role:
        """Return the least role that may use it."""
        command = find(self.command)
        return command.role if command else Role.ADMIN

    def arguments(self, value: str, link: str = "") -> dict[str, Argument]:
        """Return the command's arguments for a message or a member."""
        return {self.option: value, **({self.source: link} if self.source and link else {})}


MENUS = (
    Menu("Add as fact", MenuTarget.MESSAGE, "fact add", "sentence", "source"),
    Menu("Look this up", MenuTarget.MESSAGE, "ask", "question"),
    Menu("Trivia card", MenuTarget.MEMBER, "score me", "member"),
)
"""Every menu there is."""


def menu(name: str, target: MenuTarget) -> Menu | None:
    """Return a menu's entry by its name."""
    return next((entry for entry in MENUS if entry.name == name and entry.target is target), None)
