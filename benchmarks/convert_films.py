"""Make a pack of the film facts (``subject|relation|object`` lines, gzipped), as something large to measure with.

    python -m benchmarks.convert_films FOLDER [kb.txt.gz]

A line's subject is a film. A name that stands for a person, a genre, a language or a tag is an entity of its own,
whatever film has that title: people and the rest are told apart by the relation they stand in. Films that share a title
are one in the data, and can't be parted again; so every relation but the ratings holds many values.
"""

import csv
import gzip
import io
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

DATA = Path(__file__).parent.parent.parent / "shared" / "data" / "films" / "kb.txt.gz"

KINDS = {
    "directed_by": "person",
    "written_by": "person",
    "starred_actors": "person",
    "in_language": "language",
    "has_tags": "tag",
    "has_genre": "genre",
}
"""Relations whose values are entities, with their kind; the values of the others are literals."""

LITERALS = ("release_year", "has_imdb_rating", "has_imdb_votes")

_INFO = """name = "films"
title = "Films"
version = "1.0.0"
language = "en"
licence = "CC-BY-3.0"
about = "Films, who made them, and what they are about: the facts of the WikiMovies and MetaQA data sets."
"""
_SOURCES = [
    ["id", "title", "publisher", "address", "date", "language"],
    ["wikimovies", "WikiMovies", "Facebook AI Research", "https://research.fb.com/downloads/babi/", "2016", "en"],
]
_ENTITY_COLUMNS = ["id", "kind", "name", "aliases", "popularity"]
_FACT_COLUMNS = ["subject", "relation", "value", "qualifiers", "certainty", "source", "stated_on", "spoiler"]

Triple = tuple[str, str, str]


def read_triples(path: Path) -> Iterator[Triple]:
    """Return the facts, each once, in the order of the file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        seen = set()
        for line in lines:
            subject, relation, value = line.rstrip("\n").split("|")
            triple = (subject.strip(), relation, value.strip())
            if triple not in seen:
                seen.add(triple)
                yield triple


def film_files(triples: Iterable[Triple]) -> dict[str, bytes]:
    """Return the files of the pack."""
    mentions: Counter[tuple[str, str]] = Counter()
    facts: list[tuple[tuple[str, str], str, tuple[str, str] | str]] = []
    for subject, relation, value in triples:
        film = ("film", subject)
        end = (KINDS[relation], value) if relation in KINDS else value
        facts.append((film, relation, end))
        mentions[film] += 1
        if isinstance(end, tuple):
            mentions[end] += 1
    ids = {entity: f"{entity[0][0]}{number}" for number, entity in enumerate(mentions, 1)}
    most = math.log1p(max(mentions.values(), default=1))
    entities = [
        [ids[kind, name], kind, name, "", f"{math.log1p(count) / most:.4f}"] for (kind, name), count in mentions.items()
    ]
    rows = [
        [ids[film], relation, ids[end] if isinstance(end, tuple) else end, "", "confirmed", "wikimovies", "", ""]
        for film, relation, end in facts
    ]
    return {
        "pack.toml": _INFO.encode(),
        "relations.toml": Path(__file__).with_name("films.toml").read_bytes(),
        "sources.csv": _csv(_SOURCES),
        "entities.csv": _csv([_ENTITY_COLUMNS, *entities]),
        "facts.csv": _csv([_FACT_COLUMNS, *rows]),
    }


def write_films(folder: Path, source: Path = DATA) -> Path:
    """Write the pack into a folder, made if it isn't there; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in film_files(read_triples(source)).items():
        (folder / name).write_bytes(content)
    return folder


def _csv(rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def run(arguments: list[str]) -> int:
    """Convert as the arguments say; return the exit status."""
    if not 1 <= len(arguments) <= 2:
        print("Use: python -m benchmarks.convert_films FOLDER [kb.txt.gz]", file=sys.stderr)
        return 2
    source = Path(arguments[1]) if len(arguments) == 2 else DATA
    if not source.is_file():
        print(f"{source} is not there; name the file of the film facts.", file=sys.stderr)
        return 1
    print(f"{write_films(Path(arguments[0]), source)} is made.")
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
