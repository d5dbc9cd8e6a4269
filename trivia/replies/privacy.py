"""What is kept and what is forgotten, as replies. All of them are private."""

from trivia.commands.actions import action
from trivia.commands.curated import ForgettingAsked, Forgotten, KeptHandedOut
from trivia.replies.reply import Button, File, Reply, marked
from trivia.replies.wording import counted


def about_privacy(outcome: KeptHandedOut | ForgettingAsked | Forgotten) -> Reply:
    """Word what came of it."""
    match outcome:
        case KeptHandedOut(name, data, rows):
            if not rows:
                return Reply(text=marked("I keep nothing of you."), private=True)
            said = f"This is all that I keep of you, {counted(rows, 'entry')}."
            return Reply(text=marked(said), files=(File(name, data),), private=True)
        case ForgettingAsked(community):
            if community:
                said = (
                    "This deletes all that I keep of this community: its own facts, rounds, points, schedules and "
                    "settings. It can't be taken back. /fact export hands you your facts first."
                )
                sure = action("privacy delete", scope="community", sure="yes")
                return Reply(text=marked(said), buttons=(Button("Delete everything", sure),), private=True)
            said = (
                "This deletes what I keep of you, wherever I know you. Your points stay on boards without your name, "
                "and facts you added stay without it too. It can't be taken back."
            )
            sure = action("privacy delete", sure="yes")
            return Reply(text=marked(said), buttons=(Button("Delete it", sure),), private=True)
        case Forgotten(community):
            said = "All that I kept of this community is deleted." if community else "I have forgotten you."
            return Reply(text=marked(said), private=True)
