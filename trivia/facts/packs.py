"""Packs as files: reading them with every problem named, and writing them so that they read back the same.

A pack is a mapping from file name to bytes; whoever calls knows whether that was a folder or a zip. docs/packs.md
describes the files.
"""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, replace

from trivia.facts import pack_rows, pack_tables, pack_vocabulary
from trivia.facts.content import EntityRow, PackContent
from trivia.facts.model import Source
from trivia.facts.pack_rows import (
    ENTITIES_FILE,
    FACTS_FILE,
    MERGED_FILE,
    QUESTIONS_FILE,
    RELATED_FILE,
    RETIRED_FILE,
    SOURCES_FILE,
    FactTable,
)
from trivia.facts.pack_vocabulary import INFO_FILE, VOCABULARY_FILE
from trivia.facts.problems import Problems
from trivia.facts.vocabulary import Kind, Vocabulary

REQUIRED_FILES = (INFO_FILE, VOCABULARY_FILE, ENTITIES_FILE, FACTS_FILE, SOURCES_FILE)
OPTIONAL_FILES = (QUESTIONS_FILE, MERGED_FILE, RETIRED_FILE, RELATED_FILE)


def read_pack(files: Mapping[str, bytes]) -> PackContent:
    """Read a pack from its files, by name; other files are left alone.

    Raises PackError with every problem found, each with file, line and reason (the first hundred of them).
    """
    problems = Problems()
    texts = _texts(files, problems)
    problems.raise_if_any()
    content = _read(texts, problems)
    problems.raise_if_any()
    return content


def write_pack(content: PackContent) -> dict[str, bytes]:
    """Return the files of a pack, such that ``read_pack`` gives back what was written. Same content, same bytes."""
    facts = FactTable(content.entities, content.vocabulary, content.sources)
    files = {
        INFO_FILE: pack_vocabulary.write_info(content.info),
        VOCABULARY_FILE: pack_vocabulary.write_vocabulary(content.vocabulary),
        ENTITIES_FILE: pack_tables.write_table(pack_rows.ENTITY_COLUMNS.all, map(_entity_fields, content.entities)),
        FACTS_FILE: pack_tables.write_table(pack_rows.FACT_COLUMNS.all, facts.write(content.facts)),
        SOURCES_FILE: pack_tables.write_table(pack_rows.SOURCE_COLUMNS.all, map(_source_fields, content.sources)),
    }
    if content.questions:
        rows = (
            [q.key, q.stem, q.answer, pack_tables.join_list(q.accepted), pack_tables.join_list(q.distractors), q.topic,
             q.difficulty, q.image, q.source, f"{q.spoiler_work.key}@{q.spoiler_point}" if q.spoiler_work else ""]
            for q in content.questions
        )  # fmt: skip
        files[QUESTIONS_FILE] = pack_tables.write_table(pack_rows.QUESTION_COLUMNS.all, rows)
    if content.merged:
        merged = (list(astuple(row)) for row in content.merged)
        files[MERGED_FILE] = pack_tables.write_table(pack_rows.MERGED_COLUMNS.all, merged)
    if content.retired:
        retired = (list(astuple(row)) for row in content.retired)
        files[RETIRED_FILE] = pack_tables.write_table(pack_rows.RETIRED_COLUMNS.all, retired)
    if content.related:
        related = (list(astuple(row)) for row in content.related)
        files[RELATED_FILE] = pack_tables.write_table(pack_rows.RELATED_COLUMNS.all, related)
    return files


def _texts(files: Mapping[str, bytes], problems: Problems) -> dict[str, str]:
    texts = {}
    for name in (*REQUIRED_FILES, *OPTIONAL_FILES):
        if name in files:
            texts[name] = pack_tables.decode(files, name, problems) or ""
        elif name in REQUIRED_FILES:
            problems.add(name, None, "is missing")
    return texts


def _read(texts: Mapping[str, str], problems: Problems) -> PackContent:
    def rows(name: str, columns: pack_tables.Columns) -> pack_rows.Rows:
        return pack_tables.read_table(name, texts[name], columns, problems)

    info = pack_vocabulary.read_info(texts[INFO_FILE], problems)
    declared = pack_vocabulary.read_vocabulary(texts[VOCABULARY_FILE], problems)
    sources = pack_rows.read_sources(rows(SOURCES_FILE, pack_rows.SOURCE_COLUMNS), problems)
    entities = pack_rows.read_entities(rows(ENTITIES_FILE, pack_rows.ENTITY_COLUMNS), problems)
    vocabulary = _completed(declared, entities, problems)
    table = FactTable(entities, vocabulary, sources)
    questions = (
        pack_rows.read_questions(rows(QUESTIONS_FILE, pack_rows.QUESTION_COLUMNS), sources, table, problems)
        if QUESTIONS_FILE in texts
        else ()
    )
    merged = (
        pack_rows.read_merged(rows(MERGED_FILE, pack_rows.MERGED_COLUMNS), problems) if MERGED_FILE in texts else ()
    )
    retired = (
        pack_rows.read_retired(rows(RETIRED_FILE, pack_rows.RETIRED_COLUMNS), problems) if RETIRED_FILE in texts else ()
    )
    related = (
        pack_rows.read_related(rows(RELATED_FILE, pack_rows.RELATED_COLUMNS), problems) if RELATED_FILE in texts else ()
    )
    # A table or vocabulary that couldn't be read would make every fact look wrong: those are told first.
    problems.raise_if_any()
    facts = table.read(rows(FACTS_FILE, pack_rows.FACT_COLUMNS), problems)
    return PackContent(info, vocabulary, sources, entities, facts, questions, merged, retired, related)


def _completed(declared: Vocabulary, entities: Iterable[EntityRow], problems: Problems) -> Vocabulary:
    """Add the kinds that entities have and nobody declared."""
    kinds: dict[str, Kind] = dict(declared.kinds)
    for kind in dict.fromkeys(row.kind for row in entities):
        kinds.setdefault(kind, pack_vocabulary.implied_kind(kind))
    for relation in declared.relations.values():
        for kind in sorted((relation.subject_kinds | relation.value_kinds) - kinds.keys()):
            reason = f"relations.{relation.id}: no entity is of the kind {kind!r}, and [kinds.{kind}] is not declared"
            problems.add(VOCABULARY_FILE, None, reason)
    return replace(declared, kinds=kinds)


def _entity_fields(row: EntityRow) -> list[str]:
    popularity = repr(row.popularity) if row.popularity else ""
    return [row.key, row.kind, row.name, pack_tables.join_list(row.aliases), popularity]


def _source_fields(source: Source) -> list[str]:
    date = source.date.iso if source.date else ""
    return [source.key, source.title, source.publisher, source.address, date, source.language]
