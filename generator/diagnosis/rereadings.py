"""What was typed, read otherwise: explanations by which no figure is wrong, but what the inputs say of figures.

A further kind is a function that offers books read otherwise, and its place in READINGS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.checks.declared import DECLARED
from generator.checks.proof import EXACT, FAIL, ROUND, Check, Proof
from generator.diagnosis.coarser import coarser_printings
from generator.diagnosis.headings import other_headings
from generator.diagnosis.issuer_rounding import needs_figures, other_habits, units_off
from generator.diagnosis.offers import Offer
from generator.diagnosis.split_bases import other_split_bases
from generator.diagnosis.term_signs import other_term_signs
from generator.model.problem import Place

READINGS: tuple[Callable[[Proof, Sequence[Sequence[Check]]], Iterator[Offer]], ...] = (
    coarser_printings, other_headings, other_term_signs, other_split_bases, other_habits)
"""Every kind, likeliest first."""
_HOLDING = (EXACT, ROUND)
_MANY = 3
"""So many figures are not wrong by their last digits all at once."""


@dataclass(frozen=True)
class Rereading:
    """What the inputs may say wrongly of figures that are right, and the line that would say it, or what to look at.

    ``is_likely``: it comes before any slip in a figure, for it mends everything at once.
    """

    words: str
    line: str
    place: Place | None
    mends: tuple[Check, ...]
    is_likely: bool = True


def rereadings(proof: Proof, groups: Sequence[Sequence[Check]]) -> list[Rereading]:
    """Readings under which groups of failing checks hold or are gone as a whole and nothing fails that holds today.

    That checks are gone proves nothing: one at least must hold that fails today, or join figures that no check joins
    today. Of several, those that mend the most and under which the most can be proved.
    """
    today = {check.id: outcome.state for check, outcome in proof.outcomes()}
    found: list[tuple[tuple[int, int], Rereading]] = []
    settled: set[object] = set()
    for offers in READINGS if groups else ():
        for offer in offers(proof, groups):
            if offer.instead_of in settled:
                continue
            outcomes = Proof(offer.book, proof.templates).outcomes()
            states = {check.id: outcome.state for check, outcome in outcomes}
            mended = [check for group in groups if all(states.get(check.id) != FAIL for check in group)
                      for check in group]
            gained = any(outcome.state in _HOLDING and _is_new(check, today.get(check.id))
                         for check, outcome in outcomes)
            if mended and gained and all(today.get(id) == FAIL for id, state in states.items() if state == FAIL):
                settled.add(offer.subject)
                holding = sum(1 for state in states.values() if state in _HOLDING)
                found.append(((len(mended), holding), Rereading(
                    offer.words, offer.line, offer.place, tuple(mended), offer.is_likely)))
    most = max((worth for worth, _ in found), default=None)
    return [each for worth, each in found if worth == most]


def _is_new(check: Check, today: str | None) -> bool:
    """Whether that a check holds says more than today: a column adds up under any heading."""
    columns = {(fact.table, fact.column) for fact in (*check.left_facts, *check.right_facts)}
    return today == FAIL or (today not in _HOLDING and len(columns) > 1)


def misfits(proof: Proof, groups: Sequence[Sequence[Check]]) -> Iterator[Rereading]:
    """Declared relations that fail and hold in no period: they may not be what this company's figures obey."""
    found: dict[str, list[Check]] = {}
    for group in groups:
        if all(check.rule is DECLARED for check in group) and len({check.label for check in group}) == 1:
            found.setdefault(group[0].label, []).extend(group)
    holding = {check.label for check, outcome in proof.outcomes()
               if check.rule is DECLARED and outcome.state in _HOLDING and outcome.left and not check.severity.apart}
    for label, checks in found.items():
        if label not in holding:
            yield Rereading("the relation itself may not fit this company, as it holds in no period",
                            checks[0].look_at, None, tuple(checks), is_likely=len(checks) > 1)


def loosely_rounded(proof: Proof, failing: Sequence[Check]) -> tuple[Rereading, Proof] | None:
    """The habit of rounding by which many sums hold that fail as the inputs declare it, and the proof under it."""
    small = [check for check in failing if units_off(proof, check) is not None]
    if needs_figures(small, _MANY) < _MANY:
        return None
    for offer in other_habits(proof, [small]):
        under = Proof(offer.book, proof.templates)
        states = {check.id: outcome.state for check, outcome in under.outcomes()}
        # A printed total shown as such may stand in for what was compared with its sum, which is no question then.
        mended = [check for check in failing if states.get(check.id, EXACT if check in small else FAIL) in _HOLDING]
        if needs_figures(mended, _MANY) == _MANY:
            most = max(units_off(proof, check) or 1 for check in mended)
            words = f"these {len(mended)} differ by at most {most} in the last digit: {offer.words}"
            return Rereading(words, offer.line, offer.place, tuple(mended)), under
    return None
