"""A small filing in the real formats: Apple's third quarter of 2023, a few lines of it, as its files write them."""

from __future__ import annotations

from generator.xbrl.documents import Document

_ENTITY = '<entity><identifier scheme="http://www.sec.gov/CIK">0000320193</identifier>{}</entity>'
_PERIOD = "<period><startDate>{}</startDate><endDate>{}</endDate></period>"
QUARTER, NINE_MONTHS = _PERIOD.format("2023-04-02", "2023-07-01"), _PERIOD.format("2022-09-25", "2023-07-01")
DAY = "<period><instant>2023-07-01</instant></period>"
PRODUCT = ('<segment><xbrldi:explicitMember dimension="srt:ProductOrServiceAxis">aapl:IPhoneMember'
           "</xbrldi:explicitMember></segment>")
CONTEXTS = "\n".join(f'<context id="{key}">{_ENTITY.format(segment)}{period}</context>' for key, segment, period in (
    ("q", "", QUARTER), ("y", "", NINE_MONTHS), ("d", "", DAY), ("p", PRODUCT, QUARTER)))
UNITS = """<unit id="usd"><measure>iso4217:USD</measure></unit>
<unit id="shares"><measure>shares</measure></unit>
<unit id="usdPerShare"><divide><unitNumerator><measure>iso4217:USD</measure></unitNumerator>
<unitDenominator><measure>shares</measure></unitDenominator></divide></unit>"""
FACTS = """<dei:EntityRegistrantName contextRef="y">Apple Inc.</dei:EntityRegistrantName>
<us-gaap:Revenues contextRef="q" unitRef="usd" decimals="-6">81797000000</us-gaap:Revenues>
<us-gaap:Revenues contextRef="p" unitRef="usd" decimals="-6">39669000000</us-gaap:Revenues>
<us-gaap:CostOfRevenue contextRef="q" unitRef="usd" decimals="-6">45384000000</us-gaap:CostOfRevenue>
<us-gaap:GrossProfit contextRef="q" unitRef="usd" decimals="-6">36413000000</us-gaap:GrossProfit>
<us-gaap:EarningsPerShareDiluted contextRef="q" unitRef="usdPerShare" decimals="2">1.26
</us-gaap:EarningsPerShareDiluted>
<us-gaap:CommercialPaper contextRef="d" unitRef="usd" xsi:nil="true"/>
<aapl:Backlog contextRef="d" unitRef="usd" decimals="INF">-0.10</aapl:Backlog>"""
NAMESPACES = """xmlns="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
 xmlns:us-gaap="http://fasb.org/us-gaap/2023" xmlns:dei="http://xbrl.sec.gov/dei/2023"
 xmlns:srt="http://fasb.org/srt/2023" xmlns:aapl="http://www.apple.com/20230701" """
HEAD = f'<?xml version="1.0" encoding="utf-8"?>\n<xbrl {NAMESPACES}>'
SCHEMA_REF = '<link:schemaRef xlink:href="aapl-20230701.xsd" xlink:type="simple"/>'

SCHEMA = """<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:link="http://www.xbrl.org/2003/linkbase"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:apple="http://www.apple.com/20230701"
 xmlns:xbrli="http://www.xbrl.org/2003/instance" targetNamespace="http://www.apple.com/20230701">
<xs:import namespace="http://fasb.org/us-gaap/2023"
 schemaLocation="https://xbrl.fasb.org/us-gaap/2023/elts/us-gaap-2023.xsd"/>
<xs:annotation><xs:appinfo>
<link:linkbaseRef xlink:href="aapl-20230701_pre.xml" xlink:type="simple"/>
<link:roleType id="Operations" roleURI="http://www.apple.com/role/Operations">
<link:definition>0000002 - Statement - OPERATIONS</link:definition></link:roleType></xs:appinfo></xs:annotation>
<xs:element id="aapl_Backlog" name="Backlog" type="xbrli:monetaryItemType" substitutionGroup="xbrli:item"
 xbrli:balance="credit" xbrli:periodType="instant" abstract="false"/>
<xs:element id="aapl_Odd.Total" name="OddTable" type="xbrli:monetaryItemType" substitutionGroup="xbrli:item"
 xbrli:balance="debit" xbrli:periodType="duration"/>
<xs:element id="aapl_IPhoneMember" name="IPhoneMember" type="dtr:domainItemType" substitutionGroup="xbrli:item"
 xbrli:periodType="duration" abstract="true"/>
</xs:schema>"""
GAAP = "https://xbrl.fasb.org/us-gaap/2023/elts/us-gaap-2023.xsd#us-gaap_"
OWN = "aapl-20230701.xsd#"
ROLE = "http://www.apple.com/role/Operations"


def instance(facts: str = FACTS, *, contexts: str = CONTEXTS, units: str = UNITS, reference: str = SCHEMA_REF) -> str:
    return f"{HEAD}\n{reference}\n{contexts}\n{units}\n{facts}\n</xbrl>"


def locator(href: str) -> str:
    return f'<link:loc xlink:type="locator" xlink:label="{href.rpartition("#")[2]}" xlink:href="{href}"/>'


def linkbase(*links: str) -> str:
    return ('<?xml version="1.0" encoding="UTF-8"?><link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase" '
            f'xmlns:xlink="http://www.w3.org/1999/xlink">{"".join(links)}</link:linkbase>')


def link(kind: str, hrefs: str, arcs: list[tuple[str, str, str]], role: str = ROLE, more: str = "") -> str:
    """``arcs`` are from, to and further attributes, elements by their ids."""
    return (f'<link:{kind}Link xlink:role="{role}">' + "".join(locator(each) for each in hrefs.split()) + more
            + "".join(f'<link:{kind}Arc xlink:from="{start}" xlink:to="{end}" {attributes}/>'
                      for start, end, attributes in arcs) + f"</link:{kind}Link>")


def label(key: str, text: str, role: str = "http://www.xbrl.org/2003/role/label", language: str = "en-US") -> str:
    return f'<link:label xlink:label="{key}" xlink:role="{role}" xml:lang="{language}">{text}</link:label>'


def document(text: str | bytes, name: str = "aapl-20230701_htm.xml") -> Document:
    return Document(name, text.encode() if isinstance(text, str) else text)


PRESENTATION = linkbase(link("presentation", " ".join(GAAP + each for each in (
    "IncomeStatementAbstract", "Revenues", "CostOfRevenue", "GrossProfit")), [
        ("us-gaap_IncomeStatementAbstract", "us-gaap_GrossProfit",
         'order="10" preferredLabel="http://www.xbrl.org/2003/role/totalLabel"'),
        ("us-gaap_IncomeStatementAbstract", "us-gaap_Revenues", 'order="2"'),
        ("us-gaap_IncomeStatementAbstract", "us-gaap_CostOfRevenue",
         'order="2.5" preferredLabel="http://www.xbrl.org/2009/role/negatedLabel"')]))
CALCULATION = linkbase(link("calculation", f"{GAAP}Revenues {GAAP}CostOfRevenue {GAAP}GrossProfit", [
    ("us-gaap_GrossProfit", "us-gaap_CostOfRevenue", 'order="2" weight="-1.0"'),
    ("us-gaap_GrossProfit", "us-gaap_Revenues", 'order="1" weight="1.0"')]))
LABELS = linkbase(link("label", f"{GAAP}Revenues {GAAP}GrossProfit", [
    ("us-gaap_Revenues", "r", ""), ("us-gaap_GrossProfit", "g", "")], "http://www.xbrl.org/2003/role/link",
    label("r", "Net sales") + label("g", "Gross margin")
    + label("g", "Total gross margin", "http://www.xbrl.org/2003/role/totalLabel")))
FILES = {"aapl-20230701_htm.xml": instance(), "aapl-20230701.xsd": SCHEMA, "aapl-20230701_pre.xml": PRESENTATION,
         "aapl-20230701_cal.xml": CALCULATION, "aapl-20230701_lab.xml": LABELS}
