"""Facts and rows as tidy tables for other programs: a line a figure, a line a cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

from generator.checks.proof import Proof
from generator.formulas.expression import RowAt, RowKey
from generator.model.book import Book
from generator.model.fact import Fact
from generator.model.period import Slot
from generator.model.statement import key

if TYPE_CHECKING:
    import pyarrow

Field = str | float | None
Line = tuple[Field, ...]

FACTS = ("company", "statement", "key", "member", "label", "member_label", "period", "start", "end", "value", "unit",
         "printed", "decimals", "version", "forecast", "filing", "filed", "heading", "file", "line", "reason")
"""The columns of the table of facts. ``value`` counts ``unit``, as it was printed; ``printed`` is the text that was
typed. ``start`` is empty for a balance. ``version`` is latest, superseded by a later filing, or corrected; a forecast
says in ``forecast`` whether it is a figure, the end of a range or progress."""
ROWS = ("company", "section", "row", "statement", "key", "member", "label", "member_label", "period", "start", "end",
        "value", "unit", "status", "remark")
"""The columns of the table of rows: every cell that has a number, in the version that the filings give last, as the
workbook shows it. ``section`` is the statement's title or the heading of a template, ``row`` its name in formulas.
``status`` is reported, derived, estimate, or calculated for a row of a template."""


def facts(proof: Proof) -> Iterator[Line]:
    """Every figure that has a value, filing by filing in printed order, then every forecast."""
    book = proof.book
    for fact in book.figures:
        statement, item, member = fact.series
        definition = book.statements[statement]
        yield (_company(book), statement, item, member, definition.items[item].label,
               definition.member(member).label if member else "", book.when(fact.period),
               str(fact.period.start or ""), str(fact.period.end), float(fact.figure.value or 0), book.counted(fact),
               fact.figure.printed, fact.figure.decimals, _version(proof, fact), fact.forecast,
               fact.filing.key, str(fact.filing.filed), fact.heading, fact.place.file, fact.place.line,
               fact.figure.reason)


def _version(proof: Proof, fact: Fact) -> str:
    if fact.forecast:
        return "forecast"
    if not proof.book.is_in_force(fact):
        return "superseded"
    return "corrected" if fact.figure.reason else "latest"


def rows(proof: Proof) -> Iterator[Line]:
    """Every cell of the time axis that has a number: statements first, then the rows of templates."""
    yield from _statement_rows(proof)
    yield from _computed_rows(proof)


def _statement_rows(proof: Proof) -> Iterator[Line]:
    book, grid = proof.book, proof.grid
    for statement, found in grid.rows.items():
        definition = book.statements[statement]
        for series, slot in product(found, grid.timeline.slots):
            _, item, member = series
            entry, value = grid.entry(series, slot), _number(proof, series, slot)
            if entry is not None and value is not None:
                period = grid.printings.period(series, slot)
                unit = book.company.units[definition.unit_of(item, member)]
                label = unit.in_currency(grid.currency(series, slot) or book.company.currency)
                yield (_company(book), definition.title, key(series), statement, item, member,
                       definition.items[item].label, definition.member(member).label if member else "", slot.label,
                       str(period.start or ""), str(period.end), value, label, entry.status, entry.remark)


def _computed_rows(proof: Proof) -> Iterator[Line]:
    book, calendar = proof.book, proof.book.company.calendar
    under = (section for sections in proof.templates.breakdowns.values() for section in sections)
    for section in (*proof.templates.per_share, *proof.templates.ratios, *under):
        for row, slot in product(section.rows, book.slots):
            value = _number(proof, row.id, slot) if proof.rows.active(proof.rows.templates[row.id], slot) else None
            if value is None:
                continue
            period, currency = calendar.period(slot), proof.trees.currency(RowAt(row.id, slot))
            unit = book.company.units[row.unit].in_currency(currency or book.company.currency)
            yield (_company(book), section.title, row.id, "", row.id, "", row.label, "", slot.label,
                   str(period.start or ""), str(period.end), value, unit, "calculated", "")


def _company(book: Book) -> str:
    return book.company.code or book.company.name


def _number(proof: Proof, row: RowKey, slot: Slot) -> float | None:
    found = proof.values.number_in(RowAt(row, slot))
    return found.value(proof.numbers) if found else None


def as_csv(titles: Sequence[str], lines: Iterable[Line]) -> bytes:
    """A table as CSV: UTF-8 with the mark that Excel wants, one line of titles, numbers with a point."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def as_parquet(titles: Sequence[str], lines: Iterable[Line]) -> bytes:
    """A table as Parquet. Raises ImportError without pyarrow."""
    import pyarrow
    import pyarrow.parquet

    columns = list(zip(*lines, strict=True)) or [()] * len(titles)
    types = {"value": pyarrow.float64(), "decimals": pyarrow.int32(), "line": pyarrow.int32()}
    table: pyarrow.Table = pyarrow.table(
        {title: pyarrow.array(column, types.get(title, pyarrow.string()))
         for title, column in zip(titles, columns, strict=True)})
    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out)
    return out.getvalue()
