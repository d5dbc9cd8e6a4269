"""The daily sets. A set itself is a row of ``rounds``, over from the start, with its questions in ``asked``.

- ``daily_sets`` names the community and the day of each; ``ends`` is when that day is over,
  ``running`` a word on how many questions are left, as JSON.
- ``daily_puts`` has a row for each question that a member was shown: first and last, the tries, and whether it is done.
- ``daily_days`` are the days whose sets a member has finished: what streaks are made of.
- ``daily_shared`` are the results that were shown to all.
"""

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE daily_sets (
        round {text} PRIMARY KEY, community {int} NOT NULL, day {text} NOT NULL, ends {text} NOT NULL,
        topic {text} NOT NULL, running {text} NOT NULL
    )""",
    "CREATE UNIQUE INDEX daily_sets_day ON daily_sets(community, day)",
    """CREATE TABLE daily_puts (
        round {text} NOT NULL, member {text} NOT NULL, number {int} NOT NULL, community {int} NOT NULL,
        shown {text} NOT NULL, latest {text} NOT NULL, tries {int} NOT NULL, done {int} NOT NULL,
        closes {text} NOT NULL, PRIMARY KEY (round, member, number)
    ) {table}""",
    "CREATE INDEX daily_puts_open ON daily_puts(community, closes) WHERE done = 0",
    """CREATE TABLE daily_days (
        community {int} NOT NULL, member {text} NOT NULL, day {text} NOT NULL, at {text} NOT NULL,
        PRIMARY KEY (community, member, day)
    ) {table}""",
    """CREATE TABLE daily_shared (
        round {text} NOT NULL, member {text} NOT NULL, at {text} NOT NULL, PRIMARY KEY (round, member)
    ) {table}""",
)
