"""What a document is, by its content: names say nothing for certain."""

from __future__ import annotations

from pathlib import PurePosixPath

from generator.refused import Refused, printable
from generator.xbrl.documents import Document
from generator.xbrl.trees import prolog_is_plain, root_name, root_of

INSTANCE, INLINE, LINKBASE, SCHEMA = "instance", "inline", "linkbase", "schema"
COMPANYFACTS, CSV = "companyfacts", "csv"
READ = ("an XBRL instance with its linkbases, inline XBRL, the SEC's companyfacts JSON, EDINET's CSV, and zips and "
        "folders of these are read")
_ROOTS = {
    "{http://www.xbrl.org/2003/instance}xbrl": INSTANCE,
    "{http://www.xbrl.org/2003/linkbase}linkbase": LINKBASE,
    "{http://www.w3.org/2001/XMLSchema}schema": SCHEMA,
}
_CODINGS = "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"
_PROMISED = {".xml": (b"<",), ".json": (b"{", b"["), ".zip": ()}
_BEGINNINGS = ((b"%PDF", "a PDF file"), (b"\x1f\x8b", "a gzip file; unpack it first"), (b"Rar!", "a RAR file"),
               (b"7z\xbc\xaf\x27\x1c", "a 7z file"), (b"\xd0\xcf\x11\xe0", "a file of old Office programs"),
               (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"))


def kind_of(document: Document) -> str:
    """One of the kinds; empty of what is not read. Raises Refused for data that would be read, and is not fit to be,
    and for what its name promises to be and it is not: a damaged file is never passed over."""
    kind = _kind(document)
    suffix = PurePosixPath(document.name).suffix.lower()
    start = _start(document)
    if not kind and (suffix in (".xbrl", ".xsd") or (suffix in _PROMISED and not start.startswith(_PROMISED[suffix]))):
        raise something_else(document)
    if not kind and suffix == ".xml" and not root_name(document)[0]:
        root_of(document)
    return kind


def _kind(document: Document) -> str:
    data = document.data
    if any("要素ID".encode(coding) in data[:400] for coding in _CODINGS):
        return CSV
    start = _start(document)
    if start.startswith(b"{"):
        return COMPANYFACTS if b'"facts"' in data else ""
    if not start.startswith(b"<"):
        return ""
    if not prolog_is_plain(document):
        if holds(data, "inlineXBRL") or not holds(data[:4096].lower(), "<!doctype html"):
            raise Refused(f"{printable(document.name)}: has a DOCTYPE, which no XBRL needs and which is not read")
        return ""
    name = root_name(document)[0]
    if name.rpartition("}")[2] == "html":
        return INLINE if holds(data, "inlineXBRL") else ""
    return _ROOTS.get(name, "")


def _start(document: Document) -> bytes:
    return document.data[:1000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")


def something_else(document: Document) -> Refused:
    """What to say of a document that was asked for and is none of the kinds."""
    what = next((name for start, name in _BEGINNINGS if document.data.startswith(start)), "")
    if not document.data.strip(b"\0 \t\r\n"):
        what = "empty"
    what = what or "nothing that is read, or damaged from its beginning on"
    return Refused(f"{printable(document.name)}: is {what}; {READ}")


def holds(data: bytes, text: str) -> bool:
    """Whether bytes have a text in any encoding that is read, without parsing them."""
    return any(text.encode(coding) in data for coding in _CODINGS)
