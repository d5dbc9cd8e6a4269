"""``factotum questions``: questions made from the facts on the shelf."""

import argparse
import asyncio
import secrets

from bot.batch import whole
from bot.compose import services
from bot.console import Console
from bot.settings import Settings
from trivia.facts.model import GLOBAL_COMMUNITY
from trivia.questions.document import question_document
from trivia.questions.model import QuestionKind


def questions(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:
    """Print questions, at most as many as were asked for; return the exit status."""
    return asyncio.run(_questions(console, arguments, settings))


async def _questions(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:
    async with services(settings, console) as core:
        made = await core.generator.generate(
            await core.store.shelf(GLOBAL_COMMUNITY),
            arguments.count,
            secrets.randbits(32) if arguments.seed is None else arguments.seed,
            kind=QuestionKind(arguments.kind) if arguments.kind else None,
            topic=whole(arguments.topic or ""),
            level=arguments.difficulty or "",
        )
    documents = [question_document(question) for question in made]
    if arguments.json:
        console.document(documents)
    else:
        for document in documents:
            console.document(document)
    if len(made) < arguments.count:
        console.complain(f"only {len(made)} of {arguments.count} questions could be made.")
    return 0 if made else 1
