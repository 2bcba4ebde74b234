"""The words that the terminal and the page share, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from generator.report import words


@pytest.mark.parametrize(("value", "said"), [
    (None, "n.a."), (0.0, "0"), (-0.0, "0"), (1234567.0, "1,234,567"), (-6.0, "-6"), (0.12346, "0.1235"),
    (1700.2, "1,700.2"),
])
def test_numbers_have_thousands_and_no_more_digits_than_it_takes(value: float | None, said: str) -> None:
    assert words.number(value) == said


def test_lines_of_one_file_name_it_once() -> None:
    assert words.places([]) == "–"
    assert words.places(["a.yaml:7", "a.yaml:8"]) == "a.yaml:7, 8"
    assert words.places(["a.yaml:7", "a.yaml:8", "b.yaml:3"]) == "a.yaml:7, 8 and 1 more"
    assert words.places([f"a.yaml:{line}" for line in range(1, 7)]) == "a.yaml:1, 2, 3, 4 and 2 more"


def test_a_long_list_says_how_much_is_left() -> None:
    assert words.first(["a", "b"], 3) == "a, b"
    assert words.first(["a", "b", "c"], 1) == "a and 2 more"


def test_one_check_fails_and_several_fail() -> None:
    assert words.together({"checks": ["a"]}) == "1 check that fails together"
    assert words.together({"checks": ["a", "b"]}) == "2 checks that fail together"


def test_an_explanation_names_each_slip_and_in_a_line_its_first_figure() -> None:
    change = {"label": "Costs", "period": "1H2023", "value": "(76)", "would_be": "(70)"}
    repair: dict[str, Any] = {"head": "Possible", "slips": [{"kind": "one digit misread", "changes": [change]},
                                            {"kind": "sign lost", "changes": [{**change, "label": "Tax"}] * 6}]}
    assert words.explanation(repair) == "Possible: one digit misread and sign lost"
    assert words.in_a_line([repair], 3) == "Costs 1H2023 (76) → (70) and Tax 1H2023 (76) → (70)"
    assert [words.unshown(slip) for slip in repair["slips"]] == ["", "and 2 more figures of the same table"]


def test_a_row_left_out_is_told_with_its_figures() -> None:
    row = {"label": "the row Software", "total": "Investing", "agrees": 2, "figures": [
        {"value": "(75)", "period": "1H2022", "member": ""}, {"value": "(80)", "period": "1H2023", "member": "Own"}]}
    assert words.left_out(row) == "Possible: the row Software was left out of Investing"
    assert words.held(row) == "It would hold (75) (1H2022), (80) (1H2023 Own); 2 more checks agree with it"
