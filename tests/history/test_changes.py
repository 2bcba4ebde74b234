"""What a new filing brings: told from two folders, two workbooks or one of each, on the sheet and before a build."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from generator.checks.proof import Proof
from generator.cli import main
from generator.history.diff import Changes, changes
from generator.history.snapshot import Snapshot, before_newest, snapshot
from generator.inputs.load import load_inputs
from generator.pipeline import build
from generator.sheets.read_back import NotOurs, read_back
from tests.companies import FILED, write_company
from tests.conftest import IIJ
from tests.derivation import test_currencies as currencies
from tests.sheets.test_stability import STATEMENTS as STATEMENTS_OF_QUARTERS
from tests.sheets.test_stability import random_filings

OLD, NEW = "filings/2023-11-14.yaml", "filings/2024-02-13.yaml"
STATEMENTS = """\
sales:
  title: Sales
  sheet: Income Statement
  unit: amount
  items:
    revenue: {label: Revenue, sum: [japan, abroad, online, shops, web, export], concept: revenue}
    japan: Japan
    abroad: Abroad
    online: Online
    shops: Shops
    web: Web
    export: Overseas
"""
FIRST = """\
filing: {title: First, filed: 2023-11-14, assurance: reviewed}
tables:
  - statement: sales
    heading: Sales
    columns: [1H2022, 1H2023]
    rows:
      revenue: [100, 120]
      japan: [60, 70]
      abroad: [40, 50]
"""
# Abroad is called Overseas now, Japan is cut into shops and web; revenue of the year before is restated.
SECOND = """\
filing: {title: Second, filed: 2024-02-13, assurance: reviewed}
tables:
  - statement: sales
    heading: Sales
    abridged: true
    columns: [1H2022, 1H2023, 9M2023]
    rows:
      revenue: [101, 120, 190]
      shops: [45, 50, 80]
      web: [15, 20, 30]
      export: [40, 50, 80]
"""
FILES: dict[str, str | bytes | None] = {"statements.yaml": STATEMENTS, OLD: FIRST}


def _snapshot(folder: Path) -> Snapshot:
    inputs = load_inputs(folder)
    return snapshot(Proof(inputs.book, inputs.templates))


@pytest.fixture
def found(tmp_path: Path) -> Changes:
    old = write_company(tmp_path / "old", FILES)
    new = write_company(tmp_path / "new", {**FILES, NEW: SECOND})
    return changes(_snapshot(old), _snapshot(new))


def test_a_workbook_says_what_its_inputs_say(iij_path: Path) -> None:
    inputs, workbook = _snapshot(IIJ), read_back(iij_path)
    assert not changes(inputs, workbook) and not changes(workbook, inputs)
    assert workbook.figures == inputs.figures
    assert workbook.checks == inputs.checks
    shared = inputs.computed.keys() & workbook.computed.keys()
    assert len(shared) > 1000
    assert workbook.computed_in == dict.fromkeys(workbook.computed_in, "JPY")
    assert len(workbook.computed_in) > 200 and workbook.computed_in.keys() & shared <= inputs.computed_in.keys()


def test_new_periods_figures_and_filings(found: Changes) -> None:
    assert found.filings == ("2024-02-13",)
    assert found.periods == ("9M2023",)
    assert found.figures == 4 + 3 * 2  # nine months, and the comparatives of three new line items
    assert found.gone == ()


def test_restated_figures_are_told_from_those_typed_otherwise(found: Changes, tmp_path: Path) -> None:
    assert [(each.item, each.when, each.before, each.after) for each in found.restated] == [
        ("sales.revenue", "1H2022", 100, 101)]
    assert found.retyped == ()
    edited = write_company(tmp_path / "edited", {**FILES, OLD: FIRST.replace("[40, 50]", "[40, 55]")})
    (figure,) = changes(_snapshot(write_company(tmp_path / "a", FILES)), _snapshot(edited)).retyped
    assert (figure.item, figure.when, figure.before, figure.after) == ("sales.abroad", "1H2023 in 2023-11-14", 50, 55)


def test_line_items_that_came_and_went_are_paired_by_their_figures(found: Changes) -> None:
    assert found.items == ("sales.export", "sales.shops", "sales.web")
    assert found.vanished == ("sales.abroad", "sales.japan")
    assert [(each.old, each.new) for each in found.mappings] == [
        (("sales.abroad",), ("sales.export",)), (("sales.japan",), ("sales.shops", "sales.web"))]
    assert all(each.evidence == "the same figures in 1H2022, 1H2023" for each in found.mappings)


def test_ratios_that_moved_are_listed(found: Changes) -> None:
    moved = {(each.row, each.when): (each.before, each.after) for each in found.moved}
    before, after = moved["revenue_growth", "1H2023"]
    assert before == pytest.approx(120 / 100 - 1) and after == pytest.approx(120 / 101 - 1)


@pytest.mark.parametrize("is_workbook", [False, True])
def test_what_is_told_in_another_currency_now_has_not_moved(tmp_path: Path, is_workbook: bool) -> None:
    """Twelve months' sales of 455,000 in yen are 3,447 in dollars once the next filing tells the year in these.

    A margin is in no currency: it moved from 50,000 / 455,000 to 379 / 3,447.
    """
    both = {FILED: None, **currencies.FILES}
    old = write_company(tmp_path / "old", {**both, "filings/2024-02-20.yaml": None})
    new = write_company(tmp_path / "new", both)
    if is_workbook:
        (tmp_path / "old.xlsx").write_bytes(build(old).package)
    before = read_back(tmp_path / "old.xlsx") if is_workbook else _snapshot(old)
    after = _snapshot(new)
    assert before.computed["revenue_ltm", "FY2022"] == 455_000 and after.computed["revenue_ltm", "FY2022"] == 3447
    moved = {(each.row, each.when): (each.before, each.after) for each in changes(before, after).moved}
    assert not [cell for cell in moved if cell in after.computed_in and None not in moved[cell]]
    assert moved["operating_margin", "FY2022"] == pytest.approx((50_000 / 455_000, 379 / 3447))


def test_checks_that_turned_are_listed_failures_first(tmp_path: Path) -> None:
    old = write_company(tmp_path / "old", FILES)
    wrong = write_company(tmp_path / "new", {**FILES, OLD: FIRST.replace("[40, 50]", "[40, 55]")})
    turned = changes(_snapshot(old), _snapshot(wrong)).turned
    assert [(each.id, each.before, each.after) for each in turned] == [
        ("footing:down:sales.revenue:1H2023", "EXACT", "FAIL")]


def test_the_sheet_tells_what_the_newest_filing_brought(tmp_path: Path) -> None:
    folder = write_company(tmp_path / "acme", {**FILES, NEW: SECOND})
    path = tmp_path / "acme.xlsx"
    path.write_bytes(build(folder).package)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path)["Changes"].iter_rows()]
    text = "\n".join(" | ".join(str(cell or "") for cell in row) for row in rows)
    assert "What Second, filed 2024-02-13, brought to the book" in text
    assert "sales.revenue | 1H2022 | 100 | 101 | Revenue" in text
    assert "sales.abroad |  |  |  | → sales.export: the same figures in 1H2022, 1H2023" in text
    assert "Changes" not in openpyxl.load_workbook(_built(tmp_path, FILES)).sheetnames


def _built(folder: Path, files: dict[str, str | bytes | None]) -> Path:
    path = folder / "one.xlsx"
    path.write_bytes(build(write_company(folder / "one", files)).package)
    return path


def test_a_build_says_what_it_brings_to_the_workbook_that_is_there(tmp_path: Path,
                                                                   capsys: pytest.CaptureFixture[str]) -> None:
    folder, path = write_company(tmp_path / "acme", FILES), tmp_path / "acme.xlsx"
    assert main(["build", str(folder), "-o", str(path)]) == 0
    assert "Compared with" not in capsys.readouterr().out
    (folder / NEW).write_text(SECOND, encoding="utf-8")
    assert main(["build", str(folder), "-o", str(path)]) == 0
    printed = capsys.readouterr().out
    assert f"Compared with {path}:" in printed
    assert "new periods: 9M2023" in printed
    assert "restated: sales.revenue 1H2022 100 → 101" in printed
    assert "perhaps the same: sales.abroad → sales.export; sales.japan → sales.shops + sales.web" in printed
    assert main(["build", str(folder), "-o", str(path)]) == 0
    assert "Compared with" not in capsys.readouterr().out


def test_diff_compares_workbooks_and_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = _built(tmp_path, FILES)
    new = write_company(tmp_path / "new", {**FILES, NEW: SECOND})
    assert main(["diff", str(old), str(new), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["periods"] == ["9M2023"]
    assert data["restated"] == [{"item": "sales.revenue", "label": "Revenue", "when": "1H2022", "before": 100.0,
                                 "after": 101.0}]
    assert main(["diff", str(old), str(new)]) == 0
    printed = capsys.readouterr().out
    assert "New periods (1): 9M2023" in printed and "Perhaps sales.abroad → sales.export" in printed
    assert main(["diff", str(old), str(old)]) == 0
    assert capsys.readouterr().out == "Nothing changed.\n"


def test_what_cannot_be_compared_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "foreign.xlsx")
    (tmp_path / "text.xlsx").write_text("no workbook", encoding="utf-8")
    for name, words in (("foreign.xlsx", "it has no sheets Facts and Checks"), ("text.xlsx", "no workbook"),
                        ("none.xlsx", "cannot be read: no such file")):
        with pytest.raises(NotOurs, match=words):
            read_back(tmp_path / name)
        assert main(["diff", str(tmp_path / name), str(IIJ)]) == 2
        assert words in capsys.readouterr().err


def in_columns_that_are_restated(filings: list[tuple[str, str]]) -> dict[str, str | bytes | None]:
    """Files of a company whose last filing gives the oldest figure of the one before otherwise."""
    files: dict[str, str | bytes | None] = {"statements.yaml": STATEMENTS_OF_QUARTERS, FILED: None, **dict(filings)}
    name, text = filings[-1]
    number = next(each for each in text.split("rows:")[1].replace("[", " ").replace(",", " ").split() if each.isdigit())
    return {**files, name: text.replace(number, str(int(number) + 1), 1)}


@pytest.mark.parametrize("restated", [False, True])
def test_the_book_before_the_newest_filing_says_what_it_says_by_itself(tmp_path: Path, restated: bool) -> None:
    """It takes from the proof of the whole book what a filing says alone, and the formulas of computed rows."""
    filings = random_filings(1)[:6]
    files = in_columns_that_are_restated(filings) if restated else {
        "statements.yaml": STATEMENTS_OF_QUARTERS, FILED: None, **dict(filings)}
    inputs = load_inputs(write_company(tmp_path / "now", files))
    by_itself = load_inputs(write_company(tmp_path / "then", {
        name: text for name, text in files.items() if name != filings[-1][0]}))
    found = before_newest(Proof(inputs.book, inputs.templates))
    assert found and found[1].key == Path(filings[-1][0]).stem
    assert found[0] == snapshot(Proof(by_itself.book, by_itself.templates))
    assert any(value is not None for value in found[0].computed.values())
