"""To be filled: disputes."""

STATEMENTS: tuple[str, ...] = ()
