"""Facts that stand more than once in a filing: one stays, the others are left; unequal ones are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from generator.intake.placing import reasons as why
from generator.intake.placing.placed import LeftOut, PlacedFact
from generator.intake.placing.units import last_place, step
from generator.model.problem import Place, Problems
from generator.xbrl.report import Tagged

_COARSE = Decimal("0.001")
"""Where no decimals are said, a figure is rounded from another only where it has its first three places or more."""


def without_repeats(facts: Iterable[PlacedFact], on_statements: Collection[str],
                    problems: Problems) -> tuple[list[PlacedFact], list[LeftOut], list[str]]:
    """The facts each once, those that are left, and remarks on unequal ones that stand on no statement.

    Equal ones stay in their first printing, ones that agree within what they are rounded to in the most exact.
    Unequal ones of an element of ``on_statements`` are Problems: no one can tell which is right.
    """
    groups: dict[object, list[PlacedFact]] = {}
    for fact in facts:
        key = (fact.tagged.concept, fact.column, fact.members, fact.tagged.unit, fact.is_forecast, fact.end)
        groups.setdefault(key, []).append(fact)
    kept: list[PlacedFact] = []
    left: list[LeftOut] = []
    remarks: list[str] = []
    for group in groups.values():
        best = min(group, key=lambda each: (each.tagged.value is None, _coarseness(each.tagged)))
        against = [each for each in group if not agree(best.tagged, each.tagged)]
        if not against:
            kept.append(best)
            left += [LeftOut(each.tagged, _reason(best.tagged, each.tagged)) for each in group if each is not best]
            continue
        left += [LeftOut(each.tagged, why.CONFLICT) for each in group]
        message = _message(best, against[0])
        if best.tagged.concept in on_statements:
            problems.add(_place(best), f"{message}; which is right? Mend the file, or leave it out")
        else:
            remarks.append(f"{message}; neither is brought in")
    return kept, left, remarks


def _reason(kept: Tagged, left: Tagged) -> str:
    if left.value == kept.value:
        return why.REPEATED
    return why.NIL if left.value is None else why.LESS_EXACT


def agree(one: Tagged, other: Tagged) -> bool:
    """Whether two facts can be one figure, each rounded as it says. With nil agree nil and zero."""
    if one.value is None or other.value is None:
        return not one.value and not other.value
    if one.value == other.value:
        return True
    coarse = max(_step(one, other), _step(other, one))
    return abs(one.value - other.value) < coarse


def _step(fact: Tagged, other: Tagged) -> Decimal:
    """What a fact is rounded to; of companyfacts, which says nothing, its last place, if that is small enough."""
    if fact.decimals is not None or not fact.value or not other.value:
        return step(fact)
    place = last_place(fact.value)
    is_money = place > 1 and fact.origin.line == 0
    return place if is_money and place <= abs(fact.value) * _COARSE else Decimal(0)


def _coarseness(fact: Tagged) -> Decimal:
    """How coarse a fact is: what it is rounded to, or, where nothing is said, its last place."""
    if not fact.value or fact.decimals is not None:
        return step(fact) if fact.value is not None else Decimal(0)
    return last_place(fact.value) if fact.origin.line == 0 else Decimal(0)


def _message(one: PlacedFact, other: PlacedFact) -> str:
    return (f"{one.tagged.concept} of {one.column} is {_shown(one)} here and {_shown(other)} at "
            f"{_place(other)}")


def _place(fact: PlacedFact) -> Place:
    return Place(fact.tagged.origin.file, fact.tagged.origin.line, 1)


def _shown(fact: PlacedFact) -> str:
    return "nil" if fact.tagged.value is None else f"{fact.tagged.value:,}"
