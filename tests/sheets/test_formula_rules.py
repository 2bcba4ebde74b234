"""The formulas of the IIJ workbook against the rules of the standard: one pattern a row, no constants, no detours."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl.formula.tokenizer import Token
from openpyxl.utils.cell import coordinate_to_tuple

from generator.pipeline import Result
from tests.oracle import Values
from tests.workbook_view import COMPUTED, STATEMENTS, TIME_SERIES, Cell, View, functions, relative, tokens, view

WHITELIST = {"SUM", "SUMIFS", "INDEX", "MATCH", "IF", "AND", "OR", "ABS", "ROUND", "MAX", "MIN", "COUNT", "COUNTIFS",
             "ISNUMBER", "TEXT", "DATE", "EOMONTH", "HYPERLINK", "CHOOSE"}
CONSTANTS = {"0", "1", "100"}

# A balance brought forward is the sum down of the balance before restatement and the restatement where the filing
# prints these, else the sum across of the components.
TWO_SUMS = {"opening@owners", "opening@total_equity"}

# Longer than 60 characters without its guards: a growth rate that says into which direction a loss went.
LONG = {"basic_eps_growth", "diluted_eps_growth", "operating_profit_growth", "profit_to_owners_growth"}

@pytest.fixture(scope="session")
def seen(iij_path: Path) -> View:
    return view(iij_path)


def _where(cell: Any) -> Cell:
    return cell.parent.title, cell.coordinate


def _formulas_on_axis(seen: View, *sheets: str) -> Iterator[Any]:
    return (cell for cell in seen.on_axis(*sheets) if cell.data_type == "f")


def _of_statements(seen: View) -> Iterator[Any]:
    """The formulas of statements, without the shares and growth that are computed below them."""
    return (cell for cell in _formulas_on_axis(seen, *STATEMENTS)
            if not seen.key(cell).rsplit(" ", 1)[0].endswith((".mix", ".growth")))


def _pattern(seen: View, cell: Any) -> str:
    """R1C1; a link to the fact and a link to the statement's cell are both a link to the origin of the row."""
    link = seen.link(_where(cell))
    return "link" if link and link[0] != cell.parent.title else relative(cell.value, cell.coordinate)


def test_r1c1_reads_the_same_when_a_formula_is_filled_right() -> None:
    assert relative("=SUM(N9:N11)-'Cash Flow'!N$3", "N12") == relative("=SUM(Q9:Q11)-'Cash Flow'!Q$3", "Q12")
    assert relative("=Q9-N9", "M9") != relative("=Q9-P9", "M9")


def test_a_row_has_one_formula_for_each_kind_of_slot(seen: View) -> None:
    """Totals are a sum, or a link to the fact where a filing prints the total without its parts."""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for cell in _formulas_on_axis(seen):
        key, period = seen.key(cell).rsplit(" ", 1)
        found[cell.parent.title, key, period[:2]].add(_pattern(seen, cell))
    assert len(found) > 1500
    several = {(sheet, key): patterns for (sheet, key, _), patterns in found.items() if len(patterns) > 1}
    totals = {place for place, patterns in several.items()
              if len(patterns) == 2 and "link" in patterns and any(each.startswith("SUM(") for each in patterns)}
    assert {key for _, key in several.keys() - totals} <= TWO_SUMS
    assert {sheet for sheet, _ in totals} <= set(STATEMENTS)


def test_a_ratio_of_one_column_has_one_formula_across_the_whole_row(seen: View) -> None:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for cell in _formulas_on_axis(seen, *COMPUTED):
        columns = {part.area.strip("$")[:2].rstrip("$0123456789") for part in seen.parts(_where(cell)) if not part.name}
        if columns == {cell.column_letter} and not seen.link(_where(cell)):
            found[cell.parent.title, seen.key(cell).rsplit(" ", 1)[0]].add(_pattern(seen, cell))
    assert len(found) > 60
    assert {row: patterns for row, patterns in found.items() if len(patterns) > 1} == {}


def test_formulas_hold_no_constants(seen: View) -> None:
    found = {(where, token.value) for where, formula in seen.formulas.items() for token in tokens(formula)
             if token.type == Token.OPERAND and token.subtype == Token.NUMBER and token.value not in CONSTANTS}
    assert found == set()


def test_formulas_hold_no_numbers_in_disguise(seen: View) -> None:
    """Texts are words for what is missing, states, and places to jump to; truth values are not typed."""
    texts = {token.value for formula in seen.formulas.values() for token in tokens(formula)
             if token.type == Token.OPERAND and token.subtype in (Token.TEXT, Token.LOGICAL)}
    assert [text for text in texts
            if re.search(r"\d", text.replace("#Checks!A1", "")) or not text.startswith('"')] == []


def without_guards(formula: str) -> str:
    """What a formula computes, without the explicit tests that stand around it: for n.a. and n.m., and on Checks for a
    tolerance (else ``exact``) where nothing is compared."""
    text = formula.removeprefix("=")
    while match := re.fullmatch(r"IF\((.*)\)", text):
        parts = _arguments(match.group(1))
        if len(parts) != 3 or not re.fullmatch(r'"(n\.[am]\.)?"|exact|IF\(.*"n\.m\.","n\.a\."\)', parts[2]):
            break
        text = parts[1]
    return text


def _arguments(text: str) -> list[str]:
    found, depth, quoted = [""], 0, False
    for letter in text:
        quoted ^= letter == '"'
        depth += 0 if quoted else (letter == "(") - (letter == ")")
        if letter == "," and depth == 0 and not quoted:
            found.append("")
        else:
            found[-1] += letter
    return found


def test_guards_are_told_from_what_they_guard() -> None:
    assert without_guards('=IF(COUNT(A1)*COUNT(B1),IF(B1>0,A1/B1-1,"n.m."),"n.a.")') == "A1/B1-1"
    assert without_guards('=IF(A1>0,A1,"a, b")') == 'IF(A1>0,A1,"a, b")'
    assert without_guards("=IF(COUNT(A1),ABS(A1)+rounding_0,exact)") == "ABS(A1)+rounding_0"
    assert without_guards("=IF(COUNT(A1),ABS(A1),rounding_0)") == "IF(COUNT(A1),ABS(A1),rounding_0)"


def test_formulas_are_short(seen: View) -> None:
    """Sixty characters or one function for what is computed, a sheet's name not counted; guards come on top."""
    lengths = {where: len(re.sub(r"('[^']+'|\w+)!", "", without_guards(formula)))
               for where, formula in seen.formulas.items()}
    long = {where for where, length in lengths.items()
            if length > 60 and _depth(without_guards(seen.formulas[where])) > 1}
    assert {seen.key(seen.cell(where)).rsplit(" ", 1)[0] for where in long if where[0] in COMPUTED} == LONG
    # On the Summary: the growth of a result, in the words of the Ratios.
    directed = {where for where in long if where[0] == "Summary" and '"n.m. (P→L)"' in seen.formulas[where]}
    assert {where for where in long if where[0] in (*STATEMENTS, "Summary", "Cover", "Facts", "Filings")} == directed
    # On Checks: the master check's words, the interval of a rounded quotient or product, the three states; the least
    # that diluted EPS can be; how far apart two figures of one size are.
    checks = {where: lengths[where] for where in long if where[0] == "Checks"}
    found: dict[str, set[str]] = defaultdict(set)
    for sheet, cell in checks:
        found[cell[0]].add(str(seen.cell((sheet, f"A{cell[1:]}")).value).partition(":")[0])
    assert set(found) == {"B", "E", "H", "I", "J"}
    assert found["E"] == {"diluted_eps_bounds"}
    assert found["H"] == {"eps_size", "dividend_size", "dividends_paid_size"}
    assert max(checks.values()) <= 150
    assert sum(length <= 30 for length in lengths.values()) / len(lengths) > 0.75


def _depth(formula: str) -> int:
    """How deep functions stand inside each other."""
    deepest = level = 0
    for token in tokens("=" + formula):
        if token.type == Token.FUNC:
            level += 1 if token.subtype == Token.OPEN else -1
            deepest = max(deepest, level)
    return deepest


def test_formulas_nest_three_functions_at_most_inside_their_guards(seen: View) -> None:
    assert max(_depth(without_guards(formula)) for formula in seen.formulas.values()) <= 3


def test_functions_work_in_excel_2016_and_in_libreoffice(seen: View) -> None:
    used = {name for formula in seen.formulas.values() for name in functions(formula)}
    assert used <= WHITELIST
    assert not [formula for formula in seen.formulas.values() if "_xlfn" in formula or "@" in formula]


def test_errors_are_never_swallowed(seen: View) -> None:
    assert not [formula for formula in seen.formulas.values() if re.search(r"IFERROR|IFNA|ISERR", formula)]


def test_no_array_formulas_and_no_iteration(seen: View) -> None:
    assert all(isinstance(cell.value, str) for cell in seen.cells() if cell.data_type == "f")
    assert not seen.book.calculation.iterate


def test_nothing_goes_round_in_a_circle(seen: View) -> None:
    waiting = {cell: {below for below in precedents if below in seen.graph} for cell, precedents in seen.graph.items()}
    done: set[Cell] = set()
    while ready := {cell for cell, below in waiting.items() if below <= done}:
        done |= ready
        waiting = {cell: below for cell, below in waiting.items() if cell not in ready}
    assert waiting == {}


def test_rounding_happens_on_checks_alone(seen: View) -> None:
    rounding = {where for where, formula in seen.formulas.items()
                if {"ROUND", "ROUNDUP", "ROUNDDOWN", "INT", "TRUNC", "FIXED"} & set(functions(formula))}
    assert rounding
    assert {(sheet, re.sub(r"\d", "", cell)) for sheet, cell in rounding} == {("Checks", "G")}


def test_a_link_points_to_the_origin(seen: View) -> None:
    """Two kinds of link may point at a link: a side of a check shows the very cell of the statement, and twelve
    months that end with a fiscal year are a sum of one period."""
    chains = {where: link for where in seen.formulas if (link := seen.link(where)) and seen.link(link)}
    unexplained = {where: link for where, link in chains.items() if where[0] != "Checks"
                   and not str(seen.cell((where[0], f"A{seen.cell(where).row}")).value).endswith(".ltm")}
    assert unexplained == {}


def test_a_missing_figure_is_never_zero(seen: View) -> None:
    """A link to an empty cell reads 0."""
    assert {where: link for where in seen.formulas
            if (link := seen.link(where)) and seen.cell(link).value is None and link[0] != "Facts"} == {}


def test_time_series_sheets_refer_to_each_other_in_the_same_column(seen: View) -> None:
    wrong, count = [], 0
    for where in seen.formulas:
        for part in seen.parts(where):
            if where[0] in TIME_SERIES and part.sheet in TIME_SERIES and part.sheet != where[0]:
                count += 1
                columns = {coordinate_to_tuple(end.replace("$", ""))[1] for end in part.area.split(":")}
                if columns != {coordinate_to_tuple(where[1])[1]}:
                    wrong.append(where)
    assert count > 150
    assert wrong == []


def test_names_are_scalars_on_facts(seen: View) -> None:
    assert {"scale", "months_in_year", "check_digits", "split_1_new_shares"} <= set(seen.names)
    for name, target in seen.names.items():
        assert re.fullmatch(r"Facts!\$[A-Z]\$\d+", target), name
    for sheet in seen.book.worksheets:
        assert not sheet.defined_names, "only print areas and titles are a sheet's own"


def test_no_cell_holds_an_error(seen: View, iij_recalculated: Values) -> None:
    error = re.compile(r"#(REF|DIV|VALUE|NAME|N/A|NUM|NULL)|Err:")
    assert not [where for where in seen.formulas if error.match(str(seen.value(where)))]
    assert not [where for where, value in iij_recalculated.items() if error.match(str(value))]


def test_every_formula_carries_its_value(seen: View) -> None:
    """An empty text stands only where a row waits for a share price."""
    empty = {where for where in seen.formulas if seen.value(where) is None}
    origin = {where: seen.link(link := seen.link(where) or where) or link for where in empty}
    assert {where for where in empty
            if not seen.formulas[origin[where]].startswith("=IF(share_price*share_price_date>0,")} == set()


def test_every_statement_cell_leads_to_facts_and_to_nothing_else(seen: View) -> None:
    cells = list(_of_statements(seen))
    assert len(cells) > 1800
    for cell in cells:
        elsewhere = {leaf for leaf in seen.leaves(_where(cell)) if leaf[0] != "Facts"}
        assert not [leaf for leaf in elsewhere if not isinstance(seen.cell(leaf).value, str | None)], seen.key(cell)
        assert seen.clicks(_where(cell)), f"{cell.parent.title} {seen.key(cell)} leads nowhere"


def test_facts_are_two_clicks_away(seen: View, iij: Result) -> None:
    """Trace precedents once for a printed figure, twice for a derived one or a total of printed ones. Live totals
    of totals (C3), and of derived figures, take a click for each level."""
    far = []
    for cell in _of_statements(seen):
        clicks = seen.clicks(_where(cell)) or 0
        assert clicks <= 4, seen.key(cell)
        if clicks > 2 and not _is_total(iij, cell):
            far.append(f"{cell.parent.title} {seen.key(cell)}")
    assert far == []
    assert seen.clicks(("Income Statement", "Y9")) == 1, "network services 1H2023, printed"
    assert seen.clicks(("Income Statement", "Y12")) == 2, "total revenues 1H2023, a live sum"


def _is_total(iij: Result, cell: Any) -> bool:
    """Whether statements.yaml says that a row adds up, down its statement or across its members."""
    key, _, member = str(cell.parent.cell(cell.row, 1).value).partition("@")
    name, _, item = key.rpartition(".")
    sheets = [each for each in iij.book.statements.values() if each.sheet == cell.parent.title]
    statement = iij.book.statements[name] if name else sheets[0]
    return bool(statement.items[item].sum or statement.member(member).sum)
