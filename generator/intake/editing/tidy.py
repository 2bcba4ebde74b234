"""A company's files with their columns aligned, proved to say what they said before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.inputs.aligned import aligned
from generator.inputs.load import Inputs, load_inputs
from generator.inputs.readers import input_files
from generator.inputs.trial import contents_of, tried
from generator.intake.splice import meaning
from generator.refused import Refused, reason
from generator.xlsx.save import FileChanged, real_path, write_files

_COLUMN = re.compile(r"(Place\(file='[^']*', line=\d+), column=\d+\)")
Changes = Mapping[Path, tuple[bytes, bytes]]
"""Files with what stands there now, and what would."""


def find(folder: Path, files: Sequence[Path] = ()) -> Changes:
    """The files of a company, or some of them, that would be aligned otherwise, and how.

    Raises Refused where the inputs cannot be read, a file is none of them, or would not say the same any more.
    """
    before, known = _said(load_inputs(folder)), {real_path(path): path for path in input_files(folder)}
    strange = [path for path in files if real_path(path) not in known]
    if strange:
        raise Refused(*(f"{path}: is no input of {folder}" for path in strange))
    found: dict[Path, tuple[bytes, bytes]] = {}
    for path in dict.fromkeys(known[real_path(path)] for path in files or known.values()):
        old = path.read_bytes()
        text = old.decode()
        new = aligned(text)
        if new != text and ("".join(new.split()) != "".join(text.split()) or meaning(new) != meaning(text)):
            raise _differs(path)
        if new != text:
            found[path] = (old, new.encode())
    if found:
        _prove(folder, found, before)
    return found


def write(changes: Changes) -> None:
    """Write them all, or none. Raises Refused with nothing written."""
    try:
        write_files({path: new for path, (_, new) in changes.items()},
                    {path: before for path, (before, _) in changes.items()})
    except FileChanged as error:
        raise Refused(f"{error}; nothing was written; start again") from None
    except OSError as error:
        raise Refused(f"{error.filename or 'the files'}: cannot be written: {reason(error)}; nothing was written") \
            from error


def _said(inputs: Inputs) -> str:
    """All that a folder says, but for the columns at which it says it."""
    book = inputs.book
    said = repr((book.company, book.statements, book.filings, book.printed, book.announced))
    return _COLUMN.sub(r"\1)", said).replace(f"{inputs.folder}/", "")


def _prove(folder: Path, changes: Changes, before: str) -> None:
    """Raises Refused where the folder would say anything else: the files are changed in a copy first, which is read."""
    try:
        aligned_ones = {path.relative_to(folder).as_posix(): new for path, (_, new) in changes.items()}
        is_same = _said(tried(folder, contents_of(folder) | aligned_ones)) == before
    except Refused:
        is_same = False
    if not is_same:
        raise _differs(*changes)


def _differs(*paths: Path) -> Refused:
    return Refused(*(f"{path}: aligned, it would not say the same any more" for path in paths),
                   "nothing was written; this is a mistake of Quarterbook: please report it with the file")
