"""What is kept of members, in memory: enough for dialogues; the stores are held to more by tests of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from trivia.facts.model import CommunityId
from trivia.privacy import Row


@dataclass
class FakePrivacy:
    """Remembers whom it was asked to forget."""

    kept: dict[str, list[Row]] = field(default_factory=dict)
    forgotten: list[str | CommunityId] = field(default_factory=list)

    async def kept_of(self, member: str) -> Mapping[str, Sequence[Row]]:
        found = {table: [row for row in rows if row.get("member") == member] for table, rows in self.kept.items()}
        return {table: rows for table, rows in found.items() if rows}

    async def forget_member(self, member: str) -> int:
        self.forgotten.append(member)
        return 0

    async def forget_community(self, community: CommunityId, *, gone: bool) -> None:
        del gone
        self.forgotten.append(community)

    async def long_gone(self, now: datetime) -> Sequence[CommunityId]:
        del now
        return []
