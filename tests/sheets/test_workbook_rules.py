"""Structure, time axis and package of the IIJ workbook, as a reviewer would test them."""

from __future__ import annotations

import datetime
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from generator.pipeline import Result
from generator.xlsx.cells import Formula, Sheet, Workbook
from generator.xlsx.writer import write
from tests.workbook_view import FIRST_COLUMN, FIRST_ROW, STATEMENTS, TIME_SERIES, View, view

# The order of the design; a sheet with nothing to show (Restatements: one filing restates nothing) is left out.
ORDER = ("Cover", "Summary", *TIME_SERIES, "Checks", "Facts", "Filings")
SLOTS = ("1Q", "2Q", "3Q", "4Q", "1H", "2H", "9M", "FY")


@pytest.fixture(scope="session")
def seen(iij_path: Path) -> View:
    return view(iij_path)


def test_sheets_stand_in_the_order_of_the_design(seen: View) -> None:
    assert tuple(seen.book.sheetnames) == ORDER


def test_tab_colours_tell_the_kind_of_sheet_and_the_cover_explains_them(seen: View) -> None:
    def colours(*sheets: str) -> set[str]:
        return {seen.book[name].sheet_properties.tabColor.rgb for name in sheets}

    kinds = [colours("Cover", "Summary"), colours(*STATEMENTS), colours("Per Share", "Ratios"),
             colours("Checks", "Filings"), colours("Facts")]
    assert all(len(kind) == 1 for kind in kinds)
    assert len(set.union(*kinds)) == len(kinds)
    assert any(re.search(r"\btabs?\b", str(cell.value), re.IGNORECASE) for cell in seen.cells("Cover"))


def test_the_cover_says_who_and_how(seen: View) -> None:
    cover = seen.book["Cover"]
    told = {cover.cell(row, 1).value: str(cover.cell(row, 2).value or "") for row in range(1, cover.max_row + 1)}
    expected = {
        "Company": "Internet Initiative Japan Inc.", "Code and exchange": "3774", "Accounting standard": "IFRS",
        "Fiscal year": "March 31", "Currency and scale": "JPY million", "Issuer's rounding": "nearest",
        "Signs": "negative", "Share splits": "2022-10-01", "Newest filing": "2023-11-14", "Made by": "Quarterbook",
        "Known limits": "", "Outline groups": "expanded", "Figures": "facts"}
    for field, words in expected.items():
        assert told.get(field), field
        assert words in told[field]
    assert re.search(r"input hash [0-9a-f]{12}\b", told["Made by"])
    assert "Colours and signs" in told


def test_the_cover_links_to_every_other_sheet(seen: View) -> None:
    links = {cell.value: cell.hyperlink.location for cell in seen.cells("Cover") if cell.hyperlink}
    assert list(links) == list(ORDER[1:])
    assert all(location.rpartition("!")[0].strip("'") == name for name, location in links.items())


def test_numbers_are_typed_on_facts_alone(seen: View) -> None:
    typed = [f"{cell.parent.title}!{cell.coordinate} {cell.value}" for cell in seen.cells()
             if cell.data_type in "ndb" and cell.parent.title != "Facts"]
    assert typed == []


def test_nothing_is_hidden_but_in_groups_of_periods(seen: View) -> None:
    for sheet in seen.book.worksheets:
        assert sheet.sheet_state == "visible"
        dimensions = [*sheet.column_dimensions.values(), *sheet.row_dimensions.values()]
        assert not any(each.hidden and not each.outlineLevel for each in dimensions), sheet.title
        if sheet.title not in TIME_SERIES:
            assert not any(each.hidden or each.collapsed for each in dimensions), sheet.title


def test_nothing_is_merged_and_no_row_of_a_block_is_empty(seen: View) -> None:
    for sheet in seen.book.worksheets:
        assert not sheet.merged_cells.ranges, sheet.title
    for name in TIME_SERIES:
        sheet = seen.book[name]
        empty = [row for row in range(FIRST_ROW, sheet.max_row + 1) if sheet.cell(row, 2).value is None]
        assert empty == [], name


def test_the_package_holds_no_macros_and_no_outside_connections(seen: View) -> None:
    with zipfile.ZipFile(seen.path) as package:
        names = package.namelist()
        relations = "".join(package.read(name).decode() for name in names if name.endswith(".rels"))
    assert not [name for name in names if re.search("external|vba|macro|connection|query|activeX|embed", name)]
    assert 'TargetMode="External"' not in relations


def test_sheet_names_fit_and_do_not_name_the_company(seen: View) -> None:
    for name in seen.book.sheetnames:
        assert len(name) <= 31
        assert "IIJ" not in name and "Internet" not in name


def _header(seen: View, name: str) -> list[list[Any]]:
    return [[(cell.value, seen.value((name, cell.coordinate))) for cell in row]
            for row in seen.book[name].iter_rows(min_row=3, max_row=6, min_col=1)]


def test_the_same_column_is_the_same_period_on_every_time_series_sheet(seen: View) -> None:
    first = _header(seen, TIME_SERIES[0])
    assert [value for value, _ in first[2][:4]] == ["Key", "Line item", "Unit", "Note"]
    for name in TIME_SERIES[1:]:
        *periods, status = _header(seen, name)
        assert periods == first[:-1], name
        for here, whole in zip(status, first[-1], strict=True):  # on a sheet all of whose flows are missing: n.a.
            assert here == whole or (here, whole[0] in ("reported", "derived d")) == (("n.a.", "n.a."), True), name


def test_every_fiscal_year_has_its_eight_slots_and_folds_to_the_year(seen: View) -> None:
    sheet = seen.book["Balance Sheet"]
    labels = [sheet.cell(5, column).value for column in range(FIRST_COLUMN, sheet.max_column + 1)]
    assert labels == [f"{slot}{year}" for year in (2021, 2022, 2023) for slot in SLOTS]
    for name in TIME_SERIES:
        found = seen.book[name].column_dimensions
        levels = {letter: each.outlineLevel for letter, each in found.items()}
        assert all(levels[letter] for letter in ("E", "K", "M", "S", "U", "AA")), name
        # FY2022 stays; where a sheet has no figures for it, it folds away with its periods.
        assert levels["T"] == (2 if found["T"].hidden else 0), name


def test_the_header_carries_typed_values(seen: View) -> None:
    header = _header(seen, "Income Statement")
    ends, months, labels, states = ([stored for _, stored in row[FIRST_COLUMN - 1:]] for row in header)
    assert all(isinstance(end, datetime.datetime) for end in ends)
    assert months == [3, 3, 3, 3, 6, 6, 9, 12] * 3
    assert all(isinstance(label, str) for label in labels)
    assert set(states) == {"reported", "derived d", "balances", "–"}
    known = dict(zip(labels, zip(ends, states, strict=True), strict=True))
    assert known["1H2023"] == (datetime.datetime(2023, 9, 30), "reported")
    assert known["1Q2023"] == (datetime.datetime(2023, 6, 30), "derived d")
    assert known["FY2022"] == (datetime.datetime(2023, 3, 31), "reported")


def test_no_figure_stands_under_another_period_than_its_own(seen: View) -> None:
    """Cumulative never in a discrete slot; a balance under its date, an opening one at its column's start."""
    facts, wrong = seen.book["Facts"], []
    for cell, row in seen.fact_links():
        sheet = cell.parent
        if facts.cell(row, 1).value == "split":
            continue  # the split basis of a filing, which is no figure of a period
        start, end = facts.cell(row, 5).value, facts.cell(row, 6).value
        column_end = seen.value((sheet.title, f"{cell.column_letter}3"))
        months = seen.value((sheet.title, f"{cell.column_letter}4"))
        year, month = divmod(column_end.year * 12 + column_end.month - months, 12)
        column_start = datetime.datetime(year, month + 1, 1)
        opening = re.match(r"([a-z0-9_]+\.)?(opening|ias12_impact)", str(sheet.cell(cell.row, 1).value))
        expected = ((column_start, column_end) if start else
                    (None, column_start - datetime.timedelta(days=1)) if opening and sheet.title != "Balance Sheet"
                    else (None, column_end))
        if (start, end) != expected and not (opening and (start, end) == (None, column_end)):
            wrong.append(f"{sheet.title} {seen.key(cell)}: {start} to {end}")
    assert wrong == []


def test_every_time_series_sheet_is_frozen_at_e7_and_the_others_below_their_header(seen: View) -> None:
    frozen = {sheet.title: sheet.sheet_view.pane for sheet in seen.book.worksheets}
    assert {(frozen[name].xSplit, frozen[name].ySplit) for name in TIME_SERIES} == {(4, 6)}  # at E7
    assert all(pane.state == "frozen" for pane in frozen.values())


@pytest.mark.parametrize("text", ["=1+1", "+81 3 5205 6500", "-", "@total", "=cmd|' /C calc'!A0"])
def test_text_that_looks_like_a_formula_stays_text(text: str, tmp_path: Path) -> None:
    sheet = Sheet("Notes", "statement")
    sheet.put(1, 1, text, "Label")
    sheet.put(2, 1, Formula("=1+1"), "Formula")
    path = tmp_path / "text.xlsx"
    path.write_bytes(write(Workbook((sheet,), {}, "Acme", "Text", "footer", datetime.date(2023, 11, 14))))
    found = view(path).book["Notes"]
    assert (found["A1"].data_type, found["A1"].value) == ("s", text)
    assert found["A2"].data_type == "f"


def test_document_properties_come_from_the_filing_alone(seen: View, iij: Result) -> None:
    properties = seen.book.properties
    filed = datetime.datetime(2023, 11, 14)
    assert (properties.creator, properties.created, properties.modified) == ("Quarterbook", filed, filed)
    assert properties.title == "Internet Initiative Japan Inc.: Quarterbook"
    assert properties.lastModifiedBy is None
    with zipfile.ZipFile(seen.path) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert seen.path.read_bytes() == iij.package
