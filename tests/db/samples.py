"""Small packs for the tests of the store, built by hand."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from trivia.facts.content import (
    EntityKey,
    EntityRow,
    FactRow,
    PackContent,
    PackInfo,
    QualifierRow,
    WrittenQuestion,
)
from trivia.facts.dates import PartialDate
from trivia.facts.model import Certainty, Literal, Number, Quantity, Source, SpoilerPoint, Text, YesNo
from trivia.facts.vocabulary import Holds, Kind, LiteralType, Relation, Vocabulary

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 12, tzinfo=UTC)
LAST = datetime(2026, 3, 3, 12, tzinfo=UTC)

SOURCE = Source("s1", "The Daily Film", "Daily Press", "https://example.org/1", PartialDate(2019, 6, 14), "en")
OTHER_SOURCE = Source("s2", "A table", "", "", None, "en")


def relation(id_: str, literal: LiteralType | None = None, unit: str = "") -> Relation:
    return Relation(
        id=id_,
        subject_kinds=frozenset({"film"}),
        value_kinds=frozenset() if literal else frozenset({"person"}),
        literal=literal,
        unit=unit,
        holds=Holds.MANY,
        complete=False,
        statement="{subject} has {value}",
        question="What has {subject}?",
        nouns=(id_,),
    )


VOCABULARY = Vocabulary(
    {"film": Kind("film", ("film", "movie")), "person": Kind("person", ("person",), person=True)},
    {
        r.id: r
        for r in (
            relation("directed_by"),
            relation("starring"),
            relation("as"),
            relation("released", LiteralType.DATE),
            relation("votes", LiteralType.NUMBER),
            relation("area", LiteralType.QUANTITY, "km2"),
            relation("motto", LiteralType.TEXT),
            relation("in_colour", LiteralType.BOOLEAN),
        )
    },
)


def entity(key: str, name: str, kind: str = "person", popularity: float = 0.5, *aliases: str) -> EntityRow:
    return EntityRow(key, kind, name, aliases, popularity)


def fact(
    subject: str,
    relation: str,
    value: str | Literal,
    *qualifiers: tuple[str, str | Literal],
    certainty: Certainty = Certainty.CONFIRMED,
    source: str = "s1",
    sentence: str = "",
    stated_on: PartialDate | None = None,
    spoiler: tuple[str, str] | None = None,
) -> FactRow:
    def end(found: str | Literal) -> EntityKey | Literal:
        return EntityKey(found) if isinstance(found, str) else found

    return FactRow(
        EntityKey(subject),
        relation,
        end(value),
        tuple(QualifierRow(r, end(v)) for r, v in qualifiers),
        certainty,
        source,
        sentence,
        stated_on,
        EntityKey(spoiler[0]) if spoiler else None,
        SpoilerPoint.parse(spoiler[1]) if spoiler else SpoilerPoint(),
    )


def pack(
    entities: tuple[EntityRow, ...],
    facts: tuple[FactRow, ...] = (),
    name: str = "films",
    version: str = "1",
    questions: tuple[WrittenQuestion, ...] = (),
) -> PackContent:
    info = PackInfo(name, name.title(), version, "en", "CC0-1.0", f"About {name}.")
    return PackContent(info, VOCABULARY, (SOURCE, OTHER_SOURCE), entities, facts, questions)


QUESTION = WrittenQuestion("q1", "Who?", "Her", ("Her", "She"), ("Him",), "films", "easy", "", "s1")

FILMS = pack(
    (
        entity("heat", "Heat", "film", 0.9),
        entity("the-matrix", "The Matrix", "film", 0.8, "Matrix I", "黑客帝国"),
        entity("rocky-2", "Rocky 2", "film", 0.7),
        entity("rocky-3", "Rocky 3", "film", 0.6),
        entity("mann", "Michael Mann", "person", 0.5),
        entity("pacino", "Al Pacino", "person", 0.4, "Alfredo Pacino"),
        entity("hanna", "Vincent Hanna", "person", 0.1),
        entity("big-heat", "The Big Heat", "film", 0.05),
    ),
    (
        fact("heat", "directed_by", "mann", sentence="Heat was directed by Michael Mann.", source="s1"),
        fact("heat", "starring", "pacino", ("as", "hanna"), ("votes", Number(Decimal(3)))),
        fact("heat", "released", PartialDate(1995, 12, 15), stated_on=PartialDate(2019, 6)),
        fact("heat", "votes", Number(Decimal(643801))),
        fact("heat", "area", Quantity(Decimal("1.50"), "km2")),
        fact("heat", "motto", Text("A Los Angeles Crime Saga")),
        fact("heat", "in_colour", YesNo(True)),
        fact("the-matrix", "released", PartialDate(1999), certainty=Certainty.REPORTED, source="s2"),
        fact("rocky-2", "motto", Text("Redemption!"), spoiler=("rocky-2", "S1E2")),
        fact("rocky-3", "starring", "mann", certainty=Certainty.RUMOURED),
    ),
    questions=(QUESTION,),
)


def with_facts(content: PackContent, *facts: FactRow, version: str = "2") -> PackContent:
    return replace(content, facts=facts, info=replace(content.info, version=version))
