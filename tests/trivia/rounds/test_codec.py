"""Texts that earlier versions stored."""

from datetime import UTC, datetime, timedelta

from trivia.facts.model import CommunityId, FactId
from trivia.judging.verdict import Ruling
from trivia.questions.model import QuestionKind
from trivia.replies.reply import Choice, Link, Mention, Moment, Reply, Spoiler, Table, marked
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.model import (
    Asked,
    Attempt,
    ChannelId,
    Live,
    MemberId,
    Phase,
    Place,
    Player,
    Proof,
    Round,
    RoundId,
    Rules,
    Seat,
    Standing,
)

AT = datetime(2026, 3, 2, 12, 0, 1, 500, tzinfo=UTC)
ANNA = Player(MemberId("chat:anna"), "Anna")
PLAYER = '{"_":"Player","id":"chat:anna","name":"Anna"}'
ROUND = (
    '{"_":"Round","id":"a1","place":{"_":"Place","community":5,"channel":"chat:hall"},"starter":' + PLAYER + ","
    '"rules":{"_":"Rules","count":3,"seconds":20,"lobby":15,"pause":5,"guesses":3,"grace":2.0,"hints":true,'
    '"idle_after":3,"mode":"race","teams":2,"lives":2},"phase":"asking","started":"2026-03-02T12:00:01.000500+00:00",'
    '"deadline":"2026-03-02T12:00:21.000500+00:00","version":2,"number":1,"players":[' + PLAYER + '],"live":'
    '{"_":"Live","asked":{"_":"Asked","stem":"Which?","kind":"choice","key":"Oslo","accepted":["Oslo"],'
    '"options":["Oslo","Bergen"],"type":"city","plan":"p","difficulty":0.5,"topic":"north","facts":[7],"proofs":'
    '[{"_":"Proof","statement":"Oslo is it.","title":"Atlas","publisher":"","address":"","date":""}],"revisions":[1]},'
    '"number":1,"at":"2026-03-02T12:00:01.000500+00:00","attempts":[{"_":"Attempt","round":"a1","number":1,'
    '"player":' + PLAYER + ',"event":"e","given":"A","choice":0,"ruling":"accept","reason":"option",'
    '"at":"2026-03-02T12:00:01.000500+00:00","elapsed":1.5,"hints":0}],"waiting_for":["chat:anna"],"limit":20.0},'
    '"board":[{"_":"Standing","place":1,"player":' + PLAYER + ',"points":10,"right":1,"answered":1,"streak":1,'
    '"last":1}],"seats":[{"_":"Seat","member":"chat:anna","extra":50,"skill":0.5}]}'
)
REPLY = (
    '{"_":"Reply","title":"T","text":[{"_":"Plain","text":"a"},{"_":"Spoiler","text":"d","scope":"s@S1"},'
    '{"_":"Link","text":"e","address":"https://example.org"},{"_":"Mention","member":"chat:anna","name":"Anna"},'
    '{"_":"Moment","at":"2026-03-02T12:00:01.000500+00:00"}],"choices":[{"_":"Choice","label":"A","text":"Oslo",'
    '"action":"x"}],"table":{"_":"Table","heads":["h"],"rows":[["1"]],"right":[0]},'
    '"until":"2026-03-02T12:00:01.000500+00:00"}'
)


def test_a_round_that_an_earlier_version_stored_goes_on() -> None:
    oslo = Proof("Oslo is it.", "Atlas", "", "", "")
    kind, facts = QuestionKind.CHOICE, (FactId(7),)
    asked = Asked(
        "Which?", kind, "Oslo", ("Oslo",), ("Oslo", "Bergen"), "city", "p", 0.5, "north", facts, (oslo,), (1,)
    )
    attempt = Attempt(RoundId("a1"), 1, ANNA, "e", "A", 0, Ruling.ACCEPT, "option", AT, 1.5, 0)
    stored = Round(
        RoundId("a1"),
        Place(CommunityId(5), ChannelId("chat:hall")),
        ANNA,
        Rules(count=3),
        Phase.ASKING,
        AT,
        AT + timedelta(seconds=20),
        version=2,
        number=1,
        players=(ANNA,),
        live=Live(asked, 1, AT, attempts=(attempt,), waiting_for=frozenset({ANNA.id}), limit=20.0),
        board=(Standing(1, ANNA, 10, 1, 1, streak=1, last=1),),
        seats=(Seat(ANNA.id, extra=50),),
    )

    assert from_json(Round, ROUND) == stored
    assert from_json(Round, to_json(stored)) == stored


def test_a_message_that_an_earlier_version_left_unsent_is_sent() -> None:
    text = marked("a", Spoiler("d", "s@S1"), Link("e", "https://example.org"), Mention("chat:anna", "Anna"), Moment(AT))
    table = Table(("h",), (("1",),), frozenset({0}))
    left = Reply("T", text, choices=(Choice("A", "Oslo", "x"),), table=table, until=AT)

    assert from_json(Reply, REPLY) == left
    assert from_json(Reply, to_json(left)) == left
