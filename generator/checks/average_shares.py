"""Average numbers of shares against the balances of shares between which they must lie."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.magnitude import OTHER_BASIS
from generator.checks.relation import Relation, Rule, first_cell
from generator.checks.sides import added
from generator.checks.tolerance import nothing
from generator.derivation.rounding import EXACT
from generator.derivation.trees import Trees
from generator.formulas.expression import NOT_AVAILABLE, Call, Expression, Name, Operation, RowAt, counted
from generator.model.period import Slot
from generator.model.severity import PLAUSIBLE

AVERAGE = Rule("average_shares", added, nothing,
               about="Average shares, and the balances of shares that their period opens and closes with")
_AVERAGE, _BALANCE, _PRINTED = "weighted_shares_adjusted", "shares_outstanding_adjusted", "weighted_shares_basic"


def average_shares(trees: Trees) -> Iterator[Relation]:
    """Each printed average against the balances that its period opens and closes with, as far as they are known.

    It lies between them, however many shares were issued or bought back. Where one of them is not known, shares may
    have been issued since or before: then it is bounded narrowly on the other side alone.
    """
    series = trees.rows.series(_PRINTED)
    for slot in trees.grid.timeline.slots if series else ():
        assert series
        average = RowAt(_AVERAGE, slot)
        known = [RowAt(_BALANCE, each) if trees.supported(_BALANCE, each) else None for each in (slot.opening, slot)]
        if any(known) and trees.grid.printings.fact(series, slot) and trees.supported(_AVERAGE, slot):
            yield _relation(trees, slot, average, *known)


def _relation(trees: Trees, slot: Slot, average: RowAt, opening: RowAt | None, closing: RowAt | None) -> Relation:
    balances = tuple(each for each in (opening, closing) if each)
    narrow, wide = Name("average_margin"), Name("far_apart")
    low = Operation("/", Call("MIN", balances), narrow if opening else wide)
    high = Operation("*", Call("MAX", balances), narrow if closing else wide)
    within: Expression = Call("MAX", (low, Call("MIN", (high, average))))
    left = Call("IF", (counted((average, *balances)), within, NOT_AVAILABLE))
    facts = trees.facts(average)
    return Relation(
        f"{AVERAGE.key}:{slot.label}", AVERAGE, facts[0].series[0] if facts else "",
        "Weighted average shares lie between the shares outstanding at the period's ends (the nearest that does)",
        slot.label, PLAUSIBLE, left, average, EXACT, EXACT, trees.facts(left), facts,
        "Shares printed in thousands ('scale:'), classes of shares of unequal rights that are added up, averages or "
        f"balances on the basis of another day. {OTHER_BASIS}", first_cell(average), name=AVERAGE.key)
