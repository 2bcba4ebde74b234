"""Presentations, sums and labels as linkbases say them, and elements by their addresses."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from generator.refused import Refused
from generator.xbrl.links import Linkbases, read_linkbases, short_role
from generator.xbrl.read import read
from generator.xbrl.schemas import Schemas, read_schemas
from tests.xbrl.instances import (
    CALCULATION,
    GAAP,
    LABELS,
    OWN,
    PRESENTATION,
    ROLE,
    SCHEMA,
    document,
    label,
    link,
    linkbase,
)

FIXTURES = Path(__file__).resolve().parents[3] / "shared" / "fixtures"
APPLE, NINTENDO = FIXTURES / "sec" / "aapl_10q_20230701", FIXTURES / "edinet" / "nintendo_annual_fy2023"
needs_fixtures = pytest.mark.skipif(not FIXTURES.is_dir(), reason="the larger filings are not here")
STANDARD = "http://www.xbrl.org/2003/role/"
AB = f"{GAAP}A {GAAP}B"
A, B, C = "us-gaap_A", "us-gaap_B", "us-gaap_C"


def schemas(prefixes: dict[str, str] | None = None) -> Schemas:
    known = prefixes or {"http://www.apple.com/20230701": "aapl"}
    return read_schemas([document(SCHEMA, "x/aapl-20230701.xsd")], known)


def linked(*texts: str, reported: str = "") -> Linkbases:
    return read_linkbases([document(text, "l.xml") for text in texts], schemas(), frozenset(reported.split()),
                          {})


def presented(*texts: str, reported: str = "") -> list[tuple[str, str, int, str]]:
    return [(each.concept, each.role, each.depth, each.kind)
            for found in linked(*texts, reported=reported).presentations for each in found.lines]


def test_a_statement_in_its_order_with_labels_as_preferred() -> None:
    found, = linked(PRESENTATION, LABELS).presentations
    assert (found.role, found.title) == (ROLE, "0000002 - Statement - OPERATIONS")
    assert [(each.concept, each.label, each.role, each.depth, each.kind) for each in found.lines] == [
        ("us-gaap:IncomeStatementAbstract", "", "", 0, "heading"),
        ("us-gaap:Revenues", "Net sales", "", 1, "line"),
        ("us-gaap:CostOfRevenue", "", "negatedLabel", 1, "line"),
        ("us-gaap:GrossProfit", "Total gross margin", "totalLabel", 1, "line")]


def test_one_element_twice_is_two_lines() -> None:
    twice = linkbase(link("presentation", AB, [
        (A, B, f'order="9" preferredLabel="{STANDARD}periodEndLabel"'),
        (A, B, f'order="1" preferredLabel="{STANDARD}periodStartLabel"')]))
    assert [each[1] for each in presented(twice)] == ["", "periodStartLabel", "periodEndLabel"]


def test_a_prohibited_arc_is_gone_unless_another_has_more_priority() -> None:
    arc, forbidden = 'order="1" {}', 'order="1.0" use="prohibited" priority="{}"'
    both = [(A, B, arc.format("")), (A, B, forbidden.format(0))]
    assert presented(linkbase(link("presentation", AB, both))) == []
    assert presented(linkbase(link("presentation", AB, [both[1]])), linkbase(link("presentation", AB, [both[0]]))) == []
    strong = (A, B, arc.format('priority="3"'))
    assert len(presented(linkbase(link("presentation", AB, [strong, (A, B, forbidden.format(2))])))) == 2
    other = (A, B, 'order="2"')
    assert len(presented(linkbase(link("presentation", AB, [other, *both])))) == 2


def test_links_of_one_role_are_one_presentation_over_all_files() -> None:
    first = linkbase(link("presentation", AB, [(A, B, 'order="2"')]))
    second = linkbase(link("presentation", f"{GAAP}A {GAAP}C", [(A, C, 'order="1"')]))
    assert [each[0] for each in presented(first, second)] == ["us-gaap:A", "us-gaap:C", "us-gaap:B"]


def test_circles_and_endless_links_are_refused() -> None:
    with pytest.raises(Refused, match="circles"):
        linked(linkbase(link("presentation", AB, [(A, B, ""), (B, A, "")])))
    with pytest.raises(Refused, match="circles"):
        linked(linkbase(link("presentation", f"{AB} {GAAP}C", [(A, B, ""), (B, C, ""), (C, B, "")])))
    steps = [f"us-gaap_N{each}" for each in range(40)]
    doubled = [(start, end, f'order="{order}"') for start, end in pairwise(steps) for order in (1, 2)]
    with pytest.raises(Refused, match="no end"):
        linked(linkbase(link("presentation", " ".join(GAAP + each[8:] for each in steps), doubled)))


@pytest.mark.parametrize("wrong", ['order="first"', 'order="NaN"', 'priority="x"'])
def test_an_arc_that_is_wrong_is_refused_with_its_line(wrong: str) -> None:
    with pytest.raises(Refused, match=r"^l\.xml:1: the arc's"):
        linked(linkbase(link("presentation", AB, [(A, B, wrong)])))


def test_sums_with_weights_in_order_by_role() -> None:
    other = CALCULATION.replace(ROLE, "http://other").replace('weight="-1.0"', 'weight="0.5"')
    assert [(each.role, each.total, each.terms) for each in linked(CALCULATION, other).sums] == [
        (ROLE, "us-gaap:GrossProfit", (("us-gaap:Revenues", Decimal(1)), ("us-gaap:CostOfRevenue", Decimal(-1)))),
        ("http://other", "us-gaap:GrossProfit", (("us-gaap:Revenues", Decimal(1)), ("us-gaap:CostOfRevenue",
                                                                                   Decimal("0.5"))))]


def test_labels_by_role_and_language() -> None:
    japanese = linkbase(link("label", f"{GAAP}Revenues", [("us-gaap_Revenues", "j", "")], "",
                             label("j", "売上高", language="ja") + label("j", "売上高計", STANDARD + "totalLabel", "ja")
                             + label("j", "営業収益", "http://disclosure.edinet-fsa.go.jp/jppfs/cte/role/label", "ja")))
    found = linked(LABELS, japanese, PRESENTATION)
    assert found.labels == {
        ("us-gaap:Revenues", "", "en"): "Net sales", ("us-gaap:GrossProfit", "", "en"): "Gross margin",
        ("us-gaap:GrossProfit", "totalLabel", "en"): "Total gross margin",
        ("us-gaap:Revenues", "", "ja"): "売上高", ("us-gaap:Revenues", "totalLabel", "ja"): "売上高計"}
    assert found.presentations[0].lines[1].label == "売上高"


def test_linkbases_within_a_schema_are_read() -> None:
    inner = PRESENTATION.removeprefix('<?xml version="1.0" encoding="UTF-8"?>')
    assert len(presented(SCHEMA.replace("</xs:appinfo>", f"{inner}</xs:appinfo>"))) == 4


def test_elements_by_their_addresses() -> None:
    known = schemas()
    assert [known.element(each) for each in (
        f"{GAAP}Revenues", f"{GAAP}Odd_Name", "http://x/jppfs_cor_2023-12-01.xsd#jppfs_cor_NetSales",
        "ifrs-full_2022.xsd#ifrs-full_Revenue", "tse-ed-t-2014-01-12.xsd#tse-ed-t_NetSales", f"{OWN}aapl_Backlog",
        f"sub/{OWN}aapl_Odd.Total", "other.xsd#own-co_A.B-C", "none.xsd", "")] == [
        "us-gaap:Revenues", "us-gaap:Odd_Name", "jppfs_cor:NetSales", "ifrs-full:Revenue", "tse-ed-t:NetSales",
        "aapl:Backlog", "aapl:OddTable", "own-co:A.B-C", "", ""]


def test_what_schemas_say_of_elements() -> None:
    known = schemas()
    assert known.balances == {"aapl:Backlog": "credit", "aapl:OddTable": "debit"}
    assert known.instants == {"aapl:Backlog"}
    assert schemas({"http://other": "x"}).balances.keys() == {"apple:Backlog", "apple:OddTable"}


@pytest.mark.parametrize(("concept", "kind"), [
    ("us-gaap:StatementTable", "table"), ("srt:ProductOrServiceAxis", "axis"), ("srt:ProductsDomain", "domain"),
    ("us-gaap:ServiceMember", "member"), ("us-gaap:StatementLineItems", "line_items"), ("aapl:IPhoneMember", "member"),
    ("us-gaap:AssetsAbstract", "heading"), ("jppfs_cor:BalanceSheetHeading", "heading"), ("us-gaap:Assets", "line"),
    ("aapl:OddTable", "line"), ("x:Table", "line")])
def test_kinds(concept: str, kind: str) -> None:
    assert schemas().kind(concept) == kind


def test_what_has_a_fact_is_a_line_whatever_its_name() -> None:
    text = linkbase(link("presentation", f"{GAAP}A {GAAP}RoundTable", [(A, "us-gaap_RoundTable", "")]))
    assert presented(text)[1][3] == "table"
    assert presented(text, reported="us-gaap:RoundTable")[1][3] == "line"


def test_roles_by_their_last_part() -> None:
    assert [short_role(each) for each in (
        "", STANDARD + "label", STANDARD + "terseLabel", "http://www.xbrl.org/2009/role/negatedTotalLabel",
        "http://disclosure.edinet-fsa.go.jp/jppfs/Consolidated/role/positiveLabel")] == [
        "", "", "terseLabel", "negatedTotalLabel", "positiveLabel"]


@needs_fixtures
def test_apples_statements() -> None:
    report, = read([APPLE])
    income = next(each for each in report.presentations if each.title.startswith("0000002 "))
    assert [(each.label, each.role) for each in income.lines if each.kind == "line"] == [
        ("Net sales", "terseLabel"), ("Cost of sales", "terseLabel"), ("Gross margin", "totalLabel"),
        ("Research and development", "terseLabel"), ("Selling, general and administrative", "terseLabel"),
        ("Total operating expenses", "totalLabel"), ("Operating income", "totalLabel"),
        ("Other income/(expense), net", "terseLabel"), ("Income before provision for income taxes", "totalLabel"),
        ("Provision for income taxes", "verboseLabel"), ("Net income", "totalLabel"),
        ("Basic (in dollars per share)", "terseLabel"), ("Diluted (in dollars per share)", "terseLabel"),
        ("Basic (in shares)", "terseLabel"), ("Diluted (in shares)", "terseLabel")]
    shown = {each.concept for found in report.presentations for each in found.lines if each.kind == "line"}
    assert {each.concept for each in report.facts} <= shown


@needs_fixtures
@pytest.mark.parametrize(("paths", "sums", "tested"), [(APPLE, 39, 80), (NINTENDO, 57, 62)])
def test_every_sum_foots_in_the_filing_s_own_facts(paths: Path, sums: int, tested: int) -> None:
    """In all periods in which every term has a figure; Nintendo cuts its figures off, so that they foot within some."""
    report, = read([paths])
    values = {(each.concept, each.span): each for each in report.facts if each.value is not None}
    spans = {each.span for each in report.facts if not each.span.members}
    assert len(report.sums) == sums
    found = 0
    for each in (each for each in report.sums if paths == APPLE or "Consolidated" in each.role):
        for span in spans:
            terms = [values.get((concept, span)) for concept, _ in each.terms]
            if (total := values.get((each.total, span))) and all(terms):
                added = sum((weight * term.value for (_, weight), term in zip(each.terms, terms, strict=True)
                             if term and term.value is not None), Decimal(0))
                slack = (0 if paths == APPLE else len(terms)) * Decimal(10) ** -(total.decimals or 0)
                assert total.value is not None and abs(added - total.value) <= slack, (each.total, span)
                found += 1
    assert found == tested
