"""What filings print beside their forecasts: percentages achieved, changes on a year ago, shares of other forecasts.

Each is compared with the figures in force when its filing was made, as that printed or knew them; nothing of a forecast
ever stands for a result.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.relation import Found, Terms
from generator.derivation.grid import Grid
from generator.derivation.outlook import to_date
from generator.formulas.expression import Filed
from generator.model.fact import ACHIEVED, EXPECTED, Fact
from generator.model.figure import NIL
from generator.model.period import Period, Slot
from generator.model.severity import HARD, SOFT
from generator.model.statement import Ref, Series, key


def achieved(grid: Grid) -> Iterator[Found]:
    """A printed percentage of a forecast that is achieved, against the year to date that its filing prints too."""
    calendar = grid.book.company.calendar
    for share in _comparisons(grid):
        whole = _beside(grid, share, share.series, EXPECTED) if share.forecast == ACHIEVED else None
        known = (_known(grid, share.series, calendar.period(slot), share) for slot in to_date(calendar, share))
        so_far = next((fact for fact in known if fact and fact.filing.key == share.filing.key), None)
        if whole and so_far:
            yield from _found(grid, share, "printed % achieved of the forecast",
                              ((1, Filed(so_far)), (1, Filed(whole))))


def growth(grid: Grid) -> Iterator[Found]:
    """A printed change of a forecast on the result of a year ago."""
    yield from _growth(grid, favourable=False)


def gain(grid: Grid) -> Iterator[Found]:
    """The same where the issuer prints it positive when the result gains by it."""
    yield from _growth(grid, favourable=True)


def _growth(grid: Grid, favourable: bool) -> Iterator[Found]:
    for change in _comparisons(grid):
        of = _changes(grid, change) if change.forecast != ACHIEVED else None
        if of is None or grid.structure.is_favourable(change.series, of.series) != favourable:
            continue
        now = _beside(grid, change, of.series, change.forecast)
        ago = _year_ago(grid, now) if now else None
        if now and ago:
            sign = of.sign * (grid.structure.effect(of.series) if favourable else 1)
            yield from _found(grid, change, "printed % of the forecast on a year ago",
                              ((sign, Filed(now)), (sign, Filed(ago))))


def shares(grid: Grid) -> Iterator[Found]:
    """A printed share of one forecast in another, such as a margin."""
    for share in _comparisons(grid):
        pair = grid.book.statements[share.series[0]].items[share.series[1]].percent_of
        if pair is None or share.series[2] or share.forecast == ACHIEVED:
            continue
        found = [(ref.sign, _beside(grid, share, ref.series, share.forecast)) for ref in pair]
        terms = tuple((sign, Filed(fact)) for sign, fact in found if fact)
        if len(terms) == len(pair):
            yield from _found(grid, share, f"printed % of {grid.book.name(pair[1].series)}, both forecasts", terms)


def signs(grid: Grid) -> Iterator[Found]:
    """Forecasts of what never crosses zero: typed with another sign than the line's results."""
    for concept, where in grid.book.concepts.items():
        sign, series = grid.book.one_sided.get(concept, 0), (*where, "")
        facts = [fact for fact in grid.book.forecasts if sign and fact.series == series and fact.forecast != ACHIEVED]
        if facts:
            yield Found(f"{key(series)}:forecasts", series[0],
                        f"{grid.book.name(series)}: forecasts have the sign of the line's results", "all",
                        tuple((sign, Filed(fact)) for fact in facts), (), SOFT)


def _comparisons(grid: Grid) -> Iterator[Fact]:
    """The forecasts of a book that may be printed comparisons; a dash says that there is none to print."""
    filings = {filing.key for filing in grid.book.filings}
    return (fact for fact in grid.book.forecasts if fact.figure.kind != NIL and fact.filing.key in filings)


def _changes(grid: Grid, change: Fact) -> Ref | None:
    """The row of which a forecast is a printed change on a year ago."""
    statement, item, member = change.series
    definition = grid.book.statements[statement]
    if definition.member(member).growth:
        return Ref(1, (statement, item, ""))
    return definition.items[item].growth_of if not member else None


def _beside(grid: Grid, fact: Fact, series: Series, forecast: str) -> Fact | None:
    """The forecast of another row for the same column in the same filing."""
    return next((each for each in grid.book.forecasts if each.filing.key == fact.filing.key and each.series == series
                 and each.forecast == forecast and _column(each) == _column(fact)), None)


def _column(fact: Fact) -> Slot | Period:
    return fact.column or fact.period


def _year_ago(grid: Grid, now: Fact) -> Fact | None:
    """The result that a forecast changes, as its filing knew it."""
    calendar = grid.book.company.calendar
    slot = calendar.year_ago(now.column, balance=now.period.is_instant) if now.column else None
    if slot is None:
        return None
    period = calendar.period(slot)
    return _known(grid, now.series, Period(period.end) if now.period.is_instant else period, now)


def _known(grid: Grid, series: Series, period: Period, forecast: Fact) -> Fact | None:
    """A result in force when a forecast was made; None across a share split."""
    found = grid.versions.in_force(series, period, forecast.filing)
    apart = found and grid.book.split_power(series) and not grid.versions.one_basis((found, forecast))
    return None if apart else found


def _found(grid: Grid, printed: Fact, words: str, left: Terms) -> Iterator[Found]:
    """Hard where one filing prints it all; what another one prints may have been restated."""
    when = grid.book.when(printed.period)
    end = "" if printed.forecast in (ACHIEVED, EXPECTED) else f":{printed.forecast}"
    filings = {tree.fact.filing.key for _, tree in left if isinstance(tree, Filed)}
    yield Found(f"{key(printed.series)}:{when}{end}:{printed.filing.key}", printed.series[0],
                f"{grid.book.name(printed.series)}: {words}", when, left, ((1, Filed(printed)),),
                HARD if filings == {printed.filing.key} else SOFT, filing=printed.filing)
