"""A member, or a community, is forgotten everywhere: every column of every table is looked through afterwards."""

import contextlib
import json
from collections.abc import Collection
from datetime import timedelta
from typing import TypeVar, cast

import pytest

from bot.forgetting import forget_due
from db import Store, Transaction
from db.forgetting import Privacy
from db.outbox import queue
from db.privacy import KEPT
from db.seam import Described, Unit
from db.totals import count_due, reckon
from tests.db.lived_in import ANN, BEN, DEN, HALL, MO, NOON, OURS, THEIRS, YARD, ZOE, back_in
from tests.fakes.rounds import Killed
from trivia.commands.request import Role
from trivia.facts.model import CommunityId
from trivia.replies.reply import Plain, Reply
from trivia.rounds.model import ChannelId, MemberId, Phase, Place, Player, RoundId, direct, kept_for
from trivia.rounds.ports import Outgoing
from trivia.text import fold

T = TypeVar("T")
NOT_HERS = {"actions", "communities", "digests", "written_questions", "change_parts"}
"""Tables that may name a member, and don't name Zoe."""


def traces_of(player: Player) -> set[str]:
    """Every way in which a member may stand in a text."""
    name = player.name
    return {player.id, player.id.partition(":")[2], name, fold(name), name.casefold()} | {
        json.dumps(name, ensure_ascii=ascii_)[1:-1] for ascii_ in (True, False)
    }


async def where(store: Store, words: Collection[object]) -> set[str]:
    """Say in which columns of the whole store one of the words stands: within a text, or as a number."""
    texts, numbers = [w for w in words if isinstance(w, str)], {w for w in words if isinstance(w, int)}
    found = set()
    for table in KEPT:
        heads = await store.database.columns(table)
        for row in await store.database.read(f"SELECT * FROM {table}"):
            for head, value in zip(heads, row, strict=True):
                if value in numbers or (isinstance(value, str) and any(text in value for text in texts)):
                    found.add(f"{table}.{head}")
    return found


async def all_rows(store: Store, table: str) -> list[tuple[object, ...]]:
    return sorted(await store.database.read(f"SELECT * FROM {table}"), key=repr)


# One member


async def test_in_the_store_of_these_tests_a_member_is_in_every_table_that_may_name_one(lived: Store) -> None:

    found = {name.partition(".")[0] for name in await where(lived, traces_of(ZOE))}

    assert found == {name for name, table in KEPT.items() if table.columns} - NOT_HERS


async def test_a_forgotten_member_is_in_no_column_of_any_table(lived: Store) -> None:
    await lived.forget_member(ZOE.id)

    assert await where(lived, traces_of(ZOE)) == set()
    assert await lived.kept_of(ZOE.id) == {}
    assert await lived.forget_member(ZOE.id) == 0


async def test_what_waits_for_a_member_is_handed_out_and_goes_with_them(lived: Store) -> None:
    def waits(who: Player) -> Outgoing:
        return Outgoing(f"dispute:9:{who.id}", kept_for(HALL, who.id), Reply(text=(Plain("Your points: +10"),)))

    await lived.database.write(lambda tx: queue(tx, [waits(ZOE), waits(ANN)]))
    assert "later:@" + ZOE.id in {row["channel"] for row in (await lived.kept_of(ZOE.id))["outbox"]}

    await lived.forget_member(ZOE.id)

    assert await where(lived, traces_of(ZOE)) == set()
    assert list(await lived.unsent(waits(ZOE).place)) == []
    assert list(await lived.unsent(waits(ANN).place)) == [waits(ANN)]


async def test_who_asks_to_be_forgotten_is_forgotten_at_once(lived: Store) -> None:
    people = back_in(lived)
    for place in (HALL, DEN):
        await people.say(MO, "/trivia stop", place)

    asked = await people.replies(ZOE, "/privacy delete")
    done = await people.press(ZOE, asked[0].buttons[0])

    assert done == "I have forgotten you."
    assert await where(lived, traces_of(ZOE)) == set()
    assert await people.say(ZOE, "/privacy export") == "I keep nothing of you."


async def test_others_keep_all_that_is_theirs_when_one_is_forgotten(lived: Store) -> None:
    before = await lived.kept_of(ANN.id)

    await lived.forget_member(ZOE.id)

    after = await lived.kept_of(ANN.id)
    told = {"outbox", "shown", "rounds", "schedules", "disputed", "asked", "suggestions"}  # in which Zoe was named too
    assert before.keys() == after.keys()
    assert {name: rows for name, rows in after.items() if name not in told} == {
        name: rows for name, rows in before.items() if name not in told
    }
    assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}


async def test_points_and_ratings_stay_what_the_stored_answers_say(lived: Store) -> None:

    await lived.forget_member(ZOE.id)

    for community in (OURS, THEIRS):

        async def added_up(tx: Transaction, community: CommunityId = community) -> None:
            await count_due(tx, community)

        await lived.database.write(added_up)
    totals = await all_rows(lived, "totals")
    assert totals
    for community in (OURS, THEIRS):

        async def anew(tx: Transaction, community: CommunityId = community) -> None:
            await reckon(tx, community)

        await lived.database.write(anew)
    assert await all_rows(lived, "totals") == totals


async def test_the_standings_of_a_round_follow_from_its_answers_afterwards_too(lived: Store) -> None:
    rounds = await lived.past_rounds(HALL, 50)
    before = {state.id: [(line.place, line.points) for line in state.board] for state in rounds}

    await lived.forget_member(ZOE.id)

    for state in await lived.past_rounds(HALL, 50):
        assert [(line.place, line.points) for line in state.board] == before[state.id]
        results = await lived.database.read(
            "SELECT member, SUM(points) FROM results WHERE round = ? GROUP BY member", (state.id,)
        )
        assert {line.player.id: line.points for line in state.board if line.points} == {m: p for m, p in results if p}


async def test_boards_keep_a_line_without_a_name(lived: Store) -> None:
    people = back_in(lived)
    before = await people.say(ANN, "/score board period=all")

    await lived.forget_member(ZOE.id)

    after = await people.say(ANN, "/score board period=all")
    named, nameless = (
        next(line.split() for line in board.splitlines() if who in line and line.strip()[0].isdigit())
        for board, who in ((before, ZOE.name), (after, "Somebody"))
    )
    assert named[-5:] == nameless[-5:], "points, right answers and accuracy"
    assert ZOE.name not in after


async def test_a_round_that_is_on_goes_on_without_a_name(lived: Store) -> None:
    people = back_in(lived)

    await lived.forget_member(ZOE.id)
    await people.say(ANN, f"/trivia answer {await people.key(YARD)}", YARD)
    await people.say(BEN, "/trivia answer no idea", YARD)
    shown = len(people.channels.sent)
    await people.waits(60)
    while await lived.open_round(YARD):
        await people.waits(60)

    told = [reply for place, reply in people.channels.sent[shown:] if place == YARD]
    assert told
    assert await where(lived, traces_of(ZOE)) == set()


async def test_who_comes_back_to_a_round_that_is_on_is_somebody_new(lived: Store) -> None:
    people = back_in(lived)
    await lived.forget_member(ZOE.id)

    await people.say(ZOE, "/trivia join", YARD)

    state = await lived.open_round(YARD)
    assert state
    assert ["Somebody", ZOE.name] == [p.name for p in state.players if p.name in ("Somebody", ZOE.name)]


async def test_what_was_on_and_planned_for_nobody_else_ends(lived: Store) -> None:
    people = back_in(lived)
    own = direct(HALL, ZOE.id)
    await people.say(ZOE, "/trivia start count=3", own)
    await people.say(ZOE, "/schedule add daily at 18:00", own, role=Role.MODERATOR)
    begun = await lived.open_round(own)
    assert begun

    await lived.forget_member(ZOE.id)
    sent = len(people.channels.sent)
    await people.waits(24 * 3600)

    ended = await lived.round(RoundId(begun.id))
    assert ended
    assert (ended.phase, ended.live) == (Phase.STOPPED, None)
    assert not [place for place, _ in people.channels.sent[sent:] if place.channel.startswith("chat:@")]
    assert await where(lived, traces_of(ZOE)) == set()


async def test_what_was_said_to_the_bot_alone_is_deleted_with_its_community(lived: Store) -> None:
    people = back_in(lived)
    alone = await lived.community("chat", f"@{ZOE.id.partition(':')[2]}", ZOE.name, people.now)
    place = direct(Place(alone, ChannelId("chat:")), ZOE.id)
    for line in ("/fact add AKA The Eel was directed by Krysten Ritter kind=episode anyway=yes", "/ask who is Nobody?"):
        await people.say(ZOE, line, place, role=Role.ADMIN)
    await people.play((ZOE, True), place=place)
    await people.say(ZOE, "/settings digest value=yes", place, role=Role.ADMIN)

    await lived.forget_member(ZOE.id)

    assert await where(lived, traces_of(ZOE)) == set()
    assert {name for name in await where(lived, {alone}) if name.endswith(".community")} == set()
    assert await lived.community("chat", f"@{ZOE.id.partition(':')[2]}", "", people.now) != alone


async def test_a_process_that_remembers_the_round_does_not_write_the_member_back(lived: Store) -> None:
    people = back_in(lived)
    await people.say(ANN, "/trivia hint", YARD)  # so that the state is at hand in memory

    await lived.forget_member(ZOE.id)
    await people.say(ANN, "/trivia answer no idea", YARD)
    await people.waits(60)

    assert await where(lived, traces_of(ZOE)) == set()


async def test_a_member_of_a_like_name_or_id_is_not_touched(lived: Store) -> None:
    people = back_in(lived)
    longer = Player(MemberId(f"{ZOE.id}e"), f"{ZOE.name}ová")
    like = Player(MemberId(ZOE.id.replace("%", "x").replace("_", "x")), "Other")
    await people.say(MO, "/trivia stop")
    for other in (longer, like):
        await people.play((other, True), (ANN, False), options="count=1")
        await people.say(
            other, "/fact add AKA The Eel was directed by Krysten Ritter kind=episode", role=Role.MODERATOR
        )
    before = [await lived.kept_of(other.id) for other in (longer, like)]

    await lived.forget_member(ZOE.id)

    assert [await lived.kept_of(other.id) for other in (longer, like)] == before


async def test_questions_about_somebody_of_the_same_name_stay_as_they_are(lived: Store) -> None:
    people = back_in(lived)
    namesake = Player(MemberId("chat:kr"), "Krysten Ritter")
    await people.say(MO, "/trivia stop")
    await people.play((namesake, True), (ANN, False))
    before = await all_rows(lived, "asked")
    facts = await all_rows(lived, "facts")

    await lived.forget_member(namesake.id)

    assert await all_rows(lived, "asked") == before
    assert await all_rows(lived, "facts") == facts
    await people.say(MO, "/trivia stop")


# What a member is handed


async def test_a_member_is_handed_all_that_names_them_and_nothing_of_others(lived: Store) -> None:
    people = back_in(lived)

    (reply,) = await people.replies(ZOE, "/privacy export")

    (file,) = reply.files
    kept = json.loads(file.data)["kept"]
    found = {name.partition(".")[0] for name in await where(lived, traces_of(ZOE))}
    assert reply.private
    assert set(kept) == found
    others = json.dumps([rows for name, rows in kept.items() if name not in ("outbox", "shown")])
    assert ANN.id not in others
    assert BEN.id not in others


async def test_nothing_of_a_round_that_is_on_is_handed_out(lived: Store) -> None:
    people = back_in(lived)
    on = [state for place in (HALL, DEN, YARD) if (state := await lived.open_round(place))]
    assert len(on) == 3

    (reply,) = await people.replies(ZOE, "/privacy export")

    kept = json.loads(reply.files[0].data)["kept"]
    for table in ("rounds", "attempts", "asked", "results"):
        assert not {str(state.id) for state in on} & {row.get("id", row.get("round")) for row in kept[table]}
    assert "secret words" not in reply.files[0].data.decode()


async def test_the_answer_to_a_question_that_one_is_asked_alone_is_not_handed_out(lived: Store) -> None:
    people = back_in(lived)
    own = direct(HALL, ZOE.id)
    await people.say(ZOE, "/trivia start count=3 kinds=text", own)
    state = await lived.open_round(own)
    assert state
    assert state.live

    (reply,) = await people.replies(ZOE, "/privacy export", own)

    kept = json.loads(reply.files[0].data)["kept"]
    assert fold(state.live.asked.key) not in fold(json.dumps(kept["drawers"], ensure_ascii=False))
    assert str(state.id) not in {row.get("round", row.get("id")) for row in kept["asked"] + kept["rounds"]}


# A community


def traces_of_community(community: CommunityId) -> set[str | int]:
    return {community, str(community), *(place.channel for place in (HALL, DEN, YARD) if place.community == community)}


@pytest.mark.parametrize("gone", [False, True])
async def test_a_forgotten_community_is_in_no_column_of_any_table(lived: Store, *, gone: bool) -> None:
    rounds = [r[0] for r in await lived.database.read("SELECT id FROM rounds WHERE community = ?", (OURS,))]
    theirs = {
        table: await lived.database.read(f"SELECT * FROM {table} WHERE {kept.whose}", (THEIRS,))
        for table, kept in KEPT.items()
        if kept.whose
    }

    for key in ("key-Ours", "key-Theirs"):
        await lived.mark(f"chat:{key}:1234.5678", NOON)

    await lived.forget_community(OURS, gone=gone)

    left = await where(lived, {*traces_of_community(OURS), *rounds, "Guild Ours", "key-Ours"})
    there = {"communities.id", "communities.name", "communities.key", "workspaces.community", "workspaces.key"}
    there |= {"events.event"}
    assert await lived.seen("chat:key-Theirs:1234.5678")
    assert left == (set() if gone else there)
    for table, rows in theirs.items():
        whose = KEPT[table].whose
        found = await lived.database.read(f"SELECT * FROM {table} WHERE {whose}", (THEIRS,))
        assert sorted(found, key=repr) == sorted(rows, key=repr), table


class Dying:
    """A database whose program is killed at a write."""

    def __init__(self, database: Described, writes: int) -> None:
        self._database = database
        self._left = writes
        self.read, self.columns = database.read, database.columns

    async def write(self, unit: Unit[T]) -> T:
        self._left -= 1
        if self._left < 0:
            raise Killed
        return await self._database.write(unit)


@pytest.mark.parametrize("writes", [0, 1, 2, 7, 20, 30])
async def test_forgetting_that_was_cut_short_is_finished_the_next_time(lived: Store, writes: int) -> None:
    dying = Dying(lived.database, writes)
    with pytest.raises(Killed):
        await Privacy(cast("Described", dying)).forget_community(OURS, gone=True)
    with contextlib.suppress(Killed):
        await Privacy(cast("Described", Dying(lived.database, writes))).forget_member(ZOE.id)

    await lived.forget_member(ZOE.id)
    await lived.forget_community(OURS, gone=True)

    assert await where(lived, traces_of(ZOE) | {"Guild Ours"} | traces_of_community(OURS)) == set()


async def test_the_messages_of_another_community_can_still_be_edited(lived: Store) -> None:
    before = [row for row in await all_rows(lived, "shown") if str(row[2]).startswith(YARD.channel)]

    await lived.forget_community(OURS, gone=True)

    assert before
    assert [row for row in await all_rows(lived, "shown") if str(row[2]).startswith(YARD.channel)] == before


async def test_a_community_that_took_the_bot_away_is_forgotten_after_thirty_days(lived: Store) -> None:
    people = back_in(lived)
    left = people.now
    await lived.community_left("chat", "key-Ours", left)

    await forget_due(lived, left + timedelta(days=30))
    kept = await where(lived, traces_of_community(OURS))
    await forget_due(lived, left + timedelta(days=30, seconds=1))

    assert "results.community" in kept
    assert await where(lived, {*traces_of_community(OURS), "Guild Ours"}) == set()
    assert "results.community" in await where(lived, traces_of_community(THEIRS))


async def test_a_community_that_took_the_bot_back_in_time_is_kept(lived: Store) -> None:
    people = back_in(lived)
    await lived.community_left("chat", "key-Ours", people.now)
    await lived.community("chat", "key-Ours", "Guild Ours", people.now + timedelta(days=29))

    await forget_due(lived, people.now + timedelta(days=365))

    assert "results.community" in await where(lived, traces_of_community(OURS))


async def test_an_admin_has_all_of_a_community_deleted_and_it_begins_anew(lived: Store) -> None:
    people = back_in(lived)
    for place in (HALL, DEN):
        await people.say(MO, "/trivia stop", place)

    asked = await people.replies(MO, "/privacy delete scope=community", role=Role.ADMIN)
    done = await people.press(MO, asked[0].buttons[0], role=Role.ADMIN)

    assert done == "All that I kept of this community is deleted."
    assert "results.community" not in await where(lived, {OURS})
    assert "Nobody" in await people.say(ANN, "/score board period=all")
    await people.play((ANN, True), (BEN, False), options="count=1")
    assert ANN.name in await people.say(ANN, "/score board period=all")


async def test_what_a_forgotten_community_taught_comes_up_nowhere_again(lived: Store) -> None:
    people = back_in(lived)
    third = CommunityId(987650003)
    teaching = (
        "/fact relation {0} statement={{subject}} {0} {{value}} question=Who {0} {{subject}}? subject=person "
        "value=person"
    )
    for community in (OURS, THEIRS):
        shelf = await lived.shelf(community)
        assert "likes" in (await lived.vocabulary(shelf)).relations

    for community in (OURS, THEIRS):
        await lived.forget_community(community, gone=False)
    for community, relation in ((third, "fears"), (THEIRS, "hates"), (OURS, "envies")):
        place = Place(community, ChannelId("chat:new"))
        told = await people.say(MO, teaching.format(relation), place)

        assert f"I know a new relation: {relation}." in told
        vocabulary = await lived.vocabulary(await lived.shelf(community))
        assert [r for r in ("likes", "fears", "hates", "envies") if r in vocabulary.relations] == [relation]
