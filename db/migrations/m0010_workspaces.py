"""Where the bot was installed.

- ``installations`` holds what each workspace or organisation gave when it installed the bot: tokens, sealed with a key
  that is not in the store.
- ``workspaces`` says what a community is on its platform: its key there and that of the organisation above it.
- ``install_states`` are the words that installations went out with; each is good once, for some minutes.
"""

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE installations (
        platform {text} NOT NULL, key {text} NOT NULL, sealed {text} NOT NULL, at {text} NOT NULL,
        PRIMARY KEY (platform, key)
    )""",
    """CREATE TABLE workspaces (
        community {id}, platform {text} NOT NULL, key {text} NOT NULL, parent {text} NOT NULL
    )""",
    "CREATE TABLE install_states (state {text} PRIMARY KEY, at {text} NOT NULL)",
)
