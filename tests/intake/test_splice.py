"""Line items and rows put into YAML that is there: what is not put in stays the same to the byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.intake.splice import FIRST, LAST, NewEntry, NotSpliced, Splice

STATEMENTS = """\
# Revenue first.
income_statement:
  title: Statement of income
  sheet: Income Statement
  items:
    revenue:        {label: Revenue, concept: revenue}  # as printed
    cost_of_sales:  Cost of sales	# a tab before this remark
    operating_profit:
      label: Operating profit
      sum: [revenue,
            cost_of_sales]
    # ------------ the end

balance_sheet: {title: Position, sheet: Balance Sheet, items: {cash: Cash, "no": Loans}}
"""


def with_item(text: str, statement: str, after: str, key: str, value: str) -> str:
    splice = Splice(text)
    splice.insert((statement, "items"), after, [NewEntry(key, value)])
    return splice.done()


def removed(text: str, after: str) -> str:
    """What is left of the new text when the line that was put in is taken out."""
    lines = after.splitlines(keepends=True)
    return "".join(line for line in lines if "goodwill" not in line)


@pytest.mark.parametrize("key", ["revenue", "cost_of_sales", "operating_profit", FIRST, LAST])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_line_item_stands_behind_another_and_nothing_else_changes(key: str, end: str, bom: str) -> None:
    text = bom + STATEMENTS.replace("\n", end)
    found = with_item(text, "income_statement", key, "goodwill", "{label: Goodwill}")
    assert removed(text, found) == text
    lines = found.split(end)
    at = next(number for number, line in enumerate(lines) if "goodwill" in line)
    assert lines[at] == "    goodwill:       {label: Goodwill}"
    before = {"revenue": "revenue:", "cost_of_sales": "cost_of_sales:", "operating_profit": "cost_of_sales]",
              FIRST: "items:", LAST: "cost_of_sales]"}[key]
    assert before in lines[at - 1]


def test_a_flow_mapping_takes_it_between_its_commas() -> None:
    found = with_item(STATEMENTS, "balance_sheet", "cash", "goodwill", "Goodwill, net")
    assert found == STATEMENTS.replace("{cash: Cash,", '{cash: Cash, goodwill: "Goodwill, net",')
    assert with_item(STATEMENTS, "balance_sheet", LAST, "x", "X").rstrip().endswith('"no": Loans, x: X}}')


def test_a_missing_newline_at_the_end_stays_missing() -> None:
    text = "a:\n  title: T\n  sheet: Notes\n  items:\n    x: X"
    assert with_item(text, "a", "x", "y", "Y") == text + "\n    y: Y"


FILING = """\
filing: {title: T, filed: 2023-11-14, assurance: reviewed}
tables:
  - statement: income_statement
    heading: H
    columns:          [1H2022, 1H2023]
    rows:
      revenue:        [ , 73981]
      cost_of_sales:  [todo, todo]   # 1H2022: (49,802)
"""


def test_rows_are_put_in_and_replaced_beside_empty_items() -> None:
    splice = Splice(FILING)
    splice.insert(("tables", 0, "rows"), "revenue", [NewEntry("goodwill", "[1, (2)]"), NewEntry("b", "[nil, 0]")])
    rows = "      goodwill:       [1, (2)]\n      b:              [nil, 0]\n"
    assert splice.done() == FILING.replace("73981]\n", "73981]\n" + rows)
    splice = Splice(FILING)
    splice.replace(("tables", 0, "rows", "revenue"), "[67707, 73981]")
    splice.replace(("tables", 0, "rows", "cost_of_sales"), "[(49802), (53037)]")
    assert splice.done() == FILING.replace("[ , 73981]", "[67707, 73981]").replace("[todo, todo]", "[(49802), (53037)]")


def test_a_table_is_put_at_the_end() -> None:
    splice = Splice(FILING)
    splice.append(("tables",), ["- statement: s", "  heading: H"])
    assert splice.done() == FILING.rstrip() + "\n\n  - statement: s\n    heading: H\n"


def test_what_cannot_be_done_is_refused() -> None:
    with pytest.raises(NotSpliced, match="'revenue' is there already"):
        with_item(STATEMENTS, "income_statement", LAST, "revenue", "R")
    with pytest.raises(NotSpliced, match="there is no 'tax'"):
        with_item(STATEMENTS, "income_statement", "tax", "x", "X")
    with pytest.raises(NotSpliced, match="there is no 'cash_flow'"):
        with_item(STATEMENTS, "cash_flow", LAST, "x", "X")
    with pytest.raises(NotSpliced):
        with_item(STATEMENTS, "income_statement", LAST, "x", "X\ny: Y")


@given(st.text(alphabet="ab :#,{}[]'\"-é本", min_size=1, max_size=12))
def test_whatever_a_label_has_the_rest_says_the_same(label: str) -> None:
    try:
        found = with_item(STATEMENTS, "income_statement", "revenue", "goodwill", label)
    except NotSpliced:
        return
    assert removed(STATEMENTS, found) == STATEMENTS
