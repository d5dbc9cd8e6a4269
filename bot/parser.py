"""The words and options of the command line. Imports argparse alone, so that ``--help`` costs next to nothing."""

import argparse
import os
import sys

from bot import VERSION

TYPE_CHECKING = False  # importing typing for it would cost more than all of this module
if TYPE_CHECKING:
    from typing import NoReturn

QUESTION_KINDS = ("choice", "text", "true-false", "number")
"""The kinds of question that can be asked for; a test holds them to the core."""

DIFFICULTIES = ("easy", "medium", "hard")
"""How hard a question may be wished; a test holds them to the core."""

FORMATS = ("auto", "pack", "table", "questions")
"""What files with facts can be; a test holds them to the core."""

PLATFORMS = ("discord", "slack")
"""The chat platforms that can be served; a test holds them to the program's list."""

_DATABASE = "the store: an SQLite file, sqlite:///FILE or postgresql://... (default: DATABASE_URL, else factotum.db)"
_MOST_QUESTIONS = 100_000
_LONGEST_NUMBER = 18


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal; argparse's own way to find the width loads the compression libraries."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=min(_terminal_width(), 110) - 2)


class _Parser(argparse.ArgumentParser):
    """A parser that tells what is wrong in one line."""

    def error(self, message: str) -> "NoReturn":
        plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in message)
        self.exit(2, f"factotum: {plain} (see {self.prog} --help)\n")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = _Parser(
        prog="factotum",
        description="Ask questions, play trivia and keep facts, all from one store.",
        epilog='examples:\n  factotum play\n  factotum ask "who directed AKA You\'re Welcome?"',
        formatter_class=_Help,
        allow_abbrev=False,
    )
    parser.add_argument("--database", metavar="STORE", help=_DATABASE)
    parser.add_argument("--version", action="version", version=f"factotum {VERSION}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    _add_play(commands)
    _add_run(commands)
    _add_ask(commands)
    _add_questions(commands)
    _add_judge(commands)
    _add_pack(commands)
    _add_import(commands)
    _add_export(commands)
    _add_migrate(commands)
    _add_backup(commands)
    _add_restore(commands)
    _add_doctor(commands)
    _add_discord_invite(commands)
    _add_slack_manifest(commands)
    return parser


_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for what add_subparsers returns


def _add(commands: "_Commands[_Parser]", name: str, summary: str, *examples: str) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog="\n".join(("example:" if len(examples) == 1 else "examples:", *(f"  {e}" for e in examples))),
        formatter_class=_Help,
        allow_abbrev=False,
    )


def _add_database(parser: argparse.ArgumentParser) -> None:
    # Left out of the namespace where it isn't given, so as not to hide one given before the command.
    parser.add_argument("--database", metavar="STORE", default=argparse.SUPPRESS, help=_DATABASE)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _add_play(commands: "_Commands[_Parser]") -> None:
    play = _add(
        commands,
        "play",
        "ask, play rounds and add facts in the terminal; reads commands from a pipe too",
        "factotum play",
        "printf '/ask what is the capital of Norway?\\n/quit\\n' | factotum play",
    )
    _add_database(play)


def _add_run(commands: "_Commands[_Parser]") -> None:
    run = _add(
        commands,
        "run",
        "serve the chat platforms whose tokens are set, until stopped",
        "factotum run",
        "factotum run --platform discord",
    )
    run.add_argument("--platform", choices=PLATFORMS, help="only this one")
    _add_database(run)


def _add_ask(commands: "_Commands[_Parser]") -> None:
    ask = _add(
        commands,
        "ask",
        "look one question up",
        'factotum ask "what is the capital of Norway?"',
        'factotum ask --json "who plays Jessica Jones?"',
        "factotum ask --batch questions.jsonl",
    )
    ask.add_argument("question", nargs="?", metavar="QUESTION", help="what you want to know")
    _add_json(ask)
    ask.add_argument(
        "--batch",
        metavar="FILE",
        help='read questions as JSON Lines, {"id"?, "question"}, and print one JSON line for each; - is standard input',
    )
    _add_database(ask)


def _add_questions(commands: "_Commands[_Parser]") -> None:
    questions = _add(
        commands,
        "questions",
        "make trivia questions, as JSON Lines",
        "factotum questions --count 10 --seed 7",
        "factotum questions --count 5 --kind choice --topic countries --difficulty easy",
    )
    questions.add_argument("--count", type=_count, default=10, metavar="N", help="how many (default: 10)")
    questions.add_argument("--seed", type=int, metavar="S", help="same seed and store, same questions")
    questions.add_argument("--kind", choices=QUESTION_KINDS, help="only of this kind")
    questions.add_argument("--topic", metavar="T", help="only about this pack, kind or entity")
    questions.add_argument("--difficulty", choices=DIFFICULTIES, help="only as hard as this")
    questions.add_argument("--json", action="store_true", help="print one JSON document, a list, instead of lines")
    _add_database(questions)


def _add_judge(commands: "_Commands[_Parser]") -> None:
    judge = _add(commands, "judge", "rule on typed answers, as JSON Lines", "factotum judge --batch answers.jsonl")
    judge.add_argument(
        "--batch",
        metavar="FILE",
        required=True,
        help='read {"id"?, "question"?, "key", "accepted", "given", "type"?} a line, and print one JSON line for each; '
        "- is standard input",
    )


def _add_import(commands: "_Commands[_Parser]") -> None:
    bring = _add(
        commands,
        "import",
        "bring facts from a file into a community's own: all of it or nothing",
        "factotum import facts.csv",
        'factotum import films.csv --columns "Film: subject, Director: directed_by"',
        "factotum import own-facts.zip --check",
    )
    bring.add_argument("path", metavar="FILE", help="a table (CSV), or a pack as a zip or a folder")
    bring.add_argument("--columns", default="", metavar="WHAT", help="what the columns of a table mean")
    bring.add_argument("--check", action="store_true", help="only say what it would bring")
    _add_exchange(bring)


def _add_export(commands: "_Commands[_Parser]") -> None:
    hand_out = _add(
        commands,
        "export",
        "write a community's own facts to a file",
        "factotum export own-facts.zip",
        "factotum export facts.csv",
    )
    hand_out.add_argument("path", metavar="FILE", help="a new file; its name says what it becomes, .zip or .csv")
    _add_exchange(hand_out)


def _add_exchange(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=FORMATS, default="auto", help="what the file is (default: by its name)")
    command.add_argument(
        "--community",
        type=_community,
        default=0,
        metavar="N",
        help="whose facts, by number (default: 0, the terminal's)",
    )
    _add_json(command)
    _add_database(command)


def _add_pack(commands: "_Commands[_Parser]") -> None:
    pack = _add(
        commands,
        "pack",
        "list, check, install, remove and export packs of facts",
        "factotum pack list",
        "factotum pack install mypack/",
    )
    actions = pack.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=_Parser)
    listed = _add(actions, "list", "list the packs in the store", "factotum pack list --json")
    _add_json(listed)
    _add_database(listed)
    install = _add(
        actions, "install", "check a pack and put it on every shelf", "factotum pack install mypack/",
        "factotum pack install mypack.zip",
    )  # fmt: skip
    install.add_argument("path", metavar="PATH", help="a folder or zip with the files of a pack")
    _add_json(install)
    _add_database(install)
    remove = _add(actions, "remove", "take a pack off every shelf", "factotum pack remove mypack")
    remove.add_argument("name", metavar="NAME", help="the name of the pack")
    remove.add_argument("--force", action="store_true", help="also if communities taught facts about its things")
    _add_json(remove)
    _add_database(remove)
    check = _add(actions, "check", "tell everything that is wrong with a pack", "factotum pack check mypack/")
    check.add_argument("path", metavar="PATH", help="a folder or zip with the files of a pack")
    _add_json(check)
    export = _add(
        actions, "export", "write a pack of the store to a folder or zip", "factotum pack export countries out/",
        "factotum pack export countries countries.zip",
    )  # fmt: skip
    export.add_argument("name", metavar="NAME", help="the name of the pack")
    export.add_argument("path", nargs="?", metavar="PATH", help="a new folder, or a zip by its name (default: NAME)")
    _add_json(export)
    _add_database(export)


def _add_migrate(commands: "_Commands[_Parser]") -> None:
    migrate = _add(commands, "migrate", "bring a store up to this version of the program", "factotum migrate")
    _add_json(migrate)
    _add_database(migrate)


def _add_backup(commands: "_Commands[_Parser]") -> None:
    backup = _add(
        commands,
        "backup",
        "write the whole store to one file, also while the bot runs",
        "factotum backup factotum-monday.db",
    )
    backup.add_argument("path", metavar="FILE", help="a new file; it becomes an SQLite store, whatever the store is")
    backup.add_argument("--force", action="store_true", help="write over the file if it is there")
    _add_json(backup)
    _add_database(backup)


def _add_restore(commands: "_Commands[_Parser]") -> None:
    restore = _add(
        commands,
        "restore",
        "put a backup in the place of the store, while the bot is stopped; what was there is kept",
        "factotum restore factotum-monday.db",
        "factotum restore factotum.db --database postgresql://bot@localhost/factotum",
    )
    restore.add_argument("path", metavar="FILE", help="a backup, of either kind of store")
    _add_json(restore)
    _add_database(restore)


def _add_doctor(commands: "_Commands[_Parser]") -> None:
    doctor = _add(commands, "doctor", "look at the store and the set-up, and say what to do", "factotum doctor")
    _add_json(doctor)
    _add_database(doctor)


def _add_discord_invite(commands: "_Commands[_Parser]") -> None:
    _add(commands, "discord-invite", "print the link that brings the bot to a server", "factotum discord-invite")


def _add_slack_manifest(commands: "_Commands[_Parser]") -> None:
    made = _add(
        commands,
        "slack-manifest",
        "print the manifest by which the bot is made known to Slack, as JSON",
        "factotum slack-manifest",
        "factotum slack-manifest --http https://bot.example.org",
    )
    made.add_argument(
        "--http", metavar="URL", help="for HTTP, where Slack reaches the bot; for Socket Mode unless said"
    )
    made.add_argument(
        "--read-messages",
        action="store_true",
        help="let answers typed in channels count, for which it asks to read them",
    )


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 6 or not 1 <= int(text) <= _MOST_QUESTIONS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {_MOST_QUESTIONS:,}")
    return int(text)


def _community(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > _LONGEST_NUMBER:
        raise argparse.ArgumentTypeError(f"{text!r} is not the number of a community")
    return int(text)


def _terminal_width() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (OSError, ValueError, AttributeError):
        return 80
