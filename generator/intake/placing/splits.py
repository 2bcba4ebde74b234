"""Share splits: as filings tag them, or as restated shares and earnings per share show them."""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from generator.intake.placing.axes import local
from generator.intake.placing.placed import PlacedFact, PlacedFiling
from generator.model.calendar import FiscalCalendar
from generator.model.period import DAY

_RATIO = "StockholdersEquityNoteStockSplitConversionRatio"
_EPS = ("EarningsPerShare", "EarningsLossPerShare", "NetIncomePerShare", "EarningsLossPerBasic")
_SHARES = ("WeightedAverage", "AverageNumberOfShares", "AverageShares", "SharesOutstanding", "SharesIssued")
_LEAST, _NEAR = Decimal("0.03"), Decimal("0.002")
"""A factor is no restatement of a few percent, and it is clean: that near to a fraction of small numbers."""
_SEVERAL = 3
_ALIKE = 0.25
"""How far the growth of a number of shares may be from that of the split, as a part of its logarithm."""
_ONE_SPLIT = datetime.timedelta(days=400)

Factor = Fraction
"""New shares for one old."""


@dataclass(frozen=True)
class ShownSplit:
    """A split that restated figures show: it took effect after one day and up to another."""

    factor: Factor
    after: datetime.date
    until: datetime.date
    facts: int


@dataclass(frozen=True)
class FoundSplit:
    """A split for company.yaml, and what is to be confirmed of it."""

    effective: datetime.date
    factor: Factor
    remark: str

    @property
    def as_yaml(self) -> Mapping[str, object]:
        return {"effective": self.effective, "new_shares": self.factor.numerator, "old_shares": self.factor.denominator}


def find_splits(filings: Sequence[PlacedFiling], ratios: Iterable[tuple[datetime.date, Decimal]],
                calendar: FiscalCalendar) -> list[FoundSplit]:
    """The splits of a company, oldest first: those that are tagged with a date, and those that only figures show."""
    shown = [_narrowed(each, filings) for each in _shown(filings)]
    found: list[FoundSplit] = []
    for day, ratio in sorted(set(ratios)):
        factor = Fraction(ratio).limit_denominator(1000)
        if factor <= 0 or factor == 1 or any(each.factor in (factor, 1 / factor)
                                             and abs(each.effective - day) < _ONE_SPLIT for each in found):
            continue
        proof = next((each for each in shown if each.factor in (factor, 1 / factor)
                      and each.after < day <= each.until), None)
        factor = proof.factor if proof else factor
        borne = f"{proof.facts} restated figures bear it out" if proof else "no restated figure bears it out"
        found.append(FoundSplit(day, factor, f"a share split of {_said(factor)} on {day} is tagged; {borne}. Confirm "
                                             "the day on which the new shares were there, and the ratio"))
    for each in shown:
        if not any(each.factor == split.factor and each.after - _ONE_SPLIT < split.effective <= each.until + _ONE_SPLIT
                   for split in found):
            found.append(FoundSplit(_effective(each, calendar), each.factor, (
                f"{each.facts} figures per share or of shares are restated for a split of {_said(each.factor)} between "
                f"{each.after} and {each.until}; confirm the day on which it took effect")))
    return sorted(found, key=lambda split: split.effective)


def split_basis(filing: PlacedFiling, before: Sequence[PlacedFiling],
                splits: Sequence[FoundSplit]) -> datetime.date | None:
    """The filing's date where its balances of shares from before a split are restated for it."""
    for split in splits:
        if split.effective > filing.filed:
            continue
        old: dict[object, set[Decimal]] = defaultdict(set)  # one of the earlier filings may print it wrongly
        for fact in (fact for each in before if each.filed < split.effective for fact in _balances(each)):
            if fact.tagged.value:
                old[fact.tagged.concept, fact.column, fact.members].add(fact.tagged.value)
        for fact in _balances(filing):
            values = old.get((fact.tagged.concept, fact.column, fact.members), ())
            if fact.column < str(split.effective) and fact.tagged.value and any(
                    _clean(fact.tagged.value / value) == split.factor for value in values):
                return filing.filed
        if not old and _is_like_averages(filing, split):
            return filing.filed
    return None


def _is_like_averages(filing: PlacedFiling, split: FoundSplit) -> bool:
    """Whether balances of shares from before a split are as large as the averages of the periods that end with them,
    which are on the basis of the filing, and not smaller by the split."""
    averages = {fact.tagged.span.end: fact.tagged.value for fact in filing.facts if fact.counts == "shares"
                and fact.tagged.span.start and not fact.members and "Average" in fact.tagged.concept}
    verdicts = {abs(math.log((fact.tagged.value or 0) / average)) < _ALIKE * abs(math.log(split.factor))
                for fact in _balances(filing) if not fact.members and (fact.tagged.value or 0) > 0
                and ("SharesIssued" in fact.tagged.concept or "SharesOutstanding" in fact.tagged.concept)
                and fact.tagged.span.end < split.effective and (average := averages.get(fact.tagged.span.end))}
    return verdicts == {True}


def _balances(filing: PlacedFiling) -> Iterator[PlacedFact]:
    return (fact for fact in filing.facts if fact.counts == "shares" and fact.tagged.span.start is None)


def tagged_ratios(filings: Iterable[PlacedFiling]) -> Iterator[tuple[datetime.date, Decimal]]:
    """The ratios that filings tag with a day; those of a quarter or year say no day."""
    for filing in filings:
        for tagged in (*(fact.tagged for fact in filing.facts), *(left.tagged for left in filing.left)):
            if local(tagged.concept).startswith(_RATIO) and tagged.value and (
                    not tagged.span.start or tagged.span.end - tagged.span.start <= 31 * DAY):
                yield tagged.span.end, tagged.value


def _shown(filings: Sequence[PlacedFiling]) -> list[ShownSplit]:
    """The clean factors by which filings restate what earlier ones print, with the days between which they began."""
    last: dict[object, tuple[datetime.date, Decimal]] = {}
    steps: dict[Factor, list[tuple[datetime.date, datetime.date]]] = defaultdict(list)
    odd: dict[tuple[datetime.date, datetime.date], list[tuple[bool, Decimal, Decimal]]] = defaultdict(list)
    for filing in filings:
        for fact in filing.facts:
            name, value = local(fact.tagged.concept), fact.tagged.value
            per_share = fact.counts == "per_share" and any(each in name for each in _EPS)
            if not value or fact.is_forecast or fact.members or fact.off_calendar or not (
                    per_share or (fact.counts == "shares" and any(each in name for each in _SHARES))):
                continue
            key = (fact.tagged.concept, fact.column, fact.currency)
            if key in last and last[key][1] * value > 0:
                filed, before = last[key]
                factor = _clean_eps(before, value) if per_share else _clean(value / before)
                if factor:
                    steps[factor].append((filed, filing.filed))
                elif abs(value / before - 1) > _LEAST:
                    odd[filed, filing.filed].append((per_share, before, value))
            last[key] = (filing.filed, value)
    for span, pairs in odd.items():
        if exact := _exact(pairs):
            steps[exact] += [span] * len(pairs)
    return [each for factor, spans in steps.items() for each in _joined(factor, spans)]


def _exact(pairs: Sequence[tuple[bool, Decimal, Decimal]]) -> Factor | None:
    """The ratio, however odd, by which a filing restates all numbers of shares exactly and earnings per share within
    their last places: shares exchanged in a merger."""
    shares = {Fraction(now) / Fraction(before) for per_share, before, now in pairs if not per_share}
    earned = [(before, now) for per_share, before, now in pairs if per_share]
    if len(shares) != 1 or len(earned) < _SEVERAL - 1:
        return None
    factor = next(iter(shares))
    fit = all(abs(Fraction(before) / factor - Fraction(now)) <= Fraction(_place(now) + _place(before) / Decimal(
        str(float(factor)))) / 2 for before, now in earned)
    return factor if fit else None


def _joined(factor: Factor, spans: Sequence[tuple[datetime.date, datetime.date]]) -> Iterator[ShownSplit]:
    """One split for each group of restatements that can be of one day."""
    groups: list[list[tuple[datetime.date, datetime.date]]] = []
    for after, until in sorted(spans, key=lambda span: (span[1], span[0])):
        group = next((each for each in groups if max(a for a, _ in each) < until and after < min(u for _, u in each)),
                     None)
        if group is None:
            groups.append([(after, until)])
        else:
            group.append((after, until))
    for group in groups:
        if len(group) >= _SEVERAL:
            yield ShownSplit(factor, max(after for after, _ in group), min(until for _, until in group), len(group))


def _narrowed(shown: ShownSplit, filings: Sequence[PlacedFiling]) -> ShownSplit:
    """The same split between balances of shares, at their own dates, of before it and of after it."""
    after, until = shown.after, shown.until
    last: dict[object, Decimal] = {}
    for filing in filings:
        for fact in sorted(_balances(filing), key=lambda each: each.tagged.span.end):
            key, day, value = (fact.tagged.concept, fact.members), fact.tagged.span.end, fact.tagged.value
            if not value or value < 0 or fact.is_forecast:
                continue
            if day <= shown.after:
                last[key] = value if filing.filed <= shown.after else last.get(key, Decimal(0))
            elif last.get(key) and day <= shown.until:
                grown = math.log(value / last[key]) / math.log(shown.factor)
                if abs(grown - 1) < _ALIKE:
                    until = min(until, day)
                elif abs(grown) < _ALIKE:
                    after = max(after, day)
    return replace(shown, after=after, until=until) if after < until else shown


def _clean(ratio: Decimal) -> Factor | None:
    """The fraction of small numbers that a ratio is; None where it is none, or 1."""
    if abs(ratio - 1) <= _LEAST or ratio <= 0:
        return None
    large = ratio if ratio > 1 else 1 / ratio
    near = Fraction(large).limit_denominator(10 if large < 2 else 2)
    if abs(Fraction(large) - near) > Fraction(_NEAR) * near:
        return None
    return near if ratio > 1 else 1 / near


def _clean_eps(before: Decimal, now: Decimal) -> Factor | None:
    """The factor of shares by which earnings per share were restated, within what their last places leave open."""
    rough = _nearest(abs(before / now))
    half = min(_place(now), _place(before)) / 2
    if rough is None or abs(now) < 20 * half:
        return None
    expected = abs(before) * rough.denominator / rough.numerator
    return rough if abs(expected - abs(now)) <= half * 2 else None


def _place(value: Decimal) -> Decimal:
    """The unit of the last place that is written: a hundredth of 26.80."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)


def _nearest(ratio: Decimal) -> Factor | None:
    """The split that a rough ratio may be: whole numbers, halves, and their inverses."""
    large = ratio if ratio > 1 else 1 / ratio
    near = Fraction(large).limit_denominator(2 if large < 10 else 1)
    if near == 1 or abs(Fraction(large) - near) > Fraction(1, 20) * near:
        return None
    return near if ratio > 1 else 1 / near


def _effective(shown: ShownSplit, calendar: FiscalCalendar) -> datetime.date:
    """The first day of a quarter between the filings, where there is one; else the day of the first that restates."""
    starts = [calendar.period(slot).end + DAY for slot in calendar.quarter_slots(shown.after, shown.until)]
    return next((day for day in reversed(starts) if shown.after < day <= shown.until), shown.until)


def _said(factor: Factor) -> str:
    return f"{factor.numerator} for {factor.denominator}"
