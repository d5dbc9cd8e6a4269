"""``factotum ask``: one lookup, or a batch of them."""

import argparse
import asyncio
from dataclasses import replace

from bot.batch import BatchLine, Record, run_batch, whole
from bot.compose import Services, services
from bot.console import Console
from bot.settings import Settings
from trivia.errors import UsageError
from trivia.facts.model import GLOBAL_COMMUNITY, Shelf
from trivia.lookup.answer import Answer
from trivia.lookup.asking import Answers
from trivia.lookup.document import answer_document
from trivia.replies.lookup import UNKNOWN, UNKNOWN_UNKEPT


def ask(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer the question, or each of the batch; return the exit status."""
    if (arguments.question is None) == (arguments.batch is None):
        raise UsageError("give one question in quotes, or --batch FILE.")
    return asyncio.run(_ask(console, arguments, settings))


async def _ask(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:
    async with services(settings, console) as core:
        shelf = await core.store.shelf(GLOBAL_COMMUNITY)
        answers = Answers(core.store, core.lookup)

        async def answer_line(line: BatchLine) -> Record:
            return answer_document(await _answer(core, answers, shelf, line.text("question")))

        if arguments.batch is not None:
            return await run_batch(console, arguments.batch, answer_line)
        answer = await _answer(core, answers, shelf, whole(arguments.question))
        _show(console, answer, as_json=arguments.json)
        return 0


async def _answer(core: Services, answers: Answers, shelf: Shelf, question: str) -> Answer:
    """Look a question up, and give away nothing of a round that is on at the terminal.

    The command line keeps no list of unanswered questions, and must not say that it does.
    """
    answer = await answers.ask(shelf, question)
    if answer.sentence == UNKNOWN:
        return replace(answer, sentence=UNKNOWN_UNKEPT)
    if not await core.store.open_rounds_of(GLOBAL_COMMUNITY):
        return answer
    from trivia.rounds.withholding import live_questions, withheld  # noqa: PLC0415 - mostly no round is on

    return withheld(answer, await live_questions(core.store, GLOBAL_COMMUNITY, core.clock()))


def _show(console: Console, answer: Answer, *, as_json: bool) -> None:
    if as_json:
        console.document(answer_document(answer))
        return
    console.line(answer.sentence)
    for suggestion in answer.suggestions:
        console.line(f"  {suggestion}")
