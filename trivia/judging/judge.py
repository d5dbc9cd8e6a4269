"""The judge of typed answers: what was typed against the key, rule by rule, the cheap rules first."""

import re
from collections.abc import Iterable
from functools import cached_property

from trivia.judging.dates import Span, compare_dates, looks_like_date, parse_dates
from trivia.judging.forms import Form, Match, compare, make_form, segments
from trivia.judging.framing import INVISIBLE, negation, unframed
from trivia.judging.known import CITIES, ELEMENTS, GIVEN_NAMES, KNOWN, LANDS, PHRASES
from trivia.judging.lines import Line, is_line, parse_line
from trivia.judging.numbers import NUMBER_WORDS, Amount, parse_amount, same_amount
from trivia.judging.verdict import AnswerKey, Ruling, Verdict, accept, prompt, reject
from trivia.judging.words import STOP, is_typo, stem, words_of
from trivia.text import fold, without_article

MAX_LENGTH = 300
"""Longer messages are no answers."""

_LITERALS = frozenset(("number", "quantity", "date", "text", "boolean"))
_TITLES = frozenset("film movie title series show season episode book novel song album game play work".split())
_TITLE_QUESTION = re.compile(
    r"\b(?:which|what|name (?:the|a)) (?:\w+ ){0,2}?(?:film|movie|book|novel|song|album|episode|game)s?\b"
)
_PERSON_QUESTION = re.compile(
    r"\b(?:who|whose|whom|(?:which|what) (?:actor|actress|singer|author|writer|director|person|president)s?)\b"
)
_COUNT_QUESTION = re.compile(
    r"\bhow (?:many|much|long|old|far|tall|high|big|large|heavy|fast|deep|wide|often)\b|\bnumber of\b|percent"
)
_YEAR_QUESTION = re.compile(r"\b(?:what|which) year\b")
_WHEN_QUESTION = re.compile(
    r"\b(?:when|what (?:year|date|day|decade|century)|which (?:year|date|day|decade|century)|how long ago)\b"
)
_PARTS = re.compile(r"\s*(?:[/;|\n]|\bor\b|\band\b|&|,)\s*", re.IGNORECASE)
_HEDGE = re.compile(r"[/;|\n]|\bor\b", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-Z]\.\s?){1,3} ?[A-Z][a-z]+")
_IN_NAMES = frozenset("van von de der den da di du del della la le el al bin ibn of the".split())
_SIGNS = re.compile(r"[+#]|(?<!\w)[-−](?=\d)")

_EMPTY = reject("empty")
_NO_MATCH = reject("no match")
_EXACT = accept("exact")
_ALIAS = accept("alias")


class Prepared:
    """A key made ready to judge many answers; what only hard cases need is worked out when the first one comes."""

    def __init__(self, key: AnswerKey) -> None:
        self.key = key
        self.others = key.others
        self.line: Line | None = parse_line(key.key) if is_line(key.key) else None
        self.exact: dict[str, Verdict] = {}
        for alias in key.accepted:
            self.exact[_plain(alias)] = _ALIAS
        if self.line is None:
            self.exact[_plain(key.key)] = _EXACT
        else:
            self._take_line(self.line)
        self.signs = _signs(key.key) if self.line is None else ""

    def _take_line(self, line: Line) -> None:
        for full, _ in line.answers:
            self.exact.setdefault(_plain(full), _EXACT)
        self.exact.setdefault(_plain(self.key.key), _EXACT)
        if not any(required for _, required in line.answers):
            return
        for _, required in line.answers:
            if required:
                self.exact.setdefault(_plain(" ".join(required)), accept("required part"))

    @cached_property
    def texts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Every acceptable answer as written, with its required parts."""
        own = self.line.answers if self.line else ((self.key.key, ()),)
        texts = (*own, *((alias, ()) for alias in self.key.accepted))
        parts = ((part, ()) for text, required in texts if not required for part in segments(text))
        short = ((" ".join(required), required) for _, required in own if required)
        return (*texts, *parts, *short)

    @cached_property
    def question(self) -> str:
        """The question, folded."""
        return fold(self.key.question) if self.key.question else ""

    @cached_property
    def question_words(self) -> frozenset[str]:
        """The stems of the words of the question."""
        return frozenset(stem(word) for word in words_of(self.question))

    @cached_property
    def type(self) -> str:
        """What sort of answer it is: ``number``, ``quantity``, ``date``, ``person``, ``title`` or ``text``."""
        given = self.key.type.partition(":")[0].casefold()
        if given in _TITLES:
            return "title"
        if given:
            return given if given in ("number", "quantity", "date", "person") else "text"
        if _WHEN_QUESTION.search(self.question):
            return "date"
        if _COUNT_QUESTION.search(self.question):
            return "number"
        if _TITLE_QUESTION.search(self.question):
            return "title"
        if _PERSON_QUESTION.search(self.question):
            return "person"
        return ""

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The dates among the acceptable answers."""
        if self.type not in ("date", ""):
            return ()
        found = (parse_dates(text) for text, _ in self.texts if looks_like_date(text) or self.type == "date")
        return tuple(span for spans in found for span in spans)

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """The numbers among the acceptable answers."""
        if self.type not in ("number", "quantity", ""):
            return ()
        unit = self.key.type.partition(":")[2]
        read = (parse_amount(f"{text} {unit}" if unit else text) for text, _ in self.texts if _has_number(text))
        loose = self.type != ""
        return tuple(amount for amount in read if amount and (loose or not amount.words))

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The acceptable answers as words."""
        person = self.key.type == "person"
        marked = any(required for _, required in self.texts)
        return tuple(
            form
            for text, required in self.texts
            for form in make_form(text, required, person=person or self._reads_as_person(text), marked=marked)
        )

    def _reads_as_person(self, text: str) -> bool:
        if self.type not in ("", "person") or "," in text:
            return False
        words = text.split()
        capitals = all(word[:1].isupper() or word[:1] in "\"'(“" or word.casefold() in _IN_NAMES for word in words)
        named = self.type == "person" or fold(words[0] if words else "") in GIVEN_NAMES or _INITIALS.match(text)
        return capitals and (self.type == "person" or 2 <= len(words) <= 5) and bool(named)

    @cached_property
    def prompts(self) -> tuple[str, ...]:
        """What the answer line says to prompt on."""
        return tuple(_plain(text) for text in self.line.prompts) if self.line else ()

    @cached_property
    def rejects(self) -> frozenset[str]:
        """What the answer line says to refuse, articles and all."""
        return frozenset(fold(text) for text in self.line.rejects) if self.line else frozenset()

    @cached_property
    def surnames(self) -> frozenset[str]:
        """The last words of the names of the others."""
        return frozenset(name.rpartition(" ")[2] for name in self.others)


def prepare(key: AnswerKey) -> Prepared:
    """Fold a key once, so that judging many answers against it is cheap."""
    return Prepared(key)


def judge(prepared: Prepared, given: str) -> Verdict:
    """Rule on what somebody typed. Never raises, whatever the text; the same text always gets the same verdict."""
    if len(given) > MAX_LENGTH:
        return reject("too long")
    if not given.isascii():
        given = INVISIBLE.sub("", given)
    folded = fold(given)
    plain = without_article(folded)
    found = prepared.exact.get(plain)
    if found is not None and not (prepared.line and folded in prepared.rejects):
        if not prepared.signs and not _SIGNS.search(given):
            return found
        if prepared.signs == _signs(given) or found is _ALIAS:
            return found
        return _NO_MATCH
    if not plain or not any(c.isalnum() for c in plain):
        return _EMPTY
    return _judge_more(prepared, given, folded, plain)


def _judge_more(prepared: Prepared, given: str, folded: str, plain: str) -> Verdict:
    if plain in prepared.others:
        return reject("another entity")
    core = without_article(unframed(plain))
    if core != plain:
        found = prepared.exact.get(core)
        if found is not None:
            return found
        if core in prepared.others:
            return reject("another entity")
    if prepared.line is not None and (verdict := _by_line(prepared, folded, core)):
        return verdict
    if (word := negation(folded)) and not any(word in text for text in prepared.exact):
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
    form = make_form(core, (), person=False, marked=False)[0]
    best = Match(_NO_MATCH, complete=False)
    for key in prepared.forms:
        match = compare(key, form, prepared.question_words, title=prepared.type == "title")
        if match.complete:
            best = match
            break
        if _RANK[match.verdict.ruling] > _RANK[best.verdict.ruling] or (best.verdict is _NO_MATCH):
            best = match
    if best.verdict.ruling is Ruling.REJECT:
        partial = prepared.line is not None and prepared.line.partial and best.missing
        return prompt("too imprecise") if partial else best.verdict
    if best.complete:
        return best.verdict
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


def _plain(text: str) -> str:
    return without_article(fold(text if text.isascii() else INVISIBLE.sub("", text)))


def _signs(text: str) -> str:
    return "".join(_SIGNS.findall(text)).replace("−", "-")


def _has_number(text: str) -> bool:
    return any(c.isdigit() for c in text) or not NUMBER_WORDS.isdisjoint(_split(text))


def _split(text: str) -> Iterable[str]:
    return text.casefold().replace("-", " ").split()
