"""The process dies at any write of a set; a new one goes on, and nothing is lost or counted twice."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.rounds import FakeMessenger, FakeQuestions, FakeRoundStore, Killed, dice
from tests.fakes.store import MemoryStore
from tests.trivia.daily.conftest import CAPITALS, OURS, Chat
from trivia.commands.core import assemble
from trivia.daily.model import set_id
from trivia.rounds.model import MemberId, Rules

WRITES = ("keep_daily", "show_daily", "try_daily", "finish_daily", "share_daily", "mark", "mark_sent")


class DyingStore(FakeRoundStore):
    """Dies at its n-th write, just before it or just after."""

    left = 10**9
    after = False
    within = False  # another write, of which it is a part

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        return self.dying(found) if name in WRITES else found

    def dying(self, write: Callable[..., Any]) -> Callable[..., Any]:
        async def run(*args: Any, **named: Any) -> Any:
            if self.within:
                return await write(*args, **named)
            self.left -= 1
            if self.left == 0 and not self.after:
                raise Killed
            self.within = True
            done = await write(*args, **named)
            self.within = False
            if self.left == 0:
                raise Killed
            return done

        return run


def started(store: FakeRoundStore, messenger: FakeMessenger) -> Chat:
    core = assemble(
        facts=MemoryStore(),
        rounds=store,
        questions=FakeQuestions(CAPITALS),
        messenger=messenger,
        chance=dice(1),
        platform="test",
        defaults=Rules(),
    )
    return Chat(core, messenger, store)


LINES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("trivia daily", {}),
    ("trivia answer", {"text": "A"}),
    ("trivia daily", {}),
    ("trivia answer", {"text": "A"}),
    ("trivia daily", {}),
    ("trivia answer", {"text": "Kyoto"}),
    ("trivia answer", {"text": "A"}),
    ("trivia daily", {"pass": "yes"}),
    ("trivia daily", {}),
    ("trivia daily", {"share": "yes"}),
)


async def played(deaths: int, *, after: bool) -> tuple[DyingStore, FakeMessenger, bool]:
    """Play a set through, dying at one write; whoever got no reply sends the same event again."""
    store, messenger = DyingStore(), FakeMessenger()
    store.left, store.after = deaths, after
    chat, died = started(store, messenger), False
    for number, (command, arguments) in enumerate(LINES):
        try:
            await chat.ask(command, arguments, event=f"event {number}")
        except Killed:
            died = True
            chat = started(store, messenger)
            await chat.core.rounds.resume(chat.now)
            await chat.ask(command, arguments, event=f"event {number}")
    return store, messenger, died


@pytest.mark.parametrize("after", [False, True])
async def test_dying_at_any_write_changes_nothing_of_what_a_set_comes_to(after: bool) -> None:
    whole, told, _ = await played(10**9, after=after)
    member = MemberId("test:anna")
    daily_id = set_id(OURS, (await whole.daily_sets_open(OURS, started(whole, told).now))[0].day)
    deaths = 0
    while True:
        store, messenger, died = await played(deaths + 1, after=after)
        if not died:
            break
        deaths += 1
        assert [a.given for a in store.tried] == [a.given for a in whole.tried], deaths
        assert [p.points for _, p in store.earned] == [p.points for _, p in whole.earned], deaths
        daily = await store.daily_set(daily_id)
        assert daily is not None
        assert (await store.daily_sheet(daily, member)).done
        assert list(await store.daily_days(OURS, member)) == [daily.day]
        assert len(messenger.shown) == 1, deaths
    assert deaths >= 15, "it died at every write in turn"
