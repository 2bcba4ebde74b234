"""The summary of a Japanese report: results with their printed growth, dividends by record date, and forecasts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.intake.placing.axes import local, prefix
from generator.intake.placing.placed import Members, PlacedFact, PlacedFiling
from generator.intake.shaping.spans import FilingSpans, is_date
from generator.intake.shaping.statements_of import DIVIDENDS, SUMMARY
from generator.intake.shaping.views import GROWTH, Cell, RowSpot, StatementView, ViewLine
from generator.xbrl.report import Tagged

_EARNINGS_REPORT = "tse-ed-t"
_SUMMARY = re.compile(r"(SummaryOfBusinessResults|KeyFinancialData)$")
_ALSO = frozenset(("jpcrp_cor:NumberOfEmployees",))
_SCHEDULE = "AnnualDividendPaymentScheduleAxis"
_CHANGE = re.compile(r"^Changes?In(?=[A-Z])")
_TITLES = {SUMMARY: "サマリー情報", DIVIDENDS: "配当の状況"}
_BUSINESS_RESULTS = "主要な経営指標等の推移"
_PERIOD = re.compile(r"\d+\s*年.*期|通期|四半期|中間期|半期")
_UNIT = re.compile(r"[(（]?(?:[十百千]*[万億兆]?(?:円|米?ドル|ユーロ|株|人|名|倍)?\s*銭?|[％%]|ポイント)[)）]?")
_MARK = re.compile(r"[(（][注参考\d０-９\s]*[)）]")


def summary_views(filing: PlacedFiling) -> Iterator[StatementView]:
    """The summary of a filing, and its dividends by record date."""
    dividends: list[PlacedFact] = []
    others: list[PlacedFact] = []
    for fact in filing.facts:
        if fact.members or fact.off_calendar or (fact.counts == "pure" and fact.tagged.unit not in ("pure", "")):
            continue
        if any(local(axis) == _SCHEDULE for axis, _ in fact.tagged.span.members):
            dividends.append(fact)
        elif prefix(fact.tagged.concept) == _EARNINGS_REPORT or fact.tagged.concept in _ALSO or _SUMMARY.search(
                fact.tagged.concept):
            others.append(fact)
    yield from _view(SUMMARY, others, filing)
    yield from _view(DIVIDENDS, dividends, filing)


def _view(kind: str, facts: Sequence[PlacedFact], filing: PlacedFiling) -> Iterator[StatementView]:
    there = {fact.tagged.concept for fact in facts}
    dated = {fact.tagged.concept for fact in facts if is_date(fact.column)}
    cells: dict[Cell, PlacedFact] = {}
    beside: dict[Cell, PlacedFact] = {}
    labels: dict[RowSpot, str] = {}
    for fact in facts:
        base = _grown(fact.tagged.concept, there)
        spot = RowSpot(base or fact.tagged.concept, "", _whole_year(fact, dated) if kind == DIVIDENDS else ())
        behind = " ".join(filter(None, (GROWTH if base else "", fact.end)))
        (beside if base or fact.is_forecast else cells).setdefault((spot, fact.column, behind), fact)
        if not base and not labels.get(spot):
            labels[spot] = _label(fact.tagged, filing, first=kind == DIVIDENDS and is_date(fact.column))
    if not cells:
        return  # nothing but forecasts is no statement
    columns = sorted({column for _, column, _ in cells}, key=FilingSpans.of(filing).order)
    title = _TITLES[kind] if any(prefix(each) == _EARNINGS_REPORT for each in there) else _BUSINESS_RESULTS
    yield StatementView(kind, title, (), tuple(ViewLine(spot, label) for spot, label in labels.items()),
                        tuple(columns), cells, beside=beside)


def _grown(concept: str, there: Iterable[str]) -> str:
    """The element that a printed growth rate is about; empty where it is none, or of nothing that is there."""
    name = local(concept)
    base = f"{prefix(concept)}:{_CHANGE.sub('', name)}"
    return base if base != concept and base in there else ""


def _whole_year(fact: PlacedFact, dated: Iterable[str]) -> Members:
    """What tells a dividend of the whole year from those of its record dates, of which it is a line of its own. A
    forecast of it stands on theirs."""
    if fact.is_forecast or is_date(fact.column) or fact.tagged.concept not in dated:
        return ()
    return tuple(each for each in fact.tagged.span.members if local(each[0]) == _SCHEDULE)


def _label(tagged: Tagged, filing: PlacedFiling, *, first: bool) -> str:
    """What a figure is called on its page: its row, or what stands above its column where the rows are periods."""
    if not tagged.cell or tagged.cell[0] >= len(filing.report.pages):
        return ""
    page = filing.report.pages[tagged.cell[0]]
    label = tagged.label
    if _PERIOD.search(label):
        heads = [head for head in page.heads.get(tagged.cell[2], ()) if not _UNIT.fullmatch(head)]
        return " ".join(dict.fromkeys(heads[:1] if first else heads))
    if _MARK.fullmatch(label):
        texts = page.rows[tagged.cell[1]].texts
        label = next((text for text in texts if not _MARK.fullmatch(text)), label)
    return label if len(label) < 60 else ""


