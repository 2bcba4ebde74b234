"""What the Summary shows, read from templates/summary.yaml."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.inputs.document import Value, load
from generator.inputs.vocabulary import TEMPLATES
from generator.model.problem import Problems


@dataclass(frozen=True)
class KeyFigure:
    row: str
    change: str


@dataclass(frozen=True)
class ChartPlan:
    title: str
    periods: str
    bars: tuple[str, ...]
    line: str
    alt: str
    from_zero: bool


@dataclass(frozen=True)
class SummaryPlan:
    key_figures: tuple[KeyFigure, ...]
    charts: tuple[ChartPlan, ...]


def read_summary(known: Iterable[str], problems: Problems) -> SummaryPlan:
    """templates/summary.yaml, its row names known."""
    known = frozenset(known)
    root = load(TEMPLATES / "summary.yaml", problems, "templates/summary.yaml")
    if root is None:
        return SummaryPlan((), ())
    fields = root.fields(("key_figures", "charts"), required=("key_figures", "charts"))

    def row(value: Value) -> str:
        return value.choice(tuple(known)) or ""

    figures, charts = [], []
    for value in fields["key_figures"].elements() if "key_figures" in fields else []:
        each = value.fields(("row", "change"), required=("row", "change"))
        if len(each) == 2:
            figures.append(KeyFigure(row(each["row"]), each["change"].choice(("growth", "points", "none")) or ""))
    for value in fields["charts"].elements() if "charts" in fields else []:
        needed = ("title", "periods", "bars", "alt")
        each = value.fields((*needed, "line", "from_zero"), required=needed)
        if each.keys() >= set(needed):
            charts.append(ChartPlan(
                each["title"].text() or "", each["periods"].choice(("quarters", "cumulative", "balances")) or "",
                tuple(row(bar) for bar in each["bars"].elements()), row(each["line"]) if "line" in each else "",
                each["alt"].text() or "", "from_zero" not in each or each["from_zero"].flag()))
    return SummaryPlan(tuple(figures), tuple(charts))
