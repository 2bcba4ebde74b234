"""The Checks and Facts sheets of the IIJ workbook: every relation live, able to fail, and led back to the filing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from generator.pipeline import Result
from tests.workbook_view import STATEMENTS, Cell, View, view

HEADER = 9
TITLES = ("Check", "What must agree", "Period", "Kind", "Left", "Right", "Difference", "Exact within", "Tolerance",
          "State", "Hard fail", "What to look at")

# One relation each, by hand, of those that a reviewer expects of this filing.
EXPECTED = """
footing:down:income_statement.total_revenues:1H2023
footing:down:income_statement.gross_profit:2Q2022
footing:down:balance_sheet.total_assets:2023-03-31
footing:down:cash_flow.operating:1H2023
footing:across:changes_in_equity.profit@total_equity:1H2023
footing:down:changes_in_equity.closing@retained_earnings:2023-09-30
same:changes_in_equity.closing@treasury_shares:2023-09-30
same:cash_flow.profit_before_tax:1H2023
same:cash_flow.closing_cash:2023-09-30
derived:income_statement.operating_profit:1Q2023
balance_sheet:2023-09-30
opening_cash:1H2023
cash_roll_forward:1H2023
profit_attribution:1H2023
dividends_paid:1H2023
segment_revenue:1H2023
basic_eps:1H2023
diluted_eps:2Q2023
total_dividends:2023-09-30
other_investments:2023-09-30
dupont_3:1H2023
""".split()

# Two ways to compute one thing from the same facts: what they prove is the formulas, not the figures.
IDENTITIES = {"cash_conversion_cycle", "net_debt", "price_to_book"}

# Live sums that no check looks at, because a filing prints no such total in their column, or lost it.
UNPRINTED_TOTALS = {
    "closing@owners 2Q2022", "closing@owners 2Q2023", "closing@total_equity 2Q2022", "closing@total_equity 2Q2023",
    "revenue_by_service.total 1Q2022", "revenue_by_service.total 1Q2023",
    # One part of it was lost and is this total less the others, so that the quarter would prove nothing.
    "revenue_by_service.systems_integration 1Q2022", "revenue_by_service.systems_integration 1Q2023"}


@dataclass(frozen=True)
class Check:
    row: int
    id: str
    period: str
    kind: str
    left: Any
    right: Any
    difference: Any
    exact: Any
    tolerance: Any
    state: str
    flag: int

    @property
    def name(self) -> str:
        return self.id.partition(":")[0]

    @property
    def sides(self) -> tuple[Cell, Cell]:
        return ("Checks", f"E{self.row}"), ("Checks", f"F{self.row}")


@pytest.fixture(scope="session")
def seen(iij_path: Path) -> View:
    return view(iij_path)


@pytest.fixture(scope="session")
def checks(seen: View) -> list[Check]:
    sheet, found, row = seen.book["Checks"], [], HEADER + 1
    while sheet.cell(row, 1).value:
        values = {column: seen.value(("Checks", f"{column}{row}")) for column in "ACDEFGHIJK"}
        found.append(Check(row, *values.values()))
        row += 1
    return found


def _facts(seen: View, cell: Cell) -> frozenset[Cell]:
    """The reported figures and parameters behind a cell; the fiscal calendar is behind everything."""
    return frozenset(leaf for leaf in seen.leaves(cell) if leaf[0] == "Facts" and leaf[1].startswith("H")
                     and seen.book["Facts"][f"A{leaf[1][1:]}"].value not in ("parameter", "calendar"))


def _origin(seen: View, cell: Cell) -> Cell:
    while link := seen.link(cell):
        cell = link
    return cell


def test_every_relation_is_a_row_of_live_cells_with_a_link(seen: View, checks: list[Check]) -> None:
    sheet = seen.book["Checks"]
    assert tuple(cell.value for cell in sheet[HEADER]) == TITLES
    assert len({check.id for check in checks}) == len(checks) > 800
    for check in checks:
        live = [sheet.cell(check.row, column) for column in range(5, 12)]
        assert all(cell.data_type == "f" for cell in live), check.id
        assert sheet.cell(check.row, 2).value and check.period, check.id
        assert sheet.cell(check.row, 1).hyperlink, check.id


def test_the_relations_that_a_reviewer_expects_are_there(checks: list[Check]) -> None:
    assert [name for name in EXPECTED if name not in {check.id for check in checks}] == []


def test_every_link_leads_to_a_cell_with_something_in_it(seen: View) -> None:
    links = [(cell.parent.title, cell.coordinate, cell.hyperlink.location) for cell in seen.cells() if cell.hyperlink]
    assert len(links) > 900
    for sheet, cell, location in links:
        name, _, address = location.rpartition("!")
        assert name.strip("'") in seen.book.sheetnames, (sheet, cell)
        assert seen.book[name.strip("'")][address].value is not None, (sheet, cell, location)


def test_a_state_follows_from_its_row(checks: list[Check]) -> None:
    for check in checks:
        if not isinstance(check.left, int | float) or not isinstance(check.right, int | float):
            assert check.state == check.difference == "n.a.", check.id
        else:
            difference = abs(round(check.left - check.right, 6))
            ties = "EXACT" if difference <= check.exact else "ROUND" if difference <= check.tolerance else "FAIL"
            differs = "EXACT" if ties == "FAIL" else "FAIL"
            assert check.state == (differs if check.kind == "must not tie" and ties != "ROUND" else ties), check.id
        assert check.kind in ("hard", "plausible", "soft", "must not tie")
        assert check.flag == (check.kind in ("hard", "plausible") and check.state == "FAIL"), check.id


def test_the_master_check_stands_in_the_frozen_header_of_every_sheet(seen: View) -> None:
    for sheet in seen.book.worksheets:
        frozen = int(re.sub("[A-Z]", "", sheet.freeze_panes))
        text = "=HYPERLINK(Checks!$B$4,Checks!$B$3)" if sheet.title != "Checks" else seen.formulas["Checks", "B3"]
        rows = [cell.row for row in sheet.iter_rows(max_row=frozen - 1) for cell in row if cell.value == text]
        assert len(rows) == 1, sheet.title
        where = next(cell.coordinate for row in sheet.iter_rows(max_row=frozen - 1) for cell in row
                     if cell.value == text)
        assert seen.value((sheet.title, where)) == seen.value(("Checks", "B3"))


def test_the_master_check_counts_every_row_and_what_was_not_evaluated(seen: View, checks: list[Check]) -> None:
    states = [check.state for check in checks]
    counted = {state: states.count(state) for state in ("EXACT", "ROUND", "n.a.", "FAIL")}
    assert counted["FAIL"] == 0 and 0 < counted["n.a."] < 20
    assert seen.value(("Checks", "B3")) == (
        f"✓ OK · {counted['EXACT']} exact · {counted['ROUND']} round · {counted['n.a.']} n.a.")
    assert seen.value(("Checks", "B4")) == "#Checks!A1"
    assert seen.value(("Checks", "B6")) == counted["n.a."]
    first, last = checks[0].row, checks[-1].row
    assert f"SUM($K${first}:$K${last})" in seen.formulas["Checks", "B3"]
    assert f"$J${first}:$J${last}" in seen.formulas["Checks", "B6"]


def test_no_check_compares_a_cell_with_itself(seen: View, checks: list[Check]) -> None:
    same = [check.id for check in checks if _origin(seen, check.sides[0]) == _origin(seen, check.sides[1])]
    assert same == []


def test_no_side_is_computed_from_the_other(seen: View, checks: list[Check]) -> None:
    """Neither side contains a cell that the other side is built on."""
    circular = []
    for check in checks:
        left, right = check.sides
        below = {side: {_origin(seen, cell) for cell in seen.precedents(side)} for side in check.sides}
        if below[left] & seen.ancestors(below[right]) or below[right] & seen.ancestors(below[left]):
            circular.append(check.id)
    assert [name for name in circular if name.partition(":")[0] not in IDENTITIES] == []


def test_the_sides_of_a_check_rest_on_different_figures(seen: View, checks: list[Check]) -> None:
    same = [check.id for check in checks
            if _facts(seen, check.sides[0]) == _facts(seen, check.sides[1]) and check.name not in IDENTITIES]
    assert same == []


def test_each_side_of_an_evaluated_check_rests_on_figures(seen: View, checks: list[Check]) -> None:
    """A side that reads an empty cell is 0, and a check that wants a difference is content."""
    hollow = [check.id for check in checks if check.state != "n.a." for side in check.sides if not _facts(seen, side)]
    # What never crosses zero is compared with the parameter 0.
    bounds = {"sign", "within"}
    assert {each.partition(":")[0] for each in hollow} == bounds
    assert {check.id for check in checks if check.name in bounds and _facts(seen, check.sides[0])} == set(hollow)


def test_identities_allow_no_more_than_arithmetic_does(seen: View, checks: list[Check]) -> None:
    found = [check for check in checks if check.name in IDENTITIES]
    assert {check.name for check in found} == IDENTITIES
    assert all("identity_tolerance" in seen.formulas["Checks", f"I{check.row}"] for check in found)
    assert seen.value(("Facts", seen.names["identity_tolerance"].rpartition("!")[2].replace("$", ""))) <= 1e-9


def _reported(seen: View) -> Iterator[int]:
    sheet = seen.book["Facts"]
    return (row for row in range(5, sheet.max_row + 1)
            if sheet.cell(row, 1).value not in ("parameter", "split", "calendar"))


def test_every_printed_total_is_checked(seen: View, checks: list[Check], iij: Result) -> None:
    compared = {cell for check in checks for side in check.sides for cell in seen.precedents(side)}
    sheet, count, missing = seen.book["Facts"], 0, []
    for row in _reported(seen):
        statement, key, end = (sheet.cell(row, column).value for column in (1, 2, 6))
        item = iij.book.statements[statement].items[key]
        if item.sum or item.also_sum:
            count += 1
            if ("Facts", f"H{row}") not in compared:
                missing.append((statement, key, end.date().isoformat()))
    assert count > 250
    assert missing == []


def test_every_live_total_is_checked(seen: View, checks: list[Check]) -> None:
    """A balance fills several columns and is checked in one: what counts is that its row and its facts are."""
    compared: dict[tuple[str, str], set[frozenset[Cell]]] = {}
    for check in checks:
        for side in check.sides:
            for sheet, cell in seen.precedents(side):
                row = re.sub("[A-Z]", "", cell)
                compared.setdefault((sheet, row), set()).add(_facts(seen, (sheet, cell)))
    sums = [cell for cell in seen.on_axis(*STATEMENTS) if cell.data_type == "f" and cell.value.startswith("=SUM(")]
    assert len(sums) > 400
    unchecked = {seen.key(cell) for cell in sums if _facts(seen, (cell.parent.title, cell.coordinate))
                 not in compared.get((cell.parent.title, str(cell.row)), set())}
    assert unchecked - UNPRINTED_TOTALS == set()


def test_a_total_with_printed_parts_is_a_formula_never_a_link(seen: View) -> None:
    """Where the parts stand above it in the same column, the total is their sum."""
    for total, first, last in ((12, 9, 11), (17, 14, 16)):
        for column in "NQVY":
            assert seen.formulas["Income Statement", f"{column}{total}"] == f"=SUM({column}{first}:{column}{last})"


def _list(seen: View, title: str) -> list[list[Any]]:
    """The entries under a heading below the checks."""
    rows = [[cell.value for cell in row] for row in seen.book["Checks"].iter_rows(min_row=HEADER)]
    first = next(index for index, row in enumerate(rows) if str(row[0]).startswith(title)) + 1
    last = next((index for index in range(first, len(rows)) if rows[index][0] is None), len(rows))
    return rows[first:last]


def test_corrections_are_listed_with_what_was_printed_and_why(seen: View) -> None:
    (entry,) = _list(seen, "Corrections")
    assert "level_1" in entry[0] and "2023-09-30" in entry[0]
    assert entry[1].startswith("printed 11,088: ") and "11,008" in entry[1]
    link = next(row for row in seen.formulas if seen.formulas[row] == entry[4] and row[0] == "Checks")
    assert seen.value(link) == 11_008


def test_what_no_check_covers_is_listed(seen: View, checks: list[Check]) -> None:
    """A figure that no evaluated check, hard or soft, rests on cannot be proved by one."""
    evaluated = [check for check in checks if check.kind != "must not tie"
                 and seen.value(("Checks", f"J{check.row}")) != "n.a."
                 and len({frozenset(seen.ancestors({side})) for side in check.sides}) > 1]
    covered = set().union(*(seen.ancestors({side}) for check in evaluated for side in check.sides))
    sheet = seen.book["Facts"]
    naked = {f"=Facts!H{row}" for row in _reported(seen) if ("Facts", f"H{row}") not in covered
             and sheet.cell(row, 13).value != "superseded"}
    listed = {entry[4] for entry in _list(seen, "Figures whose last digit no check proves")}
    assert naked and naked <= listed
    unproved = {f"=Facts!H{row}" for row in _reported(seen) if sheet.cell(row, 15).value == 0}
    assert listed == unproved


def printed_value(text: str) -> float | None:
    """A figure as printed: brackets or a triangle are a minus, a dash is nil."""
    if text in ("–", "-"):
        return 0
    match = re.fullmatch(r"([(△▲−-]?)([\d,]+(?:\.\d+)?)\)?%?", text)
    return None if match is None else (-1 if match.group(1) else 1) * float(match.group(2).replace(",", ""))


def test_every_figure_says_where_and_how_it_is_printed(seen: View) -> None:
    facts, filings = seen.book["Facts"], {seen.book["Filings"]["A5"].value}
    rows = list(_reported(seen))
    assert len(rows) > 1200
    for row in rows:
        value, unit, filing, heading, printed, version = (facts.cell(row, column).value for column in range(8, 14))
        assert unit and heading and filing in filings, row
        assert version in ("latest", "superseded", "corrected")
        if version != "corrected":
            assert printed_value(str(printed)) == value, f"Facts row {row}: {printed} is not {value}"


def test_the_misprint_keeps_what_was_printed(seen: View) -> None:
    facts = seen.book["Facts"]
    corrected = [[facts.cell(row, column).value for column in (8, 12)] for row in _reported(seen)
                 if facts.cell(row, 13).value == "corrected"]
    assert corrected == [[11_008, "11,088"]]


def test_comments_stand_at_exceptions_alone(seen: View) -> None:
    comments = [cell for cell in seen.cells() if cell.comment]
    assert 0 < len(comments) < 20
    for cell in comments:
        link = seen.link((cell.parent.title, cell.coordinate))
        if cell.comment.text.startswith("Printed 11,088, corrected to 11,008: "):
            assert link and seen.book[link[0]][f"M{link[1][1:]}"].value == "corrected", seen.key(cell)
        else:
            assert cell.comment.text.startswith(("Lost in the source", "Estimate: ")), seen.key(cell)
            assert cell.font.italic, seen.key(cell)


def test_the_filings_sheet_names_the_document(seen: View) -> None:
    sheet = seen.book["Filings"]
    assert [cell.value for cell in sheet[4]][:4] == ["Filing", "Title", "Filed", "Assurance"]
    assert "2023-11-14" in str(sheet["C5"].value) or str(sheet["C5"].value).startswith("=")
    assert sheet["D5"].value == "reviewed"
    assert seen.value(("Filings", "E5")) == len(list(_reported(seen)))
