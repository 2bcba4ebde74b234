"""The IIJ workbook, touched, saved by another program, built again with two more quarters: seen by three readers."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from python_calamine import CalamineWorkbook

from generator.merge.merge import Merged, merge
from generator.pipeline import Result
from generator.xlsx.cells import quoted
from tests.fuzz import Fuzz
from tests.oracle import Values, convert, recalculated, stored
from tests.touched import Touched, as_excel_saves, chart_anchor, picture_anchor, shape_anchor
from tests.workbook_view import view

STATEMENTS = ("Income Statement", "Balance Sheet", "Cash Flow", "Changes in Equity", "Segments", "Operating Data",
              "Notes", "Per Share", "Ratios", "Checks", "Facts", "Filings")


@pytest.fixture(scope="module")
def links(iij_path: Path, fuzz: Fuzz) -> dict[str, tuple[str, str]]:
    """Some hundreds of cells of our sheets, picked at random, each shown by a cell of the reader's sheet."""
    book = view(iij_path).book
    # Two checks go with the line that the later book adds to total revenues: no filing prints it for a first quarter.
    gone = "derived:income_statement.total_revenues:1Q"
    cells = [(sheet, cell.coordinate) for sheet in STATEMENTS for row in book[sheet].iter_rows(min_row=7)
             for cell in row if cell.value is not None and (
                 sheet != "Checks" or (cell.row < 880 and not str(row[0].value).startswith(gone)))]
    return {f"A{number}": place for number, place in enumerate(fuzz.dice(7).sample(cells, 400), start=1)}


def touch(package: bytes, links: dict[str, tuple[str, str]]) -> Touched:
    touched = Touched(package)
    touched.sheet("My Model", {**{cell: f"={quoted(sheet)}!{at}" for cell, (sheet, at) in links.items()},
                               "C1": "=Summary!C7", "C2": "=SUM('Income Statement'!Y9:Y11)",
                               "C3": "=scale", "C4": "=COUNT(Facts[Value])"}, after="Cover")
    touched.name("my_revenue", "'Income Statement'!$Y$12")
    touched.type_in("Income Statement", "B40", "forecast")
    touched.type_in("Income Statement", "Y40", "=Y12*1.05")
    touched.colour("Income Statement", "Y12", touched.fill("FFFFFF00"))
    return touched


@pytest.fixture(scope="module")
def touched(iij: Result, iij_path: Path, links: dict[str, tuple[str, str]]) -> Touched:
    """With every kind of part that an analyst adds."""
    made = touch(as_excel_saves(iij.package), links)
    made.notes("Income Statement", {"Y10": "big order"}, {"Y12": "beats guidance?"})
    chart = made.chart("'Income Statement'!$M$12:$V$12", "'Income Statement'!$M$5:$V$5")
    made.draw("My Model", [chart_anchor(2, 5, "rId1"), picture_anchor(2, 11, "rId2"),
                           shape_anchor(14, 5, "'Income Statement'!$Y$12")],
              {"rId1": ("chart", chart), "rId2": ("image", made.picture())})
    made.sheet("Pivot", {})
    made.pivot("Pivot", "Facts", f"A4:O{view(iij_path).book['Facts'].max_row}")
    return made


@pytest.fixture(scope="module")
def merged(touched: Touched, later: Result, tmp_path_factory: pytest.TempPathFactory) -> tuple[Merged, Path]:
    result = merge(touched.saved(), later.package)
    path = tmp_path_factory.mktemp("merged") / "merged.xlsx"
    path.write_bytes(result.package)
    return result, path


@pytest.fixture(scope="module")
def seen(merged: tuple[Merged, Path], tmp_path_factory: pytest.TempPathFactory) -> Values:
    return recalculated(merged[1], tmp_path_factory.mktemp("seen"))


@pytest.mark.fuzz
def test_every_reference_shows_the_same_fact(iij_path: Path, links: dict[str, tuple[str, str]], seen: Values) -> None:
    """What a cell showed before the two filings it shows after them, whatever was inserted and appended."""
    before = view(iij_path).values
    expected = {cell: before.get(place) for cell, place in links.items()}
    wrong = [(cell, links[cell], value, seen.get(("My Model", cell))) for cell, value in expected.items()
             if value is not None and not _same(value, seen.get(("My Model", cell)))]
    assert wrong == []


def _same(one: object, other: object) -> bool:
    one, other = _number(one), _number(other)
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one))
    return str(one) == str(other)


def _number(value: object) -> object:
    """A date is the number of its day: LibreOffice shows a link to one as a date, Excel as a number."""
    return (value - datetime.datetime(1899, 12, 30)).days if isinstance(value, datetime.datetime) else value


def test_stored_values_are_what_libreoffice_calculates(merged: tuple[Merged, Path], seen: Values) -> None:
    kept = view(merged[1]).values
    cells = [cell for cell in view(merged[1]).formulas if cell[0] != "Pivot"]
    assert len(cells) > 11_000
    assert [cell for cell in cells if not _same(kept.get(cell) or "", seen.get(cell) or "")] == []


def test_a_third_reader_sees_the_same(merged: tuple[Merged, Path], links: dict[str, tuple[str, str]]) -> None:
    rows = CalamineWorkbook.from_path(str(merged[1])).get_sheet_by_name("My Model").to_python()
    kept = view(merged[1]).values
    for cell in list(links)[:200]:
        value = kept.get(("My Model", cell))
        if isinstance(value, int | float):
            assert rows[int(cell[1:]) - 1][0] == pytest.approx(value), cell


def test_what_stands_beside_is_there(merged: tuple[Merged, Path], touched: Touched) -> None:
    result, path = merged
    book = view(path).book
    sheet = book["Income Statement"]
    assert [sheet.cell(row, 1).value for row in (9, 10, 13)] == ["network_services", "subscriptions", "total_revenues"]
    assert (sheet["B41"].value, sheet["Y41"].value) == ("forecast", "=Y13*1.05")
    assert sheet["Y13"].fill.fgColor.rgb == "FFFFFF00"
    assert sheet["Y11"].comment.text == "big order"
    assert "beats guidance?" in sheet["Y13"].comment.text
    assert book.defined_names["my_revenue"].attr_text == "'Income Statement'!$Y$13"
    model = book["My Model"]
    assert model["C2"].value == "=SUM('Income Statement'!Y9:Y12)"
    # Summary shows 9M2023 and 1Q2024 now; what its 1H2023 column showed is still where it came from.
    assert model["C1"].value == "='Income Statement'!Y13"
    out = _parts(result.package)
    for name in ("xl/media/image1.png", "xl/persons/person.xml", "xl/pivotTables/pivotTable1.xml"):
        assert out[name] == touched.added[name]
    assert result.report.kept == (
        "Income Statement: the looks of 1 cell", "Income Statement: 2 cells of yours (B40, Y40)",
        "Income Statement: 1 threaded comment", "Income Statement: 2 notes of yours", "1 name of yours: my_revenue",
        "2 sheets of yours: My Model, Pivot")


def _parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return {name: source.read(name) for name in source.namelist()}


def test_the_package_is_as_sound_as_before(touched: Touched, merged: tuple[Merged, Path], tmp_path: Path) -> None:
    (tmp_path / "before.xlsx").write_bytes(touched.saved())
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0)

    def findings(path: Path) -> set[str]:
        return {f"{error.part_uri} {error.description}" for error in validator.validate(str(path)).errors
                if "inline-string" not in error.description and error.part_uri != "/xl/styles.xml"}

    found = findings(merged[1])
    assert not found or found - findings(tmp_path / "before.xlsx") == set()  # each file takes long


def test_merged_again_it_is_the_same_and_does_not_grow(merged: tuple[Merged, Path], later: Result) -> None:
    assert merge(merged[0].package, later.package).package == merged[0].package


def test_a_file_saved_by_libreoffice_is_merged(iij: Result, later: Result, links: dict[str, tuple[str, str]],
                                                tmp_path: Path) -> None:
    """Every part is written anew by another program: what it kept of the reader's work is kept all the same."""
    plain = touch(iij.package, links)
    plain.notes("Income Statement", {"Y10": "big order"})
    chart = plain.chart("'Income Statement'!$M$12:$V$12", "'Income Statement'!$M$5:$V$5")
    plain.draw("My Model", [chart_anchor(2, 5, "rId1")], {"rId1": ("chart", chart)})
    path = tmp_path / "plain.xlsx"
    path.write_bytes(plain.saved())
    saved = convert(path, tmp_path / "office").read_bytes()
    result = merge(saved, later.package)
    assert merge(result.package, later.package).package == result.package
    merged = tmp_path / "again.xlsx"
    merged.write_bytes(result.package)
    book = openpyxl.load_workbook(merged)
    sheet = book["Income Statement"]
    assert (sheet["B41"].value, sheet["Y41"].value) == ("forecast", "=Y13*1.05")
    assert sheet["Y13"].fill.fgColor.rgb == "FFFFFF00"
    assert sheet["Y11"].comment.text == "big order"
    assert book.defined_names["my_revenue"].attr_text == "'Income Statement'!$Y$13"
    assert any(b"$M$13:$V$13" in text for name, text in _parts(result.package).items() if "charts/chart" in name)
    values, before = recalculated(merged, tmp_path / "seen"), stored(path)
    wrong = [(cell, place) for cell, place in links.items() if before.get(place) is not None
             and not _same(before[place], values.get(("My Model", cell)))]
    assert wrong == []
    assert len(book["Summary"]._charts) == 5
    # Our own charts go on over the new periods, though LibreOffice wrote them anew.
    assert any(b"'Summary'!$C$" in text or b"Summary!$C$" in text for name, text in _parts(result.package).items()
               if "charts/chart" in name)


def test_an_untouched_build_saved_by_libreoffice_loses_nothing_of_ours(iij: Result, iij_path: Path,
                                                                       tmp_path: Path) -> None:
    result = merge(convert(iij_path, tmp_path).read_bytes(), iij.package)
    out = tmp_path / "out.xlsx"
    out.write_bytes(result.package)
    assert result.report.overrides == ()
    assert {place: value for place, value in stored(out).items() if value != ""} == \
        {place: value for place, value in view(iij_path).values.items() if value != ""}
