"""Entities that a community took for one: for it alone, ``stays`` stands for ``entity``, in all that is read."""

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE merged_entities (
        community {int} NOT NULL, entity {int} NOT NULL, stays {int} NOT NULL, PRIMARY KEY (community, entity)
    ) {table}""",
)
