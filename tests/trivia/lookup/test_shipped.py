"""Dialogues with the packs that ship, all on one shelf."""

from dataclasses import replace

import pytest

from db import Store
from trivia.facts.model import GLOBAL_COMMUNITY, Certainty, Entity, Fact, FactId, Shelf
from trivia.facts.overlay import NEW, Overlay
from trivia.facts.phrasing import filled
from trivia.lookup.answer import Answer, Status
from trivia.lookup.items import Mention
from trivia.lookup.lexicon import Lexicon
from trivia.lookup.own_words import own_words
from trivia.lookup.plan import Either, Follow, Only, Plan
from trivia.lookup.service import Lookup, name_keys
from trivia.lookup.tokens import span_key, tokenise

ANSWERED = [
    ("Who plays Jessica Jones?", "Krysten Ritter"),
    ("hwo plays trish", "Rachael Taylor"),
    ("which actor plays the villain in season 1", "David Tennant"),
    ("who plays jessicas best friend", "Rachael Taylor"),
    ("who killed the villain of season 1", "Jessica Jones"),
    ("who killed kilgrave", "Jessica Jones"),
    ("who was abused by kilgrave", "Jessica Jones"),
    ("what does trish want to be", "a vigilante hero"),
    ("who directed AKA You're Welcome", "Krysten Ritter"),
    ("who dirceted aka your welcome", "Krysten Ritter"),
    ("S1E2 director", "SJ Clarkson"),
    ("what is season 3 episode 2 called", "AKA You're Welcome"),
    ("how many episodes did sj clarkson direct", "2"),
    ("how many episodes does season 2 have", "13"),
    ("how many seasons does jessica jones have", "3"),
    ("how many marvel netflix shows are there", "4"),
    ("which season did clarkson direct", "Jessica Jones season 1"),
    ("wen does season 2 come out", "early 2018"),
    ("season 2 jessica jones when", "early 2018"),
    ("jessica jones season 3 platform", "Netflix"),
    ("where can i watch luke cage", "Netflix"),
    ("is The Punisher on Netflix", "yes"),
    ("is season three the final season", "yes"),
    ("does krysten ritter play kilgrave", "David Tennant"),
    ("whats the final season", "Jessica Jones season 3"),
    ("who is the showrunner", "Melissa Rosenberg"),
    ("who is the villain", "Kilgrave"),
    ("who works for variety", "Mo Ryan"),
    ("when was the transforming hollywood symposium", "October"),
    ("where did rosenberg say all directors would be women", "Transforming Hollywood"),
    ("who said she nailed it", "Melissa Rosenberg"),
    ("who said jessica is in a very confused place", "Krysten Ritter"),
    ("who might direct season 2", "SJ Clarkson"),
    ("whos jealous of jessica", "Trish Walker"),
    ("capital of france", "Paris"),
    ("whats the capital city of brasil", "Brasília"),
    ("waht is the captial of Germany", "Berlin"),
    ("can you tell me what the capital of peru is", "Lima"),
    ("Lima is the capital of which country", "Peru"),
    ("which countries border germany", "Poland"),
    ("how many neighbours does Chad have", "6"),
    ("is Berlin the capital of Germany", "yes"),
    ("is Munich the capital of Germany", "no"),
    ("what currency is used in japan", "Japanese yen"),
    ("where is Nairobi", "Kenya"),
    ("which countries speak portuguese", "Brazil"),
    ("biggest city in Australia", "Sydney"),
    ("capital of the country that borders portugal", "Madrid"),
    ("what is the capital of the country whose currency is the yen", "Tokyo"),
    ("which continent is Egypt in", "Africa"),
    ("does france border spain", "yes"),
    ("symbol for gold", "Au"),
    ("which element has atomic number 79", "gold"),
    ("atomic number of carbon", "6"),
    ("which elements are noble gases", "helium"),
    ("is helium a noble gas", "yes"),
    ("which element has the symbol Fe", "iron"),
]

DECLINED = [
    "why did Trish kill Kilgrave",
    "who killed jessica jones",
    "who killed trish",
    "who kills kilgrave in season 2",
    "is jessica dead",
    "did trish die",
    "what did trish say",
    "who plays Luke Cage",
    "who plays Foggy Nelson",
    "who directed season 4",
    "how many episodes in season 5",
    "how many episodes does season 1 have",
    "who directed the third episode of season 1",
    "what is the first episode of season 3 called",
    "who directed season 3 episode 5",
    "what year was season 3 released",
    "did men direct season 1",
    "is season 3 on hulu",
    "how old is krysten ritter",
    "who is the showrunner of Iron Fist",
    "what is the capital of Narnia",
    "population of Atlantis",
    "who is the president of france",
    "why is gold yellow",
    "how are you",
    "thanks",
    "what is the square root of 144",
    "did kilgrave kill jessica",
    "did jessica abuse kilgrave",
    "did ritter hire rosenberg",
    "did trish experiment on malus",
]


@pytest.fixture
async def shelf(shipped: Store) -> Shelf:
    return Shelf(tuple(pack.id for pack in await shipped.packs()), GLOBAL_COMMUNITY)


@pytest.fixture
def lookup(shipped: Store) -> Lookup:
    return Lookup(shipped, shipped)


@pytest.mark.parametrize(("question", "expected"), ANSWERED)
async def test_it_answers_in_any_wording(question: str, expected: str, lookup: Lookup, shelf: Shelf) -> None:
    answer = await lookup.ask(shelf, question)

    assert expected.casefold() in [item.text.casefold() for item in answer.answers]
    _assert_founded(answer)


@pytest.mark.parametrize("question", DECLINED)
async def test_it_says_so_when_the_facts_hold_no_answer(question: str, lookup: Lookup, shelf: Shelf) -> None:
    answer = await lookup.ask(shelf, question)

    assert answer.status in (Status.UNKNOWN, Status.UNCLEAR)
    assert not answer.answers
    assert answer.sentence


def _assert_founded(answer: Answer) -> None:
    assert answer.status is Status.ANSWERED
    for item in answer.answers:
        assert item.evidence
        assert all(evidence.fact.source.title and evidence.statement for evidence in item.evidence)


async def test_what_is_named_alike_is_asked_back(lookup: Lookup, shelf: Shelf) -> None:
    answer = await lookup.ask(shelf, "what's the capital of Georgia")

    assert answer.status is Status.UNCLEAR
    assert "state of Georgia" in answer.sentence


async def test_a_card_is_short_and_tells_what_gives_the_story_away_last(lookup: Lookup, shelf: Shelf) -> None:
    answer = await lookup.ask(shelf, "tell me about Kilgrave")

    spoilers = [item.spoiler is not None for item in answer.answers]
    assert 0 < len(answer.answers) <= 5
    assert spoilers == sorted(spoilers)


async def test_a_rumour_is_marked_in_the_answer(lookup: Lookup, shelf: Shelf) -> None:
    answer = await lookup.ask(shelf, "will kilgrave return")

    assert answer.answers[0].certainty is not Certainty.CONFIRMED or "yet to be confirmed" in answer.sentence


async def test_a_shelf_without_the_pack_knows_nothing_of_it(shipped: Store) -> None:
    packs = {pack.info.name: pack.id for pack in await shipped.packs()}
    elements = Shelf((packs["elements"],), GLOBAL_COMMUNITY)

    answer = await Lookup(shipped, shipped).ask(elements, "capital of france")

    assert answer.status is Status.UNKNOWN


async def test_every_relation_is_understood_in_its_own_words(shipped: Store, shelf: Shelf) -> None:
    lexicon = await Lookup(shipped, shipped).lexicon(shelf)
    misread = []
    for relation in lexicon.relations.values():
        facts = await shipped.of_relation(shelf, relation.id, 1)
        misread += [relation.id for fact in facts if not _is_read_back(relation.question, fact, lexicon)]

    assert misread == []


def _is_read_back(question: str, fact: Fact, lexicon: Lexicon) -> bool:
    tokens = tokenise(filled(question, fact.subject.name))
    name = tokenise(fact.subject.name)
    mentions = [
        Mention(start, end, (fact.subject,)) for start, end in name_keys(tokens).get(span_key(name, 0, len(name)), [])
    ]
    return any(_asks(r.plan, fact.subject, fact.relation) for r in own_words(tokens, lexicon, mentions))


def _asks(plan: Plan, subject: Entity, relation: str) -> bool:
    if isinstance(plan, Either):
        return any(_asks(part, subject, relation) for part in plan.parts)
    return plan == Follow(Only((subject,)), relation)


async def test_who_is_asked_back_about_a_number_reads_questions_and_no_plans(shipped: Store) -> None:
    shelf = await shipped.shelf(GLOBAL_COMMUNITY)
    named = await shipped.by_name(shelf, ("norway", "iceland"))
    norway, iceland = (next(m.entity for m in named[n] if m.entity.kind == "country") for n in ("norway", "iceland"))
    border = (await shipped.forward(shelf, "borders", (norway.id,)))[0]
    laid = Overlay(shipped, (replace(border, id=FactId(NEW), subject=iceland, value=norway),), {}, ())

    answer = await Lookup(laid, laid).ask(shelf, "how many countries border Norway")

    assert answer.status is Status.UNCLEAR
    assert answer.suggestions == ("Which country does Norway border?", "Which country borders Norway?")
