"""What follows from a decision, worked out on plain values: rulings, points, and who gains or loses by it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from trivia.daily.model import is_settled
from trivia.disputes.model import Overruled, Rescored
from trivia.facts.model import Entity, EntityId, Fact
from trivia.facts.phrasing import name_of, states
from trivia.facts.vocabulary import Relation
from trivia.facts.written import TRUTHS, is_written
from trivia.judging.verdict import Ruling, Verdict, accept, reject
from trivia.questions.model import QuestionKind
from trivia.rounds.model import Asked, Attempt, MemberId, Player, Points, Round
from trivia.rounds.scoring import rescored
from trivia.text import fold, without_article
from trivia.values import replace

ACCEPTED = "accepted by a moderator"
MENDED = "the fact was mended"
_TRUE_OR_FALSE = "True or false: "


@dataclass(frozen=True, slots=True)
class Played:
    """A round as it is stored: its state, its attempts, and what was ruled on them later."""

    round: Round
    attempts: tuple[Attempt, ...]
    rulings: tuple[Overruled, ...]

    @property
    def ruled(self) -> tuple[Attempt, ...]:
        """The attempts with the rulings that hold."""
        return overruled(self.attempts, self.rulings)


def overruled(attempts: Iterable[Attempt], rulings: Iterable[Overruled]) -> tuple[Attempt, ...]:
    """Return attempts with later rulings in place of the judge's."""
    later = {(ruling.number, ruling.event): ruling for ruling in rulings}
    return tuple(
        replace(attempt, ruling=found.ruling, reason=found.reason)
        if (found := later.get((attempt.number, attempt.event)))
        else attempt
        for attempt in attempts
    )


def folded(answer: str) -> str:
    """Return an answer as it is compared with others."""
    return without_article(fold(answer))


def settled(attempts: Sequence[Attempt]) -> tuple[Attempt, ...]:
    """Return the attempts of a daily set but those of members who have not done with the question yet."""
    tried: dict[tuple[int, MemberId], list[Attempt]] = {}
    for attempt in attempts:
        tried.setdefault((attempt.number, attempt.player.id), []).append(attempt)
    return tuple(a for a in attempts if is_settled(tried[a.number, a.player.id]))


def accepting(played: Played, numbers: Collection[int], answer: str) -> tuple[Overruled, ...]:
    """Return the rulings by which an answer to these questions of a round is right, whoever gave it."""
    wanted = folded(answer)
    return tuple(
        Overruled(played.round.id, attempt.number, attempt.event, Ruling.ACCEPT, ACCEPTED)
        for attempt in played.ruled
        if attempt.number in numbers and attempt.ruling is not Ruling.ACCEPT and folded(attempt.given) == wanted
    )


def judged_anew(
    played: Played, numbers: Collection[int], verdicts: Mapping[str, Verdict], asked: Asked
) -> tuple[Overruled, ...]:
    """Return the rulings by which attempts stand as they would have by a mended key.

    ``verdicts`` are the judge's by what was typed; of options the key's own is right.
    """
    found = []
    for attempt in played.ruled:
        if attempt.number not in numbers:
            continue
        if asked.options:
            verdict = accept(MENDED) if attempt.choice == asked.right_option else reject(MENDED)
        else:
            verdict = verdicts[attempt.given]
        if verdict.ruling is not attempt.ruling:
            found.append(Overruled(played.round.id, attempt.number, attempt.event, verdict.ruling, MENDED))
    return tuple(found)


def rescore(played: Played, rulings: Sequence[Overruled], voided: Collection[int]) -> Rescored | None:
    """Return a round as it stands by these rulings on top of the earlier ones; None if nothing about it changes."""
    all_voided = tuple(sorted({*played.round.voided, *voided}))
    if not rulings and all_voided == played.round.voided:
        return None
    attempts = overruled(played.ruled, rulings)
    state, points = rescored(played.round, attempts, all_voided)
    return Rescored(replace(state, version=played.round.version + 1), points, attempts)


def points_of(played: Played) -> tuple[Points, ...]:
    """Return all points of a round as they are: what is stored of it must equal this."""
    return rescored(played.round, played.ruled)[1]


@dataclass(frozen=True, slots=True)
class Gain:
    """How many points a member has more by a decision; fewer if it is negative."""

    player: Player
    points: int


def gains(before: Iterable[Points], after: Iterable[Points]) -> tuple[Gain, ...]:
    """Return whose points changed and by how much, the most first."""
    totals: dict[MemberId, int] = {}
    players: dict[MemberId, Player] = {}
    for sign, points in ((-1, before), (1, after)):
        for gain in points:
            players[gain.player.id] = gain.player
            totals[gain.player.id] = totals.get(gain.player.id, 0) + sign * gain.points
    changed = [Gain(players[member], total) for member, total in totals.items() if total]
    return tuple(sorted(changed, key=lambda gain: (-gain.points, gain.player.name.casefold(), gain.player.id)))


def key_entity(asked: Asked, facts: Iterable[Fact]) -> EntityId | None:
    """Return the entity that the right answer names, of those that its facts are about; None for a literal."""
    wanted = folded(asked.key)
    ends = (end for fact in facts for end in (fact.value, fact.subject))
    return next((end.id for end in ends if isinstance(end, Entity) and folded(end.name) == wanted), None)


def mended(asked: Asked, fact: Fact, relation: Relation, value: str, accepted: Sequence[str] = ()) -> Asked | None:
    """Return a question with the key it should have had, were the fact's value this; None if it can't be saved.

    It can't if the value wasn't what was asked for, or isn't among the options.
    """
    if asked.kind is QuestionKind.TRUE_FALSE and is_written(relation.id):
        truth = TRUTHS.get(fold(value))
        return replace(asked, key=truth, accepted=(truth,)) if truth and truth in asked.options else None
    if asked.kind is QuestionKind.TRUE_FALSE:
        said = asked.stem.removeprefix(_TRUE_OR_FALSE).removesuffix(".")
        key = "true" if states(said, relation, fact.subject, value) else "false"
        return replace(asked, key=key, accepted=(key,))
    if folded(name_of(fact.value)) != folded(asked.key):
        return None
    if asked.options:
        option = next((option for option in asked.options if folded(option) == folded(value)), None)
        return replace(asked, key=option, accepted=(option,)) if option else None
    return replace(asked, key=value, accepted=tuple(dict.fromkeys((value, *accepted))))
