"""A number is explained by its formula in words and by the lines in which its figures were typed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import get_column_letter, range_boundaries

from generator.checks.proof import Proof
from generator.cli import main
from generator.formulas.expression import RowAt, RowKey
from generator.inputs.load import load_inputs
from generator.model.statement import key
from generator.pipeline import Result, build
from generator.report.asked import RowOn, asked
from generator.report.explain import Explained, Explainer
from generator.sheets.contract import FACTS, FACTS_TABLE, FIRST, KEY, LABEL_ROW, NOT_FACTS
from tests.companies import FILED, FILING, changed, filing, table, write_company
from tests.conftest import IIJ, ROOT

CELLS = (
    ("Ratios", "roe_ltm", "1H2023"), ("Ratios", "roa_ltm", "1H2023"), ("Ratios", "gross_margin", "2Q2023"),
    ("Ratios", "revenue_growth", "1Q2023"), ("Ratios", "operating_profit_growth", "1H2023"),
    ("Ratios", "equity_ratio", "1H2023"), ("Ratios", "current_ratio", "FY2022"),
    ("Ratios", "dso_ending", "1H2023"), ("Ratios", "net_debt_incl_leases", "1H2023"),
    ("Ratios", "free_cash_flow", "1H2023"), ("Ratios", "effective_tax_rate", "1Q2023"),
    ("Ratios", "ebitda", "1H2023"), ("Ratios", "asset_turnover", "1H2023"),
    ("Per Share", "basic_eps_adjusted", "1H2023"), ("Per Share", "bps", "1H2023"),
    ("Per Share", "dps_adjusted", "FY2022"), ("Per Share", "shares_outstanding", "1H2023"),
    ("Income Statement", "total_revenues", "1Q2023"), ("Balance Sheet", "total_assets", "1H2023"),
    ("Cash Flow", "operating", "1H2023"), ("Segments", "customers@network_si", "1Q2023"))


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch, iij: Result) -> None:
    """The example is read and proved once, not by every command."""
    once = SimpleNamespace(book=iij.book, templates=iij.proof.templates)
    monkeypatch.setattr("generator.inputs.load.load_inputs", lambda path: once if path == IIJ else load_inputs(path))
    monkeypatch.setattr("generator.checks.proof.Proof", lambda book, templates: (
        iij.proof if book is iij.book else Proof(book, templates)))


def explained(proof: Proof, name: str, period: str, is_first: bool = False) -> Explained:
    row, slot = asked(proof, name), proof.book.company.calendar.parse(period)
    assert isinstance(row, RowOn) and slot
    return Explainer(proof, is_first).cell(RowAt(row.row, slot, row.basis))


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(["explain", *arguments]) == code
    captured = capsys.readouterr()
    return captured.out if code == 0 else captured.err


class Precedents:
    """The rows of Facts that a cell of a workbook rests on, as its formulas say, read by openpyxl alone."""

    def __init__(self, path: Path) -> None:
        self.book = openpyxl.load_workbook(path)
        self.facts = self.book[FACTS]

    def of(self, sheet: str, name: str, period: str) -> set[int]:
        page = self.book[sheet]
        row = next(cell.row for cell in page["A"] if cell.value == name)
        column = next(cell.column for cell in page[LABEL_ROW] if cell.value == period and cell.column >= FIRST)
        assert KEY == 1
        return set(self.behind(sheet, f"{get_column_letter(column)}{row}"))

    @cache  # noqa: B019 - a handful of workbooks in a test
    def behind(self, sheet: str, address: str) -> frozenset[int]:
        cell = self.book[sheet][address]
        if sheet == FACTS:
            title = self.facts.cell(FACTS_TABLE.titles_row, cell.column).value
            kind = self.facts.cell(cell.row, FACTS_TABLE.column("Statement")).value
            return frozenset([cell.row] if title == "Value" and kind not in NOT_FACTS else [])
        if cell.data_type != "f":
            return frozenset()
        return frozenset(row for token in Tokenizer(cell.value).items
                         if token.type == Token.OPERAND and token.subtype == Token.RANGE
                         for at in self.cells(sheet, token.value) for row in self.behind(*at))

    def cells(self, sheet: str, reference: str) -> Iterator[tuple[str, str]]:
        if re.fullmatch(r"[A-Za-z_]\w*", reference) and reference in self.book.defined_names:
            return
        page, _, area = reference.rpartition("!")
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        assert left and top and right and bottom
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield page.strip("'") or sheet, f"{get_column_letter(column)}{row}"

    def names(self, rows: set[int]) -> set[tuple[str, ...]]:
        """What rows of Facts say that they are: statement and key, label of the member, end, filing and heading."""
        columns = [FACTS_TABLE.column(title) for title in ("Statement", "Key", "Member", "End", "Filing", "Heading")]
        return {tuple(str(self.facts.cell(row, column).value or "")[:10 if column == columns[3] else None]
                      for column in columns) for row in rows}


def names(proof: Proof, *steps: Explained) -> set[tuple[str, ...]]:
    """The same of the figures that an explanation lists."""
    found = {fact for step in steps for fact in step.facts()}
    return {(fact.series[0], fact.series[1], proof.book.statements[fact.series[0]].member(fact.series[2]).label,
             str(fact.period.end), fact.filing.key, fact.heading) for fact in found}


@pytest.mark.parametrize(("sheet", "name", "period"), CELLS)
def test_the_figures_explained_are_the_precedents_of_the_cell(iij_precedents: Precedents, iij: Result, sheet: str,
                                                              name: str, period: str) -> None:
    rows = iij_precedents.of(sheet, name, period)
    row = name if sheet in ("Ratios", "Per Share") else next(
        key(series) for found in iij.proof.grid.rows.values() for series in found
        if key(series).partition(".")[2] == name and iij.book.statements[series[0]].sheet == sheet)
    assert rows
    assert names(iij.proof, explained(iij.proof, row, period)) == iij_precedents.names(rows)


def test_where_filings_differ_both_versions_explained_are_the_precedents(tmp_path: Path) -> None:
    result = build(ROOT / "inputs" / "netflix")
    path = tmp_path / "netflix.xlsx"
    path.write_bytes(result.package)
    precedents = Precedents(path)
    differs = False
    for name in ("current_ratio", "fixed_asset_turnover", "accruals_ratio", "equity_ratio"):
        rows = precedents.of("Ratios", name, "FY2009")
        both = [explained(result.proof, name, "FY2009", is_first) for is_first in (False, True)]
        assert names(result.proof, *both) == precedents.names(rows), name
        differs |= {each.value for each in both} > {both[0].value}
    assert differs


@pytest.fixture(scope="module")
def iij_precedents(iij_path: Path) -> Precedents:
    return Precedents(iij_path)


def test_twelve_months_are_told_as_the_year_and_the_years_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    # Printed: profit to owners FY2022 18,852, 1H2023 8,322, 1H2022 8,638; equity of owners 110,470 and 115,342.
    text = told(capsys, str(IIJ), "roe_ltm", "1H2023")
    assert text.startswith("ROE (LTM) 1H2023 = 16.4172%")
    assert "= FY2022 + 1H2023 − 1H2022" in text and "= 18,852 + 8,322 − 8,638" in text
    assert "= 18,536 / 112,906" in text and "= (110,470 + 115,342) / 2" in text
    assert "n.m. unless Equity attributable to owners of the parent (average of now and a year ago) > 0" in text
    assert f"{IIJ / 'filings'}/2023-11-14_2q2023.yaml:17:57" in text


def test_a_derived_quarter_is_told_as_what_it_is_derived_from(iij: Result) -> None:
    # Printed: network services 1H2023 73,981, 2Q2023 37,627.
    step = explained(iij.proof, "income_statement.network_services", "1Q2023")
    assert (step.status, step.formula, step.figures, step.value) == (
        "derived", "1H2023 − 2Q2023", "73,981 − 37,627", 36354.0)
    assert [each.source.place.line for each in step.steps if each.source] == [578, 608]


def test_every_cell_of_a_small_book_is_explained_down_to_its_figures(tmp_path: Path) -> None:
    inputs = load_inputs(write_company(tmp_path))
    proof = Proof(inputs.book, inputs.templates)
    rows: list[RowKey] = [*(series for rows in proof.grid.rows.values() for series in rows), *proof.rows.templates]
    for row in rows:
        for slot in proof.grid.timeline.slots:
            tree = proof.trees.of(RowAt(row, slot))
            step = Explainer(proof).cell(RowAt(row, slot))
            assert {fact.place for fact in step.facts()} >= (
                {fact.place for fact in proof.trees.facts(tree)} if tree is not None else set())
            quantity = proof.values.cell(RowAt(row, slot))
            if quantity is not None:
                said = quantity.result(proof.numbers)
                assert step.value == ("blank" if said == "" else said)


def test_a_check_is_told_with_both_its_sides(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, str(IIJ), "footing:down:income_statement.total_revenues", "2Q2023")
    assert text.startswith("Total revenues: parts add up to the printed total 2Q2023: EXACT")
    assert "= Network services + Systems integration + ATM operation business" in text
    assert "= 37,627 + 28,409 + 742" in text and "left 66,778, right 66,778: 0 apart, 0 allowed" in text
    assert "Look at: Item 4, 1 (2)" in text
    by_id = told(capsys, str(IIJ), "footing:down:income_statement.total_revenues:2Q2023")
    assert by_id == text


def test_a_name_alone_lists_its_periods(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, str(IIJ), "income_statement.network_services")
    assert re.search(r"1Q2023\s+36,354\s+derived", text) and re.search(r"2Q2023\s+37,627\s+reported", text)
    assert "1Q2021" not in text
    checks = told(capsys, str(IIJ), "footing:down:income_statement.total_revenues")
    assert checks.count("EXACT") == 4


@pytest.mark.parametrize("name", ["segments.customers@network_si", "segments.customers[network_si]",
                                  "customers@network_si"])
def test_a_member_is_named_as_the_sheets_or_in_brackets(iij: Result, name: str) -> None:
    assert asked(iij.proof, name) == RowOn(("segments", "customers", "network_si"), "")


def test_a_basis_stands_behind_the_name_as_in_formulas(iij: Result) -> None:
    assert explained(iij.proof, "profit_to_owners.ltm", "1H2023").value == 18852 + 8322 - 8638


@pytest.mark.parametrize(("arguments", "said"), [
    (("roe_ltmm", "1H2023"), "did you mean 'roe_ltm'?"),
    (("footing:down:income_statement.total_revenue",), "did you mean 'footing:down:income_statement.total_revenues'?"),
    (("income_statement.basic_epps",), "did you mean 'income_statement.basic_eps'?"),
    (("network_services", "1H2023"), "several rows are called so: income_statement.network_services, "),
    (("cash_flow",), "cash_flow is a statement; name one of its rows: cash_flow.profit_before_tax, "),
    (("revenue", "1H2033"), "revenue has no period '1H2033'; did you mean '1H2023'?"),
    (("footing:down:income_statement.total_revenues", "3Q2023"), "has no period '3Q2023'; did you mean '2Q2023'?")])
def test_an_unknown_name_or_period_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str],
                                                            arguments: tuple[str, ...], said: str) -> None:
    assert said in told(capsys, str(IIJ), *arguments, code=2)


def test_what_has_no_value_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, str(IIJ), "roe_ltm", "1Q2022")
    assert text.startswith("ROE (LTM) 1Q2022 = n.a.") and "not all that makes it up is reported" in text
    assert "the period is not reported" in told(capsys, str(IIJ), "gross_margin", "3Q2023")
    assert "Share price = not given" in told(capsys, str(IIJ), "market_cap", "1H2023")


def test_a_figure_restated_is_told_in_both_versions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = filing("2024-11-14", table(
        "income_statement", "1H2023, 1H2024", "revenue: [110, 130]; costs: [(60), (70)]; profit: [50, 60]"))
    folder = write_company(tmp_path, {"filings/2024-11-14.yaml": later})
    row = ("income_statement.revenue", "1H2023")
    now, then = (told(capsys, str(folder), *row, *more) for more in ((), ("--as-reported",)))
    assert "Revenue 1H2023 = 110" in now and "first reported as 120 (2023-11-14)" in now
    assert "Revenue 1H2023 = 120" in then and "restated since: 110 (2024-11-14)" in then


def test_programs_read_the_same_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(told(capsys, str(IIJ), "income_statement.network_services", "1Q2023", "--json"))
    assert data["value"] == 36354 and data["formula"] == "1H2023 − 2Q2023"
    source = data["steps"][0]["source"]
    assert (source["line"], source["printed"], source["filing"]) == (578, "73,981", "2023-11-14_2q2023")
    check = json.loads(told(capsys, str(IIJ), "footing:down:income_statement.total_revenues", "2Q2023", "--json"))
    assert check["state"] == "EXACT" and check["left"]["value"] == check["right"]["value"] == 66778
    periods = json.loads(told(capsys, str(IIJ), "gross_margin", "--json"))
    assert {each["period"] for each in periods} >= {"1Q2023", "1H2023"}


def test_a_correction_is_told_with_what_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corrected = changed(FILING, "[100, 120]", "[100, {printed: 90, value: 120, reason: a slip of the issuer's}]")
    folder = write_company(tmp_path, {FILED: corrected})
    text = told(capsys, str(folder), "income_statement.revenue", "1H2023")
    assert "printed 90" in text and "corrected: a slip of the issuer's" in text


def test_in_a_narrow_window_nothing_is_lost(capsys: pytest.CaptureFixture[str],
                                            monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.report.explain_text.console", _narrow)
    text = told(capsys, str(IIJ), "income_statement.network_services", "1Q2023")
    assert max(map(len, text.splitlines())) <= 40
    assert "2023-11-14_2q2023.yaml:578:48" in re.sub(r"[\s│└├─]", "", text)


def _narrow() -> object:
    from rich.console import Console

    return Console(width=40, highlight=False, emoji=False)
