"""The pictures of docs/ are drawn from real pages, and are those that the pages show."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from handbook.site import ROOT

PROGRAMS = ("soffice", "pdftotext", "pdftoppm", "chromium")


def test_every_picture_is_one_that_is_drawn_and_shown() -> None:
    pytest.importorskip("PIL")
    from handbook.pictures import PROOF, SHEETS
    texts = "".join(path.read_text(encoding="utf-8") for path in [*(ROOT / "docs").glob("*.md"), ROOT / "README.md"])
    assert {path.name for path in (ROOT / "docs").glob("*.png")} == {PROOF, *SHEETS.values()}
    assert {Path(found).name for found in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", texts)} == {PROOF, *SHEETS.values()}


@pytest.mark.skipif(not all(map(shutil.which, PROGRAMS)), reason="LibreOffice, poppler-utils or Chromium is missing")
def test_the_pictures_show_a_page_each(tmp_path: Path) -> None:
    """Drawn anew: a sheet without the page's margins, and both of the errors that were made."""
    image = pytest.importorskip("PIL.Image")
    from handbook.pictures import PROOF, SHEETS, draw
    draw(tmp_path)
    for name in (PROOF, *SHEETS.values()):
        with image.open(tmp_path / name) as drawn:
            assert drawn.width > 700
            assert drawn.height > 300, name
            assert drawn.convert("L").getextrema() != (255, 255)
