"""The two TOML files of a pack: ``pack.toml``, which says what it is, and ``relations.toml``, its vocabulary."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from trivia.facts.content import PackInfo
from trivia.facts.problems import Problems
from trivia.facts.vocabulary import Holds, Kind, LiteralType, Relation, Vocabulary

INFO_FILE = "pack.toml"
VOCABULARY_FILE = "relations.toml"

_PACK_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_ID = re.compile(r"[^\W\d][\w-]{0,99}")
_SLOT = re.compile(r"\{([^{}]*)\}")
INFO_KEYS = ("name", "title", "version", "language", "licence", "about")
_INFO_REQUIRED = ("name", "title", "version", "language", "licence")
KIND_KEYS = ("nouns", "person")
RELATION_KEYS = (
    "subject", "value", "holds", "complete", "statement", "question", "inverse", "nouns", "verbs", "passive", "phrases",
    "inverse_phrases", "quiz",
)  # fmt: skip
_LINE_ERROR = re.compile(r" \(at line (\d+), column \d+\)$")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""What TOML can hold as an escape, and no line that is shown may."""

_MAX_PHRASE = 500
_MAX_ABOUT = 5_000
_MAX_FILE = 2_000_000


def read_info(text: str, problems: Problems) -> PackInfo:
    """Read ``pack.toml``; what is wrong is noted, and empty in what is returned."""
    document = _document(INFO_FILE, text, problems)
    if document is None:
        return PackInfo("", "", "", "", "", "")
    table = _Table(INFO_FILE, text, "", document, problems)
    table.refuse_others(INFO_KEYS)
    values = {
        key: table.text(key, required=key in _INFO_REQUIRED, limit=_MAX_ABOUT, lines=key == "about")
        for key in INFO_KEYS
    }
    if values["name"] and not _PACK_NAME.fullmatch(values["name"]):
        table.complain("name", "is made of small letters, digits and hyphens, such as jessica-jones")
    return PackInfo(**values)


def read_vocabulary(text: str, problems: Problems) -> Vocabulary:
    """Read ``relations.toml``; malformed relations are noted, and stand in what is returned as far as they were read.

    A kind that a relation names and nobody declares is not in it.
    """
    document = _document(VOCABULARY_FILE, text, problems)
    if document is None:
        return Vocabulary()
    root = _Table(VOCABULARY_FILE, text, "", document, problems)
    root.refuse_others(("kinds", "relations"))
    kinds = {table.id: _kind(table) for table in root.tables("kinds")}
    relations = {table.id: _relation(table) for table in root.tables("relations")}
    return Vocabulary(kinds, relations)


def implied_kind(kind: str) -> Kind:
    """Return a kind that nobody declared: its id is its noun."""
    return Kind(kind, (kind.replace("_", " "),))


def write_info(info: PackInfo) -> bytes:
    """Write ``pack.toml``."""
    return "".join(f"{key} = {_quoted(getattr(info, key))}\n" for key in INFO_KEYS).encode()


def write_vocabulary(vocabulary: Vocabulary) -> bytes:
    """Write ``relations.toml``, in the order of the vocabulary, leaving out what goes without saying."""
    blocks = [_written_kind(kind) for kind in vocabulary.kinds.values()]
    blocks += [_written_relation(relation) for relation in vocabulary.relations.values()]
    return "\n".join(blocks).encode()


@dataclass(slots=True)
class _Table:
    """A TOML table being read: each getter returns a harmless value where it notes a problem."""

    file: str
    source: str
    path: str
    content: Mapping[str, object]
    problems: Problems
    taken: set[str] = field(default_factory=set)

    @property
    def id(self) -> str:
        return self.path.partition(".")[2]

    def complain(self, key: str, reason: str) -> None:
        where = f"{self.path}.{key}" if self.path and key else self.path or key
        self.problems.add(self.file, self._line(key), f"{where}: {reason}")

    def refuse_others(self, known: Iterable[str]) -> None:
        known = tuple(known)
        for key in self.content:
            if key not in known:
                self.complain(key, f"is not known here; known are {', '.join(known)}")

    def tables(self, key: str) -> Iterable["_Table"]:
        found = self.content.get(key, {})
        if not isinstance(found, dict):
            self.complain(key, "is not a table")
            return
        for name, content in found.items():
            table = _Table(self.file, self.source, f"{key}.{name}", {}, self.problems)
            if not _ID.fullmatch(name):
                table.complain("", "an id is made of letters, digits, _ and -, and begins with a letter")
            elif not isinstance(content, dict):
                table.complain("", "is not a table")
            else:
                table.content = content
                yield table

    def text(self, key: str, *, required: bool = False, limit: int = _MAX_PHRASE, lines: bool = False) -> str:
        found = self.content.get(key, "")
        if not isinstance(found, str):
            self.complain(key, "is not a text in quotes")
            return ""
        if required and not found.strip():
            self.complain(key, "is missing")
        if len(found) > limit:
            self.complain(key, f"has {len(found):,} characters, and at most {limit:,} are taken")
        self._refuse_controls(key, found.strip().replace("\n", " ") if lines else found.strip())
        return found.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.content.get(key, [])
        listed = [found] if isinstance(found, str) else found
        if not isinstance(listed, list) or not all(isinstance(part, str) and part.strip() for part in listed):
            self.complain(key, "is neither a text nor a list of texts")
            return ()
        parts = tuple(dict.fromkeys(part.strip() for part in listed))
        if any(len(part) > _MAX_PHRASE for part in parts):
            self.complain(key, f"holds a text of more than {_MAX_PHRASE:,} characters")
        for part in parts:
            self._refuse_controls(key, part)
        return parts

    def _refuse_controls(self, key: str, text: str) -> None:
        found = _CONTROL.search(text)
        if found:
            self.complain(key, f"holds the control character U+{ord(found[0]):04X}")

    def flag(self, key: str, *, default: bool) -> bool:
        found = self.content.get(key, default)
        if not isinstance(found, bool):
            self.complain(key, "is neither true nor false")
            return default
        return found

    def _line(self, key: str) -> int | None:
        """Find the line of the table's key, or of its header, by sight: TOML readers don't keep lines."""
        lines = self.source.splitlines()
        start = 0
        if self.path:
            group, _, name = self.path.partition(".")
            header = re.compile(rf"\s*\[\s*{group}\s*\.\s*[\"']?{re.escape(name)}[\"']?\s*\]")
            found = next((n for n, line in enumerate(lines) if header.match(line)), None)
            if found is None:
                return None
            start = found
        wanted = re.compile(rf"\s*\[?[\"']?{re.escape(key)}\b")
        for number in range(start, len(lines)):
            if self.path and number > start and lines[number].lstrip().startswith("["):
                break
            if key and wanted.match(lines[number]):
                return number + 1
        return start + 1 if self.path else None


def _document(file: str, text: str, problems: Problems) -> dict[str, object] | None:
    if len(text) > _MAX_FILE:
        problems.add(file, None, "is larger than 2 MB")
        return None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE_ERROR.search(str(error))
        problems.add(file, int(found[1]) if found else None, f"is not TOML: {_LINE_ERROR.sub('', str(error))}")
    except (RecursionError, ValueError):
        problems.add(file, None, "is not TOML that can be read: too deeply nested, or a number too long")
    return None


def _kind(table: _Table) -> Kind:
    table.refuse_others(KIND_KEYS)
    if table.id in tuple(LiteralType):
        table.complain("", "is the name of a type of value, and can't name a kind")
    nouns = table.texts("nouns") or implied_kind(table.id).nouns
    return Kind(table.id, nouns, table.flag("person", default=False))


def _relation(table: _Table) -> Relation:
    table.refuse_others(RELATION_KEYS)
    value_kinds, literal, unit = _value(table)
    return Relation(
        id=table.id,
        subject_kinds=_kinds(table, "subject"),
        value_kinds=value_kinds,
        literal=literal,
        unit=unit,
        holds=_holds(table),
        complete=table.flag("complete", default=False),
        statement=_template(table, "statement", ("subject", "value"), required=True),
        question=_template(table, "question", ("subject",), required=True),
        inverse=_template(table, "inverse", ("value",)),
        nouns=table.texts("nouns"),
        verbs=table.texts("verbs"),
        passive=table.texts("passive"),
        phrases=_templates(table, "phrases", ("subject",)),
        inverse_phrases=_templates(table, "inverse_phrases", ("value",)),
        quiz=table.flag("quiz", default=True),
    )


def _holds(table: _Table) -> Holds:
    held = table.text("holds") or Holds.MANY
    if held not in tuple(Holds):
        table.complain("holds", "is neither one nor many")
        return Holds.MANY
    return Holds(held)


def _kinds(table: _Table, key: str) -> frozenset[str]:
    kinds = table.texts(key)
    if not kinds:
        table.complain(key, "names no kind")
    for kind in kinds:
        if not _ID.fullmatch(kind) or kind in tuple(LiteralType):
            table.complain(key, f"{kind!r} is not the id of a kind")
    return frozenset(kinds)


def _value(table: _Table) -> tuple[frozenset[str], LiteralType | None, str]:
    named = table.content.get("value", "")
    if isinstance(named, str):
        literal, _, unit = (part.strip() for part in named.partition(":"))
        if literal in tuple(LiteralType):
            needs_unit = literal == LiteralType.QUANTITY
            if needs_unit != bool(unit):
                table.complain("value", "a quantity, and nothing else, has a unit, such as quantity:km2")
            return frozenset(), LiteralType(literal), unit
    return _kinds(table, "value"), None, ""


def _template(table: _Table, key: str, slots: tuple[str, ...], *, required: bool = False) -> str:
    template = table.text(key, required=required)
    if template:
        _check_slots(table, key, template, slots)
    return template


def _templates(table: _Table, key: str, slots: tuple[str, ...]) -> tuple[str, ...]:
    templates = table.texts(key)
    for template in templates:
        _check_slots(table, key, template, slots)
    return templates


def _check_slots(table: _Table, key: str, template: str, slots: tuple[str, ...]) -> None:
    found = _SLOT.findall(template)
    if sorted(found) != sorted(slots) or set("{}") & set(_SLOT.sub("", template)):
        wanted = " and ".join(f"{{{slot}}}" for slot in slots)
        table.complain(key, f"{template!r} must hold {wanted} once, and no other braces")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _written_kind(kind: Kind) -> str:
    person = "person = true\n" if kind.person else ""
    return f"[kinds.{_quoted(kind.id)}]\nnouns = {_listed(kind.nouns)}\n{person}"


def _written_relation(relation: Relation) -> str:
    literal = f"{relation.literal}:{relation.unit}" if relation.unit else str(relation.literal)
    lines = [
        f"[relations.{_quoted(relation.id)}]",
        f"subject = {_listed(sorted(relation.subject_kinds))}",
        f"value = {_quoted(literal) if relation.literal else _listed(sorted(relation.value_kinds))}",
        f"holds = {_quoted(relation.holds)}",
        f"complete = {'true' if relation.complete else 'false'}",
        f"statement = {_quoted(relation.statement)}",
        f"question = {_quoted(relation.question)}",
    ]
    if relation.inverse:
        lines.append(f"inverse = {_quoted(relation.inverse)}")
    for key in ("nouns", "verbs", "passive", "phrases", "inverse_phrases"):
        texts: tuple[str, ...] = getattr(relation, key)
        if texts:
            lines.append(f"{key} = {_listed(texts)}")
    if not relation.quiz:
        lines.append("quiz = false")
    return "\n".join(lines) + "\n"
