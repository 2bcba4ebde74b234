"""The tables of a summary: results under periods with their printed growth, balances under dates, forecasts apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from generator.intake.placing.placed import PlacedFact, PlacedFiling
from generator.intake.placing.units import scale_of
from generator.intake.shaping.draft import RowDraft, TableDraft
from generator.intake.shaping.rows import RowInMaking, SheetDraft
from generator.intake.shaping.spans import FilingSpans, is_date
from generator.intake.shaping.statements_of import DIVIDENDS
from generator.intake.shaping.tables import POWERS, figure, shares_power
from generator.intake.shaping.views import GROWTH

Column = tuple[str, str]
"""A period or a date, and what stands behind it: growth, an end of a range, nothing."""
_ENDS = ("", "low", "high")
_FORECASTS = {DIVIDENDS: "配当予想"}


def summary_tables(sheet: SheetDraft, number: int, filing: PlacedFiling,
                   keys: Mapping[str, str]) -> Iterator[TableDraft]:
    """The tables of one filing's summary; ``keys`` are those of members."""
    results = _facts(sheet, number, forecast=False)
    forecasts = _facts(sheet, number, forecast=True)
    title = sheet.views[number].title
    for dated in (False, True):
        kind = {at: rows for at, rows in results.items() if is_date(at[0]) == dated}
        yield from _table(sheet, filing, title, kind, keys, {})
    yield from _table(sheet, filing, _FORECASTS.get(sheet.kind, "業績予想"), forecasts, keys, {"forecast": True})


def _facts(sheet: SheetDraft, number: int, *, forecast: bool) -> dict[Column, dict[RowInMaking, PlacedFact]]:
    found: dict[Column, dict[RowInMaking, PlacedFact]] = {}
    for row in sheet.figures:
        for (of, column, behind), fact in (*row.facts.items(), *row.beside.items()):
            if of == number and fact.is_forecast == forecast:
                found.setdefault((column, behind), {})[row] = fact
    return found


def _table(sheet: SheetDraft, filing: PlacedFiling, title: str,
           facts: Mapping[Column, Mapping[RowInMaking, PlacedFact]], keys: Mapping[str, str],
           more: Mapping[str, object]) -> Iterator[TableDraft]:
    columns = _ordered(facts, filing)
    power, said = _scales([fact for each in facts.values() for fact in each.values()], filing)
    rows = []
    for row in sheet.figures:
        cells = tuple(facts[column].get(row) for column in columns)
        if any(cells):
            rows.append(RowDraft(row.key, tuple(
                _figure(fact, row, column, power, filing) if fact else "~"
                for fact, column in zip(cells, columns, strict=True)), cells))
    if rows:
        yield TableDraft(sheet.kind, title, tuple(rows), tuple(_heading(column, keys) for column in columns),
                         more={**more, **said})


def _ordered(columns: Iterable[Column], filing: PlacedFiling) -> list[Column]:
    """Dates and periods, older ones first; a figure before the ends of its range, and those before its growth."""
    order = FilingSpans.of(filing).order

    def place(column: Column) -> tuple[object, ...]:
        word, _, end = column[1].partition(" ") if column[1].startswith(GROWTH) else ("", "", column[1])
        return not is_date(column[0]), order(column[0]), word, _ENDS.index(end)

    return sorted(columns, key=place)


def _heading(column: Column, keys: Mapping[str, str]) -> str:
    words = [keys[GROWTH] if word == GROWTH else word for word in column[1].split()]
    return " ".join((column[0], *words))


def _figure(fact: PlacedFact, row: RowInMaking, column: Column, power: int, filing: PlacedFiling) -> str:
    if column[1].startswith(GROWTH):
        return figure(fact, replace(row, unit="percent", sign=1), -2)
    powers = {"amount": power, "shares": shares_power(filing), "percent": -2}
    return figure(fact, row, powers.get(row.unit, 0))


def _scales(facts: Sequence[PlacedFact], filing: PlacedFiling) -> tuple[int, dict[str, object]]:
    """The power of ten in which amounts are typed, and what the table says of scales and currency: a summary may be in
    millions of yen, and the statements in thousands, or of dollars."""
    amounts = [fact for fact in facts if fact.counts == "money"]
    word = scale_of(fact.tagged for fact in amounts) if any(fact.tagged.value for fact in amounts) else filing.scale
    scales = {"amount": word} if amounts and word != filing.scale else {}
    power = shares_power(filing)
    if power and any(fact.counts == "shares" for fact in facts):
        scales["shares"] = next(each for each, of in POWERS.items() if of == power)
    more: dict[str, object] = {"scale": scales} if scales else {}
    currencies = {fact.currency for fact in facts if fact.currency}
    if len(currencies) == 1 and (only := next(iter(currencies))) != filing.currency:
        more["currency"] = only
    return POWERS.get(word, 0), more
