"""The table of the font's letters is that of the font, and texts break where programs break them."""

from __future__ import annotations

import pytest

from generator.xlsx.letters import digits, lines, width_of
from generator.xlsx.styles import LOOKS
from tests.drawn import wide

PLAIN, BOLD, SMALL = LOOKS["Formula"], LOOKS["Section"], LOOKS["Note"]


@pytest.mark.parametrize("text", ["0123456789", "(12,345.6)", "Total transactions with owners",
                                  "income_statement.profit_to_owners@yoy", "Wide & Co. – 12.3% · n.m.", "✓ OK"])
def test_a_text_is_as_wide_as_the_font_has_it(text: str) -> None:
    """To a hundredth; a sign that the font lacks is taken from another one."""
    for look in (PLAIN, BOLD, SMALL):
        digit = wide("0", 9)
        assert digits(text, look) == pytest.approx(wide(text, look.size, look.bold) / digit, rel=0.01)


def test_a_digit_is_the_unit_and_a_column_keeps_five_pixels_beside_it() -> None:
    assert digits("0000", PLAIN) == 4
    assert width_of("0000", PLAIN) == 5.0  # 4 * 1.05 + 5/7 = 4.91, a tenth up


def test_signs_of_japanese_are_as_wide_as_they_are_high() -> None:
    assert digits("売上高", PLAIN) == pytest.approx(3 * 1000 / 556)


@pytest.mark.parametrize(("text", "width", "count"), [
    ("0000", 5.0, 1), ("0000 0000", 5.0, 2), ("0000 0000", 9.6, 2), ("0000 0000", 9.7, 1),
    ("00000000", 5.0, 2), ("000000000", 5.0, 3), ("0 00000000", 5.0, 3), ("0000-0000", 6.0, 2), ("0\n0", 9.0, 2)])
def test_words_stay_whole_where_they_fit_and_longer_ones_are_broken(text: str, width: float, count: int) -> None:
    """Widths in digits: 5 hold four, and 9.7 eight and a blank of half a one: 8.5 * 1.05 + 5/7 = 9.64."""
    assert lines(text, PLAIN, width) == count
