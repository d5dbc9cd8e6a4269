from datetime import UTC, datetime
from typing import Protocol

import pytest

from tests.fakes.store import MemoryStore
from trivia.facts.packs import read_pack
from trivia.ports import FactReader, NameIndex, PackStore
from trivia.questions.generator import Generator

AT = datetime(2026, 1, 1, tzinfo=UTC)

RELATIONS = """
[kinds.film]
nouns = ["film", "movie"]

[kinds.person]
nouns = ["person"]
person = true

[relations.directed_by]
subject = "film"
value = "person"
holds = "one"
statement = "{subject} was directed by {value}"
question = "Who directed {subject}?"
inverse = "What did {value} direct?"
nouns = ["director"]
verbs = ["directed", "direct"]
passive = ["directed by"]

[relations.released]
subject = "film"
value = "date"
holds = "one"
statement = "{subject} was released in {value}"
question = "In which year was {subject} released?"

[relations.starring]
subject = "film"
value = "person"
holds = "many"
statement = "{subject} stars {value}"
question = "Who stars in {subject}?"

[relations.shot_in]
subject = "film"
value = "text"
holds = "one"
statement = "{subject} was shot in {value}"
question = "Where was {subject} shot?"
quiz = false
"""

ENTITIES = """id,kind,name,aliases,popularity
f1,film,The Long Day,,0.9
f2,film,Quiet Harbour,,0.8
f3,film,Red Clay,,0.7
f4,film,Seven Winters,,0.6
f5,film,Anna Berg,,0.5
p1,person,Anna Berg,A. Berg,0.9
p2,person,Tomas Lind,,0.8
p3,person,Mira Okoye,,0.7
p4,person,Jon Vale,,0.6
p5,person,Sara Winters,,0.5
"""

FACTS = """subject,relation,value,qualifiers,certainty,source,stated_on,spoiler
f1,directed_by,p2,,confirmed,s,,
f2,directed_by,p3,,confirmed,s,,
f3,directed_by,p4,,confirmed,s,,
f4,directed_by,p5,,confirmed,s,,
f5,directed_by,p1,,confirmed,s,,
f1,released,1999,,confirmed,s,,
f2,released,2003,,confirmed,s,,
f3,released,2010,,rumoured,s,,
f4,released,2011,,confirmed,s,,f4@
f1,starring,p1,,confirmed,s,,
f1,starring,p3,,confirmed,s,,
f2,starring,p4,,confirmed,s,,
f2,starring,p2,,rumoured,s,,
f1,shot_in,Malta,,confirmed,s,,
"""


def film_files(facts: str = FACTS) -> dict[str, bytes]:
    """A small pack with one trap of each sort: two stars, a rumour, a spoiler, a film named like a person."""
    return {
        "pack.toml": b"".join(
            b'%s = "%s"\n' % pair
            for pair in (
                (b"name", b"films"),
                (b"title", b"Films"),
                (b"version", b"1"),
                (b"language", b"en"),
                (b"licence", b"CC0-1.0"),
                (b"about", b"Films that were never made"),
            )
        ),
        "relations.toml": RELATIONS.encode(),
        "entities.csv": ENTITIES.encode(),
        "facts.csv": facts.encode(),
        "sources.csv": b"id,title,publisher,address,date,language\ns,The book of films,,,2020,en\n",
    }


async def store_of(*packs: dict[str, bytes]) -> MemoryStore:
    store = MemoryStore()
    for files in packs:
        await store.install(read_pack(files), AT)
    return store


@pytest.fixture
async def films() -> MemoryStore:
    return await store_of(film_files())


class Facts(NameIndex, FactReader, PackStore, Protocol):
    """What questions are made from."""


def generator(store: Facts) -> Generator:
    return Generator(store, store, store)
