"""What channels see.

- ``shown`` holds messages that may still be edited: what each is about, the platform's key of it, the id of what was
  said in it last, and the reply that says all that stands in it now. An empty key is one whose arrival is in doubt.
- ``actions`` holds actions too long for a platform's buttons, by a short name that is a digest of the action.
"""

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE shown (
        platform {text} NOT NULL, about {text} NOT NULL, key {text} NOT NULL, last {text} NOT NULL,
        reply {text} NOT NULL, at {text} NOT NULL, PRIMARY KEY (platform, about)
    )""",
    "CREATE INDEX shown_at ON shown(at)",
    "CREATE TABLE actions (name {text} PRIMARY KEY, action {text} NOT NULL, at {text} NOT NULL)",
    "CREATE INDEX actions_at ON actions(at)",
)
