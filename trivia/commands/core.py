"""The core, put together: what every adapter talks to."""

from dataclasses import dataclass
from random import Random
from typing import Protocol

from trivia.commands.asking import Asking
from trivia.commands.dispatch import Door, handlers
from trivia.commands.facts import Facts
from trivia.commands.helping import Helping
from trivia.commands.scores import Scores
from trivia.commands.trivia import Trivia
from trivia.lookup.service import Lookup
from trivia.ports import FactEditor, FactReader, NameIndex, PackStore, UnansweredStore
from trivia.rounds.judging import NameJudge
from trivia.rounds.model import Rules
from trivia.rounds.ports import Messenger, QuestionSource, RoundStore
from trivia.rounds.service import Rounds


class FactStore(NameIndex, FactReader, PackStore, UnansweredStore, FactEditor, Protocol):
    """All that is stored about facts."""


@dataclass(frozen=True, slots=True)
class Core:
    """The door for commands, and the rounds that time moves on."""

    door: Door
    rounds: Rounds


def assemble(
    *,
    facts: FactStore,
    rounds: RoundStore,
    questions: QuestionSource,
    messenger: Messenger,
    chance: Random,
    platform: str,
    defaults: Rules,
) -> Core:
    """Put the core together for one platform. ``defaults`` are a round's rules where its starter says nothing else."""
    games = Rounds(
        store=rounds,
        messenger=messenger,
        questions=questions,
        judge=NameJudge(facts),
        shelves=facts,
        chance=chance,
        platforms=(platform,),
    )
    families = handlers(
        Asking(Lookup(facts, facts), facts, games, facts),
        Trivia(games, facts, facts, defaults),
        Scores(rounds),
        Facts(editor=facts, reader=facts, names=facts, packs=facts, rounds=games),
        Helping(),
    )
    return Core(Door(families, rounds, chance), games)
