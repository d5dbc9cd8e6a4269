"""/privacy: what is kept of a member or a community, handed out or forgotten."""

import json
from typing import Protocol

from trivia.commands.curated import ForgettingAsked, Forgotten, KeptHandedOut
from trivia.commands.request import Request, Role
from trivia.errors import NotAllowed, UsageError
from trivia.privacy import PrivacyStore
from trivia.rounds.ports import RoundStore


class PrivateStore(PrivacyStore, RoundStore, Protocol):
    """What privacy needs of storage."""


class Privacy:
    """Members ask for what is theirs; admins for their community."""

    def __init__(self, store: PrivateStore) -> None:
        self._store = store

    async def export(self, request: Request) -> KeptHandedOut:
        """Hand a member all that is kept of them."""
        kept = await self._store.kept_of(request.member.id)
        document = {"member": request.member.id, "at": request.at.isoformat(), "kept": kept}
        data = json.dumps(document, ensure_ascii=False, indent=2, default=str).encode("utf-8", "replace")
        return KeptHandedOut(f"kept-{request.at:%Y-%m-%d}.json", data, sum(map(len, kept.values())))

    async def delete(self, request: Request) -> Forgotten | ForgettingAsked:
        """Forget a member, or a whole community for its admin, once it was asked twice."""
        community = request.arguments.get("scope") == "community"
        if community and request.member.role < Role.ADMIN:
            raise NotAllowed("Only an admin can have all of a community deleted.")
        if not request.arguments.get("sure"):
            return ForgettingAsked(community)
        playing = await self._store.open_rounds_of(request.community)
        if community and playing:
            raise UsageError("A round is on here. Please stop it first with /trivia stop.")
        if any(player.id == request.member.id for state in playing for player in state.players):
            raise UsageError("You are in a round that is on. Please ask me again when it is over.")
        if community:
            await self._store.forget_community(request.community, gone=False)
        else:
            await self._store.forget_member(request.member.id)
        return Forgotten(community)
