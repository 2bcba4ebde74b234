"""What was handed over as documents: files, folders, and the members of zips, read within limits."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.refused import Refused, printable, reason
from generator.xbrl.documents import Document

_LARGEST = 256 * 1024 * 1024
"""So many bytes, of all files together and unpacked, are read."""
_LARGEST_FILE = 128 * 1024 * 1024
_MOST = 5_000
_FROM_SIZE, _RATIO = 16 * 1024 * 1024, 200
_PLAIN = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".css", ".js", ".xlsx", ".xls", ".docx"})
"""Files that no one takes for data: in a folder or a zip they are passed over unread."""


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document and the path that was handed over, or stands in a folder that was. ``is_named``: it was asked for
    itself, so that what it is matters."""

    document: Document
    path: Path
    is_named: bool


@dataclass(slots=True)
class _Room:
    """What may still be read."""

    left: int = _LARGEST
    files: int = _MOST

    def take(self, size: int, name: str) -> None:
        self.left, self.files = self.left - size, self.files - 1
        if size > _LARGEST_FILE:
            raise Refused(f"{printable(name)}: is too large: {size // 2**20:,} MB, at most {_LARGEST_FILE // 2**20} MB "
                          f"of a file are read")
        if self.left < 0:
            raise Refused(f"{printable(name)}: is too large: at most {_LARGEST // 2**20} MB are read in one go")
        if self.files < 0:
            raise Refused(f"{printable(name)}: is one of more than {_MOST:,} files; hand over one filing at a time")


def found_in(paths: Iterable[Path]) -> Iterator[FoundDocument]:
    """Every document of files, folders and zips, each path once. Raises Refused where one cannot be read."""
    room, seen = _Room(), set()
    for path in paths:
        for file in _files(path):
            if (real := os.path.realpath(file)) not in seen:
                seen.add(real)
                document = Document(str(file), _bytes(file, room))
                if is_zip(document.data):
                    yield from (FoundDocument(each, file, False) for each in _members(document, room, 0))
                else:
                    yield FoundDocument(document, file, file == path)


def is_zip(data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for each in sorted(path.rglob("*")):
        inside = each.relative_to(path).parts
        if each.is_file() and each.suffix.lower() not in _PLAIN and not any(part.startswith(".") for part in inside):
            yield each


def _bytes(file: Path, room: _Room) -> bytes:
    try:
        if file.exists() and not file.is_file():
            raise Refused(f"{printable(file)}: is neither a file nor a folder")
        room.take(file.stat().st_size, str(file))
        return file.read_bytes()
    except OSError as error:
        raise Refused(f"{printable(file)}: cannot be read: {reason(error)}") from None


def _members(document: Document, room: _Room, depth: int) -> Iterator[Document]:
    """The files in a zip, and those in zips in it."""
    shown = printable(document.name)
    if depth > 1:
        raise Refused(f"{shown}: is a zip in a zip in a zip; unpack it first")
    try:
        with zipfile.ZipFile(io.BytesIO(document.data)) as source:
            infos = [each for each in source.infolist() if not each.is_dir()]
            _refuse_odd(shown, infos)
            for info in infos:
                if PurePosixPath(info.filename).suffix.lower() not in _PLAIN:
                    room.take(info.file_size, document.name)
                    member = Document(f"{document.name}/{info.filename}", _unpacked(source, info, shown))
                    if is_zip(member.data):
                        yield from _members(member, room, depth + 1)
                    else:
                        yield member
    except (zipfile.BadZipFile, struct.error, EOFError, ValueError, OverflowError, IndexError) as error:
        raise Refused(f"{shown}: is a zip file, damaged or cut short: its contents cannot be listed") from error
    except NotImplementedError as error:
        raise Refused(f"{shown}: is a zip file of a kind that is not read; unpack it first") from error


def _refuse_odd(shown: str, infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > _MOST:
        raise Refused(f"{shown}: holds {len(infos):,} files: that is no filing")
    seen: set[str] = set()
    for info in infos:
        name = printable(info.filename)[:80]
        steps = info.filename.replace("\\", "/").split("/")
        if info.flag_bits & 0x1:
            raise Refused(f"{shown}: is protected by a password: {name} is encrypted")
        if "\\" in info.filename or {"", ".", ".."} & {*steps} or ":" in steps[0] or "\0" in info.orig_filename:
            raise Refused(f"{shown}: is damaged or made to do harm: it holds {name!r}, a name that leads out of it")
        if info.filename in seen:
            raise Refused(f"{shown}: is damaged: it holds {name!r} twice")
        seen.add(info.filename)
        if info.file_size > _FROM_SIZE and info.file_size > _RATIO * info.compress_size:
            raise Refused(f"{shown}: {name} would be {info.file_size // 2**20:,} MB of next to nothing, unpacked")


def _unpacked(source: zipfile.ZipFile, info: zipfile.ZipInfo, shown: str) -> bytes:
    try:
        return source.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, RuntimeError, ValueError, OSError) as error:
        raise Refused(f"{shown}: is damaged: {printable(info.filename)[:80]} cannot be unpacked") from error
