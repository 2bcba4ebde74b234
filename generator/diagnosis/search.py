"""The search for the fewest slips that mend failing checks and break no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.checks.proof import Check
from generator.diagnosis.candidates import Candidate, Candidates
from generator.diagnosis.slips import SLIPS, TABLE
from generator.diagnosis.trial import Trial

Together = tuple[Candidate, ...]
"""Slips that explain checks only together."""
_MOST_SLIPS = 3
_BRANCHES = {2: 24, 3: 8}
"""How many first slips are followed where two, or three, are needed."""
_ODDNESS = 4.0
"""How many kinds less common a slip may be that brings a figure nearer, by a factor of e, to those of other periods."""


class Search:
    """Tries slips on the figures behind failing checks."""

    def __init__(self, trial: Trial) -> None:
        self.trial, self.candidates = trial, Candidates(trial)
        self._filed = {filing.key: number for number, filing in enumerate(trial.proof.book.filings)}
        self._explained: dict[tuple[Check, ...], list[Together]] = {}

    def explanations(self, group: Sequence[Check]) -> list[Together]:
        """What explains a group with the figures as they are typed, worked out once: who parts a group asks too."""
        key = tuple(group)
        if key not in self._explained:
            self._explained[key] = self.explanations_now(group)
        return self._explained[key]

    def explanations_now(self, failing: Sequence[Check]) -> list[Together]:
        """The fewest slips that mend all of a group, likeliest first; of several, plain ones if there are any."""
        found: list[Together] = [(candidate,) for candidate in self.single(failing)]
        for most in range(2, _MOST_SLIPS + 1):
            if not found:
                found = self._combined(failing, most)
                found = [slips for slips in found if all(each.slip.is_plain for each in slips)] or found
        return sorted(found, key=self.rank)

    def single(self, failing: Sequence[Check]) -> list[Candidate]:
        """Every slip that mends all of a group."""
        return [candidate for _, candidate in self._mending(failing, self.candidates.of(failing), whole=True)]

    def breaks(self, candidate: Candidate, failing: Sequence[Check]) -> bool:
        """Whether a check that holds today and is not among the failing ones fails with the changes, which are made."""
        numbers = self.numbers(candidate)
        touched = {check for number in numbers for check in self.trial.proof.touching[number]}
        broken = self.trial.failing(touched - set(failing))
        with self.trial.as_typed(numbers):
            return len(self.trial.failing(broken)) < len(broken)

    def numbers(self, candidate: Candidate) -> set[int]:
        """The numbers of the figures that a slip concerns."""
        return {self.trial.number(change.fact) for change in candidate.changes}

    def rank(self, slips: Together) -> tuple[int, float, int, list[object]]:
        """Fewer slips first, then commoner kinds and figures more like those of other periods, then printed order.

        Of two filings that do not agree the later one is named first, as what it repeats was proved before it. Tables
        that changed places are as odd whichever of them is put right.
        """
        places: list[object] = [change.fact.place for each in slips for change in each.changes]
        kinds = sum(SLIPS.index(each.slip) for each in slips)
        odd = sum(self.trial.oddness(change) for each in slips if each.slip.concerns != TABLE
                  for change in each.changes) / len(places)
        newest = max(self._filed[change.fact.filing.key] for each in slips for change in each.changes)
        return len(slips), kinds + _ODDNESS * odd, -newest, places

    def _combined(self, failing: Sequence[Check], most: int, changed: frozenset[int] = frozenset()) -> list[Together]:
        """Sets of at most so many slips, in different figures, that mend a group together.

        One of them must lie behind the check that rests on the fewest figures; the likeliest are followed.
        """
        narrow = min(failing, key=lambda check: len(check.touched))
        steps = [(left, each) for left, each in self._mending(failing, self.candidates.near([narrow]), whole=most == 1)
                 if not changed & self.numbers(each)]
        whole: list[Together] = [(each,) for left, each in steps if not left]
        if whole or most == 1:
            return whole
        found: dict[frozenset[Candidate], Together] = {}
        likeliest = sorted(steps, key=lambda step: (not step[1].slip.is_plain, step[0], self.rank((step[1],))))
        for _, first in likeliest[:_BRANCHES[most]]:
            with self.trial.with_changes(first.changes):
                left_over = self.trial.unmended(failing)
                for rest in self._combined(left_over, most - 1, changed | self.numbers(first)):
                    found.setdefault(frozenset((first, *rest)), (first, *rest))
        return list(found.values())

    def _mending(self, failing: Sequence[Check], candidates: Iterable[Candidate],
                 whole: bool) -> Iterator[tuple[int, Candidate]]:
        """The slips that mend some of the checks, or all (``whole``), and break none, with how many still fail."""
        for candidate in candidates:
            numbers = self.numbers(candidate)
            touched = [check for check in failing if check.touched & numbers]
            if not touched or (whole and len(touched) < len(failing)):
                continue
            with self.trial.with_changes(candidate.changes):
                left = len(failing) - len(touched) + len(self.trial.unmended(touched))
                if left < (1 if whole else len(failing)) and not self.breaks(candidate, failing):
                    yield left, candidate
