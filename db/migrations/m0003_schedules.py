"""Scheduled rounds, and which of their times were taken.

- ``schedules`` holds each schedule as JSON; ``due`` is when something is to be done, empty while nothing is. One that
  was removed stays as a row, for its number never to be given again.
- ``slots`` has a row for each time taken, by its local time; ``step`` parts the announcement from the round.
"""

STATEMENTS = (
    """CREATE TABLE schedules (
        id {auto}, event {text} NOT NULL UNIQUE, platform {text} NOT NULL, community {int} NOT NULL,
        channel {text} NOT NULL, due {text} NOT NULL, version {int} NOT NULL, removed {int} NOT NULL,
        state {text} NOT NULL
    )""",
    "CREATE INDEX schedules_community ON schedules(community, id) WHERE removed = 0",
    "CREATE INDEX schedules_due ON schedules(platform, due) WHERE removed = 0 AND due <> ''",
    """CREATE TABLE slots (
        schedule {int} NOT NULL, slot {text} NOT NULL, step {text} NOT NULL, outcome {text} NOT NULL,
        at {text} NOT NULL, PRIMARY KEY (schedule, slot, step)
    )""",
)
