"""Thanks in the reveal: who proposed the facts behind a question is named, if they like to be."""

from collections.abc import Sequence
from typing import Protocol

from trivia.facts.model import FactId
from trivia.replies.drawing import with_thanks
from trivia.rounds.model import Place, Round
from trivia.rounds.ports import Commit
from trivia.values import replace


class Thanks(Protocol):
    """Knows whom to thank."""

    async def names(self, place: Place, facts: Sequence[FactId]) -> Sequence[str]:
        """Return the names of members of the place's community who proposed these facts and like to be named."""
        ...


async def thanked(commit: Commit, before: Round, thanks: Thanks | None) -> Commit:
    """Return what a step changes, its reveal with thanks to those who proposed the facts of the question it closes."""
    live = before.live
    reveals = live is not None and any(message.reply.closes for message in commit.outgoing)
    if thanks is None or live is None or not reveals or live.number in commit.round.voided:
        return commit
    names = await thanks.names(before.place, live.asked.facts)
    if not names:
        return commit
    return replace(
        commit,
        outgoing=tuple(
            replace(message, reply=with_thanks(message.reply, names)) if message.reply.closes else message
            for message in commit.outgoing
        ),
    )
