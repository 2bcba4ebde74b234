"""XML as text with places: parts are read and changed where they must be, never written anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.xlsx.located import Attributes, Edit, Element, attribute_words, edited, head_span, local, values, walk
from generator.xlsx.parser import Unreadable, encoded, encoded_value, number, plain, whole

__all__ = ("Edit", "Element", "Unreadable", "appended", "attributes", "children", "edited", "elements", "encoded",
           "local", "needed", "number", "plain", "root", "sections", "whole", "with_attributes", "with_head")


def attributes(xml: str) -> Attributes:
    """The attributes of the element that a text begins with, or of a start tag's head alone, by the names they are
    written with."""
    return attribute_words(_tagged(xml))


def elements(text: str, *names: str) -> Iterator[Element]:
    """Every element with one of these local names that does not stand inside another of them."""
    return (each for each in walk(text, *names) if each.parent is None)


def needed(text: str, *names: str) -> Element:
    """The first element with one of these local names, which must be there. Raises Unreadable."""
    for each in walk(text, *names):
        return each
    raise Unreadable(f"its XML has no {' or '.join(names)} where one must be")


def children(text: str) -> list[Element]:
    """The elements at the top of a text, whatever they hold."""
    return walk(text, deepest=0)


def root(text: str) -> str:
    """The start tag of a part's root element."""
    return children(text)[0].tag


def sections(text: str) -> tuple[str, list[tuple[str, str]], str]:
    """A part's root tag with what stands before it, its children by local name, and its end. Raises Unreadable."""
    root, *found = walk(text, deepest=1)
    return text[: root.inside], [(each.local, each.raw) for each in found], text[root.close:]


def appended(text: str, added: str) -> str:
    """A part, or an element, with something more at the end of its content."""
    if not added:
        return text
    whole = children(text)[0]
    if whole.close == whole.end:  # but a start tag
        return f"{text[:whole.inside - 2].rstrip()}>{added}</{whole.name}>{text[whole.end:]}"
    return text[: whole.close] + added + text[whole.close:]


def with_attributes(tag: str, changes: Mapping[str, str | None]) -> str:
    """A start tag (or an element that begins with it) with attributes set, added or (None) removed."""
    start, end = head_span(tag)
    return tag[:start] + with_head(tag[start:end], changes) + tag[end:]


def with_head(head: str, changes: Mapping[str, str | None]) -> str:
    """Attributes as they are written, with some set, added or (None) removed."""
    tag = _tagged(head)
    written = {name: tag[value.start - 1:value.end + 1] for name, value in values(tag)}
    for name, new in changes.items():
        if new is None:
            written.pop(name, None)
        else:
            written[name] = f'"{encoded_value(new)}"'
    return "".join(f" {name}={value}" for name, value in written.items())


def _tagged(xml: str) -> str:
    """A head as a start tag; what is an element already, as it is."""
    return xml if xml.startswith("<") else f"<_ {xml.strip()}>" if xml.strip() else "<_>"
