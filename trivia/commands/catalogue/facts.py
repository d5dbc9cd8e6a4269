"""Teaching and mending facts, and what moderators decide."""

from trivia.commands.catalogue.declaring import Command, Option, OptionType, Suggests
from trivia.commands.request import Role

_STATED = (
    Option("sentence", "the fact in plain words", longest=500, rest=True, verbatim=True),
    Option("subject", "whom or what it is about", suggests=Suggests.ENTITY),
    Option("relation", "how the two are linked, such as directed_by", suggests=Suggests.RELATION),
    Option("value", "the other end", longest=500, suggests=Suggests.ENTITY),
    Option("source", "where you know it from: a title or a link", longest=500),
    Option("kind", "what the subject is, if I don't know it yet, such as film", suggests=Suggests.KIND),
)
"""How a fact is told: in one sentence or in parts."""
_CERTAINTY = Option("certainty", "how sure it is", choices=("confirmed", "reported", "rumoured", "denied"))
_FACT = Option(
    "fact", "the number of the fact", OptionType.INTEGER, required=True, low=1, rest=True, suggests=Suggests.FACT
)

_ONE = Option("fact", "the number of the fact", OptionType.INTEGER, low=1, suggests=Suggests.FACT)
_REASON = Option("reason", "why", longest=300)

FACTS: tuple[Command, ...] = (
    Command(
        "fact",
        "add",
        "Teach me a fact, in one sentence or in parts",
        (
            *_STATED,
            _CERTAINTY,
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
            _CERTAINTY,
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
        (
            Option(
                "name",
                "a name, the number of a fact, or a question that somebody wrote",
                required=True,
                rest=True,
                longest=1_000,
                suggests=Suggests.ENTITY,
            ),
        ),
        examples=("/fact show Norway", "/fact show 12"),
        changes=False,
    ),
    Command(
        "fact",
        "history",
        "Show how a fact came to be as it is, or all changes here, of a name or of a relation",
        (
            _ONE,
            Option(
                "name",
                "a name, to list the changes of it and of what is said of it",
                rest=True,
                suggests=Suggests.ENTITY,
            ),
            Option("relation", "a relation, to list its changes", suggests=Suggests.RELATION),
            Option("file", "whether to hand you all changes as a table", OptionType.BOOLEAN),
            Option("before", "the number of a change, to list those before it", OptionType.INTEGER, low=1),
        ),
        examples=("/fact history 12", "/fact history", "/fact history Norway", "/fact history relation=capital"),
        changes=False,
    ),
    Command(
        "fact",
        "retire",
        "Stop answering and asking from a fact, or from all that is said of a thing",
        (
            _ONE,
            Option("name", "a thing that shall go, with all facts of it", rest=True, suggests=Suggests.ENTITY),
            _REASON,
        ),
        Role.MODERATOR,
        ("/fact retire 12 reason=out of date", "/fact retire Norway reason=off topic"),
    ),
    Command(
        "fact",
        "restore",
        "Bring back a retired fact or thing, or a relation that was dropped or merged",
        (
            _ONE,
            Option("name", "a thing that was retired", rest=True, suggests=Suggests.RETIRED),
            Option("relation", "a relation that was dropped or merged", longest=60),
            _REASON,
        ),
        Role.MODERATOR,
        ("/fact restore 12", "/fact restore Norway", "/fact restore relation=home_ground"),
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
            Option("reason", "why", longest=300),
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
            Option("reason", "why", longest=300),
        ),
        Role.MODERATOR,
        ("/fact rename The Hall to=The Old Hall",),
    ),
    Command(
        "fact",
        "merge",
        "Make one of two things, or of two relations, that are the same",
        (
            Option("name", "the one that goes", required=True, rest=True, suggests=Suggests.MERGED),
            Option("into", "the one that stays", required=True, suggests=Suggests.MERGED),
            Option("what", "what you mean, if a name may mean both", choices=("things", "relations")),
            _REASON,
        ),
        Role.MODERATOR,
        ("/fact merge J. Jones into=Jessica Jones", "/fact merge managed_by into=led_by"),
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
            _REASON,
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
        "drop",
        "Let go of a relation of your own that no fact needs any more",
        (
            Option("name", "the relation, such as home_ground", required=True, rest=True, suggests=Suggests.RELATION),
            _REASON,
        ),
        Role.MODERATOR,
        ("/fact drop home_ground",),
    ),
    Command(
        "fact",
        "lock",
        "Keep moderators from changing a fact, or a thing and all facts that begin or end with it",
        (
            Option("what", "the number of a fact, or a name", required=True, rest=True, suggests=Suggests.ENTITY),
            Option("free", "whether to let them change it again", OptionType.BOOLEAN),
        ),
        Role.ADMIN,
        ("/fact lock 12", "/fact lock Jessica Jones free=yes"),
    ),
    Command(
        "fact",
        "question",
        "Teach me a question of your own, with its answer, or mend one",
        (
            Option("question", "the question", required=True, longest=1_000, rest=True, verbatim=True),
            Option("answer", "the right answer", required=True, longest=300),
            Option("wrong", "wrong answers to choose from, parted by |, or none", longest=1_000),
            Option("accepted", "other right answers, parted by |", longest=1_000),
            Option("topic", "what it is about", longest=80, suggests=Suggests.TOPIC),
            Option("difficulty", "how hard it is", choices=("easy", "medium", "hard")),
            Option("source", "where the answer stands: a title or a link", longest=500),
        ),
        Role.MODERATOR,
        ("/fact question Who founded our club? answer=Ada Byron wrong=Bea Cole|Cy Dunn topic=our club",),
    ),
    Command(
        "fact",
        "questions",
        "List the questions that people wrote, with their answers",
        (
            Option("topic", "only those on this", longest=80, rest=True, suggests=Suggests.TOPIC),
            Option("page", "which part of the list", OptionType.INTEGER, low=1, high=10_000),
        ),
        Role.MODERATOR,
        ("/fact questions", "/fact questions our club"),
        changes=False,
    ),
    Command(
        "fact",
        "import",
        "Take many facts or questions from a file, after showing what it would bring",
        (
            Option("file", "a pack as a zip, or a table of facts or questions as CSV", OptionType.FILE, required=True),
            Option("columns", "what its columns mean, such as Film: subject, Director: directed_by", longest=1_000),
        ),
        Role.MODERATOR,
        ("/fact import file=facts.csv", "/fact import file=films.csv columns=Film: subject, Director: directed_by"),
    ),
    Command(
        "fact",
        "export",
        "Hand out the facts and questions of your own, as a pack or as a table",
        (Option("format", "what sort of file", choices=("pack", "table", "questions")),),
        Role.MODERATOR,
        ("/fact export", "/fact export format=table"),
        changes=False,
    ),
    Command(
        "fact",
        "suggest",
        "Suggest a fact; a moderator will look at it",
        _STATED,
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
            Option("source", "where that stands: a title or a link", longest=300),
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
            Option("source", "where that stands: a title or a link", longest=300),
            Option("word", "what to tell those who asked", longest=300),
            Option("fact", "the number of the fact meant, if there are several", OptionType.INTEGER, low=1),
        ),
        Role.MODERATOR,
        ("/fact mend d12 value=Oslo source=Atlas",),
    ),
)
