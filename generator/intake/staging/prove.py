"""What the checks say of an import at once, and the left-out fact by which a sum that does not add up would."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from generator.checks.proof import FAIL, NOT_AVAILABLE
from generator.diagnosis.footings import is_footing_down
from generator.intake.placing.placed import LeftOut, PlacedFact
from generator.intake.shaping.draft import LineDraft
from generator.intake.shaping.labels import snake
from generator.intake.staging.stage import Staged
from generator.intake.staging.write import line_item
from generator.intake.yaml_text import scalar, value
from generator.model.book import Book
from generator.model.fact import Fact
from generator.model.figure import typed
from generator.model.measure import SCALES
from generator.model.statement import Series
from generator.report.audit import Audit, Verdict
from generator.xbrl.report import Tagged


@dataclass(frozen=True)
class Failing:
    """A check that fails: what must agree, and where its figures stand in the sources. It is kept as printed."""

    label: str
    period: str
    is_hard: bool
    left: float | None
    right: float | None
    difference: float | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Mend:
    """A fact that no row uses and that is just what a sum lacks, in every column in which it does not add up.

    ``lines`` are what would be typed, each with its file. Nothing is applied.
    """

    concept: str
    label: str
    total: str
    figures: tuple[tuple[str, str], ...]
    source: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Proved:
    """How many checks are in each state, those that fail, and what would mend them."""

    counts: Mapping[str, int]
    failing: tuple[Failing, ...]
    mends: tuple[Mend, ...]

    @property
    def evaluated(self) -> int:
        """How many checks could be evaluated: those that lack no figure."""
        return sum(count for state, count in self.counts.items() if state != NOT_AVAILABLE)


def prove(staged: Staged) -> Proved:
    """Read the staged folder and evaluate its checks.

    Raises Refused with every Problem of the inputs, at the places in the sources.
    """
    audit = Audit(staged.load())
    failing = [*((each, False) for each in audit.verdicts if each.state == FAIL),
               *((each, True) for each in audit.as_first_reported)]
    told = sorted(failing, key=lambda each: (not each[0].turns_master, -abs(each[0].outcome.difference or 0)))
    return Proved(audit.counts, tuple(_failing(each, staged, is_first) for each, is_first in told),
                  tuple(_mends(audit, staged)))


def _failing(verdict: Verdict, staged: Staged, is_first: bool) -> Failing:
    """``is_first``: in the version first reported alone, which the counts do not hold."""
    check, outcome = verdict.check, verdict.outcome
    places = [_source(fact, staged) for fact in (*check.right_facts, *check.left_facts)]
    label = f"{check.label}{', as first reported' * is_first}"
    return Failing(label, check.period, verdict.turns_master, outcome.left, outcome.right, outcome.difference,
                   tuple(dict.fromkeys(places)))


def _source(fact: Fact, staged: Staged) -> str:
    """Where a figure stands: in the source, or in the inputs where it was there before."""
    found = _placed(fact, staged)
    if found is None:
        return str(fact.place).replace(str(staged.folder), str(staged.target))
    return said(found.tagged)


def said(tagged: Tagged) -> str:
    """A fact with its place, in a line: ``a_htm.xml:120 us-gaap:Revenues``."""
    origin = tagged.origin
    return f"{Path(origin.file).name}{f':{origin.line}' * bool(origin.line)} {tagged.concept}"


def _placed(fact: Fact, staged: Staged) -> PlacedFact | None:
    return staged.fact_at(Path(fact.place.file), fact.place.line, fact.place.column)


@dataclass(frozen=True)
class _Column:
    """A total in one column: its fact, what it lacks in ones (None where it adds up), and how near is near."""

    fact: Fact
    placed: PlacedFact
    lacks: Decimal | None
    within: Decimal


def _mends(audit: Audit, staged: Staged) -> Iterator[Mend]:
    """The facts left out of each filing that are what its sums lack."""
    totals: dict[tuple[str, tuple[str, str, str]], list[_Column]] = {}
    ones = SCALES[audit.book.company.scale]
    for verdict in audit.verdicts:
        if is_footing_down(verdict.check) and verdict.state != NOT_AVAILABLE:
            total = verdict.check.right_facts[0]
            placed = _placed(total, staged)
            difference = Decimal(repr(verdict.outcome.difference or 0.0))
            within = Decimal(repr(verdict.outcome.tolerance or 0.0)) + Decimal(1).scaleb(-total.decimals)
            if placed:
                lacks = -difference if verdict.state == FAIL else None
                totals.setdefault((total.filing.key, total.series), []).append(
                    _Column(total, placed, None if lacks is None else lacks * ones, within * ones))
    found: dict[tuple[str, str], list[tuple[Series, Mend]]] = {}
    for (key, series), columns in totals.items():
        if any(each.lacks is not None for each in columns):
            for mend in _found(audit.book.name(series), columns, staged.left_of(key), staged):
                found.setdefault((key, mend.concept), []).append((series, mend))
    for mends in found.values():  # what a total within another lacks the outer one lacks too
        yield from (mend for outer, mend in mends
                    if not any(inner[1] in _within(audit.book, outer) for inner, _ in mends if inner != outer))


def _within(book: Book, series: Series) -> set[str]:
    """The line items that add up to a total, over totals in between."""
    items, found, open_ = book.statements[series[0]].items, set[str](), [series[1]]
    while open_:
        parts = {part for _, part in items[open_.pop()].sum} - found
        found |= parts
        open_ += parts
    return found


def _found(label: str, columns: Sequence[_Column], left_out: Iterable[LeftOut], staged: Staged) -> Iterator[Mend]:
    first = columns[0].placed.tagged
    by_concept: dict[str, dict[object, Tagged]] = {}
    for left in left_out:
        tagged = left.tagged
        if tagged.value and tagged.unit == first.unit and tagged.span.members == first.span.members:
            by_concept.setdefault(tagged.concept, {})[tagged.span.start, tagged.span.end] = tagged
    for facts in by_concept.values():
        signs = {_sign(each, facts) for each in columns} - {0}
        if len(signs) == 1 and None not in signs:
            yield _mend(label, columns, facts, int(signs.pop() or 0), staged)


def _sign(column: _Column, facts: Mapping[object, Tagged]) -> int | None:
    """Whether a fact is what a column lacks (1), its opposite (-1), or not to be there (0); None where it is neither.

    Where a column adds up the fact must not be there. Where next to nothing is lacking, nothing tells.
    """
    span = column.placed.tagged.span
    fact = facts.get((span.start, span.end))
    if column.lacks is None:
        return None if fact else 0
    if fact is None or fact.value is None or abs(column.lacks) <= 3 * column.within:
        return None
    return next((sign for sign in (1, -1) if abs(sign * fact.value - column.lacks) <= column.within), None)


def _mend(label: str, columns: Sequence[_Column], facts: Mapping[object, Tagged], sign: int, staged: Staged) -> Mend:
    """The line item, its term in the sum and its row as they would be typed."""
    total = columns[0].fact
    statement, item, _ = total.series
    tagged = next(iter(facts.values()))
    name = tagged.label or staged.label_of(total.filing.key, tagged.concept)
    key, figures = snake(tagged.concept.rpartition(":")[2]), []
    for each in columns:
        span = each.placed.tagged.span
        fact = facts.get((span.start, span.end))
        shown = "nil" if fact is None or fact.value is None else typed(_in_print(each.fact, fact.value, each.placed))
        figures.append((each.placed.column, shown))
    term = key if sign > 0 else f"-{key}"
    lines = ((str(staged.target / "statements.yaml"),
              f"{statement}: {scalar(key)}: {value(line_item(LineDraft(key, name, xbrl=(tagged.concept,))))}, "
              f"and {term} in the sum of {item}"),
             (total.place.file.replace(str(staged.folder), str(staged.target)),
              f"{scalar(key)}: [{', '.join(shown for _, shown in figures)}]"))
    return Mend(tagged.concept, name, label, tuple(figures), said(tagged), lines)


def _in_print(total: Fact, amount: Decimal, placed: PlacedFact) -> Decimal:
    """An amount in ones at the scale in which the total beside it is printed."""
    of_total = placed.tagged.value
    if not of_total or not total.figure.value:
        return amount
    power = int(abs(of_total / total.figure.value).log10().to_integral_value())
    return Decimal(f"{amount.scaleb(-power).normalize():f}")
