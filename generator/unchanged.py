"""Whether a workbook would be made again as it stands: asked before anything is read that takes time.

Beside a workbook stands a record of its build: a digest of all that the build went by, and one of the file that it
wrote. Where both are still the same there is nothing to do. In doubt there is no digest, and the build runs.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from generator import __version__
from generator.inputs.home import TEMPLATES
from generator.xlsx.save import real_path, write_file

_LARGE = 8_000_000
"""Bytes of a file that is no input any more but a document beside them: it is told by its size and time."""
_CODE = Path(__file__).resolve().parent
_SETTINGS = ("OPENPYXL_LXML", "OPENPYXL_DEFUSEDXML")
"""What of the environment changes the bytes of a workbook."""
PACKAGES = ("cellrune", "defusedxml", "et_xmlfile", "lxml", "numpy", "openpyxl", "pillow", "pyyaml")
"""What a build loads besides our code, also where it may only be there."""


@dataclass(frozen=True)
class Order:
    """What is to be built: a company's folder, the workbook's place, and how. ``force``: also where nothing changed."""

    folder: Path
    path: Path
    fresh: bool = False
    replace: bool = False
    force: bool = False


@dataclass(frozen=True)
class BuiltFrom:
    """All that a build goes by: the digest of its contents, and one of the files' times and numbers, which tells a
    file that was changed while the build ran and changed back."""

    contents: str
    stamps: str


@dataclass(frozen=True)
class Made:
    """What a build made and what it said. ``sources`` and ``workbook`` are digests; ``place`` is the folder of the
    workbook, from which its links to documents lead; ``is_plain``: nothing of a reader's
    is in the workbook, so that a build with ``--fresh`` would write the same."""

    sources: str
    workbook: str
    place: str
    is_plain: bool
    company: str
    facts: int
    formulas: int
    sheets: int
    checks: Mapping[str, int]
    """How many are in each state."""
    hard_fails: bool
    todo: int
    first_todo: str
    carried: tuple[str, ...]


def made_before(order: Order, sources: BuiltFrom | None) -> Made | None:
    """What an earlier build made of the same, where the workbook is still the file that it wrote to the byte."""
    if order.force or sources is None:
        return None
    try:
        path = real_path(order.path)
        said = json.loads(_record(path).read_bytes())
        made = Made(**{**said, "carried": tuple(said["carried"])})
        is_same = (made.sources == sources.contents and made.place == os.fspath(path.parent)
                   and made.workbook == digest(path.read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return made if is_same and (made.is_plain or not order.fresh) else None


def remember(order: Order, made: Made) -> None:
    """Put the record of a build beside its workbook; where that cannot be, the next build runs again. So it does where
    the workbook stands in the company's folder, in which only inputs and their documents belong."""
    with suppress(OSError):
        path = real_path(order.path)
        if real_path(order.folder) not in path.parents:
            write_file(_record(path), json.dumps(asdict(made), ensure_ascii=True))


def sources(folder: Path) -> BuiltFrom | None:
    """What a build of a folder goes by, as it is now; None where it cannot be told."""
    contents, stamps = hashlib.sha256(), hashlib.sha256()
    try:
        contents.update(f"{_tool()}\0{os.fspath(folder)}\0{real_path(folder).name}\0".encode(errors="surrogateescape"))
        for place in (TEMPLATES, folder):
            for name, status, content in _files(os.fspath(place), (os.path.realpath(place),)):
                told = f"{name}\0{len(content)}\0".encode(errors="surrogateescape")
                contents.update(told + content)
                stamps.update(told + b"%d %d %d\0" % (status.st_mtime_ns, status.st_ino, status.st_ctime_ns))
    except (OSError, ValueError):
        return None
    return BuiltFrom(contents.hexdigest(), stamps.hexdigest())


def digest(content: bytes) -> str:
    """The digest by which a workbook is known again."""
    return hashlib.sha256(content).hexdigest()


@cache
def _tool() -> str:
    """The digest of the code that builds, of the Python that runs it, and of the packages that it loads: which version
    of each was installed, and when."""
    found = hashlib.sha256(f"{__version__}\0{sys.version}\0".encode())
    found.update(repr([os.environ.get(name) for name in _SETTINGS]).encode())
    for name, _, content in _files(os.fspath(_CODE), (os.fspath(_CODE),)):
        if name.endswith(".py"):
            found.update(f"{name}\0{len(content)}\0".encode() + content)
    for place in sys.path:
        with suppress(OSError), os.scandir(place or ".") as entries:
            found.update(repr(sorted((each.name, each.stat().st_mtime_ns) for each in entries
                                     if each.name.endswith((".dist-info", ".egg-info"))
                                     and each.name.partition("-")[0].lower() in PACKAGES)).encode())
    return found.hexdigest()


def _files(folder: str, within: tuple[str, ...], above: str = "") -> Iterator[tuple[str, os.stat_result, bytes]]:
    """Every folder and file below a folder by its path from there. Raises OSError where there is anything else."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda each: each.name)
    for entry in entries:
        status = entry.stat()
        if stat.S_ISDIR(status.st_mode):
            real = os.path.realpath(entry.path)
            if real in within:
                raise OSError("a link that leads round in a circle")
            if entry.name != "__pycache__":
                yield f"{above}{entry.name}/", status, b""
                yield from _files(entry.path, (*within, real), f"{above}{entry.name}/")
        elif stat.S_ISREG(status.st_mode):
            yield above + entry.name, status, _content(entry.path, status)
        else:
            raise OSError("neither a file nor a folder")


def _content(path: str, status: os.stat_result) -> bytes:
    if status.st_size > _LARGE:
        return b"%d %d %d" % (status.st_size, status.st_mtime_ns, status.st_ino)
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read()


def _record(path: Path) -> Path:
    """Where the record of a workbook's build stands."""
    return path.with_name(f".{path.name}.made")
