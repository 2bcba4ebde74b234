"""What a formula is worth in memory, in the engine that stores values and in LibreOffice is the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from generator.formulas.evaluate import evaluate
from generator.formulas.excel import excel
from generator.formulas.expression import Leaf, Name
from generator.formulas.linear import Linear, Quantity, constant, linear
from generator.formulas.parse import parse
from generator.formulas.tokens import Fault
from generator.xlsx.calculate import calculate
from generator.xlsx.cells import Cell, Formula, Sheet, Workbook
from generator.xlsx.writer import write
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
    ("-a*a", -6.25), ("--a", 2.5), ("a-b-c", 5), ("a/c", "#DIV/0!"), ("c/c", "#DIV/0!"), ("-c", 0), ("a+e", "#VALUE!"),
    ("a&e", "2.5n.a."), ("c&\"\"", "0"), ("-(h/g)*g", -3), ("(h/g)*g=h", True), ("IF(m+n=o,1,0)", 1),
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


def written(formulas: list[str]) -> bytes:
    """A workbook with the cells in column A and the formulas in column B."""
    sheet = Sheet("S", "000000")
    places = {name: f"A{row}" for row, name in enumerate(CELLS, start=1)}
    for row, value in enumerate(CELLS.values(), start=1):
        sheet.put(row, 1, value, "Note")
    for row, formula in enumerate(formulas, start=1):
        text = excel(parse(formula, Letters())[0], lambda leaf: places[leaf.key] if isinstance(leaf, Name) else "")
        sheet.put(row, 2, Formula(f"={text}"), "Formula")
    import datetime

    return write(Workbook((sheet,), {}, "T", "T", datetime.date(2024, 1, 1)))
