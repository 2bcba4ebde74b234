"""The limits of a spreadsheet's formulas are those of the file as it is written."""

from __future__ import annotations

import pytest

from generator.xlsx.limits import unwritable

TAKEN = ["=A1", "=" + "+".join(["A1"] * 2_730), "=SUM(" + ",".join(["A1"] * 255) + ")",
         "=" + "ABS(" * 64 + "A1" + ")" * 64,
         "=" + "(" * 100 + "A1" + ")" * 100, '="' + "x" * 255 + '"', '="' + '""' * 127 + '"&A1',
         "='" + "x" * 31 + "'!A1&" + "&".join(["'It''s'!A1"] * 40), "=" + "&".join(['"a,b(c"'] * 400)]
BEYOND = [("=" + "+".join(["A1"] * 2_731), "has 8,193 characters as it is written; a spreadsheet takes 8,192"),
          ("=SUM(" + ",".join(["A1"] * 256) + ")", "more than 255 arguments"),
          ("=IF(1,SUM(" + ",".join(["A1"] * 256) + "),0)", "more than 255 arguments"),
          ("=" + "ABS(" * 65 + "A1" + ")" * 65, "more than 64 functions inside each other"),
          ('="' + "x" * 256 + '"', "a text of more than 255 characters")]


@pytest.mark.parametrize("formula", TAKEN)
def test_what_a_spreadsheet_takes(formula: str) -> None:
    assert unwritable(formula) == ""


@pytest.mark.parametrize(("formula", "words"), BEYOND)
def test_what_it_does_not_take(formula: str, words: str) -> None:
    assert words in unwritable(formula)
