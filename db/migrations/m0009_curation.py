"""To be filled: curation."""

STATEMENTS: tuple[str, ...] = ()
