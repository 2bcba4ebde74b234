"""The place where a workbook goes, looked at before anything else is done: what stands there and who has it open."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

from generator.merge.former import company_of
from generator.merge.record import untouched
from generator.refused import Refused, reason
from generator.sheets.contract import CREATOR, MADE_BY
from generator.xlsx.container import LARGEST, NotAPackage
from generator.xlsx.formats import refused_ending, refused_macros
from generator.xlsx.markup import Unreadable
from generator.xlsx.package import Package
from generator.xlsx.save import PROTECTED, real_path, refuse_unwritable

_REPLACE = "nothing was written; give another -o, or --replace, which keeps the file that is there as a backup"
_PROGRAMS = {".~lock.{}#": "LibreOffice", "~${}": "Excel"}
"""How programs call the file by which they say that they have one open."""


@dataclass(frozen=True)
class Standing:
    """What stood in a workbook's place when its build began. ``replace`` allows to write over anybody's file."""

    path: Path
    content: bytes | None
    """None where there was no file."""
    whose: tuple[str, str] | None
    """The company's name and code; None where it is no workbook of ours."""
    untouched: bool
    """Whether it is as it was made, with nothing of a reader's in it."""
    replace: bool

    def is_of(self, name: str, code: str) -> bool:
        """Whether it is the workbook of this company. Raises Refused where that matters and it is another's."""
        is_same = self.whose is not None and (not self.whose[1] or self.whose[1] == code)
        if not is_same and self.whose and not self.replace:
            theirs, other = self.whose
            raise Refused(f"{self.path}: the file that is there is the workbook of {theirs} ({other}), the inputs are "
                          f"{name}'s ({code})", _REPLACE)
        return is_same

    def refuse_open(self) -> None:
        """Raises Refused where a program has it open, or has left its lock there."""
        lock = None if self.replace or not self.path.is_file() else _lock(self.path)
        if lock:
            raise Refused(f"{self.path}: is open in {lock[0]} since {_when(lock[1])}, says {lock[1].name} beside it",
                          "nothing was written; close it there and build again; where it is not open any more, "
                          "--replace passes over that lock")


def look(path: Path, replace: bool = False) -> Standing:
    """What stands in a place. Raises Refused where nothing can be written there, or only with ``replace``."""
    try:
        for each in (path, real_path(path)):
            if wrong := refused_ending(each.suffix):
                raise Refused(f"{path}: cannot be written: {wrong}")
        if path.suffix != real_path(path).suffix:
            raise Refused(f"{path}: cannot be written: it is a link to {real_path(path).name}, a file of another kind")
        refuse_unwritable(path, replace)
        if path.exists() and path.stat().st_size > LARGEST:
            raise Refused(f"{path}: the file that is there has more than {LARGEST >> 20} MB, which is not read; "
                          "move it away or give another -o")
        content = path.read_bytes() if path.exists() else None
    except OSError as error:
        hint = "; --replace writes over it, where the system lets it" * (error.strerror == PROTECTED)
        raise Refused(f"{path}: cannot be written: {reason(error)}{hint}") from error
    whose, is_untouched, why, macros = None, False, "", ""
    if content is not None:
        try:
            package = Package.read(content)
            whose, is_untouched = company_of(package), untouched(package)
            macros = refused_macros(package, path.suffix)
            why = f"is not a workbook that {CREATOR} made"
        except (NotAPackage, Unreadable) as error:
            why = str(error)
    standing = Standing(path, content, whose, is_untouched, replace)
    standing.refuse_open()
    if content is not None and whose is None and not replace:
        raise Refused(f"{path}: the file that is there {why}", _REPLACE)
    if macros and not replace:
        raise Refused(f"{path}: the file that is there {macros}", _REPLACE)
    return standing


@dataclass(frozen=True)
class State:
    """A workbook as a glance shows it: ``CURRENT``, ``OLDER`` (made from other inputs than these, or by another
    version), ``ABSENT``, or ``NOT_OURS``; and whether somebody worked in it since it was made."""

    word: str
    worked_on: bool = False


CURRENT, OLDER, ABSENT, NOT_OURS = ("made from these inputs", "made from other inputs", "not there",
                                    "not this company's workbook")
_MADE_BY = re.compile(re.escape(MADE_BY).replace(r"\{version\}", r"([^;<]+)").replace(r"\{inputs\}", "([0-9a-f]{12})"))


def state_of(path: Path, company: tuple[str, str], made_by: tuple[str, str]) -> State:
    """How the workbook in a place stands to a company (name and code) and to what would make it now (version and
    input hash)."""
    try:
        if not path.is_file():
            return State(ABSENT)
        package = Package.read(path.read_bytes()) if path.stat().st_size <= LARGEST else None
        whose = package and company_of(package)
        if not package or not whose or (whose != company and whose[1] != company[1]):
            return State(NOT_OURS)
        said = {found for name, part in package.parts.items() if name.startswith("xl/") and name.endswith(".xml")
                for found in _MADE_BY.findall(part.decode("utf-8", "replace"))}
        return State(CURRENT if said == {made_by} else OLDER, not untouched(package))
    except (OSError, NotAPackage, Unreadable):
        return State(NOT_OURS)


def refuse_among_inputs(path: Path, folder: Path) -> None:
    """Raises Refused where a path leads into the company's folder, in which only inputs and their documents belong."""
    if folder.is_dir() and any(each.exists() and each.samefile(folder) for each in real_path(path).parents):
        raise Refused(f"{path}: cannot be written: {folder} is for the inputs; give a place outside of it")


def _lock(path: Path) -> tuple[str, Path] | None:
    """The program that has a file open and the lock by which it says so."""
    for place in dict.fromkeys((path, real_path(path))):
        for name, program in _PROGRAMS.items():
            lock = place.with_name(name.format(place.name))
            if lock.exists():
                return program, lock
    return None


def _when(lock: Path) -> str:
    return datetime.datetime.fromtimestamp(lock.stat().st_mtime).strftime("%Y-%m-%d %H:%M")
