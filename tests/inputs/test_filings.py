"""A filing's file: one clear message a mistake, at the figure, row, column or table where it stands."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from generator.model.period import Period
from generator.model.problem import Problems
from tests.companies import (
    COMPANY,
    FILED,
    FILING,
    MEMBERS,
    STATEMENTS,
    changed,
    complaints,
    place_of,
    read,
    write_company,
)

EQUITY = MEMBERS + "    closing: {label: Closing, additivity: instant}\n"
MORE = """\
  - statement: income_statement
    heading: Elsewhere
    columns: [1H2023]
    rows:
      revenue: [120]
"""
ACROSS = """\
  - statement: equity
    heading: Changes in equity
    period: 1H2023
    members: [capital, reserves, total]
    rows:
      profit: [nil, 50, 50]
"""


def said(folder: Path, old: str, new: str) -> list[str]:
    return complaints(folder, {FILED: changed(FILING, old, new)})


def only(found: list[str], place: str, *words: str) -> None:
    assert len(found) == 1, found
    assert found[0].startswith(f"{FILED}:{place}: "), found
    for word in words:
        assert word in found[0], found


MISTAKES = [
    ("statement: balance_sheet", "statement: balance_shet", "10:16",
     ["unknown statement 'balance_shet'", "did you mean 'balance_sheet'?"]),
    ("      costs:", "      cost:", "8:7", ["unknown line item 'cost' of 'income_statement'", "did you mean 'costs'?"]),
    ("1H2022, 1H2023", "1H2022, 1H203", "5:23", ["unknown period '1H203'", "did you mean '1H2023'?"]),
    ("1H2022, 1H2023", "1H2022, H12023", "5:23", ["unknown period 'H12023'", "did you mean '1H2023'?"]),
    ("1H2022, 1H2023", "1h2022, 1H2023", "5:15", ["unknown period '1h2022'", "did you mean '1H2022'?"]),
    ("1H2022, 1H2023", "Sommer, 1H2023", "5:15", ["unknown period 'Sommer'", "write 1Q2023"]),
    ("1H2022, 1H2023", "1H2022, 1H2023 yoy", "5:23", ["unknown member 'yoy' of 'income_statement'"]),
    ("1H2022, 1H2023", "1H2022, 1H2023 yoy now", "5:23", ["'1H2023 yoy now' is not a column"]),
    ("1H2022, 1H2023", "1H2022, [1H2023]", "5:23", ["expected text here, found a list"]),
    ("1H2022, 1H2023", "1H2023, 1H2023", "5:23", ["repeats an earlier one"]),
    ("1H2022, 1H2023", "1H2022, 9M2023", "5:23", ["9M2023 ends on 2023-12-31, after the filing's date 2023-11-14"]),
    ("1H2022, 1H2023", "1H1922, 1H2023", "5:15", ["1H1922 ends on 1922-09-30, 101 years before the filing's date"]),
    ("1H2022, 1H2023", "FY0000, 1H2023", "5:15", ["unknown period 'FY0000'"]),
    ("1H2022, 1H2023", "1H2022, FY9999", "5:23", ["unknown period 'FY9999'"]),
    ("1H2022, 1H2023", "", "5:14", ["no columns"]),
    ("columns: [1H2022, 1H2023]", "columns: 1H2022", "5:14", ["expected a list", "'1H2022'"]),
    ("    columns: [1H2022, 1H2023]\n", "", "3:5", ["either 'columns:'", "or 'period:'"]),
    ("columns: [1H2022, 1H2023]", "columns: [1H2022, 1H2023]\n    period: 1H2023", "3:5", ["either 'columns:'"]),
    ("columns: [1H2022, 1H2023]", "columns: [1H2022, 1H2023]\n    members: [a, b]", "6:14", ["goes with 'period:'"]),
    ("columns: [1H2022, 1H2023]", "period: 1H2023\n    members: []", "6:14", ["no columns"]),
    ("columns: [1H2022, 1H2023]", "colums: [1H2022, 1H2023]", "5:5", ["unknown key 'colums'"]),
    ("2023-09-30", "2023-09-29", "12:27", ["2023-09-29 is not the end of a fiscal quarter", "off_calendar: true"]),
    ("2023-09-30", "2023-12-31", "12:27", ["2023-12-31 is after the filing's date 2023-11-14"]),
    ("2023-09-30", "2023-9-30", "12:27", ["unknown period '2023-9-30'", "a date as 2023-09-30"]),
    ("2023-03-31", "1899-03-31", "12:15", ["unknown period '1899-03-31'"]),
    ("2023-03-31", "0001-03-31", "12:15", ["unknown period '0001-03-31'"]),
    ("[100, 120]", "[100, hello]", "7:22", ["'hello' is not a figure"]),
    ("[100, 120]", "[100, 1:30]", "7:22", ["'1:30' is not a figure"]),
    ("[100, 120]", "[100, 1_000]", "7:22", ["write 1000"]),
    ("[100, 120]", "[100, 017]", "7:22", ["starts with a zero"]),
    ("[100, 120]", "[100, 0x1F]", "7:22", ["'0x1F' is not a figure"]),
    ("[100, 120]", "[100, 1e3]", "7:22", ["'1e3' is not a figure"]),
    ("[40, 50]", "[40, ~]", "9:20", ["the total 'profit' is blank here although its parts have figures", "nil"]),
    ("[100, 120]", "[{printed: ~, value: 1, reason: x}, 120]", "7:27", ["'~' is not a figure", "nil"]),
    ("[100, 120]", "[{printed: null, value: 1, reason: x}, 120]", "7:27", ["'null' is not a figure", "nil"]),
    ("[100, 120]", "[{printed: '', value: 1, reason: x}, 120]", "7:27", ["a figure is missing here", "nil", "todo"]),
    ("[100, 120]", "[100, [120]]", "7:22", ["expected a figure here, found a list"]),
    ("[100, 120]", f"[100, {'9' * 5000}]", "7:22", ["15 digits"]),
    ("[100, 120]", "[100]", "7:7", ["'revenue' has 1 figure for 2 columns", "nil", "todo"]),
    ("[100, 120]", "100", "7:7", ["'revenue' has 1 figure for 2 columns"]),
    ("[100, 120]", "", "7:7", ["'revenue' has 1 figure for 2 columns"]),
    ("[100, 120]", "[1, 2, 3]", "7:7", ["'revenue' has 3 figures for 2 columns"]),
    ("[100, 120]", "[67,707, 73,981]", "7:7",
     ["'revenue' has 4 figures for 2 columns", "a comma ends a figure", 'if 67,707 is one, write 67707 or "67,707"']),
    ("[100, 120]", "[(67,707), (73,981)]", "7:7", ["4 figures for 2 columns", 'write (67707) or "(67,707)"']),
    ("[100, 120]", "[1,707.5, 12]", "7:7", ["3 figures for 2 columns", 'write 1707.5 or "1,707.5"']),
    ("[100, 120]", "[{printed: 101, value: 100}, 120]", "7:17", ["the key 'reason' is missing"]),
    ("[100, 120]", "[{printed: 101, value: 100, reson: x}, 120]", "7:44", ["did you mean 'reason'?"]),
    ("[100, 120]", "[{printed: abc, value: 100, reason: x}, 120]", "7:27", ["'abc' is not a figure"]),
    ("      costs: [(60), (70)]", "      no: [1, 2]\n      costs: [(60), (70)]", "8:7",
     ["'no'", "true/false", "quotes"]),
    ("      costs: [(60), (70)]", "      costs: [(60), (70)]\n      costs: [1, 2]", "9:7",
     ["'costs' stands twice", "line 8"]),
    ("heading: Profit or loss", "heading:", "4:13", ["expected text here, found nothing"]),
    ("heading: Profit or loss", "heading: yes", "4:14", ["'yes'", "quotes"]),
    ("    heading: Profit or loss\n", "", "3:5", ["the key 'heading' is missing"]),
    ("heading: Profit or loss", "heading: H\n    abridged: maybe", "5:15", ["expected true or false, found 'maybe'"]),
    ("filed: 2023-11-14", "filed: 2023-14-11", "1:43", ["'2023-14-11' is not a date"]),
    ("filed: 2023-11-14", "filed: 9999-12-31", "1:43", ["'9999-12-31' is not a date"]),
    ("assurance: reviewed", "assurance: reviewd", "1:66", ["'reviewd'", "did you mean 'reviewed'?"]),
    ("title: Report for 1H2023", "title: [a]", "1:17", ["expected text here, found a list"]),
]


@pytest.mark.parametrize(("old", "new", "place", "words"), MISTAKES)
def test_one_message_where_the_mistake_is(tmp_path: Path, old: str, new: str, place: str, words: list[str]) -> None:
    only(said(tmp_path, old, new), place, *words)


LACKING = [
    ("filing: {title: T, filed: 2023-11-14, assurance: reviewed}\ntables:\n", "2:8", ["expected a list", "nothing"]),
    ("filing: {title: T, filed: 2023-11-14, assurance: reviewed}\ntables: []\n", "1:9", ["nothing to lay out"]),
    ("filing: {title: T, filed: 2023-11-14, assurance: reviewed}\n", "1:1", ["the key 'tables' is missing"]),
    ("\n".join(FILING.splitlines()[:6]), "6:10", ["'key: value' lines", "nothing"]),
    ("\n".join(FILING.splitlines()[:6]) + " {}", "6:11", ["the table has no rows"]),
    ("\n".join(FILING.splitlines()[:6]) + " [revenue]", "6:11", ["'key: value' lines", "a list"]),
    ("- a\n", "1:1", ["'key: value' lines", "a list"]),
]


@pytest.mark.parametrize(("content", "place", "words"), LACKING)
def test_a_filing_that_lacks_something(tmp_path: Path, content: str, place: str, words: list[str]) -> None:
    only(complaints(tmp_path, {FILED: content}), place, *words)


def test_a_missing_folder_of_filings_and_a_file_of_another_name(tmp_path: Path) -> None:
    assert complaints(tmp_path / "a", {FILED: None}) == [
        "filings: there is no filing here; one YAML file a filing is expected"]
    assert complaints(tmp_path / "b", {"filings/x.yml": FILING}) == [
        "filings/x.yml: a filing's file ends in .yaml; rename it to x.yaml"]
    assert complaints(tmp_path / "c", {FILED: ""}) == [f"{FILED}: the file is empty"]


def test_a_balance_sheet_that_is_said_to_be_a_flow_is_one_mistake(tmp_path: Path) -> None:
    found = complaints(tmp_path, {"statements.yaml": changed(STATEMENTS, "additivity: instant", "additivity: flow")})
    only(found, "14:14", "'cash' (and 2 more line items here) of 'balance_sheet' has the additivity flow",
         "2023-03-31 is a date")


def test_captions_have_no_figures(tmp_path: Path) -> None:
    text = changed(STATEMENTS, "    cash:", "    top: {caption: Top}\n    cash:")
    filing = changed(FILING, "      cash:", "      top: [1, 2]\n      cash:")
    found = complaints(tmp_path, {"statements.yaml": text, FILED: filing})
    only(found, "14:7", "'top' is a caption and has no figures")


def test_the_same_fact_twice_in_one_filing(tmp_path: Path) -> None:
    assert complaints(tmp_path / "equal", {FILED: FILING + MORE}) == []
    different = FILING + changed(MORE, "[120]", "[121]")
    only(complaints(tmp_path / "different", {FILED: different}), place_of(different, "121"),
         "income_statement.revenue for 1H2023 is 121 here but 120 on line 7 of the same filing")
    for absent in ("todo", "lost"):
        assert complaints(tmp_path / absent, {FILED: FILING + changed(MORE, "[120]", f"[{absent}]")}) == []
        first = changed(FILING, "[100, 120]", f"[100, {absent}]")
        assert complaints(tmp_path / f"first_{absent}", {FILED: first + MORE}) == []
        second = first + MORE + changed(changed(MORE, "[120]", "[121]"), "Elsewhere", "Third")
        only(complaints(tmp_path / f"second_{absent}", {FILED: second}), place_of(second, "121"), "but 120 on line 21")


def test_a_later_filing_may_restate(tmp_path: Path) -> None:
    later = changed(changed(FILING, "filed: 2023-11-14", "filed: 2024-02-14"), "[100, 120]", "[100, 125]")
    problems = Problems()
    book = read(write_company(tmp_path, {"filings/2024-02-14.yaml": later}), problems)
    assert book is not None
    assert not problems
    series, half = ("income_statement", "revenue", ""), Period(datetime.date(2023, 9, 30), datetime.date(2023, 4, 1))
    assert [fact.value for fact in book.facts if (fact.series, fact.period) == (series, half)] == [120, 125]
    assert book.latest[series, half].value == 125


def test_the_same_table_twice(tmp_path: Path) -> None:
    table = "".join(FILING.splitlines(keepends=True)[2:9])
    only(complaints(tmp_path, {FILED: FILING + table.replace("100", "101")}), "17:5",
         "this table of 'income_statement' under 'Profit or loss' stands twice", "line 3")


def test_members_across(tmp_path: Path) -> None:
    def across(folder: str, old: str, new: str) -> list[str]:
        filing = FILING + changed(ACROSS, old, new)
        return complaints(tmp_path / folder, {"statements.yaml": STATEMENTS + EQUITY, FILED: filing})

    assert across("right", "nil", "nil") == []
    only(across("member", "members: [capital,", "members: [capitol,"), "20:15", "unknown member 'capitol' of 'equity'",
         "did you mean 'capital'?")
    only(across("twice", "[capital, reserves", "[capital, capital"), "20:24", "repeats an earlier one")
    only(across("period", "period: 1H2023", "period: 1H2023 total"), "19:13", "the period names the member 'total'")
    only(across("both", "period: 1H2023", "period: 1H2023\n    member: total"), "20:13",
         "either 'member:'", "or 'members:'")
    only(across("fewer", "[nil, 50, 50]", "[nil, 50]"), "22:7", "'profit' has 2 figures for 3 columns")
    only(across("one", "members: [capital, reserves, total]", "member: totel"), "20:13", "unknown member 'totel'",
         "did you mean 'total'?")


def test_a_column_with_a_member_in_a_table_of_one_member(tmp_path: Path) -> None:
    table = changed(ACROSS, "period: 1H2023", "columns: [1H2023 capital]")
    table = changed(changed(table, "members: [capital, reserves, total]", "member: total"), "[nil, 50, 50]", "[50]")
    found = complaints(tmp_path, {"statements.yaml": STATEMENTS + EQUITY, FILED: FILING + table})
    only(found, "19:15", "the column names the member 'capital'", "'total'")


def test_figures_become_facts_with_their_places(tmp_path: Path) -> None:
    problems = Problems()
    correction = "{printed: 51, value: 50, reason: misprint, author: A, date: 2023-12-01}"
    text = FILING + changed(ACROSS, "[nil, 50, 50]",
                            f'[nil, "△1,234", {correction}]\n      closing: [todo, lost, 12.30]')
    book = read(write_company(tmp_path, {"statements.yaml": STATEMENTS + EQUITY, FILED: text}), problems)
    assert book is not None
    assert not problems
    by_place = {(fact.place.line, fact.place.column): fact for fact in book.printed}
    nil, negative, corrected = by_place[22, 16], by_place[22, 21], by_place[22, 31]
    assert (nil.series, nil.value, nil.figure.printed) == (("equity", "profit", "capital"), Decimal(0), "–")
    assert (negative.series, negative.value) == (("equity", "profit", "reserves"), Decimal(-1234))
    assert (corrected.value, corrected.figure.printed) == (Decimal(50), "51")
    assert corrected.figure.reason == "misprint (A, 2023-12-01)"
    assert negative.period == Period(datetime.date(2023, 9, 30), datetime.date(2023, 4, 1))
    closing = [fact for fact in book.printed if fact.series[1] == "closing"]
    assert [fact.period for fact in closing] == [Period(datetime.date(2023, 9, 30))] * 3
    assert [fact.figure.value for fact in closing] == [None, None, Decimal("12.30")]
    assert book.todo == (closing[0],)
    assert book.lost == {(("equity", "closing", "reserves"), Period(datetime.date(2023, 9, 30)))}


def test_an_opening_balance_is_that_of_the_day_before(tmp_path: Path) -> None:
    text = changed(STATEMENTS, "costs: Costs", "costs: {label: C, additivity: opening}")
    book = read(write_company(tmp_path, {"statements.yaml": text}), Problems())
    assert book is not None
    assert [fact.period for fact in book.printed if fact.series[1] == "costs"] == [
        Period(datetime.date(2022, 3, 31)), Period(datetime.date(2023, 3, 31))]


def test_off_calendar_dates_stay_off_the_time_axis(tmp_path: Path) -> None:
    table = ("  - {statement: balance_sheet, heading: Share register, columns: [2023-10-31], off_calendar: true,\n"
             "     rows: {cash: 3}}\n")
    book = read(write_company(tmp_path / "a", {FILED: FILING + table}), Problems())
    assert book is not None
    assert {slot.year for slot in book.slots} == {2022, 2023}
    alone = FILING.splitlines()[0] + "\ntables:\n" + table
    only(complaints(tmp_path / "b", {FILED: alone}), "1:9", "nothing to lay out")


@pytest.mark.parametrize(("ends", "named", "filed", "columns"), [
    ("12-31", "start", "2023-08-10", "[1H2022, 1H2023]"), ("02-28", "end", "2024-04-10", "[FY2023, FY2024]"),
    ("02-28", "start", "2024-04-10", "[FY2022, FY2023]"), ("03-31", "end", "2023-11-14", "[1H2023, 1H2024]")])
def test_other_fiscal_years(tmp_path: Path, ends: str, named: str, filed: str, columns: str) -> None:
    company = changed(COMPANY, "{ends: 03-31, named_after: start}", f"{{ends: {ends}, named_after: {named}}}")
    filing = "\n".join(FILING.splitlines()[:9]).replace("2023-11-14", filed).replace("[1H2022, 1H2023]", columns)
    assert complaints(tmp_path / "a", {"company.yaml": company, FILED: filing}) == []
    too_early = filing.replace(filed, "2022-01-01")
    assert len(complaints(tmp_path / "b", {"company.yaml": company, FILED: too_early})) == 2


def test_the_end_of_february_in_a_leap_year(tmp_path: Path) -> None:
    company = changed(COMPANY, "ends: 03-31, named_after: start", "ends: 02-28, named_after: end")
    filing = changed(FILING, "[2023-03-31, 2023-09-30]", "[2023-02-28, 2024-02-29]")
    filing = changed(filing, "2023-11-14", "2024-04-10")
    assert complaints(tmp_path / "a", {"company.yaml": company, FILED: filing}) == []
    found = complaints(tmp_path / "b", {"company.yaml": company, FILED: changed(filing, "2024-02-29", "2024-02-28")})
    only(found, "12:27", "2024-02-28 is not the end of a fiscal quarter")
