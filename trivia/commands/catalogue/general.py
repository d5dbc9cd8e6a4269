"""Asking, and what is there besides playing and facts."""

from trivia.commands.catalogue.declaring import Command, Option, OptionType, Suggests
from trivia.settings import Scope

ASKING: tuple[Command, ...] = (
    Command(
        "ask",
        "",
        "Answer a question from the facts, with their sources",
        (Option("question", "what you want to know", required=True, longest=1_000, rest=True, verbatim=True),),
        examples=("/ask who directed AKA You're Welcome?", "/ask what is the capital of Norway?"),
        changes=False,
    ),
)

CHOOSING: tuple[Command, ...] = (
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
)

PRIVACY: tuple[Command, ...] = (
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
)

HELPING: tuple[Command, ...] = (
    Command(
        "help",
        "",
        "Show what I can do",
        (Option("command", "the command you want to know more about", rest=True, suggests=Suggests.COMMAND),),
        examples=("/help", "/help trivia start"),
        changes=False,
    ),
)
