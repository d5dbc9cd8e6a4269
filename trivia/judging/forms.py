"""An answer as words, and how the words of two answers compare."""

import re
from typing import NamedTuple, Protocol

from rapidfuzz.distance import OSA

from trivia.judging.known import ELEMENTS, KNOWN, PHRASES, SYNONYMS, same_given_name
from trivia.judging.verdict import Verdict, accept, prompt, reject
from trivia.judging.words import DECISIVE, DESCRIPTORS, STOP, different_meaning, is_typo, related, stem, words_of
from trivia.text import fold

_NO_MATCH = reject("no match")
_ARTICLES = frozenset(("the", "a", "an", "of", "in", "and"))
_RUNS = re.compile(r"\d+")
_COLON = re.compile(r":\s+|\s+[–—-]\s+")
_YEAR_TAIL = re.compile(r"\s+(?:in|of|from)\s+\d{4}$")
_PARTICLES = frozenset("van von de der den da di du la le el al bin ibn st saint mac mc o ter ten".split())
_RULERS = frozenset("lord lady king queen prince princess father president general count emperor pope".split())
_NAME_TAIL = frozenset("junior senior 2 3 4 esq phd md mbe obe cbe kbe".split())


class Form(NamedTuple):
    """A text as words in one spelling, with its squeezed form (no spaces) and the words that carry its meaning."""

    folded: str
    squeezed: str
    words: tuple[str, ...]
    content: tuple[str, ...]
    required: tuple[str, ...] = ()
    person: bool = False
    marked: bool = False


class Match(NamedTuple):
    """A provisional verdict; ``complete`` if nothing is missing and nothing stands beside it.

    ``extra``: there are words the key lacks; ``missing``: words of the key are lacking; ``harmless``: the extra words
    say nothing new; ``echo``: what agrees stands in the question.
    """

    verdict: Verdict
    complete: bool
    extra: bool = False
    missing: bool = False
    harmless: bool = True
    echo: bool = False


NO_MATCH = Match(_NO_MATCH, complete=False)


class Question(Protocol):
    """What is being asked, as far as comparing needs it."""

    @property
    def question_words(self) -> frozenset[str]:
        """The stems of its words."""
        ...


def read_form(plain: str) -> Form:
    """Read what somebody typed, folded and without article."""
    words = words_of(plain)
    return Form(plain, plain.replace(" ", ""), words, _content(words))


def make_form(plain: str, required: tuple[str, ...], *, person: bool, marked: bool) -> list[Form]:
    """Return the ways to read an acceptable answer, folded: as it stands, and without an appended year."""
    words = words_of(plain)
    needed = tuple(word for part in required for word in words_of(fold(part)))
    forms = [Form(plain, plain.replace(" ", ""), words, _content(words), needed, person, marked)]
    if plain[-1:].isdecimal() and (short := _YEAR_TAIL.sub("", plain)) and short != plain:
        forms += make_form(short, required, person=person, marked=marked)
    return forms


def segments(text: str) -> list[str]:
    """Return the parts of a title that stand for it alone: what follows the last colon or dash, what precedes "or:"."""
    parts = _COLON.split(text)
    if len(parts) < 2:
        return []
    if parts[0].rstrip(",").endswith(" or"):
        return [parts[0].rstrip(",")[:-3]]
    return [parts[-1]] if len(_content(tuple(fold(parts[-1]).split()))) > 1 else []


def _content(words: tuple[str, ...]) -> tuple[str, ...]:
    content = tuple(word for word in words if word not in STOP)
    return content if len(content) > 1 else tuple(word for word in words if word not in _ARTICLES) or words


def compare(key: Form, given: Form, question: Question, *, title: bool) -> Match:
    """Compare what was typed with one acceptable answer."""
    if key.words == given.words or (key.squeezed == given.squeezed and _same_runs(key.folded, given.folded)):
        return Match(accept("exact"), complete=True)
    if (group := SYNONYMS.get(given.folded)) is not None and group == SYNONYMS.get(key.folded):
        return Match(accept("same thing"), complete=True)
    if _is_acronym(given, key) or _is_acronym(key, given):
        return Match(accept("acronym"), complete=True)
    if _is_whole_typo(key, given, title=title):
        return Match(prompt("typo") if _doubtful(key.words, given.words) else accept("typo"), complete=True)
    return _by_content(key, given, question, title=title)


def _same_runs(one: str, two: str) -> bool:
    return _RUNS.findall(one) == _RUNS.findall(two)


def _is_acronym(short: Form, long: Form) -> bool:
    letters = short.squeezed
    if not 3 <= len(letters) <= 6 or len(long.words) < 2 or len(short.folded.split()) not in (1, len(letters)):
        return False
    spoken = "".join(w if w.isdecimal() else w[0] for w in long.words if w != "junior")
    return letters in (spoken, "t" + spoken, "".join(w if w.isdecimal() else w[0] for w in long.content))


def _is_whole_typo(key: Form, given: Form, *, title: bool) -> bool:
    if not is_typo(given.squeezed, key.squeezed) or given.folded in PHRASES:
        return False
    if title and stem(given.squeezed) == stem(key.squeezed):
        return False
    if len(key.words) != len(given.words):
        if any(len(word) == 1 for word in (*key.words, *given.words)):
            return False
        return len(key.words) == 1 or len(given.words) == 1 or abs(len(key.squeezed) - len(given.squeezed)) <= 1
    return all(_slip(one, two) for one, two in zip(given.words, key.words, strict=True) if one != two)


def _doubtful(key: tuple[str, ...], given: tuple[str, ...]) -> bool:
    """Say whether a short word was changed so much, two slips or its first letter, that it may be another name."""
    if len(key) != len(given) or len(key) == 1:
        return False
    return any(len(two) < 8 and _much_changed(one, two) for one, two in zip(given, key, strict=True) if one != two)


def _much_changed(given: str, key: str) -> bool:
    swapped = given[:2] == key[1::-1]
    return OSA.distance(given, key) > 1 or (given[0] != key[0] and len(given) == len(key) and not swapped)


def _slip(given: str, key: str) -> bool:
    if given in STOP and key in STOP:
        return True
    if given.isdecimal() or key.isdecimal() or given in DECISIVE or key in DECISIVE:
        return False
    return not (given in KNOWN or different_meaning(given, key)) and max(len(given), len(key)) > 2


def _same_word(given: str, key: str, *, title: bool) -> bool:
    if given == key:
        return True
    if len(given) < 3 or len(key) < 3 or given[0].isdecimal() or key[0].isdecimal():
        return False
    if given[0] != key[0]:
        return is_typo(given, key) > 0
    if title:
        return is_typo(given, key) > 0 and stem(given) != stem(key)
    return stem(given) == stem(key) or is_typo(given, key) > 0 or related(given, key)


def _align(key: tuple[str, ...], given: tuple[str, ...], *, title: bool) -> tuple[list[str], list[str], list[str]]:
    """Return the key's words that were found, those that are missing, and what was typed beside them."""
    rest = list(given)
    found: list[str] = []
    missing: list[str] = []
    for word in key:
        hit = word if word in rest else next((r for r in rest if _same_word(r, word, title=title)), None)
        if hit is None:
            missing.append(word)
        else:
            rest.remove(hit)
            found.append(word)
    return found, missing, rest


def _by_content(key: Form, given: Form, question: Question, *, title: bool) -> Match:
    found, missing, extra = _align(key.content, given.content, title=title)
    if not found:
        return NO_MATCH
    if not missing and not extra:
        return Match(accept("word order"), complete=True)
    if any(word.isdecimal() for word in (*missing, *extra)):
        verdict = _numbers_differ(missing, extra, name=key.person and len(key.words) > 3)
        if verdict is not None:
            return Match(verdict, complete=False)
    if key.marked and key.required:
        return _by_required(key, given, title=title)
    if key.person and (match := _by_name(key, given)):
        return match
    return _by_overlap(found, missing, extra, key, question, title=title)


def _numbers_differ(missing: list[str], extra: list[str], *, name: bool) -> Verdict | None:
    lost = [word for word in missing if word.isdecimal()]
    added = [word for word in extra if word.isdecimal()]
    if added and (lost or any(len(word) < 4 for word in added)):
        return reject("different number")
    if lost and not name:
        return prompt("too imprecise") if len(missing) == len(lost) and DESCRIPTORS.issuperset(extra) else _NO_MATCH
    return None


def _by_required(key: Form, given: Form, *, title: bool) -> Match:
    _, missing, extra = _align(key.required, given.content, title=title)
    if missing:
        return NO_MATCH if len(missing) == len(key.required) else Match(_NO_MATCH, complete=False, missing=True)
    return Match(accept("required part"), complete=not extra, extra=bool(extra))


def _by_name(key: Form, given: Form) -> Match | None:
    """Judge the name of a person by its parts; None if it doesn't read as one."""
    mine, theirs = _name(key.words), _name(given.words)
    if not mine or not theirs:
        return None
    surname = mine[-1]
    if theirs[-1] != surname and not _typed_surname(theirs[-1], surname):
        if len(theirs) == 1 and len(mine) > 1 and any(theirs[0] == word for word in mine[:-1]):
            return Match(prompt("given name"), complete=False, missing=True)
        if len(mine) > 1 and theirs[: len(mine)] == mine and STOP.isdisjoint(given.words):
            return Match(prompt("too much"), complete=False)
        return None
    firsts, typed = mine[:-1], theirs[:-1]
    if not typed or not firsts:
        reason = "surname" if len(firsts) else "name"
        return Match(accept(reason), complete=False, missing=bool(firsts), extra=bool(typed))
    if _clashing_middles(typed[1:], firsts[1:]):
        return Match(prompt("too imprecise"), complete=False, missing=True)
    if same_given_name(typed[0], firsts[0]) or is_typo(typed[0], firsts[0]) or _initials(typed, firsts):
        return Match(accept("name"), complete=False)
    if any(same_given_name(one, two) for one in typed for two in firsts if len(one) > 1 and len(two) > 1):
        return Match(accept("name"), complete=False)
    return Match(reject("another entity"), complete=False)


def _clashing_middles(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Two sets of middle initials that differ: George H. W. Bush, George W. Bush."""
    short = all(len(word) == 1 for word in (*one, *two))
    return bool(one and two) and short and one != two


def _name(words: tuple[str, ...]) -> tuple[str, ...]:
    start, end = 0, len(words)
    while start < end - 1 and (words[start] in DESCRIPTORS or words[start] == "the"):
        start += 1
    while end - 1 > start and words[end - 1] in _NAME_TAIL:
        end -= 1
    parts = [word for word in words[start:end] if word not in _PARTICLES]
    return tuple(parts) if 0 < len(parts) <= 6 else ()


def _typed_surname(given: str, key: str) -> bool:
    return is_typo(given, key) > 0


def _initials(typed: tuple[str, ...], firsts: tuple[str, ...]) -> bool:
    return (
        len(typed) == 1
        and len(typed[0]) == len(firsts)
        and all(f[0] == c for f, c in zip(firsts, typed[0], strict=True))
    )


def _by_overlap(
    found: list[str], missing: list[str], extra: list[str], key: Form, question: Question, *, title: bool
) -> Match:
    """Judge an answer that shares some words with the key."""
    telling = [word for word in found if word not in DESCRIPTORS]
    if not telling or (not DECISIVE.isdisjoint(extra) and not title_free(extra, question.question_words)):
        return NO_MATCH
    echo = bool(missing) and all(stem(word) in question.question_words for word in telling)
    hard_missing = [
        word
        for word in missing
        if (word not in DESCRIPTORS or (f"{word} of " in key.folded and word in _RULERS))
        and stem(word) not in question.question_words
    ]
    hard_extra = [word for word in extra if word not in DESCRIPTORS and stem(word) not in question.question_words]
    if missing and hard_extra:
        return NO_MATCH
    if hard_missing and not ELEMENTS.isdisjoint(found):
        return Match(prompt("too imprecise"), complete=False, missing=True, extra=bool(extra), echo=echo)
    if title and (hard_missing or hard_extra):
        return Match(prompt("too imprecise"), complete=False, extra=bool(extra), missing=True, echo=echo)
    if not DECISIVE.isdisjoint(missing) and DECISIVE.isdisjoint(question.question_words):
        return Match(prompt("too imprecise"), complete=False, missing=True, echo=echo)
    harmless = not hard_extra
    if not hard_missing:
        verdict = accept("more than the key") if extra else accept("required part")
        return Match(verdict, complete=False, extra=bool(extra), missing=bool(missing), harmless=harmless, echo=echo)
    share = len(found) / (len(found) + len(hard_missing))
    verdict = accept("part of the key") if share >= 0.5 else prompt("too imprecise")
    return Match(verdict, complete=False, extra=bool(extra), missing=True, harmless=harmless, echo=echo)


def title_free(extra: list[str], question: frozenset[str]) -> bool:
    """Say whether every decisive word that was added stands in the question."""
    return all(word in question for word in extra if word in DECISIVE)
