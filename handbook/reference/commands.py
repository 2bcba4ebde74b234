"""The page of commands, from what the command line is told that may be said."""

from __future__ import annotations

from generator.command_line import COMMANDS, Command, CommandArgument, parser
from handbook.reference.markdown import code, page, plain, table


def commands_page() -> str:
    """Every command with its arguments and options."""
    epilog = parser().epilog or ""
    return page("Commands", f"```text\n{epilog.strip()}\n```", *map(_command, COMMANDS))


def _command(command: Command) -> str:
    rows = [(" ".join(map(code, _names(argument))), plain(argument.settings.get("help", "")))
            for argument in command.arguments]
    return "\n\n".join((f"## quarterbook {command.name} {{ #{command.name} }}", plain(command.description),
                        table(("", "meaning"), rows)))


def _names(argument: CommandArgument) -> list[str]:
    """How an argument is typed, with the word for its value."""
    settings = argument.settings
    if argument.names[0].startswith("-"):
        choices = "|".join(settings.get("choices", ()))
        word = settings.get("metavar") or choices or argument.names[-1].lstrip("-").upper()
        value = "" if settings.get("action") == "store_true" else f" {word}"
        return [f"{name}{value}" for name in argument.names]
    name = settings.get("metavar", argument.names[0])
    return [{"+": f"{name} …", "*": f"[{name} …]", "?": f"[{name}]"}.get(settings.get("nargs", ""), name)]
