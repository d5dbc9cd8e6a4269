"""``factotum judge``: rulings on typed answers. Needs no store."""

import argparse
import asyncio
from functools import lru_cache

from bot.batch import BatchLine, Record, run_batch
from bot.console import Console
from bot.settings import Settings
from trivia.errors import UsageError
from trivia.judging.judge import judge as rule
from trivia.judging.prepared import Prepared, prepare
from trivia.judging.verdict import AnswerKey


def judge(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001 - all commands are called alike
    """Rule on each line of the batch; return the exit status."""
    return asyncio.run(run_batch(console, arguments.batch, _rule))


async def _rule(line: BatchLine) -> Record:
    key = line.text("key")
    if not key.strip():
        raise UsageError("key is empty")
    prepared = _prepared(key, line.texts("accepted"), line.optional_text("type"), line.optional_text("question"))
    verdict = rule(prepared, line.text("given"))
    return {"verdict": verdict.ruling.value, "reason": verdict.reason}


@lru_cache(maxsize=1_000)
def _prepared(key: str, accepted: tuple[str, ...], type_: str, question: str) -> Prepared:
    return prepare(AnswerKey(key=key, accepted=accepted, type=type_, question=question))
