"""Correction proposals: the smallest slips that explain the checks that fail. Nothing here is ever applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from generator.model import Fact
from generator.proof import Check, Proof
from generator.slips import Neighbours, lengthened, misread, shortened, swapped

MISREAD, SWAPPED, SIGN, BRACKET, DIGIT_LOST, DIGIT_DOUBLED, SCALE, EXCHANGED, COPIED, DOUBLED_ROW, OTHER = KINDS = (
    "one digit misread", "two digits swapped", "sign lost", "brackets that are not a negative", "a digit lost",
    "a digit too many", "another scale", "exchanged with its neighbour", "copied from its neighbour",
    "row typed twice", "another figure")
_MOST_CHANGES = 3
_BRANCHES = 8
_SCALES = tuple(Decimal(10) ** power for power in (3, -3, 6, -6))


@dataclass(frozen=True)
class Change:
    """One figure that would be another."""

    fact: Fact
    value: Decimal

    def line(self, kind: str, mended: int) -> str:
        """The figure as a filing's file says a correction."""
        reason = f"{kind}; mends {mended} relation{'s' * (mended != 1)}"
        printed = self.fact.figure.printed
        return f'{{printed: "{printed}", value: {_typed(self.value)}, reason: "{reason}"}}'


@dataclass(frozen=True)
class Slip:
    """One slip that may have been made, as the changes that would undo it."""

    kind: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Repair:
    """A set of slips that together explain a group of failing checks, and how many other sets do as well."""

    slips: tuple[Slip, ...]
    mends: tuple[Check, ...]
    alternatives: int = 0

    @property
    def is_unique(self) -> bool:
        return self.alternatives == 0


@dataclass(frozen=True)
class Finding:
    """Failing checks that hang together, and the repairs that mend all of them, likeliest first."""

    failing: tuple[Check, ...]
    repairs: tuple[Repair, ...]
    lost_row: tuple[str, tuple[tuple[str, Decimal], ...]] | None = None
    """The total and, by period, the figures that a row left out would have to hold."""


def findings(proof: Proof) -> list[Finding]:
    """For each group of failing checks that share figures, what would mend them."""
    search = _Search(proof)
    groups = search.joined(_groups(search.failing(proof.checks)))
    return _with_lost_rows([search.explain(group) for group in groups], proof)


def _groups(failing: Iterable[Check]) -> list[list[Check]]:
    """Checks that share a figure, directly or through others."""
    groups: list[tuple[set[int], list[Check]]] = []
    for check in failing:
        near = [group for group in groups if group[0] & check.touched]
        touched = set(check.touched).union(*(group[0] for group in near))
        checks = [each for group in near for each in group[1]] + [check]
        groups = [group for group in groups if group not in near] + [(touched, checks)]
    return [checks for _, checks in groups]


def _with_lost_rows(found: list[Finding], proof: Proof) -> list[Finding]:
    """Footings of one total that are off in several columns and that no plain slip explains: a row was left out."""
    totals: dict[str, list[Finding]] = {}
    for finding in found:
        names = {check.id.rpartition(":")[0] for check in finding.failing}
        plain = any(slip.kind != OTHER for repair in finding.repairs for slip in repair.slips)
        if len(names) == 1 and not plain and finding.failing[0].id.startswith("footing:down:"):
            totals.setdefault(names.pop().removeprefix("footing:down:"), []).append(finding)
    result = list(found)
    for total, findings_of in totals.items():
        failing = tuple(check for finding in findings_of for check in finding.failing)
        if len(failing) > 1:
            needed = [(check.period, check.outcome(proof.numbers).difference or 0) for check in failing]
            figures = tuple((period, Decimal(repr(round(-off, 6))).normalize()) for period, off in needed)
            result = [each for each in result if each not in findings_of]
            result.append(Finding(failing, (), (total, figures)))
    return result


class _Search:
    """Tries slips on the figures behind failing checks."""

    def __init__(self, proof: Proof) -> None:
        self.proof, self.numbers = proof, proof.numbers
        self._neighbours = Neighbours(proof.facts)
        self._rows: dict[object, list[Fact]] = {}
        self._tables: dict[object, list[Fact]] = {}
        for fact in proof.facts:
            table = fact.filing.key, fact.heading, fact.series[0]
            self._tables.setdefault(table, []).append(fact)
            self._rows.setdefault((*table, fact.series[1]), []).append(fact)

    def failing(self, checks: Iterable[Check]) -> list[Check]:
        return [check for check in checks if check.kind != "must_not_tie" and check.fails(self.numbers)]

    def explain(self, failing: list[Check]) -> Finding:
        """The fewest slips that mend all of a group, likeliest first."""
        for most in range(1, _MOST_CHANGES + 1):
            found = self._mending(failing, most)
            if found:
                plain = [slips for slips in found if all(slip.kind != OTHER for slip in slips)]
                ranked = sorted(plain or found, key=_rank)
                repairs = tuple(Repair(slips, tuple(failing), len(ranked) - 1) for slips in ranked)
                return Finding(tuple(failing), repairs)
        return Finding(tuple(failing), ())

    def joined(self, groups: list[list[Check]]) -> list[list[Check]]:
        """Groups that one slip in several figures mends together, as figures that changed places, made one."""
        every = [check for group in groups for check in group]
        for slip in self._joint(self._behind(every)) if len(groups) > 1 else ():
            with self._made(slip):
                mended = [group for group in groups if not self.failing(group)]
                holds = len(mended) > 1 and not self._breaks(slip, every)
            if holds:
                groups = [group for group in groups if group not in mended]
                groups.append([check for group in mended for check in group])
        return groups

    def _mending(self, failing: list[Check], most: int) -> list[tuple[Slip, ...]]:
        """Every set of at most so many slips after which none of the checks fails and no other does."""
        steps = []
        for slip in self._candidates(failing):
            numbers = {self._number(change.fact) for change in slip.changes}
            touched = [check for check in failing if check.touched & numbers]
            if most == 1 and len(touched) < len(failing):
                continue
            with self._made(slip):
                left = len(failing) - len(touched) + len(self.failing(touched))
                if left < len(failing) and not self._breaks(slip, failing):
                    steps.append((left, slip))
        whole: list[tuple[Slip, ...]] = [(slip,) for left, slip in steps if not left]
        if whole or most == 1:
            return whole
        found: dict[frozenset[Slip], tuple[Slip, ...]] = {}
        for _, slip in sorted(steps, key=lambda step: (step[0], _rank((step[1],))))[:_BRANCHES]:
            with self._made(slip):
                for rest in self._mending(self.failing(failing), most - 1):
                    found.setdefault(frozenset((slip, *rest)), (slip, *rest))
        return list(found.values())

    def _breaks(self, slip: Slip, failing: list[Check]) -> bool:
        """Whether a check that holds today would fail with the change made."""
        touched = {check for change in slip.changes for check in self.proof.touching[self._number(change.fact)]}
        broken = [check for check in touched - set(failing) if check.fails(self.numbers)]
        with self._unmade(slip):
            return any(not check.fails(self.numbers) for check in broken)

    def _candidates(self, failing: list[Check]) -> Iterator[Slip]:
        """Slips on the figures that the checks rest on, each value once, likeliest kind first."""
        facts = self._behind(failing)
        for fact in facts:
            seen: set[Decimal] = set()
            for slip in (*self._single(fact), *self._solved(fact, failing)):
                value = slip.changes[0].value
                if value not in seen:
                    seen.add(value)
                    yield slip
        yield from self._joint(facts)

    def _behind(self, failing: list[Check]) -> list[Fact]:
        """The figures that the checks rest on."""
        return [self.proof.facts[number] for number in sorted({n for check in failing for n in check.touched})]

    def _joint(self, facts: list[Fact]) -> Iterator[Slip]:
        """Slips that change several figures at once."""
        yield from (slip for fact in facts for slip in self._exchanged(fact))
        tables = dict.fromkeys((fact.filing.key, fact.heading, fact.series[0]) for fact in facts)
        rows = dict.fromkeys((fact.filing.key, fact.heading, *fact.series[:2]) for fact in facts)
        yield from (found for row in rows if (found := self._doubled(self._rows[row])))
        yield from (slip for table in tables for slip in _scaled(self._tables[table]))

    def _single(self, fact: Fact) -> Iterator[Slip]:
        """What one typed figure could have been."""
        value, decimals = self._value(fact), fact.figure.decimals
        if not value:
            return
        sign = BRACKET if fact.figure.printed.startswith("(") else SIGN
        for kind, values in ((MISREAD, misread(value, decimals)), (SWAPPED, swapped(value, decimals)), (sign, [-value]),
                             (DIGIT_DOUBLED, shortened(value, decimals)), (DIGIT_LOST, lengthened(value, decimals)),
                             (SCALE, [value * scale for scale in _SCALES])):
            yield from (Slip(kind, (Change(fact, each),)) for each in values if each != value)

    def _exchanged(self, fact: Fact) -> Iterator[Slip]:
        """Two figures that stand next to each other, each typed in the other's place."""
        value = self._value(fact)
        for other in (*self._neighbours.columns(fact), *self._neighbours.rows(fact)):
            theirs = self._value(other)
            if theirs != value and fact.place < other.place:
                yield Slip(EXCHANGED, (Change(fact, theirs), Change(other, value)))

    def _solved(self, fact: Fact, failing: list[Check]) -> Iterator[Slip]:
        """What a figure must be for a check to hold, whatever was typed."""
        number = self._number(fact)
        beside = {self._value(other) for other in (*self._neighbours.columns(fact), *self._neighbours.rows(fact))}
        kind = COPIED if self._value(fact) and self._value(fact) in beside else OTHER
        unit = Decimal(1).scaleb(-fact.figure.decimals)
        for check in failing:
            residual = check.residual
            weight = residual.terms.get(number) if residual is not None else None
            if residual is not None and weight:
                off = Decimal(repr(residual.value(self.numbers) / weight)).quantize(unit)
                yield Slip(kind, (Change(fact, self._value(fact) - off),))

    def _doubled(self, row: list[Fact]) -> Slip | None:
        """A row that repeats the row above it in every column."""
        above = [self._neighbours.rows(fact)[0] for fact in row if self._neighbours.rows(fact)]
        same = len(above) == len(row) and all(
            first.series[1] != fact.series[1] and self._value(first) == self._value(fact) != 0
            for first, fact in zip(above, row, strict=True))
        return Slip(DOUBLED_ROW, tuple(Change(fact, Decimal(0)) for fact in row)) if same else None

    def _number(self, fact: Fact) -> int:
        return self.proof.number[fact.place]

    def _value(self, fact: Fact) -> Decimal:
        """The figure as it stands while other slips are tried."""
        unit = Decimal(1).scaleb(-fact.figure.decimals)
        return Decimal(repr(self.numbers[self._number(fact)])).quantize(unit)

    @contextmanager
    def _made(self, slip: Slip) -> Iterator[None]:
        before = [(self._number(change.fact), self.numbers[self._number(change.fact)]) for change in slip.changes]
        for change in slip.changes:
            self.numbers[self._number(change.fact)] = float(change.value)
        try:
            yield
        finally:
            for number, value in before:
                self.numbers[number] = value

    @contextmanager
    def _unmade(self, slip: Slip) -> Iterator[None]:
        with self._made(Slip(slip.kind, tuple(Change(c.fact, c.fact.value) for c in slip.changes))):
            yield


def _scaled(table: list[Fact]) -> Iterator[Slip]:
    """A whole table typed in another scale."""
    amounts = [fact for fact in table if fact.unit == "amount" and fact.value]
    if len(amounts) > 1:
        for scale in _SCALES:
            yield Slip(SCALE, tuple(Change(fact, fact.value * scale) for fact in amounts))


def _rank(slips: tuple[Slip, ...]) -> tuple[int, int, object]:
    """Fewer figures first, then the commoner kinds, then printed order."""
    places = [change.fact.place for slip in slips for change in slip.changes]
    return len(slips), sum(KINDS.index(slip.kind) for slip in slips), places


def _typed(value: Decimal) -> str:
    plain = f"{abs(value):f}"
    return f"({plain})" if value < 0 else plain


