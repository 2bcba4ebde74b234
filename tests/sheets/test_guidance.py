"""The sheet Guidance: forecasts filing by filing, what is reported beside them, and that nothing else takes one."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from generator.checks.proof import Proof
from generator.history.diff import changes
from generator.history.snapshot import snapshot
from generator.inputs.load import load_inputs
from generator.merge.merge import merge
from generator.pipeline import Result, build
from generator.sheets.contract import CHECKS, FACTS, FACTS_TABLE, GUIDANCE
from generator.sheets.guidance_sheet import _TITLES
from generator.sheets.read_back import read_back
from generator.xlsx.cells import Formula
from tests.checks_on_sheet import checks_on_sheet
from tests.companies import COMPANY, FILED, built, changed, filing, shown, table, write_company
from tests.oracle import differences, formulas, recalculated, stored
from tests.touched import Touched

STATEMENTS = """\
income_statement:
  title: Profit or Loss
  sheet: Income Statement
  members:
    yoy: {label: Change, unit: percent, growth: true}
  items:
    sales: {label: Net sales, concept: revenue}
    costs: {label: Cost of sales, concept: cost_of_sales}
    op: {label: Operating profit, concept: operating_profit}
    margin: {label: Operating margin, unit: percent, percent_of: [income_statement.op, income_statement.sales]}
    eps: {label: Basic EPS, unit: per_share, additivity: per_share, concept: basic_eps}
dividends:
  title: Dividends
  sheet: Per Share
  unit: per_share
  additivity: instant
  items:
    dps: {label: Dividends per share, concept: dividend_per_share}
"""
YEAR, FIRST, HALF = "filings/2023-05-12.yaml", "filings/2023-08-10.yaml", "filings/2023-11-10.yaml"


def forecast(statement: str, columns: str, rows: str, heading: str = "Forecast", more: str = "") -> str:
    return changed(table(statement, columns, rows, f"    forecast: true\n{more}"), f"heading: {statement}",
                   f"heading: {heading}")


FILES: dict[str, str | bytes | None] = {
    "company.yaml": COMPANY, "statements.yaml": STATEMENTS, FILED: None,
    YEAR: filing(
        "2023-05-12",
        table("income_statement", "FY2021, FY2022, FY2022 yoy",
              "sales: [9000, 10000, 11.1]; op: [800, 1000, 25.0]; eps: [50.00, 60.00, 20.0]"),
        table("dividends", "2021-09-30, 2022-03-31, 2022-09-30, 2023-03-31", "dps: [8.00, 9.00, 10.00, 12.00]"),
        forecast("income_statement", "FY2023, FY2023 yoy", "sales: [11000, 10.0]; op: [1100, 10.0]; eps: [66.00, ~]"),
        forecast("dividends", "2023-09-30, 2024-03-31, FY2023", "dps: [12.00, 13.00, 25.00]")),
    FIRST: filing(
        "2023-08-10",
        table("income_statement", "1Q2022, 1Q2023", "sales: [2300, 2600]; op: [240, 280]; eps: [14.00, 17.00]"),
        forecast("income_statement", "FY2023, FY2023 achieved", "sales: [11000, 23.6]; op: [1100, 25.5]")),
    HALF: filing(
        "2023-11-10",
        table("income_statement", "1H2022, 1H2023", "sales: [4800, 5400]; op: [500, 600]; eps: [29.00, 36.00]"),
        table("dividends", "2023-09-30", "dps: [13.00]"),
        forecast("income_statement", "FY2023, FY2023 yoy, FY2023 achieved",
                 "sales: [11500, 15.0, 47.0]; op: [1200, 20.0, 50.0]"),
        forecast("dividends", "2024-03-31, FY2023", "dps: [14.00, 27.00]"),
        forecast("income_statement", "FY2024 low, FY2024 high", "sales: [12000, 13000]", "Plan"))}
FULL = filing(
    "2024-05-10",
    table("income_statement", "FY2022, FY2023, FY2023 yoy",
          "sales: [10000, 11385, 13.9]; op: [1000, 1260, 26.0]; eps: [60.00, 75.00, 25.0]"),
    table("dividends", "2024-03-31", "dps: [15.00]"))


def rows(result: Result) -> dict[str, dict[str, object]]:
    """What each row of Guidance shows, by its key and the titles of its columns."""
    sheet = next(each for each in result.cells.sheets if each.name == GUIDANCE)
    found: dict[str, dict[str, object]] = {}
    for number in range(5, sheet.last_row + 1):
        cells = {title: sheet.cells[number, column].value for column, title in enumerate(_TITLES, start=1)
                 if (number, column) in sheet.cells}
        found[str(cells["Key"])] = {
            title: result.values[GUIDANCE, number, _TITLES.index(title) + 1] if isinstance(value, Formula) else value
            for title, value in cells.items()}
    return found


def values(result: Result, sheet: str) -> dict[tuple[int, int], object]:
    """What the formulas of a sheet show, but for the master check, which counts the checks."""
    return {(row, column): value for (name, row, column), value in result.values.items()
            if name == sheet and not str(value).startswith("✓ OK")}


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return built(tmp_path_factory.mktemp("half"), FILES)


def test_each_forecast_stands_beside_the_one_before_and_what_is_reported(half: Result) -> None:
    found = rows(half)
    first, same, raised = (found[f"income_statement.sales:FY2023:{day}"] for day in (
        "2023-05-12", "2023-08-10", "2023-11-10"))
    assert first["Forecast"] == 11000
    assert (first["Result a year ago"], first["Printed % on a year ago"]) == (10000, 10)
    assert first["On a year ago, %"] == pytest.approx(0.1)
    assert not {"Change", "Year to date", "Result"} & first.keys()  # replaced before a quarter was reported
    assert (same["Change"], same["Change, %"], same["To date"], same["Year to date"]) == (0, 0, "1Q2023", 2600)
    assert (same["Progress, %"], same["Left for the rest"]) == (pytest.approx(2600 / 11000), 8400)
    assert same["Printed % achieved"] == 23.6
    assert (raised["Change"], raised["Change, %"]) == (500, pytest.approx(500 / 11000))
    assert (raised["To date"], raised["Progress, %"]) == ("1H2023", pytest.approx(5400 / 11500))
    assert raised["Left for the rest"] == 6100


def test_what_does_not_add_up_has_progress_but_nothing_left(half: Result) -> None:
    eps = rows(half)["income_statement.eps:FY2023:2023-05-12"]
    assert (eps["To date"], eps["Progress, %"]) == ("1H2023", pytest.approx(36 / 66))
    assert "Left for the rest" not in eps


def test_dividends_of_a_year_are_those_of_its_record_dates(half: Result) -> None:
    found = rows(half)
    first, raised = (found[f"dividends.dps:FY2023:{day}"] for day in ("2023-05-12", "2023-11-10"))
    assert (first["Forecast"], first["Result a year ago"]) == (25, 22)
    assert (raised["Change"], raised["To date"], raised["Year to date"]) == (2, "1H2023", 13)
    assert (raised["Left for the rest"], raised["Progress, %"]) == (14, pytest.approx(13 / 27))
    interim = found["dividends.dps:2023-09-30:2023-05-12"]
    assert (interim["Forecast"], interim["Result"], interim["Result a year ago"]) == (12, 13, 10)
    assert found["dividends.dps:2024-03-31:2023-11-10"]["Change"] == 1


def test_a_range_has_two_rows_and_a_year_to_come_no_column(half: Result) -> None:
    found = rows(half)
    assert [found[f"income_statement.sales:FY2024:{end}:2023-11-10"]["Forecast"] for end in ("low", "high")] == [
        12000, 13000]
    assert {slot.year for slot in half.proof.book.slots} == {2021, 2022, 2023}


def test_the_result_comes_beside_the_last_forecast(tmp_path: Path) -> None:
    found = rows(built(tmp_path, {**FILES, "filings/2024-05-10.yaml": FULL}))
    last = found["income_statement.op:FY2023:2023-11-10"]
    assert (last["Result"], last["Result, % of forecast"]) == (1260, pytest.approx(1.05))
    assert (last["To date"], last["Left for the rest"]) == ("1H2023", 600)  # what 2H had to bring; it brought 660
    assert found["dividends.dps:FY2023:2023-11-10"]["Result"] == 28


def test_a_forecast_is_on_no_other_sheet_and_in_no_check_of_results(tmp_path: Path, half: Result) -> None:
    """Without its forecasts a company has the same cells, but for Guidance, rows of Facts and checks of forecasts."""
    bare = built(tmp_path, {
        name: "".join(f"  - statement:{part}" if number else part for number, part in enumerate(
            text.split("  - statement:")) if "forecast: true" not in part) if isinstance(text, str) else text
        for name, text in FILES.items()})
    taken = {FACTS, CHECKS, GUIDANCE, "Cover", "Filings", "Changes"}
    for sheet in bare.cells.sheets:
        if sheet.name not in taken:
            twin = next(each for each in half.cells.sheets if each.name == sheet.name)
            assert sheet.cells.keys() == twin.cells.keys()
            assert values(bare, sheet.name) == values(half, sheet.name)
    of_results = {each.id: each.state for each in checks_on_sheet(bare)}
    more = {each.id: each.state for each in checks_on_sheet(half) if each.id not in of_results}
    assert {each.id: each.state for each in checks_on_sheet(half) if each.id in of_results} == of_results
    assert set(more) == {
        "sign:income_statement.sales:forecasts",
        *(f"achieved:income_statement.{row}:FY2023:{day}" for row in ("sales", "op")
          for day in ("2023-08-10", "2023-11-10")),
        *(f"forecast:income_statement.{row}@yoy:FY2023:{day}" for row in ("sales", "op")
          for day in ("2023-05-12", "2023-11-10"))}
    assert set(more.values()) == {"EXACT"}


def test_facts_names_a_forecast_as_one(half: Result) -> None:
    facts = next(each for each in half.cells.sheets if each.name == FACTS)
    column = {title: FACTS_TABLE.column(title) for title in FACTS_TABLE.titles}
    told = [number for number in range(5, facts.last_row + 1)
            if facts.cells[number, column["Statement"]].value == "forecast"]
    assert {facts.cells[number, column["Version"]].value for number in told} == {"forecast"}
    members = {number: cell.value for number in told if (cell := facts.cells.get((number, column["Member"])))}
    low = next(number for number, member in members.items() if member == "low")
    assert facts.cells[low, column["Key"]].value == "income_statement.sales"
    assert facts.cells[low, column["Value"]].value == 12000


def test_a_sign_or_a_split_between_leaves_the_comparison_out(tmp_path: Path) -> None:
    files = {**FILES, "company.yaml": COMPANY + "splits:\n  - {effective: 2023-10-01, new_shares: 2, old_shares: 1}\n",
             FIRST: filing("2023-08-10", table("income_statement", "1Q2023", "costs: [(1500)]; sales: [2600]"),
                           forecast("income_statement", "FY2023", "costs: [6000]; eps: [66.00]")),
             HALF: filing("2023-11-10", table("income_statement", "1H2023", "costs: [(3000)]; eps: [18.00]"),
                          forecast("income_statement", "FY2023", "costs: [(6200)]; eps: [36.00]"))}
    result = built(tmp_path, files)
    found = rows(result)
    costs, eps = found["income_statement.costs:FY2023:2023-08-10"], found["income_statement.eps:FY2023:2023-11-10"]
    assert "the other sign" in str(costs["Note"])
    assert not {"Progress, %", "Left for the rest"} & costs.keys()
    assert found["income_statement.costs:FY2023:2023-11-10"]["Progress, %"] == pytest.approx(30 / 62)
    assert found["income_statement.costs:FY2023:2023-11-10"]["Left for the rest"] == -3200
    assert "Change" not in eps  # 36 after the split is not less than 66 before it
    assert (eps["Year to date"], eps["Progress, %"]) == (18, 0.5)
    assert "Result a year ago" not in eps
    assert "a share split" in str(eps["Note"])
    signs = [each.state for each in checks_on_sheet(result) if each.id == "sign:income_statement.costs:forecasts"]
    assert signs == ["FAIL"]


def test_scales_losses_and_guidance_of_a_quarter(tmp_path: Path) -> None:
    result = built(tmp_path, {**FILES, HALF: None, FIRST: filing(
        "2023-08-10", table("income_statement", "1Q2022, 1Q2023", "sales: [2300, 2600]; op: [240, (280)]"),
        forecast("income_statement", "FY2023, 2Q2023 low, 2Q2023 high", "sales: [11.2, 2.7, 2.9]; op: [0.5, ~, ~]",
                 more="    scale: billion\n"),
        forecast("income_statement", "FY2023", "margin: [4.5]", "Margin"))})
    found = rows(result)
    assert found["income_statement.sales:FY2023:2023-08-10"]["Forecast"] == pytest.approx(11200)
    assert found["income_statement.sales:FY2023:2023-08-10"]["Change"] == pytest.approx(200)
    assert found["income_statement.sales:2Q2023:high:2023-08-10"]["Forecast"] == pytest.approx(2900)
    loss = found["income_statement.op:FY2023:2023-08-10"]
    assert (loss["Left for the rest"], loss["Progress, %"]) == (pytest.approx(780), pytest.approx(-0.56))
    assert found["income_statement.margin:FY2023:2023-08-10"]["Forecast"] == 4.5
    states = {each.id: each.state for each in checks_on_sheet(result)}
    assert "forecast:income_statement.margin:FY2023:2023-08-10" in states  # 500 / 11,200 = 4.46
    assert states["forecast:income_statement.margin:FY2023:2023-08-10"] == "EXACT"


def test_a_dash_is_no_forecast_and_a_correction_says_what_is_printed(tmp_path: Path) -> None:
    found = rows(built(tmp_path, {**FILES, HALF: filing(
        "2023-11-10", table("income_statement", "1H2023", "sales: [5400]; op: [600]"), forecast(
            "income_statement", "FY2023",
            'sales: [{printed: 11050, value: 11500, reason: "digits exchanged"}]; op: [nil]')),
        "filings/2024-02-10.yaml": filing("2024-02-10", forecast("income_statement", "FY2023", "op: [1150]"))}))
    dash, corrected, again = (found[f"income_statement.{name}"] for name in (
        "op:FY2023:2023-11-10", "sales:FY2023:2023-11-10", "op:FY2023:2024-02-10"))
    assert not {"Change", "Progress, %", "Left for the rest", "On a year ago, %"} & dash.keys()
    assert (corrected["Forecast"], corrected["Change"]) == (11500, 500)
    assert corrected["Note"] == "corrected from 11,050; digits exchanged"
    assert (again["Change"], again["Left for the rest"]) == (50, 550)  # on 1,100, the last figure


def test_amounts_of_two_currencies_are_not_compared(tmp_path: Path) -> None:
    found = rows(built(tmp_path, {**FILES, HALF: filing(
        "2023-11-10", table("income_statement", "1H2023", "sales: [50]"),
        forecast("income_statement", "FY2023", "sales: [120]"), more=", currency: USD")}))
    row = found["income_statement.sales:FY2023:2023-11-10"]
    assert (row["Unit"], row["Forecast"], row["Left for the rest"]) == ("USD million", 120, 70)
    assert not {"Change", "Result a year ago", "On a year ago, %"} & row.keys()
    assert row["Note"] == "a result is in another currency"


def test_a_filing_of_forecasts_alone_revises_them(tmp_path: Path) -> None:
    """It is the newest filing; what is new since the workbook before is the filing, and no figure."""
    notice = filing("2023-12-20", forecast("income_statement", "FY2023", "sales: [10800]; op: [900]"))
    path = tmp_path / "before.xlsx"
    path.write_bytes(build(write_company(tmp_path / "acme", FILES)).package)
    result = built(tmp_path / "acme", {**FILES, "filings/2023-12-20.yaml": notice})
    cut = rows(result)["income_statement.op:FY2023:2023-12-20"]
    assert (cut["Change"], cut["Change, %"], cut["Left for the rest"]) == (-300, -0.25, 300)
    assert shown(result, "Income Statement", "op", "FY2023") in (None, "n.a.")
    after = tmp_path / "after.xlsx"
    after.write_bytes(result.package)
    found = changes(read_back(path), read_back(after))
    assert (found.filings, found.figures, found.periods, found.restated) == (("2023-12-20",), 0, (), ())
    inputs = load_inputs(tmp_path / "acme")
    assert not changes(read_back(after), snapshot(Proof(inputs.book, inputs.templates))).filings


def test_the_stored_values_are_what_libreoffice_computes(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(build(write_company(tmp_path / "acme", {**FILES, "filings/2024-05-10.yaml": FULL})).package)
    written = formulas(path)
    assert any(sheet == GUIDANCE for sheet, _ in written)
    assert differences(stored(path), recalculated(path, tmp_path / "office"), set(written)) == []


def test_a_readers_reference_follows_its_forecast(tmp_path: Path) -> None:
    """Rows come in between with every filing; a formula of the reader's stays with the forecast that it named."""
    folder, name = tmp_path / "acme", "income_statement.eps:FY2023:2023-05-12"
    touched = Touched(build(write_company(folder, {**FILES, HALF: None})).package)
    before = _row_of(touched.saved(), name)
    touched.sheet("Mine", {"A1": f"={GUIDANCE}!H{before}*2"})
    merged = merge(touched.saved(), build(write_company(folder, FILES)).package).package
    after = _row_of(merged, name)
    assert after > before
    assert openpyxl.load_workbook(BytesIO(merged))["Mine"]["A1"].value == f"={GUIDANCE}!H{after}*2"


def _row_of(package: bytes, name: str) -> int:
    return [cell.value for cell in openpyxl.load_workbook(BytesIO(package))[GUIDANCE]["A"]].index(name) + 1


def test_the_sheet_keeps_the_rules_of_the_workbook(tmp_path: Path) -> None:
    """No number is typed on it, no link leads to a link, and a figure on Facts is two clicks away at most."""
    result = built(tmp_path, FILES)
    sheets = {sheet.name: sheet for sheet in result.cells.sheets}
    cells = {place: cell for place, cell in sheets[GUIDANCE].cells.items() if place[0] > 4}
    assert all(isinstance(cell.value, str) for cell in cells.values())
    links = [str(cell.value) for cell in cells.values() if cell.look == "Link"]
    dividends = r"'Per Share'![A-Z]+\d+"
    assert links
    assert all(re.fullmatch(rf"=Facts!H\d+|=SUM\({dividends}(,{dividends})*\)", each) for each in links)
    assert sheets[GUIDANCE].freeze == "C5"


@pytest.mark.parametrize("is_workbook", [False, True])
def test_a_revised_forecast_is_told_by_diff_and_on_changes_and_is_no_restatement(
        half: Result, tmp_path: Path, is_workbook: bool) -> None:
    """The half-year report raises sales by 500, operating profit by 100, a dividend by 1 and the year's by 2."""
    before = write_company(tmp_path / "before", {**FILES, HALF: None})
    if is_workbook:
        path = tmp_path / "before.xlsx"
        path.write_bytes(build(before).package)
        old = read_back(path)
    else:
        inputs = load_inputs(before)
        old = snapshot(Proof(inputs.book, inputs.templates))
    inputs = load_inputs(write_company(tmp_path / "after", FILES))
    found = changes(old, snapshot(Proof(inputs.book, inputs.templates)))
    assert {(each.item, each.when, each.before, each.after) for each in found.expected} == {
        ("income_statement.sales", "FY2023", 11000, 11500), ("income_statement.op", "FY2023", 1100, 1200),
        ("income_statement.sales · Change", "FY2023", 10, 15), ("income_statement.op · Change", "FY2023", 10, 20),
        ("dividends.dps", "2024-03-31", 13, 14), ("dividends.dps", "FY2023", 25, 27)}
    assert found.restated == () and found.items == () and found.vanished == ()
    sheet = next(each for each in half.cells.sheets if each.name == "Changes")
    shown = {tuple(sheet.cells[row, column].value for column in range(1, 5)) for (row, column) in sheet.cells
             if column == 1 and (row, 4) in sheet.cells}
    assert ("income_statement.sales", "FY2023", "11,000", "11,500") in shown
