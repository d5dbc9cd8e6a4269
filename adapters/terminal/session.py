"""One sitting at a terminal: lines come in, replies go out. It knows who is at the keyboard and nothing of the game."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from adapters.terminal.files import handed_over, written
from adapters.terminal.render import Look, has_hidden, rendered
from adapters.terminal.safe import safe
from trivia.commands.actions import restored
from trivia.commands.arguments import read_line
from trivia.commands.core import Core
from trivia.commands.request import Argument, Member, Request, Role
from trivia.errors import UsageError
from trivia.facts.model import GLOBAL_COMMUNITY
from trivia.replies.reply import Bold, Choice, Code, Field, File, Marked, Reply, lines, marked
from trivia.replies.rounds import announced
from trivia.rounds.model import ChannelId, Live, MemberId, Phase, Place, Player, Round
from trivia.rounds.notices import Paused, QuestionPut
from trivia.text import fold
from trivia.values import replace

PLATFORM = "terminal"
PLACE = Place(GLOBAL_COMMUNITY, ChannelId(f"{PLATFORM}:main"))
YOU = "You"

_BY_NAME = re.compile(r"(\w[\w'’.-]{0,30}(?: \w[\w'’.-]{0,30})?):\s*(.+)", re.DOTALL)
_LONGEST_NAME = 32

WELCOME = Reply(
    text=lines(
        (
            marked(Bold("Welcome to Factotum."), " Ask me something, such as: who directed AKA You're Welcome?"),
            marked("Play with ", Code("/trivia start"), "; several at one keyboard answer as “anna: paris”."),
            marked("All I can do: ", Code("/help"), ". Leave with ", Code("/quit"), "."),
        )
    )
)
GOODBYE = Reply(text=marked("Goodbye!"))


OWN_COMMANDS = {
    "/as": "Play as somebody else: /as anna",
    "/reveal": "Show what was hidden as a spoiler",
    "/wait": "Let seconds pass, in a script: /wait 20",
    "/quit": "Leave; a round that is on ends with its standings",
}
"""What only the terminal knows, with what each does."""


class Screen:
    """The terminal as the core's messenger: whatever is sent is printed, the same message once."""

    def __init__(self, write: Callable[[str], None], look: Look) -> None:
        self._write = write
        self._look = look
        self._seen: set[str] = set()
        self._hidden: Reply | None = None
        self.choices: tuple[Choice, ...] = ()

    async def send(self, place: Place, message: str, reply: Reply) -> None:
        """Show a message of a round."""
        if message not in self._seen and place == PLACE:
            self.show(reply)
        elif message not in self._seen and place.channel.startswith(f"{PLATFORM}:@"):
            self.show(replace(reply, title=reply.title or f"For {place.channel.rpartition(':')[2].title()}"))
        self._seen.add(message)

    @property
    def has_spoken(self) -> bool:
        """Say whether a round's message was shown."""
        return bool(self._seen)

    def show(self, reply: Reply) -> None:
        """Print a reply, with an empty line after it."""
        self.choices = reply.choices
        if has_hidden(reply):
            self._hidden = reply
        self._write(rendered(reply, self._look) + "\n\n")
        for file in reply.files:
            self._write(f"Saved as {safe(str(self._saved(file)))}\n\n")

    def _saved(self, file: File) -> Path | str:
        try:
            return written(file, Path.cwd())
        except OSError as error:
            return f"… nothing: {error.strerror}"

    def reveal(self) -> None:
        """Print the last reply that hid something, in full."""
        if self._hidden is None:
            self.show(Reply(text=marked("Nothing is hidden.")))
        else:
            self._write(rendered(self._hidden, self._look, revealed=True) + "\n\n")


class Session:
    """Turns typed lines into requests. ``name`` makes event ids unique over all sessions of a store."""

    def __init__(self, core: Core, screen: Screen, name: str) -> None:
        self._core = core
        self._screen = screen
        self._name = name
        self._events = 0
        self._introduced: set[str] = set()
        self.player = Player(MemberId(f"{PLATFORM}:{fold(YOU)}"), YOU)

    async def open(self, now: datetime) -> None:
        """Greet, and go on with a round that an earlier session left."""
        self._screen.show(WELCOME)
        await self._core.rounds.resume(now)
        current = await self.current()
        if current is None or self._screen.has_spoken:
            return
        if current.held:
            self._screen.show(announced(Paused(current.id, current.rules, current.held.by, current.deadline or now)))
        elif current.live and current.phase is Phase.ASKING:
            self._screen.show(announced(_put_again(current, current.live, now)))

    async def close(self, now: datetime) -> None:
        """End the round that is on, if any, and say goodbye."""
        await self._core.rounds.close(PLACE, now)
        self._screen.show(GOODBYE)

    async def current(self) -> Round | None:
        """Return the round that is on."""
        return await self._core.rounds.current(PLACE)

    async def take(self, line: str, now: datetime) -> bool:
        """Carry out one line; return False if it asks to leave."""
        text = line.strip()
        word, _, rest = text.partition(" ")
        match word.casefold():
            case "/quit" | "/exit":
                return False
            case "/reveal":
                self._screen.reveal()
            case "/wait":
                self._screen.show(Reply(text=marked("Time passes by itself here; ", Code("/wait"), " is for scripts.")))
            case "/as":
                self._introduce(rest)
            case _:
                await self._said(text, now)
        return True

    def _introduce(self, name: str) -> None:
        if not name.strip() or len(name.strip()) > _LONGEST_NAME:
            self._screen.show(Reply(text=marked("Who plays? For example: ", Code("/as anna"))))
            return
        self.player = _player(name)
        self._introduced.add(fold(self.player.name))
        self._screen.show(Reply(text=marked("At the keyboard now: ", Bold(self.player.name))))

    async def _said(self, text: str, now: datetime) -> None:
        current = await self.current()
        speaker = self.player
        named = _BY_NAME.fullmatch(text)
        if named and self._may_be_player(named[1], current, named[2]):
            speaker, text = _player(named[1]), named[2].strip()
        if text.startswith("/"):
            await self._command(text, speaker, now)
        elif current is not None:
            await self._in_round(current, text, speaker, now)
        elif text:
            picked = next((c for c in self._screen.choices if c.action and fold(c.label) == fold(text)), None)
            command, arguments = restored(picked.action) if picked else ("ask", {"question": text})
            await self._request(command, dict(arguments), speaker, now)

    def _may_be_player(self, name: str, current: Round | None, rest: str) -> bool:
        """Say whether "name: ..." names who speaks: one who was introduced or plays, or a new one in one word."""
        if current is None and not rest.startswith("/"):
            return False
        playing = {fold(player.name) for player in current.players} if current else set()
        return " " not in name or fold(name) in playing | self._introduced

    async def _in_round(self, current: Round, text: str, speaker: Player, now: datetime) -> None:
        """Take free text for an answer; an empty line ends the lobby, and between questions one may ask."""
        if not text:
            if current.phase is Phase.LOBBY:
                await self._request("trivia begin", {}, speaker, now)
        elif current.phase is not Phase.ASKING and text.endswith("?"):
            await self._request("ask", {"question": text}, speaker, now)
        else:
            await self._request("trivia answer", {"text": text}, speaker, now)

    async def _command(self, text: str, speaker: Player, now: datetime) -> None:
        try:
            command, arguments = read_line(text)
        except UsageError as error:
            self._screen.show(Reply(text=marked(str(error)), private=True))
            return
        await self._request(command, dict(arguments), speaker, now)

    async def _request(self, command: str, arguments: dict[str, Argument], speaker: Player, now: datetime) -> None:
        self._events += 1
        member = Member(speaker.id, speaker.name, Role.ADMIN)
        event = f"{PLATFORM}:{self._name}:{self._events}"
        try:
            upload = handed_over(command, arguments)
        except UsageError as error:
            self._screen.show(Reply(text=marked(str(error)), private=True))
            return
        request = Request(event, PLACE.community, PLACE.channel, member, command, arguments, now, upload)
        for reply in await self._core.door.handle(request):
            addressed = reply.private and reply.text and speaker.name != YOU
            self._screen.show(
                replace(reply, text=marked(Bold(speaker.name), ": ", *reply.text)) if addressed else reply
            )
        if command == "help" and not arguments:
            self._screen.show(Reply(fields=(Field("At the terminal", _own_commands()),)))


def _put_again(current: Round, live: Live, now: datetime) -> QuestionPut:
    """Return what puts the open question on a screen that has not seen it."""
    until = current.deadline or now
    seconds = max(0, round((until - now).total_seconds()))
    return QuestionPut(current.id, current.rules, live.number, live.asked, seconds, until, again=True)


def _own_commands() -> Marked:
    return lines(marked(Code(command), f" – {summary}") for command, summary in OWN_COMMANDS.items())


def _player(name: str) -> Player:
    shown = " ".join(name.split())[:_LONGEST_NAME]
    return Player(MemberId(f"{PLATFORM}:{fold(shown)}"), shown)
