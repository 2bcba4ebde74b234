"""The issuer's rounding, told from its own printed sums: whether columns always add up, and how figures are cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from generator.checks.proof import FAIL, Check, Proof
from generator.diagnosis.footings import is_footing
from generator.diagnosis.offers import Offer
from generator.model.figure import NIL
from generator.model.problem import Place

_ENOUGH = 10
_LOOSE, _CUT = ("foots", "loose"), ("rounding", "truncate")
_HABITS = (((_LOOSE,), "the issuer rounds each figure by itself"), ((_CUT,), "the issuer cuts figures off"),
           ((_LOOSE, _CUT), "the issuer cuts off each figure by itself"))
"""What company.yaml may say in the place of a stricter habit, simplest first, and what it means."""


@dataclass(frozen=True)
class Suggestion:
    """What to declare in company.yaml, and the evidence for it."""

    key: str
    value: str
    evidence: str


def suggestions(proof: Proof) -> list[Suggestion]:
    """What the printed sums say of each habit that company.yaml does not declare, where they say enough."""
    found = {"foots": _whether_columns_add_up(proof), "rounding": _way_of_rounding(proof)}
    habits = (*(found[name] for name in proof.book.company.undeclared), _sign_of_changes(proof))
    return [each for each in habits if each]


def _sign_of_changes(proof: Proof) -> Suggestion | None:
    """``favourable`` where each printed change of costs that is not as arithmetic has it is so with the other sign."""
    turned = len(turned_changes(proof))
    said = f"{turned} printed changes of costs have" if turned > 1 else "a printed change of costs has"
    return Suggestion("growth", "favourable", f"{said} the other sign than the figures, as where it is positive when "
                      "the result gains by it") if turned else None


def turned_changes(proof: Proof) -> list[Check]:
    """The printed changes that would be right if the issuer prints them positive when favourable; none where any would
    be wrong, or where company.yaml says how it prints them."""
    turned: list[Check] = []
    for check in proof.checks if not proof.book.company.growth else ():
        outcome = check.outcome(proof.numbers)
        if check.rule.key not in ("growth", "change") or outcome.left is None or not outcome.right:
            continue
        if outcome.state == FAIL:
            assert outcome.tolerance is not None
            if not _is_cost(proof, check) or abs(outcome.left + outcome.right) > outcome.tolerance:
                return []
            turned.append(check)
        elif _is_cost(proof, check):
            return []
    return turned


def _is_cost(proof: Proof, check: Check) -> bool:
    """Whether a printed change is one of figures that lower the result."""
    figures = {fact.series: fact for fact in check.left_facts}
    return all(fact.value * proof.grid.structure.effect(series) < 0 for series, fact in figures.items())


def _whether_columns_add_up(proof: Proof) -> Suggestion | None:
    """``exact`` where no printed sum is off; ``loose`` where one is, by no more than rounding explains."""
    sums = [check.outcome(proof.numbers) for check in _printed_sums(proof)]
    if len(sums) < _ENOUGH:
        return None
    off = sum(1 for outcome in sums if outcome.difference)
    return Suggestion("foots", "loose" if off else "exact", f"{len(sums) - off} of {len(sums)} printed sums add up to "
                      "the last digit")


def _way_of_rounding(proof: Proof) -> Suggestion | None:
    """A figure cut off is never more than the exact one, so a sum of cut figures never exceeds its total.

    Only sums of figures on the same side of zero tell: of their amounts, the total less the parts is
    never negative when cut off, and goes either way when rounded to the nearest.
    """
    gaps = [gap for check in _printed_sums(proof) if (gap := _gap(proof, check)) is not None]
    over, under = sum(1 for gap in gaps if gap > 0), sum(1 for gap in gaps if gap < 0)
    if under:
        return Suggestion("rounding", "nearest", f"in {under} of {len(gaps)} printed sums the parts exceed the total, "
                          "as figures that are cut off never do")
    if over >= _ENOUGH:
        return Suggestion("rounding", "truncate", f"in {over} of {len(gaps)} printed sums the total exceeds the parts, "
                          "and in none it is the other way")
    return None


def _printed_sums(proof: Proof) -> Iterator[Check]:
    """Footings of figures of a single printed column, rounded alike, that rounding could have put apart."""
    for check in proof.checks:
        figures = [fact for fact in (*check.left_facts, *check.right_facts) if fact.figure.kind != NIL]
        printed_apart = is_footing(check) and len(check.left_facts) > 1
        alike = all(fact.unit == "amount" for fact in figures) and len({fact.decimals for fact in figures}) == 1
        if printed_apart and alike and check.touched:
            yield check


def _gap(proof: Proof, check: Check) -> Decimal | None:
    """By how much a printed total exceeds the sum of its parts, all of one sign."""
    parts = [fact.value for fact in check.left_facts]
    weights = check.left.linear.terms.values() if check.left and check.left.linear is not None else ()
    total = check.right_facts[0].value
    if any(weight != 1 for weight in weights) or not (all(p >= 0 for p in parts) or all(p <= 0 for p in parts)):
        return None
    return abs(total) - abs(sum(parts, Decimal(0)))


def other_habits(proof: Proof, groups: Sequence[Sequence[Check]]) -> Iterator[Offer]:
    """The habits that allow more than those declared, where sums are off by so little that rounding may explain it."""
    company = proof.book.company
    near = [off for group in groups for check in group if (off := units_off(proof, check)) is not None]
    for habit, meaning in _HABITS if near else ():
        if not {("foots", company.foots), ("rounding", company.rounding)} & set(habit):
            said = {"foots": company.foots, "rounding": company.rounding, **dict(habit)}
            laxer = replace(company, foots=said["foots"], rounding=said["rounding"])
            yield Offer(meaning, ", ".join(f"{name}: {value}" for name, value in habit), _company_file(proof),
                        replace(proof.book, company=laxer), subject="rounding", instead_of="rounding", is_likely=False)


def _company_file(proof: Proof) -> Place:
    """The company's file, which stands beside its statements'."""
    statement = next(iter(proof.book.statements.values()))
    return Place(str(Path(statement.place.file).with_name("company.yaml")))


def units_off(proof: Proof, check: Check) -> int | None:
    """By how many units of the last digit a check is off; None where that is more than rounding could ever explain."""
    difference = check.outcome(proof.numbers).difference
    facts = [proof.facts[number] for number in check.touched]
    if not difference or len(facts) < 2:
        return None
    off = round(abs(difference) * 10.0 ** max(fact.decimals for fact in facts))
    return off if 0 < off <= len(facts) else None


def needs_figures(checks: Iterable[Check], most: int) -> int:
    """How many figures, up to some number, would have to be wrong for checks to fail: one at least behind each."""
    left = list(checks)
    count = 0
    while left and count < most:
        behind = Counter(number for check in left for number in check.touched)
        (number, _), = behind.most_common(1)
        left = [check for check in left if number not in check.touched]
        count += 1
    return count
