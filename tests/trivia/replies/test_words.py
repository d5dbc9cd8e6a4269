"""What is said, word for word, where a dialogue doesn't come by."""

from datetime import UTC, datetime

import pytest

from adapters.terminal.render import Look, rendered
from tests.fakes.rounds import player, question
from trivia.commands.actions import action, restored
from trivia.commands.catalogue import find
from trivia.commands.outcomes import (
    Answered,
    FactChanged,
    FactsShown,
    FactTaught,
    HelpShown,
    HistoryShown,
    Outcome,
    Said,
    Stated,
    TopicsListed,
)
from trivia.facts.model import Certainty, Entity, EntityId, Fact, FactId, Source, SpoilerPoint, SpoilerScope
from trivia.judging.verdict import Ruling
from trivia.lookup.answer import Answer, Status
from trivia.ports import Revision
from trivia.questions.model import QuestionKind
from trivia.replies.rounds import announced, told
from trivia.replies.say import replies
from trivia.replies.wording import counted, shortened
from trivia.rounds.model import Asked, Attempt, Ending, Mode, Player, Points, Proof, RoundId, Rules, Standing
from trivia.rounds.notices import (
    AlreadyOn,
    ChoiceTaken,
    GuessRuled,
    HadItAlready,
    HintShown,
    IsIn,
    LobbyOpen,
    NoGuessesLeft,
    NoHint,
    NoQuestionOpen,
    NoRound,
    NotAnOption,
    NotYours,
    Over,
    QuestionPut,
    Revealed,
    SkipVoted,
    TooLate,
    Word,
)

NOW = datetime(2026, 6, 14, tzinfo=UTC)
ANNA, BEN = player("Anna"), player("Ben")
NORWAY = Entity(EntityId(1), "norway", "country", "Norway", 0.9, "test")
SOURCE = Source("s", "Atlas", "Maps Ltd", "https://example.org", None, "en")


def attempt(who: Player, *, right: bool) -> Attempt:
    ruling = Ruling.ACCEPT if right else Ruling.REJECT
    return Attempt(RoundId("ab"), 1, who, f"e{who.id}", "this", None, ruling, "", NOW, 1.0, 0)


def stated(*, spoiler: bool = False, certainty: Certainty = Certainty.CONFIRMED) -> Stated:
    scope = SpoilerScope(NORWAY, SpoilerPoint(1)) if spoiler else None
    fact = Fact(FactId(7), "test", NORWAY, "capital", NORWAY, (), certainty, SOURCE, "", None, scope)
    return Stated(fact, "It is so")


def text(outcome: Outcome) -> str:
    return "\n".join(rendered(reply, Look()) for reply in replies(outcome))


@pytest.mark.parametrize(
    ("word", "said"),
    [
        (AlreadyOn(ANNA), "A round is on here already, started by Anna. End it with /trivia stop."),
        (NoRound(), "No round is on here. Start one with /trivia start."),
        (IsIn(already=False), "You are in. Good luck!"),
        (IsIn(already=True), "You are in already."),
        (ChoiceTaken("Oslo", 1, kept=False), "You chose B. Oslo"),
        (ChoiceTaken("Oslo", 1, kept=True), "Your first choice counts: B. Oslo"),
        (GuessRuled(Ruling.ACCEPT, "", 2), "Right!"),
        (GuessRuled(Ruling.PROMPT, "", 1), "Close: please be more specific. 1 try left."),
        (GuessRuled(Ruling.REJECT, "", 0), "That is not it. That was your last try."),
        (TooLate(), "That came too late: the question is closed."),
        (NoQuestionOpen(), "No question is open right now."),
        (NoGuessesLeft(3), "You have had your 3 tries."),
        (HadItAlready(), "You have it already."),
        (NotAnOption(3), "Please answer with a letter from A to C, or with an option's words."),
        (NoHint(switched_off=True), "Hints are off in this round."),
        (NoHint(switched_off=False), "There is no further hint to give."),
        (SkipVoted(1, 2), "Your vote to skip counts: 1 of 2 needed."),
        (NotYours(ANNA), "Only Anna, who started the round, or a moderator can do that."),
    ],
)
def test_each_word_to_the_one_who_acted_is_private_and_short(word: Word, said: str) -> None:
    reply = told(word)
    assert reply.private
    assert rendered(reply, Look()) == said


def test_nothing_is_said_where_the_channel_tells_it() -> None:
    assert replies(Said(None)) == ()
    assert replies(None) == ()


@pytest.mark.parametrize(
    ("ending", "title", "said"),
    [
        (Ending.DONE, "The round is over", "Anna won. Well played!"),
        (Ending.STOPPED, "The round was stopped", "Stopped by Ben."),
        (Ending.IDLE, "The round is over", "Nobody has answered for a while, so I stop here."),
        (Ending.NO_QUESTIONS, "The round is over", "I have no more questions to ask about that."),
        (Ending.AWAY, "The round is over", "I was away for too long, so I closed the round."),
    ],
)
def test_each_ending_says_why_and_shows_the_board(ending: Ending, title: str, said: str) -> None:
    board = (Standing(1, ANNA, 10, 1, 1), Standing(2, BEN, 0, 0, 1))
    reply = announced(Over(RoundId("1"), Rules(), ending, BEN, 1, board, None))
    shown = rendered(reply, Look())
    assert reply.title == title
    assert said in shown
    assert "1.  Anna        10  1 of 1\n2.  Ben          0  0 of 1" in shown


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((Standing(1, ANNA, 31, 3, 3, lives=2), Standing(2, BEN, 20, 2, 3, lives=1)), "Anna won. Well played!"),
        ((Standing(1, ANNA, 31, 3, 3, lives=2), Standing(2, BEN, 20, 2, 3, out=3)), "Anna won as the last one"),
        ((Standing(1, ANNA, 0, 0, 0, lives=1), Standing(2, BEN, 10, 1, 3, out=3)), "Anna won as the last one"),
        ((Standing(1, ANNA, 0, 0, 3, lives=1), Standing(2, BEN, 0, 0, 3, out=3)), "No points this time."),
    ],
)
def test_the_last_one_standing_is_who_alone_is_left(lines: tuple[Standing, ...], said: str) -> None:
    rules = Rules(mode=Mode.SURVIVAL)
    assert said in rendered(announced(Over(RoundId("ab"), rules, Ending.DONE, None, 3, lines, None)), Look())


def test_of_many_players_some_are_named_and_the_others_counted() -> None:
    crowd = [player(f"p{number}") for number in range(40)]
    tried = tuple(attempt(who, right=index % 2 == 0) for index, who in enumerate(crowd))
    earned = tuple(Points(RoundId("ab"), 1, who, 10) for who in crowd[::2])
    lines = tuple(Standing(1, who, 10, 1, 1) for who in crowd)
    asked = Asked.of(question("Who directed it?", "Krysten Ritter"))
    shown = rendered(announced(Revealed(RoundId("ab"), Rules(), 1, asked, tried, earned, lines, skipped=False)), Look())
    assert shown.count("and 8 more") == 2, "of those who had it, and of those who had not"
    assert shown.count("and 28 more") == 1, "of the standings"
    over = announced(Over(RoundId("ab"), Rules(), Ending.DONE, None, 1, lines, None))
    assert over.table
    assert len(over.table.rows) == 30
    assert "And 10 more: /score board scope=round" in rendered(over, Look())


def test_a_round_that_never_began_shows_no_board() -> None:
    board = (Standing(1, ANNA, 0, 0, 0),)
    reply = announced(Over(RoundId("1"), Rules(), Ending.NO_QUESTIONS, None, 0, board, None))
    assert reply.table is None
    assert "I have no questions to ask about that." in rendered(reply, Look())


def test_an_answer_cut_short_is_told_with_its_reason_and_source() -> None:
    proofs = (Proof("Oslo is the capital of Norway", "Atlas", "Maps Ltd", "https://example.org", "2019"),)
    asked = Asked("?", QuestionKind.TEXT, "Oslo", (), (), "city", "", 0.5, "", (), proofs)
    reply = announced(Over(RoundId("1"), Rules(), Ending.STOPPED, None, 1, (), asked))
    assert (
        "The answer was: Oslo\nWhy: Oslo is the capital of Norway.\nSource: Atlas <https://example.org>, Maps Ltd, 2019"
        in rendered(reply, Look())
    )


def test_a_lobby_names_players_and_many_are_counted() -> None:
    many = tuple(player(f"P{n}") for n in range(15))
    reply = announced(LobbyOpen(RoundId("1"), Rules(topic="films", difficulty="hard"), ANNA, many, NOW))
    shown = rendered(reply, Look())
    assert "Anna started a round: 10 questions about films, hard, 20 seconds each." in shown
    assert "P11 and 3 more" in shown
    assert reply.until == NOW


def test_a_questions_buttons_alone_say_what_they_refer_to() -> None:
    asked = Asked.of(question("?", "Oslo", ("Oslo", "Rome")))
    reply = announced(QuestionPut(RoundId("ab"), Rules(), 3, asked, 20, NOW))
    assert restored(reply.choices[1].action) == ("trivia answer", {"round": "ab", "question": "3", "text": "B"})
    assert all(len(choice.action) <= 100 for choice in reply.choices)


def test_a_number_is_asked_for_as_one_and_tries_are_counted() -> None:
    asked = Asked.of(question("?", "3", kind=QuestionKind.NUMBER))
    reply = announced(QuestionPut(RoundId("ab"), Rules(guesses=1), 3, asked, 20, NOW))
    assert "20 seconds. Give a number; you have 1 try." in rendered(reply, Look())


def test_a_hint_names_the_options_that_are_out() -> None:
    hinted = announced(HintShown(RoundId("1"), Rules(), 1, "", (0, 2), 7))
    assert rendered(hinted, Look()).startswith("Hint: it is not A or C.")


def test_actions_restore_what_they_were_made_of() -> None:
    assert restored(action("ask", question="a&b=c? ü")) == ("ask", {"question": "a&b=c? ü"})
    assert restored(action("trivia hint")) == ("trivia hint", {})


def test_numbers_agree_with_their_nouns() -> None:
    assert [counted(n, "try") for n in (0, 1, 1200)] == ["0 tries", "1 try", "1,200 tries"]
    assert shortened("x" * 50, 5) == "xxxx…"


def test_facts_say_their_certainty_and_hide_what_they_give_away() -> None:
    shown = text(
        FactsShown("Norway", (stated(spoiler=True), stated(certainty=Certainty.RUMOURED)), more=True, withheld=1)
    )
    assert shown == (
        "Norway\n"
        "#7 [spoiler for Norway@S1: It is so]\n"
        "#7 It is so (rumoured)\n"
        "There are more than I can show here.\n"
        "Some is held back until the question being played is over.\n"
        "Source: Atlas <https://example.org>, Maps Ltd"
    )
    assert "nothing about it" in text(FactsShown("Norway", (), more=False, withheld=0))


def test_teaching_says_what_was_learned_and_how_to_take_it_back() -> None:
    learned = text(FactTaught(stated(), ("Oslo",), known=False))
    assert "Thank you, I know that now: It is so.\n" in learned
    assert "New to me: Oslo\nTake it back with /fact undo 7." in learned
    assert text(FactTaught(stated(), (), known=True)).startswith("I knew that already: It is so.")


def test_the_history_of_a_fact_tells_who_when_and_why() -> None:
    revisions = (
        Revision(stated().fact, 1, "Anna", NOW, "", retired=False),
        Revision(stated().fact, 2, "Ben", NOW, "wrong", retired=True),
        Revision(stated().fact, 3, "", NOW, "", retired=False),
    )
    assert text(HistoryShown(stated(), revisions)) == (
        "Fact 7\nIt is so.\n"
        "1. added by Anna on 14 June 2026\n2. retired by Ben on 14 June 2026: wrong\n3. brought back on 14 June 2026"
    )
    assert "It is back: It is so." in text(FactChanged(stated(), retired=False))
    assert "Bring it back with /fact undo 7." in text(FactChanged(stated(), retired=True))


def test_an_empty_shelf_says_how_to_fill_it() -> None:
    assert "Teach me facts with /fact add." in text(TopicsListed((), ()))


def test_asking_back_offers_choices_that_ask() -> None:
    unknown = Answer("?", Status.UNKNOWN, sentence="I don't know.", suggestions=("Who is Anna?", "x" * 200))
    reply = replies(Answered(unknown))[0]
    assert rendered(reply, Look()).startswith("I don't know. Did you mean:\n  A. Who is Anna?")
    assert restored(reply.choices[0].action) == ("ask", {"question": "Who is Anna?"})
    assert reply.choices[1].action == "", "too long for a button"


def test_a_withheld_answer_is_private() -> None:
    reply = replies(Answered(Answer("?", Status.WITHHELD, sentence="Later.")))[0]
    assert reply.private


def test_help_on_a_command_shows_its_options_and_examples() -> None:
    shown = text(HelpShown(find("score board")))
    assert "scope – whose points: round, channel, community" in shown
    assert "Examples:" in shown
    assert "Options" not in text(HelpShown(find("trivia stop")))
