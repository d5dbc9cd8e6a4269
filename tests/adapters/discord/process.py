"""The program itself, as an owner starts it, but with the stand-in in Discord's place.

``python -m tests.adapters.discord.process ADDRESS run --platform discord``. The library has no setting for that.
"""

import sys
import warnings


def main(address: str, words: list[str]) -> int:
    """Run the program; return its exit status."""
    warnings.simplefilter("ignore", DeprecationWarning)  # audioop, which the library imports for voice
    from discord.gateway import DiscordWebSocket  # noqa: PLC0415 -- after the warnings are off
    from discord.http import Route  # noqa: PLC0415 -- see above
    from yarl import URL  # noqa: PLC0415 -- see above

    from bot.parser import build_parser  # noqa: PLC0415 -- see above
    from bot.run import run  # noqa: PLC0415 -- see above
    from tests import loopback  # noqa: PLC0415 -- see above

    loopback.stay()
    Route.BASE = f"{address}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = URL(f"{address.replace('http', 'ws')}/gateway")
    return run(build_parser().parse_args(words))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
