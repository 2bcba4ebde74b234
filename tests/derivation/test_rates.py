"""Rates, multiples, averages and amounts per share are shown as printed: never subtracted, never added over members."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline import Result
from tests.companies import COMPANY, FILED, audited, built, changed, complaints, filing, place_of, shown, table

RATES = """\
income_statement:
  title: Statement of Profit or Loss
  sheet: Income Statement
  unit: amount
  additivity: flow
  members:
    cer: {label: Change at constant rates, unit: percent}
  items:
    pumps: Pumps
    valves: Valves
    sales: {label: Net sales, sum: [pumps, valves], concept: revenue}
    rate: {label: Tax rate, unit: percent}
    multiple: {label: Net debt to EBITDA, unit: times}
    turnover: {label: Inventory days, unit: days}
    leverage: {label: Cover, unit: cover}
    spread: {label: Interest spread, unit: spread}
    eps: {label: Earnings per share, unit: per_share}
    dividend: {label: Dividend per share, unit: per_share, concept: dividend_per_share}
    mix: {label: Share of the growth, unit: percent, additivity: flow}
"""
UNITS = """\
units:
  cover: {label: x, decimals: 1}
  spread: {label: basis points}
  bandwidth: {label: Gbps, decimals: 1}
"""


def rates(statements: str = RATES) -> dict[str, str | bytes | None]:
    other = "turnover: [{}]; leverage: [{}]; eps: [{}]; dividend: [{}]; mix: [{}]; spread: [{}]"
    return {
        "company.yaml": COMPANY + UNITS, "statements.yaml": statements, FILED: None,
        "filings/9m.yaml": filing(
            "2023-02-03", table("income_statement", "9M2022, 9M2022 cer",
                                "pumps: [320, 3.0]; valves: [540, 6.0]; sales: [860, 4.9]"),
            table("income_statement", "9M2022", "rate: [21.4]; multiple: [2.3]; "
                  + other.format(61, 4.0, 12.5, 0.67, 3.0, 142)).replace(
                      "heading: income_statement", "heading: Page 2")),
        "filings/fy.yaml": filing(
            "2023-05-11", table("income_statement", "FY2022, FY2022 cer",
                                "pumps: [430, 4.0]; valves: [730, 5.0]; sales: [1160, 4.6]"),
            table("income_statement", "FY2022", "rate: [26.1]; multiple: [2.1]; "
                  + other.format(58, 4.4, 15.5, 0.90, 4.5, 150)).replace(
                      "heading: income_statement", "heading: Page 2"))}


@pytest.fixture(scope="module")
def devices(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return built(tmp_path_factory.mktemp("devices"), rates())


@pytest.mark.parametrize("key", [
    "rate", "multiple", "turnover", "leverage", "spread", "eps", "pumps@cer", "sales@cer"])
def test_what_counts_a_rate_has_no_derived_quarter(devices: Result, key: str) -> None:
    assert shown(devices, "Income Statement", key, "4Q2022") == "n.a."


@pytest.mark.parametrize(("label", "printed"), [("9M2022", 4.9), ("FY2022", 4.6)])
def test_a_column_of_rates_is_shown_as_printed_in_a_row_that_adds_up(
        devices: Result, label: str, printed: float) -> None:
    assert shown(devices, "Income Statement", "sales@cer", label) == printed


def test_amounts_and_what_is_declared_to_add_up_still_do(devices: Result) -> None:
    def quarter(key: str) -> object:
        return shown(devices, "Income Statement", key, "4Q2022")
    assert quarter("pumps") == 430 - 320
    assert quarter("sales") == 110 + 190
    assert quarter("dividend") == pytest.approx(0.90 - 0.67)
    assert quarter("mix") == pytest.approx(4.5 - 3.0)


def test_no_check_of_a_column_of_rates_fails(tmp_path: Path) -> None:
    assert [each.check.label for each in audited(tmp_path, rates()).verdicts if each.state == "FAIL"] == []


def test_a_member_may_say_that_its_figures_add_up(tmp_path: Path) -> None:
    points = changed(RATES, "unit: percent}\n  items", "unit: percent, additivity: flow}\n  items")
    result = built(tmp_path, {**rates(points)})
    assert shown(result, "Income Statement", "pumps@cer", "4Q2022") == pytest.approx(4.0 - 3.0)


CORE = """\
core:
  title: Reconciliation to core results
  sheet: Notes
  members:
    reported: Reported
    adjustments: Adjustments
    core: {label: Core, sum: [reported, adjustments]}
  items:
    sales: Net sales
    profit: Profit
    margin: {label: "Profit, % of sales", unit: percent, percent_of: [core.profit, core.sales]}
    eps: {label: Earnings per share, unit: per_share}
    shares: {label: Weighted shares, unit: shares, additivity: average}
"""
MEMBERS = """\
  - statement: core
    heading: Page 1
    period: FY2022
    members: [reported, adjustments, core]
    rows:
      sales: [2000, nil, 2000]
      profit: [220, 110, 330]
      margin: [11.0, nil, 16.5]
      eps: [22.00, nil, 33.00]
      shares: [10000000, 10000000, 10000000]
"""


def core(rows: str = MEMBERS) -> dict[str, str | bytes | None]:
    return {"statements.yaml": CORE, FILED: None, "filings/fy.yaml": filing("2023-05-10", rows)}


def test_members_of_rates_and_amounts_per_share_are_shown_as_printed(tmp_path: Path) -> None:
    result = built(tmp_path, core())
    seen = [shown(result, "Notes", f"{key}@core", "FY2022") for key in ("profit", "margin", "eps", "shares")]
    assert seen == [330, 16.5, 33, 10_000_000]


def failing(folder: Path, rows: str) -> list[tuple[str, bool]]:
    return [(each.check.id, each.turns_master)
            for each in audited(folder, core(rows)).verdicts if each.state == "FAIL"]


def test_a_slip_in_a_row_that_adds_up_still_fails(tmp_path: Path) -> None:
    assert ("footing:across:core.profit@core:FY2022", True) in failing(tmp_path, changed(MEMBERS, "110", "101"))


def test_amounts_per_share_of_members_are_compared_where_all_are_printed_and_turn_no_master(tmp_path: Path) -> None:
    fits = changed(MEMBERS, "[22.00, nil, 33.00]", "[22.00, 11.00, 33.00]")
    assert ("beside:core.eps@core:FY2022", False) not in failing(tmp_path, fits)
    assert ("beside:core.eps@core:FY2022", False) in failing(tmp_path, changed(fits, "11.00", "10.00"))


def test_an_additivity_of_a_member_that_is_none_is_refused(tmp_path: Path) -> None:
    wrong = changed(RATES, "unit: percent}\n  items", "unit: percent, additivity: rates}\n  items")
    assert complaints(tmp_path, rates(wrong)) == [
        f"statements.yaml:{place_of(wrong, 'rates}')}: 'rates' is not one of flow, instant, opening, average, "
        "per_share, ratio; did you mean 'ratio'?"]
