"""Where printed pages end, of small sheets whose rows are counted by hand."""

from __future__ import annotations

import pytest

from generator.xlsx.cells import Formula, Pages, Sheet
from generator.xlsx.pages import column_breaks, heights, row_breaks

ROOM = 52
"""Rows of twelve points below one title row on A4: (595.3 - 72) / 0.78 * 0.97 = 650.8, less 21 for the title: 52.5."""


def sheet(rows: int, blocks: tuple[tuple[int, int], ...] = ()) -> Sheet:
    made = Sheet("Notes", "statement", {1: 20.0}, pages=Pages(((2, 1), (rows + 1, 1)), (1, 1), blocks=blocks))
    for row in range(1, rows + 2):
        made.put(row, 1, "text", "Label")
    return made


@pytest.mark.parametrize(("rows", "pages"), [(1, 1), (ROOM, 1), (ROOM + 1, 2), (2 * ROOM, 2), (2 * ROOM + 1, 3)])
def test_a_page_holds_what_it_can(rows: int, pages: int) -> None:
    made = sheet(rows)
    assert len(row_breaks(made, heights(made))) + 1 == pages


def test_a_text_that_begins_as_a_formula_does_has_room_for_its_lines() -> None:
    """Six words of ten signs do not fit twenty digits; what a formula shows has not the length of its text."""
    made, text = Sheet("Notes", "statement", {1: 20.0}), "=" + " ".join(["mmmmmmmmmm"] * 6)
    made.put(2, 1, text, "Label")
    made.put(3, 1, Formula(text), "Label")
    high = heights(made)
    assert high[2] > 2 * 9 and 3 not in high


def test_a_last_page_does_not_hold_next_to_nothing() -> None:
    (end,) = row_breaks(made := sheet(ROOM + 1), heights(made))
    assert made.last_row - end >= 0.15 * ROOM - 1


def test_a_block_that_fits_a_page_is_not_torn() -> None:
    """Blocks of 30 rows, of which two do not fit a page."""
    made = sheet(90, ((2, 1), (32, 1), (62, 1)))
    assert row_breaks(made, heights(made)) == [31, 61]


def test_a_block_longer_than_a_page_ends_one_at_a_heading_inside_it() -> None:
    made = sheet(80, ((2, 1), (42, 2)))
    assert row_breaks(made, heights(made)) == [41]


def test_no_heading_is_the_last_row_of_a_page() -> None:
    """The heading stands where a page would be full."""
    made = sheet(80, ((2, 1), (ROOM + 1, 2)))
    assert row_breaks(made, heights(made)) == [ROOM]


def test_wrapped_rows_take_their_room() -> None:
    """Two lines of nine points and a quarter, and one point: 24."""
    made = sheet(ROOM // 2 + 1)
    made.widths[2] = 11  # less five pixels and an indent of nine, a twentieth less: 8.6 digits
    for row in range(2, ROOM // 2 + 3):
        made.put(row, 2, "00000000 00000000", "Label")
    assert set(heights(made).values()) == {21.0, 24.0}
    assert len(row_breaks(made, heights(made))) == 1


def test_columns_that_do_not_fit_beside_the_titles_stand_on_pages_of_their_own_the_newest_together() -> None:
    """On A4 (841.9 - 57.6) / 0.78 / 5.25 = 191.5 digits: beside 41 of titles seven columns of twenty, not ten."""
    made = Sheet("Notes", "statement", {1: 41.0} | dict.fromkeys(range(2, 12), 20.0),
                 pages=Pages(((2, 2), (3, 11)), (1, 1), (1, 1)))
    assert column_breaks(made, made.widths) == [4]
    made.pages = Pages(((2, 2), (3, 11)), (1, 1), (1, 1), spans=(2, 6, 10))
    assert column_breaks(made, made.widths) == [5]
    made.folded = frozenset({2, 3, 4})
    assert column_breaks(made, made.widths) == []


def test_letter_is_narrower_and_higher_than_a4() -> None:
    """(792 - 57.6) / 0.78 / 5.25 = 179.3 digits; (612 - 72) / 0.78 * 0.97 - 21 = 650.5, 54 rows."""
    made = sheet(54)
    made.paper = "Letter"
    assert row_breaks(made, heights(made)) == []
    assert len(row_breaks(sheet(54), {})) == 1
    made.pages = Pages(((2, 1), (3, 9)), (1, 1))
    assert column_breaks(made, dict.fromkeys(range(1, 10), 20.0)) == [1]
    assert column_breaks(sheet(1), {}) == []
