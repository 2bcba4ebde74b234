"""A new company's folder and other skeletons, laid out from templates/."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from generator.inputs.schema import FOLDER, write_schemas
from generator.inputs.vocabulary import TEMPLATES
from generator.refused import Refused, reason
from generator.xlsx.save import make_folder

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")


class NotLaidOut(Refused):
    """The folder cannot be made; the message says why and what to do."""


def rendered(template: str, **names: Any) -> str:
    """A skeleton of templates/ with its names filled in."""
    environment = _environment(TEMPLATES)
    environment.trim_blocks = environment.lstrip_blocks = True
    return environment.get_template(template).render(names)


def _environment(folder: Path) -> SandboxedEnvironment:
    return SandboxedEnvironment(loader=FileSystemLoader(folder), undefined=StrictUndefined,
                                keep_trailing_newline=True)


def lay_out_company(name: str, inputs: Path, today: datetime.date | None = None,
                    instead: Callable[[dict[str, str]], dict[str, str]] = lambda files: files) -> Path:
    """Make ``inputs/name`` with a company, usual statements and a first filing to type into, and the schemas beside it.
    ``instead`` makes other files of the texts of these.

    Raises NotLaidOut when the name does not do, the folder is already there or cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise NotLaidOut(f"'{name}' cannot be a folder's name here; use at most 64 small letters, digits, - and _, "
                         "starting with a letter")
    folder = inputs / name
    if os.path.lexists(folder):
        raise NotLaidOut(f"{folder} is already there; nothing was written")
    today = today or datetime.date.today()
    environment = _environment(TEMPLATES / "company")
    names = {"name": name, "today": today, "year": today.year - 1}
    files = {template.removesuffix(".j2").replace("TODAY", today.isoformat()):
             environment.get_template(template).render(names) for template in environment.list_templates()}
    files = instead(files)
    try:
        make_folder(folder, files)
    except OSError as error:
        raise NotLaidOut(f"{folder}: cannot be written: {reason(error)}") from error
    with suppress(OSError):  # the files are as good without an editor's help
        write_schemas(inputs / FOLDER)
    return folder
