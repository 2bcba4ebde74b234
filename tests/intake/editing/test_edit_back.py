"""Figures typed over on Facts go back into the YAML, each in its place and nothing else."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from generator.checks.proof import Proof
from generator.cli import main
from generator.inputs.load import load_inputs
from generator.intake.editing.edit_back import write_back
from generator.intake.editing.edits import find_edits
from generator.intake.editing.figures import in_the_form_of
from generator.pipeline import build
from generator.refused import Refused
from generator.xlsx.package import Package
from generator.xlsx.save import write_file
from tests.companies import COMPANY, FILED, FILING, STATEMENTS, filing, table, write_company
from tests.conftest import IIJ

HEADER = 4


def made(tmp_path: Path, files: dict[str, str | bytes | None] | None = None) -> tuple[Path, Path]:
    """A small company's folder and its workbook."""
    folder = write_company(tmp_path / "acme", files)
    book = tmp_path / "acme.xlsx"
    book.write_bytes(build(folder).package)
    return folder, book


@pytest.fixture
def company(tmp_path: Path) -> tuple[Path, Path]:
    return made(tmp_path)


def type_over(book: Path, *cells: tuple[str, str, str | None, object]) -> None:
    """Type on Facts as someone does in a spreadsheet: statement, line item and printed text name the row."""
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["Facts"]
    titles = {sheet.cell(HEADER, column).value: column for column in range(1, sheet.max_column + 1)}
    for statement, item, printed, value in cells:
        row = next(each for each in range(HEADER + 1, sheet.max_row + 1)
                   if [sheet.cell(each, titles[title]).value for title in ("Statement", "Key", "Printed")]
                   == [statement, item, printed])
        sheet.cell(row, titles["Value"]).value = value
    workbook.save(book)


def texts(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml")}


def test_a_figure_goes_back_where_it_was_typed(company: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    folder, book = company
    before = texts(folder)
    type_over(book, ("income_statement", "costs", "(70)", -72), ("balance_sheet", "cash", "15", 18))
    assert main(["edit-back", str(book), str(folder), "--yes"]) == 0
    shown = capsys.readouterr().out
    assert "income_statement.costs 1H2023: (70) -> (72)" in shown
    assert "balance_sheet.cash 2023-09-30: 15 -> 18" in shown
    assert texts(folder) == before | {FILED: before[FILED].replace("(70)", "(72)").replace("cash: [10, 15]",
                                                                                          "cash: [10, 18]")}


@pytest.mark.parametrize("stored", ["NaN", "inf", "1e400"])
def test_a_number_that_no_spreadsheet_stores_is_left(company: tuple[Path, Path], capsys: pytest.CaptureFixture[str],
                                                     stored: str) -> None:
    folder, book = company
    parts = Package.read(book.read_bytes()).parts
    book.write_bytes(Package({name: content.replace(b"<v>-70</v>", f"<v>{stored}</v>".encode())
                              for name, content in parts.items()}).bytes())
    assert main(["edit-back", str(book), str(folder), "--yes"]) == 2
    assert "is no figure" in capsys.readouterr().err


def test_nothing_is_written_without_a_yes(company: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    folder, book = company
    before = texts(folder)
    type_over(book, ("income_statement", "costs", "(70)", -72))
    assert main(["edit-back", str(book), str(folder), "--dry-run"]) == 0
    assert main(["edit-back", str(book), str(folder)]) == 2
    assert "--yes writes what is shown" in capsys.readouterr().err
    assert texts(folder) == before


def test_an_untouched_workbook_has_nothing_to_take_back(company: tuple[Path, Path],
                                                        capsys: pytest.CaptureFixture[str]) -> None:
    folder, book = company
    assert main(["edit-back", str(book), str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"written": False, "figures": [], "left": []}


def test_a_correction_keeps_what_is_printed(company: tuple[Path, Path]) -> None:
    folder, book = company
    type_over(book, ("income_statement", "costs", "(70)", -72))
    assert main(["edit-back", str(book), str(folder), "--yes", "--correct", 'misprint: "70"']) == 0
    fact = next(each for each in load_inputs(folder).book.figures if each.figure.reason)
    assert (fact.figure.value, fact.figure.printed, fact.figure.reason) == (Decimal(-72), "(70)", 'misprint: "70"')


@pytest.mark.parametrize(("typed", "written"), [
    ("n.a.", "n.a."), ("nil", "nil"), ("–", "nil"), ("N/M", "N/M"), (" (72) ", "(72)"), ("0", "0")])
def test_words_go_back_as_figures_do(company: tuple[Path, Path], typed: str, written: str) -> None:
    """A printed dash, a zero, n.a. and a figure typed as text are what they are, each in the place of (70)."""
    folder, book = company
    before = texts(folder)
    type_over(book, ("income_statement", "costs", "(70)", typed))
    assert main(["edit-back", str(book), str(folder), "--yes"]) == 0
    assert texts(folder) == before | {FILED: before[FILED].replace("(70)", written)}


@pytest.mark.parametrize(("printed", "typed", "written"), [
    ("n.m.", 7, "7"), ("n.m.", "n.a.", "n.a."), ("n.m.", "nil", "nil"), ("nil", "0", "0"), ("nil", "n.m.", "n.m."),
    ("n.m.", "n.m.", "n.m."), ("nil", "nil", "nil"), ("nil", "-", "nil")])
def test_words_that_a_filing_prints_can_be_typed_over(tmp_path: Path, printed: str, typed: object,
                                                      written: str) -> None:
    text = FILING.replace("costs: [(60), (70)]", f"costs: [(60), {printed}]")
    folder, book = made(tmp_path, {FILED: text})
    type_over(book, ("income_statement", "costs", "–" if printed == "nil" else printed, typed))
    assert main(["edit-back", str(book), str(folder), "--yes"]) == 0
    assert texts(folder)[FILED] == FILING.replace("costs: [(60), (70)]", f"costs: [(60), {written}]")


@pytest.mark.parametrize("typed", [255, "255", "n.a."])
def test_a_forecast_goes_back_as_a_result_does(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                               typed: object) -> None:
    text = FILING + table("income_statement", "FY2023 low, FY2023 high", "revenue: [240, 260]", "    forecast: true\n")
    folder, book = made(tmp_path, {FILED: text})
    type_over(book, ("forecast", "income_statement.revenue", "240", typed))
    assert main(["edit-back", str(book), str(folder), "--yes"]) == 0
    assert f"forecast income_statement.revenue FY2023: 240 -> {typed}" in capsys.readouterr().out
    assert texts(folder)[FILED] == text.replace("[240, 260]", f"[{typed}, 260]")


def test_words_are_no_correction(company: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    folder, book = company
    before = texts(folder)
    type_over(book, ("income_statement", "costs", "(70)", "n.a."))
    assert main(["edit-back", str(book), str(folder), "--yes", "--correct", "misprint"]) == 2
    assert "'n.a.' is no figure; what corrects a printed one is a figure" in capsys.readouterr().err
    assert texts(folder) == before


@pytest.mark.parametrize("more", [[], ["--correct", "another one"]])
@pytest.mark.parametrize("typed", [-73, "n.a.", None])
def test_a_figure_with_a_correction_is_left_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                                     more: list[str], typed: object) -> None:
    """What was printed and why it is wrong would be lost; what is typed beside it is written."""
    text = FILING.replace("(70)", '{printed: (71), value: (70), reason: "misprint"}')
    folder, book = made(tmp_path, {FILED: text})
    type_over(book, ("income_statement", "costs", "(71)", typed), ("balance_sheet", "cash", "15", 18))
    assert main(["edit-back", str(book), str(folder), "--yes", *more]) == 2
    line, column = 8, len("      costs: [(60), ") + 1
    place = f"{folder / FILED}:{line}:{column}"
    assert f"({place}): has a correction already; change it in the filing" in capsys.readouterr().err
    assert '{printed: (71), value: (70), reason: "misprint"}' in texts(folder)[FILED]
    assert "cash: [10, 15]" not in texts(folder)[FILED]


@pytest.mark.parametrize("fails", [False, True])
def test_figures_of_two_filings_go_back_both_or_none(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                                     monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    later = "filings/2024-02-14.yaml"
    folder, book = made(tmp_path, {later: filing("2024-02-14", table(
        "income_statement", "9M2022, 9M2023", "revenue: [150, 180]; costs: [(90), (105)]; profit: [60, 75]"))})
    before = texts(folder)
    type_over(book, ("income_statement", "costs", "(70)", -72), ("income_statement", "costs", "(105)", -107))

    def failing(path: Path, content: str | bytes, is_new: bool = False) -> None:
        if fails and path.name == "2024-02-14.yaml":
            raise OSError(28, "No space left on device", str(path))
        write_file(path, content, is_new)

    monkeypatch.setattr("generator.xlsx.save.write_file", failing)
    assert main(["edit-back", str(book), str(folder), "--yes"]) == (2 if fails else 0)
    if fails:
        assert f"{folder / later}: cannot be written: no space left on device\nnothing was written" in \
            capsys.readouterr().err
    assert texts(folder) == before | ({} if fails else {FILED: before[FILED].replace("(70)", "(72)"),
                                                        later: before[later].replace("(105)", "(107)")})


@pytest.mark.parametrize(("value", "told"), [
    (None, "was cleared; type nil"), ("=1+1", "a formula stands there"), ("about 70", "'about 70' is not a figure"),
    (True, "TRUE or FALSE stands there"),
    ("todo", "'todo' is no figure"),
    ("70%", "'70%' counts something else than the filing's (70) does")])
def test_what_is_no_figure_is_left_with_why(company: tuple[Path, Path], capsys: pytest.CaptureFixture[str],
                                            value: object, told: str) -> None:
    folder, book = company
    before = texts(folder)
    type_over(book, ("income_statement", "costs", "(70)", value))
    assert main(["edit-back", str(book), str(folder), "--yes"]) == 2
    assert told in capsys.readouterr().err
    assert texts(folder) == before


def test_inputs_that_changed_since_are_refused(company: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    folder, book = company
    type_over(book, ("income_statement", "costs", "(70)", -72))
    filed = folder / FILED
    filed.write_text(filed.read_text(encoding="utf-8").replace("(70)", "(71)"), encoding="utf-8")
    before = texts(folder)
    assert main(["edit-back", str(book), str(folder), "--yes"]) == 2
    assert "was built when the filing said (70); the inputs now say (71)" in capsys.readouterr().err
    assert texts(folder) == before


@pytest.mark.parametrize(("old", "new"), [
    ("costs: [(60), (70)]", "costs:\n        [(60), (70)]"), ("      profit: [40, 50]\n", ""),
    ("[10, 15]", "[10, 16]")])
def test_inputs_that_change_while_they_are_asked_about_are_left_alone(company: tuple[Path, Path], old: str,
                                                                      new: str) -> None:
    folder, book = company
    type_over(book, ("income_statement", "costs", "(70)", -72))
    inputs = load_inputs(folder)
    found = find_edits(book, Proof(inputs.book, inputs.templates))
    filed = folder / FILED
    filed.write_text(filed.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    before = texts(folder)
    with pytest.raises(Refused, match="nothing was written"):
        write_back(folder, inputs, found.edits)
    assert texts(folder) == before


def test_a_balance_under_two_periods_that_end_on_its_day_goes_back(tmp_path: Path,
                                                                   capsys: pytest.CaptureFixture[str]) -> None:
    """Facts names both printings alike; one filing gives both."""
    statements = STATEMENTS + ("cash_flow:\n  title: Cash Flow\n  sheet: Cash Flow\n  items:\n"
                               "    closing_cash: {label: Closing cash, additivity: instant}\n")
    text = FILING + table("cash_flow", "2Q2023, 1H2023", "closing_cash: [15, 15]")
    folder, book = made(tmp_path, {FILED: text, "statements.yaml": statements})
    assert main(["edit-back", str(book), str(folder), "--yes"]) == 0
    type_over(book, ("cash_flow", "closing_cash", "15", 16), ("cash_flow", "closing_cash", "15", 16))
    assert main(["edit-back", str(book), str(folder), "--yes"]) == 2
    assert "closing_cash for 2023-09-30 is 15 here but 16 on line" in capsys.readouterr().err
    workbook = openpyxl.load_workbook(book)
    for row in workbook["Facts"].iter_rows(min_row=HEADER + 1):
        if row[1].value == "closing_cash":
            row[7].value = 16
    workbook.save(book)
    assert main(["edit-back", str(book), str(folder), "--yes"]) == 0
    assert texts(folder)[FILED] == text.replace("[15, 15]", "[16, 16]")


def test_parameters_that_were_typed_over_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They stand in company.yaml; a date that nobody touched is none of them."""
    folder, book = made(tmp_path, {
        "company.yaml": COMPANY + "share_price: {value: 2345.5, date: 2023-11-14}\n"})
    assert main(["edit-back", str(book), str(folder), "--yes"]) == 0
    type_over(book, ("parameter", "share_price", None, 2400))
    capsys.readouterr()
    assert main(["edit-back", str(book), str(folder), "--yes"]) == 2
    assert capsys.readouterr().err.endswith(
        "parameter share_price is no figure of a filing; change it in company.yaml or templates/parameters.yaml\n")


def test_the_date_of_a_split_that_was_typed_over_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, book = made(tmp_path, {"company.yaml": COMPANY + (
        "splits: [{effective: 2022-10-01, new_shares: 2, old_shares: 1}]\n")})
    assert main(["edit-back", str(book), str(folder), "--yes"]) == 0
    workbook = openpyxl.load_workbook(book)
    row = next(row for row in workbook["Facts"].iter_rows(min_row=HEADER + 1) if row[1].value == "split_1_new_shares")
    row[5].value = datetime.date(2022, 11, 1)
    workbook.save(book)
    capsys.readouterr()
    assert main(["edit-back", str(book), str(folder), "--yes"]) == 2
    assert capsys.readouterr().err == (f"left: Facts!F{row[0].row}: split split_1_new_shares has other dates than the "
                                       "inputs; change them in company.yaml or in the filing\n")


def test_another_companys_workbook_is_refused(company: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    _, book = company
    assert main(["edit-back", str(book), str(IIJ), "--yes"]) == 2
    assert "is the workbook of" in capsys.readouterr().err


@pytest.mark.parametrize(("old", "value", "new"), [
    ("(49802)", "-49812", "(49812)"), ("(49802)", "49812", "49812"), ("26.80", "26.9", "26.90"), ("nil", "5", "5"),
    ("△70", "-72", "△72"), ("-70", "-72", "-72"), ("70", "-72", "(72)"), ("12.3%", "12.9", "12.9%"),
    ("(0.8) pp", "-0.9", "(0.9) pp"), ("(0.8%)", "-0.9", "(0.9)%"), ("2.5x", "2.75", "2.75x"), ("0", "0.5", "0.5"),
    ("100", "1E+2", "100"), ("todo", "-3", "(3)"), ("12.3%", "-1", "(1.0)%")])
def test_a_figure_has_the_form_of_the_one_before(old: str, value: str, new: str) -> None:
    assert in_the_form_of(old, Decimal(value)) == new
