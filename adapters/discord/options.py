"""What an owner sets for Discord."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DiscordOptions:
    """The bot's token; the servers that get the commands, all if none is named; whether messages may be read.

    ``application`` is the bot's application, needed only to write an invite link without asking Discord for it.
    """

    token: str = field(default="", repr=False)
    guilds: tuple[int, ...] = ()
    reads_messages: bool = False
