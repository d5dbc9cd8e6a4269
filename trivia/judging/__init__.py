"""Ruling on what people type: accept, prompt or reject, with the reason."""

from trivia.judging.judge import MAX_LENGTH, judge
from trivia.judging.prepared import Prepared, prepare
from trivia.judging.verdict import AnswerKey, Ruling, Verdict

__all__ = ["MAX_LENGTH", "AnswerKey", "Prepared", "Ruling", "Verdict", "judge", "prepare"]
