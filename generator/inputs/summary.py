"""What the Summary shows: templates/summary.yaml, or in its place what a company's own summary.yaml chooses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from generator.formulas.expression import RowKey
from generator.inputs.breakdowns import Breakdown, Breakdowns
from generator.inputs.document import load
from generator.inputs.forms import (
    FILLED,
    FLAG,
    SERIES_PATTERN,
    Either,
    ExactlyOne,
    Key,
    ListOf,
    NameOf,
    Pattern,
    Record,
    Word,
)
from generator.inputs.record import Fields, read_record
from generator.inputs.value import Value
from generator.inputs.vocabulary import TEMPLATES
from generator.model.book import Book
from generator.model.problem import Problems, nearest
from generator.model.statement import Series

_ROW = Either((NameOf("row"), Pattern(SERIES_PATTERN, "revenue, operating_margin or segments.revenue@europe")))
_ROWS, _SEGMENTS = "rows", "segments"
_FIGURE = Record("A key figure beside a year ago.", (
    Key("section", FILLED, "A heading over it"),
    Key("row", _ROW, "A concept, a computed row, or statement.item@member"),
    Key(_SEGMENTS, NameOf("concept"), "In place of a row: every segment's part of this concept"),
    Key("change", Word(("growth", "amount", "points", "none")),
        "How its change is shown: in % and in its unit, in its unit alone, in points, or not at all", required=True)),
    (ExactlyOne(("row", _SEGMENTS), "a key figure is one 'row' or the 'segments' of a concept"),))
_CHART = Record("A chart.", (
    Key("title", FILLED, "Its title", required=True),
    Key("periods", Word(("quarters", "year_to_date", "cumulative", "balances")), "The columns that it shows",
        required=True),
    Key("bars", ListOf(_ROW, 1, 5, "a chart has one to five rows of bars, not {count}"), "The rows shown as columns"),
    Key(_SEGMENTS, NameOf("concept"), "In place of bars: every segment's part of this concept"),
    Key("alt", FILLED, "What it shows, in words", required=True),
    Key("line", _ROW, "The row shown as a line"),
    Key("from_zero", FLAG, "false where its columns can be negative")),
    (ExactlyOne(("bars", _SEGMENTS), "a chart has 'bars' or the 'segments' of a concept"),))
SUMMARY = Record("What the Summary shows, each part in place of what it shows of any company.", (
    Key("key_figures", ListOf(_FIGURE), "The key figures in their order"),
    Key("charts", ListOf(_CHART), "The charts"),
    Key("movers", FLAG, "false where the lines that changed most are not to be shown")))


@dataclass(frozen=True)
class KeyFigure:
    """A row of the Summary; ``change`` is ``growth`` (%, and in its unit), ``amount``, ``points`` or ``none``.

    ``section`` is a heading over it. One that ``is_chosen`` by the company stands there whether or not it has values.
    """

    row: RowKey
    change: str
    section: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class ChartPlan:
    """A chart: columns for the rows ``bars``, a line for another row if any, over the newest ``periods``."""

    title: str
    periods: str
    bars: tuple[RowKey, ...]
    line: RowKey
    alt: str
    from_zero: bool


@dataclass(frozen=True)
class SummaryPlan:
    """What the Summary shows."""

    key_figures: tuple[KeyFigure, ...]
    charts: tuple[ChartPlan, ...]
    movers: bool = True


def read_summary(book: Book, ids: Collection[str], concepts: Collection[str], own: Value | None,
                 problems: Problems) -> SummaryPlan:
    """What templates/summary.yaml shows, and in its place what the company's ``own`` file chooses.

    Rows are ``ids`` of computed rows, ``concepts``, or line items of the book.
    """
    common = load(TEMPLATES / "summary.yaml", problems, "templates/summary.yaml")
    plan = SummaryPlan((), ())
    for root, is_own in ((common, False), (own, True)):
        if root:
            plan = _Reader(book, {*ids, *concepts}, concepts, is_own).plan(root, plan)
    return plan


class _Reader:
    """Reads one file."""

    def __init__(self, book: Book, rows: Collection[str], concepts: Collection[str], is_own: bool) -> None:
        self._book, self._rows, self._concepts, self._is_own = book, rows, concepts, is_own

    def plan(self, root: Value, other: SummaryPlan) -> SummaryPlan:
        """What the file chooses, and for what it leaves out another plan's choice."""
        fields = read_record(SUMMARY, root)
        figures = tuple(each for one in fields.records("key_figures") for each in self._figures(one))
        charts = tuple(each for one in fields.records("charts") for each in self._charts(one))
        return SummaryPlan(figures if "key_figures" in fields else other.key_figures,
                           charts if "charts" in fields else other.charts, fields.flag("movers", other.movers))

    def _figures(self, fields: Fields) -> Iterator[KeyFigure]:
        section, change = fields.text("section"), fields.word("change")
        node = fields.node("row")
        one = self._row(node) if node else None
        for row in self._segments(fields) if _SEGMENTS in fields else (one,) if one else ():
            yield KeyFigure(row, change, section, self._is_own)
            section = ""

    def _charts(self, fields: Fields) -> Iterator[ChartPlan]:
        bars = self._segments(fields) if _SEGMENTS in fields else tuple(
            row for each in fields.each("bars") if (row := self._row(each)))
        node = fields.node("line")
        plan = ChartPlan(fields.text("title"), fields.word("periods"), bars, (self._row(node) if node else None) or "",
                         fields.text("alt"), fields.flag("from_zero", default=True))
        if bars:
            yield plan

    def _row(self, value: Value) -> RowKey | None:
        """A row by its name; one that is not there is a Problem."""
        name = value.text()
        if name is None or name in self._rows:
            return name
        if re.fullmatch(SERIES_PATTERN, name):
            return self._line(value, name)
        value.complain(f"unknown row '{name}'{nearest(name, self._rows)}; a concept, the id of a ratio, or a line item "
                       "as segments.revenue@europe")
        return None

    def _line(self, value: Value, name: str) -> Series | None:
        statement, _, rest = name.partition(".")
        item, _, member = rest.partition("@")
        found = self._book.statements.get(statement)
        if found is None:
            value.complain(f"unknown statement '{statement}'{nearest(statement, self._book.statements)}")
        elif item not in found.items or found.items[item].caption:
            value.complain(f"unknown line item '{item}' of '{statement}'{nearest(item, found.items)}")
        elif member not in ("", *found.members) or (found.members and not member and (
                statement, item, "") not in self._series):
            value.complain(f"unknown member '{member}' of '{statement}'{nearest(member, found.members)}" if member else
                           f"'{name}' stands for several members; write one as {name}@{next(iter(found.members))}")
        else:
            return statement, item, member
        return None

    @property
    def _series(self) -> frozenset[Series]:
        return frozenset(fact.series for fact in self._book.facts)

    def _segments(self, fields: Fields) -> tuple[RowKey, ...]:
        """Each segment's part of a concept, as far as the company splits it."""
        concept = fields.choice(_SEGMENTS, self._concepts)
        found = [each for each in Breakdowns(self._book) if each.is_across and self._is_of(each, concept)]
        # A total of lines (total revenue) says more than the line of it that is tied to the statement (to customers).
        best = max(found, key=self._is_total, default=None)
        return best.parts if best else ()

    def _is_of(self, breakdown: Breakdown, concept: str) -> bool:
        """Whether what is split is the company's line of a concept, or a second printing of it."""
        statement, item, member = breakdown.whole
        line, meant = self._book.statements[statement].items[item], self._book.concepts.get(concept)
        return line.concept == concept or any(ref.sign > 0 and ref.series[:2] == meant
                                              for only, ref in line.same_as if only in ("", member))

    def _is_total(self, breakdown: Breakdown) -> bool:
        return bool(self._book.statements[breakdown.whole[0]].items[breakdown.whole[1]].sum)
