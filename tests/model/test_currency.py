"""Currency codes, and the rates that cover a day or a period."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from generator.model.currency import Rate, Step, code_of, currency_in, steps
from generator.model.period import Period

DAY = Period(datetime.date(2023, 12, 31))
YEAR = Period(datetime.date(2023, 12, 31), datetime.date(2023, 1, 1))
QUARTER = Period(datetime.date(2023, 3, 31), datetime.date(2023, 1, 1))


@pytest.mark.parametrize(("typed", "code"), [
    ("JPY", "JPY"), ("GBX", "GBX"), ("GBp", "GBX"), ("ZAc", "ZAC"), ("RMB", "CNY"), ("jpy", ""), ("YEN", ""), ("", "")])
def test_codes(typed: str, code: str) -> None:
    assert code_of(typed) == code


@pytest.mark.parametrize(("label", "code"), [
    ("GBP", "GBP"), ("USD thousand", "USD"), ("EUR per tonne", "EUR"), ("GBP/share", "GBP"), ("pence", ""),
    ("GBP in EUR", ""), ("number", "")])
def test_the_currency_that_a_label_names(label: str, code: str) -> None:
    assert currency_in(label) == code


def rate(value: str, period: Period, within: bool = False, base: str = "USD", quote: str = "JPY") -> Rate:
    return Rate(base, quote, Decimal(value), period, "Page 3", within)


def test_a_rate_is_used_in_both_directions() -> None:
    rates = (rate("140", YEAR),)
    assert steps(rates, "USD", "JPY", YEAR) == (Step("*", 1),)
    assert steps(rates, "JPY", "USD", YEAR) == (Step("/", 1),)


def test_balances_go_by_the_rate_of_their_day_and_flows_by_that_of_their_period() -> None:
    rates = (rate("140", YEAR), rate("141", DAY))
    assert steps(rates, "USD", "JPY", DAY) == (Step("*", 2),)
    assert steps(rates, "USD", "JPY", QUARTER) is None
    assert steps(rates, "USD", "EUR", YEAR) is None
    assert steps(rates, "USD", "JPY", None) is None


def test_a_rate_within_which_days_and_periods_lie_stands_behind_one_of_their_own() -> None:
    rates = (rate("100", YEAR, within=True), rate("140", QUARTER))
    assert steps(rates, "USD", "JPY", DAY) == (Step("*", 1),)
    assert steps(rates, "USD", "JPY", QUARTER) == (Step("*", 2),)
    assert steps(rates, "USD", "JPY", Period(datetime.date(2024, 1, 1))) is None


def test_a_hundredth_follows_its_currency_without_a_rate() -> None:
    assert steps((), "GBX", "GBP", None) == (Step("/"),)
    assert steps((), "GBP", "GBX", None) == (Step("*"),)
    assert steps((rate("1.25", DAY, base="GBP", quote="USD"),), "GBX", "USD", DAY) == (Step("/"), Step("*", 1))
    assert steps((rate("1.25", DAY, base="GBP", quote="USD"),), "USD", "GBX", DAY) == (Step("/", 1), Step("*"))
