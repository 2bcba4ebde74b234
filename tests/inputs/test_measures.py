"""In what figures are printed: scale and currency, said on a filing, a table, a statement, a line item or a unit."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from generator.inputs.load import load_inputs
from generator.model.book import Book
from generator.model.measure import Measure
from tests.companies import COMPANY, FILED, complaints, write_company

STATEMENTS = """\
income_statement:
  title: Profit or Loss
  sheet: Income Statement
  items:
    sales: {label: Sales, concept: revenue}
    margin: {label: Margin, unit: percent, additivity: ratio}
    eps: {label: EPS, unit: per_share, additivity: per_share, concept: basic_eps}
    weighted: {label: Average shares, unit: shares, additivity: average, concept: weighted_shares_basic}
"""
HEAD = "filing: {title: Report, filed: 2023-11-14, assurance: reviewed}\n"
TABLE = """\
tables:
  - statement: income_statement
    heading: Page 1
    columns: [1H2023]
    rows:
      sales: ["812,345"]
      margin: [12.5]
      eps: [3.21]
      weighted: ["505,120"]
"""


def files(statements: str = STATEMENTS, head: str = HEAD, table: str = TABLE, company: str = COMPANY) -> dict[str, str]:
    return {"company.yaml": company, "statements.yaml": statements, FILED: head + table}


def book(folder: Path, given: dict[str, str]) -> Book:
    return load_inputs(write_company(folder, dict(given))).book


def measures(folder: Path, given: dict[str, str]) -> dict[str, Measure]:
    return {fact.series[1]: fact.measure for fact in book(folder, given).facts}


def test_without_a_word_amounts_are_in_the_companys_scale_and_shares_in_ones(tmp_path: Path) -> None:
    assert measures(tmp_path, files()) == {
        "sales": Measure("million", "JPY"), "margin": Measure(), "eps": Measure("one", "JPY"),
        "weighted": Measure("one", "")}


@pytest.mark.parametrize("given", [
    files(head=HEAD.replace("reviewed}", "reviewed, scale: thousand}")),
    files(table=TABLE.replace("    columns", "    scale: thousand\n    columns")),
    files(STATEMENTS.replace("  items", "  scale: thousand\n  items")),
    files(STATEMENTS.replace("label: Sales", "label: Sales, scale: thousand")),
    files(STATEMENTS.replace("label: Sales", "label: Sales, unit: thousands"),
          company=COMPANY + "units: {thousands: {label: JPY thousand, scale: thousand}}\n"),
])
def test_a_scale_speaks_of_amounts_wherever_it_is_said(tmp_path: Path, given: dict[str, str]) -> None:
    found = book(tmp_path / "own", given)
    sales = next(fact for fact in found.facts if fact.series[1] == "sales")
    assert (sales.value, sales.decimals, sales.unit) == (Decimal("812.345"), 3, "amount")
    assert sales.figure.value == Decimal(812345)
    assert found.statements["income_statement"].items["sales"].unit == "amount"
    assert measures(tmp_path / "again", given) == {
        "sales": Measure("thousand", "JPY", -3), "margin": Measure(), "eps": Measure("one", "JPY"),
        "weighted": Measure("one", "")}


@pytest.mark.parametrize("given", [
    files(STATEMENTS.replace("unit: shares", "unit: shares, scale: thousand")),
    files(STATEMENTS.replace("unit: shares", "unit: thousands"),
          company=COMPANY + "units: {thousands: {label: thousands of them, counts: true, scale: thousand}}\n"),
    files(table=TABLE.replace("    columns", "    scale: {shares: thousand}\n    columns")),
    files(table=TABLE.replace("    columns", "    scale: {weighted: thousand}\n    columns")),
    files(STATEMENTS.replace("  items", "  scale: {shares: thousand}\n  items")),
    files(head=HEAD.replace("reviewed}", "reviewed, scale: {shares: thousand}}")),
])
def test_shares_in_thousands(tmp_path: Path, given: dict[str, str]) -> None:
    found = next(fact for fact in book(tmp_path, given).facts if fact.series[1] == "weighted")
    assert (found.value, found.decimals, found.unit) == (Decimal(505_120_000), -3, "shares")


def test_a_word_speaks_of_shares_in_a_table_without_amounts(tmp_path: Path) -> None:
    alone = TABLE.replace("    columns", "    scale: million\n    columns").replace('      sales: ["812,345"]\n', "")
    assert measures(tmp_path, files(table=alone)) == {
        "margin": Measure(), "eps": Measure("one", "JPY"), "weighted": Measure("million", "", 6)}


def test_what_stands_nearest_to_a_figure_counts(tmp_path: Path) -> None:
    """By name on the table, the line item, the table, the statement, the filing."""
    given = files(STATEMENTS.replace("  items", "  scale: billion\n  items"),
                  HEAD.replace("reviewed}", "reviewed, scale: thousand}"))
    assert measures(tmp_path / "1", given)["sales"].scale == "billion"
    given[FILED] = given[FILED].replace("    columns", "    scale: one\n    columns")
    assert measures(tmp_path / "2", given)["sales"].scale == "one"
    given["statements.yaml"] = given["statements.yaml"].replace("unit: shares", "unit: shares, scale: thousand")
    assert measures(tmp_path / "3", given)["weighted"].scale == "thousand"
    given[FILED] = given[FILED].replace("scale: one", "scale: {shares: one, sales: million}")
    found = measures(tmp_path / "4", given)
    assert (found["weighted"].scale, found["sales"].scale) == ("one", "million")


def test_a_currency_speaks_of_amounts_and_of_amounts_per_share(tmp_path: Path) -> None:
    found = measures(tmp_path / "1", files(head=HEAD.replace("reviewed}", "reviewed, currency: USD}")))
    assert {key: each.currency for key, each in found.items()} == {
        "sales": "USD", "margin": "", "eps": "USD", "weighted": ""}
    found = measures(tmp_path / "2", files(STATEMENTS.replace("unit: per_share", "unit: per_share, currency: EUR")))
    assert {key: each.currency for key, each in found.items()} == {
        "sales": "JPY", "margin": "", "eps": "EUR", "weighted": ""}
    found = measures(tmp_path / "3", files(table=TABLE.replace("    columns", "    currency: {eps: USD}\n    columns")))
    assert (found["sales"].currency, found["eps"].currency) == ("JPY", "USD")
    own = files(STATEMENTS.replace("label: Sales", "label: Sales, unit: dollars"),
                company=COMPANY + "units: {dollars: {label: USD billion, scale: billion, currency: USD}}\n")
    assert measures(tmp_path / "4", own)["sales"] == Measure("billion", "USD", 3)


@pytest.mark.parametrize(("given", "message"), [
    (files(STATEMENTS.replace("label: Sales", "label: Sales, unit: billions"),
           company=COMPANY + "units: {billions: {label: JPY billion, decimals: 1}}\n"),
     "statements.yaml:5:5: 'sales' counts JPY billion, and the unit 'billions' does not say its scale, without which "
     "the concept 'revenue' cannot be compared; write it in company.yaml: billions: {label: JPY billion, scale: "
     "billion}"),
    (files(STATEMENTS.replace("unit: shares, additivity", "unit: count, additivity")),
     "statements.yaml:8:5: the concept 'weighted_shares_basic' is a number of shares, and 'weighted' counts number; "
     "write unit: shares, with scale: thousand (or million, billion) where it is printed so, or take out the concept"),
    (files(STATEMENTS.replace("unit: percent", "unit: percent, scale: thousand")),
     "statements.yaml:6:5: 'margin' counts %, which has no scale; take out 'scale:'"),
    (files(STATEMENTS + "notes:\n  title: N\n  sheet: Notes\n  items:\n    again: {label: Sales, unit: billions, "
           "same_as: income_statement.sales}\n", company=COMPANY + "units: {billions: {label: JPY billion}}\n"),
     "statements.yaml:13:5: 'again' counts JPY billion and is a second printing of 'income_statement.sales', which "
     "counts JPY million; write its scale in company.yaml: billions: {label: JPY billion, scale: million}"),
    (files(STATEMENTS.replace("label: Sales", "label: Sales, scale: billion"),
           table=TABLE.replace("    columns", "    scale: thousand\n    columns")),
     f"{FILED}:5:12: 'sales' says scale: billion and its table thousand; say which holds here: scale: {{amount: "
     "thousand, sales: billion}"),
    (files(STATEMENTS + "    other: {label: Other, unit: billions}\n    all: {label: All, sum: [sales, other]}\n",
           company=COMPANY + "units: {billions: {label: JPY billion}}\n"),
     "statements.yaml:10:5: the total 'all' counts JPY million and its part 'other' JPY billion: give both one unit, "
     "or the company's own unit its scale in company.yaml, e.g. scale: billion"),
    (files(head=HEAD.replace("reviewed}", "reviewed, scale: millions}")),
     f"{FILED}:1:72: 'millions' is not one of one, thousand, million, billion; did you mean 'million'?"),
    (files(head=HEAD.replace("reviewed}", "reviewed, currency: yen}")),
     f"{FILED}:1:75: 'yen' is no currency; write its three capital letters, as JPY, USD or EUR (GBX for "
         "pence)"),
    (files(table=TABLE.replace("    columns", "    scale: {share: thousand}\n    columns")),
     f"{FILED}:5:13: 'share' is neither a unit nor a line item here; did you mean 'shares'?"),
    (files(table=TABLE.replace("    columns", "    scale: million\n    columns").replace(
        '      sales: ["812,345"]\n', "").replace('      weighted: ["505,120"]\n', "")),
     f"{FILED}:5:12: 'scale:' says nothing here: no row of the table counts what has one"),
])
def test_what_cannot_be_meant_is_refused_with_what_would_be_right(tmp_path: Path, given: dict[str, str],
                                                                  message: str) -> None:
    assert complaints(tmp_path, given) == [message]


def test_a_second_printing_in_another_unit_that_says_its_scale_is_converted(tmp_path: Path) -> None:
    """12.4 billion is 12,400 million."""
    statements = STATEMENTS + ("notes:\n  title: N\n  sheet: Notes\n  unit: billions\n  items:\n"
                               "    again: {label: Sales, same_as: income_statement.sales}\n")
    table = TABLE + ("  - statement: notes\n    heading: Page 2\n    columns: [1H2023]\n"
                     "    rows:\n      again: [812.3]\n")
    found = book(tmp_path, files(statements, table=table,
                                 company=COMPANY + "units: {billions: {label: JPY billion, scale: billion}}\n"))
    again = next(fact for fact in found.facts if fact.series[1] == "again")
    assert (again.value, again.decimals, again.unit) == (Decimal(812_300), -2, "amount")
