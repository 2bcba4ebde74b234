"""What the line items count: units of the company's own become those of the sheets, with the scale that they say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from generator.inputs.vocabulary import Concept
from generator.model.measure import SCALES
from generator.model.problem import Problems
from generator.model.statement import LineItem, Member, Ref, Statement, Unit

_UNITS = {"money": "amount", "shares": "shares", "per_share": "per_share"}
"""The unit of the sheets for what figures count."""
_COUNTED = {"money": "an amount", "shares": "a number of shares", "per_share": "an amount per share"}


def with_units(statements: Mapping[str, Statement], units: Mapping[str, Unit], concepts: Mapping[str, Concept],
               problems: Problems) -> dict[str, Statement]:
    """The statements with their rows in units of the sheets.

    A concept on a row that counts something else or does not say its scale is a Problem, and so are a second printing
    and a part of a sum that do not.
    """
    rows = _Rows(statements, units, concepts, problems)
    found = {key: rows.in_units(statement) for key, statement in statements.items()}
    rows.ask_for_scales()
    for statement in found.values():
        _refuse_mixed_sums(statement, units, problems)
    return {key: replace(each, items={name: _as_first_printed(item, each, found, units, problems)
                                      for name, item in each.items.items()}) for key, each in found.items()}


class _Rows:
    """The rows of all statements, each brought to a unit of the sheets."""

    def __init__(self, statements: Mapping[str, Statement], units: Mapping[str, Unit],
                 concepts: Mapping[str, Concept], problems: Problems) -> None:
        self._units, self._concepts, self._problems = units, concepts, problems
        self._without_scale: dict[str, list[LineItem]] = defaultdict(list)
        needed: dict[str, set[str]] = defaultdict(set)
        for statement in statements.values():
            for item in statement.items.values():
                needed[item.unit].add(self._needed(item))
        self._kinds = {key: _kind(unit, needed[key] - {""}) for key, unit in units.items()}

    def _needed(self, item: LineItem) -> str:
        """What the concept of a line item counts; empty without one, and where it may be anything."""
        concept = self._concepts.get(item.concept)
        return concept.of if concept and concept.of in _UNITS else ""

    def in_units(self, statement: Statement) -> Statement:
        return replace(statement, items={key: self._item(item) for key, item in statement.items.items()},
                       members={key: self._member(member) for key, member in statement.members.items()})

    def _item(self, item: LineItem) -> LineItem:
        unit, needed = self._units[item.unit], self._needed(item)
        kind = self._kinds[unit.key] or (needed if unit.is_own else "")
        # A unit that names a currency and nothing else is one of it: no amount per share is in thousands unsaid.
        scale = item.scale or unit.scale or ("one" if needed == "per_share" and unit.currency else "")
        if item.scale and not unit.scale and not needed:
            self._problems.add(item.place, f"'{item.key}' counts {unit.label}, which has no scale; take out 'scale:'")
        if needed and kind != needed:
            self._problems.add(
                item.place,
                f"the concept '{item.concept}' is {_COUNTED[needed]}, and '{item.key}' counts {unit.label}; write "
                f"unit: {_UNITS[needed]}, with scale: thousand (or million, billion) where it is printed so, or take "
                "out the concept")
        elif needed and not scale:
            self._without_scale[unit.key].append(item)
        elif scale and self._is_converted(unit, needed):
            return replace(item, unit=_UNITS[kind], scale=scale, currency=item.currency or unit.currency)
        return replace(item, currency=item.currency or unit.currency)

    def _member(self, member: Member) -> Member:
        unit = self._units.get(member.unit)
        if unit is None:
            return member
        if unit.scale and self._is_converted(unit, ""):
            return replace(member, unit=_UNITS[self._kinds[unit.key]], scale=unit.scale, currency=unit.currency)
        return replace(member, currency=unit.currency)

    def _is_converted(self, unit: Unit, needed: str) -> bool:
        """Whether figures of a unit stand on the sheets in another one: a common unit only where a concept asks."""
        if not unit.is_own:
            return needed == "money" and unit.key != _UNITS["money"]
        return self._kinds[unit.key] in _UNITS

    def ask_for_scales(self) -> None:
        """A Problem for each unit that carries concepts and does not say its scale."""
        for name, items in self._without_scale.items():
            unit, first = self._units[name], items[0]
            usual = "one" if self._needed(first) == "per_share" else "million"
            word = next((each for each in SCALES if re.search(rf"\b{each}", unit.label)), usual)
            said = "currency: GBX" if re.search(r"\b(pence|penny|p)\b", unit.label) else f"scale: {word}"
            others = f" (and {len(items) - 1} more)" if len(items) > 1 else ""
            self._problems.add(
                first.place,
                f"'{first.key}'{others} counts {unit.label}, and the unit '{name}' does not say its scale, "
                f"without which the concept '{first.concept}' cannot be compared; write it in company.yaml: {name}: "
                f"{{label: {unit.label}, {said}}}")


def _kind(unit: Unit, needed: set[str]) -> str:
    """What figures of a unit count: what it says, else what the concepts in it are, else what its label says."""
    if unit.of or not unit.is_own:
        return unit.of
    if len(needed) == 1:
        return next(iter(needed))
    if re.search(r"\bshares?\b", unit.label, re.IGNORECASE):
        return "shares"
    return "money" if unit.currency or (unit.scale and not unit.counts) else ""


def _refuse_mixed_sums(statement: Statement, units: Mapping[str, Unit], problems: Problems) -> None:
    """Report totals that add up what counts another thing, or does not say its scale."""
    for item in statement.items.values():
        whole = units[item.unit]
        others = [statement.items[part] for _, part in (*item.sum, *item.also_sum) if part in statement.items]
        wrong = next((part for part in others if part.unit != item.unit and not part.caption
                      and (whole.of or units[part.unit].of) and whole.of != units[part.unit].of), None)
        if wrong:
            part = units[wrong.unit]
            own = ", or the company's own unit its scale in company.yaml, e.g. scale: billion"
            problems.add(item.place, f"the total '{item.key}' counts {whole.label} and its part '{wrong.key}' "
                         f"{part.label}: give both one unit{own * (whole.is_own or part.is_own)}")


def _as_first_printed(item: LineItem, statement: Statement, statements: Mapping[str, Statement],
                      units: Mapping[str, Unit], problems: Problems) -> LineItem:
    """A second printing in the unit of the first; one that counts something else is a Problem."""
    for member, ref in item.same_as:
        other = _unit(ref, statements)
        own = units[statement.unit_of(item.key, member)]
        if other is None or own.key == other or not (own.of or units[other].of):
            continue
        if own.of == units[other].of and own.of == "per_share":
            continue
        if own.of == units[other].of and own.scale and not statement.member(member).unit:
            return replace(item, unit=other, scale=item.scale or own.scale)
        advice = f"; write its scale in company.yaml: {own.key}: {{label: {own.label}, scale: million}}"
        problems.add(item.place, f"'{item.key}' counts {own.label} and is a second printing of "
                     f"'{ref.series[0]}.{ref.series[1]}', which counts {units[other].label}"
                     f"{advice if own.is_own and not own.scale else ''}")
    return item


def _unit(ref: Ref, statements: Mapping[str, Statement]) -> str | None:
    """The unit of a row elsewhere; None for one that is not there, which is reported elsewhere."""
    statement = statements.get(ref.statement)
    return statement.unit_of(*ref.series[1:]) if statement and ref.series[1] in statement.items else None
