"""Logging: to standard error, one line a record."""

import logging
from typing import TextIO


def set_up_logging(level: str, stream: TextIO) -> None:
    """Log records of this level and above to the stream; calling it again replaces what was set up before."""
    logging.basicConfig(
        level=level.upper(), stream=stream, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True
    )
