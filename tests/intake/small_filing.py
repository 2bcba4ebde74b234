"""Small filings in the SEC's form with real figures: an instance with its schema and linkbases, in a zip."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LINK = ('xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" '
         'xmlns:xsd="http://www.w3.org/2001/XMLSchema"')
_US_GAAP, _OWN = "http://fasb.org/us-gaap/2023", "http://www.example.com/own"
_ARC = "http://www.xbrl.org/2003/arcrole/"
Sums = Mapping[str, Sequence[tuple[str, int]]]


@dataclass(frozen=True)
class Excerpt:
    """A statement of a filing, a few lines of it: its title, its top element, the elements with their labels, and what
    adds up to what. An element is of us-gaap, or the filer's own where a prefix says so."""

    title: str
    top: str
    lines: Mapping[str, str]
    sums: Sums

    @property
    def role(self) -> str:
        return f"http://www.example.com/role/{self.title.title().replace(' ', '')}"


@dataclass(frozen=True)
class Filer:
    """Who files: ``code`` is the ticker and the prefix of the filer's own elements."""

    name: str
    code: str
    exchange: str
    cik: str
    year_ends: str
    decimals: int


APPLE = Filer("Apple Inc.", "aapl", "NASDAQ", "0000320193", "--09-30", -6)
OPERATIONS = Excerpt(
    "CONSOLIDATED STATEMENTS OF OPERATIONS", "IncomeStatementAbstract",
    {"RevenueFromContractWithCustomerExcludingAssessedTax": "Net sales", "CostOfGoodsAndServicesSold": "Cost of sales",
     "GrossProfit": "Gross margin", "ResearchAndDevelopmentExpense": "Research and development",
     "SellingGeneralAndAdministrativeExpense": "Selling, general and administrative",
     "OperatingExpenses": "Total operating expenses", "OperatingIncomeLoss": "Operating income"},
    {"GrossProfit": (("RevenueFromContractWithCustomerExcludingAssessedTax", 1), ("CostOfGoodsAndServicesSold", -1)),
     "OperatingExpenses": (("ResearchAndDevelopmentExpense", 1), ("SellingGeneralAndAdministrativeExpense", 1)),
     "OperatingIncomeLoss": (("GrossProfit", 1), ("OperatingExpenses", -1))})
BALANCE = Excerpt(
    "CONSOLIDATED BALANCE SHEETS", "StatementOfFinancialPositionAbstract",
    {"AssetsCurrent": "Total current assets", "AssetsNoncurrent": "Total non-current assets", "Assets": "Total assets"},
    {"Assets": (("AssetsCurrent", 1), ("AssetsNoncurrent", 1))})
THIRD_QUARTER: Mapping[str, Sequence[int]] = {
    "2022-03-27/2022-06-25": (82959, 47074, 35885, 6797, 6012, 12809, 23076),
    "2023-04-02/2023-07-01": (81797, 45384, 36413, 7442, 5973, 13415, 22998),
    "2021-09-26/2022-06-25": (304182, 171495, 132687, 19490, 18654, 38144, 94543),
    "2022-09-25/2023-07-01": (293787, 165066, 128721, 22608, 18781, 41389, 87332),
    "2022-09-24": (135405, 217350, 352755), "2023-07-01": (122659, 212379, 335038)}
YEAR: Mapping[str, Sequence[int]] = {
    "2021-09-26/2022-09-24": (394328, 223546, 170782, 26251, 25094, 51345, 119437),
    "2022-09-25/2023-09-30": (383285, 214137, 169148, 29915, 24932, 54847, 114301),
    "2022-09-24": (135405, 217350, 352755), "2023-09-30": (143566, 209017, 352583)}


def write_zip(path: Path, form: str, figures: Mapping[str, Sequence[int]], filer: Filer = APPLE,
              flows: Excerpt = OPERATIONS, balances: Excerpt = BALANCE) -> Path:
    """A filing as it is downloaded. ``figures`` are those of the lines of ``flows`` by their period, and of those of
    ``balances`` by their date."""
    last = max(figures, key=lambda each: each[-10:])[-10:]
    name, both = f"{filer.code}-{last.replace('-', '')}", (flows, balances)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"{name}_htm.xml", _instance(name, form, last, figures, filer, both))
        file.writestr(f"{name}.xsd", _schema(name, both))
        for kind, text in (("pre", _presentation(both)), ("cal", _calculation(both)), ("lab", _labels(both))):
            file.writestr(f"{name}_{kind}.xml", text)
    return path


def _instance(name: str, form: str, last: str, figures: Mapping[str, Sequence[int]], filer: Filer,
              excerpts: Sequence[Excerpt]) -> str:
    cover = {"DocumentType": form, "DocumentPeriodEndDate": last, "EntityRegistrantName": filer.name,
             "TradingSymbol": filer.code.upper(), "SecurityExchangeName": filer.exchange,
             "EntityCentralIndexKey": filer.cik, "CurrentFiscalYearEndDate": filer.year_ends}
    whole = max((each for each in figures if "/" in each and each.endswith(last)), key=_days)
    lines = [f'{_XML}<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:dei="http://xbrl.sec.gov/dei/2023" '
             f'xmlns:us-gaap="{_US_GAAP}" xmlns:{filer.code}="{_OWN}" {_LINK}>',
             f'<link:schemaRef xlink:type="simple" xlink:href="{name}.xsd"/>']
    for number, when in enumerate(figures):
        start, _, end = when.rpartition("/")
        period = f"<startDate>{start}</startDate><endDate>{end}</endDate>" if start else f"<instant>{end}</instant>"
        lines.append(f'<context id="c-{number}"><entity><identifier scheme="http://www.sec.gov/CIK">{filer.cik}'
                     f"</identifier></entity><period>{period}</period></context>")
    lines.append('<unit id="usd"><measure xmlns:iso4217="http://www.xbrl.org/2003/iso4217">iso4217:USD</measure></unit>')
    about = list(figures).index(whole)
    lines += [f'<dei:{element} contextRef="c-{about}">{text}</dei:{element}>' for element, text in cover.items()]
    for number, (when, row) in enumerate(figures.items()):
        for element, figure in zip(excerpts["/" not in when].lines, row, strict=True):
            tag = element if ":" in element else f"us-gaap:{element}"
            lines.append(f'<{tag} contextRef="c-{number}" decimals="{filer.decimals}" unitRef="usd">'
                         f"{figure * 10 ** -filer.decimals}</{tag}>")
    return "\n".join([*lines, "</xbrl>\n"])


def _days(period: str) -> int:
    start, _, end = period.partition("/")
    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days


def _schema(name: str, excerpts: Iterable[Excerpt]) -> str:
    roles = "".join(f'<link:roleType id="r{number}" roleURI="{each.role}"><link:definition>000000{number} - '
                    f"Statement - {each.title}</link:definition><link:usedOn>link:presentationLink</link:usedOn>"
                    "</link:roleType>"
                    for number, each in enumerate(excerpts, start=2))
    return (f'{_XML}<xsd:schema {_LINK} targetNamespace="{_OWN}"><xsd:annotation><xsd:appinfo>'
            f"{roles}</xsd:appinfo></xsd:annotation></xsd:schema>\n")


def _loc(element: str) -> str:
    prefix, _, name = element.rpartition(":")
    schema = "own.xsd" if prefix else "https://xbrl.fasb.org/us-gaap/2023/elts/us-gaap-2023.xsd"
    return (f'<link:loc xlink:type="locator" xlink:label="{name}" '
            f'xlink:href="{schema}#{prefix or "us-gaap"}_{name}"/>')


def _name(element: str) -> str:
    return element.rpartition(":")[2]


def _presentation(excerpts: Iterable[Excerpt]) -> str:
    links = ""
    for each in excerpts:
        arcs = "".join(f'<link:presentationArc xlink:type="arc" xlink:arcrole="{_ARC}parent-child" '
                       f'xlink:from="{each.top}" xlink:to="{_name(element)}" order="{number}"/>'
                       for number, element in enumerate(each.lines, start=1))
        links += (f'<link:presentationLink xlink:type="extended" xlink:role="{each.role}">'
                  f'{"".join(map(_loc, (each.top, *each.lines)))}{arcs}</link:presentationLink>')
    return f"{_XML}<link:linkbase {_LINK}>{links}</link:linkbase>\n"


def _calculation(excerpts: Iterable[Excerpt]) -> str:
    links = ""
    for each in excerpts:
        elements = dict.fromkeys(element for total, terms in each.sums.items()
                                 for element in (total, *(term for term, _ in terms)))
        arcs = "".join(
            f'<link:calculationArc xlink:type="arc" xlink:arcrole="{_ARC}summation-item" xlink:from="{_name(total)}" '
            f'xlink:to="{_name(term)}" order="{number}" weight="{weight}"/>'
            for total, terms in each.sums.items() for number, (term, weight) in enumerate(terms, start=1))
        links += (f'<link:calculationLink xlink:type="extended" xlink:role="{each.role}">'
                  f'{"".join(map(_loc, elements))}{arcs}</link:calculationLink>')
    return f"{_XML}<link:linkbase {_LINK}>{links}</link:linkbase>\n"


def _labels(excerpts: Iterable[Excerpt]) -> str:
    found = "".join(
        f'{_loc(element)}<link:label xlink:type="resource" xlink:label="lab_{_name(element)}" xml:lang="en-US" '
        f'xlink:role="http://www.xbrl.org/2003/role/label">{label}</link:label><link:labelArc xlink:type="arc" '
        f'xlink:arcrole="{_ARC}concept-label" xlink:from="{_name(element)}" xlink:to="lab_{_name(element)}"/>'
        for each in excerpts for element, label in each.lines.items())
    return (f'{_XML}<link:linkbase {_LINK}><link:labelLink xlink:type="extended" '
            f'xlink:role="http://www.xbrl.org/2003/role/link">{found}</link:labelLink></link:linkbase>\n')
