"""The dates behind the names of EDINET's contexts, by what the document says of its fiscal years.

A context's id is a relative year, ``Instant`` or ``Duration`` and members (EDINET's guideline for instances). The dates
are those of the document's DEI; where it has none, that of the file's name, which EDINET gives by a fixed rule.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.xbrl.report import Span

_DAY = datetime.timedelta(days=1)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ID = re.compile(r"(?:(?P<prior>Prior(?P<back>\d))?(?P<what>Year|Interim|YTD|Quarter)|Current(?P<now>Year|YTD|Quarter)|"
                 r"(?P<filed>FilingDate))(?P<kind>Instant|Duration)(?P<members>(?:_[A-Za-z0-9\-]+)*)", re.ASCII)
_MEMBER = re.compile(r"_((?:jp[a-z]{3}[0-9a-z]{6}-[0-9a-z]+(?:-[0-9a-z]+)?_[EG]\d{5}-\d{3})?)([A-Za-z0-9]+)", re.ASCII)
_FILE = re.compile(r"jp[a-z]{3}\w{6}-(?P<form>[a-z0-9]+)-\d{3}_(?P<filer>[EG]\d{5})-\d{3}_(?:[^_]+_)?"
                   r"(?P<end>\d{4}-\d{2}-\d{2})(?:_\d{2}_(?P<filed>\d{4}-\d{2}-\d{2}))?", re.ASCII)
_MONTHS = {"asr": 12, "ssr": 6, "q1r": 3, "q2r": 6, "q3r": 9, "q4r": 12, "q5r": 15}
"""What a report's form says of the months from the year's start to the end of its period."""
_OF_TYPE = {"Year": ("FY",), "Interim": ("HY", "Q2"), "YTD": ("Q1", "Q2", "Q3", "Q4", "Q5", "HY"),
            "Quarter": ("Q1", "Q2", "Q3", "Q4", "Q5", "HY")}
"""Of which kinds of period (TypeOfCurrentPeriodDEI) a context speaks."""
TWELVE = ("the document does not give the dates of all years that it compares with: years before are taken to have "
          "twelve months")
NAMED = ("the document has no dates (DEI): that of the file's name is taken for the end of its period, and its form "
         "for the months")


@dataclass(frozen=True)
class FileName:
    """What EDINET's rule for names tells: the form (``asr``, ``ssr``, ``q1r``), the filer, the end of the period and
    the day it was filed; empty and None where the name is another."""

    form: str = ""
    filer: str = ""
    end: datetime.date | None = None
    filed: datetime.date | None = None


def file_name(name: str) -> FileName:
    """What a file's name tells."""
    found = _FILE.search(name)
    return FileName(found["form"], found["filer"], date_of(found["end"]), date_of(found["filed"] or "")) \
        if found else FileName()


def date_of(text: str) -> datetime.date | None:
    """A date as 2023-09-30, None for anything else."""
    try:
        return datetime.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Calendar:
    """A document's dates as far as they are said. ``kind`` is that of its period: ``FY``, ``HY``, ``Q1`` …"""

    filed: datetime.date | None
    kind: str
    start: datetime.date | None
    end: datetime.date | None
    year_end: datetime.date | None
    before: datetime.date | None
    """The start of the year before."""
    compared: datetime.date | None
    """The end of the period of the year before that it compares with."""
    remarks: tuple[str, ...] = ()

    def span(self, context: str) -> tuple[Span | None, str]:
        """When the facts of a context are, without their members; else None and the reason."""
        found = _ID.fullmatch(context)
        if not found:
            return None, "its context has no standard name"
        if found["filed"]:
            return (Span(self.filed), "") if self.filed and found["kind"] == "Instant" else (
                None, "the document does not say when it was filed")
        what, back = found["now"] or found["what"], int(found["back"] or 0)
        if not back and not found["now"] and what != "Interim":
            return None, "its context has no standard name"
        # A report on a part of the year has whole years among those before, and its own period only as such.
        if self.kind and self.kind not in _OF_TYPE[what] and not (back and what == "Year"):
            return None, f"its context speaks of another kind of period than the document ({self.kind})"
        start, end = self._year(back) if what == "Year" else self._part(back)
        if what == "Quarter" and found["kind"] == "Duration" and self.kind != "Q1":
            start = months_before(end, 3) if end else None
        if end is None or (found["kind"] == "Duration" and (start is None or start > end)):
            return None, "the document does not say when that period is"
        return Span(end, start if found["kind"] == "Duration" else None), ""

    def _year(self, back: int) -> tuple[datetime.date | None, datetime.date | None]:
        """The first and last day of a year."""
        start, end = self.start, self.year_end
        for step in range(back):
            end = start - _DAY if start else None
            start = self.before if not step else months_before(end, 12) if end and self._is_regular else None
        return start, end

    @property
    def _is_regular(self) -> bool:
        """Whether the last year has twelve months, so that those before it may be taken to have."""
        return self.start is not None and months_before(self.start - _DAY, 12) == self.before

    def assumes(self, context: str) -> bool:
        """Whether the dates of a context are those of years of which the document says nothing."""
        found = _ID.fullmatch(context)
        return bool(found and found["back"] and int(found["back"]) >= 2
                    and (found["back"] != "2" or found["kind"] == "Duration"))

    def _part(self, back: int) -> tuple[datetime.date | None, datetime.date | None]:
        """From the year's first day to the last of the document's period, or of that of years before."""
        if back < 2:
            return ((self.start, self.end), (self.before, self.compared))[back]
        return None, None


def months_before(end: datetime.date, months: int) -> datetime.date | None:
    """The first day of so many months that end on a day; None where months have no such day."""
    after = end + _DAY
    year, month = divmod(after.year * 12 + after.month - 1 - months, 12)
    try:
        return after.replace(year=year, month=month + 1)
    except ValueError:
        return None


def calendar_of(dei: Mapping[str, str], name: FileName) -> Calendar:
    """The calendar of a document by its DEI (element without prefix: text); what is wrong or lacking there is not
    taken from elsewhere, unless it has no dates at all."""
    told = {key: date_of(text) for key, text in dei.items()}
    filed = next((day for key, day in told.items() if key.startswith("FilingDateCoverPage") and day), name.filed)
    end, start = told.get("CurrentPeriodEndDateDEI"), told.get("CurrentFiscalYearStartDateDEI")
    kind = dei.get("TypeOfCurrentPeriodDEI", "")
    if end is None and start is None and name.end and name.form in _MONTHS:
        months = _MONTHS[name.form]
        kind = {"asr": "FY", "ssr": "HY"}.get(name.form, name.form[:2].upper())
        start = months_before(name.end, months)
        before = months_before(start - _DAY, 12) if start else None
        begins = months_before(before - _DAY, 12) if before else None
        compared = _after(before, months) if before and begins else None
        return Calendar(filed, kind, start, name.end, name.end if kind == "FY" else None, before, compared,
                        (NAMED, TWELVE))
    before = told.get("PreviousFiscalYearStartDateDEI")
    year_end = told.get("CurrentFiscalYearEndDateDEI")
    compared = told.get("ComparativePeriodEndDateDEI")
    if kind == "FY" and year_end and end and year_end != end:
        end = year_end = None  # they contradict each other
    previous = told.get("PreviousFiscalYearEndDateDEI")
    if previous and start and previous + _DAY != start:
        before = compared = None
    return Calendar(filed, kind, start, end, year_end, before, compared)


def _after(start: datetime.date, months: int) -> datetime.date | None:
    """The last day of so many months from a day on."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    try:
        return start.replace(year=year, month=month + 1) - _DAY
    except ValueError:
        return None


# Members


_AXES = tuple((re.compile(regex), axis, axis.partition(":")[0]) for regex, axis in (
    (r"(Non)?ConsolidatedMember", "jppfs_cor:ConsolidatedOrNonConsolidatedAxis"),
    (r"Row\d+Member", "jpcrp_cor:SequentialNumbersAxis"),
    (r"No\d+MajorShareholdersMember", "jpcrp_cor:MajorShareholdersAxis"),
    (r"(Ordinary|[A-Za-z]*Preferred|Class[A-Z]|Common[A-Za-z]*)Shares?Member", "jpcrp_cor:ClassesOfSharesAxis"),
    (r"(ReportableSegments|TotalOfReportableSegmentsAndOthers|ReconcilingItems|UnallocatedAmountsAndElimination|"
     r"OperatingSegmentsNotIncludedInReportableSegments\w*|CorporateShared)Member", "jpcrp_cor:OperatingSegmentsAxis"),
    (r"(CapitalStock|CapitalSurplus|LegalCapitalSurplus|OtherCapitalSurplus|RetainedEarnings|LegalRetainedEarnings|"
     r"RetainedEarningsBroughtForward|GeneralReserve|TreasuryStock|ShareholdersEquity|NonControllingInterests|"
     r"ValuationAndTranslationAdjustments|ValuationDifferenceOnAvailableForSaleSecurities|DeferredGainsOrLossesOnHedges|"
     r"ForeignCurrencyTranslationAdjustment|RemeasurementsOfDefinedBenefitPlans|SubscriptionRightsToShares|"
     r"RevaluationReserveForLand|ReserveForAdvancedDepreciationOfNoncurrentAssets)Member",
     "jppfs_cor:ComponentsOfEquityAxis"),
    (r"[A-Za-z]+IFRSMember", "jpigp_cor:ComponentsOfEquityIFRSAxis")))


def members_of(context: str) -> tuple[tuple[str, str], ...]:
    """Axes and members of a context's id, which names members alone: an axis that these do not tell is empty."""
    found = _ID.fullmatch(context)
    members = []
    for prefix, name in _MEMBER.findall(found["members"] if found else ""):
        known = [(axis, own) for regex, axis, own in _AXES if not prefix and regex.fullmatch(name)]
        axis, standard = known[0] if known else ("", "")
        if not name.isdigit():  # numbers tell contexts apart, and nothing else
            members.append((axis, f"{prefix or standard}:{name}" if prefix or standard else name))
    return tuple(sorted(members))
