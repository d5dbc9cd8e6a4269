"""Results that boards don't have yet: ``due`` names the questions whose results are to be added to the totals.

Adding them up for several questions at once costs little more than for one; boards are brought along before a look.
"""

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE due (
        community {int} NOT NULL, round {text} NOT NULL, number {int} NOT NULL, PRIMARY KEY (community, round, number)
    ) {table}""",
)
