"""What filings say of themselves: who reports, by which standard, on which form, when it was filed."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.intake.placing.axes import local, prefix
from generator.xbrl.report import FiledReport, Tagged

_ANNUAL = re.compile(r"10-?K|20-?F|40-?F|有価証券報告書|ANNUAL", re.IGNORECASE)
_INTERIM = re.compile(r"10-?Q|6-?K|四半期|中間|半期|QUARTER|INTERIM", re.IGNORECASE)
_PERIODIC = re.compile(r"(10-?K|10-?Q|20-?F|40-?F|6-?K)", re.IGNORECASE)
_EDINET_FILE = re.compile(r"-(asr|ssr|q[1-4]r)-\d{3}_")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_CJK = re.compile(r"(?:(\d{4})|(明治|大正|昭和|平成|令和)(\d{1,2}|元))年(\d{1,2})月(\d{1,2})日")
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_JAPANESE = frozenset(("jppfs_cor", "jpigp_cor", "jpcrp_cor", "jpdei_cor", "tse-ed-t"))
_STANDARDS = {"us-gaap": "US-GAAP", "ifrs-full": "IFRS", "jpigp_cor": "IFRS", "jppfs_cor": "J-GAAP"}
_SAID_STANDARDS = {"japan gaap": "J-GAAP", "ifrs": "IFRS", "us gaap": "US-GAAP"}
_EXCHANGES = {"TokyoStockExchangePrime": "Tokyo Stock Exchange, Prime Market",
              "TokyoStockExchangeStandard": "Tokyo Stock Exchange, Standard Market",
              "TokyoStockExchangeGrowth": "Tokyo Stock Exchange, Growth Market",
              "TokyoStockExchangePROMarket": "Tokyo Stock Exchange, TOKYO PRO Market",
              "NagoyaStockExchange1stSection": "Nagoya Stock Exchange", "SapporoStockExchangeEstablished":
              "Sapporo Securities Exchange", "FukuokaStockExchangeEstablished": "Fukuoka Stock Exchange"}


@dataclass(frozen=True)
class Cover:
    """A filing's own words. ``is_annual`` is None where it does not say. ``year_ends`` are the last days of
    fiscal years that it names with their year; ``--09-30``, which is wrong of years of weeks, is no such day."""

    form: str
    title: str
    is_annual: bool | None
    filed: datetime.date | None
    year_ends: tuple[datetime.date, ...]


def cover_of(report: FiledReport) -> Cover:
    """What a filing's cover facts say."""
    said = texts(report.facts)
    form = report.form or said.get("DocumentType", "")
    title = form or said.get("DocumentName", "") or said.get("DocumentTitleCoverPage", "")
    files = " ".join(fact.origin.file for fact in report.facts[:1])
    filed = report.filed or next(filter(None, (date_in(said.get(name, "")) for name in (
        "FilingDateCoverPage", "FilingDate", "DateOfFiling"))), None)
    ends = [date_in(said.get(name, "")) for name in
            ("CurrentFiscalYearEndDateDEI", "PreviousFiscalYearEndDateDEI", "FiscalYearEnd")]
    return Cover(form, title, _is_annual(said, title, files), filed, tuple(end for end in ends if end))


def texts(facts: Iterable[Tagged]) -> Mapping[str, str]:
    """The first text of each element that has one, by its name without prefix."""
    found: dict[str, str] = {}
    for fact in facts:
        if not fact.is_number and fact.text.strip():
            found.setdefault(local(fact.concept), " ".join(fact.text.split()))
    return found


def date_in(text: str) -> datetime.date | None:
    """The first date of a text: 2024-05-14, 2024年５月14日, 令和6年5月14日."""
    text = unicodedata.normalize("NFKC", text)
    try:
        if iso := _ISO.search(text):
            return datetime.date(int(iso[1]), int(iso[2]), int(iso[3]))
        if cjk := _CJK.search(text.replace(" ", "")):
            of_era = 1 if cjk[3] == "元" else int(cjk[3] or 0)
            return datetime.date(int(cjk[1] or 0) or _ERAS[cjk[2]] + of_era, int(cjk[4]), int(cjk[5]))
    except ValueError:
        return None
    return None


def is_periodic(report: FiledReport) -> bool:
    """Whether a filing is a report on a period. Of what is not companyfacts the user has chosen it as one."""
    return report.kind != "companyfacts" or bool(_PERIODIC.match(report.form))


def is_japanese(reports: Sequence[FiledReport]) -> bool:
    """Whether filings are tagged by a Japanese taxonomy."""
    return any(prefix(fact.concept) in _JAPANESE for report in reports for fact in report.facts)


def name_of(reports: Sequence[FiledReport]) -> str:
    """The company's name of the newest filing that has one, in English where it is there."""
    said = [texts(report.facts) for report in reversed(reports)]
    for element in ("FilerNameInEnglishDEI", "CompanyNameInEnglishCoverPage", "EntityRegistrantName",
                    "NameOfReportingEntityOrOtherMeansOfIdentification", "FilerNameInJapaneseDEI",
                    "CompanyNameCoverPage", "CompanyName"):
        if found := next((each[element] for each in said if each.get(element)), ""):
            return found
    return next((report.name for report in reversed(reports) if report.name), "")


def code_of_company(reports: Sequence[FiledReport]) -> str:
    """The code at the exchange: four figures of a Japanese five, a ticker; else the filer's number."""
    for report in reversed(reports):
        said = texts(report.facts)
        if found := said.get("SecurityCodeDEI") or said.get("SecuritiesCode"):
            return found[:4] if len(found) == 5 and found.endswith("0") else found
        if found := said.get("TradingSymbol"):
            return found
    return next((report.entity for report in reversed(reports) if report.entity), "")


def exchange_of(reports: Sequence[FiledReport]) -> str:
    """Where the shares are listed; empty where no filing says so."""
    for report in reversed(reports):
        said = texts(report.facts)
        listed = [name for element, name in _EXCHANGES.items() if said.get(element, "").lower() == "true"]
        if listed or said.get("SecurityExchangeName"):
            return listed[0] if listed else said["SecurityExchangeName"]
    return ""


def standard_of(reports: Sequence[FiledReport]) -> str:
    """The accounting standard of the newest filing that says it, else of the elements that most amounts have."""
    for report in reversed(reports):
        said = texts(report.facts).get("AccountingStandardsDEI", "").strip().lower()
        if said in _SAID_STANDARDS:
            return _SAID_STANDARDS[said]
        counts = Counter(_STANDARDS[prefix(fact.concept)] for fact in report.facts
                         if fact.is_number and prefix(fact.concept) in _STANDARDS)
        if counts:
            return counts.most_common(1)[0][0]
    named = [fact.concept for report in reports for fact in report.facts if prefix(fact.concept) == "tse-ed-t"
             or fact.concept.endswith("SummaryOfBusinessResults")]
    return ("IFRS" if any("IFRS" in name for name in named) else "J-GAAP") if named else ""


def rounding_of(reports: Sequence[FiledReport]) -> str:
    """How amounts are rounded, where a filing says so in words (百万円未満切捨て)."""
    for report in reversed(reports):
        said = texts(report.facts).get("NoteToFractionProcessingMethod", "")
        if "切捨" in said or "切り捨" in said:
            return "truncate"
        if "四捨五入" in said:
            return "nearest"
    return ""


def _is_annual(said: Mapping[str, str], title: str, files: str) -> bool | None:
    kind = said.get("TypeOfCurrentPeriodDEI", "").strip().upper()
    if kind:
        return kind == "FY"
    if "決算短信" in title:
        return not _INTERIM.search(title)
    if _INTERIM.search(title):
        return False
    if _ANNUAL.search(title):
        return True
    file = _EDINET_FILE.search(files)
    return file[1] == "asr" if file else None
