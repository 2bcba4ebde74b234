"""The container of an .xlsx file: a zip file of parts, read within limits; what is no such file is named."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

LARGEST = 512 * 1024 * 1024
"""So many bytes, unpacked, are read; a sheet of a million rows and ten columns has half of it."""
_FROM_SIZE, _RATIO, _MOST = 64 * 1024 * 1024, 200, 20_000
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LOCAL_HEADER = struct.Struct("<26xHH")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS = (
    (b"%PDF", "a PDF file"), (b"\x1f\x8b", "a gzip file"), (b"7z\xbc\xaf\x27\x1c", "a 7z file"),
    (b"Rar!", "a RAR file"), (b"{\\rtf", "an RTF document"), (b"SQLite format 3", "a database"),
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"\x09\x08\x10\x00", "an .xls workbook of old"))
_PARTS = (
    ("xl/workbook.bin", "a binary workbook (.xlsb)"), ("Index/Document.iwa", "a Numbers document"),
    ("Index.zip", "a Numbers document"), ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"), ("FixedDocumentSequence.fdseq", "an XPS document"))
_ASKED = "; open it in a spreadsheet program and save it as .xlsx"


class NotAPackage(Exception):
    """The bytes are no .xlsx package that can be followed."""


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a package by name. Raises NotAPackage with what the bytes are instead, or what is wrong."""
    if not content.startswith(b"PK"):
        raise NotAPackage(_something_else(content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            infos = [info for info in source.infolist() if not info.is_dir()]
            _refuse_odd(infos)
            _refuse_other_kinds(source, {info.filename for info in infos})
            return {info.filename: _read(source, info) for info in infos}
    except (zipfile.BadZipFile, struct.error, EOFError, ValueError, OverflowError, IndexError) as error:
        raise NotAPackage("is not an .xlsx file, damaged or cut short: its list of parts cannot be read") from error
    except NotImplementedError as error:
        raise NotAPackage("is a zip file of a kind that no workbook is") from error


def _something_else(content: bytes) -> str:
    """What bytes are that are no zip file."""
    if not content:
        return "is empty, not an .xlsx file"
    start = content[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return "is protected by a password, not an .xlsx file that can be read; save it without one"
        return "is an .xls workbook, or another file of old Office programs, not an .xlsx file" + _ASKED
    for beginning, name in _BEGINNINGS:
        if content.startswith(beginning):
            return f"is {name}, not an .xlsx file"
    if start.replace(b"\0", b"").startswith((b"<!doctype html", b"<html", b"<table", b"<head")) or b"<html" in start:
        return "is a web page (HTML), not an .xlsx file" + _ASKED
    if start.startswith(b"<"):
        return "is XML, not an .xlsx file" + _ASKED
    if not content[:4096].strip(b"\0"):
        return "holds nothing but zeros: it was damaged when it was written"
    if b"\0" not in content[:4096] or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "is plain text, such as CSV, not an .xlsx file" + _ASKED
    return "is not an .xlsx file, or damaged from its first byte on"


def _refuse_odd(infos: list[zipfile.ZipInfo]) -> None:
    """Raises NotAPackage where the list of parts is none of a workbook."""
    if len(infos) > _MOST:
        raise NotAPackage(f"holds {len(infos):,} parts: that is no workbook")
    seen: set[str] = set()
    for info in infos:
        name = info.filename
        shown = f"its part {name[:60]!a}"
        if info.flag_bits & 0x1:
            raise NotAPackage(f"is protected by a password: {shown} is encrypted")
        steps = name.replace("\\", "/").split("/")
        if "\\" in name or {"", ".", ".."} & {*steps} or ":" in steps[0] or "\0" in info.orig_filename:
            raise NotAPackage(f"is damaged: {shown} has a name that no part can have")
        if name.lower() in seen:
            raise NotAPackage(f"is damaged: {shown} is there twice")
        seen.add(name.lower())
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotAPackage(f"{shown} is packed in a way that workbooks are not")
        if info.file_size > _FROM_SIZE and info.file_size > _RATIO * info.compress_size:
            raise NotAPackage(f"{shown} would be {info.file_size // 2**20:,} MB of next to nothing, unpacked")
    if (total := sum(info.file_size for info in infos)) > LARGEST:
        raise NotAPackage(f"is too large: {total // 2**20:,} MB unpacked, at most {LARGEST // 2**20} MB are read")


def _refuse_other_kinds(source: zipfile.ZipFile, names: set[str]) -> None:
    for part, kind in _PARTS:
        if part in names:
            raise NotAPackage(f"is {kind}, not an .xlsx file" + _ASKED)
    if "mimetype" in names and b"opendocument" in source.read("mimetype")[:200]:
        raise NotAPackage("is an OpenDocument file (.ods), not an .xlsx file" + _ASKED)
    if not any(name.lower() == "[content_types].xml" for name in names):
        raise NotAPackage("is a zip file, but no workbook")


def _read(source: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        return source.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, RuntimeError, ValueError, OSError) as error:
        raise NotAPackage(f"is damaged: its part {info.filename[:60]!a} cannot be unpacked") from error


# --- written ---------------------------------------------------------------------------------------------------------


def zipped(parts: Mapping[str, bytes], packed: Mapping[str, tuple[zipfile.ZipInfo, bytes]] | None = None) -> bytes:
    """The parts as a package, the same bytes for the same parts. ``packed`` are some as they are packed already."""
    out, packed = io.BytesIO(), packed or {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            if name in packed:
                _write_packed(target, entry, *packed[name])
            else:
                target.writestr(entry, content)
    return out.getvalue()


def packed_parts(content: bytes, names: Mapping[str, bytes]) -> Iterator[tuple[str, tuple[zipfile.ZipInfo, bytes]]]:
    """Some parts of a package as they are packed in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        for info in source.infolist():
            if info.filename in names:
                name_length, extra = _LOCAL_HEADER.unpack_from(content, info.header_offset)
                start = info.header_offset + _LOCAL_HEADER.size + name_length + extra
                yield info.filename, (info, content[start: start + info.compress_size])


def _write_packed(target: zipfile.ZipFile, entry: zipfile.ZipInfo, info: zipfile.ZipInfo, raw: bytes) -> None:
    """What writestr does with what is packed already."""
    entry.compress_type, entry.CRC = info.compress_type, info.CRC
    entry.compress_size, entry.file_size = info.compress_size, info.file_size
    file = target.fp
    assert file
    entry.header_offset = file.tell()
    file.write(entry.FileHeader())
    file.write(raw)
    target.start_dir = file.tell()
    target.filelist.append(entry)
    target.NameToInfo[entry.filename] = entry
    target._didModify = True  # type: ignore[attr-defined]
