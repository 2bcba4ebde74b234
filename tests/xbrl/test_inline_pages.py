"""Pages of inline XBRL: how a figure is printed, the label of its row, headings, the text before a table."""

from __future__ import annotations

import pytest

from generator.xbrl.inline import InlineReport, read_inline
from generator.xbrl.inline_cells import printed_sign, tidy, without_marks
from tests.xbrl.pages import document, figure, nil, table


def read(body: str) -> InlineReport:
    return read_inline([document(body)])


ONE = figure("1,234")
FOOTNOTE = '<span><ix:footnote footnoteID="f" xml:lang="ja">※1</ix:footnote></span>&#160;'


@pytest.mark.parametrize(("row", "printed", "sign"), [
    (f"Row|{ONE}", "1,234", 1),
    (f"Row|△{ONE}", "△1,234", -1),
    (f"Row|<p>▲ {ONE}</p>", "▲1,234", -1),
    (f"Row|({ONE})", "(1,234)", -1),
    (f"Row|({ONE}|)", "(1,234)", -1),
    (f"Row|(|{ONE}|)", "(1,234)", -1),
    (f"Row|$|({ONE}|)|", "$(1,234)", -1),
    (f"Row|$({ONE}|)|&#160;", "$(1,234)", -1),
    (f"Row|$|{ONE}|&#160;", "$1,234", 1),
    (f"Row|（{ONE}）", "（1,234）", -1),
    (f"Row|−{ONE}", "−1,234", -1),
    (f"Row|-{ONE}", "-1,234", -1),
    (f"Row|－{ONE}", "－1,234", -1),
    (f"Row|{FOOTNOTE}{ONE}", "1,234", 1),
    (f"Row|{FOOTNOTE}△{ONE}", "△1,234", -1),
    (f"Row|{ONE}<sup>(1)</sup>", "1,234", 1),
    (f"Row|({ONE})<sup>(1)</sup>", "(1,234)", -1),
    (f"Row|(注) {ONE}", "1,234", 1),
    (f"Row|12|{ONE}", "1,234", 1),
    (f"Row|—|{ONE}", "1,234", 1),
    (f"Row|(5)|{ONE}", "1,234", 1),
    (f"Row|(|5|)|{ONE}", "1,234", 1),
    (f"Row|about 3 - {ONE}", "-1,234", -1),
    (f"Row|2022-{ONE}", "1,234", 1),
    (f"Row|{ONE}%", "1,234%", 1),
    (f"Row|({ONE}|)%", "(1,234)%", -1),
    (f"Row|{nil()}－", "－", 0),
    (f"Row|－{nil()}", "－", 0),
    (f"Row|{nil()}", "", 0),
    (f"Row|{figure('—', form='ixt:fixed-zero')}", "—", 0),
    (f"Row|△{figure('0')}", "△0", -1),
    (f"Row|△|{ONE}", "△1,234", -1),
    (f"Row|({ONE}||)", "(1,234)", -1),
    (f"Row|({ONE}|8", "(1,234", -1),
    (f"Row|({ONE} shares)|8", "1,234", 1),
    (f"Row|{ONE})", "1,234", 1),
    (f"Row|— {ONE}", "1,234", 1),
    (f"Row|– {ONE}", "–1,234", -1),
    (f"Row|US$({ONE})", "$(1,234)", -1),
    (f"Row|{ONE}百万円", "1,234", 1),
])
def test_a_figure_as_printed(row: str, printed: str, sign: int) -> None:
    fact, = read(table(row)).facts
    assert (fact.printed, printed_sign(fact)) == (printed, sign)


def test_figures_in_one_cell_have_signs_of_their_own() -> None:
    second = figure("5.3", name="us-gaap:Other")
    assert [each.printed for each in read(table(f"Row|{ONE} ({second})")).facts] == ["1,234", "(5.3)"]
    assert [each.printed for each in read(table(f"Row|{ONE}–{second}")).facts] == ["1,234", "5.3"]
    assert [each.printed for each in read(table(f"Row|{ONE} △{second}")).facts] == ["1,234", "△5.3"]


def test_a_range_of_which_only_the_forecast_is_printed() -> None:
    facts = read(table(f"Row|{figure('10.00')}{nil('p')}{nil('p')}")).facts
    assert [each.printed for each in facts] == ["10.00", "", ""]


def test_signs_belong_to_the_nearest_figure() -> None:
    facts = read(table(f"Row|$|({figure('1')}|)|$|{figure('2')}||(|{figure('3')}|)")).facts
    assert [each.printed for each in facts] == ["$(1)", "$2", "(3)"]


def test_a_figure_in_a_sentence() -> None:
    fact, = read(f"<p>A loss of $({figure('5')}) was made.</p>").facts
    assert (fact.printed, fact.label, fact.cell) == ("$(5)", "", None)


@pytest.mark.parametrize(("row", "label"), [
    (f"Net sales|{ONE}", "Net sales"),
    (f"&#160;|&#160;|<td colspan='8'><p>現金及び預金</p></td>|{ONE}", "現金及び預金"),
    (f"親会社の所有者<br/>に帰属する<br/>四半期利益|{ONE}", "親会社の所有者に帰属する四半期利益"),
    (f"<p>Accounts payable and</p><p>accrued liabilities</p>|{ONE}", "Accounts payable and accrued liabilities"),
    (f"受取手形 ※1,※2|{ONE}", "受取手形"),
    (f"売上高（注）１|{ONE}", "売上高"),
    (f"Cost of sales<sup>(1)</sup>|{ONE}", "Cost of sales"),
    (f"Cost of sales <span style='position:relative;top:-3.5pt'>(1)(2)</span>|{ONE}", "Cost of sales"),
    (f"Revenue (Note 3)|{ONE}", "Revenue"),
    (f"Revenue|3, 12|{ONE}", "Revenue"),
    (f"<p>　　資　産　合　計</p>|{ONE}", "資産合計"),
    (f"{ONE}|Sales|{figure('5')}", "Sales"),
    (f"売上高|{ONE}|Net sales", "売上高"),
    (f"1|売上高|{ONE}", "売上高"),
    (f"*1|売上高|{ONE}", "売上高"),
    (f"(1) 連結子会社の数　{ONE}社", "(1) 連結子会社の数"),
    (f"{ONE}", ""),
    (f"(a)|Wages|{ONE}", "Wages"),
    (f"Ⅰ|売上高|{ONE}", "売上高"),
    (f"A|{ONE}", "A"),
    (f"Class A (1)|{ONE}", "Class A (1)"),
    (f"1株当たり純利益(円)|{ONE}", "1株当たり純利益(円)"),
    (f"CO2 certificates|{ONE}", "CO2 certificates"),
])
def test_the_label_of_a_row(row: str, label: str) -> None:
    report = read(table(row))
    assert {each.label for each in report.facts} == {label}
    assert report.pages[0].rows[0].label == label


def test_a_label_that_reaches_over_two_rows() -> None:
    body = table(f"<td rowspan='2'>Dividends</td>|{figure('1')}", f"{figure('2')}", f"Other|{figure('3')}")
    assert [each.label for each in read(body).facts] == ["Dividends", "Dividends", "Other"]
    assert [each.cell for each in read(body).facts] == [(0, 0, 1), (0, 1, 1), (0, 2, 1)]


def test_rows_stand_in_printed_order_with_headings_and_indents() -> None:
    body = table("|2023|2022", "Assets", "<td class='in'>Current assets</td>",
                 f"<td style='padding-left:18pt'>Cash</td>|{figure('1')}|{figure('2', name='us-gaap:B')}",
                 f"<td class='in'>Total</td>|{figure('3')}|{nil()}—")
    page, = read(body).pages
    assert [(row.label, row.facts, row.indent) for row in page.rows[1:]] == [
        ("Assets", (), 0), ("Current assets", (), 1), ("Cash", (0, 1), 2), ("Total", (2, 3), 1)]
    assert page.rows[0].texts == ("2023", "2022")


def test_indents_by_columns() -> None:
    body = table("<td colspan='3'>資産の部</td>|", "&#160;|<td colspan='2'>流動資産</td>|", f"|&#160;|現金|{ONE}")
    page, = read(body).pages
    assert [(row.label, row.indent) for row in page.rows] == [("資産の部", 0), ("流動資産", 1), ("現金", 2)]
    assert read(body).facts[0].cell == (0, 2, 3)


def test_a_quarterly_report_as_the_commission_publishes_it() -> None:
    """Apple's, three months to July 1, 2023: a sign over two cells, indents as paddings, a row for spacing."""
    label = '<td colspan="3" style="padding:2px 1pt 2px {}pt;text-align:left"><span>{}</span></td>'
    loss = figure("265", 'sign="-"')
    amount = '<td colspan="2" style="padding:2px 0 2px 1pt"><span>{}</span></td><td><span>{}</span></td>'
    gap = '<td colspan="3" style="padding:0 1pt"></td>'
    rows = "".join(f"<tr>{each}</tr>" for each in (
        '<td style="width:1.0%"></td>' * 9,
        label.format(1, "Gross margin") + '<td><span>$&#160;</span></td><td><span>' +
        figure("36,413", name="us-gaap:GrossProfit") + "</span></td><td></td>" + gap,
        label.format(1, "Operating expenses:") + gap,
        label.format(13, "Research and development") + amount.format(figure("7,442"), "") + gap,
        label.format(25, "Total operating expenses") + amount.format(figure("13,415"), "") + gap,
        label.format(1, "Other income/(expense), net") + amount.format(f"({loss}", ")")))
    report = read(f"<div><span>CONSOLIDATED STATEMENTS OF OPERATIONS (Unaudited)</span></div>"
                  f"<div><span>(In millions)</span></div><table>{rows}</table>")
    page, = report.pages
    assert page.before == "CONSOLIDATED STATEMENTS OF OPERATIONS (Unaudited)\n(In millions)"
    assert [(row.label, row.indent, [report.facts[each].printed for each in row.facts]) for row in page.rows] == [
        ("Gross margin", 0, ["$36,413"]), ("Operating expenses:", 0, []), ("Research and development", 1, ["7,442"]),
        ("Total operating expenses", 2, ["13,415"]), ("Other income/(expense), net", 0, ["(265)"])]
    assert [printed_sign(each) for each in report.facts] == [1, 1, 1, -1]
    assert report.facts[-1].value == -265000000


def test_the_text_before_a_table_is_its_title_and_unit() -> None:
    body = (f"<h3>連結貸借対照表</h3><table><tr><td>（百万円）</td></tr></table>{table(f'現金|{ONE}')}"
            f"<p>Next</p><div>(In millions)</div>{table(f'Sales|{ONE}')}")
    first, second = read(body).pages
    assert first.before.split("\n") == ["連結貸借対照表", "（百万円）"]
    assert second.before.split("\n") == ["Next", "(In millions)"]


def test_a_table_in_a_table_is_one_of_its_own() -> None:
    inner = table(f"Inner|{figure('2')}")
    body = f"<table><tr><td>Title</td></tr><tr><td>Outer</td><td>{inner}</td><td>{figure('3')}</td></tr></table>"
    outer, nested = read(body).pages
    assert [(row.label, row.facts) for row in outer.rows] == [("Title", ()), ("Outer", (1,))]
    assert [(row.label, row.facts) for row in nested.rows] == [("Inner", (0,))]
    assert nested.before == "Title\nOuter"
    assert [each.cell for each in read(body).facts] == [(1, 0, 1), (0, 1, 2)]


def test_tables_for_layout_are_no_pages() -> None:
    body = f"<table><tr><td>{table(f'Inner|{ONE}')}</td></tr></table>"
    assert len(read(body).pages) == 1


def test_odd_spans_and_loose_cells_do_no_harm() -> None:
    body = f"<table><td colspan='x'>A</td><td rowspan='0' colspan='999999999'>B</td><td>{ONE}</td></table><p>{ONE}</p>"
    assert [each.label for each in read(body).facts] == ["A", ""]


def test_text_on_one_line() -> None:
    assert tidy(" a\u200b b\n\nc ") == "a b c"
    assert tidy("株式\n報酬") == "株式報酬"
    assert tidy("コ ー ド 番 号") == "コード番号"
    assert tidy("現金 及び") == "現金 及び"


@pytest.mark.parametrize(("text", "label"), [
    ("現金（注）", "現金"), ("現金 注３", "現金"), ("現金※", "現金"), ("Cash *", "Cash"), ("Cash †", "Cash"),
    ("※1", "※1"), ("脚注", "脚注"), ("受注", "受注"), ("Note 3", "Note 3"), ("Level 3", "Level 3"), ("(注)", "(注)")])
def test_marks_of_notes_are_taken_off(text: str, label: str) -> None:
    assert without_marks(text) == label


def test_what_stands_above_the_columns_of_figures() -> None:
    """As in the summary of an earnings report: a head over an amount and its growth, units below, periods in rows."""
    body = table("<th></th>|<th colspan='2'>売上高</th>|<th>営業利益</th>", "|百万円|％|百万円",
                 f"2024年３月期|{ONE}|{figure('3.2')}|{figure('21,010')}", f"2023年３月期|{ONE}|{figure('5')}|")
    (page,) = read(body).pages
    assert page.heads == {1: ("売上高", "百万円"), 2: ("売上高", "％"), 3: ("営業利益", "百万円")}


def test_no_head_where_figures_come_first() -> None:
    (page,) = read(table(f"自己資本|2024年３月期|{ONE}", "later|text|above nothing")).pages
    assert page.heads == {}
