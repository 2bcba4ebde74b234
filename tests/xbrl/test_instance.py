"""An instance's facts: contexts, units, exact values, lines; and what is wrong in one, each with its line."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from pathlib import Path

import pytest

from generator.refused import Refused
from generator.xbrl.documents import Document
from generator.xbrl.instance import accuracy, number, read_instance
from generator.xbrl.names import standard_name
from generator.xbrl.report import Span, Tagged
from tests.xbrl.instances import CONTEXTS, FACTS, document, instance

FIXTURES = Path(__file__).resolve().parents[3] / "shared" / "fixtures"
APPLE = FIXTURES / "sec" / "aapl_10q_20230701" / "aapl-20230701_htm.xml"
NINTENDO = FIXTURES / "edinet" / "nintendo_annual_fy2023" / (
    "jpcrp030000-asr-001_E02367-000_2024-03-31_01_2024-06-28.xbrl")
THIRD = Span(datetime.date(2023, 7, 1), datetime.date(2023, 4, 2))
FACT = '<us-gaap:Revenues contextRef="q" unitRef="usd" decimals="-6"{}>{}</us-gaap:Revenues>'


def facts(text: str, **more: str) -> tuple[Tagged, ...]:
    return read_instance(document(instance(text, **more))).facts


def refused(text: str, **more: str) -> str:
    with pytest.raises(Refused) as error:
        facts(text, **more)
    return "\n".join(error.value.lines)


def test_facts_as_tagged() -> None:
    found = facts(FACTS)
    assert [(each.concept, each.unit, each.value, each.text, each.decimals) for each in found] == [
        ("dei:EntityRegistrantName", "", None, "Apple Inc.", None),
        ("us-gaap:Revenues", "USD", Decimal(81797000000), "", -6),
        ("us-gaap:Revenues", "USD", Decimal(39669000000), "", -6),
        ("us-gaap:CostOfRevenue", "USD", Decimal(45384000000), "", -6),
        ("us-gaap:GrossProfit", "USD", Decimal(36413000000), "", -6),
        ("us-gaap:EarningsPerShareDiluted", "USD/shares", Decimal("1.26"), "", 2),
        ("us-gaap:CommercialPaper", "USD", None, "", None),
        ("aapl:Backlog", "USD", Decimal("-0.10"), "", None)]
    assert str(found[-1].value) == "-0.10"
    assert found[1].span == THIRD
    assert found[2].span == Span(THIRD.end, THIRD.start, (("srt:ProductOrServiceAxis", "aapl:IPhoneMember"),))
    assert found[6].span == Span(datetime.date(2023, 7, 1))
    assert [each.is_number for each in found] == [False, *[True] * 7]


def test_each_fact_knows_its_line_also_beyond_the_65535th() -> None:
    text = instance("\n" * 70_000 + FACT.format("", 1) + "\n" * 10 + FACT.format("", "\n\n2"))
    lines = [number for number, line in enumerate(text.splitlines(), 1) if "us-gaap:Revenues " in line]
    assert [each.origin.line for each in read_instance(document(text)).facts] == lines
    assert lines[0] > 70_000


@pytest.mark.parametrize(("text", "said"), [
    ('<us-gaap:Revenues unitRef="usd" decimals="0">1</us-gaap:Revenues>', "us-gaap:Revenues has no context"),
    ('<us-gaap:Revenues contextRef="x" unitRef="usd">1</us-gaap:Revenues>', "has the context 'x', which the file does"),
    ('<us-gaap:Revenues contextRef="q" unitRef="eur">1</us-gaap:Revenues>', "has the unit 'eur', which the file does"),
    ('<us-gaap:Revenues contextRef="q" unitRef="">1</us-gaap:Revenues>', "has the unit '', which the file does not"),
    *[(FACT.format("", wrong), "where a number belongs") for wrong in
      ("1,234", "１２", "1_000", "NaN", "Infinity", "0x10", "1e999", "--1", "1 2", "1." + "0" * 200, "△5")],
    (FACT.format("", ""), "has no number; a fact without one is marked nil"),
    ('<us-gaap:Revenues contextRef="q" unitRef="usd" decimals="six">1</us-gaap:Revenues>', "where its decimals belong"),
])
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    line = instance(text).splitlines().index(text) + 1
    assert re.search(rf"^aapl-20230701_htm\.xml:{line}: .*{re.escape(said)}", refused(text))


def test_all_mistakes_are_told_at_once_but_no_flood() -> None:
    assert len(refused("\n".join(FACT.format("", "x") for _ in range(500))).splitlines()) == 21


@pytest.mark.parametrize(("period", "said"), [
    ("<instant>2023-02-30</instant>", "where a date belongs"),
    ("<startDate>2023-07-02</startDate><endDate>2023-07-01</endDate>", "before it starts"),
    ("<startDate>2023-07-02</startDate>", "neither a day nor a first and a last day"), ("<forever/>", "neither a day")])
def test_a_context_that_is_wrong_is_named_where_a_fact_uses_it(period: str, said: str) -> None:
    odd = CONTEXTS + (f'<context id="odd"><entity><identifier scheme="s">1</identifier></entity><period>{period}'
                      "</period></context>")
    assert len(facts(FACTS, contexts=odd)) == 8
    assert said in refused(FACT.format("", 1).replace('"q"', '"odd"'), contexts=odd)


def test_a_scenario_and_typed_members_are_kept() -> None:
    odd = CONTEXTS + ('<context id="s"><entity><identifier scheme="s">1</identifier></entity>'
                      '<period><instant>2023-07-01</instant></period>'
                      '<scenario><xbrldi:typedMember dimension="aapl:NoteAxis"><aapl:Number> 7\n8 </aapl:Number>'
                      '</xbrldi:typedMember></scenario></context>')
    assert facts(FACT.format("", 1).replace('"q"', '"s"'), contexts=odd)[0].span.members == (("aapl:NoteAxis", "7 8"),)


def test_tuples_are_left_with_a_remark_and_footnotes_are_none() -> None:
    read = read_instance(document(instance(
        f'<aapl:Officer>{FACT.format("", 1)}</aapl:Officer><link:footnoteLink/>{FACT.format("", 2)}')))
    assert [each.value for each in read.facts] == [2]
    assert read.remarks == ("1 tuples or fractions of aapl-20230701_htm.xml are not read",)


def test_text_keeps_what_a_comment_or_cdata_splits() -> None:
    text = '<dei:EntityRegistrantName contextRef="q">A<!-- no -->&amp;<![CDATA[<b>]]></dei:EntityRegistrantName>'
    assert facts(text)[0].text == "A&<b>"


@pytest.mark.parametrize(("decimals", "precision", "value", "expected"), [
    ("-6", None, "81797000000", -6), ("INF", None, "1", None), (None, None, "1", None), ("+2", None, "1", 2),
    (None, "3", "81797000000", -8), (None, "INF", "5", None), (None, "2", "0.0123", 3), (None, "4", "0", None)])
def test_accuracy(decimals: str | None, precision: str | None, value: str, expected: int | None) -> None:
    assert accuracy(decimals, precision, Decimal(value)) == expected


@pytest.mark.parametrize(("text", "value"), [
    (" 12 ", "12"), ("-.5", "-.5"), ("+3.", "3"), ("1.5E3", "1500"), ("007", "7")])
def test_numbers(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize(("namespace", "name"), [
    ("http://fasb.org/us-gaap/2023", "us-gaap"), ("http://fasb.org/us-gaap/2019-01-31", "us-gaap"),
    ("http://xbrl.us/us-gaap/2009-01-31", "us-gaap"), ("http://xbrl.sec.gov/dei/2014-01-31", "dei"),
    ("http://xbrl.sec.gov/ecd/2023", "ecd"), ("http://fasb.org/srt/2023", "srt"),
    ("https://xbrl.ifrs.org/taxonomy/2022-03-24/ifrs-full", "ifrs-full"),
    ("http://xbrl.ifrs.org/taxonomy/2014-03-05/ifrs-full", "ifrs-full"),
    ("http://disclosure.edinet-fsa.go.jp/taxonomy/jppfs/2023-12-01/jppfs_cor", "jppfs_cor"),
    ("http://disclosure.edinet-fsa.go.jp/taxonomy/jpigp/2022-11-01/jpigp_cor", "jpigp_cor"),
    ("http://disclosure.edinet-fsa.go.jp/taxonomy/jpdei/2013-08-31/jpdei_cor", "jpdei_cor"),
    ("http://www.xbrl.tdnet.info/taxonomy/jp/tse/tdnet/ed/t/2014-01-12", "tse-ed-t"),
    ("https://www.esma.europa.eu/taxonomy/2022-03-24/esef_cor", "esef_cor"), ("http://www.apple.com/20230701", "any")])
def test_standard_prefixes_whatever_the_year(namespace: str, name: str) -> None:
    assert standard_name(namespace, "any", "X") == f"{name}:X"


@pytest.mark.skipif(not APPLE.is_file(), reason="the larger filings are not here")
def test_every_fact_of_apples_quarter() -> None:
    """Counted by a pattern over the text, not by a parser."""
    text = APPLE.read_text(encoding="utf-8")
    found = read_instance(Document("a.xml", text.encode())).facts
    opened = re.findall(r'<((?:us-gaap|dei|aapl|ecd|srt):\w[\w.-]*)\s[^>]*?contextRef="[^"]*"', text)
    assert len(found) == len(opened) == 835
    assert [each.concept for each in found] == opened
    typed = [Decimal(each) for each in re.findall(
        r'unitRef="[^"]*"[^>]*?(?<!/)>([-+.\d]+)</(?:us-gaap|dei|aapl|ecd|srt):', text)]
    assert [each.value for each in found if each.value is not None] == typed
    assert sum(each.is_number for each in found) == text.count(" unitRef=") == 736


@pytest.mark.skipif(not NINTENDO.is_file(), reason="the larger filings are not here")
def test_nintendos_year_as_a_second_reader_has_it() -> None:
    from edinet_tools.parsers.xbrl_instance import read_instance as second_reader

    found = read_instance(Document("n.xbrl", NINTENDO.read_bytes())).facts
    second = second_reader(NINTENDO.read_bytes())
    assert len(found) == len(second.facts) == 1394
    for ours, theirs in zip(found, second.facts, strict=True):
        context = second.contexts[theirs.context_id]
        assert ours.concept == theirs.element_id
        assert str(ours.span.end) == (context.instant or context.period_end)
        assert (str(ours.span.start) if ours.span.start else None) == context.period_start
        assert ours.span.members == tuple(sorted(context.dimensions.items()))
        if theirs.unit_id:
            assert ours.value == (None if theirs.nil else Decimal(theirs.value))
        elif not theirs.html:
            assert ours.text == (theirs.value or "")
