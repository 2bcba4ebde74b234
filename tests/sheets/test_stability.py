"""Quarter after quarter: what stood somewhere stands there still, and what a reader built goes on meaning the same."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from generator.merge.merge import merge
from generator.pipeline import Result, build
from generator.sheets.contract import FACTS_TABLE
from generator.xlsx.cells import Formula, at, letter
from tests.companies import COMPANY, write_company
from tests.fuzz import Fuzz
from tests.oracle import recalculated
from tests.touched import Touched

QUARTERS, FEW_QUARTERS = 12, 9
"""How many filings are added one at a time, by `make fuzz` and by `make test`: two fiscal years and a quarter."""
STATEMENTS = """\
income:
  title: Profit or loss
  sheet: Income Statement
  items:
    revenue: {label: Revenue, concept: revenue}
    costs: Costs
    profit: {label: Profit, sum: [revenue, costs], concept: profit_to_owners}
position:
  title: Financial position
  sheet: Balance Sheet
  additivity: instant
  items:
    cash: {label: Cash, concept: cash}
    other: Other assets
    assets: {label: Total assets, sum: [cash, other], concept: total_assets}
"""
CUMULATIVE = ("1Q", "1H", "9M", "FY")
ENDS = ("06-30", "09-30", "12-31", "03-31")
FILED = ("08-10", "11-10", "02-10", "05-10")
LINKS = {"A1": "='Income Statement'!{}{}", "A2": "='Income Statement'!{}{}*2", "A3": "='Balance Sheet'!{}{}"}


def random_filings(seed: int) -> list[tuple[str, str]]:
    """Twelve filings of a random company that are consistent: cumulative figures with those of a year ago."""
    dice = random.Random(seed)
    quarters = {(year, quarter): (dice.randint(100, 999), -dice.randint(50, 600))
                for year in range(2019, 2023) for quarter in range(4)}
    balances = {(year, quarter): (dice.randint(10, 99), dice.randint(100, 999))
                for year in range(2018, 2023) for quarter in range(4)}
    found = []
    for number in range(QUARTERS):
        year, quarter = 2020 + number // 4, number % 4
        sums = [[sum(quarters[each, q][row] for q in range(quarter + 1)) for each in (year - 1, year)]
                for row in (0, 1)]
        ends = [balances[year - 1, 3], balances[year, quarter]]
        dates = [f"{year}-{ENDS[3]}", f"{year + (quarter == 3)}-{ENDS[quarter]}"]
        filed = f"{year + (quarter > 1)}-{FILED[quarter]}"
        found.append((f"filings/{filed}.yaml", f"""\
filing: {{title: Filing {number + 1}, filed: {filed}, assurance: reviewed}}
tables:
  - statement: income
    heading: Profit or loss
    columns: [{CUMULATIVE[quarter]}{year - 1}, {CUMULATIVE[quarter]}{year}]
    rows:
      revenue: {sums[0]}
      costs: {sums[1]}
      profit: {[sum(pair) for pair in zip(*sums, strict=True)]}
  - statement: position
    heading: Financial position
    columns: [{', '.join(dates)}]
    rows:
      cash: {[each[0] for each in ends]}
      other: {[each[1] for each in ends]}
      assets: {[sum(each) for each in ends]}
"""))
    return found


@dataclass(frozen=True)
class Where:
    """Addresses of a workbook: of rows by key, of columns by period, of facts by what they are."""

    rows: dict[tuple[str, object], int]
    columns: dict[tuple[str, object], int]
    facts: dict[tuple[object, ...], int]


def _where(result: Result) -> Where:
    rows: dict[tuple[str, object], int] = {}
    columns: dict[tuple[str, object], int] = {}
    facts: dict[tuple[object, ...], int] = {}
    for sheet in result.cells.sheets:
        for (row, column), cell in sheet.cells.items():
            if sheet.freeze == "E7" and row > 6 and column == 1 and cell.value:
                rows[sheet.name, cell.value] = row
            if sheet.freeze == "E7" and row == 5 and column > 4:
                columns[sheet.name, cell.value] = column
    sheet = next(each for each in result.cells.sheets if each.name == "Facts")
    named = [FACTS_TABLE.column(each) for each in ("Statement", "Key", "Start", "End", "Value", "Filing")]
    for row in range(5, sheet.last_row + 1):
        cells = [sheet.cells.get((row, column)) for column in named]
        facts[tuple(cell.value if cell else None for cell in cells)] = row
    return Where(rows, columns, facts)


pytestmark = pytest.mark.fuzz


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A company for each seed, of which `make test` has one."""
    if "history" in metafunc.fixturenames:
        fuzz = Fuzz(metafunc.config.getoption("--fuzz"))
        first = 2024 if fuzz.seed is None else fuzz.seed
        metafunc.parametrize("history", range(first, first + fuzz.times(1)), indirect=True, scope="module")


@pytest.fixture(scope="module")
def history(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Result]:
    """The book after each of its filings."""
    folder = write_company(tmp_path_factory.mktemp("history") / "acme", {
        "company.yaml": COMPANY, "statements.yaml": STATEMENTS, "filings/2023-11-14.yaml": None})
    results = []
    quarters = QUARTERS if request.config.getoption("--fuzz") else FEW_QUARTERS
    for name, text in random_filings(request.param)[:quarters]:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        results.append(build(folder))
    return results


def test_no_address_of_an_older_fact_or_period_changes(history: list[Result]) -> None:
    seen = [_where(result) for result in history]
    assert [len(where.facts) for where in seen] == sorted(len(where.facts) for where in seen)
    for before, after in pairwise(seen):
        assert before.columns.items() <= after.columns.items()
        assert before.facts.items() <= after.facts.items()
        assert before.rows.items() <= after.rows.items()


def test_the_history_is_consistent_and_derives_its_quarters(history: list[Result]) -> None:
    last = history[-1]
    assert len(last.book.facts) == 12 * len(history)
    states = {outcome.state for check, outcome in last.proof.outcomes() if not check.severity.apart}
    assert states <= {"EXACT", "n.a."}


def test_without_work_of_the_readers_the_bytes_are_those_of_a_build_from_scratch(history: list[Result]) -> None:
    package = history[0].package
    for result in history[1:]:
        package = merge(package, result.package).package
        assert package == result.package


def test_a_readers_formulas_go_on_meaning_the_same(history: list[Result], tmp_path: Path) -> None:
    """Links to three facts, made after the first filing and kept through eleven more."""
    where = _where(history[0])
    column = letter(where.columns["Income Statement", "1Q2020"])
    places = [where.rows["Income Statement", "revenue"], where.rows["Income Statement", "profit"],
              where.rows["Balance Sheet", "cash"]]
    formulas = {cell: link.format(column, row) for (cell, link), row in zip(LINKS.items(), places, strict=True)}
    touched = Touched(history[0].package)
    part = touched.sheet("Mine", formulas)
    package = touched.saved()
    expected = _values(history[0])
    for result in history[1:]:
        package = merge(package, result.package).package
    path = tmp_path / "merged.xlsx"
    path.write_bytes(package)
    values = recalculated(path, tmp_path)
    assert [values["Mine", cell] for cell in LINKS] == [expected["revenue"], expected["profit"] * 2, expected["cash"]]
    text = Touched(package).package.text(part)
    assert re.findall(r"<f>(.*?)</f>", text) == [formula[1:] for formula in formulas.values()]


def _values(result: Result) -> dict[str, float]:
    """What the first filing says of its own quarter."""
    newest = max(fact.period.end for fact in result.book.facts)
    return {fact.series[1]: float(fact.value) for fact in result.book.facts if fact.period.end == newest}


def test_every_stored_value_is_libreoffices_after_twelve_quarters(history: list[Result], tmp_path: Path) -> None:
    path = tmp_path / "last.xlsx"
    path.write_bytes(history[-1].package)
    values = recalculated(path, tmp_path)
    wrong, counted = [], 0
    for sheet in history[-1].cells.sheets:
        for (row, column), cell in sheet.cells.items():
            if isinstance(cell.value, Formula):
                mine = history[-1].values[sheet.name, row, column]
                theirs = values.get((sheet.name, at(row, column)))
                counted += isinstance(theirs, int | float)
                if isinstance(theirs, int | float) and mine != pytest.approx(theirs, rel=1e-9, abs=1e-9):
                    wrong.append((sheet.name, row, column, mine, theirs))
    assert counted > 1000
    assert wrong == []
