"""Hearing: messages that concern the bot are answers where a question is open, and else questions to it."""

from datetime import datetime

from adapters.slack import words
from adapters.slack.errands import HELPED, Errands, Wish
from adapters.slack.naming import HELP, Names
from adapters.slack.origin import Heard, Origin
from adapters.slack.voice import Voice
from trivia.rounds.model import Phase, Round
from trivia.rounds.service import Rounds

_LONGEST_ANSWER = 100
"""What is longer, and not said to the bot, is talk and no answer."""


class Hearing:
    """Listens in every workspace of this process, and knows when a channel closes."""

    def __init__(self, *, errands: Errands, rounds: Rounds, voice: Voice, names: Names) -> None:
        self._errands = errands
        self._rounds = rounds
        self._voice = voice
        self._names = names

    async def heard(self, said: Heard) -> None:
        """Take a message for an answer where a question is open, else for a question if it was meant for the bot."""
        origin = said.origin
        door = await self._errands.door(origin)
        if door is None:
            return
        to_bot = said.mentions_bot or origin.is_direct
        current = await self._rounds.current(await self._errands.place(door, origin))
        text = said.text.strip()
        if text and current is not None and _may_answer(current, said, text, to_bot=to_bot):
            await self._errands.run(door, origin, Wish("trivia answer", {"text": text}))
        elif not to_bot:
            return
        elif text.casefold().removeprefix("/") == HELP:
            await self._errands.run(door, origin, HELPED)
        elif text:
            await self._errands.run(door, origin, Wish("ask", {"question": text}))
        else:
            how = words.ASK_ME.format(help=self._names.command(HELP).removeprefix("/"))
            await self._voice.tell(door, origin, how)

    async def left_channel(self, origin: Origin, at: datetime) -> None:
        """End what is on in a channel that is archived, deleted or closed to the bot."""
        door = await self._errands.door(origin)
        if door is not None:
            await self._rounds.close(await self._errands.place(door, origin), at)


def _may_answer(current: Round, said: Heard, text: str, *, to_bot: bool) -> bool:
    """Say whether a message may be an answer: where a round keeps to a thread, what is said beside it is just talk."""
    if current.phase is not Phase.ASKING or (to_bot and text.endswith("?")):
        return False
    return to_bot or (len(text) <= _LONGEST_ANSWER and (bool(said.origin.thread) or not current.rules.thread))
