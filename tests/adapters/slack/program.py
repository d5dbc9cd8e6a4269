"""``factotum run --platform slack``, with Slack at the address that is its one argument."""

import os
import sys
from argparse import Namespace
from dataclasses import replace

from bot.commands.run import run
from bot.console import standard_console
from bot.settings import read_settings

if __name__ == "__main__":
    settings = read_settings(os.environ)
    there = replace(settings, slack=replace(settings.slack, api=sys.argv[1]))
    sys.exit(run(standard_console(), Namespace(platform="slack"), there))
