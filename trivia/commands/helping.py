"""/help: the catalogue."""

import difflib

from trivia.commands.catalogue import CATALOGUE, FAMILIES, find
from trivia.commands.outcomes import HelpShown
from trivia.commands.request import Request
from trivia.errors import NotFound


class Helping:
    """Help, made from the catalogue."""

    async def help(self, request: Request) -> HelpShown:
        """Show all commands, those of a family, or one."""
        wanted = " ".join(str(request.arguments.get("command", "")).casefold().removeprefix("/").split())
        command = find(wanted) or next((c for c in CATALOGUE if wanted and c.name == wanted), None)
        if command is None and wanted and wanted not in FAMILIES:
            near = difflib.get_close_matches(wanted, [command.path for command in CATALOGUE], 1)
            hint = f"Did you mean /help {near[0]}?" if near else "/help shows them all."
            raise NotFound(f"I don't know that command. {hint}")
        return HelpShown(command, "" if command else wanted)
