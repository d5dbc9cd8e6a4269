"""Rounds in memory: the store that the tests use, a messenger that remembers, and questions made to order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from tests.fakes.bags import FakeBags
from tests.fakes.daily import FakeDaily
from tests.fakes.digests import FakeDigests
from tests.fakes.disputes import FakeDisputes
from tests.fakes.history import FakeHistory
from tests.fakes.privacy import FakePrivacy
from tests.fakes.schedules import FakeScheduleStore
from tests.fakes.settings import FakeSettings
from tests.fakes.shown import FakeShown
from tests.fakes.workspaces import FakeInstallations
from trivia.disputes.model import Occasion
from trivia.errors import ChannelGone, Conflict
from trivia.facts.model import CommunityId, FactId, Shelf
from trivia.judging.verdict import Verdict, accept, reject
from trivia.questions.model import Question, QuestionKind
from trivia.questions.walk import Gone, Walk
from trivia.replies.reply import Reply
from trivia.rounds.bag import Ground
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.model import Asked, Attempt, MemberId, Place, Player, Points, Round, RoundId
from trivia.rounds.ports import Batch, Commit, Outgoing, Wanted
from trivia.text import fold
from trivia.values import replace


class Killed(BaseException):
    """The process dies here; nothing after this instant happens."""


@dataclass
class FakeRoundStore(
    FakeBags,
    FakeDisputes,
    FakeHistory,
    FakeScheduleStore,
    FakeDigests,
    FakeSettings,
    FakeShown,
    FakeDaily,
    FakeInstallations,
    FakePrivacy,
):
    """Keeps what a store keeps, as text where a store keeps text, so that nothing is shared by accident."""

    rounds: dict[RoundId, str] = field(default_factory=dict)
    outbox: dict[str, tuple[Outgoing, bool]] = field(default_factory=dict)
    tried: list[Attempt] = field(default_factory=list)
    earned: list[tuple[datetime, Points]] = field(default_factory=list)
    events: set[str] = field(default_factory=set)
    put: dict[tuple[RoundId, int], Asked] = field(default_factory=dict)

    def _all(self) -> list[Round]:
        return [from_json(Round, text) for text in self.rounds.values()]

    async def seen(self, event: str) -> bool:
        return event in self.events

    async def mark(self, event: str, at: datetime) -> None:  # noqa: ARG002 -- the port's parameter
        self.events.add(event)

    async def open_round(self, place: Place) -> Round | None:
        return next((r for r in self._all() if r.place == place and not r.over), None)

    async def open_rounds_of(self, community: CommunityId) -> Sequence[Round]:
        return [r for r in self._all() if r.place.community == community and not r.over]

    async def round(self, round_id: RoundId) -> Round | None:
        text = self.rounds.get(round_id)
        return from_json(Round, text) if text else None

    async def store_step(self, commit: Commit) -> bool:
        new = commit.round
        if commit.event and commit.event in self.events:
            return False
        stored = await self.round(new.id)
        other = await self.open_round(new.place)
        if (stored.version if stored else 0) != new.version - 1 or (other and other.id != new.id):
            raise Conflict("somebody else was first")
        if commit.claim and not await self.claimed(commit.claim):
            return False
        if commit.taken:
            self.store_taken(commit.taken)
        self.rounds[new.id] = to_json(new)
        self.tried += [commit.attempt] if commit.attempt else []
        self.earned += [(commit.at, points) for points in commit.points]
        if commit.asked:
            self.put[new.id, new.number] = commit.asked
            self.occasions_put.append(Occasion(new.id, new.number, new.place, commit.at, commit.asked))
        await self.counted(commit)
        self.outbox.update({message.id: (message, False) for message in commit.outgoing})
        self.events |= {commit.event} - {""}
        return True

    async def counted(self, commit: Commit) -> None:
        """Keep what a step brought its members."""
        place = commit.round.place
        for number in dict.fromkeys(gain.number for gain in commit.points):
            points = [gain for gain in commit.points if gain.number == number]
            tried = await self.attempts(commit.round.id)
            asked = self.put.get((commit.round.id, number))
            self.count(place, points, commit.at, await self.chosen(place), asked=asked, attempts=tried)

    async def latest_round(self, place: Place) -> Round | None:
        mine = [r for r in self._all() if r.place == place]
        return max(mine, key=lambda r: r.started, default=None)

    def _on(self, platforms: Collection[str]) -> list[Round]:
        return [r for r in self._all() if r.place.platform in platforms and not r.over]

    async def places_due(self, platforms: Collection[str], now: datetime, limit: int) -> Sequence[Place]:
        ready = [(r.deadline, r.place) for r in self._on(platforms) if r.deadline is not None and r.deadline <= now]
        return [place for _, place in sorted(ready, key=lambda pair: pair[0])][:limit]

    async def open_rounds(self, platforms: Collection[str]) -> Sequence[Round]:
        return self._on(platforms)

    async def unsent(self, place: Place) -> Sequence[Outgoing]:
        return [m for m, sent in self.outbox.values() if not sent and m.place == place]

    async def unsent_places(self, platforms: Collection[str]) -> Sequence[Place]:
        places = {m.place: None for m, sent in self.outbox.values() if not sent}
        return [place for place in places if place.platform in platforms]

    async def mark_sent(self, ids: Collection[str], at: datetime) -> None:  # noqa: ARG002 -- the port's parameter
        for message in ids:
            self.outbox[message] = (self.outbox[message][0], True)

    async def attempts(self, round_id: RoundId) -> Sequence[Attempt]:
        return sorted((a for a in self.tried if a.round == round_id), key=lambda a: (a.number, a.at))


@dataclass
class FakeMessenger:
    """A channel that remembers what it was shown; the same message id is shown once."""

    shown: dict[str, Reply] = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)
    fails: int = 0
    gone: set[Place] = field(default_factory=set)

    async def send(self, place: Place, message: str, reply: Reply) -> None:
        if place in self.gone:
            raise ChannelGone("the channel is gone")
        if self.fails:
            self.fails -= 1
            raise ConnectionError("the platform is away")
        if message in self.shown:
            self.repeated.append(message)
        self.shown[message] = reply


@dataclass
class FakeQuestions:
    """Hands out these questions, whatever is wanted; raises what it is told to."""

    questions: tuple[Question, ...]
    error: Exception | None = None

    async def more(
        self,
        shelf: Shelf,
        wanted: Wanted,
        walk: Walk,
        *,
        gone: Gone,  # noqa: ARG002 -- the port's parameter
        held: Collection[FactId],  # noqa: ARG002 -- the same
        chance: Random,  # noqa: ARG002 -- the same
    ) -> Batch:
        return Batch(tuple(await self.draw(shelf, wanted)), replace(walk, start=0), whole=True)

    async def stand(self, shelf: Shelf, grounds: Collection[Ground]) -> bool:  # noqa: ARG002 -- the port's parameter
        return True

    async def draw(self, shelf: Shelf, wanted: Wanted) -> Sequence[Question]:  # noqa: ARG002 -- the port's parameter
        if self.error:
            raise self.error
        return [
            q
            for q in self.questions
            if (not wanted.kinds or q.kind in wanted.kinds) and not {e.fact.id for e in q.evidence} & wanted.avoid
        ]

    async def topics(self, shelf: Shelf) -> Sequence[str]:  # noqa: ARG002 -- the port's parameter
        return ["character"]


class PlainJudge:
    """Accepts the key and what else is accepted, folded."""

    async def rule(self, shelf: Shelf, asked: Asked, given: str, known: tuple[str, ...] | None = None) -> Verdict:
        del shelf, known
        right = {fold(name) for name in (asked.key, *asked.accepted)}
        return accept("exact") if fold(given) in right else reject("no match")


class FakeShelves:
    """Every community reads pack 1."""

    async def shelf(self, community: CommunityId) -> Shelf:  # noqa: ARG002 -- the port's parameter
        return Shelf((1,))


def dice(seed: int) -> Random:
    """Return chance that always falls the same way."""
    return Random(seed)


def player(name: str) -> Player:
    return Player(MemberId(name.casefold()), name)


def question(
    stem: str,
    key: str,
    options: tuple[str, ...] = (),
    kind: QuestionKind = QuestionKind.TEXT,
    accepted: tuple[str, ...] = (),
) -> Question:
    """Make a question that rests on nothing."""
    return Question(
        stem=stem,
        kind=QuestionKind.CHOICE if options else kind,
        key=key,
        accepted=accepted,
        options=options,
        evidence=(),
        plan="",
        difficulty=0.5,
        topic="test",
        type="city",
    )
