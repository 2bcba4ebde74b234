"""Rows among the line items of a statement, made by hand."""

from __future__ import annotations

from generator.intake.pasting.match import matched
from generator.intake.pasting.rows import normal, rows_of
from generator.intake.pasting.text import lines_of
from generator.model.additivity import ADDITIVITIES
from generator.model.problem import Place
from generator.model.statement import LineItem, Statement


def balance_sheet() -> Statement:
    captions = {"assets": "Assets", "current": "Current", "non_current": "Non-current"}
    labels = {"assets": "Assets", "current": "Current", "cash": "Cash", "other": "Other", "non_current": "Non-current",
              "other_non_current": "Other", "total": "Total assets"}
    items = {key: LineItem(key, label, Place(""), "amount", ADDITIVITIES["instant"], caption=key in captions)
             for key, label in labels.items()}
    return Statement("balance_sheet", "Position", "Balance Sheet", Place(""), items, {})


def taken(text: str) -> tuple[list[str], list[str]]:
    found, asked = matched(rows_of(lines_of(text), None, 2), balance_sheet())
    return [each.item for each in found], [each.row.label for each in asked]


def test_labels_are_compared_without_what_does_not_matter() -> None:
    assert normal("Non‐current  Assets (Note 5):") == normal("noncurrent assets")
    assert normal("ＡＴＭ 運営") == normal("ATM運営") and normal("Profit (loss)*1") == normal("profit(loss)")
    assert normal("Total current liabilities") != normal("Total non-current liabilities")


def test_one_of_two_alike_without_a_caption_is_asked() -> None:
    assert taken("Other  1  2") == ([], ["Other"])
    assert taken("Cash  5  6\nOther  1  2\nOther  3  4") == (["cash", "other", "other_non_current"], [])
    assert taken("Non-current\nOther  1  2") == (["other_non_current"], [])
    assert taken("Current\nOther  1  2\nTotal assets  3  4\nCash  7  8")[0][:1] == ["other"]


def test_a_row_twice_with_other_figures_is_asked() -> None:
    assert taken("Cash  5  6\nCash  5  7") == ([], ["Cash", "Cash"])
