"""company.yaml and statements.yaml: one clear message a mistake, at its place, all in one run."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from generator.model.problem import Problems
from tests.companies import COMPANY, FILED, FILES, FILING, STATEMENTS, built, changed, complaints, place_of, read
from tests.companies import write_company as write


def company(old: str, new: str) -> dict[str, str | bytes | None]:
    return {"company.yaml": changed(COMPANY, old, new)}


def statements(old: str, new: str) -> dict[str, str | bytes | None]:
    return {"statements.yaml": changed(STATEMENTS, old, new)}


def only(found: list[str], place: str, *words: str) -> None:
    """There is one message, it stands at the place and holds the words."""
    assert len(found) == 1, found
    assert found[0].startswith(place + ": "), found
    for word in words:
        assert word in found[0], found


def test_the_company_is_read_as_typed(tmp_path: Path) -> None:
    problems = Problems()
    book = read(write(tmp_path / "acme"), problems)
    assert book is not None
    assert not problems
    assert (book.company.key, book.company.name, book.company.code) == ("acme", "Acme Ltd.", "1234")
    assert book.company.units["amount"].label == "JPY million"
    assert list(book.statements) == ["income_statement", "balance_sheet"]
    profit = book.statements["income_statement"].items["profit"]
    assert (profit.label, profit.sum, profit.concept, profit.additivity.word, profit.unit) == (
        "Profit", ((1, "revenue"), (1, "costs")), "profit", "flow", "amount")
    assert book.statements["balance_sheet"].items["cash"].additivity.word == "instant"
    assert profit.place.line == 7


# Files and folders


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    problems = Problems()
    assert read(tmp_path / "none", problems) is None
    assert [str(each) for each in problems.sorted()] == [
        f"{tmp_path}/none: there is no such folder; 'quarterbook new NAME' lays one out"]


@pytest.mark.parametrize("name", ["company.yaml", "x\0y", "n" * 300])
def test_a_name_that_is_no_folder(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    problems = Problems()
    assert read(tmp_path / name, problems) is None
    message, = (each.message for each in problems.sorted())
    assert message.startswith("this is a file; name the company's folder" if "." in name else "cannot be read: ")


@pytest.mark.parametrize("name", ["company.yaml", "statements.yaml"])
def test_a_file_that_is_missing_or_says_nothing(tmp_path: Path, name: str) -> None:
    only(complaints(tmp_path / "missing", {name: None}), name, "there is no such file")
    only(complaints(tmp_path / "empty", {name: ""}), name, "the file is empty")
    only(complaints(tmp_path / "list", {name: "- a\n"}), f"{name}:1:1", "'key: value' lines", "a list")
    only(complaints(tmp_path / "word", {name: "hello\n"}), f"{name}:1:1", "'key: value' lines", "'hello'")


@pytest.mark.parametrize("name", FILES)
def test_a_byte_order_mark_is_accepted(tmp_path: Path, name: str) -> None:
    assert complaints(tmp_path, {name: b"\xef\xbb\xbf" + FILES[name].encode()}) == []


@pytest.mark.parametrize("name", FILES)
def test_windows_line_ends_are_accepted(tmp_path: Path, name: str) -> None:
    assert complaints(tmp_path, {name: FILES[name].replace("\n", "\r\n")}) == []


@pytest.mark.parametrize(("name", "hint"), [("ratio.yaml", "did you mean 'ratios.yaml'?"),
                                            ("checks.yml", "did you mean 'checks.yaml'?"),
                                            ("filing.yaml", "did you mean 'filings/'?"),
                                            ("figures.yaml", "known: company.yaml")])
def test_a_file_that_would_be_passed_over(tmp_path: Path, name: str, hint: str) -> None:
    only(complaints(tmp_path, {name: "[]\n"}), name, "is not read", hint)


def test_mistakes_in_every_file_are_reported_in_one_run(tmp_path: Path) -> None:
    files = company("currency: JPY", "curency: JPY") | statements("sum: [revenue, costs]", "sum: [revenue, cost]")
    found = complaints(tmp_path, files | {FILED: changed(FILING, "      other_assets:", "      other_asset:"),
                                          "filings/2024-02-14.yaml": "filing: {title: T}\ntables: []\n"})
    assert found == [
        "company.yaml:4:1: unknown key 'curency'; did you mean 'currency'?",
        f"{FILED}:15:7: unknown line item 'other_asset' of 'balance_sheet'; did you mean 'other_assets'?",
        "filings/2024-02-14.yaml:1:9: the keys 'filed', 'assurance' are missing here",
        "statements.yaml:7:5: the total 'profit' names an unknown part 'cost'; did you mean 'costs'?"]


def test_a_file_that_cannot_be_used_does_not_hide_the_others(tmp_path: Path) -> None:
    found = complaints(tmp_path, {"company.yaml": "name: [\n", "statements.yaml": "a: 1\na: 2\n", FILED: "\tx: 1\n"})
    assert [each.partition(": ")[0].partition(":")[0] for each in found] == ["company.yaml", FILED, "statements.yaml"]
    found = complaints(tmp_path, company("ends: 03-31", "ends: 03-30") | statements("concept: cash", "concept: cahs"))
    assert [each.partition(": ")[0] for each in found] == [
        f"company.yaml:{place_of(COMPANY, '03-31')}", f"statements.yaml:{place_of(STATEMENTS, 'cash:')}"]


# company.yaml


COMPANY_MISTAKES = [
    ("currency: JPY", "curency: JPY", "4:1", ["unknown key 'curency'", "did you mean 'currency'?"]),
    ("scale: million\n", "", "1:1", ["the key 'scale' is missing here"]),
    ("scale: million", "scale: milion", "5:8",
     ["'milion'", "one, thousand, million, billion", "did you mean 'million'?"]),
    ("rounding: nearest", "rounding: up", "6:11", ["'up' is not one of nearest, truncate"]),
    ("foots: exact", "foots: true", "7:8", ["'true'", "quotes"]),
    ("name: Acme Ltd.", "name:", "1:6", ["expected text here, found nothing"]),
    ("name: Acme Ltd.", "name: [Acme]", "1:7", ["expected text here, found a list"]),
    ("name: Acme Ltd.", "name: yes", "1:7", ["'yes'", "true/false", "quotes"]),
    ("ends: 03-31", "ends: 03-30", "8:21", ["'03-30' is not the last day of a month"]),
    ("ends: 03-31", "ends: 02-29", "8:21", ["'02-29' is not the last day of a month", "02-28"]),
    ("ends: 03-31", "ends: 13-31", "8:21", ["'13-31' is not the last day of a month"]),
    ("ends: 03-31", "ends: 3", "8:21", ["'3' is not the last day of a month"]),
    ("named_after: start", "named_after: begin", "8:41", ["'begin' is not one of start, end"]),
    (", named_after: start", "", "8:14", ["the key 'named_after' is missing here"]),
]


@pytest.mark.parametrize(("old", "new", "place", "words"), COMPANY_MISTAKES)
def test_mistakes_in_company_yaml(tmp_path: Path, old: str, new: str, place: str, words: list[str]) -> None:
    only(complaints(tmp_path, company(old, new)), f"company.yaml:{place}", *words)


ADDED_MISTAKES = [
    ("splits: [{effective: 2022-10-01, new_shares: 0, old_shares: 1}]", 46, ["above zero", "'0'"]),
    ("splits: [{effective: 2022-10-01, new_shares: 2, old_shares: nil}]", 61, ["above zero", "'nil'"]),
    ("splits: [{effective: 2022-10-01, new_shares: two, old_shares: 1}]", 46, ["found 'two'"]),
    ("splits: [{effective: 2022-13-01, new_shares: 2, old_shares: 1}]", 22, ["'2022-13-01' is not a date"]),
    ("splits: [{effective: 2022-10-01, new_shares: 2}]", 10, ["the key 'old_shares' is missing"]),
    ("splits: {effective: 2022-10-01, new_shares: 2, old_shares: 1}", 9, ["expected a list"]),
    ("share_price: {value: (1), date: 2022-10-01}", 22, ["above zero"]),
    ("share_price: {value: 100}", 14, ["the key 'date' is missing"]),
    ("units: {gbps: {label: Gbps, decimals: 7}}", 39, ["whole number from 0 to 6"]),
    ("units: {gbps: {label: Gbps, decimals: ²}}", 39, ["whole number from 0 to 6"]),
    ("units: {gbps: {decimals: 1}}", 15, ["the key 'label' is missing"]),
    ("units: {Gb ps: {label: Gbps}}", 9, ["'Gb ps' cannot be a name", "did you mean 'gb_ps'?"]),
    ("units: {shares: {label: Shares}}", 9, ["'shares' is a common unit already"]),
]


@pytest.mark.parametrize(("line", "column", "words"), ADDED_MISTAKES)
def test_mistakes_in_what_a_company_may_add(tmp_path: Path, line: str, column: int, words: list[str]) -> None:
    only(complaints(tmp_path, {"company.yaml": f"{COMPANY}{line}\n"}), f"company.yaml:9:{column}", *words)


def test_splits_are_read_in_the_order_of_their_dates(tmp_path: Path) -> None:
    lines = ("splits: [{effective: 2022-10-01, new_shares: 2, old_shares: 1},\n"
             "         {effective: 2020-01-01, new_shares: 1.5, old_shares: 1}]\n")
    book = read(write(tmp_path, {"company.yaml": COMPANY + lines}), Problems())
    assert book is not None
    assert [(split.effective, split.new_shares) for split in book.company.splits] == [
        (datetime.date(2020, 1, 1), Decimal("1.5")), (datetime.date(2022, 10, 1), Decimal(2))]


# statements.yaml


STATEMENT_MISTAKES = [
    ("sheet: Balance Sheet", "sheet: Balance Sheets", "10:10", ["'Balance Sheets'", "did you mean 'Balance Sheet'?"]),
    ("additivity: instant", "additivity: instnt", "11:15", ["'instnt'", "did you mean 'instant'?"]),
    ("costs: Costs", "costs: {label: Costs, unit: percnt}", "6:33",
     ["'percnt' is not one of amount", "did you mean 'percent'?"]),
    ("costs: Costs", "costs: {lable: Costs}", "6:13", ["unknown key 'lable'", "did you mean 'label'?"]),
    ("costs: Costs", "costs: {unit: amount}", "6:5", ["'costs' needs a label"]),
    ("costs: Costs", "costs: true", "6:12", ["'true'", "quotes"]),
    ("costs: Costs", "costs:", "6:11", ["expected text here, found nothing"]),
    ("costs: Costs", "costs: ~", "6:12", ["found nothing"]),
    ("costs: Costs", "costs: [Costs]", "6:12", ["'key: value' lines", "a list"]),
    ("costs: Costs", "Costs: Costs", "6:5", ["'Costs' cannot be a name", "did you mean 'costs'?"]),
    ("costs: Costs", "costs: Costs\n    no: No", "7:5", ["'no'", "true/false", "quotes"]),
    ("costs: Costs", "costs: Costs\n    costs: Costs", "7:5", ["'costs' stands twice", "line 6"]),
    ("balance_sheet:", "Balance-Sheet:", "8:1", ["cannot be a name", "did you mean 'balance_sheet'?"]),
    ("title: Statement of Profit or Loss", "title: [a]", "2:10", ["expected text here, found a list"]),
    ("title: Statement of Profit or Loss", "title:", "2:9", ["expected text here, found nothing"]),
    ("title: Statement of Profit or Loss", "title: {a: b}", "2:10", ["expected text here, found 'key: value' lines"]),
    ("  title: Statement of Profit or Loss\n", "", "2:3", ["the key 'title' is missing"]),
    ("sum: [revenue, costs]", "sum: revenue", "7:34", ["expected a list", "'revenue'"]),
    ("sum: [revenue, costs]", "sum: []", "7:34", ["names no parts"]),
    ("costs: Costs", "costs: {label: C, percent_of: [income_statement.revenue]}", "6:35", ["takes two line items"]),
    ("costs: Costs", "costs: {label: C, percent_of: []}", "6:35", ["takes two line items"]),
    ("costs: Costs", "costs: {label: C, growth_of: revenue}", "6:34", ["'revenue' does not name a line item"]),
    ("    other_assets: Other assets", "    more: {caption: More, concept: sga}\n    other_assets: Other assets",
     "14:36", ["a caption has no figures", "'concept'"]),
]


@pytest.mark.parametrize(("old", "new", "place", "words"), STATEMENT_MISTAKES)
def test_mistakes_in_statements_yaml(tmp_path: Path, old: str, new: str, place: str, words: list[str]) -> None:
    only(complaints(tmp_path, statements(old, new)), f"statements.yaml:{place}", *words)


def test_a_statement_whose_items_are_misspelt_is_one_mistake(tmp_path: Path) -> None:
    text = STATEMENTS.replace("  items:\n    cash", "  itmes:\n    cash")
    only(complaints(tmp_path, {"statements.yaml": text}), "statements.yaml:12:3", "'itmes'", "did you mean 'items'?")


@pytest.mark.parametrize("content", ["income_statement: {title: a, sheet: Notes, items: {}}\n", "{}\n"])
def test_a_file_without_statements_or_line_items(tmp_path: Path, content: str) -> None:
    found = complaints(tmp_path, {"statements.yaml": content})
    assert [each for each in found if each.startswith("statements.yaml:1:")]
    assert not [each for each in found if "unknown line item" in each]


def test_labels_stay_text_in_the_workbook(tmp_path: Path) -> None:
    """A label that a spreadsheet could take for a formula, and titles that YAML could take for numbers."""
    labels = {"costs": "=1+1", "revenue": "+Revenue", "cash": "-Cash", "other_assets": "@Other",
              "total_assets": "=SUM(A1)"}
    text = STATEMENTS.replace("Statement of Profit or Loss", "=2+2").replace("Statement of Financial Position", "2023")
    text = text.replace("costs: Costs", 'costs: "=1+1"').replace("label: Revenue", 'label: "+Revenue"')
    text = text.replace("label: Cash", 'label: "-Cash"').replace("other_assets: Other assets", 'other_assets: "@Other"')
    text = text.replace("label: Total assets", 'label: "=SUM(A1)"')
    filing = changed(FILING, "heading: Profit or loss", 'heading: "=HYPERLINK(1)"')
    result = built(tmp_path, {"statements.yaml": text, FILED: changed(filing, "Report for 1H2023", "=Report"),
                              "company.yaml": changed(COMPANY, "name: Acme Ltd.", 'name: "=cmd|x"')})
    workbook = openpyxl.load_workbook(io.BytesIO(result.package))
    for sheet in ("Income Statement", "Balance Sheet"):
        rows = {row[0].value: row[1] for row in workbook[sheet].iter_rows(max_col=2) if row[0].value in labels}
        assert rows
        for key, cell in rows.items():
            assert (cell.value, cell.data_type) == (labels[str(key)], "s")
    for name in ("=1+1", "=HYPERLINK(1)", "=SUM(A1)"):
        cells = [cell for row in workbook["Facts"].iter_rows() for cell in row if cell.value == name]
        assert cells
        assert {cell.data_type for cell in cells} == {"s"}
    titles = [cell for row in workbook["Filings"].iter_rows() for cell in row if cell.value == "=Report"]
    assert titles
    assert {cell.data_type for cell in titles} == {"s"}
    suspicious = [(sheet.title, cell.coordinate) for sheet in workbook for row in sheet.iter_rows() for cell in row
                  if cell.data_type == "f" and str(cell.value).startswith(("=cmd", "=Report", "=2+2", "=1+1"))]
    assert not suspicious


def test_a_long_file_is_read(tmp_path: Path) -> None:
    items = "".join(f"    item_{n}: Line item number {n}\n" for n in range(5000))
    rows = "".join(f"      item_{n}: [{n}, {'x' if n == 4999 else ''}{n}]\n" for n in range(5000))
    statement = f"long:\n  title: Long\n  sheet: Notes\n  items:\n{items}"
    filing = ("filing: {title: Long, filed: 2023-11-14, assurance: reviewed}\ntables:\n  - statement: long\n"
              f"    heading: Long\n    columns: [1H2022, 1H2023]\n    rows:\n{rows}")
    found = complaints(tmp_path, {FILED: filing, "statements.yaml": statement})
    only(found, f"{FILED}:5006:25", "'x4999' is not a figure")
