from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trivia.lookup.films import COMMUNITY, film_store
from trivia.lookup.answer import Status
from trivia.lookup.service import Lookup

WORDS = (
    "who what which films film did directed by starring released Tomas Lind Anna Berg The Long Day What in the "
    "'s same as and 2 how many not 1999 besides Red Clay"
).split()
ODD = ["<@U123>", "<script>", "@everyone", "\u202e", "\u0000", "💥", "’s", "S1E1", "%s", "'; DROP TABLE", "ﬁlm", "İ"]


async def _is_sound(question: str) -> bool:
    store = await film_store()
    answer = await Lookup(store, store).ask(await store.shelf(COMMUNITY), question)
    founded = all(item.evidence for item in answer.answers)
    return bool(answer.sentence) and founded and (answer.status is Status.ANSWERED) == bool(answer.answers)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
async def test_no_text_brings_it_down(text: str) -> None:
    assert await _is_sound(text)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(WORDS + ODD), max_size=40))
async def test_no_heap_of_words_brings_it_down(words: list[str]) -> None:
    assert await _is_sound(" ".join(words))
