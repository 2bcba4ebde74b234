"""Puts the source of the site together in build/: the pages of docs/ and those of the reference, with their menu.

``python -m handbook.site`` writes it, and the program that makes the site (Zensical, as MkDocs would) reads it there.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from handbook.reference.pages import PAGES, pages

ROOT = Path(__file__).resolve().parent.parent
_SHOWN = {"units.yaml": "concepts.md#units", "concepts.yaml": "concepts.md", "ratios.yaml": "ratios.md",
          "per_share.yaml": "per-share.md", "checks.yaml": "checks.md"}
"""The page of the reference that shows what a file of templates/ holds."""


def write_source(build: Path) -> None:
    """Write the pages and the configuration, in the place of those of before."""
    source = build / "docs"
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(ROOT / "docs", source)
    for path in source.glob("*.md"):
        path.write_text(_for_the_site(path.read_text(encoding="utf-8")), encoding="utf-8")
    for name, text in pages().items():
        path = source / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (build / "mkdocs.yml").write_text(yaml.safe_dump(configuration(), sort_keys=False), encoding="utf-8")


def configuration() -> dict[str, Any]:
    """mkdocs.yml with the pages that are made, behind those of the reference that are written by hand."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    for each in found["nav"]:
        if "Reference" in each:
            each["Reference"] += list(PAGES)
    return found


def in_menu(nav: object) -> Iterator[str]:
    """The pages that a menu names."""
    match nav:
        case str():
            yield nav
        case dict():
            for each in nav.values():
                yield from in_menu(each)
        case list():
            for each in nav:
                yield from in_menu(each)


def _for_the_site(markdown: str) -> str:
    """Links into templates/ lead to the page that shows the file; a diagram that needs a script is left out."""
    markdown = re.sub(r"```mermaid\n.*?```\n", "", markdown, flags=re.S)
    return re.sub(r"\]\(\.\./templates/([\w.]+)\)", lambda found: f"](reference/{_SHOWN[found[1]]})", markdown)


if __name__ == "__main__":
    write_source(ROOT / "build")
