"""Novo Nordisk's annual report for 2022 as a report package of ESEF: statements of the page, in the real format.

Net sales of DKK 176,954 million, less costs of goods sold 28,448, is 148,506; with 46,217, 24,047 and 4,467 of costs
and 1,034 of other operating income it is an operating profit of 74,809.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

SITE = "http://www.novonordisk.com/xbrl/2022-12-31"
LABELS: Mapping[str, tuple[str, str]] = {"novo:SalesAndDistributionCosts": (
    "Sales and distribution costs", "Salgs- og distributionsomkostninger")}
INCOME: Mapping[str, tuple[str, str, str]] = {
    "ifrs-full:Revenue": ("Net sales", "176,954", "140,800"),
    "ifrs-full:CostOfSales": ("Cost of goods sold", "(28,448)", "(23,658)"),
    "ifrs-full:GrossProfit": ("Gross profit", "148,506", "117,142"),
    "novo:SalesAndDistributionCosts": ("Sales and distribution costs", "(46,217)", "(37,008)"),
    "ifrs-full:ResearchAndDevelopmentExpense": ("Research and development costs", "(24,047)", "(17,772)"),
    "ifrs-full:AdministrativeExpense": ("Administrative costs", "(4,467)", "(4,050)"),
    "ifrs-full:OtherIncome": ("Other operating income and expenses", "1,034", "332"),
    "ifrs-full:ProfitLossFromOperatingActivities": ("Operating profit", "74,809", "58,644"),
    "ifrs-full:FinanceIncomeCost": ("Financial items, net", "(5,747)", "436"),
    "ifrs-full:ProfitLossBeforeTax": ("Profit before income taxes", "69,062", "59,080"),
    "ifrs-full:IncomeTaxExpenseContinuingOperations": ("Income taxes", "(13,537)", "(11,323)"),
    "ifrs-full:ProfitLoss": ("Net profit", "55,525", "47,757")}
PER_SHARE: Mapping[str, tuple[str, str, str]] = {
    "ifrs-full:BasicEarningsLossPerShare": ("Basic earnings per share (DKK)", "24.51", "20.79"),
    "ifrs-full:DilutedEarningsLossPerShare": ("Diluted earnings per share (DKK)", "24.44", "20.74")}
TAGGED_POSITIVE = {"ifrs-full:CostOfSales", "novo:SalesAndDistributionCosts", "ifrs-full:ResearchAndDevelopmentExpense",
                   "ifrs-full:AdministrativeExpense", "ifrs-full:IncomeTaxExpenseContinuingOperations"}
"""Costs, which are printed in brackets that stand outside of the tag."""
SUMS: Mapping[str, Sequence[tuple[str, int]]] = {
    "ifrs-full:GrossProfit": (("ifrs-full:Revenue", 1), ("ifrs-full:CostOfSales", -1)),
    "ifrs-full:ProfitLossFromOperatingActivities": (
        ("ifrs-full:GrossProfit", 1), ("novo:SalesAndDistributionCosts", -1),
        ("ifrs-full:ResearchAndDevelopmentExpense", -1), ("ifrs-full:AdministrativeExpense", -1),
        ("ifrs-full:OtherIncome", 1)),
    "ifrs-full:ProfitLossBeforeTax": (("ifrs-full:ProfitLossFromOperatingActivities", 1),
                                      ("ifrs-full:FinanceIncomeCost", 1)),
    "ifrs-full:ProfitLoss": (("ifrs-full:ProfitLossBeforeTax", 1),
                             ("ifrs-full:IncomeTaxExpenseContinuingOperations", -1))}
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LINK = 'xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"'
_ARC = "http://www.xbrl.org/2003/arcrole/"
_ROLE = "http://www.novonordisk.com/role/IncomeStatement"
_CONTEXT = ('<xbrli:context id="{}"><xbrli:entity><xbrli:identifier scheme="http://standards.iso.org/iso/17442">'
            "549300DAQ1CVT6CXN342</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:startDate>{}-01-01"
            "</xbrli:startDate><xbrli:endDate>{}-12-31</xbrli:endDate></xbrli:period></xbrli:context>")


def write_package(path: Path, languages: Sequence[str] = ("en",)) -> Path:
    """The zip that the filer publishes, with a page in each language: what it holds lies within one folder."""
    with zipfile.ZipFile(path, "w") as file:
        def put(name: str, text: str) -> None:
            file.writestr(f"novo-2022-12-31/{name}", _XML + text)

        put("META-INF/taxonomyPackage.xml", '<tp:taxonomyPackage xmlns:tp="http://xbrl.org/2016/taxonomy-package"/>')
        put("META-INF/catalog.xml", '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><rewriteURI '
                                    f'uriStartString="{SITE}/" rewritePrefix="../www.novonordisk.com/"/></catalog>')
        for language in languages:
            put(f"reports/novo-2022-12-31-{language}.xhtml", _page(language))
        put("www.novonordisk.com/novo-2022-12-31.xsd", _schema())
        put("www.novonordisk.com/novo-2022-12-31_pre.xml", _presentation())
        put("www.novonordisk.com/novo-2022-12-31_cal.xml", _calculation())
        put("www.novonordisk.com/novo-2022-12-31_def.xml", _anchors())
        for at, language in enumerate(("en", "da")):
            put(f"www.novonordisk.com/novo-2022-12-31_lab-{language}.xml", _labels(at, language))
    return path


def _page(language: str) -> str:
    rows = "".join(_row(element, LABELS.get(element, (label,) * 2)[language == "da"], *figures)
                   for element, (label, *figures) in (*INCOME.items(), *PER_SHARE.items()))
    contexts = "".join(_CONTEXT.format(f"c{year}", year, year) for year in (2022, 2021))
    return (f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" '
            'xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:iso4217="http://www.xbrl.org/2003/iso4217" '
            'xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2020-02-12" '
            'xmlns:ifrs-full="https://xbrl.ifrs.org/taxonomy/2022-03-24/ifrs-full" '
            f'xmlns:novo="{SITE}" {_LINK} xml:lang="{language}"><head><title>Annual Report 2022</title></head><body>'
            '<div style="display:none"><ix:header><ix:references><link:schemaRef xlink:type="simple" '
            f'xlink:href="{SITE}/novo-2022-12-31.xsd"/></ix:references><ix:resources>{contexts}<xbrli:unit id="DKK">'
            '<xbrli:measure>iso4217:DKK</xbrli:measure></xbrli:unit><xbrli:unit id="per"><xbrli:divide>'
            "<xbrli:unitNumerator><xbrli:measure>iso4217:DKK</xbrli:measure></xbrli:unitNumerator>"
            "<xbrli:unitDenominator><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unitDenominator></xbrli:divide>"
            "</xbrli:unit></ix:resources></ix:header></div><p>"
            '<ix:nonNumeric name="ifrs-full:NameOfReportingEntityOrOtherMeansOfIdentification" contextRef="c2022">'
            "Novo Nordisk A/S</ix:nonNumeric></p><p>Income statement, DKK million</p>"
            f"<table>{rows}</table></body></html>")


def _row(element: str, label: str, *figures: str) -> str:
    is_amount = element in INCOME
    more = 'unitRef="DKK" decimals="-6" scale="6"' if is_amount else 'unitRef="per" decimals="2" scale="0"'
    cells = ""
    for year, printed in zip((2022, 2021), figures, strict=True):
        sign = ' sign="-"' if printed.startswith("(") and element not in TAGGED_POSITIVE else ""
        tag = (f'<ix:nonFraction name="{element}" contextRef="c{year}" {more}{sign} format="ixt:num-dot-decimal">'
               f'{printed.strip("()")}</ix:nonFraction>')
        cells += f"<td>{f'({tag})' if printed.startswith('(') else tag}</td>"
    return f"<tr><td>{label}</td>{cells}</tr>"


def _schema() -> str:
    links = "".join(f'<link:linkbaseRef xlink:type="simple" xlink:arcrole="http://www.w3.org/1999/xlink/properties/'
                    f'linkbase" xlink:href="novo-2022-12-31_{kind}.xml"/>'
                    for kind in ("pre", "cal", "def", "lab-en", "lab-da"))
    return (f'<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" {_LINK} xmlns:novo="{SITE}" '
            f'xmlns:xbrli="http://www.xbrl.org/2003/instance" targetNamespace="{SITE}"><xsd:annotation><xsd:appinfo>'
            f'<link:roleType id="IncomeStatement" roleURI="{_ROLE}"><link:definition>[310000] Income statement'
            f"</link:definition><link:usedOn>link:presentationLink</link:usedOn></link:roleType>{links}</xsd:appinfo>"
            '</xsd:annotation><xsd:element id="novo_SalesAndDistributionCosts" name="SalesAndDistributionCosts" '
            'type="xbrli:monetaryItemType" substitutionGroup="xbrli:item" xbrli:periodType="duration" '
            'xbrli:balance="debit" abstract="false" nillable="true"/></xsd:schema>')


def _loc(element: str) -> str:
    prefix, _, name = element.partition(":")
    schema = "novo-2022-12-31.xsd" if prefix == "novo" else \
        "https://xbrl.ifrs.org/taxonomy/2022-03-24/full_ifrs/full_ifrs-cor_2022-03-24.xsd"
    return f'<link:loc xlink:type="locator" xlink:href="{schema}#{prefix}_{name}" xlink:label="{name}"/>'


def _link(kind: str, locators: Sequence[str], arcs: str, role: str = _ROLE) -> str:
    return (f'<link:linkbase {_LINK}><link:{kind}Link xlink:type="extended" xlink:role="{role}">'
            f'{"".join(map(_loc, dict.fromkeys(locators)))}{arcs}</link:{kind}Link></link:linkbase>')


def _arc(kind: str, arcrole: str, whole: str, part: str, order: int, more: str = "") -> str:
    return (f'<link:{kind}Arc xlink:type="arc" xlink:arcrole="{arcrole}" xlink:from="{whole.partition(":")[2]}" '
            f'xlink:to="{part.partition(":")[2]}" order="{order}" {more}/>')


def _presentation() -> str:
    top, rows = "ifrs-full:ProfitOrLossAbstract", [*INCOME, *PER_SHARE]
    return _link("presentation", [top, *rows], "".join(
        _arc("presentation", f"{_ARC}parent-child", top, each, at) for at, each in enumerate(rows, 1)))


def _calculation() -> str:
    return _link("calculation", [each for whole, terms in SUMS.items() for each in (whole, *(one for one, _ in terms))],
                 "".join(_arc("calculation", f"{_ARC}summation-item", whole, each, at, f'weight="{sign}"')
                         for whole, terms in SUMS.items() for at, (each, sign) in enumerate(terms, 1)))


def _anchors() -> str:
    wider = "ifrs-full:DistributionCosts"
    return _link("definition", [wider, *LABELS], "".join(
        _arc("definition", "http://www.esma.europa.eu/xbrl/esef/arcrole/wider-narrower", wider, each, 1)
        for each in LABELS), "http://www.novonordisk.com/role/Anchoring")


def _labels(at: int, language: str) -> str:
    found = "".join(
        f'<link:label xlink:type="resource" xlink:label="l{number}" xml:lang="{language}" '
        f'xlink:role="http://www.xbrl.org/2003/role/label">{words[at]}</link:label><link:labelArc xlink:type="arc" '
        f'xlink:arcrole="{_ARC}concept-label" xlink:from="{element.partition(":")[2]}" xlink:to="l{number}"/>'
        for number, (element, words) in enumerate(LABELS.items()))
    return _link("label", list(LABELS), found, "http://www.xbrl.org/2003/role/link")
