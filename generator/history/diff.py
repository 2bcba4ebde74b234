"""What is new between two snapshots: periods, figures, line items, checks that turned, computed rows that moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from generator.checks.proof import FAIL
from generator.history.snapshot import OF_FORECASTS, Figures, Key, Snapshot, When

_SAME = 1e-9
_MOST_PARTS, _MOST_CANDIDATES = 3, 40
"""A line cut anew is looked for among sums of so many lines, of so many that could be parts: beyond, chance finds some.
"""


@dataclass(frozen=True)
class FigureChange:
    """A figure that is another one now."""

    item: str
    label: str
    when: str
    before: float
    after: float


@dataclass(frozen=True)
class Mapping:
    """Line items that may be others under a new name or cut; for the reader to confirm, never applied."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    evidence: str


@dataclass(frozen=True)
class Turned:
    """A check in another state."""

    id: str
    before: str
    after: str


@dataclass(frozen=True)
class Moved:
    """A computed row with another value; None where it has none."""

    row: str
    label: str
    when: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Changes:
    """All that changed, each list with the most important first; ``expected`` are forecasts that were revised."""

    filings: tuple[str, ...]
    periods: tuple[str, ...]
    figures: int
    restated: tuple[FigureChange, ...]
    retyped: tuple[FigureChange, ...]
    expected: tuple[FigureChange, ...]
    gone: tuple[str, ...]
    items: tuple[str, ...]
    vanished: tuple[str, ...]
    mappings: tuple[Mapping, ...]
    turned: tuple[Turned, ...]
    moved: tuple[Moved, ...]

    def __bool__(self) -> bool:
        return any(asdict(self).values())

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def changes(old: Snapshot, new: Snapshot) -> Changes:
    """What the second snapshot says that the first did not, or said otherwise."""
    filings = tuple(filing for filing in new.filings if filing not in old.filings)
    printed = {key for (key, _), given in new.figures.items() if given.keys() & set(filings)}
    statements = {key[0] for key in printed}
    was_printed = {key for (key, _), given in old.figures.items() if old.filings and old.filings[-1] in given}
    added = sorted(key for key in new.labels if key not in old.labels and key[0] != OF_FORECASTS)
    vanished = sorted(key for key in was_printed if key[0] in statements and key not in printed)
    known = {when for _, when in old.figures}
    return Changes(
        filings=filings,
        periods=tuple(new.when(when) for when in sorted(
            {when for _, when in new.figures} - known, key=lambda when: (when[1], when[0]))),
        figures=len(new.figures.keys() - old.figures.keys()),
        restated=_largest(_revised(old, new, old.figures, new.figures)), retyped=_largest(_retyped(old, new)),
        expected=_largest(_revised(old, new, old.forecasts, new.forecasts)),
        gone=tuple(f"{name(key)} {old.when(when)}" for key, when in sorted(old.figures.keys() - new.figures.keys())),
        items=tuple(map(name, added)), vanished=tuple(map(name, vanished)),
        mappings=tuple(_mappings(old, new, vanished, [key for key in added if key in printed])),
        turned=tuple(sorted(_turned(old, new), key=lambda turn: (turn.after != FAIL, turn.id))),
        moved=tuple(sorted(_moved(old, new), key=_size, reverse=True)))


def name(key: Key) -> str:
    """``statement.item`` with its member's label."""
    return (key[1] if key[0] == OF_FORECASTS else f"{key[0]}.{key[1]}") + (f" · {key[2]}" if key[2] else "")


def amount(value: float | None) -> str:
    """A number as people read it: thousands, and four significant digits of a fraction."""
    if value is None:
        return "n.a."
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4f}" if abs(value) < 100 else f"{value:,.2f}"


def _differs(before: float | None, after: float | None) -> bool:
    if before is None or after is None:
        return (before is None) != (after is None)
    return abs(before - after) > _SAME * max(1.0, abs(before))


def _revised(old: Snapshot, new: Snapshot, then: Figures, now: Figures) -> Iterator[FigureChange]:
    """Figures of which the newest filing that gives them says something else than before, in the same currency."""
    for (key, when), given in then.items():
        before, after = old.latest(key, when), new.latest(key, when)
        by_new = now.get((key, when), {}).keys() - given.keys()
        if by_new and before is not None and after is not None and before.currency == after.currency \
                and not before.is_one_figure(after, new.rounding):
            yield FigureChange(name(key), new.labels[key], new.when(when), before.as_in(after), after.value)


def _retyped(old: Snapshot, new: Snapshot) -> Iterator[FigureChange]:
    """Figures that stand otherwise under the same filing: somebody has edited it."""
    every = {**new.figures, **new.forecasts}
    for (key, when), given in {**old.figures, **old.forecasts}.items():
        now = every.get((key, when), {})
        for filing in given.keys() & now.keys():
            before, after = given[filing], now[filing]
            if _differs(before.as_in(after), after.value):
                yield FigureChange(name(key), new.labels[key], f"{new.when(when)} in {filing}", before.as_in(after),
                                   after.value)


def _largest(figures: Iterator[FigureChange]) -> tuple[FigureChange, ...]:
    return tuple(sorted(figures, key=lambda f: abs(f.after - f.before) / max(abs(f.before), 1), reverse=True))


def _mappings(old: Snapshot, new: Snapshot, vanished: list[Key], added: list[Key]) -> Iterator[Mapping]:
    """A line item under a new name has the figures of the old one where both are given; one cut anew is a sum."""
    given = [_whens(snapshot.figures) for snapshot in (old, new)]
    for lone, others, renamed in [(key, added, True) for key in vanished] + [(key, vanished, False) for key in added]:
        one, several = (old, new) if renamed else (new, old)
        one_given, several_given = given if renamed else reversed(given)
        candidates = [other for other in others if other[0] == lone[0] and other[2] == lone[2]
                      and not several_given.get(other, {}).keys().isdisjoint(one_given.get(lone, {}))]
        most = _MOST_PARTS if len(candidates) <= _MOST_CANDIDATES else 1
        for count in range(1 if renamed else 2, most + 1):
            for parts in combinations(candidates, count):
                whens = [when for when in one_given[lone] if all(when in several_given[part] for part in parts)]
                pairs = [(one.value_of(lone, when), sum(several.value_of(part, when) or 0 for part in parts))
                         for when in whens]
                if pairs and any(before for before, _ in pairs) and not any(_differs(*pair) for pair in pairs):
                    evidence = f"the same figures in {', '.join(map(new.when, whens))}"
                    left, right = ((lone,), parts) if renamed else (parts, (lone,))
                    yield Mapping(tuple(map(name, left)), tuple(map(name, right)), evidence)


def _whens(figures: Figures) -> dict[Key, dict[When, None]]:
    """The periods that each line item is given for."""
    found: dict[Key, dict[When, None]] = {}
    for key, when in figures:
        found.setdefault(key, {})[when] = None
    return found


def _turned(old: Snapshot, new: Snapshot) -> Iterator[Turned]:
    for check, after in new.checks.items():
        before = old.checks.get(check)
        if before != after and (before is not None or after == FAIL):
            yield Turned(check, before or "not there", after)


def _moved(old: Snapshot, new: Snapshot) -> Iterator[Moved]:
    """Computed rows that say something else; what is told in another currency now is no move."""
    for (row, when), before in old.computed.items():
        after = new.computed.get((row, when))
        currencies = {each.computed_in.get((row, when), "") for each in (old, new)} - {""}
        if (row, when) in new.computed and len(currencies) <= 1 and _differs(before, after):
            yield Moved(row, new.titles.get(row, row), when, before, after)


def _size(move: Moved) -> tuple[bool, float]:
    """Values that came or went last, then by how much of themselves rows moved."""
    if move.before is None or move.after is None:
        return False, 0.0
    return True, abs(move.after - move.before) / max(abs(move.before), abs(move.after))
