"""``rates:`` and ``share_price:`` of company.yaml: what they may say, and what is wrong with them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from generator.model.company import SharePrice
from generator.model.currency import Rate
from generator.model.period import Period
from generator.model.problem import Problems
from tests.companies import COMPANY, complaints, read, write_company

MARCH = datetime.date(2024, 3, 31)


def company(*lines: str) -> dict[str, str | bytes | None]:
    return {"company.yaml": COMPANY + "\n".join(lines) + "\n"}


def rates(*each: str) -> dict[str, str | bytes | None]:
    return company("rates:", *(f"  - {{{line}}}" for line in each))


def test_rates_of_a_day_of_a_period_and_of_all_within(tmp_path: Path) -> None:
    book = read(write_company(tmp_path, rates(
        "from: USD, to: JPY, rate: 151.41, date: 2024-03-31, source: Central bank",
        'from: USD, to: JPY, rate: "144.62", period: FY2023, source: Page 3',
        "from: GBp, to: JPY, rate: 1.9, since: 2023-04-01, until: 2024-03-31, source: Page 3".replace("GBp", "GBP"),
    )), problems := Problems())
    assert problems.sorted() == []
    assert book
    year = Period(MARCH, datetime.date(2023, 4, 1))
    assert book.company.rates == (
        Rate("USD", "JPY", Decimal("151.41"), Period(MARCH), "Central bank"),
        Rate("USD", "JPY", Decimal("144.62"), year, "Page 3"),
        Rate("GBP", "JPY", Decimal("1.9"), year, "Page 3", within=True))


@pytest.mark.parametrize(("line", "message"), [
    ("from: USD, to: JPY, rate: 151, source: P", "a rate needs 'date:' (a day, for balances), 'period:' (e.g. FY2022"),
    ("from: USD, to: JPY, rate: 151, date: 2024-03-31", "the key 'source' is missing here"),
    ("from: USD, to: YEN, rate: 151, date: 2024-03-31, source: P",
     "'YEN' is no currency; write its three capital letters"),
    ("from: USD, to: USD, rate: 1, date: 2024-03-31, source: P", "a rate is between two currencies; both are USD"),
    ("from: GBX, to: JPY, rate: 1, date: 2024-03-31, source: P", "a hundredth (GBX) follows that of its currency"),
    ("from: USD, to: JPY, rate: 0, date: 2024-03-31, source: P", "expected a number above zero"),
    ("from: USD, to: JPY, rate: 1, period: 2023, source: P", "'2023' is no period; write one as columns have it"),
    ("from: USD, to: JPY, rate: 1, since: 2023-04-01, source: P", "'since:' and 'until:' go together"),
    ("from: USD, to: JPY, rate: 1, since: 2023-04-01, until: 2023-03-01, source: P", "2023-03-01 is before 2023-04-01"),
    ("from: USD, to: JPY, rate: 1, date: 2023-04-01, period: FY2023, source: P", "'period:' stands beside 'date:'"),
])
def test_what_is_wrong_with_a_rate(tmp_path: Path, line: str, message: str) -> None:
    found = complaints(tmp_path, rates(line))
    assert len(found) == 1
    assert found[0].startswith("company.yaml:10:")
    assert message in found[0]


def test_one_day_has_one_rate(tmp_path: Path) -> None:
    found = complaints(tmp_path, rates("from: USD, to: JPY, rate: 151, date: 2024-03-31, source: P",
                                       "from: JPY, to: USD, rate: 0.0066, date: 2024-03-31, source: Q"))
    assert found == ["company.yaml:11:5: a rate of JPY and USD for this time stands above already; one day or period "
                     "has one rate"]


@pytest.mark.parametrize(("said", "price"), [
    ("", SharePrice(Decimal(1500), MARCH, "JPY")),
    (", currency: JPY", SharePrice(Decimal(1500), MARCH, "JPY")),
    (", currency: GBp", SharePrice(Decimal(1500), MARCH, "GBX")),
    (", currency: USD, shares: 10", SharePrice(Decimal(1500), MARCH, "USD", Decimal(10))),
])
def test_a_share_price_may_say_its_currency_and_of_how_many_shares_it_is(
        tmp_path: Path, said: str, price: SharePrice) -> None:
    folder = write_company(tmp_path, company(f"share_price: {{value: 1500, date: 2024-03-31{said}}}"))
    book = read(folder, problems := Problems())
    assert problems.sorted() == []
    assert book
    assert book.company.share_price == price


def test_a_price_in_no_currency(tmp_path: Path) -> None:
    assert complaints(tmp_path, company("share_price: {value: 1500, date: 2024-03-31, currency: pence}")) == [
        "company.yaml:9:56: 'pence' is no currency; write its three capital letters, as JPY, USD or EUR (GBX for "
        "pence)"]
