"""To be filled: boards."""

STATEMENTS: tuple[str, ...] = ()
