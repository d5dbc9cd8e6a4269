"""The desk: what members type, press and fill in becomes requests to the core, and its replies go back to them.

Nothing here knows the game. Each method takes what Slack sent, read into a value, and returns when all is answered;
acknowledging comes before, elsewhere.
"""

import contextlib
import logging
from collections.abc import Mapping
from dataclasses import replace

from adapters.slack import words
from adapters.slack.api import Api, SlackTrouble
from adapters.slack.blocks import ASKS, PRESSED, REVEAL
from adapters.slack.doors import Door
from adapters.slack.errands import Errands, Wish
from adapters.slack.forms import (
    Form,
    filled,
    missing,
    needs_form,
    option_of,
    picked,
    read,
    suggestions,
    view,
    wrong,
)
from adapters.slack.homes import Homes
from adapters.slack.limits import LARGEST_FILE
from adapters.slack.manifest import ADD_FACT
from adapters.slack.naming import HELP, Names
from adapters.slack.origin import Chosen, Origin, Pressed, Submitted, Suggesting, Typed, View, plain
from adapters.slack.sealing import Stamp
from adapters.slack.text import Element
from adapters.slack.voice import Voice
from trivia.commands.actions import restored
from trivia.commands.arguments import checked, read_line
from trivia.commands.catalogue import Command, OptionType, find, of_family
from trivia.commands.request import Argument, Role, Upload
from trivia.errors import FactotumError, UsageError
from trivia.replies.reply import Code, Reply, marked

_log = logging.getLogger(__name__)
_IDS_KEPT = frozenset({"settings"})
"""Families in which a mention is meant by its id, since names change."""
_FACT_COMMANDS = ("fact add", "fact suggest")


class Desk:
    """Serves every workspace of this process."""

    def __init__(self, *, errands: Errands, homes: Homes, api: Api, voice: Voice, names: Names, stamp: Stamp) -> None:
        self._errands = errands
        self._homes = homes
        self._api = api
        self._voice = voice
        self._names = names
        self._stamp = stamp

    # Commands

    async def typed(self, said: Typed) -> None:
        """Carry out a slash command; ask in a form for what is missing; tell how it goes where it can't be read."""
        origin = said.origin
        door = await self._errands.door(origin)
        family = self._names.family(said.slash)
        if door is None or family is None:
            return
        line = _line(family, plain(said.text, ids=family in _IDS_KEPT))
        if line == family and len(of_family(family)) > 1:
            await self._offer(door, origin, family)
            return
        command: Command | None = None
        try:
            path, arguments = read_line(line)
            command = find(path)
            arguments = _without_files(command, arguments)
            if command and needs_form(command, arguments):
                await self._ask(door, Form(command, {n: str(v) for n, v in arguments.items()}, origin))
                return
            if command:
                checked(command, arguments)
        except UsageError as error:
            await self._voice.answer(door, origin, (_usage(str(error), command or _meant(line)),))
            return
        await self._errands.run(door, origin, Wish(path, arguments))

    async def _offer(self, door: Door, origin: Origin, family: str) -> None:
        """Ask which of a family's commands is meant, of those that the member may run."""
        role = await self._errands.role(door, origin)
        first = next((command for command in of_family(family) if command.role <= role), of_family(family)[0])
        await self._open(door, Form(first, {}, origin, picks=True, role=role))

    async def _ask(self, door: Door, form: Form) -> None:
        """Ask for what a command still needs; who may not run it is told so instead."""
        if form.command.role > Role.MEMBER and form.command.role > await self._errands.role(door, form.origin):
            await self._errands.run(door, form.origin, Wish(form.command.path, form.arguments))
            return
        await self._open(door, form)

    # Buttons

    async def pressed(self, press: Pressed) -> None:
        """Carry out what a button stands for; a form's menu changes the form."""
        door = await self._errands.door(press.origin)
        if door is None:
            return
        if press.view is not None and press.view.callback:
            await self._repicked(door, press, press.view)
        elif press.action.startswith(REVEAL):
            await self._voice.tell(door, press.origin, press.value)
        elif press.action.startswith(ASKS) and (command := find(press.value)):
            await self._ask(door, Form(command, {}, press.origin))
        elif press.action.startswith(PRESSED):
            await self._done(door, press)

    async def _done(self, door: Door, press: Pressed) -> None:
        path, arguments = restored(press.value)
        command = find(path)
        if command is not None and (asks := missing(command, arguments)):
            await self._ask(door, Form(command, {n: str(v) for n, v in arguments.items()}, press.origin, asks=asks))
            return
        await self._run(door, press.origin, Wish(path, arguments))

    async def _run(self, door: Door, origin: Origin, wish: Wish) -> None:
        """Have a wish carried out; what was wished at home may change what is shown there."""
        await self._errands.run(door, origin, wish)
        if origin.at_home:
            await self._homes.show(origin)

    async def _repicked(self, door: Door, press: Pressed, seen: View) -> None:
        form = read(seen.metadata, press.origin, self._stamp)
        other = picked(form, press.value) if form else None
        if other is not None:
            with contextlib.suppress(SlackTrouble):  # it was changed again, or closed, meanwhile
                await self._api.update_view(door.token, seen.id, seen.hash, view(other, self._stamp, self._names))

    # Forms

    async def _open(self, door: Door, form: Form) -> None:
        """Ask in a form; where that can't be opened any more, say so."""
        try:
            await self._api.open_view(door.token, form.origin.trigger, view(form, self._stamp, self._names))
        except SlackTrouble as error:
            await self._voice.tell(door, form.origin, str(error))

    def problems(self, sent: Submitted) -> dict[str, str] | None:
        """Return what is wrong with a form that was sent off, by block; None if it isn't a form of ours."""
        form = self._form(sent)
        return None if form is None else wrong(form, filled(form, sent.view))

    def _form(self, sent: Submitted) -> Form | None:
        form = read(sent.view.metadata, sent.origin, self._stamp)
        path = sent.view.values.get("pick")
        return picked(form, path) if form and form.picks and path else form

    async def submitted(self, sent: Submitted) -> None:
        """Carry out the command that a form was filled in for."""
        form = self._form(sent)
        door = await self._errands.door(sent.origin)
        if door is None:
            return
        if form is None:
            await self._voice.tell(door, sent.origin, words.UNREADABLE)
            return
        now = sent.origin
        origin = replace(form.origin, event=now.event, trigger=now.trigger, name=now.name, at=now.at)
        arguments = filled(form, sent.view)
        try:
            upload = await self._handed_over(door, form, sent.view)
        except SlackTrouble as error:
            _log.warning("a file could not be fetched: %s", error)
            await self._voice.tell(door, origin, words.NO_FILE)
            return
        except UsageError as error:
            await self._voice.tell(door, origin, str(error))
            return
        await self._run(door, origin, Wish(form.command.path, arguments, upload))

    async def _handed_over(self, door: Door, form: Form, seen: View) -> Upload | None:
        for option in form.command.options:
            handed = seen.files.get(f"option:{option.name}", ())
            if option.type is OptionType.FILE and handed:
                file = handed[0]
                if file.size > LARGEST_FILE:
                    raise UsageError(words.TOO_LARGE.format(most=LARGEST_FILE // 1_000_000))
                return Upload(file.name, await self._api.download(door.token, file.address, LARGEST_FILE))
        return None

    async def suggested(self, asked: Suggesting) -> Element:
        """Return what a menu of a form offers for what is being typed."""
        form = read(asked.metadata, asked.origin, self._stamp)
        door = await self._errands.door(asked.origin)
        option = option_of(asked.action)
        if form is None or door is None or not option:
            return suggestions(asked.text, ())
        arguments = {**form.arguments, option: asked.text}
        origin = replace(form.origin, name=asked.origin.name)
        found = await self._errands.suggest(door, origin, Wish(form.command.path, arguments), option)
        return suggestions(asked.text, found)

    async def chosen(self, message: Chosen) -> None:
        """Offer a message as a fact, with the message as its source."""
        door = await self._errands.door(message.origin)
        if door is None or message.shortcut != ADD_FACT:
            return
        role = await self._errands.role(door, message.origin)
        commands = [command for path in _FACT_COMMANDS if (command := find(path)) and command.role <= role]
        if not commands:
            commands = [of_family("fact")[0]]
        try:
            source = await self._api.permalink(door.token, message.origin.channel, message.timestamp)
        except FactotumError:
            source = ""
        asks = tuple(o.name for o in commands[0].options if o.name in ("sentence", "fact", "source", "kind"))
        shown = {"sentence": message.text, "source": source}
        await self._open(door, Form(commands[0], {}, message.origin, asks=asks, shown=shown))


def _line(family: str, text: str) -> str:
    """Return what was typed as a line of the core's; ``help`` after any command asks for help with it."""
    first, _, rest = text.strip().partition(" ")
    if first.casefold() == HELP and family != HELP:
        own = f"{family} {rest.strip()}".strip()
        return f"{HELP} {own if rest.strip() and find(own) else rest.strip() or own}" if own != "trivia" else HELP
    return f"{family} {text.strip()}".strip()


def _without_files(command: Command | None, arguments: Mapping[str, Argument]) -> Mapping[str, Argument]:
    """Leave out what was typed for a file: a name is no file, so the form will ask for it."""
    files = {option.name for option in command.options if option.type is OptionType.FILE} if command else set()
    return {name: value for name, value in arguments.items() if name not in files}


def _meant(line: str) -> Command | None:
    """Return the command of a line that can't be read, if its name can."""
    words_ = line.split()
    return find(" ".join(words_[:2])) or find(words_[0])


def _usage(error: str, command: Command | None) -> Reply:
    if command is None or command.usage in error:
        return Reply(text=marked(error), private=True)
    return Reply(text=marked(f"{error}\n{words.USAGE}", Code(command.usage)), private=True)
