"""References follow their rows and columns, whatever formula they stand in: by properties, the odd forms by hand."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.merge.positions import BandMap, SheetMap, Unfollowable
from generator.merge.references import Follower
from generator.xlsx.cells import letter, quoted
from generator.xlsx.formula import NotParsed, normal, parsed, rewritten, shifted

ROWS, COLUMNS = 30, 12


@dataclass(frozen=True)
class Moves:
    """Where rows and columns were inserted into a sheet of ours: before each of these."""

    rows: frozenset[int]
    columns: frozenset[int]

    def row(self, row: int) -> int:
        return row + sum(each <= row for each in self.rows)

    def column(self, column: int) -> int:
        return column + sum(each <= column for each in self.columns)

    def map(self) -> SheetMap:
        return SheetMap({row: self.row(row) for row in range(1, ROWS + 1)},
                        [BandMap(1, {column: self.column(column) for column in range(1, COLUMNS + 1)})],
                        (ROWS, COLUMNS), (self.row(ROWS), self.column(COLUMNS)))

    def backwards(self) -> SheetMap:
        return SheetMap({self.row(row): row for row in range(1, ROWS + 1)},
                        [BandMap(1, {self.column(column): column for column in range(1, COLUMNS + 1)})],
                        (self.row(ROWS), self.column(COLUMNS)), (ROWS, COLUMNS))


moves = st.builds(Moves, st.frozensets(st.integers(1, ROWS), max_size=6),
                  st.frozensets(st.integers(1, COLUMNS), max_size=4))
# Below and right of what is ours too.
rows, columns = st.integers(1, ROWS + 20), st.integers(1, COLUMNS + 20)
sheets = st.sampled_from(["Income Statement", "O'Neill", "Facts", "Mine", "Cash Flow", ""])
OURS = ("Income Statement", "O'Neill", "Facts")
marks = st.sampled_from(["", "$"])


@dataclass(frozen=True)
class Piece:
    """A piece of a formula as it is written before and after."""

    before: str
    after: str


@st.composite
def cell(draw: st.DrawFn, moved: Moves) -> Piece:
    sheet = draw(sheets)
    by = moved if sheet in OURS else Moves(frozenset(), frozenset())
    prefix = f"{quoted(sheet)}!" if sheet else ""
    ends = []
    kind = draw(st.sampled_from(["cell", "range", "rows", "columns"]))
    for _ in range(1 if kind == "cell" else 2):
        row, column, one, other = draw(rows), draw(columns), draw(marks), draw(marks)
        name = (f"{one}{letter(column)}" if kind != "rows" else "", f"{other}{row}" if kind != "columns" else "")
        new = (f"{one}{letter(by.column(column))}" if kind != "rows" else "",
               f"{other}{by.row(row)}" if kind != "columns" else "")
        ends.append(("".join(name), "".join(new)))
    return Piece(prefix + ":".join(old for old, _ in ends), prefix + ":".join(new for _, new in ends))


@st.composite
def formula(draw: st.DrawFn, moved: Moves) -> Piece:
    before, after = "", ""
    for number in range(draw(st.integers(1, 5))):
        if number:
            operator = draw(st.sampled_from(["+", "-", "*", "/", "&", "<>", " + "]))
            before, after = before + operator, after + operator
        piece = draw(cell(moved))
        wrap = draw(st.sampled_from(["{}", "SUM({})", "IF({}>1,TRUE,\"it's A1!\")", "-{}", "({})", "{}%",
                                     "SUM(Facts[Value],{})", "ROUND({},scale)", "_xlfn.XLOOKUP(1,{},B$2)"]))
        before, after = before + wrap.format(piece.before), after + wrap.format(piece.after)
    return Piece(before, after)


@given(st.data())
def test_every_reference_follows_its_row_and_column(data: st.DataObject) -> None:
    moved = data.draw(moves)
    text = data.draw(formula(moved))
    follower = Follower(dict.fromkeys(OURS, moved.map()), [*OURS, "Mine", "Cash Flow"])
    assert follower.formula(text.before) == text.after


@given(st.data())
def test_where_nothing_moved_nothing_is_written_anew(data: st.DataObject) -> None:
    text = data.draw(formula(Moves(frozenset(), frozenset()))).before
    follower = Follower(dict.fromkeys(OURS, Moves(frozenset(), frozenset()).map()), [*OURS])
    assert follower.formula(text) == text
    assert rewritten(text, lambda reference: reference.text) == text


@given(st.data())
def test_there_and_back_again(data: st.DataObject) -> None:
    moved = data.draw(moves)
    text = data.draw(formula(moved)).before
    there = Follower(dict.fromkeys(OURS, moved.map()), [*OURS]).formula(text)
    assert normal(Follower(dict.fromkeys(OURS, moved.backwards()), [*OURS]).formula(there)) == normal(text)


@given(st.data(), st.integers(-5, 300), st.integers(-5, 60))
def test_a_shift_and_its_opposite(data: st.DataObject, down: int, right: int) -> None:
    text = data.draw(formula(Moves(frozenset(), frozenset()))).before
    assert normal(shifted(shifted(text, down, right), -down, -right)) == normal(text)


FORMS = [
    ("'Income Statement'!H10:H12", "'Income Statement'!H11:H13"), ("'income statement'!h10", "'income statement'!H11"),
    ("'Income Statement'!h9", "'Income Statement'!h9"), ("-'Income Statement'!$H10%", "-'Income Statement'!$H11%"),
    ("'Income Statement'!H10:INDEX('Income Statement'!H1:H20,3)",
     "'Income Statement'!H11:INDEX('Income Statement'!H1:H21,3)"),
    ("SUM('Income Statement'!10:10)", "SUM('Income Statement'!11:11)"),
    ("SUM('Income Statement'!$H:$J)", "SUM('Income Statement'!$H:$J)"),
    ("SUM('Income Statement'!A1:XFD1048576)", "SUM('Income Statement'!A1:XFD1048576)"),
    ("'[Book.xlsx]Income Statement'!H10", "'[Book.xlsx]Income Statement'!H10"),
    ("'Income Statement'!Print_Area", "'Income Statement'!Print_Area"),
    ("'Income Statement'!#REF!", "'Income Statement'!#REF!"),
    ("Facts[[#This Row],[Value]]+LOG10", "Facts[[#This Row],[Value]]+LOG10"),
    ('"see \'Income Statement\'"&\'Income Statement\'!H10', '"see \'Income Statement\'"&\'Income Statement\'!H11'),
    ('HYPERLINK("#\'Income Statement\'!H10","x")', 'HYPERLINK("#\'Income Statement\'!H11","x")'),
    ("('Income Statement'!H9,'Income Statement'!H10)", "('Income Statement'!H9,'Income Statement'!H11)"),
    ("SUM('Income Statement'!H8:H12 'Income Statement'!A10:Z10)",
     "SUM('Income Statement'!H8:H13 'Income Statement'!A11:Z11)"),
    ("{1,2;3,4}*'Income Statement'!H10", "{1,2;3,4}*'Income Statement'!H11")]


@pytest.mark.parametrize(("before", "after"), FORMS)
def test_odd_forms(before: str, after: str) -> None:
    moved = Moves(frozenset({10}), frozenset()).map()
    assert Follower({"Income Statement": moved}, ["Income Statement"]).formula(before) == after


def test_a_reference_without_a_sheet_belongs_to_the_sheet_it_stands_on() -> None:
    follower = Follower({"Ratios": Moves(frozenset({5}), frozenset()).map()}, ["Ratios", "Mine"])
    assert follower.formula("A5+Mine!A5", "Ratios") == "A6+Mine!A5"
    assert follower.formula("A5+Ratios!A5", "Mine") == "A5+Ratios!A6"


def test_what_is_gone_or_unclear_is_said() -> None:
    gone = SheetMap({1: 1, 2: None, 3: 2, 4: 5, 5: 4}, [BandMap(1, {1: 1, 2: 2})], (5, 2), (5, 2))
    follower = Follower({"S": gone}, ["S", "T", "U"], frozenset({"old_name"}))
    for text, reason in (("S!A2", "S!A2 is no longer there"), ("SUM(S!A2:A3)", "an end of it is no longer there"),
                         ("SUM(S!A1:A4)", "its rows no longer stand together"), ("T!A1+old_name", "name old_name"),
                         ("SUM('S:U'!A1)", "several sheets"), ("S:U!A1", "several sheets"),
                         ('INDIRECT("S!A"&B1)', "part of a reference")):
        with pytest.raises(Unfollowable, match=reason):
            follower.formula(text)
    assert follower.formula("SUM(S!A1:A3)") == "SUM(S!A1:A2)"
    assert follower.notes[-1:] == ["S!A1:A3: row 2 inside it is no longer there"]
    assert follower.formula("SUM('T:U'!A1)") == "SUM('T:U'!A1)"
    fewer = SheetMap({1: 1, **dict.fromkeys(range(2, 9)), 9: 2}, [BandMap(1, {1: 1})], (9, 1), (2, 1))
    follower = Follower({"S": fewer}, ["S"])
    assert follower.formula("SUM(S!A1:A9)") == "SUM(S!A1:A2)"
    assert follower.notes == ["S!A1:A9: rows 2, 3, 4, 5, 6 and 2 more inside it are no longer there"]


def test_what_is_no_reference() -> None:
    for text in ("scale", "Facts[Value]", "#REF!", "A1:B2:C3", "A0", "XFE1", "A1048577", "A", "1", "S!name", ""):
        assert parsed(text) is None, text
    assert rewritten("A1+B2:C3*SUM(D:D)", lambda reference: f"<{reference}>") == "<A1>+<B2:C3>*SUM(<D:D>)"
    with pytest.raises(NotParsed):
        rewritten("A1#+", str)
