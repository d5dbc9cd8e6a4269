"""/help: the catalogue."""

from trivia.commands.catalogue import CATALOGUE, find
from trivia.commands.outcomes import HelpShown
from trivia.commands.request import Request
from trivia.errors import NotFound


class Helping:
    """Help, made from the catalogue."""

    async def help(self, request: Request) -> HelpShown:
        """Show all commands, or one."""
        wanted = str(request.arguments.get("command", ""))
        if not wanted:
            return HelpShown(None)
        command = find(wanted) or next((c for c in CATALOGUE if c.name == wanted.casefold()), None)
        if command is None:
            raise NotFound("I don't know that command. /help shows them all.")
        return HelpShown(command)
