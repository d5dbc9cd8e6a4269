"""Answer lines as quiz packets write them: the required part marked, alternatives and instructions in brackets."""

import re
from dataclasses import dataclass

_REQUIRED = re.compile(r"<(?:b><u|req)>(.*?)</(?:u></b|req)>", re.DOTALL)
_UNDERLINED = re.compile(r"<u>(.*?)</u>", re.DOTALL)
_TAG = re.compile(r"</?[a-z]{1,6}\s*/?>", re.IGNORECASE)
_INSTRUCTION = r"(?:also\s+)?(?:or\b|accept|prompt|anti-?prompt|do not|don.t|reject|antiprompt)"
_BRACKET = re.compile(rf"[\[(]\s*(?={_INSTRUCTION})|;\s*(?={_INSTRUCTION})", re.IGNORECASE)
_VERB = re.compile(
    r"\s*(?:and\s+)?(?:(?P<reject>do not (?:accept|prompt)(?: or (?:accept|prompt))?(?: on)?|don.t accept|reject)"
    r"|(?P<prompt>(?:anti-?)?prompt(?: on)?)|(?P<accept>(?:also )?accept|or\b))\s*:?\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(
    r"\s+(?:with (?=[“\"]).*|(?:before|until|by asking|alone|in place of|after|when|if|as long as|but)\b.*)", re.DOTALL
)
_OR = re.compile(r",?\s+or\s+|,\s+(?=[\x01\x03“\"])")
_EITHER = re.compile(r"either (?:underlined|part|name|answer)", re.IGNORECASE)
_PARTIAL = re.compile(r"partial", re.IGNORECASE)
_OPTIONAL = re.compile(r"[\[(]([^\])]*)[\])]")
_MARKED = re.compile(r"\x01([^\x02]*)\x02")
_STRESSED = re.compile(r"\x03([^\x04]*)\x04")
_MARKS = re.compile(r"[\x01-\x04]")


MAX_LINE = 5_000
"""Longer keys are taken as they stand."""


@dataclass(frozen=True, slots=True)
class Line:
    """An answer line taken apart.

    ``answers`` pairs each acceptable answer in full with its required parts (none where nothing is marked); ``prompts``
    and ``rejects`` are what the line says to prompt on and to refuse; ``partial`` if it prompts on any partial answer.
    """

    answers: tuple[tuple[str, tuple[str, ...]], ...]
    prompts: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    partial: bool = False


def is_line(key: str) -> bool:
    """Say quickly whether a key needs taking apart."""
    return len(key) <= MAX_LINE and ("<" in key or "[" in key or "(" in key or "; " in key)


def parse_line(key: str) -> Line:
    """Take an answer line apart; a plain answer gives itself."""
    text = _TAG.sub("", _UNDERLINED.sub("\x03\\1\x04", _REQUIRED.sub("\x01\\1\x02", key)))
    opening = _BRACKET.search(text)
    main, rest = (text[: opening.start()], text[opening.end() :]) if opening else (text, "")
    answers = [answer for part in _main_parts(main) for answer in _answers(part, either=bool(_EITHER.search(rest)))]
    prompts: list[str] = []
    rejects: list[str] = []
    for clause in re.split(r"[;\]]", rest):
        verb = _VERB.fullmatch(clause.strip(" )("))
        if not verb:
            continue
        parts = [p for part in _OR.split(_CONDITION.sub("", verb["rest"])) if (p := _clean(part))]
        if verb["reject"]:
            rejects += parts
        elif verb["prompt"]:
            prompts += [p for p in parts if not _PARTIAL.search(p)]
            prompts += [p for part in _STRESSED.findall(verb["rest"]) if (p := _clean(part))]
        elif not _EITHER.search(clause):
            for part in _OR.split(_CONDITION.sub("", verb["rest"])):
                answers += _answers(part, either=False)
    return Line(tuple(answers), tuple(prompts), tuple(rejects), bool(_PARTIAL.search(rest)))


def _main_parts(main: str) -> list[str]:
    return re.split(r"\s+or\s+(?=[^\x02]*\x01)", main) if "\x01" in main else [main]


def _clean(text: str) -> str:
    return " ".join(_MARKS.sub("", text).strip(" \t\n“”\"'.)(").split())


def _answers(text: str, *, either: bool) -> list[tuple[str, tuple[str, ...]]]:
    full = _clean(_OPTIONAL.sub(" ", text)) or _clean(text)
    if not full:
        return []
    marked = [part for m in _MARKED.findall(text) if (part := m.strip())]
    long = _clean(re.sub(r"[\[\]()]", " ", text))
    fulls = [full] if long == full else [full, long]
    fulls += [inner for inner in _OPTIONAL.findall(text) if inner.isupper() and 2 <= len(inner) <= 6]
    if any(len(part) == 1 and not part.isdecimal() for part in marked):
        initials = "".join(marked)
        return [*((f, ()) for f in fulls), (initials, ())]
    if not marked:
        return [(f, ()) for f in fulls]
    if either:
        singles = [word for part in marked for word in (part.split() if len(marked) == 1 else [part])]
        return [(f, (single,)) for f in fulls for single in singles]
    return [(f, tuple(marked)) for f in fulls]
