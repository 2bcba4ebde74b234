"""The Cover: who, what, how to read it, and where everything is."""

from __future__ import annotations

from generator import __version__
from generator.derivation import currency_words
from generator.model.book import Book
from generator.model.period import Slot
from generator.sheets.axis import heading
from generator.sheets.context import Context
from generator.sheets.contract import COVER, MADE_BY
from generator.xlsx.cells import Formula, Sheet, absolute, on

VERSIONS = ("Latest", "As first reported")
VERSION_CELL = on(COVER, absolute(5, 2))
"""Where the number of the version that the whole book shows stands, when filings restate anything."""
_LEGEND = (
    ("Input", "Reported figure or parameter, typed on Facts (blue on a light fill)"),
    ("Link", "Link to another sheet (green)"),
    ("Formula", "Formula on the same sheet (black)"),
    ("Total", "Live total of the rows above (bold, rule above)"),
    ("LinkTotal", "Total printed without its parts: a link, not a sum (bold green)"),
    ("Derived", "d: derived from other periods, not printed (italic); m: some of it from figures of two bases, "
                "which the cell's note says"),
    ("Estimate", "e: estimate, e.g. shares weighted by days (italic on a fill)"),
    ("Corrected", "c: misprint in the source, corrected; the printed text stands on Facts and Checks"),
    ("NotAvailable", "n.a. not disclosed · n.m. not meaningful · – printed dash · 0 rounded to zero · "
                     "blank: period not reported"),
)


def write_cover(sheet: Sheet, context: Context) -> None:
    """The switch between versions where filings restate anything, then particulars, legend and list of sheets."""
    company = context.book.company
    sheet.freeze, sheet.header_rows = "A4", 3
    sheet.widths = {1: 26, 2: 112}
    heading(sheet, f"{company.name} ({company.code})", "Master check", 2)
    row = 4
    if context.has_versions:
        _switch(sheet)
        row = 6
    row = _lines(sheet, row, _particulars(context.book, context.input_hash))
    row = _block(sheet, row + 1, "Colours and signs")
    for look, text in _LEGEND:
        sheet.put(row, 1, "n.a." if look == "NotAvailable" else "sample", look)
        sheet.put(row, 2, text, "Label")
        row += 1
    row = _block(sheet, row + 1, "Sheets")
    for each in context.sheets:
        if each.name != sheet.name:
            sheet.put(row, 1, each.name, "Jump", target=on(each.name, "A1"))
            sheet.put(row, 2, each.shows or _titles(context.book, each.name), "Label")
            row += 1


def _switch(sheet: Sheet) -> None:
    """The version that the whole book shows, to be chosen, and its number."""
    sheet.put(4, 1, "Version shown", "LabelTotal")
    sheet.put(4, 2, VERSIONS[0], "Input")
    sheet.choices["B4"] = VERSIONS
    sheet.put(5, 1, "Version number", "Label")
    sheet.put(5, 2, Formula(f'=1+(B4="{VERSIONS[1]}")'), "Formula", "0")


def _lines(sheet: Sheet, row: int, lines: list[tuple[str, str]]) -> int:
    """Names and what is to be said of them; returns the row after the last."""
    for number, (name, text) in enumerate(lines, start=row):
        sheet.put(number, 1, name, "LabelTotal")
        sheet.put(number, 2, text, "Label")
    return row + len(lines)


def _titles(book: Book, sheet: str) -> str:
    """The titles of the statements on a sheet."""
    return " · ".join(each.title for each in book.statements.values() if each.sheet == sheet)[:150]


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
        *_currencies(book),
        ("Issuer's rounding", f"{company.rounding}; printed columns {footing}"),
        ("Signs", _signs(book)),
        ("Share splits", splits or "none"),
        ("Newest filing", f"{newest.title}, filed {newest.filed}"),
        ("Figures", f"{len(book.facts):,} facts from {len(book.filings)} filing{'s' * (len(book.filings) != 1)}{todo}"),
        ("Outline groups", "expanded to the periods that a sheet has figures for; the 3 above the columns shows "
                           "every period, the 1 fiscal years only"),
        ("Sheet tabs", "navy: overview; blue: statements; green: computed; orange: checks and filings; grey: facts"),
        ("Made by", MADE_BY.format(version=__version__, inputs=input_hash)),
        ("Known limits", "A discrete quarter exists where filings print or imply it; what they do not support is n.a., "
                         "never filled in."),
    ]


def _currencies(book: Book) -> list[tuple[str, str]]:
    """What becomes of amounts in other currencies than the company's, where there are any."""
    price = book.company.share_price
    others = dict.fromkeys([*(fact.currency for fact in book.facts), price.currency if price else ""])
    named = [each for each in others if each not in ("", book.company.currency)]
    rates = "; ".join(map(currency_words.rate_label, book.company.rates))
    said = f"converted at the rates on Facts: {rates}" if rates else "without a rate what would mix them is n.a."
    return [("Other currencies", f"{', '.join(named)}: as printed, with its letters; {said}")] if named else []


def _signs(book: Book) -> str:
    """How the filings print costs and payments, and what formulas make of it."""
    def names(concepts: frozenset[str]) -> str:
        return ", ".join(book.name((*where, "")) for concept, where in book.concepts.items() if concept in concepts)

    positive, others = book.outflows & book.other_sign, book.other_sign - book.outflows
    said = ["as in the printed statements"]
    if book.outflows:
        said[0] += f": costs and outflows are {'positive' if positive == book.outflows else 'negative'}"
    if positive != book.outflows and positive:
        said[0] += f", except what is printed positive: {names(positive)}"
    if others:
        said.append(f"printed with the other sign than is usual: {names(others)}")
    return "; ".join([*said, "ratios do not depend on it" if book.other_sign else "ratios take the minus explicitly"])


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
