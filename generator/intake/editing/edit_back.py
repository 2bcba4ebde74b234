"""Figures typed over on the sheet Facts go back into the filings' YAML: as figures, or as corrections of the source."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.inputs.load import Inputs, load_inputs
from generator.inputs.trial import contents_of, tried
from generator.intake.editing.edits import Edit, said
from generator.intake.editing.figures import replaced
from generator.model.book import Book
from generator.model.figure import Figure
from generator.model.problem import Place
from generator.refused import Refused, reason
from generator.xlsx.save import FileChanged, write_files

_CHANGED = "was changed meanwhile; look at it and start again"


def write_back(folder: Path, inputs: Inputs, edits: Sequence[Edit], why: str = "") -> Inputs:
    """Put the figures into the YAML, with ``why`` as corrections, and return the inputs as they are then.

    The files are changed in a copy first, which is read: only what was typed over may differ. Raises Refused with
    nothing written where that is not so, or one of the files was changed meanwhile or cannot be written.
    """
    texts: dict[Path, dict[tuple[int, int], str]] = defaultdict(dict)
    wanted = {edit.place: edit.figure for edit in edits}
    for edit in edits:
        texts[Path(edit.place.file)][edit.place.line or 0, edit.place.column or 0] = _with_reason(edit, why)
    before = {path: path.read_bytes() for path in texts}
    try:
        written = {path: replaced(path, places).encode() for path, places in texts.items()}
    except LookupError as error:
        raise Refused(f"{folder}: {_CHANGED}", "nothing was written") from error
    changed = {path.relative_to(folder).as_posix(): text for path, text in written.items()}
    try:
        _prove(inputs.book, tried(folder, contents_of(folder) | changed).book, wanted)
    except Refused as refused:
        raise Refused(*refused.lines, "nothing was written") from None
    try:
        write_files(written, before)
    except FileChanged as error:
        raise Refused(f"{error.path}: {_CHANGED}", "nothing was written") from error
    except OSError as error:
        raise Refused(f"{error.filename or folder}: cannot be written: {reason(error)}", "nothing was written") \
            from error
    return load_inputs(folder)


def _prove(before: Book, after: Book, wanted: Mapping[Place, Figure]) -> None:
    """Raises Refused where more than what was typed over has changed, or is something else than that."""
    olds, news = (*before.printed, *before.announced), (*after.printed, *after.announced)
    if len(olds) != len(news):
        raise Refused(f"{before.company.name}'s inputs: {_CHANGED}")
    for old, new in zip(olds, news, strict=True):
        typed = wanted.get(old.place)
        if new.figure != old.figure if typed is None else said(new.figure) != said(typed):
            raise Refused(f"{old.place}: {old.figure.printed} would become {new.figure.printed}, which was not typed")


def _with_reason(edit: Edit, why: str) -> str:
    """What stands in the YAML: the figure, or what is printed with what it should be and why."""
    if not why:
        return edit.new
    printed = edit.old if edit.old not in ("", "todo", "lost") else "nil"
    return (f"{{printed: {_in_yaml(printed)}, value: {_in_yaml(edit.new)}, "
            f"reason: {json.dumps(why, ensure_ascii=False)}}}")


def _in_yaml(text: str) -> str:
    return f'"{text}"' if any(each in text for each in ",:#%") else text
