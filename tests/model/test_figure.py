"""What a filing prints becomes an exact decimal, and nothing else does."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.figure import LOST, NIL, NUMBER, TODO, WORDS, NotAFigure, parse


@pytest.mark.parametrize(("literal", "value", "decimals", "printed"), [
    ("1234", "1234", 0, "1,234"), ("1,234", "1234", 0, "1,234"), ("(1,234)", "-1234", 0, "(1,234)"),
    ("(1234)", "-1234", 0, "(1,234)"), ("△1,234", "-1234", 0, "△1,234"), ("▲1234", "-1234", 0, "▲1,234"),
    ("−5", "-5", 0, "−5"), ("－5", "-5", 0, "－5"), ("-5", "-5", 0, "-5"), ("26.80", "26.80", 2, "26.80"),
    ("12.3%", "12.3", 1, "12.3%"), ("(12.3%)", "-12.3", 1, "(12.3%)"), ("(12.3)%", "-12.3", 1, "(12.3)%"),
    ("0", "0", 0, "0"), ("0.0", "0.0", 1, "0.0"), (".5", "0.5", 1, "0.5"), (" 7 ", "7", 0, "7"),
    ("△ 7", "-7", 0, "△ 7"), ("1,234,567.89", "1234567.89", 2, "1,234,567.89"),
    ("187,069,600", "187069600", 0, "187,069,600"), ("+110,519", "110519", 0, "+110,519"), ("+8.8%", "8.8", 1, "+8.8%"),
])
def test_printed_forms(literal: str, value: str, decimals: int, printed: str) -> None:
    figure = parse(literal)
    assert (figure.kind, figure.value, figure.decimals, figure.printed) == (NUMBER, Decimal(value), decimals, printed)


@pytest.mark.parametrize("literal", ["nil", "-", "–", "—", "―", "－"])
def test_a_printed_dash_is_nil(literal: str) -> None:
    figure = parse(literal)
    assert (figure.kind, figure.value, figure.printed) == (NIL, Decimal(0), "–")


@pytest.mark.parametrize(("literal", "kind"), [("todo", TODO), ("lost", LOST)])
def test_a_figure_that_is_not_there_has_no_value(literal: str, kind: str) -> None:
    assert (parse(literal).kind, parse(literal).value) == (kind, None)


@pytest.mark.parametrize(("literal", "advice"), [
    ("", "nil for a printed dash, todo"), ("  ", "nil for a printed dash, todo"), ("null", "write nil"),
    ("~", "write nil"), ("None", "write nil"), ("1_000", "write 1000"),
    ("1:30", "time of day"), ("017", "starts with a zero"), ("0,123", "starts with a zero"), ("0x1F", "as printed"),
    ("0o17", "as printed"), ("1e3", "as printed"), (".inf", "as printed"),
    ("true", "as printed"), ("hello", "as printed"), ("2023-01-01", "as printed"), ("=1+1", "as printed"),
    ("12,3", "thousands commas"), ("1,2345", "thousands commas"), ("1.", "write 1"), (".", "as printed"),
    ("()", "as printed"), ("+", "as printed"), ("+-5", "as printed"),
    ("(-5)", "as printed"), ("△(5)", "as printed"), ("--5", "as printed"), ("(5", "write (5)"),
    ("5 000", "as printed"), ("１２", "half-width characters: write 12"),
    ("（1,234）", "half-width characters: write (1,234)"),
    ("٣", "as printed"), ("²", "as printed"), ("1234567890123456", "15 digits"), ("9" * 5000, "15 digits"),
    ("1.123456789012345", "15 digits"),
])
def test_anything_else_is_refused_with_advice(literal: str, advice: str) -> None:
    with pytest.raises(NotAFigure) as refusal:
        parse(literal)
    assert advice in str(refusal.value)


@pytest.mark.parametrize(("literal", "value", "mark"), [
    ("12.3%", "12.3", "%"), ("12.3 %", "12.3", "%"), ("(12.3%)", "-12.3", "%"), ("(12.3)%", "-12.3", "%"),
    ("(0.8) pp", "-0.8", "pp"), ("+0.8pt", "0.8", "pp"), ("△0.8ポイント", "-0.8", "pp"),
    ("1.2 percentage points", "1.2", "pp"),
    ("(0.8 p.p.)", "-0.8", "pp"), ("2.5x", "2.5", "x"), ("2.5 X", "2.5", "x"), ("2.5倍", "2.5", "x"),
    ("45 bps", "45", "bps"), ("(45)bp", "-45", "bps"), ("1,234 basis points", "1234", "bps"), ("1234", "1234", ""),
])
def test_a_mark_behind_the_digits_is_kept(literal: str, value: str, mark: str) -> None:
    figure = parse(literal)
    assert (figure.value, figure.mark) == (Decimal(value), mark)
    assert parse(figure.printed) == figure


@pytest.mark.parametrize("literal", ["n.m.", "N.M.", "nm", "n/m", "n.a.", "N/A", "NA", "not meaningful"])
def test_words_in_the_place_of_a_figure_are_kept(literal: str) -> None:
    figure = parse(f" {literal} ")
    assert (figure.kind, figure.value, figure.printed) == (WORDS, None, literal)


BAD = ["１２", "１２,３４", "（１,２３４）", "1_000", "0_1", "12,3", "1.234,5", "012,3", "(1.234,56)", "1.234.567",
       "0.123.456",
       "(1.234.567)", "5 000", "5 123", "1,234 5,678", "(1,234) 12.3%", "1 234 567", "nil 5", "1.2.3", "12,34%",
       "１．５％", "△１２", "5 .", "7 0,1", "0 000", "1 000 %"]


@pytest.mark.parametrize("literal", BAD)
def test_a_form_that_is_offered_can_be_read(literal: str) -> None:
    with pytest.raises(NotAFigure) as refusal:
        parse(literal)
    offers = re.findall(r"write ([^a-z;].*?|nil.*?)(?=;|$)", str(refusal.value))
    for offer in offers:
        assert all(parse(each).kind in (NUMBER, NIL) for each in offer.split(", ")), refusal.value


@pytest.mark.parametrize(("literal", "offers"), [
    ("１２", "write 12"), ("１２,３４", "half-width"), ("5 000", "without spaces: write 5000"),
    ("1.234,5", "write 1234.5"),
    ("5 123", "write 5, 123; of one figure, as printed, without spaces: write 5123"),
    ("1,234 5,678", "missing between two: write 1,234, 5,678"), ("1.234.567", "write 1234567"), ("0_1", "not how"),
])
def test_what_is_meant_is_offered(literal: str, offers: str) -> None:
    with pytest.raises(NotAFigure, match=re.escape(offers)):
        parse(literal)


NUMBERS = st.builds(lambda digits, places: Decimal(digits).scaleb(-places),
                    st.integers(0, 10**12), st.integers(0, 3))
FORMS = {"{}": 1, "({})": -1, "( {} )": -1, "△{}": -1, "▲{}": -1, "−{}": -1, "－{}": -1, "-{}": -1, " {} ": 1, "{}%": 1,
         "({}%)": -1, "△{}%": -1, "{} %": 1, "({}) pp": -1, "+{}pt": 1, "({} p.p.)": -1, "{}x": 1, "{} times": 1,
         "△{}倍": -1, "{} bps": 1, "-{}ポイント": -1}


@given(NUMBERS, st.sampled_from(sorted(FORMS)), st.booleans())
def test_a_printed_number_is_read_back(number: Decimal, form: str, grouped: bool) -> None:
    text = form.format(f"{number:,f}" if grouped else f"{number:f}")
    figure = parse(text)
    assert figure.value == FORMS[form] * number
    assert figure.decimals == max(0, -int(number.as_tuple().exponent))
    assert parse(figure.printed).value == figure.value
    assert figure.printed == form.format(f"{number:,f}").strip()


@given(st.text() | st.text(alphabet="0123456789.,()-△▲−－%_:xe ~nil", max_size=12))
def test_no_text_ends_in_anything_but_a_figure_or_not_a_figure(text: str) -> None:
    try:
        figure = parse(text)
    except NotAFigure as refusal:
        assert str(refusal)
    else:
        assert (figure.value is None) == (figure.kind in (TODO, LOST, WORDS))
