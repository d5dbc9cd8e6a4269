"""What a lookup costs and how often it is right, on the film pack: one to three steps, as written and misspelt.

    python -m benchmarks.lookup [kb.txt.gz [STORE]]

Questions are made from the facts themselves, so their answers are known: *right* is the very set of them, *part* some
of them, *wrong* holds anything else, *no answer* is "I don't know" or a question back. The store is made new in a
temporary folder unless a path is given; one that is there already is used as it is.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.convert_films import DATA, film_files, read_triples
from db import Store, open_store
from trivia.facts.model import GLOBAL_COMMUNITY, Shelf
from trivia.facts.packs import read_pack
from trivia.lookup.answer import Answer, Status
from trivia.lookup.service import Lookup
from trivia.text import fold

ROUNDS = 60
SEED = 20

FORMS: tuple[tuple[str, str], ...] = (
    ("who directed {}", "directed_by"),
    ("who wrote {}", "written_by"),
    ("who starred in {}", "starred_actors"),
    ("when was {} released", "release_year"),
    ("which language is {} in", "in_language"),
    ("what genre is {}", "has_genre"),
    ("what films did {} star in", "^starred_actors"),
    ("what movies did {} direct", "^directed_by"),
    ("films written by {}", "^written_by"),
    ("who wrote the films directed by {}", "^directed_by written_by"),
    ("the actors in films directed by {}", "^directed_by starred_actors"),
    ("who directed the movies that {} starred in", "^starred_actors directed_by"),
    ("when were the films written by {} released", "^written_by release_year"),
    ("what genres are the movies that {} directed", "^directed_by has_genre"),
    ("what languages are the films starring {} in", "^starred_actors in_language"),
    ("which films have the same director as {}", "directed_by ^directed_by"),
    ("which movies did the director of {} direct", "directed_by ^directed_by"),
    ("who starred in the films directed by the director of {}", "directed_by ^directed_by starred_actors"),
    ("when were the movies written by the writer of {} released", "written_by ^written_by release_year"),
    ("who directed movies starring the actors of {}", "starred_actors ^starred_actors directed_by"),
)
"""Wordings with the path of relations that answers them, backwards where it begins with ^."""


@dataclass
class Films:
    """The facts as they are in the file: for each relation, both ways."""

    links: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))

    @classmethod
    def read(cls, path: Path) -> "Films":
        """Read the file of triples."""
        films = cls()
        for subject, relation, value in read_triples(path):
            films.links[relation][subject].add(value)
            films.links[f"^{relation}"][value].add(subject)
        return films

    def follow(self, start: str, path: str) -> frozenset[str]:
        """Return the names at the end of a path."""
        here = {start}
        for relation in path.split():
            here = set().union(*(self.links[relation].get(name, set()) for name in here))
        return frozenset(here)

    def starts(self, path: str) -> Sequence[str]:
        """Return the names from which a path can be followed."""
        return sorted(name for name in self.links[path.split(maxsplit=1)[0]] if len(fold(name)) > 3)


def misspelt(name: str, chance: random.Random) -> str:
    """Return a name with one slip inside a word of five letters or more, if it has one."""
    words = name.split(" ")
    long = [i for i, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if long:
        i = chance.choice(long)
        place = chance.randrange(1, len(words[i]) - 2)
        word = words[i]
        words[i] = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return " ".join(words)


def judged(answer: Answer, truth: frozenset[str], start: str) -> str:
    """Tell how an answer stands to the truth; the name asked about may be in it or not."""
    right = {fold(name) for name in truth} - {fold(start)}
    if answer.status is not Status.ANSWERED:
        return "no answer" if right else "right"
    given = {fold(item.text) for item in answer.answers} - {fold(start)}
    if given == right:
        return "right"
    return "part" if given < right else "wrong"


async def measure(lookup: Lookup, shelf: Shelf, films: Films, *, typo: bool, verbose: bool) -> None:
    """Ask each form, and print what came of it."""
    chance = random.Random(SEED)  # noqa: S311 - chooses what to ask, nothing secret
    everything: list[float] = []
    totals: Counter[str] = Counter()
    print(f"{'with a slip of the keyboard' if typo else 'as written':<60} {'p50':>7} {'p99':>7} ms")
    for form, path in FORMS:
        taken, verdicts = [], Counter[str]()
        starts = films.starts(path)
        for _ in range(ROUNDS):
            start = chance.choice(starts)
            question = form.format(misspelt(start, chance) if typo else start)
            began = time.perf_counter()
            answer = await lookup.ask(shelf, question)
            taken.append((time.perf_counter() - began) * 1_000)
            verdict = judged(answer, films.follow(start, path), start)
            verdicts[verdict] += 1
            if verbose and verdict != "right":
                print(f"    {verdict}: {question} -> {answer.status}: {answer.sentence[:120]} {answer.plan[:160]}")
        everything += taken
        totals += verdicts
        print(f"{form:<60} {_row(taken, verdicts)}")
    print(f"{'all':<60} {_row(everything, totals)}\n")


def _row(taken: Sequence[float], verdicts: Mapping[str, int]) -> str:
    ordered = sorted(taken)
    told = ", ".join(f"{verdict} {count}" for verdict, count in sorted(verdicts.items(), key=lambda pair: -pair[1]))
    return f"{ordered[len(ordered) // 2]:7.2f} {ordered[int(len(ordered) * 0.99)]:7.2f}   {told}"


async def run(source: Path, place: Path, *, verbose: bool) -> None:
    """Measure on a store at a path, made first if it isn't there."""
    fresh = not place.exists()  # noqa: ASYNC240 - nothing else runs in this loop
    async with open_store(place) as store:
        if fresh:
            await store.install(read_pack(film_files(read_triples(source))), datetime.now(UTC))
        shelf = await _shelf(store)
        films, lookup = Films.read(source), Lookup(store, store)
        await lookup.ask(shelf, "warm up")
        for typo in (False, True):
            await measure(lookup, shelf, films, typo=typo, verbose=verbose)


async def _shelf(store: Store) -> Shelf:
    packs = tuple(pack.id for pack in await store.packs())
    return Shelf(packs, GLOBAL_COMMUNITY)


def main() -> None:
    """Measure, or say what is missing."""
    names = [name for name in sys.argv[1:] if name != "-v"]
    source = Path(names[0]) if names else DATA
    if not source.exists():
        print(f"The film facts are not at {source}; give their path.")
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(names[1]) if len(names) > 1 else Path(folder) / "films.db"
        asyncio.run(run(source, place, verbose="-v" in sys.argv))


if __name__ == "__main__":
    main()
