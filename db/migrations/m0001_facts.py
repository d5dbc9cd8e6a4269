"""Packs and shelves, entities and their names, facts and their revisions, unanswered questions.

Ids of entities are given in the order of popularity within a pack, so that every index comes out ranked.

- ``facts`` has a row for each revision; ``current`` marks the latest one unless it retires the fact.
- The indexes of facts by relation and by pack narrow little, and SQLite overrates them. They ask for ``retired = 0``
  too, which is true of every current fact, so that only statements that say it use them.
- ``hidden`` holds what a community retired of packs it shares, ``decisions`` how that came about.
- ``shelves`` has rows only for communities that chose their packs; all others read every shared pack.
- ``segments`` are the PassJoin keys of names (``db.passjoin``), ``words`` their words, ``frequencies`` how common
  each word is.
- ``place`` is a fact's place in the fixed shuffle from which facts are drawn (``trivia.ports.shuffle_place``).
- ``notes`` are what the program keeps about the store itself.
- ``sources`` are never changed, for revisions point to them; ``current`` marks those that the pack has now.
- ``done`` holds the idempotency keys of writes, ``counters`` the next free ids.
"""

STATEMENTS = (
    "CREATE TABLE done (id {auto}, key {text} NOT NULL UNIQUE, result {text} NOT NULL)",
    "CREATE TABLE notes (key {text} PRIMARY KEY, value {text} NOT NULL)",
    "CREATE TABLE counters (name {text} PRIMARY KEY, next {int} NOT NULL)",
    """CREATE TABLE packs (
        id {auto}, name {text} NOT NULL UNIQUE, community {int}, title {text} NOT NULL, version {text} NOT NULL,
        language {text} NOT NULL, licence {text} NOT NULL, about {text} NOT NULL, vocabulary {text} NOT NULL,
        edition {int} NOT NULL, removed {int} NOT NULL, changed {text} NOT NULL
    )""",
    "CREATE UNIQUE INDEX packs_community ON packs(community) WHERE community IS NOT NULL",
    "CREATE TABLE shelves (community {int} NOT NULL, pack {int} NOT NULL, PRIMARY KEY (community, pack)) {table}",
    """CREATE TABLE sources (
        id {id}, pack {int} NOT NULL, key {text} NOT NULL, title {text} NOT NULL, publisher {text} NOT NULL,
        address {text} NOT NULL, date {text} NOT NULL, language {text} NOT NULL, current {int} NOT NULL
    )""",
    "CREATE INDEX sources_key ON sources(pack, key)",
    """CREATE TABLE entities (
        id {id}, pack {int} NOT NULL, key {text} NOT NULL, kind {text} NOT NULL, name {text} NOT NULL,
        popularity {real} NOT NULL, retired {int} NOT NULL
    )""",
    "CREATE UNIQUE INDEX entities_key ON entities(pack, key)",
    "CREATE INDEX entities_kind ON entities(kind, pack, id) WHERE retired = 0",
    """CREATE TABLE names (
        id {id}, entity {int} NOT NULL, pack {int} NOT NULL, folded {text} NOT NULL, written {text} NOT NULL,
        alias {int} NOT NULL, whole {int} NOT NULL
    )""",
    "CREATE INDEX names_folded ON names(folded)",
    "CREATE INDEX names_entity ON names(entity)",
    """CREATE TABLE segments (
        key {int} NOT NULL, name {int} NOT NULL, letters {int} NOT NULL, PRIMARY KEY (key, name)
    ) {table}""",
    "CREATE TABLE words (word {text} NOT NULL, name {int} NOT NULL, PRIMARY KEY (word, name)) {table}",
    "CREATE TABLE frequencies (word {text} PRIMARY KEY, names {int} NOT NULL) {table}",
    """CREATE TABLE facts (
        fact {int} NOT NULL, revision {int} NOT NULL, pack {int} NOT NULL, subject {int} NOT NULL,
        relation {text} NOT NULL, value {int}, type {text} NOT NULL, literal {text} NOT NULL, unit {text} NOT NULL,
        number {real}, folded {text}, qualifiers {text} NOT NULL, certainty {text} NOT NULL, source {int} NOT NULL,
        sentence {text} NOT NULL, stated_on {text} NOT NULL, work {int}, season {int}, episode {int},
        author {text} NOT NULL, at {text} NOT NULL, reason {text} NOT NULL, retired {int} NOT NULL,
        current {int} NOT NULL, place {int} NOT NULL, PRIMARY KEY (fact, revision)
    )""",
    "CREATE INDEX facts_subject ON facts(subject, relation, fact) WHERE current = 1",
    "CREATE INDEX facts_value ON facts(value, relation, fact) WHERE current = 1 AND value IS NOT NULL",
    "CREATE INDEX facts_number ON facts(relation, number) WHERE current = 1 AND number IS NOT NULL",
    "CREATE INDEX facts_text ON facts(relation, folded) WHERE current = 1 AND folded IS NOT NULL",
    "CREATE INDEX facts_relation ON facts(relation, fact) WHERE current = 1 AND retired = 0",
    """CREATE INDEX facts_place ON facts(relation, place, fact, pack)
        WHERE current = 1 AND certainty = 'confirmed'""",
    "CREATE INDEX facts_pack ON facts(pack, fact) WHERE current = 1 AND retired = 0",
    """CREATE TABLE qualifier_entities (
        entity {int} NOT NULL, fact {int} NOT NULL, PRIMARY KEY (entity, fact)
    ) {table}""",
    "CREATE TABLE hidden (community {int} NOT NULL, fact {int} NOT NULL, PRIMARY KEY (community, fact)) {table}",
    """CREATE TABLE decisions (
        id {auto}, community {int} NOT NULL, fact {int} NOT NULL, author {text} NOT NULL, at {text} NOT NULL,
        reason {text} NOT NULL, retired {int} NOT NULL
    )""",
    "CREATE INDEX decisions_fact ON decisions(community, fact)",
    """CREATE TABLE written_questions (
        pack {int} NOT NULL, key {text} NOT NULL, stem {text} NOT NULL, answer {text} NOT NULL,
        accepted {text} NOT NULL, distractors {text} NOT NULL, topic {text} NOT NULL, difficulty {text} NOT NULL,
        image {text} NOT NULL, source {text} NOT NULL, place {int} NOT NULL, PRIMARY KEY (pack, key)
    )""",
    """CREATE TABLE unanswered (
        community {int} NOT NULL, key {text} NOT NULL, question {text} NOT NULL, asked {int} NOT NULL,
        last {text} NOT NULL, PRIMARY KEY (community, key)
    )""",
)
