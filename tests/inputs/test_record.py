"""The record reader: the accessors give what a declaration says, and a slip of the code is no mistake of the user's."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from generator.inputs.document import load
from generator.inputs.forms import (
    DATE,
    FLAG,
    NEW_NAME,
    PRINTED,
    REFERENCE,
    TEXT,
    Apart,
    AtLeastOne,
    Either,
    ExactlyOne,
    Key,
    ListOf,
    MapOf,
    NameOf,
    Pattern,
    Printed,
    Record,
    Rule,
    Together,
    Word,
)
from generator.inputs.record import Fields, read_record
from generator.model.problem import Problems

PAGE = Record("A page.", (
    Key("note", TEXT, "A remark"), Key("unit", NameOf("unit"), "What it counts"),
    Key("kind", Word(("a", "b")), "A kind"), Key("day", DATE, "A day"), Key("seen", FLAG, "Whether it was seen"),
    Key("count", Printed(above_zero=True), "A number"),
    Key("parts", ListOf(TEXT, 1, 2, "'{name}' takes one or two, not {count}"), "Parts"),
    Key("pages", ListOf(Record("", (Key("title", TEXT, "", required=True),))), "Pages in it"),
    Key("cover", Record("", (Key("title", TEXT, "", required=True),)), "Its cover"),
    Key("names", MapOf(NEW_NAME, TEXT, "there is no name here"), "Names"),
    Key("years", MapOf(Pattern("FY[0-9]{4}", "FY2023", "'{text}' is no year"), TEXT), "Years"),
    Key("same_as", Either((REFERENCE, MapOf(NameOf("member"), REFERENCE))), "A second printing"),
    Key("figure", PRINTED, "A figure")))


def fields(folder: Path, text: str, record: Record = PAGE) -> tuple[Fields, list[str]]:
    """The keys of a text with everything that the accessors of its forms complain of, without the file's name."""
    path, problems = folder / "a.yaml", Problems()
    path.write_text(text, encoding="utf-8")
    root = load(path, problems, "a")
    assert root
    return read_record(record, root), [str(each) for each in problems.sorted()]


def said(found: Fields) -> list[str]:
    return [str(each) for each in found.value.problems.sorted()]


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    found, _ = fields(tmp_path, "{}\n")
    assert (found.text("note"), found.text("note", "none")) == ("", "none")
    assert (found.word("kind", "a"), found.choice("unit", ("x",), "x")) == ("a", "x")
    assert (found.date("day"), found.flag("seen"), found.flag("seen", default=True)) == (None, False, True)
    assert (found.positive("count"), found.each("parts"), found.records("pages"), found.nested("cover")) == (
        None, [], [], None)
    assert list(found.entries("names")) == []
    assert "note" not in found
    assert said(found) == []


def test_what_stands_there_is_read(tmp_path: Path) -> None:
    found, _ = fields(tmp_path, "note: 2023\nkind: b\nunit: x\nday: 2023-09-30\nseen: true\ncount: '1,000'\n"
                                "parts: [p, q]\npages: [{title: one}]\ncover: {title: two}\nnames: {a: A}\n"
                                "same_as: -a.b@c\n")
    assert (found.text("note"), found.word("kind"), found.choice("unit", ("x", "y"))) == ("2023", "b", "x")
    assert (found.date("day"), found.flag("seen")) == (datetime.date(2023, 9, 30), True)
    assert found.positive("count") == Decimal(1000)
    assert [each.text() for each in found.each("parts")] == ["p", "q"]
    assert [each.text("title") for each in found.records("pages")] == ["one"]
    cover = found.nested("cover")
    assert cover and cover.text("title") == "two"
    assert [(name, key.place.line, value.text()) for name, key, value in found.entries("names")] == [("a", 10, "A")]
    assert found.text("same_as") == "-a.b@c"
    assert found.complete and found.consistent
    assert said(found) == []


@pytest.mark.parametrize(("text", "place", "message"), [
    ("kind: c", "1:7", "'c' is not one of a, b"),
    ("unit: z", "1:7", "'z' is not one of x"),
    ("count: 0", "1:8", "expected a number above zero, found '0'; write its digits, e.g. 0.05"),
    ("count: [1]", "1:8", "expected a number above zero, found a list; write its digits, e.g. 0.05"),
    ("parts: []", "1:8", "'parts' takes one or two, not 0"),
    ("parts: [a, b, c]", "1:8", "'parts' takes one or two, not 3"),
    ("pages: [{}]", "1:9", "the key 'title' is missing here"),
    ("cover: {titel: a}", "1:9", "unknown key 'titel'; did you mean 'title'?"),
    ("names: {}", "1:8", "there is no name here"),
    ("names: {A b: c}", "1:9", "'A b' cannot be a name; use small letters, digits and _, starting with a letter; "
                               "did you mean 'a_b'?"),
    ("years: {2023: a}", "1:9", "'2023' is no year"),
    ("colour: red", "1:1", "unknown key 'colour'; known: note, unit, kind, day, seen, count, parts, pages, cover, "
                           "names, years, same_as, figure"),
])
def test_each_form_says_what_is_wrong(tmp_path: Path, text: str, place: str, message: str) -> None:
    found, _ = fields(tmp_path, f"{text}\n")
    found.word("kind"), found.choice("unit", ("x",)), found.positive("count"), found.each("parts")
    found.records("pages"), found.nested("cover"), list(found.entries("names")), list(found.entries("years"))
    assert said(found) == [f"a:{place}: {message}"]


def test_a_wrong_word_may_have_a_stand_in(tmp_path: Path) -> None:
    found, _ = fields(tmp_path, "kind: c\n")
    assert (found.word("kind", "a"), found.word("kind", "a", mistaken="b")) == ("a", "b")


def test_a_slip_of_the_code_is_an_error(tmp_path: Path) -> None:
    found, _ = fields(tmp_path, "{}\n")
    with pytest.raises(KeyError):
        found.text("undeclared")
    for read in (found.text, found.flag, found.date, found.each, found.entries, found.nested, found.records):
        with pytest.raises(TypeError, match="the key 'figure' is declared as Printed"):
            read("figure")


A_OR_B, APART = ExactlyOne(("a", "b"), "either a or b"), Apart("a", ("b", "c"), "take out '{other}'")
SOME, BOTH = AtLeastOne(("a", "b"), "'{name}' needs a or b"), Together(("a", "b"), "a and b go together")


@pytest.mark.parametrize(("rule", "text", "problems"), [
    (A_OR_B, "a: 1", []), (A_OR_B, "b: 1", []), (A_OR_B, "c: 1", ["1:1: either a or b"]),
    (A_OR_B, "{a: 1, b: 1}", ["1:1: either a or b"]),
    (APART, "{a: 1}", []), (APART, "{b: 1, c: 1}", []),
    (APART, "{a: 1, b: 1, c: 1}", ["1:11: take out 'b'", "1:17: take out 'c'"]),
    (SOME, "{a: 1, b: 1}", []), (SOME, "{}", ["1:1: '' needs a or b"]),
    (BOTH, "{}", []), (BOTH, "{a: 1, b: 1}", []), (BOTH, "b: 1", ["1:1: a and b go together"]),
])
def test_how_keys_go_together(tmp_path: Path, rule: Rule, text: str, problems: list[str]) -> None:
    record = Record("", tuple(Key(name, TEXT, "") for name in "abc"), (rule,))
    found, messages = fields(tmp_path, f"{text}\n", record)
    assert messages == [f"a:{each}" for each in problems]
    assert found.consistent == (not problems)


def test_a_misspelt_key_does_not_break_a_rule_besides(tmp_path: Path) -> None:
    names = ("columns", "period")
    record = Record("", tuple(Key(name, TEXT, "") for name in names), (ExactlyOne(names, "one of them"),))
    found, messages = fields(tmp_path, "colums: 1\n", record)
    assert messages == ["a:1:1: unknown key 'colums'; did you mean 'columns'?"]
    assert not found.consistent
