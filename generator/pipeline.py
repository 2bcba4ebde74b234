"""From a company's folder to its workbook in a file, stage by stage."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from generator.checks.declarations import refuse_unknown
from generator.checks.proof import Proof
from generator.inputs.load import Inputs, load_inputs
from generator.inputs.readers import input_files
from generator.inputs.trial import contents_of, in_a_copy
from generator.inputs.vocabulary import TEMPLATES
from generator.merge.former import MakeAgain, company_of
from generator.merge.log import NotMerged, Report
from generator.merge.merge import merge
from generator.merge.record import recorded
from generator.model.book import Book
from generator.output import Standing, look
from generator.refused import Refused, reason
from generator.sheets.layout import lay_out
from generator.sheets.renamed import renamed_rows
from generator.xlsx.calculate import Address, Choice, Value, calculate_views
from generator.xlsx.cells import Formula, at
from generator.xlsx.cells import Workbook as Cells
from generator.xlsx.finish import finish
from generator.xlsx.package import Package
from generator.xlsx.save import FileChanged, real_path, replace_file

_SHOWN, _REFUSED = 12, 10


class Stages:
    """Tells ``progress`` which stage is at work (an empty text: none), and keeps the seconds that each took."""

    def __init__(self, progress: Callable[[str], None] = lambda _: None) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress

    @contextmanager
    def at(self, stage: str) -> Iterator[None]:
        """While one stage is at work."""
        started = time.perf_counter()
        self._progress(stage)
        try:
            yield
        finally:
            self._progress("")
            self.seconds[stage] = time.perf_counter() - started


@dataclass(frozen=True)
class Result:
    """A workbook laid out and calculated. ``seconds`` are those of each stage."""

    book: Book
    cells: Cells
    package: bytes
    proof: Proof
    values: Mapping[Address, Value]
    seconds: Mapping[str, float]
    seen: str
    """The address of the company's folder as seen from the workbook."""


@dataclass(frozen=True)
class Written:
    """What was carried over, where the previous file is kept (None without one, or where it was the same), and what
    was written."""

    report: Report
    backup: Path | None
    content: bytes

    def carried(self) -> Iterator[str]:
        """The report as it is printed."""
        report = self.report
        for title, entries in (("carried over", report.kept), ("follows its fact", report.repointed),
                               ("typed over", report.overrides), ("note", report.notes)):
            for entry in entries[:_SHOWN]:
                yield f"{title}: {entry}"
            if len(entries) > _SHOWN:
                yield f"{title}: … and {len(entries) - _SHOWN} more"


def read(folder: Path, stages: Stages | None = None, templates: Path = TEMPLATES) -> Inputs:
    """What a company's folder says, the first and short part of a build. Raises Refused with every mistake found."""
    with (stages or Stages()).at("reading"):
        return load_inputs(folder, templates)


def refuse_unwritable(inputs: Inputs, proof: Proof) -> None:
    """Nothing where a spreadsheet takes every formula of the workbook. Raises Refused with the lines of the others."""
    lay_out(proof, inputs.plan, "")


def build(folder: Path, stages: Stages | None = None, templates: Path = TEMPLATES, is_former: bool = False,
          been_read: Inputs | None = None, seen: str = "", ending: str = ".xlsx") -> Result:
    """A company's workbook, not yet in a file. Raises Refused with every mistake found.

    A former one may lack what the company's declarations speak of, since a later filing brought it. ``been_read`` is
    what the folder says where that was read before, ``seen`` its address as seen from the workbook, where that is not
    written into ``output`` beside ``inputs``; ``ending`` is that of the workbook's name.
    """
    stages, seen = stages or Stages(), seen or seen_from(folder, folder.parent.parent / "output")
    inputs = been_read or read(folder, stages, templates)
    with stages.at("proving"):
        proof = Proof(inputs.book, inputs.templates)
        if not is_former:
            refuse_unknown(inputs.book.company, proof.relations, inputs.templates)
    with stages.at("laying out"):
        cells = lay_out(proof, inputs.plan, input_hash(folder), seen)
    with stages.at("writing"):
        from generator.xlsx import writer

        package = writer.write(cells)
    with stages.at("calculating"):
        values, *others = calculate_views(package, _formulas(cells), _choices(cells))
    with stages.at("storing values"):
        package = recorded(finish(package, cells, values, others, ending),
                           renamed_rows(inputs.book.statements.values()))
    return Result(inputs.book, cells, package, proof, values, stages.seconds, seen)


def build_again(folder: Path, result: Result, filings: Collection[str]) -> bytes:
    """The package as it was made when there were only these filings, from the other inputs as they are now.

    Raises Refused, also where a filing is no longer among the inputs.
    """
    known = {filing.key: Path(filing.place.file) for filing in result.book.filings}
    gone = sorted(set(filings) - known.keys())
    if gone:
        raise Refused(f"of the filings that it names {', '.join(gone[:3])}{' …' * (len(gone) > 3)} "
                      f"{'are' if len(gone) > 1 else 'is'} no longer among the inputs")
    later = {real_path(path) for key, path in known.items() if key not in filings}
    contents = {name: content for name, content in contents_of(folder).items() if real_path(folder / name) not in later}
    with _passing(), in_a_copy(folder, contents) as former:
        return build(former, is_former=True, seen=result.seen).package


def regenerate(place: Path | Standing, package: bytes, fresh: bool = False, stages: Stages | None = None,
               make_again: MakeAgain | None = None) -> Written:
    """Write a package to its place, with the work that the file there holds unless ``fresh``.

    A place that was looked at before the build must be as it was then. Raises Refused, with nothing written, where
    something of that work would be lost, or the file cannot be written.
    """
    stages = stages or Stages()
    standing = look(place, replace=fresh) if isinstance(place, Path) else place
    path, report = standing.path, Report()
    drops = fresh and not (standing.untouched and standing.whose == company_of(Package.read(package)))
    try:
        if standing.content is not None and not fresh:
            with stages.at("carrying over"):
                merged = merge(standing.content, package, make_again)
                package, report = merged.package, merged.report
        standing.refuse_open()
        with stages.at("replacing the file"):
            backup = replace_file(path, package, lambda now: now == standing.content, drops, standing.replace)
            return Written(report, backup, package)
    except NotMerged as refused:
        shown, more = refused.conflicts[:_REFUSED], len(refused.conflicts) - _REFUSED
        raise Refused(*(f"{path}: {conflict}" for conflict in shown), *[f"{path}: … and {more} more"] * (more > 0),
                      "nothing was written; --fresh starts over and keeps the file that is there as a backup") from None
    except FileChanged:
        raise Refused(f"{path}: was changed while the workbook was built; nothing was written; build again") from None
    except OSError as error:
        hint = "; if it is open in another program, close it there" if isinstance(error, PermissionError) else ""
        raise Refused(f"{path}: cannot be written: {reason(error)}{hint}") from error


@contextmanager
def _passing() -> Iterator[None]:
    """While files are written that are gone at the end. Raises Refused where there is no place for them."""
    try:
        yield
    except OSError as error:
        raise Refused(f"files in passing cannot be written: {reason(error)}; nothing was written; TMPDIR names the "
                      "folder for them") from error


def seen_from(folder: Path, other: Path) -> str:
    """The address of a folder as a file in another one names it: a relative one where there is a way."""
    target, start = real_path(folder), real_path(other)
    try:
        return quote(Path(os.path.relpath(target, start)).as_posix())
    except ValueError:  # on another drive
        return target.as_uri()


def input_hash(folder: Path) -> str:
    """Twelve hex digits that change when any of the company's files does."""
    digest = hashlib.sha256()
    for path in input_files(folder):
        digest.update(os.fsencode(path.relative_to(folder).as_posix()) + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _choices(cells: Cells) -> list[Choice]:
    """What a reader may choose that the book does not show as it is built."""
    return [(sheet.name, where, text) for sheet in cells.sheets for place, cell in sheet.cells.items() if sheet.choices
            for where in [at(*place)] for text in sheet.choices.get(where, ()) if text != cell.value]


def _formulas(cells: Cells) -> list[Address]:
    """The place of every formula: sheet, row and column."""
    return [(sheet.name, row, column) for sheet in cells.sheets
            for (row, column), cell in sheet.cells.items() if isinstance(cell.value, Formula)]
