"""The judge of typed answers: what was typed against the key, rule by rule, the cheap rules first."""

import re

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from trivia.judging.dates import Span, compare_dates, parse_dates
from trivia.judging.forms import NO_MATCH, Match, compare, read_form
from trivia.judging.framing import negation, unframed
from trivia.judging.known import CITIES, ELEMENTS, KNOWN, LANDS, PHRASES
from trivia.judging.numbers import parse_amount, same_amount
from trivia.judging.prepared import Prepared, signs_of
from trivia.judging.verdict import Ruling, Verdict, accept, prompt, reject
from trivia.judging.words import STOP, is_typo, stem, words_of
from trivia.text import INVISIBLE, fold, without_article

MAX_LENGTH = 300
"""Longer messages are no answers."""

_YEAR_QUESTION = re.compile(r"\b(?:what|which) year\b")
_PARTS = re.compile(r"\s*(?:[/;|\n]|\bor\b|\band\b|&|,)\s*", re.IGNORECASE)
_HEDGE = re.compile(r"[/;|\n]|\bor\b", re.IGNORECASE)
_EMPTY = reject("empty")
_NO_MATCH = reject("no match")
_EXACT = accept("exact")


def judge(prepared: Prepared, given: str) -> Verdict:
    """Rule on what somebody typed. Never raises, whatever the text; the same text always gets the same verdict."""
    if len(given) > MAX_LENGTH:
        return reject("too long")
    if not given.isascii():
        given = INVISIBLE.sub("", given)
    folded = fold(given)
    plain = without_article(folded)
    if plain == prepared.plain and prepared.line is None:
        return _EXACT if prepared.signs == signs_of(given) else _NO_MATCH
    found = prepared.exact.get(plain)
    if found is not None and not (prepared.line and folded in prepared.rejects):
        return found
    if not plain or not plain[0].isalnum():
        return _EMPTY
    return _judge_more(prepared, given, folded, plain)


def _judge_more(prepared: Prepared, given: str, folded: str, plain: str) -> Verdict:
    if prepared.others and _is_other(prepared, plain):
        return reject("another entity")
    core = without_article(unframed(plain))
    if core != plain:
        found = prepared.exact.get(core)
        if found is not None:
            return found
        if prepared.others and _is_other(prepared, core):
            return reject("another entity")
    if prepared.line is not None and (verdict := _by_line(prepared, folded, core)):
        return verdict
    if (word := negation(plain)) and not any(word in text for text in prepared.exact):
        return reject("negated")
    if (prepared.amounts or prepared.spans) and (verdict := _by_value(prepared, given)):
        return verdict
    return _by_words(prepared, given, core)


def _by_line(prepared: Prepared, folded: str, core: str) -> Verdict | None:
    if folded in prepared.rejects:
        return reject("another entity")
    words = {stem(word) for word in words_of(core)}
    for text in prepared.prompts:
        if (
            text in (core, f"{core}s")
            or {stem(word) for word in words_of(text)} - STOP == words - STOP
            or is_typo(core, text)
        ):
            return prompt("prompted by the key")
    if core in prepared.rejects or any(stem(core) == stem(text) for text in prepared.rejects):
        return reject("another entity")
    return None


def _by_value(prepared: Prepared, given: str) -> Verdict | None:
    """Judge numbers and dates by what they mean; None where the text is neither."""
    dated = None
    if prepared.spans and (dates := parse_dates(given) or parse_dates(unframed(given.casefold()))):
        dated = _by_date(prepared, dates)
    if (dated and dated.ruling is not Ruling.REJECT) or not prepared.amounts or not (amount := parse_amount(given)):
        return dated
    quantity = prepared.type == "quantity"
    if any(same_amount(key, amount, quantity=quantity) for key in prepared.amounts):
        return accept("number")
    return dated or reject("different number")


def _by_date(prepared: Prepared, given: tuple[Span, ...]) -> Verdict:
    outcome = compare_dates(prepared.spans, given)
    if outcome == "same":
        return accept("date")
    if outcome == "other":
        return reject("different date")
    return accept("date") if _YEAR_QUESTION.search(prepared.question) and _is_year(given) else prompt("too imprecise")


def _is_year(given: tuple[Span, ...]) -> bool:
    return len(given) == 1 and given[0].first // 10_000 == given[0].last // 10_000


def _by_words(prepared: Prepared, given: str, core: str) -> Verdict:
    form = read_form(core)
    best = NO_MATCH
    title = prepared.type == "title"
    for key in prepared.forms:
        match = compare(key, form, prepared, title=title)
        if match.complete:
            best = match
            break
        if _RANK[match.verdict.ruling] > _RANK[best.verdict.ruling] or best is NO_MATCH:
            best = match
    if best.verdict.ruling is Ruling.REJECT:
        partial = prepared.line is not None and prepared.line.partial and best.missing
        return prompt("too imprecise") if partial else best.verdict
    if best.complete:
        return _unless_nearer_another(prepared, core, best.verdict) if prepared.others else best.verdict
    if core in PHRASES and best.extra and any(key.folded in KNOWN or key.folded in PHRASES for key in prepared.forms):
        return reject("another entity")
    return _with_extras(prepared, given, core, best)


_RANK = {Ruling.REJECT: 0, Ruling.PROMPT: 1, Ruling.ACCEPT: 2}


def _with_extras(prepared: Prepared, given: str, core: str, match: Match) -> Verdict:
    """Have a second look at an answer that holds more or less than the key."""
    if match.extra:
        if several := _several(prepared, given, match):
            return several
        if _mentions(prepared.others, core):
            return reject("another entity")
    elif (part := _by_part(prepared, core)) is not None:
        return part
    if match.verdict.reason == "surname" and core.rpartition(" ")[2] in prepared.surnames and match.missing:
        return prompt("surname")
    if match.echo:
        return reject("echo of the question")
    return match.verdict


def _by_part(prepared: Prepared, core: str) -> Verdict | None:
    """Judge a part of a longer key that is a name itself: the place of a place, or something else."""
    for text, _ in prepared.texts:
        parts = [fold(part) for part in text.split(",")]
        if len(parts) > 1 and core in parts:
            return accept("first part") if parts[0] == core else prompt("too imprecise")
        parts = [fold(part) for part in text.split(" and ")]
        if len(parts) > 1 and core in parts and " " not in core:
            return prompt("too imprecise")
    if (core in KNOWN or core in PHRASES) and any(key.folded in PHRASES for key in prepared.forms):
        return reject("another entity")
    return None


def _is_other(prepared: Prepared, plain: str) -> bool:
    others = prepared.others
    return plain in others or f"the {plain}" in others or f"a {plain}" in others


def _unless_nearer_another(prepared: Prepared, core: str, verdict: Verdict) -> Verdict:
    """Don't forgive a slip that brings an answer as near to another entity as to the right one."""
    miss = min((OSA.distance(core, form.folded) for form in prepared.forms), default=0)
    if not miss or extractOne(core, prepared.others, scorer=OSA.distance, score_cutoff=miss) is None:
        return verdict
    return prompt("another entity")


def _several(prepared: Prepared, given: str, match: Match) -> Verdict | None:
    parts = [part for part in _PARTS.split(given) if part and not _only_stop(part)]
    if len(parts) < 2:
        return None
    verdicts = [judge(prepared, part).ruling for part in parts]
    right = sum(v is Ruling.ACCEPT for v in verdicts)
    if right == len(parts):
        return accept("alias")
    if right and _HEDGE.search(given):
        return reject("several answers")
    if right and (len(parts) > 3 or re.search(r"\band\b|&", given)) and not match.harmless:
        return reject("several answers")
    for group in (LANDS, CITIES, ELEMENTS):
        if len({fold(part) for part in parts} & group) > 1:
            return reject("several answers")
    return None


def _only_stop(part: str) -> bool:
    return all(word in STOP for word in fold(part).split())


def _mentions(names: frozenset[str], core: str) -> bool:
    if not names:
        return False
    words = core.split()
    return any(
        " ".join(words[i:j]) in names for i in range(len(words)) for j in range(i + 1, min(i + 6, len(words)) + 1)
    )
