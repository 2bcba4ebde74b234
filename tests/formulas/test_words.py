"""A formula is told in words as it is computed: signs and brackets as people write them, the branch that counts."""

from __future__ import annotations

import pytest

from generator.formulas.expression import (
    NOT_AVAILABLE,
    Argument,
    Call,
    Expression,
    Leaf,
    Name,
    Negative,
    Number,
    Operation,
    Text,
    counted,
    total,
)
from generator.formulas.functions import Scalar
from generator.formulas.words import Wording

A, B, C = (Argument(name) for name in ("sales", "costs", "assets"))


def wording(worth: Scalar = 0.0, called: str = "") -> Wording:
    return Wording(lambda leaf: called or leaf.name if isinstance(leaf, Argument) else str(leaf), lambda _: worth)


@pytest.mark.parametrize(("tree", "said"), [
    (Operation("-", A, Operation("-", B, C)), "sales − (costs − assets)"),
    (Operation("*", Operation("+", A, B), Number(100)), "(sales + costs) × 100"),
    (Operation("/", A, total([(1, B), (1, C)])), "sales / (costs + assets)"),
    (Operation("-", A, total([(1, B), (-1, C)])), "sales − (costs − assets)"),
    (total([(-1, B)]), "−costs"),
    (Negative(Operation("+", A, B)), "−(sales + costs)"),
    (Operation("*", A, Call("SUM", (B,))), "sales × costs"),
    (Call("ABS", (Operation("-", A, B),)), "|sales − costs|"),
    (Call("MIN", (Number(0), A)), "the least of (0, sales)"),
    (Call("MAX", (A, B)), "the greatest of (sales, costs)"),
    (Call("ROUND", (A, Number(2))), "(sales rounded to 2 decimals)"),
    (Operation("<=", A, B), "sales ≤ costs")])
def test_signs_and_brackets_say_what_is_computed(tree: Expression, said: str) -> None:
    assert wording().of(tree) == said


def test_a_negative_number_stands_in_brackets_behind_a_sign() -> None:
    assert wording(called="−5").of(Operation("-", A, B)) == "(−5) − (−5)"
    assert wording(called="−5").of(A) == "−5"


def test_that_operands_must_be_there_is_not_told() -> None:
    told = wording()
    assert told.of(Call("IF", (counted([A, B]), Operation("/", A, B), NOT_AVAILABLE))) == "sales / costs"
    assert not told.notes


def test_what_must_hold_for_there_to_be_a_number_is_told() -> None:
    told = wording()
    assert told.of(Call("IF", (Operation(">", B, Number(0)), Operation("/", A, B), Text("n.m.")))) == "sales / costs"
    assert list(told.notes) == ["n.m. unless costs > 0"]
    again = wording()
    otherwise = Call("IF", (Operation("<", A, Number(0)), Text("net cash"), Operation("/", A, B)))
    assert again.of(otherwise) == "sales / costs"
    assert list(again.notes) == ["net cash unless sales ≥ 0"]


@pytest.mark.parametrize(("worth", "said", "since"), [
    (1.0, "costs", "since sales < assets"), (0.0, "assets", "since sales ≥ assets")])
def test_of_two_formulas_the_one_that_counts_is_told_and_why(worth: float, said: str, since: str) -> None:
    told = wording(worth)
    assert told.of(Call("IF", (Operation("<", A, C), B, C))) == said
    assert list(told.notes) == [since]


def test_how_many_figures_there_are_is_told_as_a_number() -> None:
    mean = Operation("/", Call("SUM", (A, B)), Call("COUNT", (A, B)))
    assert wording(2.0).of(mean) == "(sales + costs) / 2"


def test_the_version_that_is_shown_is_told_alone() -> None:
    both = Call("CHOOSE", (Name("version"), A, B))
    assert [wording(number).of(both) for number in (1.0, 2.0)] == ["sales", "costs"]


def test_growth_over_a_loss_is_told_with_its_word() -> None:
    told = wording(2.0)
    growth = Call("CHOOSE", (Operation("+", Number(1), A), Operation("/", A, B), Text("n.m. (P→L)")))
    assert told.of(growth) == "sales / costs"
    assert list(told.notes) == ["n.m. (P→L), as the signs of its figures are"]


def test_every_leaf_is_asked_for_its_name() -> None:
    asked: list[Leaf] = []

    def called(leaf: Leaf) -> str:
        asked.append(leaf)
        return "x"

    told = Wording(called, lambda _: 1.0)
    told.of(Operation("+", A, Call("IF", (Operation(">", B, Number(0)), C, NOT_AVAILABLE))))
    assert asked == [A, B, C]  # B in the note
