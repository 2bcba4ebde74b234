"""XML located: a parser reads a text, and every element and attribute value is known with its place in it.

A part of someone else's is changed by splicing at these places; what is not meant stays as it is, to the last space.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple
from xml.parsers import expat

Edit = tuple[int, int, str]
"""A span of a text, and what stands there instead."""
Scope = Mapping[str, str]
"""The namespaces that are declared at a place, by their prefixes; "" is the default."""
XML = "http://www.w3.org/XML/1998/namespace"
_UNDECLARED: Scope = MappingProxyType({"xml": XML})
# Only for start tags, and text, that the parser has found right.
_TAG = re.compile(r"<[^\s/>]+((?:\s+[^\s=/>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(/?)>")
_ATTRIBUTE = re.compile(r"([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_VALUE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\n": "&#10;",
                           "\r": "&#13;", "\t": "&#9;"})
_VML = "urn:schemas-microsoft-com:vml"


class Unreadable(Exception):
    """XML that is damaged, or that holds what no spreadsheet program writes."""


class Value(NamedTuple):
    """The value of an attribute: what it says, and where it is written between its quotes."""

    words: str
    start: int
    end: int

    def edit(self, words: str) -> Edit:
        """The edit that makes it say something else, right for either kind of quotes."""
        return self.start, self.end, encoded_value(words)


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
    def attributes(self) -> dict[str, str]:
        """The attributes by the names they are written with."""
        return {name: value.words for name, value in values(self.text, self.start)}

    @property
    def values(self) -> dict[tuple[str | None, str], Value]:
        """The attributes by namespace ("" for none, None for one declared outside the text) and local name.

        Those that declare namespaces are none of them.
        """
        return {(self.scope.get(prefix(name)) if ":" in name else "", local(name)): value
                for name, value in values(self.text, self.start) if not _declares(name)}

    def edit(self, words: str) -> Edit:
        """The edit that makes its text say something else; tags in it go."""
        if self.text[self.inside - 2] != "/":
            return self.inside, self.close, encoded(words)
        return self.inside - 2, self.inside, f">{encoded(words)}</{self.name}>"


def walk(text: str, *names: str, scope: Scope = _UNDECLARED) -> list[Element]:
    """Every element, or each of those with one of these local names, in the order of their start tags.

    ``text`` is a part, or a piece of one with all that it begins ended; ``scope`` has the namespaces declared around a
    piece. Raises Unreadable.
    """
    if names and not any(name in text for name in names):
        return []
    wanted, found = frozenset(names), list[Element]()
    stack: list[Element | None] = []
    holders: list[Element] = []
    scopes = [{"": "", **scope} if _is_whole(text) else scope]
    is_simple = text.count("<") == text.count(">")  # then none stands in an attribute

    def opened(name: str, listed: list[str], start: int) -> None:
        scope = scopes[-1]
        if listed and any(each.startswith("xmlns") for each in listed[::2]):
            scope = {**scope, **dict(_declared(text, start))}
        scopes.append(scope)
        if wanted and local(name) not in wanted:
            stack.append(None)
            return
        inside = text.index(">", start) + 1 if is_simple else _tag(text, start).end()
        element = Element(text, name, holders[-1] if holders else None, len(stack), scope, start, inside)
        stack.append(element)
        holders.append(element)
        found.append(element)

    def closed(position: int) -> None:
        scopes.pop()
        element = stack.pop()
        if element is None:
            return
        holders.pop()
        is_empty = text[element.inside - 2] == "/"
        element.close = element.inside if is_empty else position
        element.end = element.inside if is_empty else text.index(">", position) + 1

    parse(text, opened, closed)
    return found


def parse(text: str, opened: Callable[[str, list[str], int], None], closed: Callable[[int], None]) -> None:
    """Read a text, with a call for each start tag (its name, its attributes and their values in turn, its place) and
    one for each end (its place; of an element that is but a start tag, that after it).

    Attributes and values are exact where they are ASCII; others may have other letters in them. Raises Unreadable.
    """
    offset, level = 0 if _is_whole(text) else len("<_>"), 0
    parser = _parser()
    parser.ordered_attributes = True

    def start(name: str, listed: list[str]) -> None:
        nonlocal level
        level += 1
        if level > 1 or not offset:
            place = parser.CurrentByteIndex - offset
            opened(name if name.isascii() else text[place + 1:place + 1 + len(name)], listed, place)

    def end(_: str) -> None:
        nonlocal level
        level -= 1
        if level or not offset:
            closed(parser.CurrentByteIndex - offset)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    _read(parser, text, is_piece=offset > 0)


def check(text: str) -> str:
    """A part as it is, where it is well formed and its prefixes are declared. Raises Unreadable."""
    _read(_parser(separator=" "), text)
    if "\ufffe" in text or "\uffff" in text:
        raise Unreadable("its XML holds a character that XML cannot")
    return text


def plain(text: str) -> str:
    """What a piece says: its text without tags and comments, entities and CDATA resolved. Raises Unreadable."""
    if "<" not in text and "&" not in text and "\r" not in text:
        return text
    said: list[str] = []
    parser = _parser("utf-8")
    parser.CharacterDataHandler = said.append
    _read(parser, text, is_piece=True, encoding="utf-8")
    return "".join(said)


def encoded(words: str) -> str:
    """Text as the content of an element."""
    return words.translate(_IN_TEXT)


def encoded_value(words: str) -> str:
    """Text as the value of an attribute, in either kind of quotes."""
    return words.translate(_IN_VALUE)


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


def values(text: str, start: int = 0) -> Iterator[tuple[str, Value]]:
    """The attributes of the start tag at a place, by the names they are written with."""
    head = _tag(text, start)
    for found in _ATTRIBUTE.finditer(text, head.start(1), head.end(1)):
        group = 2 if found[2] is not None else 3
        yield found[1], Value(_value(found[group]), found.start(group), found.end(group))


def head_span(text: str, start: int = 0) -> tuple[int, int]:
    """Where the attributes of the start tag at a place are written, with the spaces before them."""
    return _tag(text, start).span(1)


def _tag(text: str, start: int) -> re.Match[str]:
    found = _TAG.match(text, start)
    if found is None:
        raise Unreadable(f"its XML has no start tag where one must be: {text[start:start + 40]!r}")
    return found


def _declared(text: str, start: int) -> Iterator[tuple[str, str]]:
    """The namespaces that a start tag declares."""
    for name, value in values(text, start):
        if _declares(name):
            yield name[6:], value.words


def _declares(name: str) -> bool:
    return name == "xmlns" or name.startswith("xmlns:")


def _value(written: str) -> str:
    if not ("&" in written or "\n" in written or "\t" in written or "\r" in written):
        return written
    return _ENTITY.sub(_entity, re.sub(r"\r\n|[\r\n\t]", " ", written))


def _entity(found: re.Match[str]) -> str:
    sixteen, ten, name = found.groups()
    return _NAMED.get(name, found[0]) if name else chr(int(sixteen, 16) if sixteen else int(ten))


def _is_whole(text: str) -> bool:
    return text.startswith("<?xml")


def _parser(encoding: str = "iso-8859-1", separator: str | None = None) -> expat.XMLParserType:
    """A parser that expands no entities: a DTD is refused where it begins."""

    def document_type(*_: object) -> None:
        raise Unreadable("it holds a DTD, which no spreadsheet program writes")

    parser = expat.ParserCreate(encoding, separator)
    parser.StartDoctypeDeclHandler = document_type
    return parser


def _read(parser: expat.XMLParserType, text: str, is_piece: bool = False, encoding: str = "iso-8859-1") -> None:
    """Give a text to a parser. In one byte a letter, each by itself, so that bytes are places in the text."""
    if _VML in text[:2000] and text.count("<br>") > text.count("</br>"):
        text = text.replace("<br>", "    ")  # as Excel writes it, which is no XML
    before, after = ("<_>", "</_>") if is_piece else ("", "")
    try:
        parser.Parse(f"{before}{text}{after}".encode(encoding, _LETTERS), True)
    except expat.ExpatError as error:
        place = parser.ErrorByteIndex - len(before)
        raise Unreadable(f"its XML is damaged at character {place}: {expat.errors.messages[error.code]}") from error


def _letters(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return "\xe9" * (error.end - error.start), error.end


_LETTERS = "one letter for another"
codecs.register_error(_LETTERS, _letters)
