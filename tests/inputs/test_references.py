"""Names that line items give each other: unknown, doubled, captions, or in a circle."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.inputs.chains import circles
from tests.companies import MEMBERS, STATEMENTS, changed, complaints


def items(old: str, new: str) -> str:
    return changed(STATEMENTS, old, new)


def costs(attributes: str) -> str:
    return items("costs: Costs", f"costs: {{label: Costs, {attributes}}}")


@pytest.mark.parametrize(("text", "place", "message"), [
    (items("sum: [revenue, costs]", "sum: [revenue, cost]"), "7:5",
     "the total 'profit' names an unknown part 'cost'; did you mean 'costs'?"),
    (items("sum: [revenue, costs]", "sum: [revenue, -cost]"), "7:5",
     "the total 'profit' names an unknown part 'cost'; did you mean 'costs'?"),
    (items("sum: [revenue, costs]", "sum: [revenue, costs], also_sum: [revenu]"), "7:5",
     "the total 'profit' names an unknown part 'revenu'; did you mean 'revenue'?"),
    (items("sum: [revenue, costs]", "sum: [revenue, profit]"), "7:5",
     "the total 'profit' names itself among its parts"),
    (items("sum: [revenue, costs]", "sum: [revenue, revenue]"), "7:5", "the total 'profit' names 'revenue' twice"),
    (items("sum: [cash, other_assets], concept: total_assets}", "sum: [cash, top]}\n    top: {caption: Top}"), "15:5",
     "the total 'total_assets' names the caption 'top', which has no figures"),
    (costs("sum: [profit]"), "6:5", "totals add up in a circle: costs → profit → costs"),
    (costs("same_as: income_statement.costs"), "6:5",
     "second printings go in a circle: income_statement.costs → income_statement.costs"),
    (costs("same_as: income_statement.profit"), "6:5",
     "second printings go in a circle: income_statement.costs → income_statement.profit → income_statement.costs"),
    (costs("same_as: incomestatement.costs"), "6:5",
     "unknown statement 'incomestatement'; did you mean 'income_statement'?"),
    (costs("same_as: balance_sheet.cahs"), "6:5",
     "unknown line item 'cahs' of 'balance_sheet'; did you mean 'cash'?"),
    (costs("same_as: {totl: balance_sheet.cash}"), "6:5", "unknown member 'totl' of 'income_statement'"),
    (costs("same_as: balance_sheet.cash@total"), "6:5", "unknown member 'total' of 'balance_sheet'"),
    (costs("growth_of: income_statement.revenu"), "6:5",
     "unknown line item 'revenu' of 'income_statement'; did you mean 'revenue'?"),
    (costs("change_of: balance_sheet.cahs"), "6:5",
     "unknown line item 'cahs' of 'balance_sheet'; did you mean 'cash'?"),
    (costs("growth_of: income_statement.costs"), "6:5", "'costs' is compared with itself; name another line item"),
    (costs("percent_of: [income_statement.costs, income_statement.revenue]"), "6:5",
     "'costs' is compared with itself; name another line item"),
    (costs("concept: revenu"), "6:5", "unknown concept 'revenu'; did you mean 'revenue'?"),
    (costs("concept: selling_general_and_administrative"), "6:5",
     "unknown concept 'selling_general_and_administrative'; did you mean 'sga'?"),
    (costs("concept: zzz"), "6:5", "unknown concept 'zzz'; 'concept:' may be left out"),
    (costs("concept: revenue"), "6:5", "the concept 'revenue' already belongs to 'revenue' on line 5"),
    (STATEMENTS + changed(MEMBERS, "sum: [capital, reserves]", "sum: [capital, reserve]"), "16:1",
     "the member 'total' of 'equity' names an unknown part 'reserve'; did you mean 'reserves'?"),
    (STATEMENTS + changed(MEMBERS, "sum: [capital, reserves]", "sum: [capital, total]"), "16:1",
     "the member 'total' of 'equity' names itself among its parts"),
    (STATEMENTS + changed(MEMBERS, "capital: Capital", "capital: {label: Capital, sum: [total]}"), "16:1",
     "members of 'equity' add up in a circle: capital → total → capital"),
    (STATEMENTS + changed(MEMBERS, "reserves: Reserves", "reserves: {label: R, percent_of: balance_sheet.cahs}"),
     "16:1",
     "unknown line item 'cahs' of 'balance_sheet'; did you mean 'cash'?"),
    (STATEMENTS + changed(MEMBERS, "reserves: Reserves", "reserves: {label: R, growth: yes}"), "21:34",
     "expected true or false, found 'yes'"),
    (STATEMENTS + changed(MEMBERS, "profit: Profit", "profit: {label: P, same_as: {totl: balance_sheet.cash}}"), "24:5",
     "unknown member 'totl' of 'equity'; did you mean 'total'?"),
])
def test_one_message_at_the_line_item(tmp_path: Path, text: str, place: str, message: str) -> None:
    assert complaints(tmp_path, {"statements.yaml": text}) == [f"statements.yaml:{place}: {message}"]


def test_second_printings_of_each_other(tmp_path: Path) -> None:
    text = items("costs: Costs", "costs: {label: C, same_as: income_statement.again}\n"
                                 "    again: {label: A, same_as: -income_statement.costs}")
    assert complaints(tmp_path, {"statements.yaml": text}) == [
        "statements.yaml:6:5: second printings go in a circle: income_statement.costs → income_statement.again → "
        "income_statement.costs"]


def test_a_caption_has_nothing_to_compare_with(tmp_path: Path) -> None:
    text = items("    cash:", "    top: {caption: Top}\n    cash:")
    text = changed(text, "costs: Costs", "costs: {label: C, same_as: balance_sheet.top}")
    assert complaints(tmp_path, {"statements.yaml": text}) == [
        "statements.yaml:6:5: 'balance_sheet.top' is a caption and has no figures"]


@pytest.mark.parametrize(("graph", "found"), [
    ({}, []), ({"a": ["b"], "b": []}, []), ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, []),
    ({"a": ["a"]}, [["a", "a"]]), ({"a": ["b"], "b": ["c"], "c": ["b"]}, [["b", "c", "b"]]),
    ({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]}, [["a", "b", "a"], ["c", "d", "c"]]), ({"a": ["unknown"]}, []),
])
def test_circles(graph: dict[str, list[str]], found: list[list[str]]) -> None:
    assert list(circles(graph)) == found


def test_a_long_chain_is_no_circle() -> None:
    graph = {n: [n + 1] for n in range(50_000)}
    assert list(circles(graph)) == []
