"""What can be asked about, as a reply."""

from trivia.commands.outcomes import TopicsListed
from trivia.ports import StoredPack
from trivia.replies.reply import Bold, Code, Field, Reply, lines, marked
from trivia.replies.wording import counted


def topics_listed(outcome: TopicsListed) -> Reply:
    """List packs and kinds, and how to choose one."""
    packs = lines(
        marked(Code(pack.info.name), " ", Bold(pack.info.title), f", {_size(pack)}") for pack in outcome.packs
    )
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


def _size(pack: StoredPack) -> str:
    asked = counted(pack.questions, "written question") if pack.questions else ""
    return ", ".join(part for part in (counted(pack.facts, "fact") if pack.facts or not asked else "", asked) if part)
