"""Threads, taking turns so that none makes the others wait."""

import sys

_SECONDS = 0.0005


def take_short_turns() -> None:
    """Let a thread that computes give way after half a millisecond, where Python's own measure is ten times that.

    A lookup passes from thread to thread some twenty times. While another thread read a great file, it waited 5 ms at
    each of them.
    """
    sys.setswitchinterval(_SECONDS)
