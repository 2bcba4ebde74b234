"""The Filings sheet: the documents that the figures come from."""

from __future__ import annotations

from generator.sheets.axis import heading
from generator.sheets.context import Context
from generator.sheets.contract import FACTS, FACTS_TABLE, FILINGS_TABLE
from generator.xlsx.cells import Formula, Sheet, absolute, at, number_format, on

_WIDTHS = (22, 44, 12, 13, 9, 30, 40)
_HEADER = FILINGS_TABLE.titles_row


def write_filings(sheet: Sheet, context: Context) -> None:
    """A row a filing, with a live count of its facts."""
    sheet.freeze, sheet.header_rows = at(_HEADER + 1, 1), _HEADER
    sheet.widths = dict(enumerate(_WIDTHS, start=1))
    heading(sheet, f"{context.book.company.name} · {sheet.name}", "Documents", 2)
    for column, title in enumerate(FILINGS_TABLE.titles, start=1):
        sheet.put(_HEADER, column, title, "Header")
    column = FACTS_TABLE.column("Filing")
    filings = on(FACTS, f"{absolute(FACTS_TABLE.titles_row + 1, column)}:{absolute(context.facts.last_row, column)}")
    for row, filing in enumerate(context.book.filings, start=_HEADER + 1):
        for column, text in ((1, filing.key), (2, filing.title), (4, filing.assurance),
                             (7, "; ".join(filter(None, (filing.note, filing.year_is_right))) or "–")):
            sheet.put(row, column, text, "Label")
        link = context.facts.link(filing)
        sheet.put(row, 6, filing.url or "–", "Jump" if link else "Label", link=link)
        sheet.put(row, 3, filing.filed.isoformat(), "Label")
        sheet.put(row, 5, Formula(f"=COUNTIFS({filings},{at(row, 1)})"), "Link", number_format(0))
