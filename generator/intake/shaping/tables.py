"""The tables of a filing as a person would type them: columns, rows, figures with the printed sign in the scale."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.intake.placing.placed import PlacedFact, PlacedFiling
from generator.intake.shaping.draft import RowDraft, TableDraft
from generator.intake.shaping.rows import RowInMaking, SheetDraft
from generator.intake.shaping.spans import is_date
from generator.intake.shaping.views import StatementView
from generator.model.additivity import ADDITIVITIES
from generator.model.measure import SCALES

_DASH = re.compile(r"[-‐-―−－ー]+")
POWERS = {word: len(str(ones)) - 1 for word, ones in SCALES.items()}


def tables_of(sheet: SheetDraft, number: int, filing: PlacedFiling,
              member_keys: dict[str, str]) -> Iterator[TableDraft]:
    """The tables of a statement in one filing."""
    view = sheet.views[number]
    if view.axis:
        for column in view.columns:
            for members in _member_groups(sheet, number, column):
                rows = _rows(sheet, number, [(column, member) for member in members], filing)
                more = _more(rows, filing)
                if any(_is_partial(sheet, number, column, member) for member in members):
                    more["abridged"] = True
                yield TableDraft(sheet.kind, view.title, rows, period=column,
                                 members=tuple(member_keys[member] for member in members), more=more)
        return
    for columns in (each for kind in _by_kind(view) for each in _groups(sheet, number, kind)):
        rows = _rows(sheet, number, [(column, "") for column in columns], filing)
        more = _more(rows, filing)
        if view.fewer.intersection(columns) or _is_abridged(sheet, number, columns):
            more["abridged"] = True
        yield TableDraft(sheet.kind, view.title, rows, columns=tuple(columns), more=more)


def _member_groups(sheet: SheetDraft, number: int, column: str) -> list[list[str]]:
    """The members that stand in one table of a period: one of which rows are blank that its parts have stands alone."""
    there = [member for member in (*sheet.members, "")
             if any((number, column, member) in row.facts for row in sheet.figures)]
    apart = [member for member in there if _is_partial(sheet, number, column, member)]
    return [group for group in ([each for each in there if each not in apart], *([each] for each in apart)) if group]


def _is_partial(sheet: SheetDraft, number: int, column: str, member: str) -> bool:
    """Whether rows of a whole are blank although its parts have figures."""
    return any((number, column, member) not in row.facts and (
        any((number, column, part) in row.facts for part in sheet.across.get(member, ()))
        or any((number, column, member) in part.facts for _, part in row.sum)) for row in sheet.figures)


def _by_kind(view: StatementView) -> Iterator[list[str]]:
    """Periods and dates apart, as what needs the one has no place under the other; and headlines of quarters."""
    for kind in ((False, False), (True, False), (False, True)):
        if columns := [each for each in view.columns if (is_date(each), each in view.fewer) == kind]:
            yield columns


def _groups(sheet: SheetDraft, number: int, columns: Sequence[str]) -> list[list[str]]:
    """The columns that stand in one table: one in which a total is blank while its parts have figures stands alone."""
    together: list[str] = []
    apart: list[list[str]] = []
    for column in columns:
        if any((number, column, "") not in row.facts
               and any((number, column, "") in part.facts for _, part in row.sum) for row in sheet.figures):
            apart.append([column])
        else:
            together.append(column)
    return [each for each in (together, *apart) if each]


def _is_abridged(sheet: SheetDraft, number: int, columns: Sequence[str]) -> bool:
    """Whether a table lacks parts of a total that are not nothing."""
    for row in sheet.figures:
        for column in columns:
            at = (number, column, "")
            total = row.printed(at)
            if total is None:
                continue
            for terms in (row.sum, row.also_sum):
                values = [(sign, part.printed(at)) for sign, part in terms]
                if any(value is None for _, value in values) and any(value is not None for _, value in values):
                    given = sum((sign * value for sign, value in values if value is not None), Decimal(0))
                    if abs(given - total) > abs(total) / 1000:
                        return True
    return False


def _rows(sheet: SheetDraft, number: int, across: Sequence[tuple[str, str]],
          filing: PlacedFiling) -> tuple[RowDraft, ...]:
    found = []
    for row in sheet.figures:
        facts = tuple(row.facts.get((number, column, member)) for column, member in across)
        if any(facts) and not (ADDITIVITIES[row.additivity].needs_period and any(is_date(each) for each, _ in across)):
            power = _power(row, facts, filing)
            found.append(RowDraft(row.key, tuple(figure(fact, row, power) if fact else "~" for fact in facts), facts))
    return tuple(found)


def _power(row: RowInMaking, facts: Sequence[PlacedFact | None], filing: PlacedFiling) -> int:
    if row.unit == "amount":
        other = [fact for fact in facts if fact and fact.currency != filing.currency]
        return POWERS[_scale_of(other)] if other else POWERS.get(filing.scale, 0)
    if row.unit == "shares":
        return shares_power(filing)
    return -2 if row.unit == "percent" else 0


def _scale_of(facts: Sequence[PlacedFact]) -> str:
    """The scale of amounts in another currency than the filing's, by what most of them are tagged with."""
    decimals = Counter(-fact.tagged.decimals for fact in facts if fact.tagged.decimals is not None)
    most = max(decimals, key=lambda each: decimals[each], default=0)
    return next((word for word, power in reversed(POWERS.items()) if most >= power), "one")


def shares_power(filing: PlacedFiling) -> int:
    """The scale in which a filing prints numbers of shares: that of most of them."""
    decimals = Counter(-fact.tagged.decimals for fact in filing.facts if fact.counts == "shares"
                       and fact.tagged.decimals is not None and fact.tagged.value)
    if not decimals:
        return 0
    most = max(decimals, key=lambda each: decimals[each])
    return next((power for power in (6, 3) if most >= power), 0)


def figure(fact: PlacedFact, row: RowInMaking, power: int) -> str:
    """A figure as typed: ``(49802)``, ``1.26``, ``nil``."""
    tagged = fact.tagged
    is_dash = bool(_DASH.fullmatch(tagged.printed.strip("\u3000 ()（）")))
    if tagged.value is None or (is_dash and not tagged.value):
        return "nil"
    value = row.sign * tagged.value.scaleb(-power)
    decimals = 0
    if tagged.decimals is not None and tagged.decimals + power > 0 and row.unit != "amount":
        decimals = min(tagged.decimals + power, 6)
    exponent = tagged.value.as_tuple().exponent
    if row.unit == "per_share" and isinstance(exponent, int):
        decimals = max(decimals, -exponent)
    text = format(abs(value.normalize()), "f")
    if len(text.partition(".")[2]) < decimals:
        text = format(abs(value), f".{decimals}f")
    return f"({text})" if value < 0 else text


def _more(rows: Sequence[RowDraft], filing: PlacedFiling) -> dict[str, object]:
    """What a table says of its scales and currency."""
    more: dict[str, object] = {}
    facts = [fact for row in rows for fact in row.facts if fact]
    power = shares_power(filing)
    if power and any(fact.counts == "shares" for fact in facts):
        more["scale"] = {"shares": next(word for word, each in POWERS.items() if each == power)}
    amounts = [fact for fact in facts if fact.counts == "money" and fact.currency != filing.currency]
    if amounts:
        said = more.get("scale", {})
        more["scale"] = {**(said if isinstance(said, dict) else {}), "amount": _scale_of(amounts)}
    currencies = {fact.currency for fact in facts if fact.currency}
    if len(currencies) == 1 and (only := next(iter(currencies))) != filing.currency:
        more["currency"] = only
    return more
