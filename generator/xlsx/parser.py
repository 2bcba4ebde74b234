"""The one parser of XML: what it finds wrong is one error, and places in bytes are places in the text."""

from __future__ import annotations

import codecs
import re
from math import isfinite, nan
from xml.parsers import expat

# Only for what the parser has found right.
_TAG = re.compile(r"<[^\s/>]+((?:\s+[^\s=/>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*/?>")
_BEFORE_ROOT = re.compile(r"(?:[\s\ufeff]+|<\?.*?\?>|<!--.*?-->)*", re.S)
_ENTITY = re.compile(r"&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_VALUE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
_ESCAPE = re.compile("_x([0-9a-fA-F]{4})_")
_TO_ESCAPE = re.compile("_(?=x[0-9a-fA-F]{4}_)|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_VML = "urn:schemas-microsoft-com:vml"


class Unreadable(Exception):
    """XML that is damaged, or that holds what no spreadsheet program writes."""


def tag_at(text: str, start: int = 0) -> re.Match[str]:
    """The start tag at a place, with its attributes as group 1. Raises Unreadable."""
    found = _TAG.match(text, start)
    if found is None:
        raise Unreadable(f"its XML has no start tag where one must be: {text[start:start + 40]!r}")
    return found


def whole(words: str) -> int:
    """The whole number that a part has somewhere. Raises Unreadable."""
    try:
        return int(words)
    except ValueError as error:
        raise Unreadable(f"{words[:40]!r} stands in its XML where a whole number must") from error


def number(words: str) -> float:
    """The number that a part has somewhere. Raises Unreadable."""
    try:
        found = float(words)
    except ValueError:
        found = nan
    if not isfinite(found):
        raise Unreadable(f"{words[:40]!r} stands in its XML where a number must")
    return found


def check(text: str) -> None:
    """Whether a part is well formed and its prefixes are declared. Raises Unreadable."""
    read(new_parser(separator=" "), text)
    if "\ufffe" in text or "\uffff" in text:
        raise Unreadable("its XML holds a character that XML cannot")


def root_at(text: str) -> int:
    """Where the root of a part begins that was found right."""
    found = _BEFORE_ROOT.match(text)
    return found.end() if found else 0


def plain(text: str) -> str:
    """What a piece says: its text without tags and comments, entities and CDATA resolved. Raises Unreadable."""
    if "<" not in text and "&" not in text and "\r" not in text:
        return text
    said: list[str] = []
    parser = new_parser("utf-8")
    parser.CharacterDataHandler = said.append
    read(parser, text, is_piece=True, encoding="utf-8")
    return "".join(said)


def encoded(words: str) -> str:
    """Text as the content of an element."""
    return words.translate(_IN_TEXT)


def escaped(words: str) -> str:
    """What a user sees as a spreadsheet stores it, which reads ``_x0041_`` as A: for cells, their values and notes."""
    return _TO_ESCAPE.sub(lambda sign: f"_x{ord(sign[0]):04X}_", words)


def unescaped(stored: str) -> str:
    """What a user sees of a text that is stored so."""
    return _ESCAPE.sub(lambda sign: chr(int(sign[1], 16)), stored) if "_x" in stored else stored


def encoded_value(words: str, quote: str = '"') -> str:
    """Text as the value of an attribute that is written in one kind of quotes."""
    return words.translate(_IN_VALUE).replace(quote, "&quot;" if quote == '"' else "&apos;")


def value_of(written: str) -> str:
    """What an attribute says that is written so between its quotes."""
    if not ("&" in written or "\n" in written or "\t" in written or "\r" in written):
        return written
    return _ENTITY.sub(_entity, re.sub(r"\r\n|[\r\n\t]", " ", written))


def _entity(found: re.Match[str]) -> str:
    sixteen, ten, name = found.groups()
    return _NAMED.get(name, found[0]) if name else chr(int(sixteen, 16) if sixteen else int(ten))


def is_simple(text: str) -> bool:
    """Whether no > stands in an attribute or as text, so that the next one ends a tag."""
    return text.count("<") == text.count(">")


def is_whole(text: str) -> bool:
    """Whether a text is a part from its very beginning, rather than a piece of one."""
    return text.startswith("<?xml")


def new_parser(encoding: str = "iso-8859-1", separator: str | None = None) -> expat.XMLParserType:
    """A parser that lists attributes and their values in turn, and refuses a DTD where it begins."""

    def document_type(*_: object) -> None:
        raise Unreadable("it holds a DTD, which no spreadsheet program writes")

    parser = expat.ParserCreate(encoding, separator)
    parser.ordered_attributes = True
    parser.StartDoctypeDeclHandler = document_type
    return parser


def read(parser: expat.XMLParserType, text: str, is_piece: bool = False, encoding: str = "iso-8859-1") -> None:
    """Give a text to a parser, in one byte a letter, so that bytes are places in the text. Raises Unreadable."""
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
