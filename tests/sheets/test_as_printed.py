"""What a filing prints stands on its sheet as printed, totals of issuers that round each figure by itself too."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline import Result, build
from generator.sheets.contract import KEY, LABEL_ROW
from generator.xlsx.cells import Formula, at
from tests.companies import COMPANY, FILED, audited, built, changed, filing, shown, table
from tests.oracle import recalculated

HERE = Path(__file__).resolve().parents[2]
STATEMENTS = """\
income_statement:
  title: Statement of Profit or Loss
  sheet: Income Statement
  items:
    domestic: Domestic sales
    overseas: Overseas sales
    revenue: {label: Revenue, sum: [domestic, overseas], concept: revenue}
    cos: {label: Cost of sales, concept: cost_of_sales}
    research: Research and development
    sga: {label: "Selling, general and administration", concept: sga}
    op: {label: Operating profit, sum: [revenue, cos, research, sga], concept: operating_profit}
"""
NINE = ("domestic: [512.7]; overseas: [143.6]; revenue: [656.2]; cos: [(241.4)]; research: [(98.3)]; sga: [(60.8)]; "
        "op: [255.6]")
YEAR = ("domestic: [701.9]; overseas: [188.4]; revenue: [890.3]; cos: [(331.7)]; research: [(140.2)]; sga: [(85.3)]; "
        "op: [333.2]")
LOOSE = changed(COMPANY, "foots: exact", "foots: loose")


def loose(nine: str = NINE, year: str = YEAR) -> dict[str, str | bytes | None]:
    return {"company.yaml": LOOSE, "statements.yaml": STATEMENTS, FILED: None,
            "filings/9m.yaml": filing("2023-02-02", table("income_statement", "9M2022", nine)),
            "filings/fy.yaml": filing("2023-05-02", table("income_statement", "FY2022", year))}


@pytest.fixture(scope="module")
def remedies(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return built(tmp_path_factory.mktemp("loose"), loose())


@pytest.mark.parametrize(("key", "label", "printed"), [
    ("revenue", "9M2022", 656.2), ("op", "9M2022", 255.6), ("op", "FY2022", 333.2), ("revenue", "FY2022", 890.3),
    ("op", "4Q2022", 333.2 - 255.6), ("revenue", "4Q2022", 890.3 - 656.2)])
def test_printed_totals_are_shown_and_quarters_are_their_difference(
        remedies: Result, key: str, label: str, printed: float) -> None:
    assert shown(remedies, "Income Statement", key, label) == pytest.approx(printed)


def test_margins_and_the_summary_follow_the_printed_totals(remedies: Result) -> None:
    assert shown(remedies, "Ratios", "operating_margin", "9M2022") == pytest.approx(255.6 / 656.2)
    assert shown(remedies, "Ratios", "operating_margin", "4Q2022") == pytest.approx(77.6 / 234.1)


def test_the_difference_to_the_sum_is_a_round_on_checks_and_one_beyond_rounding_a_failure(tmp_path: Path) -> None:
    def states(name: str, nine: str) -> dict[str, str]:
        return {each.check.id: each.state for each in audited(tmp_path / name, loose(nine)).verdicts}
    right = states("right", NINE)
    assert right["footing:down:income_statement.revenue:9M2022"] == "ROUND"
    assert right["footing:down:income_statement.op:FY2022"] == "ROUND"
    assert right["derived:income_statement.op:4Q2022"] == "ROUND"
    assert "FAIL" not in right.values()
    wrong = states("wrong", changed(NINE, "512.7", "521.7"))
    assert wrong["footing:down:income_statement.revenue:9M2022"] == "FAIL"


def test_parts_that_are_off_by_more_show_their_live_sum(tmp_path: Path) -> None:
    result = built(tmp_path, loose(changed(NINE, "512.7", "521.7")))
    assert shown(result, "Income Statement", "revenue", "9M2022") == pytest.approx(521.7 + 143.6)
    assert shown(result, "Income Statement", "op", "9M2022") == pytest.approx(521.7 + 143.6 - 241.4 - 98.3 - 60.8)


def test_an_issuer_whose_columns_add_up_keeps_its_live_sums(tmp_path: Path) -> None:
    result = built(tmp_path, {**loose(changed(NINE, "656.2", "656.3").replace("255.6", "255.8"),
                                      changed(YEAR, "333.2", "333.1")), "company.yaml": COMPANY})
    sheet = next(each for each in result.cells.sheets if each.name == "Income Statement")
    formulas = [each.value for each in sheet.cells.values() if isinstance(each.value, Formula)]
    assert not [each for each in formulas if each.startswith("=IF(ABS(ROUND(")]


def test_the_live_formula_says_the_same_to_another_program(remedies: Result, tmp_path: Path) -> None:
    """LibreOffice, from the formula alone, has the printed totals too."""
    path = tmp_path / "loose.xlsx"
    path.write_bytes(remedies.package)
    values = recalculated(path, tmp_path)
    sheet = next(each for each in remedies.cells.sheets if each.name == "Income Statement")
    live = {place: each for place, each in sheet.cells.items()
            if isinstance(each.value, Formula) and each.value.startswith("=IF(ABS(ROUND(")}
    assert len(live) == 4
    for row, column in live:
        assert values["Income Statement", at(row, column)] == pytest.approx(
            remedies.values["Income Statement", row, column])


@pytest.mark.parametrize("company", ["iij", "astellas", "netflix"])
def test_every_printed_figure_with_a_cell_is_found_in_it(company: str) -> None:
    result = build(HERE / "inputs" / company)
    grid = result.proof.grid
    sheets = {each.name: each for each in result.cells.sheets}
    found: list[str] = []
    seen = 0
    for series in grid.shown:
        name = grid.book.statements[series[0]].sheet
        sheet = sheets[name]
        plain = f"{series[1]}@{series[2]}" if series[2] else series[1]
        rows = [r for (r, c), each in sheet.cells.items() if c == KEY
                and each.value in (f"{series[0]}.{plain}", plain)]
        for slot in grid.timeline.slots:
            fact = grid.printings.fact(series, slot)
            column = next(c for (r, c), each in sheet.cells.items() if r == LABEL_ROW and each.value == slot.label)
            if fact is None or grid.entry(series, slot) is None:  # an opening balance of a period still to come
                continue
            seen += 1
            if not any(result.values.get((name, row, column)) == pytest.approx(float(fact.value)) for row in rows):
                found.append(f"{series} {slot.label} {fact.figure.printed}")
    assert seen > 500
    assert found == []
