"""Parts in the form that we write: their own namespace without a prefix, that of relationships with the prefix r."""

from __future__ import annotations

from generator.xlsx.located import (
    Edit,
    Element,
    declares,
    edited,
    head_span,
    local,
    prefix,
    values,
    walk,
)
from generator.xlsx.parser import Unreadable

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def without_prefix(text: str, root: int) -> str:
    """A part, whose root begins at ``root``, with its own namespace as the default and the prefix r for relationships.

    What is written so, as it is by nearly every program, stays to the last byte. Raises Unreadable.
    """
    name = text[root + 1:head_span(text, root)[0]]
    spaces = {each: value.words for each, value in values(text, root) if declares(each)}
    space = spaces.get(f"xmlns:{prefix(name)}" if prefix(name) else "xmlns", "")
    is_so = not prefix(name) and _written(text, space) <= 1 \
        and _written(text, RELATIONSHIPS, "xmlns:r=") == _written(text, RELATIONSHIPS)
    return text if is_so or not space else _rewritten(text, space)


def _written(text: str, space: str, before: str = "") -> int:
    """How often a namespace is written in quotes of either kind."""
    return sum(text.count(f"{before}{quote}{space}{quote}") for quote in "\"'")


def _rewritten(text: str, space: str) -> str:
    edits: list[Edit] = []
    default: dict[Element | None, str | None] = {None: ""}  # in the content of each element
    for element in walk(text):
        name = element.local if element.space == space else _named(element, element.name)
        outer = default[element.parent]
        default[element] = outer if prefix(name) else element.space
        written = "" if default[element] == outer else f' xmlns="{element.space or ""}"'
        written += f' xmlns:r="{RELATIONSHIPS}"' * (element.parent is None)
        for each, value in values(text, element.start):
            if not declares(each) or (each != "xmlns" and value.words not in (space, RELATIONSHIPS)):
                written += f" {_named(element, each)}={text[value.start - 1:value.end + 1]}"
        is_empty = element.close == element.end
        edits.append((element.start, element.inside, f"<{name}{written}{'/' * is_empty}>"))
        if not is_empty and name != element.name:
            edits.append((element.close, element.end, f"</{name}>"))
    return edited(text, edits)


def _named(element: Element, name: str) -> str:
    """A name with the prefix that its namespace has now."""
    space = element.scope.get(prefix(name)) if prefix(name) else ""
    if space == RELATIONSHIPS:
        return f"r:{local(name)}"
    if prefix(name) == "r":
        raise Unreadable("its XML gives the prefix r another meaning than every spreadsheet program does")
    return name
