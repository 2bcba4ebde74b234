"""Inline XBRL as facts: values, contexts, units, texts, and what is refused."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from generator.refused import Refused
from generator.xbrl.documents import Document
from generator.xbrl.inline import InlineReport, read_inline, scan
from generator.xbrl.inline_join import join
from generator.xbrl.report import Origin, Span, Tagged
from tests.xbrl.pages import HEADER, NEW, OLD, document, figure, nil, table

QUARTER = Span(datetime.date(2023, 7, 1), datetime.date(2023, 4, 2))


def read(body: str, **more: str) -> InlineReport:
    return read_inline([document(body, **more)])  # type: ignore[arg-type]


def refusal(body: str) -> str:
    with pytest.raises(Refused) as refused:
        read(body)
    return "\n".join(refused.value.lines)


def test_a_figure_is_exact_in_ones_with_context_and_unit() -> None:
    report = read(table(f"Net sales|{figure('81,797')}"))
    fact, = report.facts
    assert (fact.concept, fact.value, fact.unit) == ("us-gaap:Revenues", Decimal(81797000000), "USD")
    assert fact.span == QUARTER
    assert (fact.scale, fact.decimals, fact.origin.file) == (6, -6, "a.htm")
    assert (report.entity, report.schemas) == ("0000320193", ("a.xsd",))
    assert report.keys == (("us-gaap:Revenues", "q", "usd"),)


@pytest.mark.parametrize("ix", [OLD, NEW])
@pytest.mark.parametrize(("printed", "form", "scale", "more", "value"), [
    ("1.26", "ixt:num-dot-decimal", "0", "", "1.26"),
    ("12.5", "ixt:num-dot-decimal", "-2", 'sign="-"', "-0.125"),
    ("1.234,5", "ixt:num-comma-decimal", "3", "", "1234500"),
    ("—", "ixt:fixed-zero", "6", "", "0"),
    ("－", "ixt2:zerodash", "6", 'sign="-"', "0"),
    ("12円50銭", "ixt:num-unit-decimal", "0", "", "12.50"),
    ("three million", "ixt-sec:numwordsen", "0", "", "3000000"),
    ("no", "ixt-sec:numwordsen", "0", "", "0"),
])
def test_a_figure_by_its_transformation(printed: str, form: str, scale: str, more: str, value: str, ix: str) -> None:
    fact, = read(table(f"Row|{figure(printed, more, form=form, scale=scale)}"), ix=ix).facts
    assert fact.value == Decimal(value)
    assert "E" not in str(fact.value)
    assert str(fact.value) != "-0"


def test_thirty_digits_are_not_rounded() -> None:
    digits = "123456789012345678901234567890.5"
    fact, = read(table(f"Row|{figure(digits, scale='2')}")).facts
    assert str(fact.value) == "12345678901234567890123456789050"


def test_nil_is_none_and_not_zero() -> None:
    facts = read(table(f"Row|{nil()}－|{figure('0')}")).facts
    assert [each.value for each in facts] == [None, Decimal(0)]
    assert all(each.is_number for each in facts)


def test_figures_in_each_other_are_two_facts() -> None:
    inner = figure("100", name="us-gaap:Inner")
    facts = read(table(f"Row|{figure(inner, name='us-gaap:Outer')}")).facts
    assert [(each.concept, each.value, each.printed) for each in facts] == [
        ("us-gaap:Outer", Decimal(100000000), "100"), ("us-gaap:Inner", Decimal(100000000), "100")]


def test_members_units_and_prefixes_are_standard() -> None:
    body = table(f"Row|{figure('39,669', context='p')}|{figure('1.26', unit='per', scale='0')}|"
                 f"{figure('5', name='jppfs:NetSales', unit='jpy')}")
    product, per_share, sales = read(body).facts
    assert product.span.members == (("srt:ProductOrServiceAxis", "own:PhoneMember"),)
    assert (per_share.unit, sales.unit, sales.concept) == ("USD/shares", "JPY", "jppfs_cor:NetSales")


def test_two_currencies_keep_unit_and_scale() -> None:
    dollars, yen = read(table(f"Row|{figure('822,866', scale='3')}|{figure('124,524', unit='jpy')}")).facts
    assert (dollars.unit, dollars.scale, dollars.value) == ("USD", 3, Decimal(822866000))
    assert (yen.unit, yen.scale, yen.value) == ("JPY", 6, Decimal(124524000000))


def test_a_fraction_is_exact_or_refused() -> None:
    body = ('<p><ix:fraction name="own:Ratio" contextRef="q" unitRef="shares">'
            '<ix:numerator format="ixt:num-dot-decimal">{}</ix:numerator>/'
            '<ix:denominator format="ixt:num-dot-decimal">{}</ix:denominator></ix:fraction></p>')
    assert read(body.format(3, 8)).facts[0].value == Decimal("0.375")
    assert "no exact decimal value" in refusal(body.format(1, 3))


def test_texts_go_on_elsewhere_and_leave_out_what_they_exclude() -> None:
    body = ('<p><ix:nonNumeric name="own:Policy" contextRef="q" continuedAt="c1">Sales<ix:exclude> page 7</ix:exclude>'
            ' are </ix:nonNumeric></p><p><ix:continuation id="c1">recognised.</ix:continuation></p>')
    fact, = read(body).facts
    assert (fact.text, fact.is_number, fact.value) == ("Sales are recognised.", False, None)


def test_a_text_that_goes_on_in_a_circle_ends() -> None:
    body = ('<p><ix:nonNumeric name="own:A" contextRef="q" continuedAt="c1">a</ix:nonNumeric>'
            '<ix:continuation id="c1" continuedAt="c1">b</ix:continuation></p>')
    assert read(body).facts[0].text == "ab"


def test_the_cover_is_text_also_where_it_is_hidden() -> None:
    hidden = ('<ix:nonNumeric name="dei:AmendmentFlag" contextRef="q">false</ix:nonNumeric>'
              '<ix:nonFraction name="own:Quarter" contextRef="q" unitRef="shares" scale="0">3</ix:nonFraction>')
    body = ('<p><ix:nonNumeric name="dei:DocumentPeriodEndDate" contextRef="q" format="ixt:date-monthname-day-year-en">'
            'July 1,&#160;2023</ix:nonNumeric> <ix:nonNumeric name="dei:DocumentQuarterlyReport" contextRef="q" '
            'format="ixt-sec:boolballotbox">☒</ix:nonNumeric></p>')
    facts = {each.concept: each for each in read(body, hidden=hidden).facts}
    assert {name: each.text for name, each in facts.items() if not each.is_number} == {
        "dei:AmendmentFlag": "false", "dei:DocumentPeriodEndDate": "2023-07-01", "dei:DocumentQuarterlyReport": "true"}
    quarter = facts["own:Quarter"]
    assert (quarter.value, quarter.printed, quarter.cell) == (Decimal(3), "", None)


def test_a_text_of_an_unknown_transformation_is_kept_with_a_remark() -> None:
    report = read('<p><ix:nonNumeric name="own:D" contextRef="q" format="ixt:date-foo">soon</ix:nonNumeric></p>')
    assert report.facts[0].text == "soon"
    assert "'date-foo'" in report.remarks[0]


def test_tuples_are_left_out_in_words() -> None:
    body = f'<p><ix:tuple name="own:T" tupleID="t">{figure("1")}</ix:tuple></p>{table("Row|" + figure("2"))}'
    report = read(body)
    assert [each.value for each in report.facts] == [Decimal(2000000)]
    assert [each for each in report.remarks if "tuple" in each]
    assert report.pages[0].rows[0].facts == (0,)


def test_a_fact_for_another_instance_is_left_out_in_words() -> None:
    elsewhere = figure("1", 'target="other"')
    report = read(table(f"Row|{elsewhere}|{figure('2')}"))
    assert [each.value for each in report.facts] == [Decimal(2000000)]
    assert "other" in report.remarks[0]


@pytest.mark.parametrize(("tag", "says"), [
    (figure("1", form="ixt:num-foo"), "num-foo"),
    (figure("1", form="own:num-dot-decimal"), "no registry's"),
    (figure("1,234", form=""), "no number"),
    (figure("1.2.3"), "no number"),
    (figure("12,34", form="ixt2:numdotdecimal"), "no number"),
    (figure("(5)"), "no number"),
    (figure(""), "no number"),
    (figure("-", form="ixt2:numdotdecimal"), "no number"),
    (figure("1<sup>2</sup>"), "note"),
    (figure("5", "", scale="999999999"), "scale"),
    (figure("5", "", scale="x"), "scale"),
    (figure("5", 'sign="+"'), "sign"),
    (figure("5", context="z"), "context 'z'"),
    (figure("5", unit="z"), "unit 'z'"),
    (figure("5", unit=""), "without a unit"),
])
def test_what_is_no_figure_is_refused_at_its_line(tag: str, says: str) -> None:
    said = refusal("\n<p>" + tag + "</p>")
    line = HEADER.count("\n") + 14
    assert says in said
    assert said.startswith("a.htm:") and abs(int(said.split(":")[1]) - line) <= 3


def test_all_faults_are_said_at_once() -> None:
    assert refusal(f"<p>{figure('1', context='y')} {figure('x')} </p>").count("\n") == 0  # what can't be read first
    assert refusal(f"<p>{figure('1', context='y')} {figure('2', unit='z')}</p>").count("\n") == 1


@pytest.mark.parametrize("data", [b"", b"<html>", b"not xml", b"\x00\x01", b"<!DOCTYPE html><html/>", b"<a/>"])
def test_what_is_no_page_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match=r"a\.htm"):
        read_inline([Document("a.htm", data)])


def test_documents_of_one_schema_share_their_header_in_the_order_of_their_names() -> None:
    body = document(table(f"Row|{figure('2')}"), name="z/0105010.htm", has_header=False)
    header = document(table(f"Row|{figure('1')}"), name="z/0000000.htm")
    report = read_inline([body, header])
    assert [each.value for each in report.facts] == [Decimal(1000000), Decimal(2000000)]
    assert [row.facts for page in report.pages for row in page.rows] == [(0,), (1,)]
    assert [each.cell for each in report.facts] == [(0, 0, 1), (1, 0, 1)]


def test_two_filings_in_one_folder_keep_their_contexts_apart() -> None:
    first = document(table(f"Row|{figure('1')}"), name="z/a-20230701-x.htm", schema="a-20230701.xsd")
    second = document(table(f"Row|{figure('2')}"), name="z/b-20230930.htm", schema="b-20230930.xsd")
    second = Document(second.name, second.data.replace(b"2023-07-01<", b"2023-09-30<"))
    pages = document(table(f"Row|{figure('3')}"), name="z/01-b-20230930.htm", has_header=False)
    ends = {each.value: each.span.end.month for each in read_inline([first, second, pages]).facts}
    assert ends == {Decimal(1000000): 7, Decimal(2000000): 9, Decimal(3000000): 9}
    same = Document(second.name, second.data.replace(b"b-20230930.xsd", b"a-20230701.xsd"))
    with pytest.raises(Refused, match="two filings"):
        read_inline([first, same])


def test_a_missing_header_is_said() -> None:
    with pytest.raises(Refused, match=r"header .* is missing"):
        read_inline([document(table(f"Row|{figure('1')}"), has_header=False)])


def instance(value: str | None, context: str = "q") -> tuple[Tagged, tuple[str, str, str]]:
    tagged = Tagged("us-gaap:Revenues", QUARTER, "USD", None if value is None else Decimal(value), Origin("a.xbrl", 3))
    return tagged, ("us-gaap:Revenues", context, "usd")


def test_pages_without_a_header_are_joined_with_the_instance() -> None:
    body = table(f"Sales|△{figure('5')}|{nil('p')}－", f"Again|{figure('5')}")
    scanned = scan([document(body, has_header=False)])
    (sales, key), (nothing, key_of_nil) = instance("5000000"), instance(None, "p")
    unprinted, other = instance("7", "r")
    joined = join(scanned, [unprinted, sales, nothing], [other, key, key_of_nil])
    assert [(each.value, each.printed, each.label) for each in joined.facts] == [
        (Decimal(7), "", ""), (Decimal(5000000), "△5", "Sales"), (None, "－", "Sales"),
        (Decimal(5000000), "5", "Again")]
    assert [row.facts for row in joined.pages[0].rows] == [(1, 2), (3,)]
    assert joined.facts[1].scale == 6 and joined.facts[1].origin.file == "a.xbrl"


def test_pages_of_another_filing_are_not_joined() -> None:
    scanned = scan([document(table(f"Sales|{figure('5')}"), has_header=False)])
    fact, key = instance("6000000")
    with pytest.raises(Refused, match=r"5000000 here and 6000000 in a\.xbrl:3"):
        join(scanned, [fact], [key])
    assert "1 facts of the pages" in join(scanned, [fact], [("us-gaap:Revenues", "other", "usd")]).remarks[0]
