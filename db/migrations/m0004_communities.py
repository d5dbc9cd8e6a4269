"""Communities and what was chosen for them.

- ``communities`` gives each server or workspace of a platform a number of our own; ``removed`` is when the bot was
  taken from it, empty while it is there.
- ``settings`` holds only what was set: for a community, for one of its channels, or by one of its members.
"""

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE communities (
        id {auto}, platform {text} NOT NULL, key {text} NOT NULL, name {text} NOT NULL, since {text} NOT NULL,
        removed {text} NOT NULL
    )""",
    "CREATE UNIQUE INDEX communities_key ON communities(platform, key)",
    """CREATE TABLE settings (
        community {int} NOT NULL, scope {text} NOT NULL, target {text} NOT NULL, name {text} NOT NULL,
        value {text} NOT NULL, author {text} NOT NULL, at {text} NOT NULL,
        PRIMARY KEY (community, scope, target, name)
    ) {table}""",
)
