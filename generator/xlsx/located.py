"""XML located: a parser reads a text, and every element and attribute value is known with its place in it.

A part of someone else's is changed by splicing at these places; what is not meant stays as it is, to the last space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from types import MappingProxyType
from typing import NamedTuple

from generator.xlsx.parser import (
    Unreadable,
    encoded,
    encoded_value,
    is_simple,
    is_whole,
    new_parser,
    plain,
    read,
    tag_at,
    value_of,
)

Edit = tuple[int, int, str]
"""A span of a text, and what stands there instead."""
Scope = Mapping[str, str]
"""The namespaces that are declared at a place, by their prefixes; "" is the default."""
XML = "http://www.w3.org/XML/1998/namespace"
_UNDECLARED: Scope = MappingProxyType({"xml": XML})
_ATTRIBUTE = re.compile(r"([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


class Attribute(NamedTuple):
    """The value of an attribute: what it says, and where it is written between its quotes."""

    words: str
    start: int
    end: int
    quote: str

    def edit(self, words: str) -> Edit:
        """The edit that makes it say something else."""
        return self.start, self.end, encoded_value(words, self.quote)


class Attributes(dict[str, str]):
    """What the attributes of an element say, by their names; one that must be there and is not raises Unreadable."""

    def __missing__(self, name: str) -> str:
        raise Unreadable(f"an element of its XML has no {name}, which no spreadsheet program leaves out")


@dataclass(slots=True, eq=False)
class Element:
    """An element of a text: its whole from ``start`` to ``end``, its content between ``inside`` and ``close``.

    ``parent`` is the nearest of the elements asked for that holds it, ``depth`` how many of all do.
    """

    text: str
    name: str
    parent: Element | None
    depth: int
    scope: Scope
    start: int
    inside: int
    close: int = 0
    end: int = 0

    @property
    def local(self) -> str:
        """Its name without the prefix."""
        return local(self.name)

    @property
    def space(self) -> str | None:
        """Its namespace; "" for none, None where its prefix is declared outside the text."""
        return self.scope.get(prefix(self.name))

    @property
    def tag(self) -> str:
        """The start tag."""
        return self.text[self.start:self.inside]

    @property
    def head(self) -> str:
        """Its attributes as they are written."""
        start, end = head_span(self.text, self.start)
        return self.text[start:end]

    @property
    def inner(self) -> str:
        return self.text[self.inside:self.close]

    @property
    def raw(self) -> str:
        return self.text[self.start:self.end]

    @property
    def words(self) -> str:
        """The text in it, entities and CDATA resolved, without tags and comments."""
        return plain(self.inner)

    @property
    def attributes(self) -> Attributes:
        """The attributes by the names they are written with."""
        return attribute_words(self.text, self.start)

    @property
    def values(self) -> dict[tuple[str | None, str], Attribute]:
        """The attributes by namespace ("" for none, None for one declared outside the text) and local name.

        Those that declare namespaces are none of them.
        """
        return {(self.scope.get(prefix(name)) if ":" in name else "", local(name)): value
                for name, value in values(self.text, self.start) if not declares(name)}

    def edit(self, words: str) -> Edit:
        """The edit that makes its text say something else; tags in it go."""
        if self.close < self.end:
            return self.inside, self.close, encoded(words)
        return self.inside - 2, self.inside, f">{encoded(words)}</{self.name}>"


class _Enough(Exception):
    """Nothing behind this place is asked for."""


def walk(text: str, *names: str, scope: Scope = _UNDECLARED, deepest: float = inf, before: str = "") -> list[Element]:
    """Every element, or each of those with one of these local names, in the order of their start tags.

    ``text`` is a part, or a piece of one with all that it begins ended; ``scope`` has the namespaces declared around a
    piece. Of those below the depth ``deepest`` none is given, and of those from the first element with the local name
    ``before`` on; one that holds that has no end. Raises Unreadable.
    """
    if names and not any(name in text for name in names):
        return []
    found, holders = list[Element](), list[Element]()
    wanted: dict[str, bool] = {}  # of every name that stands there
    offset, depth = (0, 0) if is_whole(text) else (len("<_>"), -1)
    scopes, left = [(-1, {"": "", **scope} if is_whole(text) else scope)], text.count("xmlns")
    parser, simple = new_parser(), is_simple(text)

    def opened(name: str, listed: list[str]) -> None:
        nonlocal depth, left
        start = parser.CurrentByteIndex - offset
        if name not in wanted:
            if before and local(name) == before:
                raise _Enough
            wanted[name] = not names or local(name) in names
        if left and "xmlns" in " ".join(listed):
            new = dict(_declared(text, start))
            left -= len(new)
            scopes.append((depth, {**scopes[-1][1], **new}))
        if wanted[name] and start >= 0 and depth <= deepest:
            inside = text.index(">", start) + 1 if simple else tag_at(text, start).end()
            name = name if name.isascii() else text[start + 1:start + 1 + len(name)]
            element = Element(text, name, holders[-1] if holders else None, depth, scopes[-1][1], start, inside)
            holders.append(element)
            found.append(element)
        depth += 1

    def closed(_: str) -> None:
        nonlocal depth
        depth -= 1
        if holders and holders[-1].depth == depth:
            element = holders.pop()
            is_empty = text[element.inside - 2] == "/"
            element.close = element.inside if is_empty else parser.CurrentByteIndex - offset
            element.end = element.inside if is_empty else text.index(">", element.close) + 1
        if scopes[-1][0] == depth >= 0:
            scopes.pop()

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    with suppress(_Enough):
        read(parser, text, is_piece=offset > 0)
    return found


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with spans replaced; the spans do not overlap."""
    out, position = [], 0
    for start, end, replacement in sorted(edits):
        out += [text[position:start], replacement]
        position = end
    return "".join([*out, text[position:]]) if out else text


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def prefix(name: str) -> str:
    """The prefix of a name; "" without one."""
    return name.rpartition(":")[0]


def values(text: str, start: int = 0) -> Iterator[tuple[str, Attribute]]:
    """The attributes of the start tag at a place, by the names they are written with."""
    head = tag_at(text, start)
    for found in _ATTRIBUTE.finditer(text, head.start(1), head.end(1)):
        group, quote = (2, '"') if found[2] is not None else (3, "'")
        yield found[1], Attribute(value_of(found[group]), found.start(group), found.end(group), quote)


def attribute_words(text: str, start: int = 0) -> Attributes:
    """What the attributes of the start tag at a place say, by the names they are written with."""
    head = tag_at(text, start)
    return Attributes((name, value_of(double or single))
                      for name, double, single in _ATTRIBUTE.findall(text, head.start(1), head.end(1)))


def head_span(text: str, start: int = 0) -> tuple[int, int]:
    """Where the attributes of the start tag at a place are written, with the spaces before them."""
    return tag_at(text, start).span(1)


def _declared(text: str, start: int) -> Iterator[tuple[str, str]]:
    """The namespaces that a start tag declares."""
    for name, value in values(text, start):
        if declares(name):
            yield name[6:], value.words


def declares(name: str) -> bool:
    """Whether an attribute declares a namespace."""
    return name == "xmlns" or name.startswith("xmlns:")
