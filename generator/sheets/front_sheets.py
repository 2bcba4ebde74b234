"""The sheets around the time axis: Cover, Summary and Filings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator import __version__
from generator.formulas.expression import RowKey
from generator.inputs.document import Value, load
from generator.inputs.vocabulary import TEMPLATES
from generator.model.book import SHEETS, Book
from generator.model.period import Slot
from generator.model.problem import Problems
from generator.sheets.axis import Axis, heading
from generator.sheets.computed_sheets import ComputedWriter
from generator.xlsx.cells import Chart, Formula, Sheet, absolute, at, number_format, on

COVER, SUMMARY, FILINGS = "Cover", "Summary", "Filings"
_LEGEND = (
    ("Input", "Reported figure or parameter, typed on Facts (blue on a light fill)"),
    ("Link", "Link to another sheet (green)"),
    ("Formula", "Formula on the same sheet (black)"),
    ("Total", "Live total of the rows above (bold, rule above)"),
    ("LinkTotal", "Total printed without its parts: a link, not a sum (bold green)"),
    ("Derived", "d: derived from other periods, not printed (italic)"),
    ("Estimate", "e: estimate, e.g. shares weighted by days (italic on a fill)"),
    ("Corrected", "c: misprint in the source, corrected; the printed text stands on Facts and Checks"),
    ("NotAvailable", "n.a. not disclosed · n.m. not meaningful · – printed dash · 0 rounded to zero · "
                     "blank: period not reported"),
)
_ABOUT = {
    "Summary": "Key figures and charts", "Checks": "Every tie-out, live, with the master check",
    "Facts": "Every reported figure as filed: the only typed numbers", "Filings": "The documents and their dates",
    "Changes": "What the newest filing brought: periods, line items, checks, ratios",
    "Restatements": "What filings give differently, and the ratios that move",
    "Per Share": "EPS, dividends, shares, splits", "Ratios": "Ratios by formula, with their definitions",
}


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


def summary_sheet(book: Book, axis: Axis, computed: ComputedWriter, plan: SummaryPlan) -> Sheet:
    """Key figures of the newest periods beside a year ago, and charts over their own block of links."""
    sheet = Sheet(SUMMARY, "front", freeze="C6", header_rows=3, paper="A4")
    sheet.widths = {1: 44, 2: 13, **dict.fromkeys(range(3, 20), 12.5)}
    amount = book.company.units["amount"].label
    heading(sheet, f"{book.company.name} · Summary", f"Amounts in {amount}; links to the statements and ratios", 1, 3)
    groups = _newest(axis)
    column = 3
    sheet.put(5, 1, "Key figures", "Header")
    sheet.put(5, 2, "Unit", "Header")
    placed: list[tuple[int, Slot, str]] = []
    for slot, with_base in groups:
        base = axis.grid.shifted(slot, "year_ago") if with_base else None
        compared = ((slot, "now"), (base, "base"), (slot, "change")) if base else ((slot, "now"),)
        for shown, kind in compared:
            sheet.put(5, column, "Change" if kind == "change" else shown.label, "Header")
            sheet.put(4, column, _status(axis, shown) if kind != "change" else "on a year ago", "Header")
            placed.append((column, shown, kind))
            column += 1
    sheet.put(4, 1, "Status", "Header")
    sheet.put(4, 2, None, "Header")
    if placed:
        sheet.values_from, sheet.values_to = at(6, 3), at(5 + len(plan.key_figures), column - 1)
    for number, figure in enumerate(plan.key_figures, start=6):
        _key_figure(sheet, number, figure, placed, computed)
    _charts(sheet, 6 + len(plan.key_figures) + 2, axis, computed, plan.charts)
    return sheet


def _status(axis: Axis, slot: Slot) -> str:
    return axis.grid.status(slot) if slot in axis.columns else ""


def _newest(axis: Axis) -> list[tuple[Slot, bool]]:
    """The newest year-to-date period and quarter, each with its year-ago column, and the newest full year."""
    live = [slot for slot in axis.columns if axis.grid.is_reported(slot)]

    def last(names: tuple[str, ...]) -> list[Slot]:
        found = [slot for slot in live if slot.name in names]
        return [max(found, key=lambda slot: axis.grid.periods[slot].end)] if found else []

    cumulative = last(("1H", "9M", "FY"))
    quarter = last(("1Q", "2Q", "3Q", "4Q"))
    year = [slot for slot in last(("FY",)) if slot not in cumulative]
    return [(slot, True) for slot in (*cumulative, *quarter)] + [(y, False) for y in year]


def _key_figure(sheet: Sheet, number: int, figure: KeyFigure, placed: list[tuple[int, Slot, str]],
                computed: ComputedWriter) -> None:
    key = computed.rows.key(figure.row)
    unit, pattern = computed.labels.unit(key)
    sheet.put(number, 1, computed.labels.text(key), "Label")
    sheet.put(number, 2, unit, "Unit")
    for column, slot, kind in placed:
        if kind != "change":
            computed.linked(sheet, number, column, key, slot, pattern)
            if (number, column) not in sheet.cells:
                sheet.put(number, column, "n.a.", "NotAvailable")
            continue
        now, base = at(number, column - 2), at(number, column - 1)
        counted = f"COUNT({now})*COUNT({base})"
        if figure.change == "growth":
            text = f'IF({counted},IF({base}>0,{now}/{base}-1,"n.m."),"n.a.")'
            sheet.put(number, column, Formula(f"={text}"), "Formula", "0.0%_);(0.0%);0.0%_)")
        elif figure.change == "points":
            sheet.put(number, column, Formula(f'=IF({counted},100*({now}-{base}),"n.a.")'), "Formula",
                      '0.0" pp"_);(0.0" pp");0.0" pp"_)')


def _charts(sheet: Sheet, row: int, axis: Axis, computed: ComputedWriter, charts: tuple[ChartPlan, ...]) -> None:
    """Two charts a line, then the block of links that they are drawn from."""
    height = 11
    sheet.breaks += [row - 2, row - 1 + height * ((len(charts) + 1) // 2)]
    data = row + 1 + height * ((len(charts) + 1) // 2)
    for index, plan in enumerate(charts):
        anchor = at(row + height * (index // 2), 1 if index % 2 == 0 else 4)
        slots = _chart_slots(axis, computed, plan)
        sheet.put(data, 1, plan.title, "Header")
        sheet.put(data, 2, None, "Header")
        names = [*plan.bars, *([plan.line] if plan.line else [])]
        for column, slot in enumerate(slots, start=3):
            label = axis.grid.periods[slot].end.isoformat() if plan.periods == "balances" else slot.label
            sheet.put(data, column, label, "Header")
        series = []
        for offset, name in enumerate(names, start=1):
            key = computed.rows.key(name)
            unit, pattern = computed.labels.unit(key)
            sheet.put(data + offset, 1, computed.labels.text(key), "Label")
            sheet.put(data + offset, 2, unit, "Unit")
            for column, slot in enumerate(slots, start=3):
                computed.linked(sheet, data + offset, column, key, slot, pattern)
            series.append((data + offset, name == plan.line))
        if slots:
            units = [computed.labels.unit(computed.rows.key(name))[0] for name in names]
            sheet.charts.append(Chart(plan.title, anchor, data, 3, 2 + len(slots), tuple(series), units[0],
                                      plan.alt, plan.from_zero, "%" if plan.line else ""))
        data += len(names) + 1


def _chart_slots(axis: Axis, computed: ComputedWriter, plan: ChartPlan) -> list[Slot]:
    """The columns in which every row of a chart has a value: text would be drawn as zero."""
    names = {"quarters": ("1Q", "2Q", "3Q", "4Q"), "cumulative": ("1H", "9M", "FY"),
             "balances": ("1Q", "1H", "9M", "FY")}
    rows: list[RowKey] = [computed.rows.key(name) for name in plan.bars]
    return [slot for slot in axis.columns if slot.name in names[plan.periods]
            and all(computed.trees.supported(row, slot) for row in rows)][-8:]


VERSIONS = ("Latest", "As first reported")
VERSION_CELL = on(COVER, absolute(5, 2))
"""Where the number of the version that the whole book shows stands, when filings restate anything."""


def cover_sheet(book: Book, sheets: list[Sheet], input_hash: str, versions: bool) -> Sheet:
    """Who, what, how to read it, and where everything is; with ``versions`` the switch between them."""
    company = book.company
    sheet = Sheet(COVER, "front", freeze="A4", header_rows=3, paper="A4", one_page=True)
    sheet.widths = {1: 26, 2: 112}
    heading(sheet, f"{company.name} ({company.code})", "Master check", 2)
    number = 4
    if versions:
        sheet.put(4, 1, "Version shown", "LabelTotal")
        sheet.put(4, 2, VERSIONS[0], "Input")
        sheet.choices["B4"] = VERSIONS
        sheet.put(5, 1, "Version number", "Label")
        sheet.put(5, 2, Formula(f'=1+(B4="{VERSIONS[1]}")'), "Formula", "0")
        number = 6
    for name, text in _particulars(book, input_hash):
        sheet.put(number, 1, name, "LabelTotal")
        sheet.put(number, 2, text, "Label")
        number += 1
    number = _block(sheet, number + 1, "Colours and signs")
    for look, text in _LEGEND:
        sheet.put(number, 1, "n.a." if look == "NotAvailable" else "sample", look)
        sheet.put(number, 2, text, "Label")
        number += 1
    number = _block(sheet, number + 1, "Sheets")
    titles = {name: " · ".join(s.title for s in book.statements.values() if s.sheet == name)[:150] for name in SHEETS}
    for each in sheets:
        sheet.put(number, 1, each.name, "Jump", target=on(each.name, "A1"))
        sheet.put(number, 2, _ABOUT.get(each.name) or titles.get(each.name, each.name), "Label")
        number += 1
    return sheet


def _particulars(book: Book, input_hash: str) -> list[tuple[str, str]]:
    """What a reader must know before the first number."""
    company, newest = book.company, book.filings[-1]
    splits = "; ".join(f"{s.new_shares} for {s.old_shares} effective {s.effective}" for s in company.splits)
    footing = ("always add up, so checks allow no difference" if company.foots == "exact"
               else "may differ by the rounding of their terms")
    todo = f"; {len(book.todo)} still to be typed" if book.todo else ""
    return [
        ("Company", company.name),
        ("Code and exchange", f"{company.code} · {company.exchange}"),
        ("Accounting standard", "IFRS; statements presented under IAS 1" if company.standard == "IFRS"
            else company.standard),
        ("Fiscal year", _fiscal_year(book)),
        ("Currency and scale", f"{company.units['amount'].label}; per-share amounts in {company.currency}"),
        ("Issuer's rounding", f"{company.rounding}; printed columns {footing}"),
        ("Signs", "as in the printed statements: costs and outflows are negative; ratios take the minus explicitly"),
        ("Share splits", splits or "none"),
        ("Newest filing", f"{newest.title}, filed {newest.filed}"),
        ("Figures", f"{len(book.facts):,} facts from {len(book.filings)} filing{'s' * (len(book.filings) != 1)}{todo}"),
        ("Outline groups", "expanded; the 1 above the columns folds the time axis to fiscal years"),
        ("Sheet tabs", "navy: overview; blue: statements; green: computed; orange: checks and filings; grey: facts"),
        ("Made by", f"Quarterbook {__version__}; input hash {input_hash}"),
        ("Known limits", "A discrete quarter exists where filings print or imply it; what they do not support is n.a., "
                         "never filled in."),
    ]


def _fiscal_year(book: Book) -> str:
    """When fiscal years end and what names them; the dates of those that are not twelve calendar months."""
    calendar, years = book.company.calendar, sorted({slot.year for slot in book.slots})
    listed = [f"FY{year} {calendar.period(Slot(year, 'FY')).start} to {calendar.year_end(year)}"
              for year in years if year in calendar.listed]
    end = calendar.year_end(years[-1])
    rule = [f"ends {end:%B} {end.day}"] if calendar.end_month and end else []
    return "; ".join([*rule, f"named after the calendar year it {calendar.named_after}s in",
                      *([f"by dates: {', '.join(listed)}"] if listed else [])])


def _block(sheet: Sheet, row: int, title: str) -> int:
    sheet.put(row, 1, title, "Section")
    sheet.put(row, 2, None, "Section")
    return row + 1


def filings_sheet(book: Book, facts: Sheet) -> Sheet:
    """The documents that the figures come from."""
    sheet = Sheet(FILINGS, "check", freeze="A5", header_rows=4, paper="A4")
    titles = ("Filing", "Title", "Filed", "Assurance", "Facts", "Address", "Note")
    sheet.widths = dict(enumerate((22, 60, 12, 13, 9, 30, 50), start=1))
    heading(sheet, f"{book.company.name} · Filings", "Documents", 2)
    for column, title in enumerate(titles, start=1):
        sheet.put(4, column, title, "Header")
    for row, filing in enumerate(book.filings, start=5):
        for column, text in ((1, filing.key), (2, filing.title), (4, filing.assurance), (6, filing.url or "–"),
                             (7, filing.note or "–")):
            sheet.put(row, column, text, "Label")
        sheet.put(row, 3, filing.filed.isoformat(), "Label")
        filings = f"{absolute(facts.header_rows + 1, 10)}:{absolute(facts.last_row, 10)}"
        sheet.put(row, 5, Formula(f"=COUNTIFS({on(facts.name, filings)},{at(row, 1)})"), "Link", number_format(0))
    return sheet
