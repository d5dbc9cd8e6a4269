"""A store in which members did everything that they can do, to see what is kept of one of them, and what is left of it.

``ZOE`` is the one. Her id and her name occur nowhere but where she is meant; her name is an awkward one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.terminal.render import Look, rendered
from db import Store, Transaction
from tests.fakes.rounds import dice
from tests.templates import shipped_pack
from trivia.commands.actions import restored
from trivia.commands.arguments import read_line
from trivia.commands.core import Core, assemble
from trivia.commands.request import Member, Request, Role, Upload
from trivia.facts.model import CommunityId
from trivia.installations import Workspace
from trivia.questions.generator import Generator
from trivia.replies.reply import Button, Reply
from trivia.rounds.model import ChannelId, MemberId, Place, Player, Rules, direct
from trivia.rounds.shown import Shown
from trivia.rounds.source import GeneratedQuestions

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
JESSICA = Path(__file__).parents[2] / "packs" / "jessica-jones"
OURS, THEIRS = CommunityId(987650001), CommunityId(987650002)
HALL, DEN, YARD = (
    Place(OURS, ChannelId("chat:hall")),
    Place(OURS, ChannelId("chat:den")),
    Place(THEIRS, ChannelId("chat:yard")),
)
ZOE = Player(MemberId("chat:q1%_z0e"), 'Qwerzy "Zo" %_\\ O\'Neil-Žižka')
ANN, BEN, MO, MAX, ADA = (Player(MemberId(f"chat:{name}-id"), name) for name in ("Ann", "Ben", "Mo", "Max", "Ada"))
LIKES = (
    "/fact relation likes statement={subject} likes {value} question=Whom does {subject} like? subject=person "
    "value=person"
)
ADORES = LIKES.replace("likes", "adores").replace("like?", "adore?")
ROLES = {MO.id: Role.MODERATOR, MAX.id: Role.MODERATOR, ADA.id: Role.ADMIN}


@dataclass
class Channels:
    """A platform that keeps what it shows as the real ones do, so that it can edit it."""

    store: Store
    now: datetime = NOON
    sent: list[tuple[Place, Reply]] = field(default_factory=list)
    away: bool = False

    async def send(self, place: Place, message: str, reply: Reply) -> None:
        if self.away:
            raise ConnectionError("the platform is away")
        self.sent.append((place, reply))
        about = reply.about or message
        await self.store.keep_shown("chat", Shown(about, f"{place.channel}/{len(self.sent)}", message, reply), self.now)


class People:
    """Members who type to the bot, wherever they are."""

    def __init__(self, store: Store, now: datetime = NOON, run: int = 1) -> None:
        self.store = store
        self.now = now
        self.channels = Channels(store)
        self._run, self._events = run, 0
        self.core: Core = assemble(
            facts=self.store,
            rounds=self.store,
            questions=GeneratedQuestions(Generator(self.store, self.store, self.store), self.store),
            messenger=self.channels,
            chance=dice(run),
            platform="chat",
            defaults=Rules(lobby=0, pause=0, count=2),
        )

    async def replies(
        self, who: Player, line: str, place: Place = HALL, *, role: Role | None = None, upload: Upload | None = None
    ) -> tuple[Reply, ...]:
        self._events += 1
        self.now += timedelta(seconds=0.7)
        self.channels.now = self.now
        command, arguments = read_line(line)
        member = Member(who.id, who.name, role or ROLES.get(who.id, Role.MEMBER))
        request = Request(
            f"event{self._run}-{self._events}",
            place.community,
            place.channel,
            member,
            command,
            arguments,
            self.now,
            upload,
        )
        return await self.core.door.handle(request)

    async def say(
        self, who: Player, line: str, place: Place = HALL, *, role: Role | None = None, upload: Upload | None = None
    ) -> str:
        return text(await self.replies(who, line, place, role=role, upload=upload))

    async def press(self, who: Player, button: Button | str, place: Place = HALL, *, role: Role | None = None) -> str:
        action = button if isinstance(button, str) else button.action
        command, arguments = restored(action)
        self._events += 1
        self.now += timedelta(seconds=0.7)
        member = Member(who.id, who.name, role or ROLES.get(who.id, Role.MEMBER))
        request = Request(
            f"event{self._run}-{self._events}",
            place.community,
            place.channel,
            member,
            command,
            dict(arguments),
            self.now,
        )
        return text(await self.core.door.handle(request))

    async def waits(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.channels.now = self.now
        await self.core.rounds.tick(self.now)

    async def key(self, place: Place) -> str:
        """The right answer to the question that is open in a channel."""
        state = await self.store.open_round(place)
        assert state
        assert state.live
        return state.live.asked.key

    async def play(self, *rights: tuple[Player, bool], place: Place = HALL, options: str = "") -> None:
        """Play a round to its end, in which each member is right or wrong each time; the first one starts it."""
        await self.say(rights[0][0], f"/trivia start {options}".strip(), place)
        for who, _ in rights[1:]:
            await self.say(who, "/trivia join", place)
        while await self.store.open_round(place):
            for who, right in rights:
                if await self.store.open_round(place):
                    await self.say(who, f"/trivia answer {await self.key(place) if right else 'no idea'}", place)
            await self.waits(40)

    @property
    def wrong(self) -> str:
        """What the last button does by which an answer is disputed."""
        return [b.action for _, r in self.channels.sent for b in r.buttons if b.text == "That was wrong"][-1]


def text(replies: Sequence[Reply]) -> str:
    return "\n".join(rendered(reply, Look()) for reply in replies)


async def number(people: People, name: str) -> int:
    """The number of the first fact that is shown of a name."""
    return int((await people.say(MO, f"/fact show {name}")).split("#")[1].split()[0].strip(".,)"))


AFTERWARDS = NOON.replace(hour=14, minute=50)
"""When all of it has happened."""


def back_in(store: Store) -> People:
    """Return the same members after the program was started anew."""
    return People(store, AFTERWARDS, run=2)


async def live_in(store: Store) -> None:
    """Let members do everything, in two communities, and Zoe her part in each of it."""
    pack = shipped_pack("jessica-jones")
    await store.install(pack, NOON)

    async def communities(tx: Transaction) -> None:
        for community, name in ((OURS, "Ours"), (THEIRS, "Theirs")):
            await tx.run(
                "INSERT INTO communities(id, platform, key, name, since, removed) VALUES (?, 'chat', ?, ?, '', '')",
                (community, f"key-{name}", f"Guild {name}"),
            )

    await store.database.write(communities)
    for community in (OURS, THEIRS):
        await store.know_workspace(community, "chat", Workspace(f"key-{community}", "org"))
    people = People(store)
    await _facts(people)
    await _suggestions(people)
    await _lookups(people)
    await _games(people)
    await _disputes(people)
    await _plans(people)
    await _still_on(people)
    assert people.now < AFTERWARDS


async def _facts(people: People) -> None:
    moderator = Role.MODERATOR
    for place in (HALL, YARD):
        for line in (
            "/fact add AKA The Octopus was directed by Uta Briesewitz kind=episode anyway=yes",
            "/fact add AKA The Octopus was directed by Krysten Ritter source=Daily Film anyway=yes",
            LIKES,
            "/fact alias Krysten Ritter alias=Kri",
            "/fact rename AKA The Octopus to=AKA The Kraken",
        ):
            await people.say(ZOE, line, place, role=moderator)
    own = await number(people, "AKA The Kraken")
    await people.say(ZOE, f"/fact edit {own} value=Jet Wilkinson reason=credits", role=moderator)
    await people.say(MO, f"/fact edit {own} value=Krysten Ritter reason=no")
    await people.say(ZOE, f"/fact retire {own} reason=old", role=moderator)
    await people.say(ZOE, f"/fact restore {own}", role=moderator)
    shared = await number(people, "Jessica Jones")
    await people.say(ZOE, f"/fact retire {shared} reason=mine", role=moderator)
    await people.say(ZOE, f"/fact lock {own}", role=Role.ADMIN)
    await people.say(ZOE, "/fact undo", role=moderator)
    await people.say(ZOE, f"/fact retire {shared + 1} reason=mine", role=moderator)
    table = b"Film,Director\r\nAKA The Kraken,SJ Clarkson\r\n"
    said = "/fact import file=x.csv columns=Film: subject, Director: directed_by"
    await people.say(ZOE, said, role=moderator, upload=Upload("x.csv", table))
    await people.say(ZOE, "/fact confirm", role=moderator)
    await people.say(ZOE, "/fact add AKA The Octopus was directed by Nobody Known", role=moderator)  # left unconfirmed
    await people.say(MO, "/fact lock Marvel", role=Role.ADMIN)
    await people.say(ZOE, ADORES, role=moderator)
    for going in ("/fact merge adores into=likes reason=the same", "/fact retire David Tennant reason=off topic"):
        await people.say(ZOE, going, role=moderator)
        await people.say(ZOE, "/fact confirm", role=moderator)
    await people.say(ZOE, "/fact retire Uta Briesewitz", role=moderator)  # left unconfirmed
    await people.say(ZOE, "/fact question Who keeps our keys? answer=Ben wrong=Ann topic=keys", role=moderator)
    await people.say(MO, "/fact question Who keeps our keys? answer=Ann")  # left unconfirmed


async def _suggestions(people: People) -> None:
    await people.say(ZOE, "/settings thanks value=yes")
    for name in ("Squid", "Whale", "Shark"):
        await people.say(ZOE, f"/fact suggest AKA The {name} was directed by Krysten Ritter kind=episode")
    await people.say(ANN, "/fact suggest AKA The Crab was directed by Krysten Ritter kind=episode")
    await people.say(MO, "/fact review s1 accept")
    await people.say(MO, "/fact review s2 decline word=no")
    await people.say(ZOE, "/fact review s4 decline word=never", role=Role.MODERATOR)


async def _lookups(people: People) -> None:
    for who in (ZOE, ANN):
        await people.say(who, "/ask who directed The Long Nothing?")
        await people.say(who, "/ask who directed AKA You're Welcome?")
    await people.say(ZOE, "/ask who directed AKA You're Welcome?", direct(HALL, ZOE.id))


async def _games(people: People) -> None:
    await people.say(ZOE, "/score season open name=Spring", role=Role.MODERATOR)
    for place in (HALL, YARD):
        await people.play((ZOE, True), (ANN, False), place=place)
        await people.play((ANN, True), (ZOE, False), (BEN, True), place=place, options="mode=everyone")
        await people.play((ANN, True), (ZOE, True), place=place, options="mode=teams")
        await people.play((ZOE, False), (ANN, True), place=place, options="mode=survival lives=1")
    await people.play((ZOE, True), place=direct(HALL, ZOE.id))
    await people.say(ZOE, "/settings solo value=yes", role=Role.ADMIN)
    await people.play((ZOE, True), place=DEN)
    await people.play((ZOE, True), place=direct(HALL, ZOE.id))
    await people.say(ZOE, "/trivia start count=2", DEN)
    await people.say(ZOE, "/trivia stop", DEN)
    for who in (ZOE, ANN):
        for _ in range(20):
            opened = (await people.replies(who, "/trivia daily"))[0]
            if opened.choices:
                await people.press(who, opened.choices[0].action)
            elif any("pass" in button.action for button in opened.buttons):
                await people.press(who, next(b for b in opened.buttons if "pass" in b.action))
            else:
                break
    await people.say(ZOE, "/trivia daily share=yes")
    await people.say(ZOE, "/score season close", role=Role.MODERATOR)
    await people.say(ADA, f"/settings moderators value=Owls, {ZOE.name.replace(',', '')}, {ZOE.id}")
    await people.say(ZOE, "/settings extra value=50")
    await people.say(ZOE, "/settings digest value=yes", role=Role.ADMIN)


async def _disputes(people: People) -> None:
    for place in (HALL, YARD):
        await people.play((ZOE, False), (ANN, False), place=place, options="kinds=text count=1")
        for who in (ZOE, ANN):
            await people.press(who, people.wrong, place)
    items = await people.store.open_items(OURS, 9)
    await people.say(MO, f"/fact review {items[0].id} accept value=no idea word=well")
    await people.play((ANN, False), options="kinds=text count=1")
    await people.press(ANN, people.wrong)
    items = await people.store.open_items(OURS, 9)
    await people.say(ZOE, f"/fact review {items[-1].id} decline word=so it is", role=Role.MODERATOR)
    for place in (HALL, direct(HALL, ZOE.id)):
        await people.say(ZOE, "/ask who directed AKA You're Welcome?", place)
        await people.say(ZOE, "/trivia report wrong", place)
    await people.play((ZOE, False), (ANN, False), options="kinds=text count=1")
    for who in (ZOE, ANN):
        await people.press(who, people.wrong)


async def _plans(people: People) -> None:
    await people.say(ZOE, "/schedule add daily at 15:00 announce=30 count=1", role=Role.MODERATOR)
    for who in (ZOE, ANN):
        await people.say(who, "/schedule remind 1")
    await people.say(ZOE, "/schedule add daily at 16:00", YARD, role=Role.MODERATOR)
    people.now = NOON.replace(hour=14, minute=35)
    await people.waits(1)
    await people.core.digests.tick(people.now + timedelta(days=7))


async def _still_on(people: People) -> None:
    """Leave rounds that are on, one of them paused, and messages that are not sent."""
    await people.say(ANN, "/trivia start mode=everyone count=3", YARD)
    await people.say(ZOE, "/trivia join", YARD)
    await people.say(BEN, "/trivia join", YARD)
    await people.say(ZOE, "/trivia answer secret words", YARD)
    await people.say(ZOE, "/trivia skip", YARD)
    await people.say(ZOE, "/trivia start count=3", DEN)
    await people.say(ZOE, "/trivia pause", DEN)
    people.channels.away = True
    await people.say(ZOE, "/trivia start count=3", HALL)
    await people.say(ANN, "/trivia join", HALL)
    people.channels.away = False
