"""In which scale and currency the figures of a table are printed: what is said nearest to a figure counts.

That is what the table says by name of its line item or unit, then what the line item or its unit says, the table, the
statement, the filing, the company. A word without a name speaks of amounts; in a table without amounts, of its counts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

from generator.inputs.forms import CURRENCY, SCALE
from generator.inputs.record import Fields, text, word
from generator.inputs.value import Value
from generator.model.company import Company
from generator.model.currency import code_of
from generator.model.fact import Filing
from generator.model.measure import Measure, Said, power_between
from generator.model.problem import nearest
from generator.model.statement import LineItem, Statement, Unit

_AMOUNT = "amount"


def said(fields: Fields, key: str, names: Collection[str]) -> Said:
    """What ``scale:`` or ``currency:`` says: a word, or one for each of some units and line items."""
    node = fields.node(key)
    if node is None:
        return ()
    if not node.is_mapping:
        return tuple(("", found) for found in [_word(key, node)] if found)
    given = []
    for name, value in node.items():
        known, found = name.key(), _word(key, value)
        if known is not None and known not in names:
            name.complain(f"'{known}' is neither a unit nor a line item here{nearest(known, names)}")
        elif known is not None and found:
            given.append((known, found))
    return tuple(given)


def _word(key: str, value: Value) -> str | None:
    return word(value, SCALE) if key == "scale" else code_of(text(value, CURRENCY) or "")


class Measures:
    """The scale and currency of the figures of one table."""

    def __init__(self, company: Company, statement: Statement, filing: Filing, table: Fields,
                 rows: Collection[str]) -> None:
        self._company, self._statement, self._filing, self._table = company, statement, filing, table
        items = [statement.items[name] for name in rows if name in statement.items]
        names = {*(item.key for item in items), *(item.unit for item in items),
                 *(member.unit for member in statement.members.values() if member.unit)}
        self._scales, self._currencies = (dict(said(table, key, names)) for key in ("scale", "currency"))
        self._speaks, self._statement_speaks = (
            partial(_speaks_of, has_amounts=any(item.unit == _AMOUNT for item in each))
            for each in (items, statement.items.values()))
        units = [company.units[item.unit] for item in items]
        for key, spoken in (("scale", self._speaks), ("currency", _is_money)):
            node = table.node(key)
            if node and not node.is_mapping and not any(map(spoken, units)):
                node.complain(f"'{key}:' says nothing here: no row of the table counts what has one")
        self._told: set[str] = set()

    def of(self, item: LineItem, member: str) -> Measure:
        """In what a figure of a line item and member is printed."""
        unit = self._company.units[self._statement.unit_of(item.key, member)]
        whose = self._statement.member(member) if self._statement.member(member).unit else item
        scale = unit.scale and (
            self._nearest("scale", self._scales, unit, item, whose.scale, self._speaks(unit))
            or _by_unit(self._statement.scale, unit, self._statement_speaks(unit))
            or _by_unit(self._filing.scale, unit, unit.key == _AMOUNT) or unit.scale)
        currency = whose.currency
        if _is_money(unit):
            currency = (self._nearest("currency", self._currencies, unit, item, whose.currency, True)
                        or _by_unit(self._statement.currency, unit, True)
                        or _by_unit(self._filing.currency, unit, True) or self._company.currency)
        return Measure(scale, currency, power_between(scale, unit.scale) if scale else 0)

    def _nearest(self, key: str, table: Mapping[str, str], unit: Unit, item: LineItem, own: str, speaks: bool) -> str:
        """What the table says by name, what the line says itself, what the table says of all: the first of these."""
        named = table.get(item.key, "") if unit.key == item.unit else ""
        plain = table.get("", "") if speaks else ""
        if named or table.get(unit.key):
            return named or table[unit.key]
        if own and plain and own != plain and (node := self._table.node(key)) and item.key not in self._told:
            self._told.add(item.key)
            node.complain(f"'{item.key}' says {key}: {own} and its table {plain}; say which holds here: {key}: "
                          f"{{{unit.key}: {plain}, {item.key}: {own}}}")
        return own or plain


def _by_unit(given: Said, unit: Unit, speaks: bool) -> str:
    """What is said of a unit, or of all that a word without a name speaks of."""
    words = dict(given)
    return words.get(unit.key) or (words.get("", "") if speaks else "")


def _speaks_of(unit: Unit, has_amounts: bool) -> bool:
    """Whether a scale without a name speaks of a unit."""
    return unit.key == _AMOUNT if has_amounts else unit.counts and bool(unit.scale)


def _is_money(unit: Unit) -> bool:
    return unit.of in ("money", "per_share")
