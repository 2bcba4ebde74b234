"""A formula of a template gives in memory what a spreadsheet gives."""

from __future__ import annotations

import pytest

from generator.arithmetic import compiled


@pytest.mark.parametrize(("formula", "given", "value"), [
    ("a+b*c", {"a": 1, "b": 2, "c": 3}, 7), ("-a/b", {"a": 6, "b": 3}, -2), ("(a-b)*100", {"a": 3, "b": 1}, 200),
    ("IF(a<>b,a,b)", {"a": 1, "b": 2}, 1), ("IF(a=b,a,b)", {"a": 1, "b": 2}, 2),
    ("IF(a>=b,1)", {"a": 1, "b": 2}, False),
    ("IF(b=0,0,a/b)", {"a": 1, "b": 0}, 0), ('IF(a<0,"n.m.",a)', {"a": -1}, "n.m."),
    ("CHOOSE(a,b,c)", {"a": 2, "b": 5, "c": 7}, 7), ("CHOOSE(1+(a<0)+(b<0),a,b,0)", {"a": -3, "b": 4}, 4),
    ("SUM(a,b,c)-SUM(a)", {"a": 1, "b": 2, "c": 3}, 5), ("ABS(MIN(a,b))+MAX(a,b)", {"a": -4, "b": 2}, 6),
    ("AND(a>0,b>0)*1", {"a": 1, "b": -1}, 0), ("OR(a>0,b>0)*1", {"a": 1, "b": -1}, 1), ("ROUND(a,1)", {"a": 1.26}, 1.3),
    ("COUNT(a,b)", {"a": 1, "b": 2}, 2), ("IF(ISNUMBER(a),a,0)", {"a": 5}, 5),
])
def test_formulas(formula: str, given: dict[str, float], value: object) -> None:
    names, function = compiled(formula)
    assert set(names) == set(given)
    assert function(*(given[name] for name in names)) == pytest.approx(value)


def test_only_the_branch_taken_is_evaluated() -> None:
    names, function = compiled("CHOOSE(1+(b=0),a/b,0)")
    assert names == ("a", "b") or set(names) == {"a", "b"}
    assert function(**{"a": 8, "b": 2}) == 4
    assert function(**{"a": 8, "b": 0}) == 0
