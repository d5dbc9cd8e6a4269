"""What channels see, kept: so that a message can be edited after a restart, and a long action pressed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from trivia.replies.reply import Reply
from trivia.values import Value


class Shown(Value):
    """A message as a channel sees it: the platform's ``key`` of it, and the reply that says all that stands in it.

    ``about`` is what it is about (``Reply.about``, or its own id), ``last`` the id of what was said in it last. The key
    is empty while nobody knows whether it arrived.
    """

    about: str
    key: str
    last: str
    reply: Reply


class ShownMessages(Protocol):
    """Messages as they are shown, and actions too long for a platform's buttons. Both are forgotten after months."""

    async def shown(self, platform: str, about: str) -> Shown | None:
        """Return the message on a platform that is about something."""
        ...

    async def keep_shown(self, platform: str, message: Shown, at: datetime) -> None:
        """Keep how a message looks now, in place of what was kept about the same thing."""
        ...

    async def keep_actions(self, actions: Mapping[str, str], at: datetime) -> None:
        """Keep actions by short names, which are made of them: the same name always means the same action."""
        ...

    async def kept_action(self, name: str) -> str | None:
        """Return the action of a short name."""
        ...
