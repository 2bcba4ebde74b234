"""The next filing is laid out from the last one: the same tables, the new columns, the comparatives beside them."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from generator.cli import main
from generator.inputs.load import load_inputs
from generator.inputs.new_company import NotLaidOut
from generator.inputs.next_filing import lay_out_filing
from generator.pipeline import build
from generator.report.audit import audit
from tests.companies import FILING, changed, write_company
from tests.conftest import IIJ

FILED = "filings/2023-11-14.yaml"
STATEMENTS_MORE = """\
position:
  title: Position
  sheet: Balance Sheet
  additivity: instant
  members: {change: {label: Change, change: true}}
  items: {assets: Assets}
equity:
  title: Equity
  sheet: Changes in Equity
  members: {a: A, b: B}
  items: {profit: Profit}
"""
MORE = """\
  - statement: income_statement
    heading: Quarter
    columns: [2Q2022, 2Q2023]
    rows: {revenue: [50, 60]}
  - statement: income_statement
    heading: "Five \\"years\\""
    abridged: true
    columns: [1H2022, 1H2023, FY2022]
    rows: {revenue: [100, 120, 210]}
  - statement: position
    heading: Position
    columns: [2022-09-30, 2023-03-31, 2023-09-30, 2023-09-30 change]
    rows: {assets: [1, 2, 3, 2]}
  - statement: equity
    heading: Equity
    period: 1H2023
    members: [a, b]
    rows: {profit: [20, 30]}
  - statement: balance_sheet
    heading: On the day of the report
    off_calendar: true
    columns: [2023-10-31]
    rows: {cash: [9]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    from tests.companies import STATEMENTS

    return write_company(tmp_path / "acme", {"statements.yaml": STATEMENTS + STATEMENTS_MORE, FILED: FILING + MORE})


def _laid_out(folder: Path, label: str, filed: str = "2026-01-31") -> str:
    day = datetime.date.fromisoformat(filed)
    return lay_out_filing(load_inputs(folder), label, day, datetime.date(2026, 11, 1)).read_text(encoding="utf-8")


def _columns(text: str) -> list[str]:
    return re.findall(r"^    (?:columns|period): (.*)$", text, re.M)


@pytest.mark.parametrize(("label", "columns"), [
    ("3Q2023", ["[9M2022, 9M2023]", "[2023-03-31, 2023-12-31]", "[3Q2022, 3Q2023]", "[9M2022, 9M2023, FY2022]",
                "[2022-12-31, 2023-03-31, 2023-12-31, 2023-12-31 change]", "9M2023"]),
    ("9M2023", ["[9M2022, 9M2023]", "[2023-03-31, 2023-12-31]", "[3Q2022, 3Q2023]", "[9M2022, 9M2023, FY2022]",
                "[2022-12-31, 2023-03-31, 2023-12-31, 2023-12-31 change]", "9M2023"]),
    # The full year takes the place of its own comparative.
    ("FY2023", ["[FY2022, FY2023]", "[2023-03-31, 2024-03-31]", "[4Q2022, 4Q2023]", "[FY2022, FY2023]",
                "[2023-03-31, 2024-03-31, 2024-03-31 change]", "FY2023"]),
    ("1Q2024", ["[1Q2023, 1Q2024]", "[2024-03-31, 2024-06-30]", "[1Q2023, 1Q2024]", "[1Q2023, 1Q2024, FY2023]",
                "[2023-06-30, 2024-03-31, 2024-06-30, 2024-06-30 change]", "1Q2024"]),
    ("2Q2024", ["[1H2023, 1H2024]", "[2024-03-31, 2024-09-30]", "[2Q2023, 2Q2024]", "[1H2023, 1H2024, FY2023]",
                "[2023-09-30, 2024-03-31, 2024-09-30, 2024-09-30 change]", "1H2024"]),
])
def test_columns_move_with_the_period(folder: Path, label: str, columns: list[str]) -> None:
    assert _columns(_laid_out(folder, label)) == columns


def test_rows_wait_for_their_figures_and_show_the_comparatives(folder: Path) -> None:
    text = _laid_out(folder, "2Q2024")
    assert re.search(r"^      revenue: +\[todo, todo\]  # 1H2023: 120$", text, re.M)
    assert re.search(r"^      costs: +\[todo, todo\]  # 1H2023: \(70\)$", text, re.M)
    assert re.search(r"^      assets: +\[todo, todo, todo, todo\]  # 2023-09-30: 3$", text, re.M)
    assert '    heading: "Five \\"years\\""\n' in text and "    abridged: true\n" in text
    assert "members: [a, b]" in text
    assert "# Left out, because its dates belong to no new period: balance_sheet (On the day of the report)" in text


def test_it_builds_at_once_and_lists_what_is_missing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", str(folder), "--period", "3Q2023", "--filed", "2024-02-13"]) == 0
    assert "filings/2024-02-13_3q2023.yaml is laid out and builds" in capsys.readouterr().out
    result = build(folder)
    assert {fact.filing.key for fact in result.book.todo} == {"2024-02-13_3q2023"}
    assert len(result.book.facts) == len(load_inputs(folder).book.facts) == 24
    assert main(["build", str(folder), "-o", str(folder / "book.xlsx")]) == 0
    assert "figures still to be typed, the first at" in capsys.readouterr().out


def test_a_half_typed_filing_is_checked_as_far_as_it_goes(folder: Path) -> None:
    path = lay_out_filing(load_inputs(folder), "3Q2023", datetime.date(2024, 2, 13), datetime.date(2024, 2, 13))
    text = path.read_text(encoding="utf-8")
    head, rest = text.split("    heading: \"Profit or loss\"\n")
    first, _, after = rest.partition("\n\n")
    for figures in ("[150, 190]", "[(90), (111)]", "[60, 80]"):
        first = first.replace("[todo, todo]", figures, 1)
    path.write_text(f"{head}    heading: \"Profit or loss\"\n{first}\n\n{after}", encoding="utf-8")
    found = audit(folder)
    assert [verdict.check.id for verdict in found.hard_failures] == [
        "derived:income_statement.profit:3Q2023", "footing:down:income_statement.profit:9M2023"]


@pytest.mark.parametrize(("label", "filed", "words"), [
    ("5Q2023", "2024-02-13", "not a period of the fiscal calendar; write 2Q2023 or 3Q2023"),
    ("3Q2023", "2023-12-31", "3Q2023 ends on 2023-12-31"),
])
def test_what_cannot_be_laid_out_says_why(folder: Path, label: str, filed: str, words: str) -> None:
    with pytest.raises(NotLaidOut, match=words):
        _laid_out(folder, label, filed)
    assert len(list((folder / "filings").iterdir())) == 1


def test_a_file_that_is_there_is_not_written_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _laid_out(folder, "3Q2023", "2024-02-13")
    path = folder / "filings" / "2024-02-13_3q2023.yaml"
    path.write_text(changed(path.read_text(encoding="utf-8"), "assurance: reviewed", "assurance: audited"), "utf-8")
    before = path.read_bytes()
    assert main(["add", str(folder), "--period", "3Q2023", "--filed", "2024-02-13"]) == 2
    assert "is already there; nothing was written" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_the_real_report_has_a_next_one(tmp_path: Path) -> None:
    import shutil

    folder = Path(shutil.copytree(IIJ, tmp_path / "iij"))
    text = _laid_out(folder, "3Q2023", "2024-02-14")
    assert "  # FY2022: 252,708\n" in text
    assert re.search(r"cash: +\[todo, todo\]  # 2023-03-31: 42,472", text)
    found = audit(folder)
    assert found.counts["FAIL"] == 0
    assert len(found.book.todo) > 1000


def test_the_scale_and_currency_of_the_last_filing_and_its_tables_go_on(tmp_path: Path) -> None:
    text = changed(FILING, "assurance: reviewed}", "assurance: reviewed, scale: {amount: thousand}, currency: USD}")
    said = "    scale: billion\n    currency: {revenue: EUR}\n"
    text = changed(text, "    columns: [1H2022", f"{said}    columns: [1H2022")
    found = _laid_out(write_company(tmp_path / "acme", {FILED: text}), "3Q2023")
    assert "assurance: reviewed, scale: {amount: thousand}, currency: USD}" in found
    assert f"    columns: [9M2022, 9M2023]\n{said}    rows:" in found


DIVIDENDS = """\
dividends:
  title: Dividends
  sheet: Per Share
  additivity: instant
  members: {a: Class A, b: Class B}
  items:
    per_share: {label: Dividends per share, unit: per_share, concept: dividend_per_share}
resolved:
  title: Dividends resolved after the period
  sheet: Notes
  additivity: instant
  items: {per_share: {label: Per share, unit: per_share, same_as: dividends.per_share}}
"""


def _dividends(tmp_path: Path, a_year: int, columns: str, figures: str, label: str, more: str = "") -> list[str]:
    from tests.companies import COMPANY, STATEMENTS

    table = f"""\
  - statement: dividends
    heading: Dividends
    columns: [{columns}]
    rows: {{per_share: [{figures}]}}
"""
    folder = write_company(tmp_path / "acme", {
        "company.yaml": f"{COMPANY}dividends_a_year: {a_year}\n", "statements.yaml": STATEMENTS + DIVIDENDS,
        FILED: FILING + table + more})
    return _columns(_laid_out(folder, label))[2:]


@pytest.mark.parametrize(("a_year", "columns", "label", "expected"), [
    # Two a year: the third quarter has none of its own, the year's end has.
    (2, "2022-09-30, 2023-03-31, 2023-09-30", "3Q2023", "[2022-09-30, 2023-03-31, 2023-09-30]"),
    (2, "2022-09-30, 2023-03-31, 2023-09-30", "FY2023", "[2022-09-30, 2023-03-31, 2023-09-30, 2024-03-31]"),
    (2, "2022-09-30, 2023-03-31, 2023-09-30", "1Q2024", "[2023-09-30, 2024-03-31]"),
    (2, "2022-09-30, 2023-03-31, 2023-09-30", "2Q2024", "[2023-09-30, 2024-03-31, 2024-09-30]"),
    (4, "2022-09-30, 2023-06-30, 2023-09-30", "3Q2023",
     "[2022-09-30, 2022-12-31, 2023-03-31, 2023-06-30, 2023-09-30, 2023-12-31]"),
    (1, "2022-03-31, 2023-03-31", "3Q2023", "[2022-03-31, 2023-03-31]"),
    (1, "2022-03-31, 2023-03-31", "FY2023", "[2022-03-31, 2023-03-31, 2024-03-31]"),
    # Newest first stays so; a third quarter's dividend that the company once paid is one of its dates.
    (2, "2023-09-30, 2023-03-31", "FY2023", "[2024-03-31, 2023-09-30, 2023-03-31]"),
    (1, "2022-12-31, 2023-03-31", "3Q2023", "[2022-12-31, 2023-03-31, 2023-12-31]"),
    (2, "2023-03-31 a, 2023-03-31 b, 2023-09-30 a", "3Q2023",
     "[2023-03-31 a, 2023-03-31 b, 2023-09-30 a, 2023-09-30 b]"),
])
def test_dividends_keep_every_record_date_of_the_company(tmp_path: Path, a_year: int, columns: str, label: str,
                                                         expected: str) -> None:
    figures = ", ".join(["1.00"] * (columns.count(",") + 1))
    assert _dividends(tmp_path, a_year, columns, figures, label) == [expected]


@pytest.mark.parametrize(("label", "expected"), [("3Q2023", "2023-09-30"), ("FY2023", "2024-03-31"), ("1Q2024", None)])
def test_a_resolved_dividend_stands_under_a_record_date(tmp_path: Path, label: str, expected: str | None) -> None:
    """No dividend is resolved for the end of the third quarter; in the first quarter none is there to resolve."""
    more = "  - statement: resolved\n    heading: Resolved\n    period: 2023-09-30\n    rows: {per_share: 1.00}\n"
    found = _dividends(tmp_path, 2, "2023-03-31, 2023-09-30", "1.00, 1.00", label, more)[1:]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize("label", ["2Q2023", "1H2023"])
def test_a_second_filing_of_a_period_is_said(folder: Path, label: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", str(folder), "--period", label, "--filed", "2024-02-13"]) == 0
    assert f"{FILED} is a filing of {label} already" in capsys.readouterr().err
    assert main(["add", str(folder), "--period", "3Q2023", "--filed", "2024-02-13"]) == 0
    assert capsys.readouterr().err == ""


ON_DAYS = """\
dividends:
  title: Dividends
  sheet: Per Share Data
  additivity: instant
  items: {dps: {label: Dividends per share, unit: per_share, concept: dividend_per_share}}
"""


@pytest.mark.parametrize(("label", "filed", "columns"), [
    ("3Q2023", "2024-02-13", "[2022-11-20, 2023-05-20, 2023-11-20]"),
    ("FY2023", "2024-05-25", "[2022-11-20, 2023-05-20, 2023-11-20, 2024-05-20]"),
    ("1Q2024", "2024-08-10", "[2023-11-20, 2024-05-20]"),
])
def test_record_dates_that_end_no_quarter_come_back_every_year(tmp_path: Path, label: str, filed: str,
                                                               columns: str) -> None:
    from tests.companies import STATEMENTS

    printed = "  - {statement: dividends, heading: Dividends, off_calendar: true,\n" \
              "     columns: [2022-11-20, 2023-05-20], rows: {dps: [10.00, 12.00]}}\n"
    folder = write_company(tmp_path / "acme", {"statements.yaml": STATEMENTS + ON_DAYS, FILED: FILING + printed})
    text = _laid_out(folder, label, filed)
    assert columns in _columns(text)
    assert "    off_calendar: true\n" in text
    assert "Left out" not in text
