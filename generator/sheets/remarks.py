"""What the note on a cell says: what a reader cannot see in its row, its style or the status of its column.

Notes are for exceptions: a misprint corrected, a figure lost or restated, an estimate, a path over figures of two
bases, amounts of two currencies. A derived period is none: the status of its column and the italics of its cells tell
of it, and a book has thousands. Where a sheet would have more than a hundred notes on restated figures (a split, a
re-presentation of everything) the notes of its rows tell of them instead, and Restatements has each; of other notes a
row of a crowded sheet keeps the first of each kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from generator.checks.netting import turned
from generator.derivation import currency_words
from generator.derivation.grid import Grid
from generator.derivation.sources import ESTIMATE, Entry, Link, Lost, Missing, Path, PrintedTotal
from generator.derivation.versions import MIXES_VERSIONS
from generator.history.restatements import Restatement, restatements
from generator.model.period import YEAR_TO_DATE, Period, Slot
from generator.model.statement import Series
from generator.xlsx.cells import Sheet

_MOST = 100


class Remarks:
    """What is to be said of the cells of statements."""

    def __init__(self, grid: Grid) -> None:
        self._grid, self._book = grid, grid.book
        self._restated: Mapping[tuple[Series, Period], Restatement] = {
            (each.latest.series, each.latest.period): each for each in restatements(grid.versions)}
        often = Counter(self._sheet(series) for series, _ in self._restated)
        self._crowded = {sheet for sheet, count in often.items() if count > _MOST}

    def of(self, entry: Entry, series: Series, slot: Slot) -> str:
        """What a reader must know of one cell, each thing a sentence of the note; empty for most cells."""
        if said := currency_words.remark(self._grid.cell(series, slot), self._book.company):
            return said
        # A balance stands in every column that ends on its day; it is told of in the longest.
        repeats = self._grid.additivity(series).is_balance and slot.name not in YEAR_TO_DATE
        restated = "" if repeats or self._sheet(series) in self._crowded else self._restatement(entry)
        return "; ".join(filter(None, (self._of_source(entry, series, slot), restated)))

    def of_row(self, entries: list[Entry]) -> Iterator[str]:
        """What the note beside a row says of its unusual cells."""
        if any(entry.status == ESTIMATE for entry in entries):
            yield "e: derived periods are weighted by days"
        if any(isinstance(entry.source, Link) and entry.source.fact.figure.reason for entry in entries):
            yield "c: corrected misprint"
        if any(isinstance(entry.source, Lost) for entry in entries):
            yield "d: lost in the source, derived"
        if any(map(self._restatement, entries)):
            yield "r: restated, see Restatements"
        if any(isinstance(entry.source, Missing) and entry.source.is_blank for entry in entries):
            yield "an empty cell: the filing prints nothing there"

    def _of_source(self, entry: Entry, series: Series, slot: Slot) -> str:
        """A path over two versions, a correction, a lost figure, an estimate, or a sign that no print of it has."""
        if self._grid.mixes_versions(series, slot):
            return two_bases(entry)
        if entry.remark:
            return entry.remark
        if isinstance(entry.source, Link) and entry.source.fact.figure.reason:
            fact = entry.source.fact
            return f"Printed {fact.figure.printed}, corrected to {fact.figure.value:,}: {fact.figure.reason}"
        if isinstance(entry.source, Lost):
            what = "its printed total less the other parts" if entry.source.others else "its other printing"
            return f"Lost in the source text; derived from {what}"
        if isinstance(entry.source, Path) and entry.source.weighted:
            return f"Estimate: {way(entry.source)}, weighted by days"
        return turned(self._grid, series, slot)

    def _restatement(self, entry: Entry) -> str:
        """Which filing restates the figure of a cell, and what was first reported."""
        link = entry.source.link if isinstance(entry.source, PrintedTotal) else entry.source
        if not isinstance(link, Link) or not (found := self._restated.get((link.fact.series, link.fact.period))):
            return ""
        cause = f" ({found.cause})" if found.cause else ""
        return (f"Restated in {found.latest.filing.key}{cause}: first reported {found.first.figure.printed} in "
                f"{found.first.filing.key}")

    def _sheet(self, series: Series) -> str:
        return self._book.statements[series[0]].sheet


def spare(sheet: Sheet) -> None:
    """Of a sheet with more than a hundred notes, leave in each row the first of those that begin alike: what says it
    anew in every column (a ratio over figures of two bases) would hide what says it once."""
    noted = sorted(place for place, cell in sheet.cells.items() if cell.remark)
    said: set[tuple[int, str]] = set()
    for place in noted if len(noted) > _MOST else ():
        cell = sheet.cells[place]
        said_of_row = place[0], cell.remark.partition(":")[0]
        if said_of_row in said:
            sheet.cells[place] = cell._replace(remark="")
        said.add(said_of_row)


def two_bases(entry: Entry | None) -> str:
    """What is to be said of a cell that is derived from figures of two bases, or for that reason is not."""
    if entry and isinstance(entry.source, Missing):
        return entry.source.why
    return f"{MIXES_VERSIONS}: {way(entry.source)}" if entry and isinstance(entry.source, Path) else MIXES_VERSIONS


def way(path: Path) -> str:
    """The columns of a path in words: ``9M2023 less 1H2023``."""
    words = "".join(f" {'less' if sign < 0 else 'plus'} {slot.label}" for sign, slot in path.terms)
    return words.removeprefix(" plus ").strip()
