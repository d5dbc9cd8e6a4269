"""The terminal: the same commands and replies as in chat, for people and for pipes."""
