"""Two files for one filing: a sync program's conflict copy is no version, and an exact copy proves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.companies import FILED, FILING, changed, complaints

OLDER = changed(changed(FILING, "revenue: [100, 120]", "revenue: [100, 102]"), "profit: [40, 50]", "profit: [40, 32]")
FEWER = FILING[:FILING.index("  - statement: balance_sheet")]
OTHER_TITLE = changed(FILING, "Report for 1H2023", "Results for 1H2023")


def only(found: list[str], place: str, *words: str) -> None:
    assert len(found) == 1, found
    assert found[0].startswith(f"{place}:1:9: "), found
    for word in words:
        assert word in found[0], found


@pytest.mark.parametrize("name", ["2023-11-14 (conflicted copy)", "2023-11-14 2", "2023-11-14-LAPTOP",
                                  "2023-11-14.orig", "copy of 2023-11-14", "2023-11-15_revised"])
def test_a_copy_with_older_figures(tmp_path: Path, name: str) -> None:
    # Revenue 1H2023 120 is 102 in the copy, profit 50 is 32: two figures.
    only(complaints(tmp_path, {f"filings/{name}.yaml": OLDER}), f"filings/{name}.yaml",
         "one filing stands in two files", "2 figures typed otherwise", f"{FILED}:1:9")


def test_an_exact_copy(tmp_path: Path) -> None:
    only(complaints(tmp_path, {"filings/2023-11-14 2.yaml": FILING}), "filings/2023-11-14 2.yaml",
         "the same figures", FILED)


@pytest.mark.parametrize("text", [FEWER, FEWER.replace("heading: Profit or loss", "heading: Page 1"),
                                  changed(FEWER, "      costs: [(60), (70)]\n", "")])
def test_a_copy_that_is_not_finished(tmp_path: Path, text: str) -> None:
    only(complaints(tmp_path, {"filings/2023-11-14 2.yaml": text}), "filings/2023-11-14 2.yaml", FILED)


def test_a_title_with_other_spaces_and_capitals_is_the_same(tmp_path: Path) -> None:
    text = changed(FILING, "Report for 1H2023", '"report  for 1h2023 "')
    only(complaints(tmp_path, {"filings/2023-11-14 2.yaml": text}), "filings/2023-11-14 2.yaml", FILED)


def test_three_copies_are_two_messages(tmp_path: Path) -> None:
    found = complaints(tmp_path, {"filings/2023-11-14 2.yaml": FILING, "filings/2023-11-14 (3).yaml": OLDER})
    assert [each.partition(":")[0] for each in found] == ["filings/2023-11-14 (3).yaml", "filings/2023-11-14 2.yaml"]
    assert all(f"stand already at {FILED}" in each.replace(f"{tmp_path}/", "") for each in found)


def test_an_exact_copy_under_another_date(tmp_path: Path) -> None:
    text = changed(FILING, "filed: 2023-11-14", "filed: 2023-11-20")
    only(complaints(tmp_path, {"filings/2023-11-20.yaml": text}), "filings/2023-11-20.yaml",
         "the very same tables and figures", FILED)


@pytest.mark.parametrize("text", [
    OTHER_TITLE,
    changed(OTHER_TITLE, "filed: 2023-11-14", "filed: 2023-11-20"),
    changed(changed(OLDER, "Report for 1H2023", "Amended report for 1H2023"), "filed: 2023-11-14", "filed: 2024-01-10"),
    changed(OLDER, "filed: 2023-11-14", "filed: 2024-01-10"),
])
def test_another_document_is_a_version(tmp_path: Path, text: str) -> None:
    """Results and report of one day, an amended report, and one that gives figures otherwise later."""
    assert complaints(tmp_path, {"filings/another.yaml": text}) == []


def test_one_document_in_two_files_with_tables_of_their_own(tmp_path: Path) -> None:
    head = FILING[:FILING.index("  - statement: income_statement")]
    rest = head + FILING[FILING.index("  - statement: balance_sheet"):]
    assert complaints(tmp_path, {FILED: FEWER, "filings/2023-11-14_balance_sheet.yaml": rest}) == []
