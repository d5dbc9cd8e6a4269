"""The core, put together: what every adapter talks to."""

from dataclasses import dataclass
from random import Random
from typing import Protocol

from trivia.commands.afterwards import Afterwards
from trivia.commands.asking import Asking
from trivia.commands.daily import DailySets
from trivia.commands.digest import Digests, DigestStore
from trivia.commands.dispatch import Door, handlers
from trivia.commands.disputes import DisputeQueue
from trivia.commands.helping import Helping
from trivia.commands.keeping import Keeping
from trivia.commands.privacy import Privacy
from trivia.commands.reviewing import Reviewing
from trivia.commands.schedules import Schedules
from trivia.commands.scores import Scores
from trivia.commands.settings import Settings
from trivia.commands.suggesting import Suggesting
from trivia.commands.thanking import Suggesters
from trivia.commands.tidings import Tidings
from trivia.commands.trivia import Trivia
from trivia.commands.voiding import followed
from trivia.daily.ports import DailyStore
from trivia.daily.service import Daily
from trivia.disputes.ports import DisputeStore
from trivia.disputes.service import Disputes
from trivia.facts.keeping import CurationStore
from trivia.lookup.asking import Answers
from trivia.ports import FactEditor, FactReader, NameIndex, PackStore, QuestionIndex, UnansweredStore
from trivia.privacy import PrivacyStore
from trivia.rounds.drawing import Bags
from trivia.rounds.following import FactChanges, Following
from trivia.rounds.history import RoundHistory
from trivia.rounds.judging import NameJudge
from trivia.rounds.model import Rules
from trivia.rounds.ports import Messenger, QuestionSource, RoundStore
from trivia.rounds.schedule_ports import ScheduleStore
from trivia.rounds.service import Rounds
from trivia.rounds.timetable import Timetable
from trivia.scores.ports import BoardStore, Painter
from trivia.settings import SettingStore


class FactStore(
    NameIndex, FactChanges, FactReader, QuestionIndex, PackStore, UnansweredStore, FactEditor, CurationStore, Protocol
):
    """All that is stored about facts."""


class GameStore(
    RoundStore,
    RoundHistory,
    DisputeStore,
    ScheduleStore,
    SettingStore,
    BoardStore,
    DailyStore,
    DigestStore,
    PrivacyStore,
    Protocol,
):
    """All that is stored about rounds, those that are planned among them, and what was chosen for them."""


@dataclass(frozen=True, slots=True)
class Core:
    """The door for commands, what time moves on (rounds and digests), and what is suggested to those who type.

    Before the store is closed, wait until what goes on ``afterwards`` is settled.
    """

    door: Door
    rounds: Rounds
    suggesting: Suggesting
    digests: Digests
    afterwards: Afterwards


def assemble(
    *,
    facts: FactStore,
    rounds: GameStore,
    questions: QuestionSource,
    messenger: Messenger,
    chance: Random,
    platform: str,
    defaults: Rules,
    painter: Painter | None = None,
) -> Core:
    """Put the core together for one platform. ``defaults`` are a round's rules where its starter says nothing else.

    Without a ``painter``, as on a platform that shows no pictures, words say it all.
    """
    judge = NameJudge(facts)
    daily = Daily(
        store=rounds,
        settings=rounds,
        bags=Bags(rounds, questions, facts, chance),
        judge=judge,
        shelves=facts,
        thanks=Suggesters(facts, rounds),
    )
    following = Following(facts, rounds, daily, (platform,))
    games = Rounds(
        store=rounds,
        messenger=messenger,
        questions=questions,
        judge=judge,
        shelves=facts,
        chance=chance,
        platforms=(platform,),
        timetable=Timetable(rounds, (platform,)),
        elsewhere=daily,
        settings=rounds,
        thanks=Suggesters(facts, rounds),
        following=following,
    )
    disputes = Disputes(rounds, facts, judge, games)
    trivia = Trivia(games, facts, facts, defaults, rounds)
    keeping = Keeping(facts, rounds, games)
    queues = (DisputeQueue(disputes, games, facts), *keeping.queues)
    afterwards = Afterwards()
    families = handlers(
        asking=Asking(
            answers=Answers(facts),
            unanswered=facts,
            rounds=games,
            shelves=facts,
            disputes=rounds,
            afterwards=afterwards,
        ),
        trivia=trivia,
        daily=DailySets(daily, games, trivia.answer, disputes),
        schedules=Schedules(rounds, games, defaults),
        scores=Scores(rounds, rounds, facts, painter),
        keeping=keeping.handlers(),
        reviewing=Reviewing(queues, facts),
        privacy=Privacy(rounds),
        settings=Settings(rounds, facts, games),
        helping=Helping(),
        tidings=Tidings(rounds),
    )
    suggesting = Suggesting(names=facts, reader=facts, packs=facts, schedules=rounds, rounds=games, boards=rounds)
    digests = Digests(rounds, rounds, queues, games, (platform,))
    door = Door(followed(families, following, games), rounds, rounds, chance, afterwards)
    return Core(door, games, suggesting, digests, afterwards)
