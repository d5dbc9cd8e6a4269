"""Disputes, in words: to who disputes, to moderators who decide, and to the channel whose points changed."""

from collections.abc import Sequence
from datetime import date

from trivia.commands.actions import action
from trivia.commands.outcomes import DisputeShown, DisputeTaken
from trivia.disputes.model import Decision, Dispute, Item, LookedUp, Way
from trivia.disputes.settling import Gain
from trivia.facts.dates import PartialDate
from trivia.judging.verdict import Ruling
from trivia.replies.doubts import warnings
from trivia.replies.modes import board
from trivia.replies.reply import Bold, Button, Code, Field, Link, Marked, Plain, Reply, Span, lines, marked
from trivia.replies.wording import counted, shortened
from trivia.rounds.model import Asked, Proof, Round

_MOST_NAMED = 10
_MOST_OFFERED = 2
_LONGEST_OFFERED = 40
_LONGEST_STEM = 200
_RULED = {Ruling.ACCEPT: "right", Ruling.PROMPT: "not exact enough", Ruling.REJECT: "wrong"}


# To who disputes


def dispute_taken(outcome: DisputeTaken) -> Reply:
    """Thank a member, or say what they should know already."""
    item = outcome.item
    if item.decision:
        word = f" {_word(item.decision)}" if item.decision.word else ""
        return Reply(text=marked(f"The moderators have looked into that already: {_outcome(item)}{word}"), private=True)
    if not outcome.fresh:
        return Reply(text=marked("You have told me already. The moderators will look into it."), private=True)
    aside = " Until then I won't ask it here." if item.set_aside else ""
    return Reply(
        text=marked(
            f"Thank you. The moderators will look into “{shortened(_named(item), _LONGEST_STEM)}”, and I'll tell you "
            f"what they decide.{aside}"
        ),
        private=True,
    )


def decided_for_member(item: Item) -> Reply:
    """Tell one who disputed something what came of it."""
    word = _word(item.decision) if item.decision else ""
    said = [
        marked("You told me that something is wrong here: ", Bold(_named(item))),
        marked(f"A moderator has looked into it: {_outcome(item)}"),
        marked(word),
    ]
    return Reply(text=lines(row for row in said if row), private=True)


def reason_of(item: Item) -> str:
    """Return why a fact was changed, for its history."""
    return f"dispute {item.id}"


# To the channel


def decided_for_channel(
    item: Item, state: Round, numbers: Sequence[int], gains: Sequence[Gain], *, voided: bool
) -> Reply:
    """Tell a channel what a decision changed in one of its rounds, with the standings if they changed."""
    which = " and ".join(map(str, numbers))
    rows = [
        marked(f"Question {which} was disputed: ", Bold(shortened(_named(item), _LONGEST_STEM))),
        marked(f"A moderator has looked into it: {_outcome_of(item, voided=voided)}"),
    ]
    fields = (Field("Points", _gained(gains)),) if gains else (Field("Points", marked("Nobody's points change.")),)
    return Reply(
        title="A decision",
        text=lines(rows),
        fields=fields,
        table=board(state.board, state.rules) if gains else None,
        thread=state.id if state.rules.thread else "",
    )


def decided_for_player(item: Item, day: date, numbers: Sequence[int], gain: Gain, *, voided: bool) -> Reply:
    """Tell one who had a disputed question of a daily set what a decision changed for them."""
    which = " and ".join(map(str, numbers))
    when = PartialDate(day.year, day.month, day.day).words
    rows = [
        marked(
            f"Question {which} of the daily set of {when} was disputed: ", Bold(shortened(_named(item), _LONGEST_STEM))
        ),
        marked(f"A moderator has looked into it: {_outcome_of(item, voided=voided)}"),
    ]
    return Reply(
        title="A decision", text=lines(rows), fields=(Field("Your points", marked(Bold(_signed(gain)))),), private=True
    )


def _outcome_of(item: Item, *, voided: bool) -> str:
    return "the question counts for nobody." if voided and _mends(item) else _outcome(item)


def _signed(gain: Gain) -> str:
    return f"{'+' if gain.points > 0 else '−'}{abs(gain.points)}"


def _mends(item: Item) -> bool:
    return item.decision is not None and item.decision.way is Way.MEND


def _gained(gains: Sequence[Gain]) -> Marked:
    spans: list[Span] = []
    for gain in gains[:_MOST_NAMED]:
        spans += [*([Plain(", ")] if spans else []), Bold(gain.player.name), Plain(f" {_signed(gain)}")]
    more = len(gains) - _MOST_NAMED
    return (*spans, *marked(f" and {more} more" if more > 0 else ""))


# To moderators


def dispute_shown(outcome: DisputeShown) -> Reply:
    """Show an item with all that helps to decide it, or what was decided."""
    item = outcome.item
    thing = item.thing
    fields = [
        Field("My answer" if isinstance(thing, LookedUp) else "The answer I had", marked(Bold(_key(thing)))),
        *_options(thing),
        *_evidence(item),
        Field(f"Disputed by {counted(len(item.disputes), 'member')}", _disputers(item.disputes)),
    ]
    if item.set_aside:
        fields.append(Field("Set aside", marked("It isn't asked here until you decide.")))
    if item.decision:
        fields.append(Field("Decided", _decided(item, item.decision, done=outcome.done)))
        doubts = warnings(outcome.doubts) if outcome.doubts else []
        if doubts and outcome.mended:
            again = marked("If that was a slip, mend it: ", Code(f"/fact edit {outcome.mended} value=…"))
            fields.append(Field("Is that right?", lines([*doubts, again])))
    elif not outcome.may_decide:
        fields.append(Field("Yours", marked("You dispute this yourself, so somebody else decides it.")))
    open_to = item.decision is None and outcome.may_decide
    return Reply(
        title=f"Dispute {item.id}",
        text=marked(Bold(_named(item))),
        fields=tuple(fields),
        buttons=_buttons(item) if open_to else (Button("What else waits", action("fact review")),),
        footer=marked("Say more with ", Code(f"/fact review item={item.id} decision=… word=…")) if open_to else (),
        private=True,
    )


def _key(thing: Asked | LookedUp) -> str:
    return thing.text if isinstance(thing, LookedUp) else thing.key


def _options(thing: Asked | LookedUp) -> list[Field]:
    if isinstance(thing, LookedUp) or not thing.options:
        return []
    return [Field("Options", marked(", ".join(thing.options)))]


def _evidence(item: Item) -> list[Field]:
    thing = item.thing
    if not thing.facts:
        return []
    rows = [
        (Code(f"#{number}"), *marked(f" {proof.statement}. "), *_source(proof))
        for number, proof in zip(thing.facts, thing.proofs, strict=False)
    ]
    return [Field("Evidence", lines(rows[:_MOST_NAMED]))]


def _source(proof: Proof) -> Marked:
    title: Span = Link(proof.title, proof.address) if proof.address else Plain(proof.title)
    return marked("(", title, *(f", {part}" for part in (proof.publisher, proof.date) if part), ")")


def _disputers(disputes: Sequence[Dispute]) -> Marked:
    rows = []
    for dispute in disputes[:_MOST_NAMED]:
        answer = ""
        if dispute.given and dispute.ruling:
            answer = f" answered “{shortened(dispute.given, 80)}”, which was ruled {_RULED[dispute.ruling]}"
        why = f"{';' if answer else ''} wrote: {shortened(dispute.why, 300)}" if dispute.why else ""
        rows.append(marked(Bold(dispute.player.name), answer, why))
    more = len(disputes) - _MOST_NAMED
    return lines([*rows, *([marked(f"and {more} more")] if more > 0 else [])])


def _decided(item: Item, decision: Decision, *, done: bool) -> Marked:
    if done:
        word = f", with your word: {decision.word}" if decision.word else "."
        return marked(f"Done: {_outcome(item)} Those who disputed it are told{word}")
    return marked(Bold(decision.by.name), f" decided it already: {_outcome(item)} {_word(decision)}".rstrip())


def _buttons(item: Item) -> tuple[Button, ...]:
    def decide(text: str, way: Way, value: str = "") -> Button:
        given = {"value": value} if value else {}
        return Button(text, action("fact review", item=item.id, decision=way.value, **given))

    buttons: list[Button] = []
    asked = item.thing if isinstance(item.thing, Asked) else None
    if asked and not asked.options:
        buttons += [
            decide(f"Accept “{answer}”", Way.ACCEPT, answer)
            for answer in item.suggested[:_MOST_OFFERED]
            if len(answer) <= _LONGEST_OFFERED
        ]
    if item.facts:
        buttons.append(Button("Mend the fact", action("fact mend", item=item.id)))
        buttons.append(decide("Retire the fact", Way.RETIRE))
    if asked:
        buttons.append(decide("Void the question", Way.VOID))
    return (*buttons, decide("Decline", Way.DECLINE))


# What was decided


def _named(item: Item) -> str:
    return item.thing.question if isinstance(item.thing, LookedUp) else item.thing.stem


def _word(decision: Decision) -> str:
    return f"They say: {decision.word}" if decision.word else ""


def _outcome(item: Item) -> str:
    """Say what a decision comes to, as the end of a sentence."""
    decision = item.decision
    asked = isinstance(item.thing, Asked)
    match decision.way if decision else None:
        case Way.ACCEPT:
            return f"“{decision.value if decision else ''}” is right too."
        case Way.MEND:
            return f"the fact is mended, it is {decision.value if decision else ''}."
        case Way.RETIRE:
            return f"the fact behind it is retired{', and the question counts for nobody' if asked else ''}."
        case Way.VOID:
            return "the question counts for nobody."
        case _:
            return "it stays as it was."
