"""A minus before some of a formula's names goes into the signs around them, and the formula is worth the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formulas.evaluate import evaluate
from generator.formulas.excel import excel
from generator.formulas.expression import (
    Call,
    Expression,
    Leaf,
    Name,
    Negative,
    Number,
    Operation,
    replaced,
)
from generator.formulas.linear import Quantity, constant
from generator.formulas.tidy import with_signs

A, B, C, D = map(Name, "abcd")
"""a and b stand for what is as it is printed, c and d for what is printed with the other sign."""
WORTH = {"a": 3.0, "b": -7.0, "c": 11.0, "d": -13.0}


def turned(leaf: Leaf) -> Expression:
    return Negative(leaf) if leaf in (C, D) else leaf


def worth(leaf: Leaf) -> Quantity:
    assert isinstance(leaf, Name)
    return constant(WORTH[leaf.key])


def written(tree: Expression) -> str:
    return excel(with_signs(tree, turned), lambda leaf: str(getattr(leaf, "key", "")))


@pytest.mark.parametrize(("tree", "text"), [
    (C, "-c"), (Negative(C), "c"), (Operation("+", A, C), "a-c"), (Operation("-", A, C), "a+c"),
    (Operation("/", Negative(A), C), "a/c"), (Operation("/", C, D), "c/d"), (Operation("/", A, C), "-a/c"),
    (Operation("*", Operation("/", Negative(C), A), B), "c/a*b"),
    (Operation("-", A, Operation("/", B, C)), "a+b/c"),
    (Negative(Operation("+", C, D)), "c+d"), (Negative(Operation("+", C, B)), "c-b"),
    (Operation("-", A, Operation("+", C, D)), "a-(-c-d)"),
    (Operation(">", C, Number(0)), "c<0"), (Operation("<>", C, Number(0)), "c<>0"), (Operation(">", C, A), "-c>a"),
    (Call("IF", (Operation("=", C, Number(0)), A, Operation("/", Negative(A), C))), "IF(c=0,a,a/c)"),
    (Operation("-", Operation("/", A, B), Number(1)), "a/b-1"),
])
def test_a_minus_goes_into_the_signs_around_it(tree: Expression, text: str) -> None:
    assert written(tree) == text


TREES: st.SearchStrategy[Expression] = st.recursive(
    st.sampled_from((A, B, C, D, Number(0), Number(1))),
    lambda deeper: st.one_of(
        st.builds(Negative, deeper),
        st.builds(Operation, st.sampled_from(("+", "-", "*", "/", "<", ">", "<=", ">=", "=", "<>")), deeper, deeper),
        st.builds(lambda one, two: Call("MAX", (one, two)), deeper, deeper)), max_leaves=12)


@given(TREES)
def test_the_formula_is_worth_the_same(tree: Expression) -> None:
    plain, joined = (evaluate(each, worth).constant for each in (replaced(tree, turned), with_signs(tree, turned)))
    assert plain == (pytest.approx(joined) if isinstance(joined, float) else joined)
