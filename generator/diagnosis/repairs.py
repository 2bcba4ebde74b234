"""Correction proposals: the smallest slips that explain the checks that fail. Nothing here is ever applied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.checks.missing_lines import MissingLine, missing_lines
from generator.checks.proof import Check, Proof
from generator.checks.rules import NETTED, OTHER_BASIS, OTHER_UNIT
from generator.diagnosis.groups import groups
from generator.diagnosis.independence import independent
from generator.diagnosis.issuer_rounding import turned_changes
from generator.diagnosis.lost_rows import LostRow, lost_rows
from generator.diagnosis.rereadings import Rereading, loosely_rounded, misfits, rereadings
from generator.diagnosis.search import Search, Together
from generator.diagnosis.trial import Changes, Trial
from generator.model.figure import NIL


@dataclass(frozen=True)
class Repair:
    """A set of slips that together explain a group of failing checks, and how many other explanations there are."""

    candidates: Together
    mends: tuple[Check, ...]
    alternatives: int = 0
    asked_by: int = 1
    """How many independent checks ask for the same figures."""

    @property
    def changes(self) -> Changes:
        """The figures that would be others."""
        return tuple(change for each in self.candidates for change in each.changes)

    @property
    def is_plain(self) -> bool:
        """Whether every slip says how the wrong figure came about."""
        return all(each.slip.is_plain for each in self.candidates)

    @property
    def is_unique(self) -> bool:
        """Whether nothing else explains it, be it another figure's taking any other value.

        Told of one slip only, as sets of several are not searched to the end; and of no dash that would have to
        be a figure, as it may also be none at all; nor where two filings merely differ, which may be a restatement;
        nor of a figure that is whatever a single relation asks for, as there always is one.
        """
        # A soft check may fail on a right filing, be it that two filings differ or that a cost is for once a refund.
        asked = not self.is_plain and self.asked_by < 2
        differ = not any(check.is_hard for check in self.mends)
        dashes = any(change.fact.figure.kind == NIL for change in self.changes)
        return self.alternatives == 0 and not (differ or asked) and len(self.candidates) == 1 and (
            self.is_plain or not dashes)


@dataclass(frozen=True)
class Finding:
    """Failing checks that hang together, and what would mend all of them, likeliest first.

    ``readings`` are what the inputs may say wrongly of figures that are right. ``apart`` holds the findings that a
    row left out explains at once, each by itself. ``missing`` is the line that lies between the sides where that is
    what they say: then no figure is called wrong.
    """

    failing: tuple[Check, ...]
    repairs: tuple[Repair, ...]
    lost_rows: tuple[LostRow, ...] = ()
    readings: tuple[Rereading, ...] = ()
    apart: tuple[Finding, ...] = ()
    missing: MissingLine | None = None

    @property
    def is_plain(self) -> bool:
        return any(repair.is_plain for repair in self.repairs)


def findings(proof: Proof) -> list[Finding]:
    """For each group of failing checks that hang together, what would mend them.

    Where the issuer's rounding is declared too strictly that is said first, and the rest is explained without it.
    """
    search = Search(Trial(proof))
    missing = [each for each in missing_lines(proof) if each.is_printed or not search.single(each.failing)]
    told = {check for each in missing for check in each.failing} | _in_other_units(proof) | {*turned_changes(proof)}
    failing = [check for check in search.trial.failing(proof.checks) if check not in told and check.rule is not NETTED]
    loose = loosely_rounded(proof, failing)
    if loose:
        habit, under = loose
        return [Finding(habit.mends, (), readings=(habit,)), *findings(under)]
    parts = groups(search, failing)
    found = _in_view_of_each_other(search, [_finding(search, group, search.explanations(group)) for group in parts])
    for row in lost_rows(proof, parts):
        found = _with_lost_row(found, row)
    for reading in (*rereadings(proof, parts), *misfits(proof, parts)):
        found = _with_reading(found, reading)
    return [*(Finding(each.failing, (), missing=each) for each in missing), *found]


def _in_other_units(proof: Proof) -> set[Check]:
    """The comparisons of what two filings count in different units or on two split bases: none of it is a slip."""
    columns = {_columns(check) for check in proof.checks
               if check.rule in (OTHER_UNIT, OTHER_BASIS) and check.fails(proof.numbers)}
    return {check for check in proof.checks if check.severity.proves and _columns(check) in columns}


def _columns(check: Check) -> tuple[object, ...]:
    """The filings, the statement and the period of a figure printed twice."""
    return tuple((fact.filing.key, fact.series[0], fact.period) for fact in (*check.left_facts, *check.right_facts))


def _finding(search: Search, failing: Sequence[Check], explanations: Sequence[Together]) -> Finding:
    checks = tuple(failing)
    asked_by = _asked_by(search.trial, checks) if len(explanations) == 1 else 1
    return Finding(checks, tuple(Repair(slips, checks, len(explanations) - 1, asked_by) for slips in explanations))


def _asked_by(trial: Trial, failing: Sequence[Check]) -> int:
    """How many independent relations fail: none that follows from another and from those that hold beside it."""
    figures = frozenset().union(*(check.touched for check in failing))
    near = {check for number in figures for check in trial.proof.touching[number]} - set(failing)
    return independent(failing, [check for check in near if not check.fails(trial.numbers)])


def _in_view_of_each_other(search: Search, found: Sequence[Finding]) -> list[Finding]:
    """Each finding explained anew with those put right that it shares figures with and one slip alone explains.

    A slip that leaves their checks failing as they do may well break them once they are mended.
    """
    result = []
    for each in found:
        figures = frozenset().union(*(check.touched for check in each.failing))
        changes = [change for other in found if other is not each and other.repairs and other.repairs[0].is_unique
                   and any(check.touched & figures for check in other.failing) for change in other.repairs[0].changes]
        with search.trial.with_changes(changes):
            failing = search.trial.failing(each.failing)
            anew = changes and len(failing) == len(each.failing)
            again = _finding(search, failing, search.explanations_now(failing)) if anew else each
        result.append(again if again.repairs else each)
    return result


def _with_reading(found: list[Finding], reading: Rereading) -> list[Finding]:
    """Another reading explains findings at once, or is another possibility for a single one."""
    mended = [each for each in found if set(each.failing) <= set(reading.mends)]
    told = [replace(each, readings=(*each.readings, reading), repairs=_beside_another(each.repairs)) for each in mended]
    if len(mended) > 1:
        told = [Finding(tuple(check for each in mended for check in each.failing), (), readings=(reading,))]
    return [each for each in found if each not in mended] + told


def _beside_another(repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    return tuple(replace(one, alternatives=one.alternatives + 1) for one in repairs)


def _with_lost_row(found: list[Finding], row: LostRow) -> list[Finding]:
    """A row left out explains several findings as one slip does, and a single one as another possibility."""
    mended = [each for each in found if set(each.failing) <= set(row.mends)]
    told = [replace(each, lost_rows=(*each.lost_rows, row), repairs=_beside_another(each.repairs)) for each in mended]
    if len(mended) > 1 and not all(each.is_plain for each in mended):
        every = tuple(check for each in mended for check in each.failing)
        told = [Finding(every, (), (row,), apart=tuple(replace(each, lost_rows=()) for each in told))]
    return [each for each in found if each not in mended] + told
