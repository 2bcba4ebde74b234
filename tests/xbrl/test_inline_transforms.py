"""Each transformation of the registries: what it reads, and what it refuses."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.xbrl.transform_dates import as_date
from generator.xbrl.transforms import UnknownTransform, number, scaled, words

YEARS = ("2010-04-20", "2011-07-31", "2015-02-26", "2020-02-12", "2022-02-16")
REGISTRY = "http://www.xbrl.org/inlineXBRL/transformation/2022-02-16"
SEC = "http://www.sec.gov/inlineXBRL/transformation/2015-08-31"


@pytest.mark.parametrize(("name", "text", "value"), [
    ("num-dot-decimal", "1,234,567.89", "1234567.89"), ("num-dot-decimal", "1 234", "1234"),
    ("num-dot-decimal", " 12,34 ", "1234"), ("num-dot-decimal", ".5", "0.5"), ("num-dot-decimal", "１，２３４", "1234"),
    ("numdotdecimal", "1,234", "1234"), ("numdotdecimal", "1234567", "1234567"), ("numdotdecimal", "0.92", "0.92"),
    ("num-comma-decimal", "1.234.567,89", "1234567.89"), ("numcommadecimal", "1.234,5", "1234.5"),
    ("num-comma-decimal", "1 234,5", "1234.5"), ("num-comma-decimal", "1\u202f234", "1234"),
    ("num-dot-decimal-apos", "1’234’567.5", "1234567.5"), ("num-comma-decimal-apos", "1'234,5", "1234.5"),
    ("num-unit-decimal", "5円00銭", "5.00"), ("numunitdecimal", "1,234円5銭", "1234.05"),
    ("numunitdecimal", "12 euros 7 cents", "12.07"), ("num-unit-decimal-apos", "1'234 fr. 50", "1234.50"),
    ("numdotdecimalin", "1,23,45,678.9", "12345678.9"), ("numcommadot", "1,234.5", "1234.5"),
    ("numdotcomma", "1.234,5", "1234.5"), ("numspacedot", "1 234.5", "1234.5"), ("numspacecomma", "1 234,5", "1234.5"),
    ("numcomma", "1234,5", "1234.5"), ("numcomma", "1234567,5", "1234567.5"), ("numdash", "-", "0"),
    ("zerodash", "—", "0"), ("zerodash", "－", "0"), ("fixed-zero", "nil", "0"), ("fixed-zero", "", "0"),
])
def test_a_number(name: str, text: str, value: str) -> None:
    assert number(REGISTRY, name, text) == Decimal(value)


@pytest.mark.parametrize("year", YEARS)
def test_registries_of_all_years(year: str) -> None:
    assert number(f"http://www.xbrl.org/inlineXBRL/transformation/{year}", "numdotdecimal", "1,234") == 1234
    assert words(f"http://www.xbrl.org/inlineXBRL/transformation/{year}", "booleantrue", "有") == "true"


@pytest.mark.parametrize(("name", "text"), [
    ("num-dot-decimal", "1.2.3"), ("num-dot-decimal", "1,234-"), ("num-dot-decimal", ""), ("num-dot-decimal", "."),
    ("num-dot-decimal", "1,234²"), ("num-dot-decimal", "12a"), ("num-dot-decimal", "٣"), ("num-dot-decimal", "-5"),
    ("numdotdecimal", "1.234,5"), ("numdotdecimal", "12,34"), ("numcommadecimal", "1,234.5"), ("numspacedot", "12 34"),
    ("zerodash", "5"), ("zerodash", "--"), ("numdash", ""), ("numunitdecimal", "12円"),
    ("numunitdecimal", "1.5円50銭銭2"),
    ("numdotdecimalin", "1,2,3"), ("", "1,234"), ("", "-5"), ("", "1e5"), ("", "NaN"), ("", "1" * 101),
])
def test_what_a_transformation_does_not_read(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"prints|characters"):
        number(REGISTRY, name, text)


@pytest.mark.parametrize(("namespace", "name"), [
    (REGISTRY, "num-foo"), (REGISTRY, "date-day-month"), (REGISTRY, "nocontent"), (SEC, "numinf"),
    ("http://www.example.com/", "num-dot-decimal"), ("", "num-dot-decimal")])
def test_an_unknown_transformation_of_a_number(namespace: str, name: str) -> None:
    with pytest.raises(UnknownTransform):
        number(namespace, name, "5")


@pytest.mark.parametrize(("text", "value"), [
    ("no", 0), ("None", 0), ("nil", 0), ("zero", 0), ("two", 2), ("Twelve", 12), ("twenty-one", 21), ("forty five", 45),
    ("one hundred", 100), ("twelve hundred", 1200), ("two hundred and five", 205), ("three million", 3000000),
    ("one billion, two hundred million and one", 1200000001), ("five hundred twelve thousand", 512000)])
def test_a_number_in_words(text: str, value: int) -> None:
    assert number(SEC, "numwordsen", text) == value


@pytest.mark.parametrize("text", ["", "several", "one two", "twenty twenty", "hundred", "one million billion", "and",
                                  "twenty eleven", "zero one", "million", "two of five"])
def test_words_that_are_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="prints"):
        number(SEC, "numwordsen", text)


@pytest.mark.parametrize(("name", "text", "value"), [
    ("dateslashus", "7/1/2023", "2023-07-01"), ("dateslasheu", "1/7/2023", "2023-07-01"),
    ("datedotus", "07.01.23", "2023-07-01"), ("datedoteu", "01.07.2023", "2023-07-01"),
    ("datelongus", "July 1, 2023", "2023-07-01"), ("dateshortuk", "1 Jul 2023", "2023-07-01"),
    ("datedaymonthyear", "1.7.2023", "2023-07-01"), ("datemonthdayyear", "7-1-2023", "2023-07-01"),
    ("datemonthdayyearen", "July\u00a01, 2023", "2023-07-01"), ("datedaymonthyearen", "1st July 2023", "2023-07-01"),
    ("date-monthname-day-year-en", "SEPTEMBER 30, 2023", "2023-09-30"),
    ("datedaymonthen", "30 September", "--09-30"), ("date-monthname-day-en", "September 30", "--09-30"),
    ("date-month-day", "2/29", "--02-29"), ("datemonthyearen", "March 2024", "2024-03"),
    ("dateyearmonthen", "2024 March", "2024-03"), ("date-month-year", "3/2024", "2024-03"),
    ("dateyearmonthdaycjk", "2024年５月14日", "2024-05-14"), ("dateyearmonthcjk", "2024年5月", "2024-05"),
    ("date-year-month-day", "2024/5/14", "2024-05-14"), ("dateerayearmonthdayjp", "令和６年５月14日", "2024-05-14"),
    ("date-jpn-era-year-month-day", "平成31年4月30日", "2019-04-30"), ("dateerayearmonthjp", "令和元年5月", "2019-05"),
    ("dateerayearmonthdayjp", "昭和64年1月7日", "1989-01-07"), ("dateerayearmonthdayjp", "令6年5月14日", "2024-05-14"),
    ("date-day-monthname-year-de", "31. März 2024", "2024-03-31"),
    ("date-day-monthname-year-fr", "1er février 2024", "2024-02-01"),
    ("date-day-monthname-year-es", "31 de diciembre de 2023", "2023-12-31"),
    ("date-day-monthname-year-cs", "30. června 2023", "2023-06-30"),
    ("date-day-monthname-year-cs", "31. července 2023", "2023-07-31"),
    ("date-day-monthname-year-pl", "31 października 2023", "2023-10-31"),
    ("date-day-monthname-year-el", "31 Δεκεμβρίου 2023", "2023-12-31"),
    ("date-day-monthname-year-bg", "15 май 2023", "2023-05-15"),
    ("date-year-monthname-day-hu", "2023. december 31.", "2023-12-31"),
    ("date-year-day-monthname-lv", "2023. gada 31. decembris", "2023-12-31"),
    ("date-day-monthroman-year", "5.XII.2020", "2020-12-05"),
    ("datequarterend", "first quarter of 2021", "2021-03-31"), ("datequarterend", "2021 Q2", "2021-06-30"),
])
def test_a_date(name: str, text: str, value: str) -> None:
    assert words(REGISTRY, name, text) == value


@pytest.mark.parametrize(("name", "text"), [
    ("date-month-day-year", "13/1/2023"), ("date-day-month", "31/2"), ("datemonthdayyearen", "July 1, 2023 or so"),
    ("date-day-monthname-year-de", "31. Foo 2024"), ("dateerayearmonthdayjp", "2024年5月14日"),
    ("date-year-month", "2023"),
    ("date-day-monthroman", "5.XIIII"), ("datequarterend", "2021"), ("date-year-month-day", "0/1/1")])
def test_what_is_no_date(name: str, text: str) -> None:
    try:
        read = as_date(name, text)
    except ValueError:
        return
    assert read == "2000-01-01" and text == "0/1/1"


@pytest.mark.parametrize(("name", "text", "value"), [
    ("duryear", "5", "P5Y"), ("duryear", "2.5", "P2Y6M"), ("durmonth", "18", "P18M"), ("durweek", "2", "P14D"),
    ("durday", "30", "P30D"), ("durhour", "8", "PT8H"), ("duryear", "-3", "-P3Y"),
    ("durwordsen", "two years and six months", "P2Y6M"), ("durwordsen", "Ten days", "P10D"),
    ("durwordsen", "12 months", "P12M"), ("boolballotbox", "☐", "false"), ("boolballotbox", "☒", "true"),
    ("exchnameen", "The Nasdaq  Stock Market LLC", "The Nasdaq Stock Market LLC"),
    ("entityfilercategoryen", "Large Accelerated Filer", "Large Accelerated Filer"),
])
def test_the_securities_commissions_own(name: str, text: str, value: str) -> None:
    assert words(SEC, name, text) == value


@pytest.mark.parametrize(("name", "text", "value"), [
    ("fixed-true", "x", "true"), ("fixed-false", "無", "false"), ("booleanfalse", "無", "false"),
    ("nocontent", "x", ""),
    ("fixed-empty", "x", ""), ("num-dot-decimal", "1,234", "1234"), ("", " as it is ", " as it is ")])
def test_fixed_values(name: str, text: str, value: str) -> None:
    assert words(REGISTRY, name, text) == value


def test_scale_and_sign_are_exact() -> None:
    assert str(scaled(Decimal("6059"), 6, is_negative=True)) == "-6059000000"
    assert str(scaled(Decimal("12.5"), -2, is_negative=False)) == "0.125"
    assert str(scaled(Decimal("0"), 6, is_negative=True)) == "0" * 7 or scaled(Decimal(0), 6, is_negative=True) == 0
    with pytest.raises(ValueError, match="scale"):
        scaled(Decimal(1), 41, is_negative=False)


@given(st.decimals(min_value=0, max_value=10 ** 15, places=4, allow_nan=False), st.integers(-9, 12))
def test_every_figure_comes_back(value: Decimal, scale: int) -> None:
    assert number(REGISTRY, "num-dot-decimal", f"{value:,}") == value
    european = f"{value:,}".translate(str.maketrans(",.", ".,"))
    assert number(REGISTRY, "num-comma-decimal", european) == value
    assert scaled(value, scale, is_negative=False) == value * Decimal(10) ** scale


@given(st.sampled_from(["num-dot-decimal", "numdotdecimal", "num-unit-decimal", "numwordsen", "zerodash",
                        "date-day-month", "date-day-monthname-year-de", "durwordsen", "datequarterend",
                        "dateerayearmonthdayjp"]),
       st.text(max_size=40) | st.text("0123456789.,- 年月日元令和onetwhurdyasmi", max_size=30))
def test_any_text_is_read_or_refused(name: str, text: str) -> None:
    for namespace in (REGISTRY, SEC):
        for read in (number, words):
            with suppress(ValueError):
                read(namespace, name, text)
