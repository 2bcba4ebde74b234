"""Mix and growth below what a company splits by segment or product: live, n.a. and n.m. where they must be."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline import Result
from tests.companies import STATEMENTS, built, cell, changed, filing, shown, table
from tests.sheets.test_summary import SEGMENTS, SPLIT

PRODUCTS = """\
products:
  title: Products
  sheet: Operating Data
  items:
    pumps: Pumps
    large: Large pumps
    small: Small pumps
    service: Service
    all: {label: All products, sum: [pumps, service], same_as: income_statement.revenue}
"""


def split(folder: Path, before: str, now: str) -> Result:
    return built(folder, {"statements.yaml": STATEMENTS + SEGMENTS, "filings/2.yaml": filing(
        "2023-11-15", SPLIT.format(period="1H2022", figures=before), SPLIT.format(period="1H2023", figures=now))})


def test_shares_of_the_total_and_growth_of_each_segment(tmp_path: Path) -> None:
    """Asia is 70 of 120 after 50 of 100; what is taken off the segments is no growth."""
    result = split(tmp_path, "50, 60, (10), 100", "70, 60, (10), 120")
    assert shown(result, "Segments", "segments.revenue@asia.mix", "1H2023") == pytest.approx(70 / 120)
    assert shown(result, "Segments", "segments.revenue@eliminations.mix", "1H2023") == pytest.approx(-10 / 120)
    assert shown(result, "Segments", "segments.revenue@asia.growth", "1H2023") == pytest.approx(0.4)
    assert shown(result, "Segments", "segments.revenue@total.growth", "1H2023") == pytest.approx(0.2)
    assert shown(result, "Segments", "segments.revenue@eliminations.growth", "1H2023") == "n.m."
    assert shown(result, "Segments", "segments.revenue@asia.growth", "1H2022") == "n.a."


def test_a_total_that_is_not_above_zero_has_no_shares(tmp_path: Path) -> None:
    statements = STATEMENTS + SEGMENTS.replace("same_as: {total: income_statement.revenue}", "note: Result")
    result = built(tmp_path, {"statements.yaml": statements, "filings/2.yaml": filing(
        "2023-11-15", SPLIT.format(period="1H2022", figures="50, (60), nil, (10)"),
        SPLIT.format(period="1H2023", figures="70, 20, nil, 90"))})
    assert [shown(result, "Segments", "segments.revenue@asia.mix", each) for each in ("1H2022", "1H2023")] == [
        "n.m.", pytest.approx(70 / 90)]
    assert shown(result, "Segments", "segments.revenue@europe.growth", "1H2023") == "n.m."


def test_products_are_shares_of_the_total_of_their_table(tmp_path: Path) -> None:
    """Large and small pumps are shares of all products, as pumps are; a table of costs has no shares."""
    statements = STATEMENTS + changed(PRODUCTS, "pumps: Pumps\n", "pumps: {label: Pumps, sum: [large, small]}\n")
    result = built(tmp_path, {"statements.yaml": statements, "filings/2.yaml": filing(
        "2023-11-15", table("products", "1H2022, 1H2023",
                            "pumps: [80, 90]; large: [50, 70]; small: [30, 20]; service: [20, 30]; all: [100, 120]"))})
    assert shown(result, "Operating Data", "products.large.mix", "1H2023") == pytest.approx(70 / 120)
    assert shown(result, "Operating Data", "products.pumps.growth", "1H2023") == pytest.approx(0.125)
    assert cell(result, "Operating Data", "products.all.growth", "1H2023")


def test_a_table_that_is_no_split_of_revenue_has_no_block(tmp_path: Path) -> None:
    statements = STATEMENTS + PRODUCTS.replace(", same_as: income_statement.revenue", "")
    result = built(tmp_path, {"statements.yaml": statements, "filings/2.yaml": filing(
        "2023-11-15", table("products", "1H2022, 1H2023", "pumps: [80, 90]; service: [20, 30]; all: [100, 120]"))})
    sheet = next(each for each in result.cells.sheets if each.name == "Operating Data")
    assert not [each.value for each in sheet.cells.values() if str(each.value).endswith(".mix")]
    assert sheet.row_groups == []


def test_helper_rows_fold_away_under_their_heading(tmp_path: Path) -> None:
    result = split(tmp_path, "50, 60, (10), 100", "70, 60, (10), 120")
    for name, heading in (("Segments", "Mix"), ("Ratios", "Linked figures")):
        sheet = next(each for each in result.cells.sheets if each.name == name)
        first, _ = sheet.row_groups[0]
        assert sheet.cells[first - 1, 2].value == heading
