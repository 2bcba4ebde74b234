"""Every code block of every page runs: as a reader would, from the top of the page down."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli import main
from handbook.site import ROOT
from tests.handbook.blocks import Block, blocks, run
from tests.handbook.excerpts import fits_somewhere
from tests.intake.japanese_filing import write_edinet, write_tdnet
from tests.intake.small_filing import THIRD_QUARTER, YEAR, write_zip
from tests.xbrl.test_taxonomies import JAPANESE, package

PAGES = sorted(path.name for path in (ROOT / "docs").glob("*.md"))


def with_examples(folder: Path) -> None:
    """The companies that the project brings along, typed ones."""
    for name in ("iij", "netflix"):
        shutil.copytree(ROOT / "inputs" / name, folder / "inputs" / name)


def with_downloads(folder: Path) -> None:
    """Small filings in the real form, under the names of the page."""
    write_zip(folder / "downloads" / "aapl-10q-2023-07-01.zip", "10-Q", THIRD_QUARTER)
    write_zip(folder / "downloads" / "aapl-10k-2023-09-30.zip", "10-K", YEAR)
    write_edinet(folder / "downloads" / "edinet-2q2023.zip")
    write_tdnet(folder / "downloads" / "tdnet-2q2023.zip")
    package(folder / "downloads" / "jppfs.zip", ja=JAPANESE)


def with_a_workbook(folder: Path) -> None:
    """The examples, of which one is built."""
    with_examples(folder)
    assert main(["build", str(folder / "inputs" / "iij"), "-o", str(folder / "output" / "iij.xlsx")]) == 0


BEFORE: dict[str, Callable[[Path], None]] = {
    "tutorial.md": lambda _: None, "import.md": with_downloads, "regeneration.md": with_a_workbook}
"""What stands in the folder before a page begins, where it is not the examples."""


@pytest.mark.parametrize("name", PAGES)
def test_every_block_of_a_page_comes_out_as_shown(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(blocks((ROOT / "docs" / name).read_text(encoding="utf-8")))
    if any(each.language != "yaml" and not each.left_because for each in found):
        BEFORE.get(name, with_examples)(tmp_path)
    monkeypatch.chdir(tmp_path)
    for block in found:
        try:
            run(block)
        except AssertionError as wrong:
            pytest.fail(f"docs/{name}:{block.line}: {wrong}")


@pytest.mark.parametrize(("shown", "printed", "fits"), [
    ("a\n…\nd\n", "a\nb\nc\nd\n", True), ("a\n…\nd\n", "a\nd\n", True), ("a …s\n", "a 2.5 s\n", True),
    ("a\n", "a\nb\n", False), ("a\nb\n", "a\n", False), ("a\n…\n", "b\n", False)])
def test_what_is_shown_is_compared(shown: str, printed: str, fits: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.handbook.blocks._run", lambda _: (0, printed))
    block = Block(1, "console", f"$ quarterbook check x\n{shown}")
    if fits:
        run(block)
    else:
        with pytest.raises(AssertionError):
            run(block)


def test_a_command_that_fails_fails_unless_the_page_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.handbook.blocks._run", lambda _: (1, ""))
    run(Block(1, "console", "$ quarterbook check x\n$ echo $?\n1\n"))
    for text in ("$ quarterbook check x\n", "$ quarterbook check x\n$ echo $?\n0\n"):
        with pytest.raises(AssertionError):
            run(Block(1, "console", text))


@pytest.mark.parametrize(("text", "fits"), [
    ("plausible: {basic_eps: a reason}\n", True), ("plausibel: {basic_eps: a reason}\n", False),
    ("closing_cash: {label: Closing, also_sum: [a, b]}\n", True), ("closing_cash: {label: A, also_sums: [a]}\n", False),
    ("filing: {title: A report, filed: 2023-11-14}\n", True), ("filing: {title: A, filled: 2023-11-14}\n", False),
    ("- {id: a, kind: hard}\n", True), ("- {id: a, kind: herd}\n", False), ("only words\n", False)])
def test_an_excerpt_has_keys_and_words_that_a_file_may_have(text: str, fits: bool) -> None:
    assert fits_somewhere(text) == fits
