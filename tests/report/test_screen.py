"""Companies that meet a condition: figures in whole currency, of one date; what is missing is told, never zero."""

from __future__ import annotations

import json
from pathlib import Path

import pandas
import pytest

from generator.cli import main
from tests.companies import COMPANY, FILED, FILING, STATEMENTS, changed, filing, table, write_company

THOUSANDS = changed(changed(changed(COMPANY, "million", "thousand"), "Acme Ltd.", "Borg plc"), "JPY", "EUR")
COSTS = changed(STATEMENTS, "costs: Costs", "costs: {label: Costs, concept: cost_of_sales}")
AS_COSTS = changed(COSTS, "concept: cost_of_sales", "concept: -cost_of_sales").replace(
    "sum: [revenue, costs]", "sum: [revenue, -costs]")
POSITIVE = FILING.replace("[(60), (70)]", "[60, 70]")


@pytest.fixture
def two(tmp_path: Path) -> list[str]:
    """Acme in millions of yen, costs in brackets; Borg in thousands of euros, costs without."""
    return [str(write_company(tmp_path / "acme", {"statements.yaml": COSTS})),
            str(write_company(tmp_path / "borg", {"company.yaml": THOUSANDS, "statements.yaml": AS_COSTS,
                                                  FILED: POSITIVE}))]


def _found(capsys: pytest.CaptureFixture[str], condition: str, folders: list[str], *options: str) -> dict[str, object]:
    assert main(["screen", condition, *folders, *options, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def _folders(found: dict[str, object]) -> list[str]:
    companies = found["companies"]
    assert isinstance(companies, list)
    return [each["folder"] for each in companies]


def test_figures_are_in_whole_currency_whatever_the_scale(two: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """120 million against 120 thousand."""
    assert _folders(_found(capsys, "revenue > 119999999", two)) == ["acme"]
    assert _folders(_found(capsys, "revenue = 120000 and currency = 'EUR'", two)) == ["borg"]
    assert _folders(_found(capsys, "total_assets between 110000 and 110000000", two)) == ["acme", "borg"]


def test_costs_are_negative_however_they_are_printed(two: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert _folders(_found(capsys, "cost_of_sales < 0 and revenue + cost_of_sales = profit", two)) == ["acme", "borg"]


def test_a_named_period_takes_the_place_of_the_newest(two: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Profit was 40 a year before and is 50; assets were 100 at the end of the year before."""
    assert _folders(_found(capsys, "profit = 50000000", two)) == ["acme"]
    assert _folders(_found(capsys, "profit = 40000000 and period_end = '2022-09-30'", two, "--period", "1H2022")) == [
        "acme"]
    assert _folders(_found(capsys, "total_assets = 100000", two, "--period", "FY2022")) == ["borg"]


def test_a_company_without_a_figure_is_told_and_never_taken_for_zero(
        two: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    later = filing("2024-02-10", table("balance_sheet", "2023-12-31",
                                       "cash: [1]; other_assets: [2]; total_assets: [3]"))
    (Path(two[0]) / "filings/2024-02-10.yaml").write_text(later)
    found = _found(capsys, "revenue < 1", two)
    assert (_folders(found), found["unknown"]) == ([], ["acme"])
    assert main(["screen", "revenue < 1", *two]) == 0
    assert "acme: not known, for want of revenue" in capsys.readouterr().err


def test_a_company_that_cannot_be_read_does_not_stop_the_others(
        two: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    (Path(two[0]) / "company.yaml").write_text("name: [")
    assert main(["screen", "revenue > 0", *two, "--json"]) == 2
    printed = capsys.readouterr()
    assert _folders(json.loads(printed.out)) == ["borg"] and "acme/company.yaml:2:1" in printed.err


def test_a_company_whose_checks_fail_says_so(two: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    (Path(two[0]) / FILED).write_text(FILING.replace("profit: [40, 50]", "profit: [40, 51]"))
    assert _folders(_found(capsys, "failing > 0", two)) == ["acme"]
    assert main(["screen", "revenue > 0", *two]) == 0
    assert "acme: hard checks fail" in capsys.readouterr().err


@pytest.mark.parametrize(("condition", "said"), [
    ("revenu > 1", "did you mean 'revenue'?"),
    ("net_deb < 0", "net_debt"),
    ("revenue >", "cannot be read"),
    ("", "cannot be read"),
    ("load_extension('x')", "cannot be read"),
    ("(select count(*) from sqlite_master)", "cannot be read"),
    ("1); drop table companies; --", "cannot be read"),
    ("length(zeroblob(900000000)) > 0", "cannot be read"),
    ("revenue > (with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n)",
     "cannot be read"),
    ("'\x00'", "cannot be read")])
def test_what_is_no_condition_is_refused_with_a_word(
        two: list[str], capsys: pytest.CaptureFixture[str], condition: str, said: str) -> None:
    assert main(["screen", condition, *two]) == 2
    printed = capsys.readouterr()
    assert said in printed.err and "Traceback" not in printed.err and not printed.out


def test_csv_is_what_pandas_reads(two: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["screen", "net_debt < 0 or revenue > 0", *two, "--csv"]) == 0
    (tmp_path / "found.csv").write_text(capsys.readouterr().out)
    found = pandas.read_csv(tmp_path / "found.csv")
    assert list(found.columns) == ["folder", "company", "name", "currency", "period", "period_end", "failing",
                                   "net_debt", "revenue"]
    assert list(found["revenue"]) == [120_000_000, 120_000] and found["net_debt"].isna().all()
