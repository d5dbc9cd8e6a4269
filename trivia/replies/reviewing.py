"""What waits for moderators, as a list."""

from collections.abc import Mapping

from trivia.commands.actions import action
from trivia.commands.outcomes import ReviewListed, Waiting
from trivia.replies.reply import Button, Choice, Code, Reply, marked
from trivia.replies.wording import counted, shortened

_NOUNS = {"d": "dispute", "s": "suggestion", "q": "unanswered question", "f": "fact to look at again"}
"""What the things of each queue are called, by the letter of their ids."""

_PLURALS = {"f": "facts to look at again"}
_OLDEST = "the oldest first"
_ORDERS = {"q": "the most asked first"}
_LONGEST = 120


def review_listed(outcome: ReviewListed) -> Reply:
    """List what waits, the oldest first."""
    total = sum(outcome.counts.values())
    if not total:
        return Reply(text=marked("Nothing waits for you."), private=True)
    counts = ", ".join(_counted(letter, number) for letter, number in outcome.counts.items() if number)
    if not outcome.waiting:
        return Reply(text=marked(f"Nothing further waits; in all there is {counts}."), private=True)
    of = {"item": outcome.of} if outcome.of else {}
    buttons = [Button("More", action("fact review", page=outcome.page + 1, **of))] if outcome.more else []
    waiting = [letter for letter, number in outcome.counts.items() if number]
    if len(waiting) > 1:
        buttons += [Button(_heading(letter), action("fact review", item=letter)) for letter in waiting]
    order = f", {_ORDERS.get(waiting[0], _OLDEST)}" if len(waiting) == 1 else ""
    return Reply(
        title="Waiting for you",
        text=marked(f"{counts}{order}."),
        choices=tuple(
            Choice(waiting.id, _line(waiting), action("fact review", item=waiting.id)) for waiting in outcome.waiting
        ),
        buttons=tuple(buttons),
        footer=marked("Look at one with ", Code(f"/fact review {outcome.waiting[0].id}"), "."),
        private=True,
    )


def digest(counts: Mapping[str, int]) -> Reply:
    """Say once a week how much waits; what it is, moderators see by themselves."""
    waiting = [_counted(letter, number) for letter, number in counts.items() if number]
    return Reply(
        title="This week",
        text=marked(f"Moderators: {', '.join(waiting)} {_waits(sum(counts.values()))} for you."),
        buttons=(Button("Look at them", action("fact review")),),
        footer=marked("No more of this: ", Code("/settings digest value=no"), "."),
    )


def _waits(number: int) -> str:
    return "waits" if number == 1 else "wait"


def _counted(letter: str, number: int) -> str:
    noun = _NOUNS.get(letter, "thing")
    plural = _PLURALS.get(letter, f"{noun}s")
    return f"{number:,} {noun if number == 1 else plural}"


def _heading(letter: str) -> str:
    noun = _PLURALS.get(letter, f"{_NOUNS.get(letter, 'thing')}s")
    return noun[0].upper() + noun[1:]


def _line(waiting: Waiting) -> str:
    times = f"asked {waiting.members:,} times" if waiting.id.startswith("q") else counted(waiting.members, "member")
    members = f" ({times})" if waiting.members > 1 else ""
    urgent = " – set aside until it is decided" if waiting.urgent else ""
    return f"{shortened(waiting.words, _LONGEST)}{members}{urgent}"
