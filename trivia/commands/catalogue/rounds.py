"""Playing rounds and the daily set."""

from trivia.commands.catalogue.declaring import Command, Option, OptionType, Suggests
from trivia.questions.model import QuestionKind
from trivia.rounds.model import Mode
from trivia.rounds.teams import TEAMS

RULES = (
    Option("count", "how many questions", OptionType.INTEGER, low=1, high=50),
    Option("seconds", "time for each question", OptionType.INTEGER, low=5, high=300),
    Option("kinds", f"kinds of question, parted by commas: {', '.join(QuestionKind)}"),
    Option("difficulty", "how hard", choices=("easy", "medium", "hard")),
    Option("lobby", "seconds to gather players first", OptionType.INTEGER, low=0, high=600),
    Option("mode", "how it is played", choices=tuple(Mode)),
    Option("teams", "how many teams", OptionType.INTEGER, low=2, high=len(TEAMS)),
    Option("balanced", "whether I make the teams, by how much their members had right lately", OptionType.BOOLEAN),
    Option("lives", "how many mistakes survival forgives, and the one that ends it", OptionType.INTEGER, low=1, high=3),
    Option("guesses", "how often one may type an answer", OptionType.INTEGER, low=1, high=10),
    Option("streaks", "whether several right answers in a row earn more", OptionType.BOOLEAN),
    Option("thread", "whether it is played in a thread of its own", OptionType.BOOLEAN),
    Option("ceiling", "how far works may be given away, such as jessica-jones@S1E5"),
    Option("hints", "whether hints may be asked for", OptionType.BOOLEAN),
    Option("spoilers", "whether questions may give plots away", OptionType.BOOLEAN),
)
"""What may be chosen of a round besides its topic."""

_ROUND = Option("round", "the round meant", hidden=True)
_QUESTION = Option("question", "the question's number", OptionType.INTEGER, low=1, high=10_000, hidden=True)

ROUNDS: tuple[Command, ...] = (
    Command(
        "trivia",
        "start",
        "Start a round in this channel",
        (
            Option("topic", "a pack, a kind or a name to ask about", rest=True, suggests=Suggests.TOPIC),
            *RULES,
        ),
        examples=("/trivia start", "/trivia start countries count=5 kinds=choice", "/trivia start mode=teams"),
        keeps_event=True,
    ),
    Command(
        "trivia",
        "join",
        "Play in the round that is on",
        (Option("team", "the team you want to play for", choices=TEAMS, rest=True), _ROUND),
        examples=("/trivia join", "/trivia join owls"),
        keeps_event=True,
    ),
    Command("trivia", "leave", "Play no longer; your points stay", examples=("/trivia leave",), keeps_event=True),
    Command(
        "trivia",
        "begin",
        "Start asking before the time to gather is up",
        (_ROUND,),
        examples=("/trivia begin",),
        keeps_event=True,
    ),
    Command(
        "trivia",
        "answer",
        "Answer the open question, by letter or in words",
        (
            Option("text", "your answer", required=True, longest=300, rest=True, verbatim=True),
            _ROUND,
            _QUESTION,
        ),
        examples=("/trivia answer B", "/trivia answer Krysten Ritter"),
        keeps_event=True,
    ),
    Command(
        "trivia",
        "hint",
        "Ask for a hint; right answers earn less after it",
        (_ROUND, _QUESTION),
        examples=("/trivia hint",),
        keeps_event=True,
    ),
    Command(
        "trivia",
        "skip",
        "Vote to skip the open question; a moderator's vote decides",
        (_ROUND, _QUESTION),
        examples=("/trivia skip",),
        keeps_event=True,
    ),
    Command(
        "trivia",
        "stop",
        "End the round; for its starter and for moderators",
        (_ROUND,),
        examples=("/trivia stop",),
        keeps_event=True,
    ),
    Command(
        "trivia",
        "pause",
        "Let the round rest, for an hour at most; for its starter and for moderators",
        examples=("/trivia pause",),
        keeps_event=True,
    ),
    Command(
        "trivia",
        "resume",
        "Go on with a paused round; for its starter and for moderators",
        (_ROUND,),
        examples=("/trivia resume",),
        keeps_event=True,
    ),
    Command(
        "trivia",
        "again",
        "Start a round like the last one here",
        (_ROUND,),
        examples=("/trivia again",),
        keeps_event=True,
    ),
    Command(
        "trivia",
        "review",
        "Show what you missed in the last round here, with the answers",
        (Option("page", "which page", OptionType.INTEGER, low=1, high=100, rest=True), _ROUND),
        examples=("/trivia review",),
        changes=False,
    ),
    Command(
        "trivia",
        "daily",
        "Play today's set, alone and whenever it suits you, or see how you did",
        (
            Option("share", "show your result to everybody here", OptionType.BOOLEAN),
            Option("pass", "see the answer of your question instead of trying it", OptionType.BOOLEAN),
            Option("round", "the set meant", hidden=True),
            _QUESTION,
        ),
        examples=("/trivia daily", "/trivia daily share=yes"),
    ),
    Command(
        "trivia",
        "report",
        "Say that a question or its answer was wrong; by itself, the latest question here",
        (
            Option("why", "what is wrong with it", longest=300, rest=True),
            _ROUND,
            _QUESTION,
            Option("answer", "the answer of a lookup that is meant", hidden=True),
        ),
        examples=("/trivia report", "/trivia report she was born in 1981"),
    ),
    Command("trivia", "topics", "List what can be asked about", examples=("/trivia topics",), changes=False),
)
