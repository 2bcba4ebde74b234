"""Small filings in the SEC's form with Apple's real figures: an instance with its schema and linkbases, in a zip."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_ROLES = {"OPERATIONS": ("0000002 - Statement - CONSOLIDATED STATEMENTS OF OPERATIONS",
                         "http://www.apple.com/role/CONSOLIDATEDSTATEMENTSOFOPERATIONS"),
          "BALANCE": ("0000003 - Statement - CONSOLIDATED BALANCE SHEETS",
                      "http://www.apple.com/role/CONSOLIDATEDBALANCESHEETS")}
OPERATIONS = ("RevenueFromContractWithCustomerExcludingAssessedTax", "CostOfGoodsAndServicesSold", "GrossProfit",
              "ResearchAndDevelopmentExpense", "SellingGeneralAndAdministrativeExpense", "OperatingExpenses",
              "OperatingIncomeLoss")
BALANCE = ("AssetsCurrent", "AssetsNoncurrent", "Assets")
LABELS = dict(zip((*OPERATIONS, *BALANCE), (
    "Net sales", "Cost of sales", "Gross margin", "Research and development", "Selling, general and administrative",
    "Total operating expenses", "Operating income", "Total current assets", "Total non-current assets",
    "Total assets"), strict=True))
SUMS = {"OPERATIONS": {"GrossProfit": ((OPERATIONS[0], 1), (OPERATIONS[1], -1)),
                       "OperatingExpenses": ((OPERATIONS[3], 1), (OPERATIONS[4], 1)),
                       "OperatingIncomeLoss": (("GrossProfit", 1), ("OperatingExpenses", -1))},
        "BALANCE": {"Assets": (("AssetsCurrent", 1), ("AssetsNoncurrent", 1))}}
THIRD_QUARTER = {
    "2022-03-27/2022-06-25": (82959, 47074, 35885, 6797, 6012, 12809, 23076),
    "2023-04-02/2023-07-01": (81797, 45384, 36413, 7442, 5973, 13415, 22998),
    "2021-09-26/2022-06-25": (304182, 171495, 132687, 19490, 18654, 38144, 94543),
    "2022-09-25/2023-07-01": (293787, 165066, 128721, 22608, 18781, 41389, 87332),
    "2022-09-24": (135405, 217350, 352755), "2023-07-01": (122659, 212379, 335038)}
YEAR = {
    "2021-09-26/2022-09-24": (394328, 223546, 170782, 26251, 25094, 51345, 119437),
    "2022-09-25/2023-09-30": (383285, 214137, 169148, 29915, 24932, 54847, 114301),
    "2022-09-24": (135405, 217350, 352755), "2023-09-30": (143566, 209017, 352583)}
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LINK = ('xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" '
         'xmlns:xsd="http://www.w3.org/2001/XMLSchema"')
_US_GAAP = "http://fasb.org/us-gaap/2023"
_ARC = "http://www.xbrl.org/2003/arcrole/"


def write_zip(path: Path, form: str, figures: Mapping[str, Sequence[int]]) -> Path:
    """A filing as it is downloaded. ``figures`` are in millions, by period or date."""
    last = max(figures, key=lambda each: each[-10:])[-10:]
    name = f"aapl-{last.replace('-', '')}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"{name}_htm.xml", _instance(name, form, last, figures))
        file.writestr(f"{name}.xsd", _schema(name))
        for kind, text in (("pre", _presentation()), ("cal", _calculation()), ("lab", _labels())):
            file.writestr(f"{name}_{kind}.xml", text)
    return path


def _instance(name: str, form: str, last: str, figures: Mapping[str, Sequence[int]]) -> str:
    cover = {"DocumentType": form, "DocumentPeriodEndDate": last, "EntityRegistrantName": "Apple Inc.",
             "TradingSymbol": "AAPL", "SecurityExchangeName": "NASDAQ", "EntityCentralIndexKey": "0000320193",
             "CurrentFiscalYearEndDate": "--09-30"}
    whole = max((each for each in figures if "/" in each and each.endswith(last)), key=_days)
    lines = [f'{_XML}<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:dei="http://xbrl.sec.gov/dei/2023" '
             f'xmlns:us-gaap="{_US_GAAP}" {_LINK}>',
             f'<link:schemaRef xlink:type="simple" xlink:href="{name}.xsd"/>']
    for number, when in enumerate(figures):
        start, _, end = when.rpartition("/")
        period = f"<startDate>{start}</startDate><endDate>{end}</endDate>" if start else f"<instant>{end}</instant>"
        lines.append(f'<context id="c-{number}"><entity><identifier scheme="http://www.sec.gov/CIK">0000320193'
                     f"</identifier></entity><period>{period}</period></context>")
    lines.append('<unit id="usd"><measure xmlns:iso4217="http://www.xbrl.org/2003/iso4217">iso4217:USD</measure></unit>')
    about = list(figures).index(whole)
    lines += [f'<dei:{element} contextRef="c-{about}">{text}</dei:{element}>' for element, text in cover.items()]
    for number, (when, row) in enumerate(figures.items()):
        lines += [f'<us-gaap:{element} contextRef="c-{number}" decimals="-6" unitRef="usd">{figure}000000'
                  f"</us-gaap:{element}>"
                  for element, figure in zip(OPERATIONS if "/" in when else BALANCE, row, strict=True)]
    return "\n".join([*lines, "</xbrl>\n"])


def _days(period: str) -> int:
    start, _, end = period.partition("/")
    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days


def _schema(name: str) -> str:
    roles = "".join(f'<link:roleType id="{key}" roleURI="{uri}"><link:definition>{title}</link:definition>'
                    "<link:usedOn>link:presentationLink</link:usedOn></link:roleType>"
                    for key, (title, uri) in _ROLES.items())
    return (f'{_XML}<xsd:schema {_LINK} targetNamespace="http://www.apple.com/{name}"><xsd:annotation><xsd:appinfo>'
            f"{roles}</xsd:appinfo></xsd:annotation></xsd:schema>\n")


def _loc(element: str) -> str:
    return (f'<link:loc xlink:type="locator" xlink:label="{element}" '
            f'xlink:href="https://xbrl.fasb.org/us-gaap/2023/elts/us-gaap-2023.xsd#us-gaap_{element}"/>')


def _presentation() -> str:
    links = ""
    for key, elements, top in (("OPERATIONS", OPERATIONS, "IncomeStatementAbstract"),
                               ("BALANCE", BALANCE, "StatementOfFinancialPositionAbstract")):
        arcs = "".join(f'<link:presentationArc xlink:type="arc" xlink:arcrole="{_ARC}parent-child" xlink:from="{top}" '
                       f'xlink:to="{element}" order="{number}"/>' for number, element in enumerate(elements, start=1))
        links += (f'<link:presentationLink xlink:type="extended" xlink:role="{_ROLES[key][1]}">'
                  f'{"".join(map(_loc, (top, *elements)))}{arcs}</link:presentationLink>')
    return f"{_XML}<link:linkbase {_LINK}>{links}</link:linkbase>\n"


def _calculation() -> str:
    links = ""
    for key, sums in SUMS.items():
        elements = dict.fromkeys(each for total, terms in sums.items()
                                 for each in (total, *(term for term, _ in terms)))
        arcs = "".join(
            f'<link:calculationArc xlink:type="arc" xlink:arcrole="{_ARC}summation-item" xlink:from="{total}" '
            f'xlink:to="{term}" order="{number}" weight="{weight}"/>'
            for total, terms in sums.items() for number, (term, weight) in enumerate(terms, start=1))
        links += (f'<link:calculationLink xlink:type="extended" xlink:role="{_ROLES[key][1]}">'
                  f'{"".join(map(_loc, elements))}{arcs}</link:calculationLink>')
    return f"{_XML}<link:linkbase {_LINK}>{links}</link:linkbase>\n"


def _labels() -> str:
    found = "".join(
        f'{_loc(element)}<link:label xlink:type="resource" xlink:label="lab_{element}" xml:lang="en-US" '
        f'xlink:role="http://www.xbrl.org/2003/role/label">{label}</link:label><link:labelArc xlink:type="arc" '
        f'xlink:arcrole="{_ARC}concept-label" xlink:from="{element}" xlink:to="lab_{element}"/>'
        for element, label in LABELS.items())
    return (f'{_XML}<link:linkbase {_LINK}><link:labelLink xlink:type="extended" '
            f'xlink:role="http://www.xbrl.org/2003/role/link">{found}</link:labelLink></link:linkbase>\n')
