"""What channels see, in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from trivia.rounds.shown import Shown


@dataclass
class FakeShown:
    """Keeps what a store keeps."""

    on_show: dict[tuple[str, str], Shown] = field(default_factory=dict)
    long_actions: dict[str, str] = field(default_factory=dict)

    async def shown(self, platform: str, about: str) -> Shown | None:
        return self.on_show.get((platform, about))

    async def keep_shown(self, platform: str, message: Shown, at: datetime) -> None:
        del at
        self.on_show[platform, message.about] = message

    async def keep_actions(self, actions: Mapping[str, str], at: datetime) -> None:
        del at
        self.long_actions.update(actions)

    async def kept_action(self, name: str) -> str | None:
        return self.long_actions.get(name)
