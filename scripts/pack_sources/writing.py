"""A pack in the making: entities, facts and sources, checked as they are added and written as CSV."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ENTITY_COLUMNS = ("id", "kind", "name", "aliases", "popularity")
FACT_COLUMNS = (
    "subject", "relation", "value", "qualifiers", "certainty", "source", "stated_on", "spoiler", "sentence",
)  # fmt: skip
SOURCE_COLUMNS = ("id", "title", "publisher", "address", "date", "language")


@dataclass
class PackDraft:
    """Collects a pack's rows in the order they are added; refuses a second entity of the same id and a repeated fact.

    The hand-written half of a pack, ``pack.toml`` and ``relations.toml``, stands in its folder already.
    """

    folder: Path
    _entities: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _facts: dict[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)
    _sources: list[tuple[str, ...]] = field(default_factory=list)

    def source(self, key: str, title: str, publisher: str, address: str, *, date: str = "") -> None:
        """Add a source in English. ``date`` is that of its data, empty where it names none."""
        self._sources.append((key, title, publisher, address, date, "en"))

    def entity(self, key: str, kind: str, name: str, aliases: Iterable[str] = (), popularity: float = 0.5) -> str:
        """Add an entity and return its id. Aliases are put in order, without blanks and other cases of the name."""
        if key in self._entities:
            raise ValueError(f"two entities have the id {key}")
        others = sorted({alias for alias in aliases if alias and alias.casefold() != name.casefold()})
        rounded = f"{min(max(popularity, 0.0), 1.0):.3f}"
        self._entities[key] = (key, kind, name, "|".join(others), rounded)
        return key

    def fact(
        self, subject: str, relation: str, value: str, source: str, *, stated_on: str = "", qualifiers: str = ""
    ) -> None:
        """Add a confirmed fact about an entity that has been added."""
        if subject not in self._entities:
            raise ValueError(f"{relation} of {subject}: there is no such entity")
        key = (subject, relation, value)
        if key in self._facts:
            raise ValueError(f"{key} is stated twice")
        self._facts[key] = (subject, relation, value, qualifiers, "confirmed", source, stated_on, "", "")

    def has(self, key: str) -> bool:
        """Say whether an entity of this id has been added."""
        return key in self._entities

    def write(self) -> tuple[int, int]:
        """Write the three tables and return the numbers of entities and facts. Same rows, same bytes."""
        by_kind = sorted(self._entities.values(), key=lambda row: (row[1], row[0]))
        by_relation = sorted(self._facts.values(), key=lambda row: (row[1], row[0], row[2]))
        _write(self.folder / "entities.csv", ENTITY_COLUMNS, by_kind)
        _write(self.folder / "facts.csv", FACT_COLUMNS, by_relation)
        _write(self.folder / "sources.csv", SOURCE_COLUMNS, self._sources)
        return len(by_kind), len(by_relation)


def slug(name: str) -> str:
    """Return a short ASCII id for a name: ``São Tomé`` becomes ``sao-tome``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-")


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        table.writerows([" ".join(cell.split()) for cell in row] for row in rows)  # no exotic spaces
