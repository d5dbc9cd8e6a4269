"""What was drawn where, so that nothing comes twice before all have come.

- ``drawers`` has a row for each place that was ever asked anything: how many questions (``turn``), and the answers
  and patterns of the last ones, as JSON.
- ``bags`` is what a drawer has of one selection: what was drawn after the turn ``since`` is no longer in it; ``walk``
  is how far its facts were gone through, as JSON.
- ``drawn`` says at which turn a mark was drawn last: a fact by its id, or, below 0, the words of a question or a
  statement.

What was drawn was looked up in ``asked`` before.
"""

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE drawers (
        id {auto}, community {int} NOT NULL, channel {text} NOT NULL, turn {int} NOT NULL, recent {text} NOT NULL
    )""",
    "CREATE UNIQUE INDEX drawers_place ON drawers(community, channel)",
    """CREATE TABLE bags (
        drawer {int} NOT NULL, selection {text} NOT NULL, since {int} NOT NULL, told {int} NOT NULL,
        walk {text} NOT NULL, PRIMARY KEY (drawer, selection)
    )""",
    """CREATE TABLE drawn (
        drawer {int} NOT NULL, mark {int} NOT NULL, turn {int} NOT NULL, PRIMARY KEY (drawer, mark)
    ) {table}""",
    "DROP INDEX asked_channel",
    "ALTER TABLE asked DROP COLUMN facts",
)
