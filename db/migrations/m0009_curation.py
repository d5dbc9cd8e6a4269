"""Changes that moderators make, each as one thing that can be seen and taken back.

- ``changes`` has a row for each: who, when, why, of what kind; ``undoes`` names the change that it took back,
  ``undone`` the one that took it back. ``size`` counts the facts that it touched, ``about`` is what else it says of
  itself, as JSON.
- A revision of a fact, and a decision about a shared one, names its ``change``; 0 for what came with packs.
- ``change_parts`` are what else a change did: a name given or taken, an entity made, merged or renamed.
- A pack with a ``layer`` holds what one import brought to a community; it is off every shelf until all of it is there.
- ``locks`` are what admins keep others from changing, ``drafts`` what members were shown and have not confirmed yet.
- ``suggestions`` wait for moderators; ``askers`` are those who asked what nobody could answer, to be told once it is.
- ``digests`` are the weeks for which channels were told what waits.
"""

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE changes (
        id {auto}, community {int} NOT NULL, kind {text} NOT NULL, author {text} NOT NULL, member {text} NOT NULL,
        at {text} NOT NULL, reason {text} NOT NULL, about {text} NOT NULL, size {int} NOT NULL, undoes {int} NOT NULL,
        undone {int} NOT NULL
    )""",
    "CREATE INDEX changes_community ON changes(community, id)",
    "CREATE INDEX changes_member ON changes(member, id)",
    """CREATE TABLE change_parts (
        change {int} NOT NULL, place {int} NOT NULL, what {text} NOT NULL, target {int} NOT NULL,
        before {text} NOT NULL, after {text} NOT NULL, PRIMARY KEY (change, place)
    ) {table}""",
    "CREATE INDEX change_parts_target ON change_parts(target, what)",
    "ALTER TABLE facts ADD COLUMN change {int} NOT NULL DEFAULT 0",
    "CREATE INDEX facts_change ON facts(change, fact) WHERE change > 0",
    "ALTER TABLE decisions ADD COLUMN change {int} NOT NULL DEFAULT 0",
    "CREATE INDEX decisions_change ON decisions(change) WHERE change > 0",
    "ALTER TABLE packs ADD COLUMN layer {int} NOT NULL DEFAULT 0",
    "DROP INDEX packs_community",
    "CREATE UNIQUE INDEX packs_community ON packs(community, layer) WHERE community IS NOT NULL",
    """CREATE TABLE locks (
        community {int} NOT NULL, what {text} NOT NULL, target {int} NOT NULL, author {text} NOT NULL,
        at {text} NOT NULL, PRIMARY KEY (community, what, target)
    ) {table}""",
    """CREATE TABLE drafts (
        id {id}, community {int} NOT NULL, member {text} NOT NULL, command {text} NOT NULL,
        arguments {text} NOT NULL, file {text} NOT NULL, at {text} NOT NULL
    )""",
    "CREATE INDEX drafts_at ON drafts(at)",
    "CREATE INDEX drafts_member ON drafts(community, member, at)",
    """CREATE TABLE suggestions (
        id {auto}, community {int} NOT NULL, member {text} NOT NULL, name {text} NOT NULL, platform {text} NOT NULL,
        arguments {text} NOT NULL, said {text} NOT NULL, at {text} NOT NULL,
        day {text} NOT NULL, status {text} NOT NULL, decided_by {text} NOT NULL, word {text} NOT NULL,
        decided {text} NOT NULL, fact {int} NOT NULL
    )""",
    "CREATE INDEX suggestions_open ON suggestions(community, id) WHERE status = 'open'",
    "CREATE INDEX suggestions_member ON suggestions(community, member, day)",
    "CREATE INDEX suggestions_fact ON suggestions(fact) WHERE fact > 0",
    """CREATE TABLE askers (
        community {int} NOT NULL, key {text} NOT NULL, member {text} NOT NULL, platform {text} NOT NULL,
        at {text} NOT NULL, PRIMARY KEY (community, key, member)
    ) {table}""",
    "CREATE INDEX askers_member ON askers(member)",
    "ALTER TABLE unanswered ADD COLUMN number {int} NOT NULL DEFAULT 0",
    """UPDATE unanswered SET number = (
        SELECT n FROM (SELECT community AS c, key AS k, row_number() OVER (ORDER BY last, key) AS n FROM unanswered) x
        WHERE x.c = unanswered.community AND x.k = unanswered.key
    )""",
    "INSERT INTO counters(name, next) SELECT 'unanswered', count(*) + 1 FROM unanswered",
    "CREATE INDEX unanswered_number ON unanswered(community, number)",
    "CREATE INDEX unanswered_asked ON unanswered(community, asked, last)",
    """CREATE TABLE digests (
        community {int} NOT NULL, channel {text} NOT NULL, week {text} NOT NULL, PRIMARY KEY (community, channel)
    ) {table}""",
    """CREATE INDEX facts_stated ON facts(pack, stated_on, fact)
        WHERE current = 1 AND retired = 0 AND stated_on <> ''""",
)
