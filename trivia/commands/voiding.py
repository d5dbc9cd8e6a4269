"""Open questions that rest on what is told no more are closed, for nobody's points."""

from trivia.commands.request import Request
from trivia.ports import FactReader, PackStore
from trivia.rounds.service import Rounds


async def void_gone(packs: PackStore, reader: FactReader, rounds: Rounds, request: Request) -> None:
    """Close the questions open in the community that rest on facts which its shelf tells no more."""
    live = await rounds.live_questions(request.community, request.at)
    facts = {fact for asked in live for fact in asked.facts}
    there = {fact.id for fact in await reader.facts(facts, await packs.shelf(request.community))} if facts else set()
    for fact in sorted(facts - there):
        await rounds.void(request.community, fact, request.at)
