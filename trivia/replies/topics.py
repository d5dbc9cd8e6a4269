"""What can be asked about, as a reply."""

from trivia.commands.outcomes import TopicsListed
from trivia.replies.reply import Bold, Code, Field, Reply, lines, marked
from trivia.replies.wording import counted


def topics_listed(outcome: TopicsListed) -> Reply:
    """List packs and kinds, and how to choose one."""
    packs = lines(
        marked(Code(pack.info.name), " ", Bold(pack.info.title), f", {counted(pack.facts, 'fact')}")
        for pack in outcome.packs
    )
    fields = [Field("Packs", packs)] if packs else []
    if outcome.kinds:
        fields.append(Field("Kinds", marked(", ".join(outcome.kinds))))
    return Reply(
        title="What I can ask about",
        text=() if fields else marked("Nothing yet. Teach me facts with ", Code("/fact add"), "."),
        fields=tuple(fields),
        footer=marked("Choose one with ", Code("/trivia start topic"), ", or any name I know."),
    )
