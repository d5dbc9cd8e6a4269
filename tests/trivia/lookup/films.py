"""A small pack of films that were never made, and how to ask it."""

from datetime import UTC, datetime

from tests.fakes.store import MemoryStore
from trivia.facts.model import CommunityId
from trivia.facts.packs import read_pack
from trivia.lookup.answer import Answer
from trivia.lookup.service import Lookup

AT = datetime(2026, 1, 1, tzinfo=UTC)
COMMUNITY = CommunityId(7)

RELATIONS = """
[kinds.film]
nouns = ["film", "movie"]

[kinds.person]
nouns = ["person"]
person = true

[kinds.prize]
nouns = ["prize"]

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

[relations.starring]
subject = "film"
value = "person"
statement = "{subject} stars {value}"
question = "Who stars in {subject}?"
inverse = "Which films does {value} star in?"
nouns = ["actor", "star"]
verbs = ["starred in", "stars in"]
passive = ["starring"]

[relations.released]
subject = "film"
value = "date"
holds = "one"
statement = "{subject} was released in {value}"
question = "When was {subject} released?"
nouns = ["release date"]

[relations.taught]
subject = "person"
value = "person"
statement = "{subject} taught {value}"
question = "Whom did {subject} teach?"
inverse = "Who taught {value}?"
verbs = ["taught", "teach"]
nouns = ["pupil"]

[relations.nearly_bought]
subject = "person"
value = "film"
statement = "{subject} nearly bought {value}"
question = "What did {subject} nearly buy?"
inverse = "Who nearly bought {value}?"

[relations.host]
subject = "prize"
value = "person"
holds = "one"
statement = "{value} is the host of {subject}"
question = "Who is the host of {subject}?"
nouns = ["host"]
"""

ENTITIES = """id,kind,name,aliases,popularity
f1,film,The Long Day,,0.9
f2,film,Quiet Harbour,,0.8
f3,film,Red Clay,,0.7
f4,film,What,,0.2
f5,film,Long Day,,0.1
f6,film,This Must Be the Place,,0.3
p1,person,Anna Berg,A. Berg,0.9
p2,person,Tomas Lind,,0.8
p3,person,Mira Okoye,,0.7
p4,person,Anna Berg,,0.1
z,prize,Golden Reel,,0.5
"""

FACTS = """subject,relation,value,qualifiers,certainty,source,stated_on,spoiler
f1,directed_by,p2,,confirmed,s,,
f2,directed_by,p2,,confirmed,s,,
f3,directed_by,p3,,confirmed,s,,
f5,directed_by,p1,,confirmed,s,,
f6,directed_by,p3,,confirmed,s,,
f1,starring,p3,,confirmed,s,,
f2,starring,p3,,confirmed,s,,
f1,released,1999,,confirmed,s,,
f2,released,2003,,rumoured,s,,
p2,taught,p3,,confirmed,s,,
p2,nearly_bought,f3,,confirmed,s,,
z,host,p2,,confirmed,s,,
p1,taught,p2,,confirmed,s,,
p4,nearly_bought,f2,,confirmed,s,,
"""


def film_files(name: str = "films", entities: str = ENTITIES, facts: str = FACTS) -> dict[str, bytes]:
    """Return the pack's files."""
    about = f'name = "{name}"\ntitle = "{name}"\nversion = "1"\nlanguage = "en"\nlicence = "CC0-1.0"\nabout = "Films"\n'
    return {
        "pack.toml": about.encode(),
        "relations.toml": RELATIONS.encode(),
        "entities.csv": entities.encode(),
        "facts.csv": facts.encode(),
        "sources.csv": b"id,title,publisher,address,date,language\ns,The book of films,,,2020,en\n",
    }


async def film_store() -> MemoryStore:
    """Return a store that holds the pack."""
    store = MemoryStore()
    await store.install(read_pack(film_files()), AT)
    return store


async def ask(question: str) -> Answer:
    """Ask the pack."""
    store = await film_store()
    return await Lookup(store, store).ask(await store.shelf(COMMUNITY), question)


async def answers(question: str) -> list[str]:
    """Return the bare answers to a question, sorted."""
    return sorted(item.text for item in (await ask(question)).answers)
