"""Tiny company folders, made from YAML text, and what the tool says of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from generator.checks.proof import Proof
from generator.formulas.expression import RowAt, RowKey
from generator.inputs.company_folder import read_book
from generator.inputs.load import read_plan
from generator.inputs.template_files import read_templates
from generator.inputs.vocabulary import TEMPLATES, Vocabulary, read_vocabulary
from generator.model.book import Book
from generator.model.period import Slot
from generator.model.problem import Problems
from generator.pipeline import Result, build
from generator.report.audit import Audit, audit
from generator.sheets.contract import KEY, LABEL_ROW
from generator.xlsx.cells import Cell, Formula

COMPANY = """\
name: Acme Ltd.
code: "1234"
standard: IFRS
currency: JPY
scale: million
rounding: nearest
foots: exact
fiscal_year: {ends: 03-31, named_after: start}
"""
STATEMENTS = """\
income_statement:
  title: Statement of Profit or Loss
  sheet: Income Statement
  items:
    revenue: {label: Revenue, concept: revenue}
    costs: Costs
    profit: {label: Profit, sum: [revenue, costs], concept: profit}
balance_sheet:
  title: Statement of Financial Position
  sheet: Balance Sheet
  additivity: instant
  items:
    cash: {label: Cash, concept: cash}
    other_assets: Other assets
    total_assets: {label: Total assets, sum: [cash, other_assets], concept: total_assets}
"""
FILING = """\
filing: {title: Report for 1H2023, filed: 2023-11-14, assurance: reviewed}
tables:
  - statement: income_statement
    heading: Profit or loss
    columns: [1H2022, 1H2023]
    rows:
      revenue: [100, 120]
      costs: [(60), (70)]
      profit: [40, 50]
  - statement: balance_sheet
    heading: Financial position
    columns: [2023-03-31, 2023-09-30]
    rows:
      cash: [10, 15]
      other_assets: [90, 95]
      total_assets: [100, 110]
"""
MEMBERS = """\
equity:
  title: Changes in equity
  sheet: Changes in Equity
  members:
    capital: Capital
    reserves: Reserves
    total: {label: Total, sum: [capital, reserves]}
  items:
    profit: Profit
"""
FILED = "filings/2023-11-14.yaml"
FILES = {"company.yaml": COMPANY, "statements.yaml": STATEMENTS, FILED: FILING}


def write_company(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """The company above in ``folder``; ``files`` replaces, adds or (None) leaves out files by their name."""
    content: dict[str, str | bytes | None] = {**FILES, **(files or {})}
    for name, text in content.items():
        if text is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def built(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> Result:
    return build(write_company(folder, files))


def filing(filed: str, *tables: str, more: str = "") -> str:
    """A filing's file."""
    return f"filing: {{title: Filed {filed}, filed: {filed}, assurance: reviewed{more}}}\ntables:\n" + "".join(tables)


def table(statement: str, columns: str, rows: str, more: str = "") -> str:
    """A printed table; ``rows`` are ``key: [figures]`` with ``;`` between them."""
    return (f"  - statement: {statement}\n    heading: {statement}\n    columns: [{columns}]\n{more}    rows:\n"
            + "".join(f"      {row}\n" for row in rows.split("; ")))


def cell(result: Result, sheet: str, key: str, label: str) -> Cell | None:
    """The cell of a row under a period."""
    found = next(each for each in result.cells.sheets if each.name == sheet)
    return found.cells.get(_place(result, sheet, key, label))


def shown(result: Result, sheet: str, key: str, label: str) -> object:
    """What a cell shows: a formula's value, or the text that stands there."""
    found = cell(result, sheet, key, label)
    if found is None:
        return None
    return result.values[sheet, *_place(result, sheet, key, label)] if isinstance(found.value, Formula) else found.value


def _place(result: Result, sheet: str, key: str, label: str) -> tuple[int, int]:
    """Row and column of a key and a period's label."""
    found = next(each for each in result.cells.sheets if each.name == sheet)
    row = next(r for (r, c), each in found.cells.items() if c == KEY and each.value == key)
    return row, next(c for (r, c), each in found.cells.items() if r == LABEL_ROW and each.value == label)


@cache
def _vocabulary() -> Vocabulary:
    return read_vocabulary(TEMPLATES, Problems())


def read(folder: Path, problems: Problems) -> Book | None:
    """The book in a folder and its formulas, with every Problem found; nothing is laid out or calculated."""
    vocabulary = _vocabulary()
    book = read_book(folder, vocabulary, problems)
    if book is not None and not problems:
        ready = read_templates(TEMPLATES, vocabulary, book, folder, problems)
        read_plan(folder, book, ready, vocabulary, problems)
    return book


def complaints(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> list[str]:
    """Every message about the company's folder, ``file:line:column: message`` with the file seen from the folder."""
    problems = Problems()
    read(write_company(folder, files), problems)
    return [str(problem).replace(f"{folder}/", "") for problem in problems.sorted()]


def changed(text: str, old: str, new: str) -> str:
    """The text with one passage replaced, which must be there exactly once."""
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
    return text.replace(old, new)


def place_of(text: str, passage: str) -> str:
    """``line:column`` where a passage begins that is there exactly once; both count from 1."""
    assert text.count(passage) == 1, f"{passage!r} is there {text.count(passage)} times"
    before = text[: text.index(passage)]
    return f"{before.count(chr(10)) + 1}:{len(before) - (before.rfind(chr(10)) + 1) + 1}"


def audited(folder: Path, files: dict[str, str | bytes | None] | None = None) -> Audit:
    """The checks of the company, evaluated in memory."""
    return audit(write_company(folder, files))


def worth(proof: Proof, row: RowKey, slot: Slot) -> float | None:
    """What a cell is worth, without a workbook; None where it is blank or says n.a."""
    found = proof.values.number_in(RowAt(row, slot))
    return found.value(proof.numbers) if found else None
