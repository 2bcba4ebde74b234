"""Correction proposals: the smallest slips that explain the checks that fail. Nothing here is ever applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from generator.checks.proof import Check, Proof
from generator.diagnosis.candidates import Candidates
from generator.diagnosis.lost_rows import LostRow, lost_rows
from generator.diagnosis.trial import KINDS, Slip, Standing
from generator.model.figure import NIL

_MOST_SLIPS = 3
_BRANCHES = {2: 24, 3: 8}
"""How many first slips are followed where two, or three, are needed."""


@dataclass(frozen=True)
class Repair:
    """A set of slips that together explain a group of failing checks, and how many other explanations there are."""

    slips: tuple[Slip, ...]
    mends: tuple[Check, ...]
    alternatives: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether every slip says how the wrong figure came about."""
        return all(slip.is_plain for slip in self.slips)

    @property
    def is_unique(self) -> bool:
        """Whether nothing else explains it, be it another figure's taking any other value.

        Told of one slip only, as sets of several are not searched to the end; and of no dash that would have to
        be a figure, as it may also be none at all.
        """
        dashes = [change for slip in self.slips for change in slip.changes if change.fact.figure.kind == NIL]
        return self.alternatives == 0 and len(self.slips) == 1 and (self.is_plain or not dashes)


@dataclass(frozen=True)
class Finding:
    """Failing checks that hang together, and what would mend all of them, likeliest first.

    ``apart`` holds the findings that a row left out explains at once, each by itself.
    """

    failing: tuple[Check, ...]
    repairs: tuple[Repair, ...]
    lost_rows: tuple[LostRow, ...] = ()
    apart: tuple[Finding, ...] = ()

    @property
    def is_plain(self) -> bool:
        return any(repair.is_plain for repair in self.repairs)


def findings(proof: Proof) -> list[Finding]:
    """For each group of failing checks that share figures, what would mend them."""
    standing = Standing(proof)
    search = _Search(standing)
    groups = search.joined([part for group in _groups(standing.failing(proof.checks)) for part in search.parted(group)])
    found = search.in_view_of_each_other([search.explain(group) for group in groups])
    for row in lost_rows(proof, groups):
        found = _with_lost_row(found, row)
    return found


def _groups(failing: Iterable[Check]) -> list[list[Check]]:
    """Checks that share a figure, directly or through others."""
    groups: list[tuple[set[int], list[Check]]] = []
    for check in failing:
        near = [group for group in groups if group[0] & check.touched]
        touched = set(check.touched).union(*(group[0] for group in near))
        checks = [each for group in near for each in group[1]] + [check]
        groups = [group for group in groups if group not in near] + [(touched, checks)]
    return [checks for _, checks in groups]


def _with_lost_row(found: list[Finding], row: LostRow) -> list[Finding]:
    """A row left out explains several findings as one slip does, and a single one as another possibility."""
    mended = [each for each in found if set(each.failing) <= set(row.mends)]
    told = [replace(each, lost_rows=(*each.lost_rows, row),
                    repairs=tuple(replace(one, alternatives=one.alternatives + 1) for one in each.repairs))
            for each in mended]
    if len(mended) > 1 and not all(each.is_plain for each in mended):
        every = tuple(check for each in mended for check in each.failing)
        told = [Finding(every, (), (row,), tuple(replace(each, lost_rows=()) for each in told))]
    return [each for each in found if each not in mended] + told


class _Search:
    """Tries slips on the figures behind failing checks."""

    def __init__(self, standing: Standing) -> None:
        self._standing, self._touching = standing, standing.proof.touching
        self._candidates = Candidates(standing)
        self._explained: dict[tuple[Check, ...], Finding] = {}

    def explain(self, group: list[Check]) -> Finding:
        """What explains a group with the figures as they are typed, worked out once: parting a group asks too."""
        key = tuple(group)
        if key not in self._explained:
            self._explained[key] = self._explain(group)
        return self._explained[key]

    def _explain(self, failing: list[Check]) -> Finding:
        """The fewest slips that mend all of a group, likeliest first; of several, plain ones if there are any."""
        found: list[tuple[Slip, ...]] = [(slip,) for slip in self._single(failing)]
        for most in range(2, _MOST_SLIPS + 1):
            if not found:
                found = self._combined(failing, most)
                found = [slips for slips in found if all(slip.is_plain for slip in slips)] or found
        repairs = tuple(Repair(slips, tuple(failing), len(found) - 1) for slips in sorted(found, key=_rank))
        return Finding(tuple(failing), repairs)

    def in_view_of_each_other(self, found: list[Finding]) -> list[Finding]:
        """Each finding explained anew with those put right that it shares figures with and one slip alone explains.

        A slip that leaves their checks failing as they do may well break them once they are mended.
        """
        result = []
        for each in found:
            figures = frozenset().union(*(check.touched for check in each.failing))
            changes = [change for other in found if other is not each and other.repairs and other.repairs[0].is_unique
                       and any(check.touched & figures for check in other.failing)
                       for slip in other.repairs[0].slips for change in slip.changes]
            with self._standing.with_changes(changes):
                failing = self._standing.failing(each.failing)
                again = self._explain(failing) if changes and len(failing) == len(each.failing) else each
            result.append(again if again.repairs else each)
        return result

    def parted(self, group: list[Check]) -> list[list[Check]]:
        """Checks that share figures, told apart where several slips explain some of them each and touch no others.

        A group stays whole where one slip explains it, or where its parts would not be explained one by one although
        few slips do so together.
        """
        if self._single(group):
            return [group]
        parts: list[list[Check]] = []
        rest = group
        while part := self._largest_part(rest):
            parts.append(part)
            rest = [check for check in rest if check not in part]
        parts += _groups(rest)
        if all(self._single(part) for part in parts) or not self.explain(group).repairs:
            return parts
        return [group]

    def _largest_part(self, failing: list[Check]) -> list[Check]:
        """The most checks, two or more but not all, that a slip mends without touching another that fails."""
        found: list[tuple[tuple[int, bool, object], list[Check]]] = []
        for slip in self._candidates.everywhere(failing):
            numbers = self._numbers(slip)
            part = [check for check in failing if check.touched & numbers]
            if 1 < len(part) < len(failing):
                with self._standing.with_changes(slip.changes):
                    if not self._standing.failing(part) and not self._breaks(numbers, failing):
                        found.append(((-len(part), not slip.is_plain, _rank((slip,))), part))
        return min(found, key=lambda each: each[0])[1] if found else []

    def _single(self, failing: list[Check]) -> list[Slip]:
        """Every slip that mends all of a group."""
        return [slip for _, slip in self._steps(failing, self._candidates.everywhere(failing), whole=True)]

    def joined(self, groups: list[list[Check]]) -> list[list[Check]]:
        """Groups that one slip in several figures mends together, as figures that changed places, made one."""
        every = [check for group in groups for check in group]
        for slip in self._candidates.joint(every) if len(groups) > 1 else ():
            numbers = self._numbers(slip)
            near = [group for group in groups if any(check.touched & numbers for check in group)]
            if len(near) > 1:
                with self._standing.with_changes(slip.changes):
                    mended = [group for group in near if not self._standing.failing(group)]
                    holds = len(mended) > 1 and not self._breaks(numbers, every)
                if holds:
                    groups = [group for group in groups if group not in mended]
                    groups.append([check for group in mended for check in group])
        return groups

    def _combined(self, failing: list[Check], most: int,
                  changed: frozenset[int] = frozenset()) -> list[tuple[Slip, ...]]:
        """Sets of at most so many slips, in different figures, that mend a group together.

        One of them must lie behind the check that rests on the fewest figures; the likeliest are followed.
        """
        narrow = min(failing, key=lambda check: len(check.touched))
        steps = [(left, slip) for left, slip in self._steps(failing, self._candidates.of([narrow]), whole=most == 1)
                 if not changed & self._numbers(slip)]
        whole: list[tuple[Slip, ...]] = [(slip,) for left, slip in steps if not left]
        if whole or most == 1:
            return whole
        found: dict[frozenset[Slip], tuple[Slip, ...]] = {}
        likeliest = sorted(steps, key=lambda step: (not step[1].is_plain, step[0], _rank((step[1],))))
        for _, slip in likeliest[:_BRANCHES[most]]:
            with self._standing.with_changes(slip.changes):
                left_over = self._standing.failing(failing)
                for rest in self._combined(left_over, most - 1, changed | self._numbers(slip)):
                    found.setdefault(frozenset((slip, *rest)), (slip, *rest))
        return list(found.values())

    def _steps(self, failing: list[Check], slips: Iterable[Slip], whole: bool) -> Iterator[tuple[int, Slip]]:
        """The slips that mend some of the checks, or all (``whole``), and break none, with how many still fail."""
        for slip in slips:
            numbers = self._numbers(slip)
            touched = [check for check in failing if check.touched & numbers]
            if not touched or (whole and len(touched) < len(failing)):
                continue
            with self._standing.with_changes(slip.changes):
                left = len(failing) - len(touched) + len(self._standing.failing(touched))
                if left < (1 if whole else len(failing)) and not self._breaks(numbers, failing):
                    yield left, slip

    def _breaks(self, numbers: set[int], failing: list[Check]) -> bool:
        """Whether a check that holds today would fail with the changes made."""
        touched = {check for number in numbers for check in self._touching[number]}
        broken = self._standing.failing(touched - set(failing))
        with self._standing.as_typed(numbers):
            return len(self._standing.failing(broken)) < len(broken)

    def _numbers(self, slip: Slip) -> set[int]:
        return {self._standing.number(change.fact) for change in slip.changes}


def _rank(slips: tuple[Slip, ...]) -> tuple[int, int, list[object]]:
    """Fewer slips first, then the commoner kinds, then printed order."""
    places: list[object] = [change.fact.place for slip in slips for change in slip.changes]
    return len(slips), sum(KINDS.index(slip.kind) for slip in slips), places
