"""Rulings on typed answers, with and without a look at what else bears their names."""

from collections.abc import Collection, Mapping, Sequence

import pytest

from tests.fakes.store import MemoryStore
from trivia.facts.model import CommunityId, Shelf
from trivia.judging.verdict import Ruling
from trivia.ports import NameMatch
from trivia.questions.model import QuestionKind
from trivia.rounds.judging import NameJudge
from trivia.rounds.model import Asked

WHO = Asked("Who plays her?", QuestionKind.TEXT, "Krysten Ritter", (), (), "person", "", 0.5, "", (), ())


class Looked(MemoryStore):
    """Notes what names were looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.looked_up: list[str] = []

    async def by_name(self, shelf: Shelf, folded: Collection[str]) -> Mapping[str, Sequence[NameMatch]]:
        self.looked_up += sorted(folded)
        return await super().by_name(shelf, folded)


@pytest.mark.parametrize(
    ("given", "known", "ruling", "looks"),
    [
        ("New York", (), Ruling.REJECT, False),
        ("New York", None, Ruling.REJECT, True),
        ("krysten riter", (), Ruling.ACCEPT, True),
        ("the kay", ("Kay", "K. A."), Ruling.REJECT, True),
        ("kay", ("The Kay",), Ruling.REJECT, True),
        ("Krysten Ritter", None, Ruling.ACCEPT, False),
    ],
)
async def test_only_what_other_names_could_change_is_looked_up(
    given: str, known: tuple[str, ...] | None, ruling: Ruling, *, looks: bool
) -> None:
    store = Looked()

    verdict = await NameJudge(store).rule(Shelf((), CommunityId(1)), WHO, given, known)

    assert (verdict.ruling, bool(store.looked_up)) == (ruling, looks)
