"""Discord's limits, each with the page that states it (docs.discord.com/developers, read in 2026)."""

# Messages -- see resources/message#create-message
CONTENT = 2_000
EMBEDS = 10
NONCE = 25
ATTACHMENTS = 10

# Embeds -- see resources/message#embed-object-embed-limits
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4_096
EMBED_FIELDS = 25
EMBED_FIELD_NAME = 256
EMBED_FIELD_VALUE = 1_024
EMBED_FOOTER = 2_048
EMBED_TOTAL = 6_000
"""Characters of all embeds of a message together."""

# Attachments -- see resources/message#attachment-object, reference#uploading-files
ALT_TEXT = 1_024
FILE_SIZE = 10 * 1024 * 1024
"""Bytes of an upload where no boost raises it."""

# Components -- see components/reference
ROWS = 5
BUTTONS_IN_ROW = 5
BUTTON_LABEL = 80
CUSTOM_ID = 100
SELECT_OPTIONS = 25
SELECT_OPTION_LABEL = 100

# Modals -- see components/reference#modal, #label, #text-input
MODAL_TITLE = 45
MODAL_INPUTS = 5
LABEL = 45
INPUT_LENGTH = 4_000

# Commands -- see interactions/application-commands
COMMANDS = 100
COMMAND_DESCRIPTION = 100
MENU_NAME = 32
"""Names of commands and menus alike."""
COMMAND_OPTIONS = 25
COMMAND_CHOICES = 25
COMMAND_TOTAL = 8_000
"""Characters of all names, descriptions and values of a command together."""
STRING_OPTION = 6_000
MENUS = 15
"""Menus of messages, and as many of users; 5 of each before October 2025."""

# Autocomplete -- see interactions/application-commands#autocomplete
SUGGESTIONS = 25
SUGGESTION = 100

# Threads -- see resources/channel#start-thread-without-message
THREAD_NAME = 100


def length(text: str) -> int:
    """Return the length of a text as Discord may count it at most: in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """Return a text of at most so many characters, with an ellipsis where something is left out."""
    if length(text) <= limit:
        return text
    kept = text[: limit - 1]
    while length(kept) > limit - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"
