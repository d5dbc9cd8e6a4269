"""The bot on Discord: events become requests to the core, replies messages. It decides nothing of the game."""

import asyncio
import contextlib
import gc
import logging
import secrets
from collections.abc import Awaitable, Mapping
from dataclasses import replace

import discord

from adapters.discord import limits
from adapters.discord.answers import Answers, Asked
from adapters.discord.commands import digest, is_suggested, paths, tree
from adapters.discord.custom_ids import CustomIds, is_kept, named
from adapters.discord.forms import filled_in, form, missing
from adapters.discord.incoming import (
    Meant,
    community_key,
    inside,
    member_of,
    of_action,
    of_command,
    place_of,
    uploaded,
)
from adapters.discord.limits import FILE_SIZE, cut, length
from adapters.discord.messenger import Channels
from adapters.discord.options import DiscordOptions
from adapters.discord.render import EPHEMERAL, PLATFORM, Json, Look, rendered
from adapters.discord.rights import SPEAKING
from adapters.discord.rights import missing as missing_rights
from adapters.discord.wire import Wire
from adapters.host import Host, keep_time
from trivia import values
from trivia.commands.actions import action
from trivia.commands.catalogue import CATALOGUE, OptionType, find
from trivia.commands.outcomes import Broken
from trivia.commands.request import Member, Request, Upload
from trivia.commands.talking import spoken
from trivia.facts.model import CommunityId
from trivia.replies.platforms import PRESENCE, file_not_read, file_too_large, gone, greeting, rights_missing
from trivia.replies.reply import Reply
from trivia.replies.say import replies
from trivia.rounds.model import ChannelId, Place, Rules

_log = logging.getLogger(__name__)
_COMMANDS = "discord commands"
_UPLOAD = 25 * 1024 * 1024
"""Bytes of a file that is taken."""
_GRACE = 5.0  # seconds for what is being answered when the bot is stopped


class Bot(discord.AutoShardedClient):
    """One bot, on any number of servers."""

    def __init__(self, host: Host, options: DiscordOptions) -> None:
        intents = discord.Intents(
            guilds=True, guild_messages=True, dm_messages=True, message_content=options.reads_messages
        )
        super().__init__(
            intents=intents,
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            activity=discord.CustomActivity(PRESENCE),
        )
        self._host = host
        self._options = options
        self._wire = Wire(self.http)
        self._channels = Channels(self._wire, host.store, host.clock)
        self.core = host.make_core(self._channels, PLATFORM, Rules())
        self._time: asyncio.Task[None] | None = None
        self._told_owner = False
        self._working: set[asyncio.Task[object]] = set()

    # Coming and going

    async def setup_hook(self) -> None:
        """Tell Discord of the commands, if they are others than it was told last."""
        self._channels.me = self.user.id if self.user else 0
        await self._tell_commands()

    async def on_connect(self) -> None:
        """Begin to keep time with the first connection; rounds need not wait until every server is known."""
        if self._time is None:
            self._time = asyncio.create_task(keep_time(self.core, self._host.clock))

    async def on_ready(self) -> None:
        """Look who came and went while the bot was away; tell the owner that every server is known, the first time."""
        await self._watched(self._look_who_is_there(), None)
        if not self._told_owner:
            self._told_owner = True
            _settle()
            self._host.ready(f"Discord: {self.user} is ready on {len(self.guilds):,} servers.")

    async def leave(self) -> None:
        """Stop: what is being answered is answered still; rounds wait in the store."""
        if self._time is not None:
            self._time.cancel()
            await asyncio.gather(self._time, return_exceptions=True)
        if self._working:
            await asyncio.wait(self._working, timeout=_GRACE)
        await self.close()
        await self._wire.close()

    async def _tell_commands(self) -> None:
        commands = tree(CATALOGUE)
        guilds: tuple[int | None, ...] = self._options.guilds or (None,)
        known: dict[str, int] = {}
        for guild in guilds:
            known |= await self._told(guild, commands)
        self._channels.look = Look(known)

    async def _told(self, guild: int | None, commands: list[Json]) -> dict[str, int]:
        """Return the numbers of a server's commands, or of all servers', telling Discord of them if they are new."""
        key = f"{_COMMANDS} {self.application_id} {guild or 'all'}"
        now = digest(commands)
        before, _, numbers = (await self._host.store.recall(key) or "").partition("\n")
        if before == now:
            return _numbers(numbers)
        found = paths(await self._wire.put_commands(self.application_id or 0, guild, commands))
        written = "\n".join(f"{path}={number}" for path, number in found.items())
        await self._host.store.keep(key, f"{now}\n{written}")
        _log.info("told Discord of %s commands for %s", len(commands), guild or "all servers")
        return found

    # What members do

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer a command, a button, a form, or what is being typed."""
        message = interaction.message
        asked = Asked(
            id=interaction.id,
            token=interaction.token,
            application=interaction.application_id,
            on_message=interaction.type is not discord.InteractionType.application_command and message is not None,
            on_private=message is not None and bool(message.flags.value & EPHEMERAL),
            lacking=missing_rights(interaction.app_permissions.value, thread=_in_thread(interaction), files=True),
        )
        look = replace(self._channels.look, file_size=interaction.filesize_limit or FILE_SIZE)
        answers = Answers(self._wire, self._host.store, self._host.clock, look, asked)
        await self._watched(self._answer(interaction, answers), answers)

    async def _answer(self, interaction: discord.Interaction, answers: Answers) -> None:
        data: Mapping[str, object] = {**interaction.data} if interaction.data else {}
        if interaction.type is discord.InteractionType.autocomplete:
            await self._suggest(interaction, data, answers)
            return
        if interaction.type is discord.InteractionType.application_command:
            link = f"https://discord.com/channels/{interaction.guild_id or '@me'}/{interaction.channel_id}"
            meant = of_command(data, link)
        else:
            meant = await self._pressed(interaction, data)
        if meant is None:
            await answers.show((gone(),))
            return
        command = find(meant.command)
        wanting = missing(command, meant.arguments) if command else ()
        if command and wanting and interaction.type is not discord.InteractionType.modal_submit:
            await answers.form(form(command, wanting, await self._form_id(meant)))
            return
        private = command is None or command.changes
        await answers.when_known(self._carried_out(interaction, meant), private=private)

    async def _carried_out(self, interaction: discord.Interaction, meant: Meant) -> tuple[Reply, ...]:
        """Carry out what is meant; where the bot may not speak in the channel, add that in private."""
        upload = None
        if meant.file is not None:
            if meant.file.size > _UPLOAD:
                return (file_too_large(_UPLOAD),)
            try:
                upload = Upload(meant.file.name, await self._wire.file(meant.file.address))
            except discord.HTTPException:
                return (file_not_read(),)
        said = await self.core.door.handle(await self._request(interaction, meant, upload))
        command = find(meant.command)
        if interaction.guild_id is None or interaction.message is not None or command is None or not command.changes:
            return said
        lacking = missing_rights(interaction.app_permissions.value, thread=_in_thread(interaction))
        return (*said, rights_missing(lacking)) if lacking else said

    async def _pressed(self, interaction: discord.Interaction, data: Mapping[str, object]) -> Meant | None:
        """Return what a button, an entry of a menu or a form stands for; None if that is known no more."""
        values = data.get("values")
        picked = values[0] if isinstance(values, list) and values else data.get("custom_id")
        action = await self._action(named(str(picked or "")))
        if action is None:
            return None
        meant = of_action(action)
        if interaction.type is not discord.InteractionType.modal_submit:
            return meant
        given = filled_in(data.get("components"))
        return Meant(meant.command, {**meant.arguments, **given}, uploaded(data))

    async def _action(self, name: str) -> str | None:
        return await self._host.store.kept_action(name) if is_kept(name) else name or None

    async def _form_id(self, meant: Meant) -> str:
        """Return the id of a form, from which its action is known again when it is sent."""
        ids = CustomIds()
        name = ids.of(action(meant.command, **meant.arguments))
        await self._host.store.keep_actions(ids.kept, self._host.clock())
        return name

    async def _suggest(self, interaction: discord.Interaction, data: Mapping[str, object], answers: Answers) -> None:
        meant = of_command(data, "")
        command = find(meant.command) if meant else None
        option = command.option(meant.focused) if command and meant else None
        if meant is None or option is None or not is_suggested(option):
            await answers.suggest(())
            return
        request = await self._request(interaction, meant, None)
        member = values.replace(request.member, role=await self.core.door.role(request))
        found = await self.core.suggesting.suggest(values.replace(request, member=member), option.name)
        whole = option.type is OptionType.INTEGER
        choices: list[Json] = [
            {"name": cut(s.shown, limits.SUGGESTION), "value": int(s.value) if whole else s.value}
            for s in found
            if length(s.value) <= limits.SUGGESTION and s.shown.strip()
        ]
        await answers.suggest(choices[: limits.SUGGESTIONS])

    async def _request(self, interaction: discord.Interaction, meant: Meant, upload: Upload | None) -> Request:
        at = self._host.clock()
        alone = interaction.guild_id is None
        member = member_of(interaction.user, interaction.permissions.value, alone=alone)
        community = await self._community(interaction.guild_id, interaction.user.id, interaction.guild)
        channel = inside(interaction.channel or discord.Object(interaction.channel_id or 0), self._channels.me)
        place = place_of(community, channel, interaction.user.id, alone=alone)
        return Request(
            event=f"{PLATFORM}:{interaction.id}",
            community=community,
            channel=place.channel,
            member=member,
            command=meant.command,
            arguments=meant.arguments,
            at=at,
            upload=upload,
        )

    async def _community(self, guild_id: int | None, user: int, guild: discord.Guild | None) -> CommunityId:
        name = guild.name if guild is not None and not guild.unavailable else ""
        return await self._host.store.community(PLATFORM, community_key(guild_id, user), name or "", self._host.clock())

    # What members say

    async def on_message(self, message: discord.Message) -> None:
        """Look up what the bot is asked by a mention or directly; take answers where messages may be read."""
        if message.author.bot or message.webhook_id is not None or message.is_system():
            return
        await self._watched(self._hear(message), None)

    async def _hear(self, message: discord.Message) -> None:
        alone = message.guild is None
        mentioned = self.user is not None and any(user.id == self.user.id for user in message.mentions)
        reference = message.reference
        resolved = reference.resolved if reference else None
        reply = isinstance(resolved, discord.Message) and resolved.author.id == self._channels.me
        if not (alone or mentioned or reply or self._options.reads_messages):
            return
        guild_id = message.guild.id if message.guild else None
        community = await self._community(guild_id, message.author.id, message.guild)
        place = place_of(community, inside(message.channel, self._channels.me), message.author.id, alone=alone)
        current = await self.core.rounds.current(place)
        words = _without_mention(message.content, self._channels.me)
        to_us = alone or (mentioned and not reply) or f"<@{self._channels.me}>" in message.content
        meaning = spoken(words, current, to_us=to_us, reply=reply)
        if meaning is None:
            return
        command, arguments = meaning
        permissions = 0 if isinstance(message.author, discord.User) else message.author.guild_permissions.value
        member: Member = member_of(message.author, permissions, alone=alone)
        event = f"{PLATFORM}:{message.id}"
        request = Request(event, community, place.channel, member, command, arguments, self._host.clock())
        said = await self.core.door.handle(request)
        if to_us or reply:
            await self._say_back(message, said)
        elif sign := next((one.sign for one in said if one.sign), ""):
            with contextlib.suppress(discord.Forbidden, discord.NotFound):  # it counts without it
                await self._wire.react(message.channel.id, message.id, sign)

    async def _say_back(self, message: discord.Message, said: tuple[Reply, ...]) -> None:
        for page in [page for one in said for page in rendered(one, self._channels.look)]:
            await self._host.store.keep_actions(page.actions, self._host.clock())
            body = {**page.body, "message_reference": {"message_id": str(message.id), "fail_if_not_exists": False}}
            try:
                await self._wire.send(message.channel.id, body, page.files)
            except discord.Forbidden:
                await self._tell_alone(message)
                return

    async def _tell_alone(self, message: discord.Message) -> None:
        """Tell somebody in private why they are not answered in a channel; who takes no such words gets none."""
        if message.guild is None or not isinstance(message.channel, discord.abc.GuildChannel | discord.Thread):
            return
        rights = message.channel.permissions_for(message.guild.me).value
        lacking = missing_rights(rights, thread=isinstance(message.channel, discord.Thread), files=True)
        with contextlib.suppress(discord.HTTPException):
            alone = await self._wire.direct_channel(message.author.id)
            for page in rendered(rights_missing(lacking or SPEAKING), self._channels.look):
                await self._wire.send(alone, page.body)

    # What servers do

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Remember a server, and say in it what to do first."""
        await self._watched(self._welcomed(guild), None)

    async def _welcomed(self, guild: discord.Guild) -> None:
        known = await self._host.store.communities(PLATFORM)
        await self._community(guild.id, 0, guild)
        channel = None if known.get(str(guild.id)) else _open_channel(guild)
        if channel is not None:
            for page in rendered(greeting(), self._channels.look):
                await self._wire.send(channel, page.body)

    async def _look_who_is_there(self) -> None:
        """Remember which servers let the bot go while it was not connected, and which took it back."""
        here = {str(guild.id): guild for guild in self.guilds}
        for key, there in (await self._host.store.communities(PLATFORM)).items():
            if there and not key.startswith("@") and key not in here:
                await self._host.store.community_left(PLATFORM, key, self._host.clock())
            elif not there and key in here:
                await self._community(int(key), 0, here[key])

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Remember that a server let the bot go."""
        await self._watched(self._host.store.community_left(PLATFORM, str(guild.id), self._host.clock()), None)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """End what is on in a channel that is no more."""
        await self._watched(self._close(channel.guild, channel.id), None)

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """End what is on in a thread that is no more."""
        guild = self.get_guild(payload.guild_id)
        if guild is not None:
            await self._watched(self._close(guild, f"{payload.parent_id}/{payload.thread_id}"), None)

    async def _close(self, guild: discord.Guild, channel: int | str) -> None:
        community = await self._community(guild.id, 0, guild)
        await self.core.rounds.close(Place(community, ChannelId(f"{PLATFORM}:{channel}")), self._host.clock())

    # What goes wrong

    async def _watched(self, work: Awaitable[object], answers: Answers | None) -> None:
        """Do something; what goes wrong is logged with an id that the member is told."""
        task = asyncio.ensure_future(work)
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        try:
            await task
        except Exception as error:  # noqa: BLE001 -- the one place for whatever the platform or the store does
            incident = secrets.token_hex(4)
            refused = isinstance(error, discord.Forbidden)
            _log.log(logging.WARNING if refused else logging.ERROR, "incident %s", incident, exc_info=error)
            if answers is not None:
                with contextlib.suppress(discord.HTTPException, OSError):
                    await answers.show((answers.not_allowed(),) if refused else replies(Broken(incident)))

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """Log what nobody caught, with an id."""
        del args, kwargs
        _log.exception("incident %s in %s", secrets.token_hex(4), event_method)


def _settle() -> None:
    """Let the collector leave alone what is known of servers: going through thousands of them stops all for 0.1 s."""
    gc.collect()
    gc.freeze()


def _numbers(written: str) -> dict[str, int]:
    pairs = (line.rpartition("=") for line in written.splitlines())
    return {path: int(number) for path, _, number in pairs if number.isdigit()}


def _open_channel(guild: discord.Guild) -> int | None:
    """Return a channel in which the bot may speak, the one for news of the server first."""
    for channel in filter(None, (guild.system_channel, *guild.text_channels)):
        if not missing_rights(channel.permissions_for(guild.me).value):
            return channel.id
    return None


def _in_thread(interaction: discord.Interaction) -> bool:
    return isinstance(interaction.channel, discord.Thread)


def _without_mention(text: str, me: int) -> str:
    return text.replace(f"<@{me}>", " ").replace(f"<@!{me}>", " ").strip()
