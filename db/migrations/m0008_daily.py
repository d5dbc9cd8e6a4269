"""To be filled: daily."""

STATEMENTS: tuple[str, ...] = ()
