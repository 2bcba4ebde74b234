"""XML from strangers, read within limits: no DOCTYPE, no entities, nothing fetched, no more than memory holds."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from xml.parsers import expat

from lxml import etree

from generator.refused import Refused, printable
from generator.xbrl.documents import Document

_LARGEST = 128 * 1024 * 1024
_MOST_NODES = 2_000_000
"""Elements and attributes, told by their signs: more would not fit in memory."""
_MOST_PREFIXES = 500
"""Names of namespaces: each fact asks for its own among all of them."""
_PREFIX = re.compile(rb"xmlns:([^\s=]{1,200})")
_PROLOG = 1_000_000
"""So many bytes may stand before the root element."""
_PIECE = 65_536
_LAST_LINE = 65_535
_LATE = re.compile(rb"([ \t\r\n]{1,1000})(<\?xml\s[^>]{0,200}\?>)")
_DECLARED = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
# Encodings in which markup is what ASCII calls it, so that a DOCTYPE cannot hide.
_PLAIN = re.compile(r"utf-?8|us-ascii|ascii|iso-8859-\d+|windows-\d+|shift_jis|sjis|euc-jp|euc-kr|gb2312|gbk|gb18030|"
                    r"big5|windows-31j|cp932", re.IGNORECASE)
_WIDE = (  # the longest first: a BOM of UTF-32 begins with one of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))


def root_of(document: Document) -> etree._Element:
    """The root element, without comments and instructions. Raises Refused with what is wrong, and the line."""
    _refuse_before_parsing(document)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
                             attribute_defaults=False, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(begun(document.data), parser)
    except etree.XMLSyntaxError as error:
        where = f"{document.name}:{error.lineno}" if error.lineno else document.name
        raise Refused(f"{printable(where)}: is damaged or cut short, no whole XML: {_said(error)}") from None
    except ValueError as error:
        raise Refused(f"{printable(document.name)}: is no XML: {printable(str(error))[:200]}") from None
    if root.getroottree().docinfo.doctype:
        raise _has_doctype(document)
    return root


def begun(data: bytes) -> bytes:
    """The data with what blank lines stand before its declaration behind it, where they do no harm and lines keep their
    numbers: documents are so when cut from a filing's full text."""
    blank = _LATE.match(data)
    return blank[2] + blank[1] + data[blank.end():] if blank else data


def refuse_many_prefixes(document: Document) -> None:
    """Raises Refused where a document names more namespaces than any filing does."""
    found = {each[1] for each in _PREFIX.finditer(document.data.replace(b"\0", b""))}
    if len(found) > _MOST_PREFIXES:
        raise Refused(f"{printable(document.name)}: names {len(found):,} namespaces, at most {_MOST_PREFIXES} are read")


def root_name(document: Document) -> tuple[str, dict[str | None, str]]:
    """Name and namespaces of the root element, without reading on; nothing where there is none."""
    root = _begin(document)
    return ("", {}) if root is None else (root.tag, dict(root.nsmap))


def root_language(document: Document) -> str:
    """The language that the root element says, as ``da`` of ``da-DK``; empty where it says none."""
    root = _begin(document)
    return "" if root is None else root.get("{http://www.w3.org/XML/1998/namespace}lang", "")[:2].lower()


def _begin(document: Document) -> etree._Element | None:
    """The root element without what is in it; None where there is none."""
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False,
                                 remove_comments=True, remove_pis=True)
    data = begun(document.data[:_PROLOG])
    for start in range(0, len(data), _PIECE):
        with suppress(etree.XMLSyntaxError, ValueError):  # what stands before a mistake counts
            parser.feed(data[start:start + _PIECE])
        for _, element in parser.read_events():
            return element
    return None


def child_lines(document: Document) -> list[int]:
    """The lines in which the root's children begin. lxml knows them up to 65,535 and goes by what is near beyond; what
    only it can read (an encoding of old) is left to it, and the list is empty."""
    lines: list[int] = []
    depth = 0

    def start(_name: str, _attributes: object) -> None:
        nonlocal depth
        if depth == 1:
            lines.append(parser.CurrentLineNumber)
        depth += 1

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    if document.data.count(b"\n") < _LAST_LINE:
        return []
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(document.data, True)
    except (expat.ExpatError, ValueError):
        return []
    return lines


def prolog_is_plain(document: Document) -> bool:
    """Whether there is nothing but a declaration, comments and instructions before the root element, and no DOCTYPE."""
    text = _beginning(document)
    at = 0
    while (at := text.find("<", at)) >= 0:
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
        elif text.startswith("<?", at):
            end = text.find("?>", at + 2)
        else:
            return not text.startswith("<!", at)
        if end < 0:
            break
        at = end
    return len(document.data) <= _PROLOG  # without a root element, it is none that is parsed


def _refuse_before_parsing(document: Document) -> None:
    name, data = printable(document.name), document.data
    if len(data) > _LARGEST:
        raise Refused(f"{name}: is too large: {len(data) // 2**20:,} MB, at most {_LARGEST // 2**20} MB are read")
    if not data.strip(b"\0 \t\r\n"):
        raise Refused(f"{name}: is empty")
    declared = _DECLARED.match(_beginning(document)[:1000].lstrip("\ufeff \t\r\n"))
    if declared and not _wide(data) and not _PLAIN.fullmatch(declared[1]):
        raise Refused(f"{name}: is said to be in the encoding {printable(declared[1])[:40]!r}, in which no XBRL is "
                      "read; UTF-8 would be right")
    if not prolog_is_plain(document):
        raise _has_doctype(document)
    if (nodes := data.count(b"<") + data.count(b"=")) > _MOST_NODES:
        raise Refused(f"{name}: is too large: {nodes:,} elements and attributes, at most {_MOST_NODES:,} are read")
    refuse_many_prefixes(document)


def _beginning(document: Document) -> str:
    """What may stand before the root element, as text; markup in it is what ASCII calls so."""
    return document.data[:_PROLOG].decode(_wide(document.data) or "latin-1", "replace")


def _wide(data: bytes) -> str:
    return next((encoding for beginning, encoding in _WIDE if data.startswith(beginning)), "")


def _has_doctype(document: Document) -> Refused:
    return Refused(f"{printable(document.name)}: has a DOCTYPE, which no XBRL needs and which is not read")


def _said(error: etree.XMLSyntaxError) -> str:
    return printable((error.msg or "").strip())[:200]
