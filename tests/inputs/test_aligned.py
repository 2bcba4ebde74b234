"""Columns of input files are aligned as a person would: only spaces change."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.inputs.aligned import aligned
from tests.conftest import ROOT
from tests.fuzz import Fuzz
from tests.random_company import Habits, random_company

TYPED = """\
# A remark of the whole file
filing: {title: T, filed: 2023-11-14, assurance: reviewed}
tables:
  # before a table
  - statement: income_statement
    heading:   'as it is'
    columns: [1H2022,1H2023 ,  1H2023 yoy]   # as printed
    rows:
      revenue: [ 100, "1,120",12.0]
      costs:   [(60), △70, ~ ] # read again
      # between rows
      other: [ , '(3)', nil]
      売上: [1, 2,3]
      wrong: [{printed: 1, value: 2, reason: "a, b] #c"}, 20000, todo]
      down:
        - 1
        - 2
      over: [1,
             2, 3]
      noted: [1, 2, 3  # in a list
        ]
  - statement: equity
    heading: Equity
    period: 1H2023
    members: [capital,total]
    rows:
      long_name_of_a_row: [1,2]
      profit: 5
"""
ALIGNED = """\
# A remark of the whole file
filing: {title: T, filed: 2023-11-14, assurance: reviewed}
tables:
  # before a table
  - statement: income_statement
    heading:   'as it is'
    columns:   [1H2022,  1H2023, 1H2023 yoy]  # as printed
    rows:
      revenue: [   100, "1,120",       12.0]
      costs:   [  (60),     △70,          ~]  # read again
      # between rows
      other:   [      ,   '(3)',        nil]
      売上:    [     1,       2,          3]
      wrong:   [{printed: 1, value: 2, reason: "a, b] #c"},   20000,       todo]
      down:
        - 1
        - 2
      over: [1,
             2, 3]
      noted: [1, 2, 3  # in a list
        ]
  - statement: equity
    heading: Equity
    period: 1H2023
    members:              [capital, total]
    rows:
      long_name_of_a_row: [      1,     2]
      profit:             5
"""
STATEMENTS = """\
income_statement:
  title: As it is
  items:
    revenue: {label: Revenue,  concept: revenue}
    costs_of_all_kinds:  Costs   # as it is
    profit:
      label: Profit
      sum: [revenue, costs_of_all_kinds]
"""


def test_figures_stand_to_the_right_under_their_column() -> None:
    assert aligned(TYPED) == ALIGNED
    assert aligned(ALIGNED) == ALIGNED


def test_keys_of_line_items_are_padded() -> None:
    assert aligned(STATEMENTS) == STATEMENTS.replace("revenue: {", "revenue:            {").replace(
        "kinds:  Costs", "kinds: Costs")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_stay(end: str) -> None:
    assert aligned("\ufeff" + TYPED.replace("\n", end)) == "\ufeff" + ALIGNED.replace("\n", end)
    assert aligned(TYPED.removesuffix("\n")) == ALIGNED.removesuffix("\n")


def test_a_file_without_tables_or_line_items_stays_as_it_is() -> None:
    for text in ("", "# nothing\n", "name:   Acme\ncode: '1'\n", "- id:  a\n  formula: b\n", "rows: [1,2]\n", "[]\n"):
        assert aligned(text) == text


@pytest.mark.parametrize("path", sorted((ROOT / "inputs").glob("*/**/*.yaml")), ids=lambda path: path.name)
def test_the_examples_are_aligned_once_and_for_all(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    once = aligned(text)
    assert aligned(once) == once
    assert "".join(once.split()) == "".join(text.split())
    assert once.count("\n") == text.count("\n")


@pytest.mark.fuzz
def test_however_it_was_typed_it_comes_out_the_same(fuzz: Fuzz) -> None:
    dice = fuzz.dice("aligned")
    for _ in range(fuzz.times(5)):
        for name, text in random_company(dice, Habits.at_random(dice)).items():
            if isinstance(text, str) and "filings" in name:
                loose = "\n".join("".join(
                    each + " " * dice.randint(0, 4) if each in "[," and ": [" in line and dice.random() < .5 else each
                    for each in line) for line in text.split("\n"))
                assert aligned(loose) == aligned(text)
