"""The commands, declared once. Platforms build their command trees from this list; help and docs are made from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from trivia.commands.request import Role
from trivia.questions.model import QuestionKind
from trivia.rounds.model import Mode
from trivia.rounds.teams import TEAMS
from trivia.scores.model import BoardScope, Order, Period
from trivia.settings import Scope


class OptionType(StrEnum):
    """What an option takes."""

    TEXT = "text"
    INTEGER = "number"
    BOOLEAN = "yes or no"
    FILE = "file"


class Suggests(StrEnum):
    """What an option names, of what is known already."""

    TOPIC = "topic"
    ENTITY = "entity"
    RELATION = "relation"
    KIND = "kind"
    FACT = "fact"
    ZONE = "zone"
    SCHEDULE = "schedule"
    SETTING = "setting"
    COMMAND = "command"
    SEASON = "season"
    PLAYER = "player"
    PLAYED = "topic played"


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command.

    ``low`` and ``high`` bound a number, ``longest`` a text. ``rest`` says that words typed without ``name=`` belong to
    it; ``verbatim``, that these words are taken as they are, whatever they look like. ``hidden`` ones are for buttons.
    ``suggests`` is what may be suggested while one types.
    """

    name: str
    summary: str
    type: OptionType = OptionType.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    longest: int = 200
    rest: bool = False
    verbatim: bool = False
    hidden: bool = False
    suggests: Suggests | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its family (``trivia``), its name within it (``start``, empty where the family is the command).

    ``role`` is the least that may run it. ``changes`` says that running it twice does more than running it once;
    ``keeps_event``, that what it changes is stored together with the event, so that nobody else need remember it.
    """

    family: str
    name: str
    summary: str
    options: tuple[Option, ...] = ()
    role: Role = Role.MEMBER
    examples: tuple[str, ...] = ()
    changes: bool = True
    keeps_event: bool = False

    @property
    def path(self) -> str:
        """The words that call it, without the slash."""
        return f"{self.family} {self.name}".strip()

    @property
    def usage(self) -> str:
        """How it is typed: required options bare, others in brackets."""
        shown = [option for option in self.options if not option.hidden]
        return " ".join([f"/{self.path}", *(_usage(option) for option in shown)])

    def option(self, name: str) -> Option | None:
        """Return an option by name."""
        return next((option for option in self.options if option.name == name), None)


def _usage(option: Option) -> str:
    written = option.name if option.rest else f"{option.name}=…"
    return written if option.required else f"[{written}]"


FAMILIES = {
    "ask": "Ask a question",
    "trivia": "Play a round",
    "schedule": "Plan rounds",
    "score": "Points and boards",
    "fact": "Teach and mend facts",
    "settings": "Settings",
    "privacy": "What is kept of you",
    "help": "Help",
}
"""The command families, in the order in which help lists them."""

_RULES = (
    Option("count", "how many questions", OptionType.INTEGER, low=1, high=50),
    Option("seconds", "time for each question", OptionType.INTEGER, low=5, high=300),
    Option("kinds", f"kinds of question, parted by commas: {', '.join(QuestionKind)}"),
    Option("difficulty", "how hard", choices=("easy", "medium", "hard")),
    Option("lobby", "seconds to gather players first", OptionType.INTEGER, low=0, high=600),
    Option("mode", "how it is played", choices=tuple(Mode)),
    Option("teams", "how many teams", OptionType.INTEGER, low=2, high=len(TEAMS)),
    Option("balanced", "whether I make the teams, by how much their members had right", OptionType.BOOLEAN),
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
_PICTURE = Option("picture", "whether to paint it", OptionType.BOOLEAN)
_WHEN = Option(
    "when", "when rounds begin, such as “weekdays at 9:30” or a cron expression", required=True, rest=True, longest=100
)
_ZONE = Option(
    "zone",
    "the time zone meant, such as Europe/Berlin; the community's if none is named",
    longest=60,
    suggests=Suggests.ZONE,
)
_FACT = Option(
    "fact", "the number of the fact", OptionType.INTEGER, required=True, low=1, rest=True, suggests=Suggests.FACT
)
_SCHEDULE = Option(
    "schedule",
    "the number of the schedule",
    OptionType.INTEGER,
    required=True,
    low=1,
    high=10**9,
    rest=True,
    suggests=Suggests.SCHEDULE,
)

CATALOGUE: tuple[Command, ...] = (
    Command(
        "ask",
        "",
        "Answer a question from the facts, with their sources",
        (Option("question", "what you want to know", required=True, longest=1_000, rest=True, verbatim=True),),
        examples=("/ask who directed AKA You're Welcome?", "/ask what is the capital of Norway?"),
        changes=False,
    ),
    Command(
        "trivia",
        "start",
        "Start a round in this channel",
        (
            Option("topic", "a pack, a kind or a name to ask about", rest=True, suggests=Suggests.TOPIC),
            *_RULES,
        ),
        examples=("/trivia start", "/trivia start countries count=5 kinds=choice", "/trivia start mode=teams"),
        keeps_event=True,
    ),
    Command(
        "trivia",
        "join",
        "Play in the round that is on",
        (Option("team", "the team you want to play for", choices=TEAMS, rest=True),),
        examples=("/trivia join", "/trivia join owls"),
        keeps_event=True,
    ),
    Command("trivia", "leave", "Play no longer; your points stay", examples=("/trivia leave",), keeps_event=True),
    Command(
        "trivia", "begin", "Start asking before the time to gather is up", examples=("/trivia begin",), keeps_event=True
    ),
    Command(
        "trivia",
        "answer",
        "Answer the open question, by letter or in words",
        (
            Option("text", "your answer", required=True, longest=300, rest=True, verbatim=True),
            Option("round", "the round meant", hidden=True),
            Option("question", "the question's number", OptionType.INTEGER, low=1, high=10_000, hidden=True),
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
            Option("question", "the question's number", OptionType.INTEGER, low=1, high=10_000, hidden=True),
        ),
        examples=("/trivia daily", "/trivia daily share=yes"),
    ),
    Command(
        "trivia",
        "report",
        "Say that a question or its answer was wrong; by itself, the latest question here",
        (
            Option("why", "what is wrong with it", longest=300, rest=True),
            Option("round", "the round meant", hidden=True),
            Option("question", "the question's number", OptionType.INTEGER, low=1, high=10_000, hidden=True),
            Option("answer", "the answer of a lookup that is meant", hidden=True),
        ),
        examples=("/trivia report", "/trivia report she was born in 1981"),
    ),
    Command("trivia", "topics", "List what can be asked about", examples=("/trivia topics",), changes=False),
    Command(
        "schedule",
        "add",
        "Plan rounds that begin by themselves in this channel",
        (
            _WHEN,
            _ZONE,
            Option("topic", "a pack, a kind or a name to ask about", suggests=Suggests.TOPIC),
            *_RULES,
            Option("announce", "minutes before, to announce each round", OptionType.INTEGER, low=0, high=1_440),
            Option("late", "minutes that a round may begin late, 15 if not said", OptionType.INTEGER, low=1, high=720),
            Option("daily", "tell of the daily set instead of starting a round", OptionType.BOOLEAN),
        ),
        Role.MODERATOR,
        (
            "/schedule add weekdays at 9:30 zone=Europe/Berlin topic=countries count=5",
            "/schedule add every Friday 17:00 zone=America/New_York announce=5",
            "/schedule add 30 9 * * 1-5 zone=Asia/Tokyo",
            "/schedule add daily at noon zone=Europe/Paris daily=yes",
        ),
    ),
    Command(
        "schedule",
        "list",
        "List the planned rounds with their next times",
        examples=("/schedule list",),
        changes=False,
    ),
    Command("schedule", "pause", "Let a schedule rest", (_SCHEDULE,), Role.MODERATOR, ("/schedule pause 3",)),
    Command("schedule", "resume", "Take a schedule up again", (_SCHEDULE,), Role.MODERATOR, ("/schedule resume 3",)),
    Command("schedule", "remove", "Do away with a schedule", (_SCHEDULE,), Role.MODERATOR, ("/schedule remove 3",)),
    Command(
        "schedule",
        "preview",
        "Show when something would come, without planning it",
        (_WHEN, _ZONE),
        examples=("/schedule preview mon, wed and fri at 8pm zone=Europe/London",),
        changes=False,
    ),
    Command(
        "schedule",
        "remind",
        "Be mentioned when rounds of a schedule are announced, or no longer",
        (_SCHEDULE, Option("wanted", "whether you want to be mentioned", OptionType.BOOLEAN)),
        examples=("/schedule remind 3", "/schedule remind 3 wanted=no"),
    ),
    Command(
        "score",
        "me",
        "Show your own points, rank, rating, streaks and topics",
        (
            Option("member", "whose instead of yours", longest=80, rest=True, suggests=Suggests.PLAYER),
            _PICTURE,
        ),
        examples=("/score me", "/score me picture=yes", "/score me Anna"),
        changes=False,
    ),
    Command(
        "score",
        "board",
        "Show the best players",
        (
            Option("scope", "whose points", choices=tuple(BoardScope)),
            Option("period", "since when", choices=tuple(Period)),
            Option("topic", "what the questions were about, such as countries", suggests=Suggests.PLAYED),
            Option("by", "what the order goes by", choices=tuple(Order)),
            Option("season", "a season by its name", longest=60, suggests=Suggests.SEASON),
            Option(
                "least",
                "answers needed to be listed by rating or accuracy; 20 if not said, fewer for a day or a week",
                OptionType.INTEGER,
                low=1,
                high=10_000,
            ),
            Option("page", "which page", OptionType.INTEGER, low=1, high=100_000),
            _PICTURE,
        ),
        examples=(
            "/score board",
            "/score board scope=channel period=week",
            "/score board topic=countries by=accuracy",
            "/score board season=Spring",
        ),
        changes=False,
    ),
    Command(
        "score",
        "season",
        "List the seasons; moderators open and close them",
        (
            Option("do", "what to do", choices=("list", "open", "close"), rest=True),
            Option("name", "what the season is called", longest=60),
        ),
        examples=("/score season", "/score season open name=Spring", "/score season close"),
    ),
    Command(
        "fact",
        "add",
        "Teach me a fact, in one sentence or in parts",
        (
            Option("sentence", "the fact in plain words", longest=500, rest=True, verbatim=True),
            Option("subject", "whom or what it is about", suggests=Suggests.ENTITY),
            Option("relation", "how the two are linked, such as directed_by", suggests=Suggests.RELATION),
            Option("value", "the other end", longest=500, suggests=Suggests.ENTITY),
            Option("source", "where you know it from: a title or a link", longest=500),
            Option("kind", "what the subject is, if I don't know it yet, such as film", suggests=Suggests.KIND),
            Option("certainty", "how sure it is", choices=("confirmed", "reported", "rumoured", "denied")),
            Option("anyway", "take it at once, without showing first what comes of it", OptionType.BOOLEAN),
            Option("alias", "a name that a known thing shall have too", hidden=True),
            Option("alias-of", "the known thing", hidden=True),
            Option("wondered", "the question that it answers", OptionType.INTEGER, hidden=True),
        ),
        Role.MODERATOR,
        (
            "/fact add The capital of Norway is Oslo source=Atlas",
            "/fact add subject=Norway relation=capital value=Oslo source=Atlas",
        ),
    ),
    Command(
        "fact",
        "confirm",
        "Take what I have just shown you",
        (Option("draft", "which, if not the latest", OptionType.INTEGER, low=1, rest=True),),
        Role.MODERATOR,
        ("/fact confirm",),
    ),
    Command(
        "fact",
        "edit",
        "Mend a fact: its value, source, certainty, date or spoiler",
        (
            _FACT,
            Option("value", "what it should say instead", longest=500),
            Option("source", "where that stands: a title or a link", longest=500),
            Option("certainty", "how sure it is", choices=("confirmed", "reported", "rumoured", "denied")),
            Option("stated", "the date it was stated, such as 2026-03, or none", longest=20),
            Option("spoiler", "what it gives away, such as Jessica Jones@S2E5, or none"),
            Option("reason", "why", longest=300),
            Option("revision", "the state of it that you saw", OptionType.INTEGER, low=1, hidden=True),
        ),
        Role.MODERATOR,
        ("/fact edit 12 value=Oslo source=Atlas", "/fact edit 12 certainty=rumoured reason=no source says so"),
    ),
    Command(
        "fact",
        "show",
        "Show what I know about a name, with the numbers of the facts",
        (Option("name", "a name, or the number of a fact", required=True, rest=True, suggests=Suggests.ENTITY),),
        examples=("/fact show Norway", "/fact show 12"),
        changes=False,
    ),
    Command(
        "fact",
        "history",
        "Show how a fact came to be as it is, or all changes here",
        (
            Option("fact", "the number of the fact", OptionType.INTEGER, low=1, rest=True, suggests=Suggests.FACT),
            Option("file", "whether to hand you all changes as a table", OptionType.BOOLEAN),
            Option("before", "the number of a change, to list those before it", OptionType.INTEGER, low=1),
        ),
        examples=("/fact history 12", "/fact history"),
        changes=False,
    ),
    Command(
        "fact",
        "retire",
        "Stop answering and asking from a fact",
        (_FACT, Option("reason", "why", longest=300)),
        Role.MODERATOR,
        ("/fact retire 12 reason=out of date",),
    ),
    Command(
        "fact",
        "restore",
        "Bring a retired fact back",
        (_FACT, Option("reason", "why", longest=300)),
        Role.MODERATOR,
        ("/fact restore 12",),
    ),
    Command(
        "fact",
        "undo",
        "Take back your last change, the last one of a fact, or any",
        (
            Option("fact", "the number of the fact", OptionType.INTEGER, low=1, rest=True, suggests=Suggests.FACT),
            Option("change", "the number of the change, as /fact history lists it", OptionType.INTEGER, low=1),
            Option("reason", "why", longest=300),
        ),
        Role.MODERATOR,
        ("/fact undo", "/fact undo 12", "/fact undo change=17"),
    ),
    Command(
        "fact",
        "alias",
        "Give something one more name, or take one away",
        (
            Option("name", "what is meant", required=True, rest=True, suggests=Suggests.ENTITY),
            Option("alias", "its other name", required=True),
            Option("remove", "whether to take the name away", OptionType.BOOLEAN),
        ),
        Role.MODERATOR,
        ("/fact alias Jessica Jones alias=JJ", "/fact alias Jessica Jones alias=JJ remove=yes"),
    ),
    Command(
        "fact",
        "rename",
        "Give something of your own another name; I still understand the old one",
        (
            Option("name", "what is meant", required=True, rest=True, suggests=Suggests.ENTITY),
            Option("to", "its new name", required=True),
        ),
        Role.MODERATOR,
        ("/fact rename The Hall to=The Old Hall",),
    ),
    Command(
        "fact",
        "merge",
        "Make one of two things that are the same",
        (
            Option("name", "the one that goes", required=True, rest=True, suggests=Suggests.ENTITY),
            Option("into", "the one that stays", required=True, suggests=Suggests.ENTITY),
        ),
        Role.MODERATOR,
        ("/fact merge J. Jones into=Jessica Jones",),
    ),
    Command(
        "fact",
        "relation",
        "Teach me a new kind of fact, by its sentence and its question",
        (
            Option("name", "a short name for it, such as home_ground", required=True, rest=True, longest=60),
            Option("statement", "its sentence, with {subject} and {value}", required=True),
            Option("question", "the question for the value, with {subject}", required=True),
            Option("subject", "what kind of thing the subject is", required=True, suggests=Suggests.KIND),
            Option("value", "what kind of thing the value is, or text, number, date", required=True),
            Option("inverse", "the question for the subject, with {value}"),
            Option("holds", "how many values may be true at once", choices=("one", "many")),
            Option("unit", "the unit of a quantity", longest=20),
        ),
        Role.MODERATOR,
        (
            (
                "/fact relation home_ground statement={value} is the home ground of {subject} "
                "question=Where does {subject} play? subject=team value=stadium holds=one"
            ),
        ),
    ),
    Command(
        "fact",
        "lock",
        "Keep moderators from changing a fact, or a thing and all that is said of it",
        (
            Option("what", "the number of a fact, or a name", required=True, rest=True, suggests=Suggests.ENTITY),
            Option("free", "whether to let them change it again", OptionType.BOOLEAN),
        ),
        Role.ADMIN,
        ("/fact lock 12", "/fact lock Jessica Jones free=yes"),
    ),
    Command(
        "fact",
        "import",
        "Take many facts from a file, after showing what it would bring",
        (
            Option("file", "a pack as a zip, or a table as CSV", OptionType.FILE, required=True),
            Option("columns", "what its columns mean, such as Film: subject, Director: directed_by", longest=1_000),
        ),
        Role.MODERATOR,
        ("/fact import file=facts.csv", "/fact import file=films.csv columns=Film: subject, Director: directed_by"),
    ),
    Command(
        "fact",
        "export",
        "Hand out the facts of your own, as a pack or as a table",
        (Option("format", "what sort of file", choices=("pack", "table")),),
        Role.MODERATOR,
        ("/fact export", "/fact export format=table"),
        changes=False,
    ),
    Command(
        "fact",
        "suggest",
        "Suggest a fact; a moderator will look at it",
        (
            Option("sentence", "the fact in plain words", longest=500, rest=True, verbatim=True),
            Option("subject", "whom or what it is about", suggests=Suggests.ENTITY),
            Option("relation", "how the two are linked, such as directed_by", suggests=Suggests.RELATION),
            Option("value", "the other end", longest=500, suggests=Suggests.ENTITY),
            Option("source", "where you know it from: a title or a link", longest=500),
            Option("kind", "what the subject is, if I don't know it yet, such as film", suggests=Suggests.KIND),
        ),
        examples=("/fact suggest The capital of Norway is Oslo source=Atlas",),
    ),
    Command(
        "fact",
        "amend",
        "Accept a suggestion in other words",
        (
            Option("item", "the suggestion, such as s7", required=True, longest=20, rest=True),
            Option("sentence", "the fact as it should be", required=True, longest=500),
            Option("source", "where that stands: a title or a link", longest=500),
            Option("kind", "what the subject is, if I don't know it yet", suggests=Suggests.KIND),
            Option("word", "what to tell the member", longest=300),
        ),
        Role.MODERATOR,
        ("/fact amend s7 sentence=The capital of Norway is Oslo",),
    ),
    Command(
        "fact",
        "answer",
        "Answer what nobody could, by a fact; those who asked are told",
        (
            Option("item", "the question, such as q5", required=True, longest=20, rest=True),
            Option("sentence", "a fact that answers it", required=True, longest=500),
            Option("source", "where that stands: a title or a link", longest=500),
            Option("kind", "what the subject is, if I don't know it yet", suggests=Suggests.KIND),
        ),
        Role.MODERATOR,
        ("/fact answer q5 sentence=The capital of Norway is Oslo source=Atlas",),
    ),
    Command(
        "fact",
        "review",
        "Show what waits for moderators, or decide it",
        (
            Option("item", "what you mean, such as d12", longest=20, rest=True),
            Option("decision", "what shall become of it", choices=("accept", "mend", "retire", "void", "decline")),
            Option("value", "the answer to accept, or what the fact should say", longest=300),
            Option("word", "what to tell those who asked", longest=300),
            Option("fact", "the number of the fact meant, if there are several", OptionType.INTEGER, low=1),
            Option("page", "which part of the list", OptionType.INTEGER, low=1, high=10_000, hidden=True),
        ),
        Role.MODERATOR,
        ("/fact review", "/fact review d12", "/fact review d12 decision=decline word=The source says so."),
    ),
    Command(
        "fact",
        "mend",
        "Mend the fact behind a dispute",
        (
            Option("item", "the dispute, such as d12", required=True, longest=20, rest=True),
            Option("value", "what the fact should say", required=True, longest=300),
            Option("word", "what to tell those who asked", longest=300),
            Option("fact", "the number of the fact meant, if there are several", OptionType.INTEGER, low=1),
        ),
        Role.MODERATOR,
        ("/fact mend d12 value=Oslo",),
    ),
    Command(
        "settings",
        "",
        "Show what is set here, or change it",
        (
            Option("name", "the setting meant", rest=True, suggests=Suggests.SETTING),
            Option("value", "what it shall be; “default” for what holds where nobody chose", longest=500),
            Option("scope", "for whom it shall hold", choices=tuple(Scope)),
        ),
        examples=("/settings", "/settings zone value=Europe/Berlin", "/settings extra value=50"),
    ),
    Command(
        "privacy",
        "export",
        "Hand you all that I keep of you",
        examples=("/privacy export",),
        changes=False,
    ),
    Command(
        "privacy",
        "delete",
        "Forget you, or for admins the whole community",
        (
            Option("scope", "what to forget: you, if nothing is said", choices=("me", "community")),
            Option("sure", "whether you are sure", OptionType.BOOLEAN),
        ),
        examples=("/privacy delete", "/privacy delete scope=community"),
    ),
    Command(
        "help",
        "",
        "Show what I can do",
        (Option("command", "the command you want to know more about", rest=True, suggests=Suggests.COMMAND),),
        examples=("/help", "/help trivia start"),
        changes=False,
    ),
)


def find(path: str) -> Command | None:
    """Return a command by its path, whatever its case and spacing."""
    words = " ".join(path.casefold().removeprefix("/").split())
    return next((command for command in CATALOGUE if command.path == words), None)


def of_family(family: str) -> Sequence[Command]:
    """Return the commands of a family."""
    return [command for command in CATALOGUE if command.family == family]
