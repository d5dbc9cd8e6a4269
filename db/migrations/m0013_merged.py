"""Entities that a community took for one: for it alone, ``stays`` stands for ``entity``, in all that is read.

What gives a work away is found by an index, for that goes along when the work is merged.
"""

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE merged_entities (
        community {int} NOT NULL, entity {int} NOT NULL, stays {int} NOT NULL, PRIMARY KEY (community, entity)
    ) {table}""",
    "CREATE INDEX facts_work ON facts(work, fact) WHERE current = 1 AND work IS NOT NULL",
)
