"""Changes that moderators make, each as one thing that can be seen and taken back.

- ``changes`` has a row for each: who, when, why, of what kind; ``undoes`` names the change that it took back,
  ``undone`` the one that took it back. ``size`` counts the facts that it touched, ``about`` is what else it says of
  itself, as JSON.
- A revision of a fact, and a decision about a shared one, names its ``change``; 0 for what came with packs.
- ``change_parts`` are what else a change did: a name given or taken, an entity made, merged or renamed.
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
)
