"""Things that a community retired for itself, and relations that it took for one.

- ``retired_entities``: nothing is asked or answered here from facts that such a thing is an end of; they stay as they
  are.
- ``merged_relations``: what is told by ``relation`` is told here by the relation that ``stays``.
"""

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE retired_entities (
        community {int} NOT NULL, entity {int} NOT NULL, PRIMARY KEY (community, entity)
    ) {table}""",
    """CREATE TABLE merged_relations (
        community {int} NOT NULL, relation {text} NOT NULL, stays {text} NOT NULL, PRIMARY KEY (community, relation)
    ) {table}""",
)
