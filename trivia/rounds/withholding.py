"""While a question is open, nothing else in the community gives its answer away, and nothing more is held back."""

from collections.abc import Sequence

from trivia.facts.model import Fact, FactId
from trivia.facts.phrasing import name_of
from trivia.facts.vocabulary import LiteralType
from trivia.lookup.answer import Answer, AnswerItem, Status
from trivia.rounds.model import Asked
from trivia.text import fold

_LITERALS = frozenset(LiteralType)


def withheld(answer: Answer, live: Sequence[Asked], sentence: str) -> Answer:
    """Return the answer, or one of status ``withheld`` with this sentence if it would tell an open question's."""
    if answer.status is Status.ANSWERED and any(_tells(item, asked) for item in answer.answers for asked in live):
        return Answer(answer.question, Status.WITHHELD, sentence=sentence)
    return answer


def _tells(item: AnswerItem, asked: Asked) -> bool:
    if any(evidence.fact.id in asked.facts for evidence in item.evidence):
        return True
    return fold(item.text) in _names(asked)


def fact_is_open(fact: Fact, live: Sequence[Asked], about: FactId | str = "") -> bool:
    """Say whether showing the fact to someone who asked about ``about`` tells an open question's answer."""
    ends = {fold(name) for name in (fact.subject.name, name_of(fact.value)) if name != about}
    return any(fact.id in asked.facts or ends & _names(asked) for asked in live)


def _names(asked: Asked) -> frozenset[str]:
    """Return the names of the answer; a bare number, date or truth value is none, as it answers much else too."""
    if asked.type in _LITERALS or not asked.type:
        return frozenset()
    return frozenset(fold(name) for name in (asked.key, *asked.accepted))
