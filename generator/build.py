"""From a company's folder to a workbook's bytes, stage by stage."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.checks.proof import Proof
from generator.inputs.load import Refused, load_inputs
from generator.inputs.readers import input_files
from generator.inputs.summary import read_summary
from generator.inputs.vocabulary import TEMPLATES
from generator.merge.record import recorded
from generator.model.book import Book
from generator.model.problem import Problems
from generator.sheets.layout import lay_out
from generator.xlsx.calculate import Address, Value, calculate
from generator.xlsx.cells import Book as Cells
from generator.xlsx.cells import Formula
from generator.xlsx.finish import finish


@dataclass
class Result:
    """A workbook laid out and calculated."""

    book: Book
    cells: Cells
    package: bytes
    proof: Proof
    values: Mapping[Address, Value]
    seconds: dict[str, float] = field(default_factory=dict)


def build(folder: Path, progress: Callable[[str], None] = lambda _: None, templates: Path = TEMPLATES) -> Result:
    """Read, lay out, write and calculate a company's workbook. Raises Refused with every Problem found."""
    seconds: dict[str, float] = {}
    clock = time.perf_counter()

    def stage(name: str) -> None:
        nonlocal clock
        now = time.perf_counter()
        seconds[name] = now - clock
        clock = now

    progress("reading")
    inputs = load_inputs(folder, templates)
    book, problems = inputs.book, Problems()
    plan = read_summary({*inputs.vocabulary.concepts, *(row.id for row in inputs.templates.rows)}, problems)
    if problems:
        raise Refused(problems.sorted())
    stage("read")
    progress("laying out")
    cells, proof = lay_out(book, inputs.templates, plan, input_hash(folder, book))
    stage("lay out")
    progress("writing")
    from generator.xlsx import writer

    package = writer.write(cells)
    stage("write")
    progress("calculating")
    formulas = [(sheet.name, row, column) for sheet in cells.sheets
                for (row, column), cell in sheet.cells.items() if isinstance(cell.value, Formula)]
    values = calculate(package, formulas)
    stage("calculate")
    package = recorded(finish(package, cells, values))
    stage("store values")
    return Result(book, cells, package, proof, values, seconds)


def input_hash(folder: Path, book: Book) -> str:
    """Twelve hex digits that change when any of the company's files does."""
    digest = hashlib.sha256()
    for path in input_files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
