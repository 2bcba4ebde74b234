"""The stages of a build: told while they are at work, timed, and ended in one error where something is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.output import look
from generator.pipeline import Result, Stages, build, regenerate
from generator.refused import Refused
from tests.companies import FILED, FILING, changed, write_company


def test_each_stage_is_timed_in_its_order(iij: Result) -> None:
    assert list(iij.seconds) == ["reading", "proving", "laying out", "writing", "calculating", "storing values"]
    assert all(seconds > 0 for seconds in iij.seconds.values())


def test_a_stage_that_is_refused_leaves_no_line_of_progress(tmp_path: Path) -> None:
    told: list[str] = []
    with pytest.raises(Refused):
        build(tmp_path / "nowhere", Stages(told.append))
    assert told == ["reading", ""]


def test_every_mistake_is_a_line_and_the_last_line_counts_them(tmp_path: Path) -> None:
    wrong = changed(changed(FILING, "revenue: [100, 120]", "revenue: [100, x]"), "cash: [10, 15]", "cash: [10, y]")
    with pytest.raises(Refused) as refused:
        build(write_company(tmp_path, {FILED: wrong}))
    first, second, count = refused.value.lines
    assert first.startswith(f"{tmp_path / FILED}:7:22: ")
    assert second.startswith(f"{tmp_path / FILED}:14:18: ")
    assert count == "2 mistakes found; nothing was written"


def test_a_file_that_cannot_be_replaced_is_refused_with_its_path(tmp_path: Path) -> None:
    standing = look(tmp_path / "book.xlsx")
    (tmp_path / "book.xlsx").mkdir()
    told: list[str] = []
    for place in (tmp_path / "book.xlsx", standing):
        with pytest.raises(Refused) as refused:
            regenerate(place, b"", stages=Stages(told.append))
        assert refused.value.lines == (f"{tmp_path / 'book.xlsx'}: cannot be written: is a folder",)
    assert told == ["replacing the file", ""]
