"""What can be asked about, as a reply."""

from collections.abc import Sequence

from trivia.commands.outcomes import TopicsListed
from trivia.ports import StoredPack
from trivia.replies.reply import Bold, Code, Field, Reply, lines, marked
from trivia.replies.wording import counted
from trivia.text import fold


def topics_listed(outcome: TopicsListed) -> Reply:
    """List packs and kinds, and how to choose one."""
    own = [pack for pack in outcome.packs if pack.community is not None]
    shared = [pack for pack in outcome.packs if pack.community is None]
    rows = [marked(Code(pack.info.name), " ", Bold(pack.info.title), f", {_size((pack,))}") for pack in shared]
    if own:  # several where imports brought some of them
        rows.append(marked(Code(fold(own[0].info.title)), f" {_size(own)} of your own"))
    packs = lines(rows)
    fields = [Field("Packs", packs)] if packs else []
    if outcome.kinds:
        fields.append(Field("Kinds", marked(", ".join(outcome.kinds))))
    if outcome.written:
        fields.append(Field("Questions that people wrote", marked(", ".join(outcome.written))))
    return Reply(
        title="What I can ask about",
        text=() if fields else marked("Nothing yet. Teach me facts with ", Code("/fact add"), "."),
        fields=tuple(fields),
        footer=marked("Choose one with ", Code("/trivia start topic"), ", or any name I know."),
    )


def _size(packs: Sequence[StoredPack]) -> str:
    facts, questions = sum(pack.facts for pack in packs), sum(pack.questions for pack in packs)
    asked = counted(questions, "written question") if questions else ""
    return ", ".join(part for part in (counted(facts, "fact") if facts or not asked else "", asked) if part)
