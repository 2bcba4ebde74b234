"""Which failing checks hang together, so that they are explained together."""

from __future__ import annotations

from collections.abc import Iterable

from generator.checks.proof import Check
from generator.diagnosis.search import Search

Group = list[Check]


def groups(search: Search, failing: Iterable[Check]) -> list[Group]:
    """Failing checks in groups, each of which some slips explain by themselves where any do."""
    return _joined(search, [part for group in _sharing_figures(failing) for part in _parted(search, group)])


def _sharing_figures(failing: Iterable[Check]) -> list[Group]:
    """Checks that share a figure, directly or through others."""
    found: list[tuple[set[int], Group]] = []
    for check in failing:
        near = [group for group in found if group[0] & check.touched]
        touched = set(check.touched).union(*(group[0] for group in near))
        checks = [each for group in near for each in group[1]] + [check]
        found = [group for group in found if group not in near] + [(touched, checks)]
    return [checks for _, checks in found]


def _parted(search: Search, group: Group) -> list[Group]:
    """Checks that share figures, told apart where several slips explain some of them each and touch no others.

    A group stays whole where one slip explains it, or where its parts would not be explained one by one although
    few slips do so together.
    """
    if search.single(group):
        return [group]
    parts: list[Group] = []
    rest = group
    while part := _largest_part(search, rest):
        parts.append(part)
        rest = [check for check in rest if check not in part]
    parts += _sharing_figures(rest)
    return parts if all(map(search.single, parts)) or not search.explanations(group) else [group]


def _largest_part(search: Search, failing: Group) -> Group:
    """The most checks, two or more but not all, that a slip mends without touching another that fails."""
    found: list[tuple[tuple[int, bool, object], Group]] = []
    for candidate in search.candidates.of(failing):
        numbers = search.numbers(candidate)
        part = [check for check in failing if check.touched & numbers]
        if 1 < len(part) < len(failing):
            with search.trial.with_changes(candidate.changes):
                if not search.trial.unmended(part) and not search.breaks(candidate, failing):
                    found.append(((-len(part), not candidate.slip.is_plain, search.rank((candidate,))), part))
    return min(found, key=lambda each: each[0])[1] if found else []


def _joined(search: Search, found: list[Group]) -> list[Group]:
    """Groups that one slip in several figures mends together, as figures that changed places, made one."""
    every = [check for group in found for check in group]
    for candidate in search.candidates.joint(every) if len(found) > 1 else ():
        numbers = search.numbers(candidate)
        near = [group for group in found if any(check.touched & numbers for check in group)]
        if len(near) > 1:
            with search.trial.with_changes(candidate.changes):
                mended = [group for group in near if not search.trial.unmended(group)]
                holds = len(mended) > 1 and not search.breaks(candidate, every)
            if holds:
                found = [group for group in found if group not in mended]
                found.append([check for group in mended for check in group])
    return found
