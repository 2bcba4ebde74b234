"""What stands in a workbook's place is read within limits, or named as what it is."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile

import pytest

from generator.xlsx.container import LARGEST, NotAPackage, packed_parts, parts_of, zipped

TYPES = ("[Content_Types].xml", b"<Types/>")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def packed(*parts: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", how) as target:
        warnings.simplefilter("ignore")
        for name, content in parts:
            target.writestr(name, content)
    return out.getvalue()


def sized(name: str, size: int) -> bytes:
    """A package whose list says that a part has so many bytes, unpacked."""
    made = packed(TYPES, (name, b"x" * 1000))
    at = made.index(b"PK\x01\x02", made.index(b"PK\x01\x02") + 4)
    return made[: at + 24] + struct.pack("<I", size) + made[at + 28:]


WHOLE = packed(TYPES, ("a.xml", bytes(range(256)) * 40))
SOMETHING_ELSE = {
    "is empty": b"", "protected by a password": OLE + "EncryptedPackage".encode("utf-16-le"), "an .xls workbook": OLE,
    "plain text, such as CSV": b"Date,Amount\n2024-01-01,5\n", "a web page": b"\r\n<!DOCTYPE html><html><table>",
    "is XML": b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    "a PDF file": b"%PDF-1.7", "nothing but zeros": b"\0" * 9000, "damaged from its first byte on": b"\x01\x02\0" * 99,
    "damaged or cut short": WHOLE[: len(WHOLE) // 2],
    "an OpenDocument file": packed(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("a.xml", b"")),
    "a Numbers document": packed(("Index/Document.iwa", b"")),
    "a binary workbook": packed(TYPES, ("xl/workbook.bin", b"")),
    "a Word document": packed(TYPES, ("word/document.xml", b"")), "a zip file, but no workbook": packed(("a.txt", b"")),
    "a name that no part can have": packed(TYPES, ("../../etc/passwd", b"")),
    "part '/xl/a.xml' has a name": packed(TYPES, ("/xl/a.xml", b"")), "'xl/A.xml' is there twice": packed(
        TYPES, ("xl/a.xml", b""), ("xl/A.xml", b"")),
    "'a.xml' is there twice": packed(TYPES, ("a.xml", b""), ("a.xml", b"")),
    "packed in a way": packed(TYPES, ("a.xml", b"x" * 99), how=zipfile.ZIP_LZMA),
    "of next to nothing": sized("a.xml", LARGEST), "is too large": packed(TYPES) and sized("a.xml", 2**32 - 2),
    "cannot be unpacked": WHOLE[:200] + b"\xff\xff\xff" + WHOLE[203:],
    "is encrypted": re.sub(rb"(PK\x01\x02....)..", lambda found: found[1] + b"\x01\0", WHOLE, flags=re.S)}


@pytest.mark.parametrize("words", SOMETHING_ELSE)
def test_what_is_no_workbook_is_named(words: str) -> None:
    with pytest.raises(NotAPackage) as error:
        parts_of(SOMETHING_ELSE[words])
    said = str(error.value)
    assert words in said or (words == "is too large" and "of next to nothing" in said)
    assert "\n" not in said and len(said) < 200


def test_folders_are_no_parts_and_a_part_may_be_stored() -> None:
    assert parts_of(packed(TYPES, ("xl/", b""), ("xl/a.xml", b"1"), how=zipfile.ZIP_STORED)) == {
        "[Content_Types].xml": b"<Types/>", "xl/a.xml": b"1"}


def test_what_is_packed_already_stays_as_it_is_packed() -> None:
    parts = {"[Content_Types].xml": b"<Types/>", "a.xml": b"<a/>" * 5000, "b.bin": b"x" * 4000}
    stored = packed(*parts.items(), how=zipfile.ZIP_STORED)
    out = zipped(parts, dict(packed_parts(stored, {"b.bin": b""})))
    assert parts_of(out) == parts
    with zipfile.ZipFile(io.BytesIO(out)) as made:
        assert made.testzip() is None
        assert [info.compress_type for info in made.infolist()] == [8, 8, 0]
    assert zipped(parts, dict(packed_parts(out, parts))) == out
