"""To be filled: workspaces."""

STATEMENTS: tuple[str, ...] = ()
