"""One filing with each of its facts placed or left."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from generator.intake.placing import reasons as why
from generator.intake.placing.axes import FactBasis, basis_of, is_consolidated, is_of_the_company, local, prefix
from generator.intake.placing.columns import FilingColumns, newest_period
from generator.intake.placing.cover import Cover
from generator.intake.placing.placed import LeftOut, PlacedFact, PlacedFiling
from generator.intake.placing.repeats import without_repeats
from generator.intake.placing.units import counted, scale_of
from generator.intake.placing.years import Times
from generator.model.calendar import FiscalCalendar
from generator.model.problem import Problems
from generator.xbrl.report import FiledReport, Tagged

_ABOUT_THE_DOCUMENT = ("QuarterlyPeriod", "NumberOfSubmissionDEI", "AmendmentNumber")


@dataclass(frozen=True)
class DatedReport:
    """A filing that is to be placed: its report, its cover's words, its date and the remarks on that."""

    report: FiledReport
    cover: Cover
    filed: datetime.date
    times: Times
    remarks: tuple[str, ...] = ()


def place_filing(filing: DatedReport, calendar: FiscalCalendar, on_statements: Collection[str],
                 problems: Problems) -> PlacedFiling:
    """Every fact of a filing in its column, or left with the reason. Unequal repetitions are added to ``problems``."""
    columns = FilingColumns(calendar, filing.filed, filing.times)
    facts = filing.report.facts
    consolidated = is_consolidated(facts, (fact for fact in facts if counted(fact.unit)[0] == "money"))
    replaced, printed_ends = _revised(facts), _printed_ends(facts)
    placed: list[PlacedFact] = []
    left = [LeftOut(fact, why.UNDATED) for fact in filing.report.undated]
    meant: Counter[str] = Counter()
    for fact in facts:
        counts, currency = counted(fact.unit)
        basis = basis_of(fact.span.members)
        reason = _not_the_companys(fact, counts, basis, consolidated, replaced, printed_ends)
        place = columns.of(fact.span, basis, _is_cover_count(fact, counts, basis)) if not reason else None
        if not place or place.reason:
            left.append(LeftOut(fact, reason or (place.reason if place else "")))
            continue
        if place.meant:
            meant[place.meant] += 1
        placed.append(PlacedFact(fact, place.column, counts, currency, basis.members, basis.is_forecast, basis.end,
                                 place.off_calendar))
    kept, repeats, remarks = without_repeats(placed, on_statements, problems)
    off = [f"{count} fact{'s' * (count > 1)}: {what}" for what, count in meant.items()]
    return _filing(filing, calendar, kept, [*left, *repeats], [*filing.remarks, *off, *remarks])


def left_whole(filing: DatedReport, reason: str) -> PlacedFiling:
    """A filing of which nothing is brought in."""
    left = tuple(LeftOut(fact, reason if fact.is_number else why.TEXT)
                 for fact in (*filing.report.facts, *filing.report.undated))
    return PlacedFiling(filing.report, filing.filed, filing.cover.title, "", "", "one", (), left, filing.remarks)


def statements_currency(facts: Sequence[PlacedFact]) -> str:
    """The currency of most amounts of the statements, a summary's only where there is nothing else."""
    money = [fact for fact in facts if fact.counts == "money" and not fact.is_forecast]
    own = [fact for fact in money if prefix(fact.tagged.concept) != "tse-ed-t"] or money
    return Counter(fact.currency for fact in own).most_common(1)[0][0] if own else ""


def _filing(filing: DatedReport, calendar: FiscalCalendar, facts: Sequence[PlacedFact], left: Sequence[LeftOut],
            remarks: Sequence[str]) -> PlacedFiling:
    currency = statements_currency(facts)
    scales = {each: scale_of(fact.tagged for fact in facts if fact.counts == "money" and fact.currency == each)
              for each in sorted({fact.currency for fact in facts if fact.counts == "money"})}
    results = Counter(fact.column for fact in facts if not fact.is_forecast and not fact.off_calendar)
    period = newest_period(results, calendar)
    title = " ".join(filter(None, (filing.cover.title, period)))
    return PlacedFiling(filing.report, filing.filed, title, period, currency, scales.get(currency, "one"), tuple(facts),
                        tuple(left), tuple(remarks), scales)


def _not_the_companys(fact: Tagged, counts: str, basis: FactBasis, consolidated: bool,
                      replaced: Collection[object], printed_ends: Collection[str]) -> str:
    """Why a fact is not brought in whatever its dates; empty where nothing says so."""
    if not fact.is_number:
        return why.TEXT
    if local(fact.concept) in _ABOUT_THE_DOCUMENT or prefix(fact.concept) == "jpdei_cor":
        return why.DOCUMENT
    if basis.is_parent_only and consolidated and not is_of_the_company(fact, counts):
        return why.PARENT_ONLY
    if basis.is_replaced and (fact.concept, fact.span.end, fact.span.start) in replaced:
        return why.REPLACED
    if basis.is_forecast and basis.end and fact.value is None and basis.end not in printed_ends:
        return why.BLANK
    return ""


def _is_cover_count(fact: Tagged, counts: str, basis: FactBasis) -> bool:
    """Whether a fact is a number of the company's shares on a day, whole or by classes, and is really of that day.

    EDINET tags the number at the end of the fiscal year with the date of the filing.
    """
    name = local(fact.concept)
    return (counts == "shares" and ("Outstanding" in name or "Issued" in name) and "FiscalYearEnd" not in name
            and all("Class" in local(axis) for axis, _ in basis.members))


def _revised(facts: Sequence[Tagged]) -> frozenset[object]:
    """What a revision gives anew: elements with their dates under CurrentMember."""
    return frozenset((fact.concept, fact.span.end, fact.span.start) for fact in facts
                     if any(local(member) == "CurrentMember" for _, member in fact.span.members))


def _printed_ends(facts: Sequence[Tagged]) -> frozenset[str]:
    """The ends of ranges that a filing prints at all: the form of a summary has cells for them always."""
    return frozenset(basis.end for fact in facts if fact.value is not None
                     if (basis := basis_of(fact.span.members)).is_forecast)
