"""What each additivity shows in a column, and what it lets be derived."""

from __future__ import annotations

import datetime

import pytest

from generator.model.additivity import ADDITIVITIES, RATIO
from generator.model.period import Period
from generator.model.problem import Place
from generator.model.statement import LineItem, Member, Statement

WORDS = ["flow", "instant", "opening", "average", "per_share", "ratio"]
HALF = Period(datetime.date(2023, 9, 30), datetime.date(2023, 4, 1))


def test_each_word_is_that_of_its_record() -> None:
    assert set(WORDS) <= ADDITIVITIES.keys()
    assert [each.word for each in ADDITIVITIES.values()] == list(ADDITIVITIES)


@pytest.mark.parametrize(("word", "shown"), [
    ("flow", HALF), ("instant", Period(datetime.date(2023, 9, 30))), ("opening", Period(datetime.date(2023, 3, 31))),
    ("average", HALF), ("per_share", HALF), ("ratio", HALF),
])
def test_what_a_row_shows_in_a_column(word: str, shown: Period) -> None:
    assert ADDITIVITIES[word].anchor(HALF) == shown


@pytest.mark.parametrize(("name", "words"), [
    ("is_balance", "instant opening"), ("is_closing", "instant"), ("is_opening", "opening"),
    ("needs_period", "flow average per_share"), ("also_at_end", "ratio"),
    ("is_derivable", "flow average"), ("adds", "flow"), ("weighted", "average"),
    ("is_level", "instant opening average"),
    ("splits_multiply", "instant average"), ("splits_divide", "flow instant per_share"),
    ("basis_note", "instant per_share"),
])
def test_which_additivities_have_a_property(name: str, words: str) -> None:
    assert [word for word in WORDS if getattr(ADDITIVITIES[word], name)] == words.split()


def test_a_printed_comparison_is_a_ratio_whatever_its_row_is() -> None:
    place = Place("statements.yaml", 1, 1)
    cash = LineItem("cash", "Cash", place, "amount", ADDITIVITIES["instant"])
    statement = Statement("position", "Position", "Balance Sheet", place, {"cash": cash},
                          {"total": Member("total", "Total"), "yoy": Member("yoy", "YoY change", change=True)})
    assert statement.additivity_of("cash", "total") is ADDITIVITIES["instant"]
    assert statement.additivity_of("cash", "yoy") is RATIO
