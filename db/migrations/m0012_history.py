"""Rounds that are over, found by their channel."""

STATEMENTS: tuple[str, ...] = ("CREATE INDEX rounds_past ON rounds(community, channel, started) WHERE ended = 1",)
