"""The command, from the line that was typed to the exit code."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from generator import commands
from generator.command_line import parser
from generator.console import CannotPrint, Stopped, any_console
from generator.refused import Refused, printable, reason

_STOPPED = "stopped; no file is half written"


def command() -> int:
    """Run the command as a process of its own, with which all that was made ends: nothing is looked through for it."""
    gc.disable()
    code = main()
    gc.freeze()
    return code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    try:
        with any_console():
            return _run(arguments)
    except CannotPrint as error:
        with any_console():
            print(f"the output cannot be printed: {error}", file=sys.stderr)
        return commands.BAD_INPUT


def _run(arguments: Sequence[str] | None) -> int:
    try:
        options = parser().parse_args(arguments)
        return int(options.run(options))
    except Refused as refused:
        lines, code = refused.lines, commands.BAD_INPUT
    except OSError as error:
        lines, code = (_said(error),), commands.BAD_INPUT
    except KeyboardInterrupt:
        lines, code = (_STOPPED,), 130
    except Stopped:
        lines, code = (_STOPPED,), 143
    for line in lines:
        print(printable(line), file=sys.stderr)
    return code


def _said(error: OSError) -> str:
    """What the system refused, and where."""
    try:
        Path.cwd()
    except OSError:
        return "the folder in which the command was started is no longer there; change into another"
    where = error.filename.decode(errors="replace") if isinstance(error.filename, bytes) else error.filename
    return f"{where}: {reason(error)}" if where else reason(error)
