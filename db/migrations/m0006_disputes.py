"""Disputes, what was decided about them, and what was ruled on attempts because of it.

- ``disputed`` has a row for each thing disputed: a question or a lookup's answer, as JSON; ``mark`` is the same for the
  same thing, and only one item about it is open at a time. ``decision`` is empty until there is one.
- ``aside`` says that nothing like it is to be asked: 1 until it is decided, 2 for good because it was voided. ``marks``
  is what that would be known by, its words and its facts, read at every draw.
- ``disputes`` are the members who dispute it, each once.
- ``rulings`` are later rulings on attempts, which stay as they are.
- ``lookups`` are answers that lookups gave, until they can't be disputed any more.
"""

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE disputed (
        id {auto}, community {int} NOT NULL, mark {text} NOT NULL, thing {text} NOT NULL, opened {text} NOT NULL,
        decision {text} NOT NULL, decided {text} NOT NULL, aside {int} NOT NULL, marks {text} NOT NULL
    )""",
    "CREATE UNIQUE INDEX disputed_open ON disputed(community, mark) WHERE decision = ''",
    "CREATE INDEX disputed_queue ON disputed(community, id) WHERE decision = ''",
    "CREATE INDEX disputed_mark ON disputed(community, mark, decided)",
    "CREATE INDEX disputed_aside ON disputed(community) WHERE aside > 0",
    """CREATE TABLE disputes (
        item {int} NOT NULL, member {text} NOT NULL, place {int} NOT NULL, dispute {text} NOT NULL,
        at {text} NOT NULL, PRIMARY KEY (item, member)
    )""",
    "CREATE INDEX disputes_member ON disputes(member)",
    """CREATE TABLE rulings (
        round {text} NOT NULL, number {int} NOT NULL, event {text} NOT NULL, item {int} NOT NULL,
        ruling {text} NOT NULL, reason {text} NOT NULL, at {text} NOT NULL, PRIMARY KEY (round, number, event)
    )""",
    """CREATE TABLE lookups (
        id {text} PRIMARY KEY, community {int} NOT NULL, channel {text} NOT NULL, member {text} NOT NULL,
        answer {text} NOT NULL, at {text} NOT NULL
    )""",
    "CREATE INDEX lookups_member ON lookups(member, at)",
    "CREATE INDEX lookups_at ON lookups(at)",
    "CREATE INDEX asked_stem ON asked(community, stem)",
    "CREATE INDEX asked_round ON asked(round, number)",
)
