"""The terminal: the same commands and replies as in chat, for people and for pipes."""

from adapters.terminal.sitting import MakeCore, play

__all__ = ["MakeCore", "play"]
