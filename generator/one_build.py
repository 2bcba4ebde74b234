"""One company's workbook, from looking at its place to the record of what it was made of."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator import pipeline, unchanged
from generator.checks.proof import FAIL, STATES
from generator.history.diff import Changes, changes
from generator.history.snapshot import snapshot
from generator.inputs.readers import FILINGS
from generator.output import Standing, look, refuse_among_inputs
from generator.sheets.read_back import NotOurs, read_back
from generator.unchanged import Made, Order
from generator.xlsx.save import real_path


@dataclass(frozen=True)
class Build:
    """A workbook that was written: what was made, what it says otherwise than the one before it, where that is kept."""

    made: Made
    changes: Changes | None
    backup: Path | None


def build(order: Order, progress: Callable[[str], None] = lambda _: None) -> Build:
    """Build a company's workbook and write it. Raises Refused, with nothing written."""
    refuse_among_inputs(order.path, order.folder / FILINGS)
    before = unchanged.sources(order.folder)
    stages = pipeline.Stages(progress)
    inputs = pipeline.read(order.folder, stages)
    company, standing = inputs.book.company, look(order.path, order.replace)
    starts_over = not standing.is_of(company.name, company.code) or order.fresh
    result = pipeline.build(order.folder, stages, been_read=inputs,
                            seen=pipeline.seen_from(order.folder, order.path.parent), ending=order.path.suffix)
    found = _changes(standing, result)
    written = pipeline.regenerate(standing, result.package, starts_over, stages,
                                  partial(pipeline.build_again, order.folder, result))
    made = _made(before, order.path, result, written)
    if before is not None and unchanged.sources(order.folder) == before:
        unchanged.remember(order, made)
    return Build(made, found, written.backup)


def _made(sources: unchanged.BuiltFrom | None, path: Path, result: pipeline.Result, written: pipeline.Written) -> Made:
    book, todo = result.book, result.book.todo
    states = Counter(outcome.state for _, outcome in result.proof.outcomes())
    return Made(
        sources.contents if sources else "", unchanged.digest(written.content), os.fspath(real_path(path).parent),
        written.content == result.package,
        book.company.name, len(book.facts), len(result.values), len(result.cells.sheets),
        {state: states[state] for state in STATES},
        any(check.is_hard and outcome.state == FAIL
            for check, outcome in (*result.proof.outcomes(), *result.proof.as_first_reported)),
        len(todo), str(todo[0].place) if todo else "", tuple(written.carried()))


def _changes(standing: Standing, result: pipeline.Result) -> Changes | None:
    """What a new workbook says otherwise than the one in its place; None where there is none that can be read.

    The same bytes say the same: they are not read again.
    """
    if standing.whose is None or standing.content == result.package:
        return None
    try:
        return changes(read_back(standing.path), snapshot(result.proof))
    except NotOurs:
        return None
