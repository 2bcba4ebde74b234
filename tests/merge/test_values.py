"""Stored values are the reader's: they change only with what they are made from, and never into what is not so.

Costs of 1H2023 (Q9) are −70 before and after; revenue (Q8) was 120 and is restated to 121.
"""

from __future__ import annotations

import io

import openpyxl
import pytest

from generator.merge.merge import Merged, merge
from generator.xlsx.package import RELATIONSHIP
from generator.xlsx.uses import Block, Scope, TableArea, Uses, uses, whole
from tests.merge.test_merge import parts
from tests.touched import MAIN, Touched

REVENUE, COSTS = "'Income Statement'!Q8", "'Income Statement'!Q9"
Cells = dict[str, tuple[str, object]]


def sheet(touched: Touched, cells: Cells, name: str = "Mine", tail: str = "") -> str:
    """Formulas with what a program stored for them."""
    def raw(formula: str, value: object) -> str:
        formula = formula.replace("&", "&amp;").replace("<", "&lt;")
        return f"<f>{formula}</f>" + ("" if value is None else f"<v>{value}</v>")

    return touched.sheet(name, {address: raw(*content) for address, content in cells.items()}, tail=tail)


def stored(result: Merged, name: str = "Mine") -> dict[str, object]:
    book = openpyxl.load_workbook(io.BytesIO(result.package), data_only=True)
    return {cell.coordinate: cell.value for row in book[name] for cell in row}


def test_what_has_nothing_to_do_with_ours_keeps_its_bytes(first: bytes, second: bytes) -> None:
    """A table with a column whose name ends in a blank, functions at their edges, functions that always change."""
    touched = Touched(first)
    part = sheet(touched, {
        "A1": ("CEILING(2.5,0)", 0), "A2": ("SUM(Deals[Amount ])", 50), "A3": ("NOW()", 45000), "A4": ("RAND()", 0.25),
        "A5": ("UNKNOWN(1)", 7), "A6": ("A5*2", 14), "A7": ("[1]Sheet1!A1", 3), "A8": ("own*2", 8), "A9": ("1+1", 3)},
        tail='<tableParts count="1"><tablePart r:id="rId1"/></tableParts>')
    table = touched.add("xl/tables/table91.xml", f'<table xmlns="{MAIN}" id="91" name="Deals" displayName="Deals" '
                        'ref="C1:C3"><tableColumns count="1"><tableColumn id="1" name="Amount "/></tableColumns>'
                        "</table>",
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml")
    assert touched.package.relate(part, RELATIONSHIP + "table", table) == "rId1"
    touched.name("own", "Mine!$A$5")
    sheet(touched, {"A1": (f"{REVENUE}+1", 121)}, "Other")
    result = merge(touched.saved(), second)
    assert parts(result.package)[part] == touched.package.parts[part]
    assert stored(result, "Other") == {"A1": 122}


CHAINS: list[tuple[str, Cells, Cells]] = [
    ("cells", {"A1": (REVENUE, 120), "A2": ("A1*2", 240), "A3": ("SUM(A1:A2)", 360)},
     {"A2": ("", 242), "A3": ("", 363)}),
    ("a name", {"A1": ("turnover/2", 60)}, {"A1": ("", 60.5)}),
    ("a name of a cell of his", {"A5": (REVENUE, 120), "A1": ("base+1", 121)}, {"A1": ("", 122)}),
    ("a whole column", {"B7": (f"{REVENUE}*10", 1200), "A1": ("SUM(B:B)", 1200)}, {"A1": ("", 1210)}),
    ("our names and table", {"A1": ('SUMIFS(Facts[Value],Facts[Key],"revenue",Facts[Version],"latest")*0', 0)},
     {"A1": ("", 0)})]


@pytest.mark.parametrize(("cells", "after"), [each[1:] for each in CHAINS], ids=[each[0] for each in CHAINS])
def test_what_depends_on_ours_is_calculated(first: bytes, second: bytes, cells: Cells, after: Cells) -> None:
    touched = Touched(first)
    sheet(touched, cells)
    touched.name("turnover", REVENUE.replace("Q8", "$Q$8"))
    touched.name("base", "Mine!$A$5")
    result = merge(touched.saved(), second)
    found = stored(result)
    assert {address: found[address] for address in after} == {address: value for address, (_, value) in after.items()}
    assert not result.report.notes
    assert merge(result.package, second).package == result.package


def test_what_the_engine_did_not_reproduce_is_no_false_number(first: bytes, second: bytes) -> None:
    """Revenue changed: what a program had stored of it is no longer so, and the engine knows no better."""
    touched = Touched(first)
    sheet(touched, {"A1": (f"CEILING({REVENUE},0)", 0),  # to the engine #DIV/0!
                    "A2": (f"CUBEVALUE(\"x\",{REVENUE})", 42),
                    "A3": ("A1+1", 1),  # what depends on it
                    "A4": (f"CUBEVALUE(\"x\",{COSTS})", 43),  # costs did not change
                    "A5": ("A4*2", 86),
                    "A6": (f"{REVENUE}*RAND()", 11)})
    result = merge(touched.saved(), second)
    assert stored(result) == {"A1": None, "A2": None, "A3": None, "A4": 43, "A5": 86, "A6": None}
    assert "4 formulas (Mine!A1, Mine!A2, Mine!A3, Mine!A6) without a value" in result.report.notes[0]
    again = merge(result.package, second)
    assert again.package == result.package  # and the next merge knows no better either


def test_a_frozen_value_is_what_is_calculated_with(first: bytes, second: bytes) -> None:
    """The engine is given what Excel stored for a function that it does not know."""
    touched = Touched(first)
    sheet(touched, {"A1": ("UNKNOWN(1)", 7), "A2": (f"A1*{REVENUE}", 840)})
    assert stored(merge(touched.saved(), second)) == {"A1": 7, "A2": 847}


def test_an_array_s_other_cells_are_renewed_with_it(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    touched.sheet("Mine", {"A1": f'<f t="array" ref="A1:A2">{COSTS}:Q10*2</f><v>-140</v>', "A2": "100"})
    assert stored(merge(touched.saved(), second)) == {"A1": -140, "A2": 102}  # profit 50 became 51


def test_a_formula_of_the_reader_s_on_facts_feeds_ours(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    row = next(row for row in range(5, 40)
               if openpyxl.load_workbook(io.BytesIO(first))["Facts"].cell(row, 2).value == "share_price")
    sheet(touched, {"B2": ("UNKNOWN(1)", 2500)})
    touched.cell("Facts", f"H{row}", lambda _: f'<c r="H{row}"><f>Mine!B2</f><v>2500</v></c>')
    result = merge(touched.saved(), second)
    assert stored(result, "Facts")[f"H{row}"] == 2500
    assert stored(result) == {"A1": None, "B1": None, "A2": None, "B2": 2500}


def test_a_number_format_without_a_code_and_other_sheets_are_no_trouble(first: bytes, second: bytes) -> None:
    """Only cells, names and tables are given to the engine."""
    touched = Touched(first)
    sheet(touched, {"A1": (REVENUE, 120)})
    touched.edit("xl/styles.xml", lambda text: text.replace("</numFmts>", '<numFmt numFmtId="400" formatCode=""/>'
                                                            "</numFmts>"))
    touched.edit("xl/workbook.xml", lambda text: text.replace(
        "</sheets>", '<sheet name="Module1" sheetId="90" state="veryHidden" r:id=""/></sheets>'))
    touched.name("bad", "#REF!(((")
    result = merge(touched.saved(), second)
    assert b'name="Module1"' in parts(result.package)["xl/workbook.xml"]
    assert b">121<" in parts(result.package)[touched.part("Mine")]


HOME = Block("mine", 2, 3, 2, 3)
SCOPE = Scope(("a", "b", "mine"), {"deals": TableArea(Block("mine", 1, 1, 3, 3), ("deal", "amount ", "double"))})
FORMS: list[tuple[str, Uses]] = [
    ("Deals[[#This Row],[Amount ]]*2", Uses((Block("mine", 2, 2, 2, 2),), ())),
    ("SUM(Deals[Amount ])", Uses((Block("mine", 1, 2, 3, 2),), ())),
    ("COUNT(Deals[[#All],[Deal]:[Double]])", Uses((Block("mine", 1, 1, 3, 3),), ())),
    ("'It''s'!$B$2+B$1", Uses((Block("it's", 2, 2, 2, 2), Block("mine", 1, 2, 1, 2)), ())),
    ("SUM(A:B!C1)", Uses((Block("a", 1, 3, 1, 3), Block("b", 1, 3, 1, 3)), ())),
    ('"A1"&LOG10(1E5)&[1]x!A1', Uses((), ())),
    ("A1:INDEX(A2,1)", Uses((whole("mine"), whole("mine")), ())),
    ("OFFSET(b!A1,1,1)", Uses((whole("b"),), ())),
    ('INDIRECT("b!A1")', Uses((), (), True)),
    ("one+b!two", Uses((), (("one", "mine"), ("two", "b")))),
    ("$C:$D", Uses((Block("mine", 1, 3, 1_048_576, 4),), ()))]


@pytest.mark.parametrize(("formula", "read"), FORMS)
def test_what_formulas_read(formula: str, read: Uses) -> None:
    assert uses(formula, HOME, SCOPE) == read


def test_a_shared_formula_reads_elsewhere() -> None:
    assert uses("A1+$B$2", HOME, SCOPE, (2, 1)).areas == (Block("mine", 3, 2, 3, 2), Block("mine", 2, 2, 2, 2))
