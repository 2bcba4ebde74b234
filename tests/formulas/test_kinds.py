"""What is of the wrong kind in its place is refused: Excel would refuse the file, or read something else into it."""

from __future__ import annotations

import pytest

from generator.formulas.expression import Call, Name, every, leaves, parts
from generator.formulas.parse import parse
from generator.formulas.tokens import Fault
from tests.formulas.test_parse import Letters

REFUSED = [
    ('SUM("x",a)', 'the function SUM takes a number, here stands a text "x"'),
    ('SUM(a,a&b)', "the function SUM takes a number, here stands a text"),
    ("SUM(a>0,b)", "the function SUM takes a number, here stands a comparison; write IF(…,1,0) for a comparison"),
    ('MAX(a,IF(a>0,"x",1))', "the function MAX takes a number, here stands a text"),
    ('COUNT("1")', "the function COUNT takes a number"), ("ISNUMBER(a>0)", "the function ISNUMBER takes a number"),
    ('ABS("a")', "the function ABS takes a number"), ('ROUND(a,"0")', "the function ROUND takes a number"),
    ('AND(a>0,"x")', "the function AND takes a comparison or a number, here stands a text"),
    ('IF("x",1,0)', "IF as its first argument takes a comparison or a number, here stands a text"),
    ('CHOOSE(a>0,1,0)', "CHOOSE as its first argument takes a number, here stands a comparison"),
    ('a+"1"', 'the sign + takes a comparison or a number, here stands a text "1"'),
    ('(a&b)*100', "the sign * takes a comparison or a number, here stands a text"), ('-(a&b)', "the sign -"),
    ('IF(a>0,"n.m.",a)/b', "the sign / takes a comparison or a number, here stands a text"),
    ("(a>0)&b", "the sign & takes a number or a text, here stands a comparison"),
    ("(a>0)=1", "the sign = takes a number or a text, here stands a comparison"),
    ('IF(a<"x",1,0)', "the sign < takes a number, here stands a text"),
    ("a>0", "a cell shows a number or a text, here stands a comparison"), ("AND(a>0,b>0)", "write IF(…,1,0)"),
    ("IF(a>0,b)", "an IF without its third argument"), ("ISNUMBER(a)", "write IF(…,1,0)"),
]
ARITY = [
    ("ABS()", "nothing between its brackets"), ("ABS(a,b)", "takes 1 argument; here are 2"),
    ("ROUND(a)", "takes 2 arguments; here are 1"), ("ROUND(a,b,0)", "takes 2 arguments; here are 3"),
    ("IF(a)", "takes 2 to 3 arguments; here are 1"), ("IF(a,a,a,a)", "takes 2 to 3 arguments; here are 4"),
    ("CHOOSE(a)", "takes 2 to 255 arguments; here are 1"), (f"SUM({','.join('a' * 256)})", "here are 256"),
    ('"' + "x" * 256 + '"', "has 256 characters; a spreadsheet takes 255"), ("a" * 300, "has 300 characters"),
    ('"' + '""' * 256 + '"', "has 256 characters"), ("POWER(a,b)", "the function POWER is not used here; known: ABS"),
    ("a^b", "'^' means nothing"), ("a%", "'%' means nothing"), ("MOD(a,b)", "MOD is not used"),
]
ACCEPTED = ["(a>0)+(b>0)", "-(a>0)", "IF(a>0,b,\"x\")", 'a&"x"&b', 'IF(a="x",1,0)', "IF(a<>b,1,0)", "SUM(a,1-b)",
            "IF(AND(a>0,b,OR(a=b,ISNUMBER(a))),1,0)", "IF(a,1,0)", "CHOOSE(1+(a<0),a,\"x\")", "IF(a>0,b)+1",
            '"' + "x" * 255 + '"', '"' + '""' * 255 + '"', "ABS(a)"]


@pytest.mark.parametrize(("formula", "words"), [*REFUSED, *ARITY])
def test_what_a_spreadsheet_would_not_take_is_refused(formula: str, words: str) -> None:
    with pytest.raises(Fault) as refused:
        parse(formula, Letters())
    assert words in str(refused.value)
    assert len(str(refused.value)) < 250


@pytest.mark.parametrize("formula", ACCEPTED)
def test_everything_else_is_taken(formula: str) -> None:
    parse(formula, Letters())


def test_what_a_macro_gives_is_judged_where_it_stands() -> None:
    with pytest.raises(Fault, match=r"the sign & takes a number or a text"):
        parse("({{ twice(a) }}>0)&b", Letters())
    parse("{{ twice(a) }}&b", Letters())


def test_many_conditions_stand_in_groups_that_a_spreadsheet_takes() -> None:
    found = every("AND", [Name(f"c{number}") for number in range(450)])
    assert len(list(leaves(found))) == 450
    assert isinstance(found, Call)
    assert [len(parts(part)) for part in parts(found)] == [200, 200, 50]
