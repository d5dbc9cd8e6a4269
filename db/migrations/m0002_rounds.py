"""Rounds, what came of them, and the messages they have to send.

- ``rounds`` holds each round's state as JSON; ``deadline`` is when it moves by itself, empty once it is over.
- ``results`` has a row for each member who tried a question: what boards are made of.
- ``asked`` is every question put, ``outbox`` every message, both in order; ``sent`` is empty until it is out.
- ``events`` are the platforms' events that were handled.
"""

STATEMENTS = (
    "CREATE TABLE events (event {text} PRIMARY KEY, at {text} NOT NULL)",
    "CREATE INDEX events_at ON events(at)",
    """CREATE TABLE rounds (
        id {text} PRIMARY KEY, platform {text} NOT NULL, community {int} NOT NULL, channel {text} NOT NULL,
        version {int} NOT NULL, deadline {text} NOT NULL, ended {int} NOT NULL, started {text} NOT NULL,
        state {text} NOT NULL
    )""",
    "CREATE UNIQUE INDEX rounds_open ON rounds(community, channel) WHERE ended = 0",
    "CREATE INDEX rounds_deadline ON rounds(platform, deadline) WHERE ended = 0",
    """CREATE TABLE attempts (
        id {auto}, round {text} NOT NULL, number {int} NOT NULL, event {text} NOT NULL, member {text} NOT NULL,
        name {text} NOT NULL, given {text} NOT NULL, choice {int}, ruling {text} NOT NULL, reason {text} NOT NULL,
        at {text} NOT NULL, elapsed {real} NOT NULL, hints {int} NOT NULL
    )""",
    "CREATE INDEX attempts_round ON attempts(round, number)",
    """CREATE TABLE results (
        round {text} NOT NULL, number {int} NOT NULL, member {text} NOT NULL, name {text} NOT NULL,
        community {int} NOT NULL, channel {text} NOT NULL, points {int} NOT NULL, at {text} NOT NULL,
        PRIMARY KEY (round, number, member)
    )""",
    "CREATE INDEX results_community ON results(community, at)",
    "CREATE INDEX results_member ON results(community, member)",
    """CREATE TABLE asked (
        id {auto}, community {int} NOT NULL, channel {text} NOT NULL, round {text} NOT NULL, number {int} NOT NULL,
        stem {text} NOT NULL, facts {text} NOT NULL, question {text} NOT NULL, at {text} NOT NULL
    )""",
    "CREATE INDEX asked_channel ON asked(community, channel, id)",
    """CREATE TABLE outbox (
        place {auto}, id {text} NOT NULL UNIQUE, platform {text} NOT NULL, community {int} NOT NULL,
        channel {text} NOT NULL, reply {text} NOT NULL, sent {text} NOT NULL
    )""",
    "CREATE INDEX outbox_sent ON outbox(sent)",
    "CREATE INDEX outbox_unsent ON outbox(platform, community, channel, place) WHERE sent = ''",
)
