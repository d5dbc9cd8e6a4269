"""Running one command: settings, logging, and every way in which it can end."""

import argparse
import logging
import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TextIO
from uuid import uuid4

from bot.console import Console, standard_console
from bot.logs import set_up_logging
from bot.settings import Settings, read_settings, with_env_file
from trivia.errors import FactotumError, PackError, SettingsError, UsageError

DONE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130

Command = Callable[[Console, argparse.Namespace, Settings], int]

_logger = logging.getLogger(__name__)


def run(arguments: argparse.Namespace) -> int:
    """Run a parsed command on the streams and in the environment of this process; return its exit status."""
    console = standard_console()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    try:
        status = run_on(console, arguments, os.environ, Path(".env"))
        console.stdout.flush()
    except BrokenPipeError:
        _silence(console.stdout)
        return DONE
    except OSError as error:
        _silence(console.stdout)
        console.complain(f"can't write the result: {error.strerror}.")
        return FAILED
    return status


def run_on(console: Console, arguments: argparse.Namespace, environ: Mapping[str, str], env_file: Path) -> int:
    """Run a parsed command on these streams; whatever goes wrong becomes a line on standard error and a status.

    Only trouble with the streams themselves is raised, as OSError.
    """
    try:
        settings = read_settings(with_env_file(environ, env_file), arguments.database)
        set_up_logging(settings.log_level, console.stderr)
        return _command(arguments.command)(console, arguments, settings)
    except (UsageError, SettingsError) as error:
        console.complain(str(error))
        return MISUSED
    except PackError as error:
        for problem in error.problems:
            console.complain(str(problem))
        return FAILED
    except FactotumError as error:
        console.complain(str(error))
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        if error.filename is None:
            raise
        console.complain(f"{error.filename}: {error.strerror}.")
        return FAILED
    except Exception as error:  # noqa: BLE001 - the last line of defence: nobody is shown a traceback unasked
        return _unexpected(console, error)


def _command(name: str) -> Command:
    # Each is imported when it is run: no command pays for what another needs.
    match name:
        case "ask":
            from bot.commands.ask import ask  # noqa: PLC0415 - see above

            return ask
        case "questions":
            from bot.commands.questions import questions  # noqa: PLC0415 - see above

            return questions
        case "judge":
            from bot.commands.judge import judge  # noqa: PLC0415 - see above

            return judge
        case "pack":
            from bot.commands.pack import pack  # noqa: PLC0415 - see above

            return pack
        case "import":
            from bot.commands.exchange import bring  # noqa: PLC0415 - see above

            return bring
        case "export":
            from bot.commands.exchange import hand_out  # noqa: PLC0415 - see above

            return hand_out
        case "migrate" | "backup" | "restore":
            return _command_on_store(name)
        case "run":
            from bot.commands.run import run as serve  # noqa: PLC0415 - see above

            return serve
        case "doctor":
            from bot.commands.doctor import doctor  # noqa: PLC0415 - see above

            return doctor
        case "discord-invite":
            from bot.commands.discord_invite import discord_invite  # noqa: PLC0415 - see above

            return discord_invite
        case "slack-manifest":
            from bot.commands.slack_manifest import slack_manifest  # noqa: PLC0415 - see above

            return slack_manifest
        case _:
            from bot.commands.play import play  # noqa: PLC0415 - see above

            return play


def _command_on_store(name: str) -> Command:
    match name:
        case "backup":
            from bot.commands.backup import backup  # noqa: PLC0415 - see above

            return backup
        case "restore":
            from bot.commands.backup import bring_back  # noqa: PLC0415 - see above

            return bring_back
        case _:
            from bot.commands.migrate import migrate  # noqa: PLC0415 - see above

            return migrate


def _unexpected(console: Console, error: Exception) -> int:
    id_ = uuid4().hex[:8]
    if _logger.isEnabledFor(logging.DEBUG):
        _logger.error("Unexpected error %s", id_, exc_info=error)
    console.complain(f"something went wrong that should not have ({id_}); LOG_LEVEL=debug tells more.")
    return FAILED


def _interrupt(*_: object) -> None:
    """End the command at once, also while it waits for input, which asyncio's own handler does not."""
    raise KeyboardInterrupt


def _silence(stream: TextIO) -> None:
    """Let the interpreter's last flush go nowhere instead of complaining."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        stream.close()
