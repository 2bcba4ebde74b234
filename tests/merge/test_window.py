"""What is seen when the workbook is opened: the sheet in front, the tabs, the panes, the rows that a filter hides."""

from __future__ import annotations

import re

import pytest

from generator.xlsx.package import Package
from tests.merge.test_merge import merged, seen
from tests.merge.test_objects import with_equity  # noqa: F401
from tests.touched import Touched

VIEW = '<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>'


def front(package: bytes) -> tuple[str, str, list[str]]:
    """The names of the sheet in front and of the first tab shown, and of all that are selected."""
    read = Package.read(package)
    tabs, text = list(read.sheets()), read.text("xl/workbook.xml")
    numbers = [int(re.search(rf'{name}="(\d+)"', text)[1]) for name in ("activeTab", "firstSheet")]  # type: ignore[index]
    selected = [name for name, part in read.sheets().items() if 'tabSelected="1"' in read.text(part)]
    return tabs[numbers[0]], tabs[numbers[1]], selected


def look_at(touched: Touched, sheet: str, first_tab: str, *group: str) -> None:
    """What Excel stores of its window; a group of sheets says tabSelected on each."""
    tabs = list(touched.package.sheets())
    touched.edit("xl/workbook.xml", lambda text: re.sub(
        r'firstSheet="\d+"', f'firstSheet="{tabs.index(first_tab)}"',
        re.sub(r'activeTab="\d+"', f'activeTab="{tabs.index(sheet)}"', text)))
    for each in (sheet, *group):
        touched.edit(touched.part(each), lambda text: text.replace("<sheetView ", '<sheetView tabSelected="1" ', 1))


def mine(package: bytes) -> Touched:
    touched = Touched(package)
    touched.sheet("Mine", {"A1": "=1"}, head='<sheetViews><sheetView workbookViewId="0"/></sheetViews>')
    return touched


def test_the_sheet_in_front_stays_when_one_of_ours_is_put_in(first: bytes, with_equity: bytes) -> None:  # noqa: F811
    touched = mine(first)
    look_at(touched, "Mine", "Balance Sheet")
    assert front(merged(touched, with_equity).package) == ("Mine", "Balance Sheet", ["Mine"])


def test_one_of_ours_in_front_and_a_group_stay(first: bytes, with_equity: bytes) -> None:  # noqa: F811
    touched = mine(first)
    look_at(touched, "Facts", "Cover", "Mine")
    assert front(merged(touched, with_equity).package) == ("Facts", "Cover", ["Facts", "Mine"])


def test_a_tab_selected_beside_the_one_in_front_is_no_group(first: bytes, with_equity: bytes) -> None:  # noqa: F811
    """As openpyxl leaves it, whose user sets the active sheet alone."""
    touched = mine(first)
    look_at(touched, "Mine", "Cover", "Checks")
    part = touched.part("Mine")
    touched.edit(part, lambda text: text.replace(' tabSelected="1"', "", 1))
    assert front(merged(touched, with_equity).package) == ("Mine", "Cover", ["Mine"])


def test_a_sheet_of_ours_that_was_in_front_and_goes(first: bytes, with_equity: bytes) -> None:  # noqa: F811
    touched = mine(with_equity)
    look_at(touched, "Changes in Equity", "Changes in Equity", "Mine")
    touched.edit("xl/workbook.xml", lambda text: text.replace("</workbook>", (
        '<customWorkbookViews><customWorkbookView name="v" guid="{00000000-0000-4000-8000-000000000001}" '
        f'windowWidth="1" windowHeight="1" activeSheetId="{sheet_id(text, "Changes in Equity")}"/>'
        "</customWorkbookViews></workbook>")))
    result = merged(touched, first).package
    following = list(Package.read(with_equity).sheets())
    following = following[following.index("Changes in Equity") + 1:]
    assert front(result) == (following[0], following[0], [following[0]])
    text = Package.read(result).text("xl/workbook.xml")
    assert f'activeSheetId="{sheet_id(text, following[0])}"' in text


def sheet_id(workbook: str, name: str) -> str:
    return re.search(rf'<sheet [^>]*name="{name}" sheetId="(\d+)"', workbook)[1]  # type: ignore[index]


def test_a_second_window_has_its_own_sheets(first: bytes, with_equity: bytes) -> None:  # noqa: F811
    touched = mine(first)
    look_at(touched, "Facts", "Cover")
    last = len(touched.package.sheets()) - 1
    touched.edit("xl/workbook.xml", lambda text: text.replace(
        "</bookViews>", f'<workbookView activeTab="{last}"/></bookViews>'))
    for name in touched.package.sheets():
        selected = ' tabSelected="1"' if name == "Mine" else ""
        touched.edit(touched.part(name), lambda text, selected=selected: text.replace(  # type: ignore[misc]
            "</sheetViews>", f'<sheetView{selected} workbookViewId="1"/></sheetViews>'))
    read = Package.read(merged(touched, with_equity).package)
    tabs = list(read.sheets())
    assert re.findall(r'activeTab="(\d+)"', read.text("xl/workbook.xml")) == [
        str(tabs.index("Facts")), str(tabs.index("Mine"))]
    for name, part in read.sheets().items():
        views = re.findall(r"<sheetView\b[^>]*>", read.text(part))
        assert [re.search(r'workbookViewId="(\d)"', view)[1] for view in views] == ["0", "1"], name  # type: ignore[index]
        assert ['tabSelected="1"' in view for view in views] == [name == "Facts", name == "Mine"], name


@pytest.mark.parametrize(("before", "after"), [
    # scrolled to profit, which is one row lower now; its own split, through costs; not scrolled at all
    ('<pane xSplit="4" ySplit="6" topLeftCell="I10" activePane="bottomRight" state="frozen"/>'
     '<selection pane="bottomRight" activeCell="Q9" sqref="Q9:Q10 I8"/>',
     ('xSplit="4" ySplit="6" topLeftCell="I11"', 'activeCell="Q10" sqref="Q10:Q11 I8"')),
    ('<pane ySplit="9" topLeftCell="A10" activePane="bottomLeft" state="frozen"/>'
     '<selection pane="bottomLeft" activeCell="A10" sqref="A10"/>',
     ('ySplit="10" topLeftCell="A11"', 'activeCell="A11" sqref="A11"')),
    ('<selection activeCell="B9" sqref="B9"/>', ('activeCell="B10" sqref="B10"',))])
def test_panes_and_scrolling_stay_over_the_same_cells(first: bytes, second: bytes,
                                                      before: str, after: tuple[str, ...]) -> None:
    touched = Touched(first)
    touched.edit(touched.part("Income Statement"), lambda text: re.sub(
        r"<sheetViews>.*?</sheetViews>", f'<sheetViews><sheetView zoomScale="70" workbookViewId="0">{before}'
                                         "</sheetView></sheetViews>", text))
    read = Package.read(merged(touched, second).package)
    views = re.search(r"<sheetViews>.*?</sheetViews>", read.text(read.sheets()["Income Statement"]))
    assert views
    assert 'zoomScale="70"' in views[0]
    assert ("<pane" in views[0]) == ("<pane" in before)
    for each in after:
        assert each in views[0]


def hidden(package: bytes) -> dict[int, bool]:
    sheet = seen(package)["Facts"]
    return {row: bool(sheet.row_dimensions[row].hidden) for row in range(5, sheet.max_row + 1)}


def filtered(package: bytes, column: int, criterion: str, stopped: set[int]) -> Touched:
    """Facts filtered by a column, with the rows hidden that Excel would hide."""
    touched = Touched(package)
    table = touched.package.related(touched.part("Facts"), "table")
    touched.edit(table, lambda text: re.sub(
        r'(<autoFilter ref="[^"]*")\s*/>',
        rf'\1><filterColumn colId="{column - 1}">{criterion}</filterColumn></autoFilter>', text))
    touched.edit(touched.part("Facts"), lambda text: re.sub(
        r'<row r="(\d+)"', lambda row: row[0] + ' hidden="1"' * (int(row[1]) in stopped), text))
    return touched


@pytest.mark.parametrize(("column", "criterion", "passes"), [
    (2, '<filters><filter val="Revenue"/></filters>', lambda value: value == "revenue"),
    (2, '<customFilters><customFilter val="*total*"/><customFilter val="cas?"/></customFilters>',
     lambda value: value == "cash" or "total" in str(value)),
    (8, '<customFilters and="1"><customFilter operator="greaterThan" val="50"/>'
        '<customFilter operator="lessThanOrEqual" val="120"/></customFilters>',
     lambda value: isinstance(value, (int, float)) and 50 < value <= 120),
    (6, '<filters><dateGroupItem year="2023" month="9" dateTimeGrouping="month"/></filters>',
     lambda value: str(value)[:7] == "2023-09")])
def test_a_filter_on_facts_hides_new_rows(first: bytes, second: bytes, column: int,
                                          criterion: str, passes: object) -> None:
    then = seen(first, values=True)["Facts"]
    stopped = {row for row in range(5, then.max_row + 1) if not passes(then.cell(row, column).value)}  # type: ignore[operator]
    result = merged(filtered(first, column, criterion, stopped), second).package
    now = seen(result, values=True)["Facts"]
    assert now.max_row > then.max_row
    assert hidden(result) == {row: not passes(now.cell(row, column).value)  # type: ignore[operator]
                              for row in range(5, now.max_row + 1)}


def test_a_filter_that_cannot_be_told_is_said(first: bytes, second: bytes) -> None:
    new = seen(second)["Facts"].max_row - seen(first)["Facts"].max_row
    result = merged(filtered(first, 8, '<top10 val="3"/>', set(range(5, 20))), second)
    assert f"the filter on Facts hides rows; {new} new rows are shown until it is applied again" in result.report.notes
    assert not any(is_hidden for row, is_hidden in hidden(result.package).items() if row > 20)
