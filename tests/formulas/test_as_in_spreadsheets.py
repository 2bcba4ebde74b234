"""What a formula is worth in memory, in the engine that stores values and in LibreOffice is the same."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from generator.formulas.evaluate import evaluate
from generator.formulas.excel import excel
from generator.formulas.expression import Leaf, Name
from generator.formulas.linear import Linear, Quantity, constant, linear
from generator.formulas.parse import parse
from generator.xlsx.calculate import calculate
from tests import oracle
from tests.formulas.test_parse import Letters
from tests.fuzz import Fuzz

CELLS: dict[str, float | str] = {
    "a": 2.5, "b": -2.5, "c": 0.0, "d": 1234567.891, "e": "n.a.", "f": 0.285, "g": -7.0, "h": 3.0, "i": 1e-7,
    "j": 999_999_999_999_999.0, "k": 1.005, "l": "N.A.", "m": 0.1, "n": 0.2, "o": 0.3}
"""What stands in the cells that the formulas name."""
ROUNDED: list[tuple[str, object]] = [
    ("ROUND(a,0)", 3), ("ROUND(b,0)", -3), ("ROUND(a*100/100,c)", 3), ("ROUND(d,-1-1-1)", 1_235_000),
    ("ROUND(f*100,0)", 29), ("ROUND(k,1+1)", 1.01), ("ROUND(d,-100)", 0), ("ROUND(a,100)", 2.5), ("ROUND(i,1)", 0),
    ("ROUND(h/(1+1),0)", 2), ("ROUND(b/(1+1+1+1+1),0)", -1), ("ROUND(e,0)", "#VALUE!")]
SIGNS: list[tuple[str, object]] = [
    ("-a*a", -6.25), ("--a", 2.5), ("a-b-c", 5), ("a/c", "#DIV/0!"), ("c/c", "#DIV/0!"), ("-c", 0),
    ("a+e", "#VALUE!"), ("e+a/c", "#VALUE!"), ("a/c+e", "#DIV/0!"),
    ("(a>c)*a/c+e", "#DIV/0!"), ("a/c+g*g*e", "#DIV/0!"),
    ("a&e", "2.5n.a."), ("c&\"\"", "0"), ("-(h/g)*g", -3), ("IF((h/g)*g=h,1,0)", 1), ("IF(m+n=o,1,0)", 1),
    ("IF(m+n>o,1,0)", 0), ("IF(e=l,1,0)", 1), ("IF(e=\"n.A.\",1,0)", 1), ("IF(e<>\"n.m.\",1,0)", 1),
    ("IF(e=0,1,0)", 0), ("IF(a>c,\"up\",\"down\")", "up"), ("(a>c)+(b>c)", 1), ("IF(e>c,1,0)", 1),
    ("-(a>c)", -1), ("IF(a,1,0)", 1), ("IF(c,1,0)", 0), ("IF(e,1,0)", "#VALUE!"), ("IF(a/c,1,0)", "#DIV/0!"),
    ("IF(c=0,\"n.m.\",a/c)", "n.m.")]
FUNCTIONS: list[tuple[str, object]] = [
    ("SUM(a,e,b)", 0), ("SUM(e)", 0), ("MAX(e,l)", 0), ("MIN(e)", 0), ("MAX(b,g)", -2.5), ("MIN(a,h,e)", 2.5),
    ("COUNT(a,e,a/c)", 1), ("SUM(a,a/c)", "#DIV/0!"), ("MAX(a/c,1)", "#DIV/0!"), ("ABS(b)", 2.5),
    ("ABS(e)", "#VALUE!"), ("IF(ISNUMBER(e),1,0)", 0), ("IF(ISNUMBER(a/c),1,0)", 0), ("IF(ISNUMBER(a),1,0)", 1),
    ("IF(AND(e,a>c),1,0)", 1), ("IF(AND(e,c),1,0)", 0), ("IF(AND(e,l),1,0)", "#VALUE!"), ("IF(OR(e,c),1,0)", 0),
    ("IF(OR(e),1,0)", "#VALUE!"), ("IF(AND(a,a/c),1,0)", "#DIV/0!"), ("CHOOSE(a,g,h)", 3), ("CHOOSE(c,g)", "#VALUE!"),
    ("CHOOSE(b,g)", "#VALUE!"), ("CHOOSE(h,g,a)", "#VALUE!"), ("CHOOSE(e,1)", "#VALUE!"), ("CHOOSE(a/c,1)", "#DIV/0!"),
    ("CHOOSE(1,a,a/c)", 2.5), ("*".join("j" * 22), "#NUM!"), ("-" + "*".join("j" * 22), "#NUM!"),
    ("SUM(" + "*".join("j" * 20) + "," + "*".join("j" * 22) + ")", "#NUM!"),
    ("COUNT(" + "*".join("j" * 22) + ")", 0), ("j*j", 9.99999999999998e29), ("SUM(" + ",".join("a" * 255) + ")", 637.5)]
OTHERWISE = ("ROUND(f*100,0)",)
"""LibreOffice rounds 28.499999999999996 down, Excel and the engine go by 15 digits."""
BY_HAND = [*ROUNDED, *SIGNS, *FUNCTIONS]


def in_memory(formula: str, is_fact: bool) -> object:
    """What a formula is worth; with its cells as facts, of which it is a function, or as constants."""
    names = [name for name, value in CELLS.items() if not isinstance(value, str)]
    numbers = [value for value in CELLS.values() if not isinstance(value, str)]

    def value(leaf: Leaf) -> Quantity:
        assert isinstance(leaf, Name)
        found = CELLS[leaf.key]
        return constant(found) if isinstance(found, str) or not is_fact else linear(
            Linear({names.index(leaf.key): 1.0}))

    return evaluate(parse(formula, Letters())[0], value).result(numbers)


def saved(formulas: list[str], path: Path) -> Path:
    """A workbook with the cells in column A and the formulas in column B."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "S"
    places = {name: f"A{row}" for row, name in enumerate(CELLS, start=1)}
    for row, value in enumerate(CELLS.values(), start=1):
        sheet.cell(row, 1, value)
    for row, formula in enumerate(formulas, start=1):
        tree = parse(formula, Letters())[0]
        sheet.cell(row, 2, "=" + excel(tree, lambda leaf: places[leaf.key] if isinstance(leaf, Name) else ""))
    book.save(path)
    return path


def agree(one: object, other: object) -> bool:
    """Whether two values are the same to 1e-9, relative to their size where it is above 1."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return bool(one == pytest.approx(other, rel=1e-9, abs=1e-9))


def disagreements(formulas: list[str], folder: Path) -> list[str]:
    """The formulas to which memory (with facts and with constants), the engine and LibreOffice give other values."""
    path = saved(formulas, folder / "formulas.xlsx")
    engine = calculate(path.read_bytes(), [("S", row, 2) for row in range(1, len(formulas) + 1)])
    office = oracle.recalculated(path, folder)
    found = []
    for row, formula in enumerate(formulas, start=1):
        whole, fixed, stored, other = values = [in_memory(formula, True), in_memory(formula, False),
                                                engine["S", row, 2], office.get(("S", f"B{row}"), "")]
        # Of two errors LibreOffice shows the one that is an error of its own, Excel the first.
        if not (agree(whole, fixed) and agree(whole, stored) and (agree(whole, other) or both_errors(whole, other))):
            found.append(f"{formula}: {values}")
    return found


def both_errors(*values: object) -> bool:
    return all(str(value).startswith("#") for value in values)


@pytest.mark.parametrize(("formula", "value"), BY_HAND)
def test_a_formula_in_memory_is_worth_what_excel_makes_of_it(formula: str, value: object) -> None:
    assert agree(in_memory(formula, True), value), in_memory(formula, True)
    assert agree(in_memory(formula, False), value), in_memory(formula, False)


def test_memory_the_engine_and_libreoffice_agree(tmp_path: Path, fuzz: Fuzz) -> None:
    grown = [number(fuzz.dice(each), 3) for each in range(fuzz.times(400))]
    assert disagreements([*(formula for formula, _ in BY_HAND if formula not in OTHERWISE), *grown], tmp_path) == []


def number(dice: random.Random, depth: int) -> str:
    """A formula that may be a number, or an error."""
    if not depth:
        return dice.choice([*CELLS, "0", "1", "100"])
    one, two = (partial(number, dice, depth - 1) for _ in range(2))
    match dice.randrange(10):
        case 0:
            return f"({one()}{dice.choice('+-')}{two()})"
        case 1:
            return f"({one()}{dice.choice('*/')}{two()})"
        case 2:
            return f"-{one()}"
        case 3:
            return f"{dice.choice(('SUM', 'MAX', 'MIN', 'COUNT'))}({one()},{two()},{dice.choice(list(CELLS))})"
        case 4:
            return f"ABS({one()})"
        case 5:
            return f"ROUND({one()},{dice.choice(('0', '1', '1+1', '-1', '-1-1'))})"
        case 6:
            return f"IF({truth(dice, depth - 1)},{one()},{two()})"
        case 7:
            return f"CHOOSE(1+({truth(dice, depth - 1)}),{one()},{two()})"
        case 8:
            return f"({truth(dice, depth - 1)})*{one()}"
    return dice.choice(list(CELLS))


def truth(dice: random.Random, depth: int) -> str:
    """A comparison."""
    cells = list(CELLS)
    if depth and dice.randrange(2):
        return f"{dice.choice(('AND', 'OR'))}({truth(dice, depth - 1)},{dice.choice(cells)})"
    if dice.randrange(4) == 0:
        return f"ISNUMBER({number(dice, depth)})"
    if dice.randrange(4) == 0:
        return f'{dice.choice(cells)}{dice.choice(("=", "<>"))}"N.a."'
    return f"{dice.choice(cells)}{dice.choice(('=', '<>', '<', '>', '<=', '>='))}{dice.choice(cells)}"
