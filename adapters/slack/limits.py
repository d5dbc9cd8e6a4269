"""What Slack takes at most, each with the page that says so. A renderer keeps to these; a test holds it to them."""

MOST_BLOCKS = 50
"""Blocks in a message: https://docs.slack.dev/reference/block-kit/blocks"""
MOST_VIEW_BLOCKS = 100
"""Blocks in a modal or on App Home: https://docs.slack.dev/reference/views"""
LONGEST_SECTION = 3_000
"""Characters of a text object: https://docs.slack.dev/reference/block-kit/composition-objects/text-object"""
LONGEST_HEADER = 150
"""Characters of a header: https://docs.slack.dev/reference/block-kit/blocks/header-block"""
LONGEST_BLOCKS = 12_000
"""Characters of all blocks of a message together; Slack refuses about 13,200 of them as ``msg_blocks_too_long``:
https://docs.slack.dev/reference/methods/chat.postMessage"""
LONGEST_TEXT = 4_000
"""Characters that a message's own text should have: https://docs.slack.dev/reference/methods/chat.postMessage"""
LONGEST_BUTTON = 75
"""Characters on a button: https://docs.slack.dev/reference/block-kit/block-elements/button-element"""
LONGEST_VALUE = 2_000
"""Characters of a button's value, on the same page."""
LONGEST_ADDRESS = 3_000
"""Characters of an address: https://docs.slack.dev/reference/block-kit/blocks/image-block"""
LONGEST_ALT_TEXT = 2_000
"""Characters that describe a picture, on the same page."""
MOST_ELEMENTS = 25
"""Elements of an actions block: https://docs.slack.dev/reference/block-kit/blocks/actions-block"""
LONGEST_OPTION = 75
"""Characters of an option's text: https://docs.slack.dev/reference/block-kit/composition-objects/option-object"""
LONGEST_OPTION_VALUE = 150
"""Characters of an option's value, on the same page."""
MOST_OPTIONS = 100
"""Options of a menu: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element"""
LONGEST_TITLE = 24
"""Characters of a modal's title and of its two buttons: https://docs.slack.dev/reference/views/modal-views"""
LONGEST_METADATA = 3_000
"""Characters of a view's private metadata: https://docs.slack.dev/reference/views"""
LONGEST_LABEL = 2_000
"""Characters of a label and of a hint: https://docs.slack.dev/reference/block-kit/blocks/input-block"""
LONGEST_INPUT = 3_000
"""Characters to be typed: https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element"""
MOST_ROWS = 100
"""Rows of a table: https://docs.slack.dev/reference/block-kit/blocks/table-block"""
MOST_COLUMNS = 20
"""Cells of a row, on the same page."""
LONGEST_COMMAND_SUMMARY = 2_000
"""Characters that describe a slash command: https://docs.slack.dev/reference/app-manifest"""
LONGEST_USAGE_HINT = 1_000
"""Characters of its usage hint, on the same page."""
LARGEST_FILE = 10_000_000
"""Bytes of a file that we take in; Slack itself takes up to a gigabyte."""
