"""XML as text with places: parts are read and changed where they must be, never written anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from xml.sax.saxutils import escape, quoteattr

_ATTRIBUTE = re.compile(r'([\w:.\-]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_ANY = re.compile(r'<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(/?)([\w:.\-]+)((?:[^<>"\']|"[^"]*"|\'[^\']*\')*?)(/?)>',
                  re.S)
_ROOT = re.compile(r"<(?![?!])([^>]*)>")

Edit = tuple[int, int, str]
"""A span of a text, and what stands there instead."""


class Unreadable(Exception):
    """XML in a form that spreadsheet programs do not write."""


@dataclass(frozen=True)
class Element:
    """An element of a text: its whole from ``start`` to ``end``, its content between ``inside`` and ``close``."""

    name: str
    head: str
    text: str
    start: int
    end: int
    inside: int
    close: int

    @property
    def attributes(self) -> dict[str, str]:
        return attributes(self.head)

    @property
    def inner(self) -> str:
        return self.text[self.inside:self.close]

    @property
    def raw(self) -> str:
        return self.text[self.start:self.end]

    @property
    def tag(self) -> str:
        """The start tag."""
        return self.text[self.start:self.inside]


def attributes(head: str) -> dict[str, str]:
    """The attributes of a start tag, by the names they are written with."""
    return {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(head)}


@cache
def _opening(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"<((?:[\w.\-]+:)?(?:" + "|".join(map(re.escape, names)) + r"))(?=[\s/>])"
                      r"((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>")


def elements(text: str, *names: str) -> Iterator[Element]:
    """Every element with one of these local names that does not stand inside another of them.

    An element that holds others of its own name ends with the first of their end tags: ask only for such as do not.
    """
    position = 0
    while match := _opening(names).search(text, position):
        if match[3]:
            position = match.end()
            yield Element(match[1], match[2], text, match.start(), position, position, position)
            continue
        tag = f"</{match[1]}"
        close = text.index(tag, match.end())
        position = text.index(">", close) + 1
        yield Element(match[1], match[2], text, match.start(), position, match.end(), close)


def children(text: str) -> list[Element]:
    """The elements at the top of a text, whatever they hold."""
    found: list[Element] = []
    depth, first = 0, None
    for match in _ANY.finditer(text):
        if match[2] is None:
            continue
        if match[1]:
            depth -= 1
            if depth == 0 and first:
                found.append(Element(first[2], first[3], text, first.start(), match.end(), first.end(), match.start()))
        elif match[4]:
            if depth == 0:
                found.append(Element(match[2], match[3], text, match.start(), match.end(), match.end(), match.end()))
        else:
            if depth == 0:
                first = match
            depth += 1
    return found


def root(text: str) -> str:
    """The start tag of a part's root element."""
    found = _ROOT.search(text)
    assert found, text[:80]
    return found[0]


def sections(text: str) -> tuple[str, list[tuple[str, str]], str]:
    """A part's root tag with what stands before it, its children by local name, and its end.

    Raises Unreadable where a worksheet is written with a prefix, which no spreadsheet program does.
    """
    found = _ROOT.search(text)
    assert found, text[:80]
    if found[1].partition(" ")[0].endswith(":worksheet"):
        raise Unreadable("its XML is written in a form that cannot be followed")
    end = text.rindex("</")
    body = text[found.end():end]
    data = next(elements(body, "sheetData"), None)  # by far the largest, and none of its children matter here
    if data is None:
        return text[: found.end()], [(local(e.name), e.raw) for e in children(body)], text[end:]
    parts = [(local(e.name), e.raw) for e in children(body[: data.start])]
    parts.append(("sheetData", data.raw))
    return text[: found.end()], parts + [(local(e.name), e.raw) for e in children(body[data.end:])], text[end:]


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def plain(text: str) -> str:
    """The text of an element without entities and tags."""
    return unescape(re.sub(r"<[^>]*>", "", text)) if "<" in text or "&" in text else text


def encoded(text: str) -> str:
    """Text as the content of an element."""
    return escape(text)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with spans replaced; the spans do not overlap."""
    out, position = [], 0
    for start, end, replacement in sorted(edits):
        out += [text[position:start], replacement]
        position = end
    return "".join([*out, text[position:]]) if out else text


def appended(text: str, added: str) -> str:
    """A part, or an element with an end tag, with something more at the end of its content."""
    end = text.rindex("</")
    return text[:end] + added + text[end:]


def with_attributes(tag: str, changes: Mapping[str, str | None]) -> str:
    """A start tag (or an element that begins with it) with attributes set, added or (None) removed."""
    found = _ANY.match(tag)
    assert found and found[2], tag[:80]
    return tag[: found.start(3)] + with_head(found[3], changes) + tag[found.end(3):]


def with_head(head: str, changes: Mapping[str, str | None]) -> str:
    """Attributes as they are written, with some set, added or (None) removed."""
    for name, value in changes.items():
        written = "" if value is None else f" {name}={quoteattr(value)}"
        found = _one(name).search(head)
        head = head[: found.start()] + written + head[found.end():] if found else head.rstrip() + written
    return head


@cache
def _one(name: str) -> re.Pattern[str]:
    return re.compile(rf"\s+{re.escape(name)}\s*=\s*(?:\"[^\"]*\"|'[^']*')")
