"""The words of questions that people wrote, by which a question is found again when it is asked.

``key`` is made of a word that tells something, or of all words together (``db.stems``). Those of an earlier version
are noted when the store is opened; the note asks for it.
"""

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE stems (
        key {int} NOT NULL, pack {int} NOT NULL, entity {int} NOT NULL, PRIMARY KEY (key, pack, entity)
    ) {table}""",
    """INSERT INTO notes(key, value) SELECT 'stems', 'due' WHERE EXISTS (
        SELECT 1 FROM entities WHERE kind = 'written:question')""",
)
