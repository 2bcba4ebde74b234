"""The second stage of an import: each fact under the column, basis and member that the YAML would give it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from generator.inputs.load import Inputs
from generator.intake.placing import reasons as why
from generator.intake.placing.calendar import FoundCalendar, find_calendar, years_lacking
from generator.intake.placing.cover import (
    code_of_company,
    cover_of,
    exchange_of,
    is_japanese,
    is_periodic,
    name_of,
    rounding_of,
    standard_of,
)
from generator.intake.placing.filing import DatedReport, left_whole, place_filing
from generator.intake.placing.placed import PlacedCompany, PlacedFiling
from generator.intake.placing.splits import FoundSplit, find_splits, split_basis, tagged_ratios
from generator.intake.placing.twice import own_data
from generator.intake.placing.years import is_in_year, times_of, unlike
from generator.model.calendar import FiscalCalendar
from generator.model.period import Period
from generator.model.problem import Place, Problems
from generator.refused import Refused, printable
from generator.xbrl.report import FiledReport

_SPLIT_KNOWN = datetime.timedelta(days=400)
_HALF = 0.5


def place(reports: Sequence[FiledReport], inputs: Inputs | None = None, elements: Collection[str] = (),
          filed: datetime.date | None = None) -> PlacedCompany:
    """Place the facts of one company's filings; with ``inputs`` on its calendar.

    ``elements`` are those that stand on statements: unequal repetitions of them, and of the lines of presented
    statements, are refused. ``filed`` is the date of a filing whose data does not say it. Raises Refused with every
    Problem.
    """
    problems = Problems()
    _refuse_others(reports, inputs, problems)
    filings, twice = _filings(reports, filed)
    periodic = [each for each in filings if is_periodic(each.report) and id(each.report) not in twice]
    found = _calendar(periodic, inputs, problems)
    problems.refuse()
    placed = [place_filing(each, found.calendar, _on_statements(each.report, elements), problems) if each in periodic
              else left_whole(each, why.OWN_DATA if id(each.report) in twice else why.NOT_PERIODIC)
              for each in filings]
    problems.refuse()
    splits = find_splits(placed, tagged_ratios(placed), found.calendar)
    placed = [replace(each, split_basis=split_basis(each, placed[:number], splits))
              for number, each in enumerate(placed)]
    return _company(reports, placed, inputs, found, splits)


def _company(reports: Sequence[FiledReport], placed: Sequence[PlacedFiling], inputs: Inputs | None,
             found: FoundCalendar, splits: Sequence[FoundSplit]) -> PlacedCompany:
    """The company of a new folder as its filings tell of it; that of a folder that is there as company.yaml does."""
    newest = next((each for each in reversed(placed) if each.currency), placed[-1])
    if inputs:
        own = inputs.book.company
        new = [each for each in splits if not any(abs(each.effective - known.effective) < _SPLIT_KNOWN
                                                  for known in own.splits)]
        years = found.as_yaml.get("years", {})
        return PlacedCompany(
            own.name, own.code, own.exchange, own.standard, own.currency, own.scale, {}, tuple(placed),
            tuple(each.as_yaml for each in new), own.rounding if "rounding" not in own.undeclared else "", "",
            years if isinstance(years, dict) else {}, found.as_yaml.get("starts"),
            (*found.remarks, *(each.remark for each in new)))
    by_age = sorted(reports, key=lambda report: next(each.filed for each in placed if each.report is report))
    name, code = name_of(by_age), code_of_company(by_age)
    nameless = () if name else ("no filing says the company's name; write it in company.yaml",)
    return PlacedCompany(
        name or code, code, exchange_of(by_age), standard_of(by_age), newest.currency,
        newest.scale, found.as_yaml, tuple(placed), tuple(each.as_yaml for each in splits), rounding_of(by_age), "",
        remarks=(*nameless, *found.remarks, *(each.remark for each in splits)))


def _filings(reports: Sequence[FiledReport], filed: datetime.date | None) -> tuple[list[DatedReport], set[int]]:
    """The filings, oldest first, and which reports are there by their own data too."""
    twice = own_data(reports)
    dates = {other: reports[number].filed for number, other in twice.items()}
    filings = [_dated(report, dates.get(number) or filed) for number, report in enumerate(reports)]
    filings.sort(key=lambda each: (each.filed, max(each.times.durations, default=None, key=lambda d: d[1]) or ()))
    return filings, {id(reports[number]) for number in twice}


def _dated(report: FiledReport, said: datetime.date | None) -> DatedReport:
    """A filing with its date: as its data says, as is said of it, else the newest day that it knows, with a remark."""
    cover = cover_of(report)
    times = times_of(report.facts, cover.is_annual)
    remarks = list(report.remarks)
    day = cover.filed or said
    if not day:
        shares = [fact.span.end for fact in report.facts if fact.concept == "dei:EntityCommonStockSharesOutstanding"]
        known = shares or [end for _, end in times.durations] or list(times.days)
        if not known:
            name = report.files[0].name if report.files else report.key
            raise Refused(f"{name}: it says neither when it was filed nor of which periods its figures are")
        day = max(known)
        remarks.append(f"the filing does not say when it was filed; {day} stands for it, the newest day in it. "
                       "import it by itself, with --filed DATE")
    elif said and cover.filed and said != cover.filed:
        remarks.append(f"it says itself that it was filed on {cover.filed}, which counts, not {said}")
    return DatedReport(report, cover, day, times, tuple(remarks))


def _calendar(filings: Sequence[DatedReport], inputs: Inputs | None, problems: Problems) -> FoundCalendar:
    """The calendar of the company's folder, with the years that it lacks; else as the filings show it."""
    cover = [end for each in filings for end in each.cover.year_ends]
    times = [each.times for each in filings]
    if inputs:
        found = years_lacking(inputs.book.company.calendar, times)
        for each in filings:
            _refuse_other_years(each, found.calendar, problems)
        return found
    shown = find_calendar(times, is_japanese([each.report for each in filings]), cover)
    if shown is None:
        raise Refused(f"{_named(filings)}: no figure tells when the company's fiscal years end: neither a year nor a "
                      "half or nine months")
    return shown


def _named(filings: Sequence[DatedReport]) -> str:
    """The files of filings, for a message: the first of them."""
    files = [str(file) for each in filings for file in each.report.files]
    return printable(", ".join(files[:3])) + " …" * (len(files) > 3) if files else "the filings"


def _refuse_other_years(filing: DatedReport, calendar: FiscalCalendar, problems: Problems) -> None:
    """A Problem where most of a filing's quarters and years are none of the calendar."""
    durations = Counter({each: count for each, count in filing.times.durations.items()
                         if is_in_year(each) or filing.times.richest == count})
    named = sum(count for (start, end), count in durations.items() if calendar.parse(
        calendar.name(Period(end, start)).removeprefix("LTM")))
    if durations and named < _HALF * durations.total():
        (start, end), _ = durations.most_common(1)[0]
        file = filing.report.facts[0].origin.file
        problems.add(Place(file), f"its figures are of {start} to {end}, which is no period of company.yaml; is this "
                                  "the company's filing, and 'fiscal_year:' right for this year?")
        return
    for end in unlike([filing.times], calendar):
        problems.add(Place(filing.report.facts[0].origin.file),
                     f"its figures show that a fiscal year ends on {end}, and by company.yaml none does; where the end "
                     "of the year changed, give the years by their dates ('starts:' and 'years:' under 'fiscal_year:')")


def _refuse_others(reports: Sequence[FiledReport], inputs: Inputs | None, problems: Problems) -> None:
    """Problems where filings are of two companies, or of another than the folder's."""
    if not reports:
        raise Refused("there is no filing to bring in")
    entities = {report.entity.lstrip("0"): report for report in reports if report.entity.isdigit()}
    if len({len(each) > 6 for each in entities}) == 1 and len(entities) > 1 and all(
            report.kind in ("companyfacts", "xbrl", "inline") for report in entities.values()):
        first, second, *_ = entities
        problems.add(Place(str(entities[second].files[0]) if entities[second].files else second),
                     f"this is a filing of {entities[second].name or second}, and others are of "
                     f"{entities[first].name or first}; bring in one company at a time")
    code = code_of_company(reports)
    own = inputs.book.company.code if inputs else ""
    if own and code != own and len(code) == len(own) == 4 and own[:1].isdigit() and code[:1].isdigit():
        problems.add(Place(str(reports[0].files[0]) if reports[0].files else code),
                     f"this is a filing of {code} ({name_of(reports)}), and the folder is of {own}")


def _on_statements(report: FiledReport, elements: Collection[str]) -> frozenset[str]:
    """The elements of which a repetition must be equal."""
    presented = {line.concept for each in report.presentations if " - Statement - " in each.title
                 for line in each.lines if line.kind == "line"}
    return frozenset((*elements, *presented))
