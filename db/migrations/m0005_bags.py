"""To be filled: bags."""

STATEMENTS: tuple[str, ...] = ()
