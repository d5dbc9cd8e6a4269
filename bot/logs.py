"""Logging: to standard error, one line a record."""

import logging
from typing import TextIO

_NAME = "factotum"


def set_up_logging(level: str, stream: TextIO) -> None:
    """Log records of this level and above to the stream; calling it again replaces what was set up before."""
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if handler.name == _NAME]:
        root.removeHandler(old)
    handler = logging.StreamHandler(stream)
    handler.set_name(_NAME)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(level.upper())
    logging.getLogger("aiosqlite").setLevel(logging.INFO)  # its debug records hold what members wrote
