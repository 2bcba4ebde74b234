"""templates/summary.yaml: which key figures and charts the Summary shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.inputs.document import load
from generator.inputs.forms import FLAG, TEXT, Key, ListOf, NameOf, Record, Word
from generator.inputs.record import Fields, read_record
from generator.inputs.vocabulary import TEMPLATES
from generator.model.problem import Problems

_ROW = NameOf("row")
_SUMMARY = Record("What the Summary shows.", (
    Key("key_figures", ListOf(Record("A key figure beside a year ago.", (
        Key("row", _ROW, "A concept or a computed row", required=True),
        Key("change", Word(("growth", "points", "none")), "How its change is shown: in %, in points, or not at all",
            required=True)))), "The key figures in their order", required=True),
    Key("charts", ListOf(Record("A chart.", (
        Key("title", TEXT, "Its title", required=True),
        Key("periods", Word(("quarters", "cumulative", "balances")), "The columns that it shows", required=True),
        Key("bars", ListOf(_ROW), "The rows shown as columns", required=True),
        Key("alt", TEXT, "What it shows, in words", required=True),
        Key("line", _ROW, "The row shown as a line"),
        Key("from_zero", FLAG, "false where its columns can be negative")))), "The charts", required=True)))


@dataclass(frozen=True)
class KeyFigure:
    """A row of the Summary; ``change`` is ``growth`` (%), ``points`` or ``none``."""

    row: str
    change: str


@dataclass(frozen=True)
class ChartPlan:
    """A chart: columns for the rows ``bars``, a line for another row if any, over the newest ``periods``."""

    title: str
    periods: str
    bars: tuple[str, ...]
    line: str
    alt: str
    from_zero: bool


@dataclass(frozen=True)
class SummaryPlan:
    """What the Summary shows."""

    key_figures: tuple[KeyFigure, ...]
    charts: tuple[ChartPlan, ...]


def read_summary(known: Iterable[str], problems: Problems) -> SummaryPlan:
    """templates/summary.yaml, the names of its rows among ``known``."""
    root, rows = load(TEMPLATES / "summary.yaml", problems, "templates/summary.yaml"), tuple(known)
    if root is None:
        return SummaryPlan((), ())
    fields = read_record(_SUMMARY, root)
    return SummaryPlan(
        tuple(KeyFigure(each.choice("row", rows), each.word("change")) for each in fields.records("key_figures")),
        tuple(_chart(each, rows) for each in fields.records("charts")))


def _chart(fields: Fields, rows: tuple[str, ...]) -> ChartPlan:
    return ChartPlan(
        fields.text("title"), fields.word("periods"), tuple(bar.choice(rows) or "" for bar in fields.each("bars")),
        fields.choice("line", rows), fields.text("alt"), fields.flag("from_zero", default=True))
