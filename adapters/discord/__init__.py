"""Discord: commands, buttons, forms and messages. The library is loaded only by ``serving``."""
