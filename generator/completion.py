"""What makes a shell complete the commands, their options, and files and folders where they are asked for."""

from __future__ import annotations

import argparse
from pathlib import Path

import shtab

_FOLDERS = ("DIR", "FOLDER")


def completion(parser: argparse.ArgumentParser, shell: str) -> str:
    """The script for ``bash``, ``zsh`` or ``tcsh``."""
    commands = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    for command in commands.choices.values():
        for action in command._actions:
            if action.type is Path:
                is_folder = action.metavar in _FOLDERS or (action.dest == "folder" and not action.metavar)
                action.complete = shtab.DIRECTORY if is_folder else shtab.FILE
    return shtab.complete(parser, shell=shell)
