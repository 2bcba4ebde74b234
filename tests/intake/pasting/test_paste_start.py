"""A company from a pasted table: line items, figures, and the sums that arithmetic shows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from generator.cli import main
from generator.inputs.load import load_inputs
from generator.intake.pasting.sums import sums_of
from generator.intake.yaml_text import key_of

INCOME = """\
(1) Consolidated Statement of Income
                                          (Millions of yen)
                            Six months ended     Six months ended
                            30 September 2021   30 September 2022
Revenue                           651,666             762,185
Cost of sales                    (124,736)           (151,651)
  Gross profit                    526,931             610,534
Share of profit of investments
                                      308               1,779
for using equity method
Earnings per share:
  Basic (Yen)                       38.65               52.87
"""


def test_a_company_from_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "table.txt"
    source.write_text(INCOME, encoding="utf-8")
    assert main(["new", "acme", "--inputs", str(tmp_path / "inputs"), "--paste", str(source)]) == 0
    book = load_inputs(tmp_path / "inputs" / "acme").book
    items = book.statements["income_statement"].items
    assert list(items) == ["revenue", "cost_of_sales", "gross_profit", "share_of_profit_of_investments",
                           "earnings_per_share", "basic_yen"] or "share" in list(items)[3]
    assert items["gross_profit"].sum == ((1, "revenue"), (1, "cost_of_sales"))
    assert items["basic_yen"].additivity.word == "per_share" and items["earnings_per_share"].caption
    assert [fact.figure.printed for fact in book.facts][:4] == ["651,666", "762,185", "(124,736)", "(151,651)"]
    assert "gross_profit = revenue + cost_of_sales" in capsys.readouterr().out


def test_a_table_without_a_header_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "table.txt"
    source.write_text("Revenue  1  2", encoding="utf-8")
    assert main(["new", "acme", "--inputs", str(tmp_path / "inputs"), "--paste", str(source)]) == 2
    assert not (tmp_path / "inputs" / "acme").exists()
    assert main(["new", "acme", "--inputs", str(tmp_path / "inputs"), "--paste", str(source),
                 "--columns", "1H2022,1H2023"]) == 0


def rows(*figures: tuple[int, int]) -> list[tuple[Decimal | None, ...]]:
    return [tuple(map(Decimal, each)) for each in figures]


def test_sums() -> None:
    plus, minus = (1, 0), (-1, 1)
    assert sums_of(rows((10, 20), (-4, -5), (6, 15))) == {2: ((1, 0), (1, 1))}
    assert sums_of(rows((10, 20), (4, 5), (6, 15))) == {2: (plus, minus)}
    assert sums_of(rows((10, 20), (4, 5), (6, 17), (3, 3))) == {}
    assert sums_of(rows((0, 0), (10, 20), (4, 5), (14, 25))) == {}, "with the zeros or without them"
    assert sums_of([(Decimal(10),), (Decimal(4),), (Decimal(14),)]) == {}, "one column is no evidence"
    nested = sums_of(rows((1, 2), (3, 4), (4, 6), (5, 7), (6, 8), (11, 15), (15, 21)))
    assert nested == {2: ((1, 0), (1, 1)), 5: ((1, 3), (1, 4)), 6: ((1, 2), (1, 5))}


@pytest.mark.parametrize(("label", "taken", "key"), [
    ("Cost of sales", (), "cost_of_sales"), ("Other", ("other", "other_2"), "other_3"), ("No", (), "no_line"),
    ("売上高", (), "row"), ("売上高", ("row",), "row_2"), ("1 Sales", (), "row_1_sales"),
    ("word " * 30, (), "word_" * 11 + "word")])
def test_a_key_is_the_words_of_a_label(label: str, taken: tuple[str, ...], key: str) -> None:
    assert key_of(label, taken) == key
