"""What boards are read from: totals of results, kept along with them, and seasons.

- ``results`` gets what boards go by: the topic, the local day (a number that goes up by one each day), the season (0
  for none), whether it counts for boards, whether it was right (``hits``), and what a rating needs: how hard the
  question was, its options, and whether the first answer was right (-1: there was none) after how many hints.
- ``boards`` numbers each board there is: of a community, of one of its channels, topics or seasons alone; empty or 0
  stands for all of them.
- ``totals`` has a row for each member on each board. The numbers of a day, week, month and year are those of the latest
  one in which the member had results: only the one that is on is ever shown, and no old ones pile up.
- ``players`` are the names last used.
- Results of an earlier version are added up when the store is opened (``db.boards.catch_up``); the note asks for it.
"""

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE results ADD COLUMN topic {text} NOT NULL DEFAULT ''",
    "ALTER TABLE results ADD COLUMN day {int} NOT NULL DEFAULT 0",
    "ALTER TABLE results ADD COLUMN season {int} NOT NULL DEFAULT 0",
    "ALTER TABLE results ADD COLUMN counts {int} NOT NULL DEFAULT 0",
    "ALTER TABLE results ADD COLUMN hits {int} NOT NULL DEFAULT 0",
    "ALTER TABLE results ADD COLUMN difficulty {real} NOT NULL DEFAULT 0.5",
    "ALTER TABLE results ADD COLUMN options {int} NOT NULL DEFAULT 0",
    "ALTER TABLE results ADD COLUMN first_hit {int} NOT NULL DEFAULT -1",
    "ALTER TABLE results ADD COLUMN first_hints {int} NOT NULL DEFAULT 0",
    "DROP INDEX results_community",
    "DROP INDEX results_member",
    "CREATE INDEX results_player ON results(community, member, at)",
    "CREATE INDEX rounds_channel ON rounds(community, channel, started)",
    """CREATE TABLE boards (
        id {auto}, community {int} NOT NULL, channel {text} NOT NULL, topic {text} NOT NULL, season {int} NOT NULL
    )""",
    "CREATE UNIQUE INDEX boards_key ON boards(community, channel, topic, season)",
    """CREATE TABLE totals (
        board {int} NOT NULL, member {text} NOT NULL, points {int} NOT NULL, hits {int} NOT NULL,
        answered {int} NOT NULL, rating {real} NOT NULL, variance {real} NOT NULL, last {text} NOT NULL,
        day {int} NOT NULL, day_points {int} NOT NULL, day_hits {int} NOT NULL, day_answered {int} NOT NULL,
        week {int} NOT NULL, week_points {int} NOT NULL, week_hits {int} NOT NULL, week_answered {int} NOT NULL,
        month {int} NOT NULL, month_points {int} NOT NULL, month_hits {int} NOT NULL, month_answered {int} NOT NULL,
        year {int} NOT NULL, year_points {int} NOT NULL, year_hits {int} NOT NULL, year_answered {int} NOT NULL,
        PRIMARY KEY (board, member)
    ) {table}""",
    """CREATE TABLE players (
        community {int} NOT NULL, member {text} NOT NULL, name {text} NOT NULL, folded {text} NOT NULL,
        PRIMARY KEY (community, member)
    ) {table}""",
    "CREATE INDEX players_name ON players(community, folded)",
    """CREATE TABLE seasons (
        id {auto}, community {int} NOT NULL, name {text} NOT NULL, folded {text} NOT NULL, opened {text} NOT NULL,
        opener {text} NOT NULL, closed {text} NOT NULL, closer {text} NOT NULL
    )""",
    "CREATE UNIQUE INDEX seasons_open ON seasons(community) WHERE closed = ''",
    "CREATE UNIQUE INDEX seasons_name ON seasons(community, folded)",
    """INSERT INTO notes(key, value) SELECT 'boards', 'due' WHERE EXISTS (SELECT 1 FROM results)""",
)
