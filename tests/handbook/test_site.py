"""The site: every page stands in its menu, every link leads somewhere, and nothing is fetched from the web."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from handbook.reference.pages import PAGES
from handbook.site import ROOT, configuration, in_menu, write_source


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_source(folder)
    return folder


def test_every_page_stands_in_the_menu_once() -> None:
    written = [path.name for path in (ROOT / "docs").glob("*.md")]
    assert sorted(in_menu(configuration()["nav"])) == sorted([*written, *PAGES])


def test_every_link_leads_to_a_page_or_a_picture(source: Path) -> None:
    for path in (source / "docs").rglob("*.md"):
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
            assert target.startswith("https://") or (path.parent / target).is_file(), f"{path.name}: {target}"


def test_the_site_is_built_strictly_and_asks_nothing_of_the_web(source: Path) -> None:
    pytest.importorskip("zensical")
    done = subprocess.run([sys.executable, "-m", "zensical", "build", "--strict", "-f", source / "mkdocs.yml"],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    made = list((source / "site").rglob("*.html"))
    assert {path.stem for path in made} >= {Path(page).stem for page in in_menu(configuration()["nav"])}
    for path in made:
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"<(?:script|link|img)[^>]*(?:src|href)=\"?(https?:[^\" >]*)", text) == [], path.name
