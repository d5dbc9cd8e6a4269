"""The desk: what members type, press and fill in becomes requests to the core, and its replies go back to them.

Nothing here knows the game. Each method takes what Slack sent, read into a value, and returns when all is answered;
acknowledging comes before, elsewhere.
"""

import contextlib
import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from adapters.host import PlatformStore
from adapters.slack import words
from adapters.slack.api import Api, SlackTrouble
from adapters.slack.blocks import PRESSED, REVEAL
from adapters.slack.doors import Door, Doors
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
from adapters.slack.home import Section, button, home, sections
from adapters.slack.limits import LARGEST_FILE
from adapters.slack.manifest import ADD_FACT
from adapters.slack.naming import HELP, Names
from adapters.slack.origin import Chosen, Heard, Origin, Pressed, Submitted, Suggesting, Typed, View, plain
from adapters.slack.people import People
from adapters.slack.sealing import Stamp
from adapters.slack.text import PLATFORM, Element
from adapters.slack.voice import Voice
from trivia.commands.actions import restored
from trivia.commands.arguments import checked, read_line
from trivia.commands.catalogue import Command, OptionType, find, of_family
from trivia.commands.core import Core
from trivia.commands.request import Argument, Member, Request, Upload
from trivia.errors import FactotumError, UsageError
from trivia.facts.model import CommunityId
from trivia.installations import Workspace
from trivia.ports import Clock
from trivia.replies.reply import Code, Reply, marked
from trivia.rounds.model import ChannelId, MemberId, Phase, Place, Round, direct

_log = logging.getLogger(__name__)
_MOST_WORKSPACES = 10_000
_IDS_KEPT = frozenset({"settings"})
"""Families in which a mention is meant by its id, since names change."""
_LONGEST_ANSWER = 100
"""What is longer, and not said to the bot, is talk and no answer."""
_FACT_COMMANDS = ("fact add", "fact suggest")


@dataclass(frozen=True, slots=True)
class _Wish:
    """A command with its arguments, and a file if one was handed over."""

    path: str
    arguments: Mapping[str, Argument]
    upload: Upload | None = None


_HELP = _Wish(HELP, {})


class Desk:
    """Serves every workspace of this process."""

    def __init__(
        self,
        *,
        core: Core,
        store: PlatformStore,
        api: Api,
        doors: Doors,
        voice: Voice,
        people: People,
        names: Names,
        stamp: Stamp,
        clock: Clock,
    ) -> None:
        self._core = core
        self._store = store
        self._api = api
        self._doors = doors
        self._voice = voice
        self._people = people
        self._names = names
        self._stamp = stamp
        self._clock = clock
        self._communities: OrderedDict[tuple[str, str], CommunityId] = OrderedDict()

    # Commands

    async def typed(self, said: Typed, at: datetime) -> None:
        """Carry out a slash command; ask in a form for what is missing; tell how it goes where it can't be read."""
        door = await self._doors.of(said.origin.team, said.origin.enterprise)
        family = self._names.family(said.slash)
        if door is None or family is None:
            return
        line = _line(family, plain(said.text, ids=family in _IDS_KEPT))
        if line == family and len(of_family(family)) > 1:
            await self._open(door, Form(of_family(family)[0], {}, said.origin, picks=True))
            return
        command: Command | None = None
        try:
            path, arguments = read_line(line)
            command = find(path)
            arguments = _without_files(command, arguments)
            if command and needs_form(command, arguments):
                await self._open(door, Form(command, {n: str(v) for n, v in arguments.items()}, said.origin))
                return
            if command:
                checked(command, arguments)
        except UsageError as error:
            usage = command or _meant(line)
            await self._voice.answer(door, said.origin, (_usage(str(error), usage),))
            return
        await self._carry_out(door, said.origin, _Wish(path, arguments), at)

    async def _carry_out(self, door: Door, origin: Origin, wish: _Wish, at: datetime) -> None:
        request = await self._request(door, origin, wish, at)
        replies = await self._core.door.handle(request)
        if request.place in self._voice.closed and not origin.is_direct:
            self._voice.closed.pop(request.place, None)
            await self._voice.tell(door, origin, words.NOT_HERE.format(name=words.HOME_TITLE.casefold()))
        await self._voice.answer(door, origin, replies)

    async def _request(self, door: Door, origin: Origin, wish: _Wish, at: datetime) -> Request:
        community = await self._community(door, origin)
        member = await self._people.member(door, origin)
        channel = _channel(community, origin, member)
        return Request(origin.event, community, channel, member, wish.path, wish.arguments, at, wish.upload)

    async def _community(self, door: Door, origin: Origin) -> CommunityId:
        """Return the community of a workspace, or of an organisation where Slack names no workspace."""
        key = (origin.team or origin.enterprise, origin.enterprise)
        known = self._communities.get(key)
        if known is None:
            known = await self._store.community(PLATFORM, key[0], door.name, self._clock())
            await self._store.know_workspace(known, PLATFORM, Workspace(*key))
            self._communities[key] = known
            if len(self._communities) > _MOST_WORKSPACES:
                self._communities.popitem(last=False)
        return known

    # Buttons

    async def pressed(self, press: Pressed, at: datetime) -> None:
        """Carry out what a button stands for; a form's menu changes the form."""
        door = await self._doors.of(press.origin.team, press.origin.enterprise)
        if door is None:
            return
        if press.view is not None and press.view.callback:
            await self._repicked(door, press, press.view)
        elif press.action.startswith(REVEAL):
            await self._voice.tell(door, press.origin, press.value)
        elif press.action.startswith(PRESSED):
            await self._done(door, press, at)

    async def _done(self, door: Door, press: Pressed, at: datetime) -> None:
        path, arguments = restored(press.value)
        command = find(path)
        if command is not None and (asks := missing(command, arguments)):
            await self._open(door, Form(command, {n: str(v) for n, v in arguments.items()}, press.origin, asks=asks))
            return
        await self._carry_out(door, press.origin, _Wish(path, arguments), at)

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

    async def submitted(self, sent: Submitted, at: datetime) -> None:
        """Carry out the command that a form was filled in for."""
        form = self._form(sent)
        door = await self._doors.of(sent.origin.team, sent.origin.enterprise)
        if door is None:
            return
        if form is None:
            await self._voice.tell(door, sent.origin, words.UNREADABLE)
            return
        origin = replace(form.origin, event=sent.origin.event, trigger=sent.origin.trigger, name=sent.origin.name)
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
        await self._carry_out(door, origin, _Wish(form.command.path, arguments, upload), at)

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
        door = await self._doors.of(asked.origin.team, asked.origin.enterprise)
        option = option_of(asked.action)
        if form is None or door is None or not option:
            return suggestions(asked.text, ())
        arguments = {**form.arguments, option: asked.text}
        origin = replace(form.origin, name=asked.origin.name)
        request = await self._request(door, origin, _Wish(form.command.path, arguments), self._clock())
        return suggestions(asked.text, await self._core.suggesting.suggest(request, option))

    async def chosen(self, message: Chosen) -> None:
        """Offer a message as a fact, with the message as its source."""
        door = await self._doors.of(message.origin.team, message.origin.enterprise)
        if door is None or message.shortcut != ADD_FACT:
            return
        request = await self._request(door, message.origin, _HELP, self._clock())
        role = await self._core.door.role(request)
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

    # Messages

    async def heard(self, said: Heard, at: datetime) -> None:
        """Take a message for an answer where a question is open, else for a question if it was meant for the bot."""
        door = await self._doors.of(said.origin.team, said.origin.enterprise)
        if door is None:
            return
        to_bot = said.mentions_bot or said.origin.is_direct
        community = await self._community(door, said.origin)
        current = await self._core.rounds.current(Place(community, ChannelId(f"{PLATFORM}:{said.origin.channel}")))
        text = said.text.strip()
        if text and current is not None and _may_answer(current, said, text, to_bot=to_bot):
            await self._carry_out(door, said.origin, _Wish("trivia answer", {"text": text}), at)
        elif not to_bot:
            return
        elif text.casefold().removeprefix("/") == HELP:
            await self._carry_out(door, said.origin, _HELP, at)
        elif text:
            await self._carry_out(door, said.origin, _Wish("ask", {"question": text}), at)
        else:
            how = words.ASK_ME.format(help=self._names.command(HELP).removeprefix("/"))
            await self._voice.tell(door, said.origin, how)

    # App Home

    async def at_home(self, origin: Origin) -> None:
        """Show a member their own page."""
        door = await self._doors.of(origin.team, origin.enterprise)
        if door is None:
            return
        plain_request = await self._request(door, origin, _HELP, self._clock())
        parts: list[tuple[Section, Sequence[Reply]]] = []
        for number, section in enumerate(sections(await self._core.door.role(plain_request))):
            if section.pressed:
                parts.append((section, (button(section),)))
                continue
            request = replace(
                plain_request,
                event=f"{origin.event}:{number}",
                command=section.command,
                arguments=dict(section.arguments),
            )
            parts.append((section, tuple(map(self._names.spoken, await self._core.door.handle(request)))))
        await self._api.publish_home(door.token, origin.user, home(parts))

    # What becomes of workspaces and channels

    async def left_channel(self, origin: Origin, at: datetime) -> None:
        """End what is on in a channel that is archived, deleted or closed to the bot."""
        door = await self._doors.of(origin.team, origin.enterprise)
        if door is not None:
            community = await self._community(door, origin)
            await self._core.rounds.close(Place(community, ChannelId(f"{PLATFORM}:{origin.channel}")), at)

    async def left_workspace(self, team: str, enterprise: str, at: datetime) -> None:
        """Remember that the bot is no longer in a workspace, or a whole organisation, and forget what opened it."""
        await self._doors.close(team, enterprise)
        self._communities.clear()
        below = () if team else await self._store.workspaces_under(PLATFORM, enterprise)
        for key in dict.fromkeys((team or enterprise, *below)):
            await self._store.community_left(PLATFORM, key, at)


def _may_answer(current: Round, said: Heard, text: str, *, to_bot: bool) -> bool:
    """Say whether a message may be an answer: where a round keeps to a thread, what is said beside it is just talk."""
    if current.phase is not Phase.ASKING or (to_bot and text.endswith("?")):
        return False
    return to_bot or (len(text) <= _LONGEST_ANSWER and (bool(said.origin.thread) or not current.rules.thread))


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


def _channel(community: CommunityId, origin: Origin, member: Member) -> ChannelId:
    """Return where something happened; what happened in no channel happened between the member and the bot."""
    if origin.channel:
        return ChannelId(f"{PLATFORM}:{origin.channel}")
    return direct(Place(community, ChannelId(f"{PLATFORM}:")), MemberId(member.id)).channel
