"""The table of a filing into which rows are pasted: one that is there, or a new one behind the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import yaml

from generator.inputs.document import load
from generator.inputs.filings import FILING
from generator.inputs.record import Fields, read_record
from generator.intake.pasting.columns import SKIP
from generator.intake.pasting.figures import UNCLEAR
from generator.intake.pasting.match import Asked, Taken
from generator.intake.pasting.rows import BLANK
from generator.intake.splice import FIRST, NewEntry, Splice
from generator.intake.yaml_text import scalar
from generator.model.figure import NUMBER, TODO, NotAFigure, parse
from generator.model.problem import Problems
from generator.model.statement import Statement
from generator.refused import Refused

Figures = tuple[str, ...]
BY_NAME = "by name"
"""In the place of a scale: the table says one for each unit or line item."""


@dataclass(frozen=True)
class TargetTable:
    """A table that is there, by its number in the file: its columns as YAML names them (of a table with one period and
    members across the members), and its rows as they are typed."""

    number: int
    line: int
    heading: str
    columns: tuple[str, ...]
    period: str
    rows: dict[str, list[str | None]]
    scale: str

    @property
    def shown(self) -> str:
        return f"line {self.line} ({self.heading})"

    def places(self, columns: Sequence[str]) -> list[int] | None:
        """Where pasted columns stand in it; None where it lacks one of them."""
        named = {name: at for at, each in enumerate(self.columns) for name in (each, f"{self.period} {each}".strip())}
        found = [-1 if name == SKIP else named.get(name) for name in columns]
        return None if None in found else [at for at in found if at is not None]


def tables_of(path: Path, statement: str) -> list[TargetTable]:
    """The tables of a statement in a filing that has been read before."""
    problems = Problems()
    document = load(path, problems)
    assert document is not None
    found = read_record(FILING, document).records("tables")
    return [_table(number, table) for number, table in enumerate(found)
            if table.text("statement") == statement and not table.flag("forecast")]


def _table(number: int, table: Fields) -> TargetTable:
    words = [" ".join((each.literal or "").split()) for name in ("columns", "members") for each in
             (table.each(name) if name in table else [])]
    period = " ".join((table.text("period") or "").split())
    rows = {key: [each.literal for each in (value.elements() if value.is_list else [value])]
            for key, _, value in table.entries("rows")}
    fixed = table.text("member")
    scale = table.node("scale")
    return TargetTable(number, table.value.place.line, table.text("heading"),
                 tuple(f"{word} {fixed}".strip() for word in words) or (f"{period} {fixed}".strip(),),
                 period if "members" in table else "", rows, (scale.literal or BY_NAME) if scale else "")


def target(tables: Sequence[TargetTable], columns: Sequence[str], heading: str) -> TargetTable | None:
    """The table that is meant; None where a new one is. Raises Refused where it may be several."""
    named = [table for table in tables if not heading or heading.casefold() in table.heading.casefold()]
    fitting = [table for table in named if table.places(columns) is not None]
    open_ones = [table for table in fitting if any(TODO in row for row in table.rows.values())]
    found = open_ones if len(open_ones) == 1 else fitting
    if len(found) > 1:
        raise Refused(f"{len(found)} tables have these columns: {'; '.join(table.shown for table in found)}; say which "
                      "with --heading and a part of its heading")
    return found[0] if found else None


@dataclass(frozen=True)
class PastedChange:
    """What a paste does to a table: rows that are written, rows that stand there already, and rows to be asked for."""

    written: dict[str, Figures]
    kept: tuple[str, ...]
    asked: tuple[Asked, ...]


def compared(taken: Sequence[Taken], columns: Sequence[str], table: TargetTable | None) -> PastedChange:
    """The taken rows beside those that stand in the table: ``todo`` is replaced, equal ones stay, others are asked."""
    written: dict[str, Figures] = {}
    kept: list[str] = []
    asked: list[Asked] = []
    wanted = [number for number, name in enumerate(columns) if name != SKIP]
    for row in taken:
        figures = tuple(row.reading.figures[number] for number in wanted)
        if UNCLEAR in figures:
            asked.append(Asked(row.row, "a figure cannot be read for certain", (row.item,)))
            continue
        if BLANK in figures and not all(" " in name or (table and table.period) for name in columns if name != SKIP):
            asked.append(Asked(row.row, "a cell is empty where the other rows have a figure", (row.item,)))
            continue
        there = table.rows.get(row.item) if table else None
        if row.item in written and written[row.item] != figures:
            asked.append(Asked(row.row, f"'{row.item}' stands here twice", (row.item,)))
        elif table is None:
            written[row.item] = figures
        else:
            places = [at for at in table.places(columns) or [] if at >= 0]
            filled = list(there or [TODO] * len(table.columns))
            differing = [f"{filled[at]} there, {new} here" for at, new in zip(places, figures, strict=True)
                         if at < len(filled) and filled[at] != TODO and not _is_same(filled[at], new)]
            if differing or len(filled) != len(table.columns):
                asked.append(Asked(row.row, f"other figures stand in the filing: {'; '.join(differing) or row.item}",
                                   (row.item,), is_known=True))
            elif all(filled[at] != TODO for at in places):
                kept.append(row.item)
            else:
                for at, new in zip(places, figures, strict=True):
                    filled[at] = new if filled[at] == TODO else filled[at]
                written[row.item] = tuple(str(each) for each in filled)
    return PastedChange(written, tuple(kept), tuple(asked))


def _is_same(there: str | None, new: str) -> bool:
    """Whether a typed figure says what the pasted one does."""
    if there is None or there in ("", BLANK, "null") or new == BLANK:
        return (there or BLANK) in ("", BLANK, "null") and new == BLANK
    try:
        old, other = parse(there), parse(new)
    except NotAFigure:
        return False
    return (old.kind, old.value) == (other.kind, other.value) and (old.kind != NUMBER or old.value is not None)


def spliced(text: str, statement: Statement, table: TargetTable | None, written: dict[str, Figures],
            new: Sequence[str]) -> str:
    """The filing's text with the rows. ``new`` are the lines of the head of a table that is not there yet."""
    splice = Splice(text)
    if table is None:
        order = [key for key in statement.items if key in written]
        width = max(len(key) for key in order) + 2
        rows = [f"    {(scalar(key) + ':').ljust(width)} {_list(written[key], ())}" for key in order]
        lines = [*new, "  rows:", *rows]
        splice.append(("tables",), lines)
        return splice.done()
    path = ("tables", table.number)
    widths = _widths(splice, path, table)
    more: dict[str, list[NewEntry]] = {}
    last = FIRST
    for key in statement.items:
        if key in table.rows:
            last = key
            if key in written:
                _replace(splice, (*path, "rows", key), table.rows[key], written[key], widths)
        elif key in written:
            more.setdefault(last, []).append(NewEntry(key, _list(written[key], widths)))
    for after, entries in more.items():
        splice.insert((*path, "rows"), after, entries)
    return splice.done()


def _replace(splice: Splice, path: tuple[str | int, ...], old: Sequence[str | None], new: Figures,
             widths: Sequence[int]) -> None:
    node = splice.node(path)
    if isinstance(node, yaml.SequenceNode) and not (node.flow_style and node.start_mark.line == node.end_mark.line):
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            if before != after:
                splice.replace((*path, number), after)
    else:
        splice.replace(path, _list(new, widths) if isinstance(node, yaml.SequenceNode) else new[0])


def _widths(splice: Splice, path: tuple[str | int, ...], table: TargetTable) -> tuple[int, ...]:
    """How far apart the columns of the table stand where they are typed on one line."""
    node = splice.node(path)
    under = next((value for key, value in node.value if key.value in ("columns", "members")), None)
    if not isinstance(under, yaml.SequenceNode) or not under.flow_style or not under.value \
            or under.start_mark.line != under.end_mark.line:
        return ()
    starts = [each.start_mark.column for each in under.value]
    return tuple(behind - before for before, behind in pairwise(starts))


def _list(figures: Sequence[str], widths: Sequence[int]) -> str:
    """Figures in brackets, below their columns."""
    padded = [f"{each},".ljust(widths[at] - 1 if at < len(widths) else 0) for at, each in enumerate(figures[:-1])]
    return f"[{' '.join([*padded, figures[-1]])}]"
