"""What may stand in a company's folder besides what is read, and what to say of all else: nothing is passed over."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from generator.inputs.keys import listed
from generator.inputs.value import unusable
from generator.model.problem import Place, Problems, nearest

IGNORED = (
    ".ds_store", "._*", ".localized", ".fseventsd", ".spotlight-v100", ".trashes", "thumbs.db", "ehthumbs.db",
    "desktop.ini", ".directory", ".trash-*", ".nfs*", ".fuse_hidden*", "__macosx",
    ".git", ".gitignore", ".gitattributes", ".gitkeep", ".hg", ".hgignore", ".svn", ".schema", ".idea", ".vscode",
    ".editorconfig", ".prettierrc", ".prettierignore", ".yamllint", "*.swp", "*.swo", "*~", "#*#", ".#*", ".~lock.*#",
    "~$*", ".*.part", ".*.made", ".stfolder", ".stignore", ".stversions", ".dropbox", ".dropbox.attr")
"""What systems, editors, version control and sync programs leave, by its name in small letters."""
NOTES = ("readme", "readme.txt", "notes", "notes.txt", "licence", "license", "licence.txt", "license.txt", "*.md",
         "*.rst")
DOCUMENTS = (".pdf", ".htm", ".html", ".xhtml", ".mht", ".mhtml", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx",
             ".xlsm", ".ods", ".ppt", ".pptx", ".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".xbrl", ".zip")
"""How documents end that may be kept beside the inputs: the filing itself, a page of it, the workbook."""
_LEFT = re.compile(r"#(.+)#|(.+?)(?:\.~\d+)?~|\.(.+)\.sw[op]")
"""What an editor leaves of a file that it had open, with the name of that."""
_YAML = re.compile(r"\s*\.ya?ml(?![a-z0-9])", re.IGNORECASE)
_WILD = re.compile(r'^=|[*?~"<>|:\\\n\t]')
_MOST, _LOOKED_AT = 10, 1_000


def is_ignored(name: str) -> bool:
    """Whether a file or folder is of a system's or an editor's own."""
    return _is_one_of(name, IGNORED)


def is_document(name: str) -> bool:
    """Whether a file is a note or a document, which nobody takes for an input."""
    return not _YAML.search(name) and (_is_one_of(name, NOTES) or Path(name).suffix.lower() in DOCUMENTS)


def meant_file(name: str, known: Sequence[str]) -> str:
    """The end of a message on a file of a name that is not read: which of the known names is meant, or all of them."""
    stem = (without_yaml(name) or Path(name).stem).lower()
    meant = next((each for each in known if nearest(stem, [Path(each).stem])), "")
    return f"; did you mean '{meant}'?" if meant else f"; known: {', '.join(known)}"


def without_yaml(name: str) -> str:
    """A file's name up to the ending of a YAML file, however that is written; empty where there is none."""
    found = _YAML.search(name)
    return name[:found.start()] if found else ""


def _is_one_of(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name.lower(), pattern) for pattern in patterns)


def no_file(path: Path) -> str:
    """Why there is no file to read at a path that is there; empty where there is one, or it cannot be told.

    Nothing is opened: a FIFO would keep whoever opens it waiting.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "this link leads nowhere" if path.is_symlink() else "there is no such file"
    except (OSError, ValueError) as error:
        return f"cannot be read: {getattr(error, 'strerror', None) or error}"
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a FIFO", stat.S_IFSOCK: "a socket",
             stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}
    return f"this is {kinds.get(stat.S_IFMT(mode), 'something else')}, not a file" if not stat.S_ISREG(mode) else ""


def entries_of(folder: Path) -> list[Path]:
    """What stands in a folder and is not ignored by its name, by name; nothing where there is no folder to list."""
    try:
        return sorted(each for each in folder.iterdir() if not is_ignored(each.name))
    except OSError:
        return []


def stand_in(folder: Path, copy: Path) -> None:
    """Empty files in a copy of a company's inputs, in the places of the documents that its filings may name."""
    for where, inner, files in os.walk(folder):
        inner[:] = [each for each in inner if not is_ignored(each)]
        for each in files:
            if is_document(each) and not is_ignored(each):
                place = copy / (Path(where) / each).relative_to(folder)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.touch()


def refuse_strays(entries: Sequence[Path], read: Collection[Path], of_file: Callable[[str], str],
                  of_folder: Callable[[str], str], problems: Problems) -> None:
    """Report what of a folder's entries neither is read nor belongs there: at most ten, and how many more there are.

    ``of_file`` is what to say of a file of a name that is not read, ``of_folder`` what would be right instead of one.
    """
    found = [(path, wrong) for path in entries
             if (wrong := no_file(path) if path in read else _wrong(path, of_file, of_folder))]
    for path, wrong in found[:_MOST]:
        problems.add(Place(str(path)), wrong)
    if len(found) > _MOST:
        problems.add(Place(str(found[0][0].parent)), f"{len(found) - _MOST} more are here that are not read")
    for path, wrong in _misnamed([path for path in entries if path in read]):
        problems.add(Place(str(path)), wrong)


def refuse_left_alone(folder: Path, is_read: Callable[[Path], bool], problems: Problems) -> None:
    """Report what an editor has left of files that would be read and are no longer there: it may be all there is."""
    try:
        names = sorted(each.name for each in folder.iterdir())
    except OSError:
        return
    found = [(name, lost) for name in names if (left := _LEFT.fullmatch(name))
             and (lost := next(filter(None, left.groups()))) not in names and is_read(folder / lost)]
    for name, lost in found[:_MOST]:
        problems.add(Place(str(folder / name)), f"an editor has left this of {lost}, which is not here; rename it to "
                                                f"{lost} (a .swp file: open {lost} in the editor), or remove it")
    if len(found) > _MOST:
        problems.add(Place(str(folder)), f"{len(found) - _MOST} more files of which only a copy is left are here")


def _wrong(path: Path, of_file: Callable[[str], str], of_folder: Callable[[str], str]) -> str:
    """What to say of something that is not read; empty where it belongs there."""
    if path.is_dir():
        inside = _inputs_in(path)
        return inside and f"this folder is not read, and {inside}{of_folder(path.name)}"
    return no_file(path) or ("" if is_document(path.name) else of_file(path.name))


def _inputs_in(folder: Path) -> str:
    """What of a folder's contents may have been meant as inputs, in words. Links in it are not followed."""
    found: list[str] = []
    errors: list[OSError] = []
    for where, inner, files in os.walk(folder, onerror=errors.append):
        inner[:] = sorted(each for each in inner if not is_ignored(each))
        found += [str((Path(where) / each).relative_to(folder)) for each in sorted(files)
                  if not is_ignored(each) and not is_document(each)]
        if len(found) > _LOOKED_AT:
            break
    if not found:
        return f"it cannot be looked into: {errors[0].strerror}" if errors else ""
    return f"{listed(found)} {'stand' if len(found) > 1 else 'stands'} in it"


def _misnamed(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Files that are read whose names no cell can hold, or that other systems and spreadsheets take for one."""
    seen: dict[str, Path] = {}
    for path in paths:
        first = seen.setdefault(unicodedata.normalize("NFC", path.stem).casefold(), path)
        if wrong := unusable(path.stem):
            yield path, f"in the name of this file {wrong}; rename it"
        elif _WILD.search(path.stem):
            yield path, ("the name of this file has a sign that spreadsheets and other systems do not take as it "
                         "stands; rename it, without * ? ~ \" < > | : \\ and without = in front")
        elif first != path:
            yield path, (f"the name of this file differs from '{first.name}' only in capital letters or in how its "
                         "letters are put together, and other systems take the two for one; rename one of them")
