"""While a question is open, nothing else in the community gives its answer away, and nothing more is held back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from trivia.facts.model import CommunityId, Fact, FactId
from trivia.facts.phrasing import name_of
from trivia.facts.vocabulary import LiteralType
from trivia.facts.written import is_written
from trivia.lookup.answer import Answer, AnswerItem, Status
from trivia.replies.lookup import WITHHELD, found
from trivia.replies.rounds import HELD_BACK
from trivia.rounds.machine import is_forgotten
from trivia.rounds.model import Asked
from trivia.rounds.ports import RoundStore
from trivia.text import fold

_LITERALS = frozenset(LiteralType) - {LiteralType.TEXT}


async def live_questions(store: RoundStore, community: CommunityId, now: datetime) -> tuple[Asked, ...]:
    """Return the questions open in a community, but for those that a process left behind and nobody will take up."""
    return tuple(
        state.question.asked
        for state in await store.open_rounds_of(community)
        if state.question and not is_forgotten(state, now)
    )


def withheld(answer: Answer, live: Sequence[Asked]) -> Answer:
    """Return the answer without what would tell an open question's; of status ``withheld`` if nothing else is left."""
    kept = tuple(item for item in answer.answers if not any(_tells(item, asked) for asked in live))
    if len(kept) == len(answer.answers):
        return answer
    if not kept:
        return Answer(answer.question, Status.WITHHELD, sentence=WITHHELD)
    return replace(answer, answers=kept, sentence=f"{found(kept)} {HELD_BACK}")


def _tells(item: AnswerItem, asked: Asked) -> bool:
    if any(_is_asked(evidence.fact, asked) for evidence in item.evidence):
        return True
    return fold(item.text) in _names(asked)


def fact_is_open(fact: Fact, live: Sequence[Asked], about: FactId | str = "") -> bool:
    """Say whether showing the fact to someone who asked about ``about`` tells an open question's answer."""
    ends = {fold(name) for name in (fact.subject.name, name_of(fact.value)) if name != about}
    return any(_is_asked(fact, asked) or ends & _names(asked) for asked in live)


def _is_asked(fact: Fact, asked: Asked) -> bool:
    """Say whether a question is about a fact, or is a written one in the very words that are asked."""
    return fact.id in asked.facts or (is_written(fact.relation) and fold(fact.subject.name) == fold(asked.stem))


def _names(asked: Asked) -> frozenset[str]:
    """Return the names of the answer; a bare number, date or truth value is none, as it answers much else too."""
    if asked.type in _LITERALS or not asked.type:
        return frozenset()
    return frozenset(fold(name) for name in (asked.key, *asked.accepted))
