"""The checks of templates, each in every column that holds what it compares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.tolerance import loose_facts
from generator.derivation.grid import Grid
from generator.derivation.rows import ComputedRows
from generator.formulas.expression import Mention
from generator.formulas.names import Formula
from generator.inputs.template import CheckTemplate
from generator.model.book import Fact
from generator.model.period import Slot
from generator.model.problem import Place


@dataclass(frozen=True)
class AppliedCheck:
    """A template's check in one column; in none (``slot`` is None) where a company's own finds no column."""

    check: CheckTemplate
    slot: Slot | None
    period: str
    printed: Fact | None = None
    left_facts: tuple[Fact, ...] = ()
    right_facts: tuple[Fact, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.check.id}:{self.period}" if self.slot else self.check.id

    @property
    def look_at(self) -> str:
        """What to look at when it fails, or why it stands in no column."""
        return self.check.look_at if self.slot else \
            "No column of the time axis holds what this check needs, on different figures"

    def rounded(self, grid: Grid) -> tuple[Fact, ...]:
        """The figures whose rounding makes the tolerance, where the template gives none."""
        facts = {fact.place: fact for fact in (*self.left_facts, *self.right_facts)}
        return loose_facts(grid, facts.values()) if self.check.kind != "must_not_tie" else ()


def applied_checks(rows: ComputedRows, checks: tuple[CheckTemplate, ...]) -> Iterator[AppliedCheck]:
    """Every check in every column; one of the company's own that no column holds is there all the same."""
    for check in checks:
        found = [_applied(rows, check, slot) for slot in _columns(rows, check) if _holds(rows, check, slot)]
        yield from found
        if check.own and not found:
            yield AppliedCheck(check, None, "–")


def _applied(rows: ComputedRows, check: CheckTemplate, slot: Slot) -> AppliedCheck:
    first = check.right.mentions[0]
    series = rows.series(first.row)
    printed = rows.on_day(first) if first.day else rows.grid.printings.fact(series, slot) if series else None
    label = rows.grid.timeline.periods[slot].end.isoformat() if _is_instant(rows, check) else slot.label
    days = _days(check)
    left, right = (behind(rows, side.mentions, slot) for side in (check.left, check.right))
    return AppliedCheck(check, slot, max(days) if days else label, printed, left, right)


def _days(check: CheckTemplate) -> list[str]:
    """The dates of a check that is about dates only, which has no column of its own."""
    days = [mention.day for mention in (*check.left.mentions, *check.right.mentions)]
    return days if all(days) else []


def _columns(rows: ComputedRows, check: CheckTemplate) -> list[Slot]:
    """All columns; of a relation between balances, the longest for each date; any one of a check about dates."""
    if _days(check):
        return list(rows.grid.timeline.slots[-1:])
    return list({rows.grid.timeline.periods[slot].end if _is_instant(rows, check) else slot: slot
                 for slot in rows.grid.timeline.slots}.values())


def _is_instant(rows: ComputedRows, check: CheckTemplate) -> bool:
    return all(rows.is_instant(m.row) and not m.basis and not m.shift
               for m in (*check.left.mentions, *check.right.mentions))


def _holds(rows: ComputedRows, check: CheckTemplate, slot: Slot) -> bool:
    """Whether both sides stand in a column, the right one with a value, and rest on different figures."""
    return (all(rows.exists(mention, slot) and not rows.is_blank(mention, slot) for mention in check.left.mentions)
            and all(rows.holds(mention, slot) for mention in check.right.mentions)
            and not _is_itself(rows, check, slot))


def _is_itself(rows: ComputedRows, check: CheckTemplate, slot: Slot) -> bool:
    """Whether both sides are the same fact, or in a company's own check rest on the same facts."""
    left, right = (_places(rows, side, slot) for side in (check.left, check.right))
    lone = all(len(side.mentions) == 1 and rows.series(side.mentions[0].row) and not side.mentions[0].basis
               for side in (check.left, check.right))
    return left == right and (check.own or (lone and len(left) == 1))


def _places(rows: ComputedRows, side: Formula, slot: Slot) -> set[Place]:
    return {fact.place for fact in behind(rows, side.mentions, slot)}


def behind(rows: ComputedRows, mentions: tuple[Mention, ...], slot: Slot) -> tuple[Fact, ...]:
    """The facts that a side rests on, once each."""
    return tuple({fact.place: fact for mention in mentions for fact in rows.facts(mention, slot)}.values())
