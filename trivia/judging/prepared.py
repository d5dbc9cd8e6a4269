"""A key made ready for judging."""

import re

from trivia.judging.dates import Span, looks_like_date, parse_dates
from trivia.judging.forms import Form, make_form, segments
from trivia.judging.known import GIVEN_NAMES
from trivia.judging.lazy import lazy
from trivia.judging.lines import Line, is_line, parse_line
from trivia.judging.numbers import NUMBER_WORDS, Amount, parse_amount
from trivia.judging.verdict import AnswerKey, Verdict, accept
from trivia.judging.words import stem, words_of
from trivia.text import INVISIBLE, fold, without_article

_TYPES = frozenset(("number", "quantity", "date", "person"))
_TITLES = frozenset("film movie title series show season episode book novel song album game play work".split())
_ASKED = re.compile(
    r"\b(?:(?P<date>when|(?:what|which) (?:year|date|day|decade|century)|how long ago)"
    r"|(?P<number>how (?:many|much|long|old|far|tall|high|big|large|heavy|fast|deep|wide|often)"
    r"|number of|(?:what|which) percent)"
    r"|(?P<title>(?:which|what|name (?:the|a)) (?:\w+ ){0,2}?(?:film|movie|book|novel|song|album|episode|game)s?)"
    r"|(?P<person>who|whose|whom|(?:which|what) (?:actor|actress|singer|author|writer|director|person|president)s?))\b"
)
_DIGIT = re.compile(r"\d")
_INITIALS = re.compile(r"(?:[A-Z]\.\s?){1,3} ?[A-Z][a-z]+")
_IN_NAMES = frozenset("van von de der den da di du del della la le el al bin ibn of the".split())
_SIGNS = re.compile(r"[+#]|(?<!\w)[-−](?=\d)")

_EXACT = accept("exact")
_ALIAS = accept("alias")
_REQUIRED = accept("required part")


class Prepared:
    """A key made ready to judge many answers; what only hard cases need is worked out when the first one comes."""

    def __init__(self, key: AnswerKey) -> None:
        self.key = key
        self.others = key.others
        self.line: Line | None = parse_line(key.key) if is_line(key.key) else None
        self.plain = plain_form(key.key)

    @lazy
    def exact(self) -> dict[str, Verdict]:
        """The acceptable answers, folded and without article, each with the verdict that it earns."""
        found = dict.fromkeys(map(plain_form, self.key.accepted), _ALIAS)
        found[self.plain] = _EXACT
        for full, required in self.line.answers if self.line else ():
            found.setdefault(plain_form(full), _EXACT)
            if required:
                found.setdefault(plain_form(" ".join(required)), _REQUIRED)
        return found

    @lazy
    def signs(self) -> str:
        """The signs that tell C++ from C and -5 from 5."""
        return "" if self.line else signs_of(self.key.key)

    @lazy
    def texts(self) -> list[tuple[str, tuple[str, ...]]]:
        """Every acceptable answer as written, with its required parts."""
        own = self.line.answers if self.line else ((self.key.key, ()),)
        texts = [*own, *((alias, ()) for alias in self.key.accepted)]
        for text, required in tuple(texts):
            if required:
                texts.append((" ".join(required), required))
            elif ": " in text or " – " in text or " - " in text or " — " in text:
                texts += [(part, ()) for part in segments(text)]
        return texts

    @lazy
    def question(self) -> str:
        """The question without case."""
        return self.key.question.casefold()

    @lazy
    def question_words(self) -> frozenset[str]:
        """The stems of the words of the question."""
        return frozenset(map(stem, words_of(fold(self.question)))) if self.question else frozenset()

    @lazy
    def type(self) -> str:
        """What sort of answer it is: ``number``, ``quantity``, ``date``, ``person``, ``title``, ``text`` or unknown."""
        if declared := self.key.type.partition(":")[0].casefold():
            return "title" if declared in _TITLES else declared if declared in _TYPES else "text"
        if self.question and (found := _ASKED.search(self.question)):
            return found.lastgroup or ""
        return ""

    @lazy
    def _may_be_value(self) -> bool:
        joined = "\n".join(text for text, _ in self.texts)
        return (
            _DIGIT.search(joined) is not None
            or not NUMBER_WORDS.isdisjoint(joined.casefold().replace("-", " ").split())
            or looks_like_date(joined)
        )

    @lazy
    def spans(self) -> tuple[Span, ...]:
        """The dates among the acceptable answers."""
        if self.type not in ("date", "") or not self._may_be_value:
            return ()
        found = (parse_dates(text) for text, _ in self.texts if looks_like_date(text) or self.type == "date")
        return tuple(span for spans in found for span in spans)

    @lazy
    def amounts(self) -> tuple[Amount, ...]:
        """The numbers among the acceptable answers."""
        if self.type not in ("number", "quantity", "") or not self._may_be_value:
            return ()
        unit = self.key.type.partition(":")[2]
        read = (parse_amount(f"{text} {unit}" if unit else text) for text, _ in self.texts)
        return tuple(amount for amount in read if amount and (self.type or not amount.words))

    @lazy
    def forms(self) -> list[Form]:
        """The acceptable answers as words."""
        marked = self.line is not None and any(required for _, required in self.line.answers)
        forms: list[Form] = []
        for text, required in self.texts:
            forms += make_form(plain_form(text), required, person=self._is_person(text), marked=marked)
        return forms

    def _is_person(self, text: str) -> bool:
        if self.key.type:
            return self.key.type == "person"
        if self.type not in ("", "person") or "," in text:
            return False
        words = text.split()
        if self.type == "" and not (
            2 <= len(words) <= 5 and (words[0].casefold() in GIVEN_NAMES or _INITIALS.match(text))
        ):
            return False
        return all(word[0].isupper() or word[0] in "\"'(“" or word.casefold() in _IN_NAMES for word in words)

    @lazy
    def prompts(self) -> tuple[str, ...]:
        """What the answer line says to prompt on."""
        return tuple(plain_form(text) for text in self.line.prompts) if self.line else ()

    @lazy
    def rejects(self) -> frozenset[str]:
        """What the answer line says to refuse, articles and all."""
        return frozenset(fold(text) for text in self.line.rejects) if self.line else frozenset()

    @lazy
    def surnames(self) -> frozenset[str]:
        """The last words of the names of the others."""
        return frozenset(name.rpartition(" ")[2] for name in self.others)


def plain_form(text: str) -> str:
    """Fold a text and drop what can't be seen and the leading article."""
    return without_article(fold(text if text.isascii() else INVISIBLE.sub("", text)))


def signs_of(text: str) -> str:
    """Return the signs that folding would lose and that matter."""
    return "".join(_SIGNS.findall(text)).replace("−", "-")


def prepare(key: AnswerKey) -> Prepared:
    """Fold a key once, so that judging many answers against it is cheap."""
    return Prepared(key)
