"""The command ``factotum``, the same as ``python -m bot``."""

import sys
from collections.abc import Sequence

from bot.parser import build_parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 failed, 2 bad usage, 130 interrupted."""
    arguments = build_parser().parse_args(argv)
    from bot.run import run  # noqa: PLC0415 - "--help" must not pay for what only a command needs

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
