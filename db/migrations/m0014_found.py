"""Indexes for what was found by going through all there is.

- Shared packs, which every command asks for, among those of communities.
- What imports left off the shelf, and the channels that want a digest.
"""

STATEMENTS: tuple[str, ...] = (
    "CREATE INDEX packs_shared ON packs(community) WHERE community IS NULL",
    "CREATE INDEX packs_unread ON packs(changed) WHERE layer > 0 AND removed = 1",
    """CREATE INDEX settings_digest ON settings(community, target)
        WHERE scope = 'channel' AND name = 'digest' AND value = 'yes'""",
)
