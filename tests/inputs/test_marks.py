"""What is printed behind a figure or in its place: %, pp, x, bps, n.m. and n.a., and the forms that messages offer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.history.snapshot import snapshot
from generator.model.figure import can_be_read
from generator.sheets.read_back import read_back
from tests.companies import FILED, FILING, STATEMENTS, built, changed, complaints, filing, shown, table
from tests.oracle import differences, formulas, recalculated, stored

RESULTS = STATEMENTS + """\
results:
  title: Results
  sheet: Operating Data
  members: {yoy: {label: YoY, unit: percent, growth: true}, change: {label: Change, unit: points, change: true}}
  items:
    sales: Sales
    margin: {label: Margin, unit: percent}
    cover: {label: Cover, unit: times}
    spread: {label: Spread, unit: bps}
    rank: {label: Rank, unit: places}
"""
UNITS = "units: {bps: {label: bps, additivity: ratio}, places: {label: places}}\n"


def results(columns: str, rows: str) -> dict[str, str | bytes | None]:
    from tests.companies import COMPANY

    return {"company.yaml": COMPANY + UNITS, "statements.yaml": RESULTS,
            FILED: filing("2023-11-14", table("results", columns, rows))}


def on_sheet(folder: Path, files: dict[str, str | bytes | None], key: str, label: str) -> object:
    return shown(built(folder, files), "Operating Data", key, label)


@pytest.mark.parametrize(("row", "figure", "value"), [
    ("margin", "41.7%", 41.7), ("margin", "41.7 %", 41.7), ("margin", "(41.7)%", -41.7), ("margin", "41.7", 41.7),
    ("cover", "2.5x", 2.5), ("cover", "2.5 times", 2.5), ("spread", "45 bps", 45), ("spread", "(45) bp", -45),
    ("rank", "3x", 3),  # a unit of the company's own that does not tell
])
def test_a_mark_that_fits_the_row_is_read(tmp_path: Path, row: str, figure: str, value: float) -> None:
    assert on_sheet(tmp_path, results("1H2023", f"{row}: ['{figure}']"), row, "1H2023") == value


@pytest.mark.parametrize("figure", ["(0.8) pp", "△0.8ポイント", "-0.8%", "(0.8)%pt", "(0.8)"])
def test_a_change_in_points_is_read_as_it_is_printed(tmp_path: Path, figure: str) -> None:
    """40.9 - 41.7 = -0.8, as printed."""
    rows = f"margin: [41.7%, 40.9%, '{figure}']"
    result = built(tmp_path, results("1H2022, 1H2023, 1H2023 change", rows))
    assert shown(result, "Operating Data", "margin@change", "1H2023") == -0.8
    assert {check.id: outcome.state for check, outcome in result.proof.outcomes()}[
        "change:results.margin@change:1H2023"] == "EXACT"


@pytest.mark.parametrize(("row", "figure", "said", "offered"), [
    ("sales", "291.5%", "a percentage, and 'sales' counts JPY million", "percent"),
    ("sales", "2.5x", "a multiple, and 'sales' counts JPY million", "times"),
    ("sales", "45 bps", "in basis points, and 'sales' counts JPY million", "bps: {label: bps"),
    ("margin", "(0.8) pp", "in percentage points, and 'margin' counts %", "points"),
    ("margin", "45 bps", "counts %; write 0.45 here", "bps: {label: bps"),
    ("cover", "291.5%", "counts x; write 2.915 here", "percent"),
    ("spread", "0.45%", "counts bps; write 45.00 here", "percent"),
])
def test_a_mark_of_another_unit_is_refused_with_what_would_be_right(tmp_path: Path, row: str, figure: str, said: str,
                                                                    offered: str) -> None:
    found = complaints(tmp_path, results("1H2022, 1H2023", f"{row}: [1, '{figure}']"))
    assert len(found) == 1, found
    assert said in found[0] and "the unit that it has: " in found[0] and offered in found[0]
    if form := re.search(r"write (\S+) here", found[0]):
        assert complaints(tmp_path, results("1H2022, 1H2023", f"{row}: [1, {form[1]}]")) == []


def test_words_stand_as_printed_and_are_compared_with_nothing(tmp_path: Path) -> None:
    result = built(tmp_path, results("1H2022, 1H2023, 1H2023 yoy",
                                      "sales: [(30), 120, n.m.]; cover: [n.a., 3.0x, N/A]"))
    assert shown(result, "Operating Data", "sales@yoy", "1H2023") == "n.m."
    assert shown(result, "Operating Data", "cover", "1H2022") == "n.a."
    assert shown(result, "Operating Data", "cover@yoy", "1H2023") == "N/A"
    assert not [check.id for check, _ in result.proof.outcomes() if "results" in check.id]
    facts = next(sheet for sheet in result.cells.sheets if sheet.name == "Facts")
    values = [cell.value for (_, column), cell in facts.cells.items() if column == 8]
    assert [value for value in values if value in ("n.m.", "n.a.", "N/A")] == ["n.m.", "n.a.", "N/A"]


def test_a_part_that_is_not_given_leaves_the_printed_total(tmp_path: Path) -> None:
    """Costs of 60 were not disclosed: 100 and a profit of 40 say nothing of a sum that could be wrong."""
    text = changed(FILING, "costs: [(60), (70)]", "costs: [n.a., (70)]")
    result = built(tmp_path, {FILED: text})
    assert shown(result, "Income Statement", "costs", "1H2022") == "n.a."
    assert shown(result, "Income Statement", "profit", "1H2022") == 40
    states = {check.id: outcome.state for check, outcome in result.proof.outcomes()}
    assert "footing:down:income_statement.profit:1H2022" not in states
    assert "FAIL" not in states.values()


def test_a_total_that_is_not_given_is_no_sum_of_its_parts(tmp_path: Path) -> None:
    result = built(tmp_path, {FILED: changed(FILING, "profit: [40, 50]", "profit: [n.m., 50]")})
    assert shown(result, "Income Statement", "profit", "1H2022") == "n.m."
    assert "FAIL" not in {outcome.state for _, outcome in result.proof.outcomes()}


def test_what_is_derived_from_words_is_not_there(tmp_path: Path) -> None:
    """1H and 1Q: the second quarter has revenue 120 - 50 = 70 and no costs."""
    first = filing("2023-08-10", table("income_statement", "1Q2023", "revenue: [50]; costs: [n.a.]; profit: [20]"))
    result = built(tmp_path, {"filings/2023-08-10.yaml": first})
    assert shown(result, "Income Statement", "revenue", "2Q2023") == 70
    assert shown(result, "Income Statement", "costs", "2Q2023") == "n.a."
    assert shown(result, "Income Statement", "profit", "2Q2023") == 30


def test_a_figure_of_another_filing_stands_in_the_place_of_words(tmp_path: Path) -> None:
    first = filing("2022-11-10", table("income_statement", "1H2022", "revenue: [100]; costs: [n.a.]; profit: [40]"))
    result = built(tmp_path, {"filings/2022-11-10.yaml": first})
    assert shown(result, "Income Statement", "costs", "1H2022") == -60
    assert {outcome.state for _, outcome in result.proof.outcomes()} == {"EXACT"}


@pytest.mark.parametrize("dash", ["nil", "–", "-"])
def test_a_dash_in_the_place_of_growth_is_no_growth_of_zero(tmp_path: Path, dash: str) -> None:
    result = built(tmp_path, results("1H2022, 1H2023, 1H2023 yoy", f"sales: [(30), {dash}, '{dash}']"))
    assert shown(result, "Operating Data", "sales", "1H2023") == 0
    assert shown(result, "Operating Data", "sales@yoy", "1H2023") == "–"


def test_a_later_filing_may_give_words_and_an_earlier_one_the_figure(tmp_path: Path) -> None:
    first = filing("2022-11-10", table("income_statement", "1H2022", "revenue: [100]; costs: [(60)]; profit: [40]"))
    files = {"filings/2022-11-10.yaml": first, FILED: changed(FILING, "costs: [(60), (70)]", "costs: [n.a., (70)]")}
    result = built(tmp_path, files)
    assert shown(result, "Income Statement", "costs", "1H2022") == -60
    assert "FAIL" not in {outcome.state for _, outcome in result.proof.outcomes()}


def test_words_are_what_libreoffice_calculates_and_are_read_back_as_no_figure(tmp_path: Path) -> None:
    files = results("1H2022, 1H2023, 1H2023 yoy", "sales: [n.a., 120, n.m.]; cover: [2.5x, n.m., n.a.]")
    result = built(tmp_path / "acme", files)
    path = tmp_path / "acme.xlsx"
    path.write_bytes(result.package)
    assert differences(stored(path), recalculated(path, tmp_path), set(formulas(path))) == []
    assert read_back(path).figures == snapshot(result.proof).figures


@pytest.mark.parametrize("word", ["30/06/2022", "Q1 2022", "1QFY2022", "FY22", "1H202", "2022/6/30", "30 June 2022",
                                  "1H2022 1H2023", "2022年6月30日", "20220630", "H1 2022", "6M2022", "9m2022", "fy2022",
                                  "30.09.2022", "3Q-2022", "06/30/2022"])
def test_a_period_that_is_offered_is_one(tmp_path: Path, word: str) -> None:
    def told(columns: str) -> list[str]:
        count = len(columns.split(", "))
        return complaints(tmp_path, {FILED: filing("2023-11-14", table(
            "balance_sheet", columns, f"cash: [{', '.join(['1'] * count)}]"))})

    first = told(f"'{word}'")[0]
    offers = re.findall(r"did you mean '(.*?)'", first) or re.split(" or ", first.rpartition("write ")[2].removeprefix(
        "a date as "))
    for offer in offers:
        assert not any("unknown period" in each for each in told(offer)), (first, offer)


@pytest.mark.parametrize("row", ["176,46", "1,234", "1,234,567", "(1,234)", "5, 7 8", "12,345.6", "1,23", "5 pp, 3",
                                 "0,12", "n.m. 5.1", "1 2, 3"])
def test_a_figure_that_a_row_is_offered_can_be_read(tmp_path: Path, row: str) -> None:
    columns = "1H2022, 1H2023, FY2022" if " " in row else "1H2023"
    found = complaints(tmp_path, results(columns, f"sales: [{row}]"))
    for offers in re.findall(r"write (?!nil)(.*?)(?=;|$)", " ".join(found)):
        for offer in re.split(", | or ", offers):
            assert can_be_read(offer.strip('"')), found
