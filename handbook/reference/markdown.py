"""Markdown that is put together: tables, code, and what would be read as marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MADE = "<!-- Made from the declarations in generator/ and templates/; edit those. -->"


def code(text: str) -> str:
    """Text as it is typed; in a table a bar would end the cell."""
    marks = "``" if "`" in text else "`"
    return f"{marks}{text}{marks}"


def plain(text: str) -> str:
    """Words that hold no marks: what stands between ``"`` or backticks stays, what Markdown would read does not."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(part if number % 2 else re.sub(r"([*_<>\[\]{}\\])", r"\\\1", part)
                   for number, part in enumerate(parts))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a cell is Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", r"\|").replace("\n", " ") for cell in line) + " |"
                     for line in lines) + "\n"


def page(title: str, *parts: str) -> str:
    """A page with its title."""
    return "\n\n".join((f"# {title}", MADE, *(part.strip("\n") for part in parts if part))) + "\n"
