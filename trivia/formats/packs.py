"""Packs as zips: entities, relations, facts and sources, without loss."""

import io
from dataclasses import replace

from trivia.errors import Problem
from trivia.facts.content import EntityKey, FactRow, PackContent, WrittenQuestion
from trivia.facts.model import Literal
from trivia.facts.packs import OPTIONAL_FILES, REQUIRED_FILES, read_pack, write_pack
from trivia.facts.vocabulary import Vocabulary, joined
from trivia.formats.archives import unzipped, write_zip
from trivia.formats.incoming import Incoming, IncomingFact, IncomingQuestion, Ref

MOST_BYTES = 100_000_000
"""All files of an imported pack together, unpacked."""

_MAGIC = b"PK\x03\x04"


class PackFormat:
    """Reads and writes packs."""

    name = "pack"
    ending = ".zip"
    carries = frozenset({"facts", "questions", "relations", "merges"})

    def fits(self, file: str, data: bytes, columns: str = "") -> bool:
        """Say whether it is a zip."""
        del columns
        return data.startswith(_MAGIC) or file.casefold().endswith(self.ending)

    def read(self, file: str, data: bytes, vocabulary: Vocabulary, columns: str) -> Incoming:
        """Read a pack."""
        del vocabulary, columns
        files = unzipped(io.BytesIO(data), (*REQUIRED_FILES, *OPTIONAL_FILES), MOST_BYTES, file)
        return from_content(read_pack(files))

    def write(self, content: PackContent) -> bytes:
        """Write a pack."""
        out = io.BytesIO()
        write_zip(write_pack(content), out)
        return out.getvalue()


def from_content(content: PackContent) -> Incoming:
    """Return what a pack states, entities by their names."""
    refs = {row.key: Ref(row.name, row.kind) for row in content.entities}
    sources = {source.key: (source.title, source.address) for source in content.sources}

    def value(found: EntityKey | Literal) -> Ref | Literal:
        return refs[found.key] if isinstance(found, EntityKey) else found

    def fact(row: FactRow) -> IncomingFact:
        return IncomingFact(
            "facts.csv",
            None,
            refs[row.subject.key],
            row.relation,
            value(row.value),
            tuple((q.relation, value(q.value)) for q in row.qualifiers),
            row.certainty,
            sources[row.source],
            row.sentence,
            row.stated_on,
            refs[row.spoiler_work.key] if row.spoiler_work else None,
            row.spoiler_point,
        )

    def question(row: WrittenQuestion) -> IncomingQuestion:
        topic = refs[row.topic].name if row.topic in refs else row.topic
        return IncomingQuestion(
            "questions.csv",
            None,
            row.stem,
            row.answer,
            row.accepted,
            row.distractors,
            topic,
            row.difficulty,
            row.image,
            sources[row.source] if row.source else (content.info.title or content.info.name, ""),
            refs[row.spoiler_work.key] if row.spoiler_work else None,
            row.spoiler_point,
        )

    twice = _twice(refs)
    return Incoming(
        tuple(map(fact, content.facts)),
        {refs[row.key]: row.aliases for row in content.entities if row.aliases},
        content.vocabulary,
        tuple(Problem("entities.csv", None, f"two things of one kind are named {name}") for name in twice),
        tuple(map(question, content.questions)),
        content.merged,
        content.retired,
        content.related,
    )


def _twice(refs: dict[str, Ref]) -> list[str]:
    seen: set[Ref] = set()
    found = []
    for ref in refs.values():
        if ref in seen:
            found.append(ref.name)
        seen.add(ref)
    return found


def told_as_one(content: PackContent) -> PackContent:
    """Return a pack whose facts are told by the relations that stay, for files that can't say which are one."""
    stays = {row.relation: row.into for row in content.related}

    def told(fact: FactRow) -> FactRow:
        qualifiers = tuple(replace(q, relation=stays.get(q.relation, q.relation)) for q in fact.qualifiers)
        return replace(fact, relation=stays.get(fact.relation, fact.relation), qualifiers=qualifiers)

    vocabulary = joined(content.vocabulary, stays.items())
    facts = tuple(map(told, content.facts)) if stays else content.facts
    return replace(content, vocabulary=vocabulary, facts=facts, related=())


def named(content: PackContent, name: str, title: str, vocabulary: Vocabulary) -> PackContent:
    """Return a community's pack as it is handed over: with a name, and with the relations that its facts use."""
    used = {fact.relation for fact in content.facts} | {q.relation for f in content.facts for q in f.qualifiers}
    relations = {i: r for i, r in vocabulary.relations.items() if i in used or i in content.vocabulary.relations}
    needed = {k for r in relations.values() for k in r.subject_kinds | r.value_kinds}
    needed |= {row.kind for row in content.entities} | set(content.vocabulary.kinds)
    kinds = {i: kind for i, kind in vocabulary.kinds.items() if i in needed}
    info = replace(content.info, name=name, title=title, version=content.info.version or "1", licence="own")
    kept = {fact.source for fact in content.facts} | {question.source for question in content.questions}
    sources = tuple(source for source in content.sources if source.key in kept)
    return replace(content, info=info, vocabulary=Vocabulary(kinds, relations), sources=sources)
