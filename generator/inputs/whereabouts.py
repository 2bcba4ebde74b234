"""Where a filing is found: an address on the web, or a file of the company's folder; nothing else is a link."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from generator.inputs.belongings import no_file
from generator.inputs.record import Fields
from generator.inputs.value import Value
from generator.xlsx.save import real_path

_LONGEST = 2_000
"""How many characters of an address a workbook holds, with room for the page."""
_MOST_PAGES = 100_000
_ANCHOR = re.compile(r"[\w.:-]{1,200}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_RIGHT = "write an address that begins with https://, or a file beside the filing's, as report.pdf"


def page_of(table: Fields) -> int:
    """The page on which a table begins; 0 where that is not said."""
    page, node = table.positive("page"), table.node("page")
    if page is None or node is None:
        return 0
    if page != int(page) or page > _MOST_PAGES:
        node.complain(f"'{node.literal}' is no page; count the document's pages from 1")
        return 0
    return int(page)


def anchor_of(table: Fields) -> str:
    """The id at which a table begins on a web page; empty where that is not said."""
    anchor, node = table.text("anchor").strip(), table.node("anchor")
    if node is not None and anchor and not _ANCHOR.fullmatch(anchor):
        node.complain(f"'{anchor}' is no id of an element; write what stands in its id=\"…\", without #")
        return ""
    return anchor


def whereabouts(value: Value, folder: Path) -> tuple[str, str]:
    """The address as typed, and of a file its path in the company's folder with / between the names.

    Both are empty where the address is none, which is a Problem.
    """
    typed = (value.text() or "").strip()
    if not typed:
        return "", ""
    if _SCHEME.match(typed):
        wrong = _wrong_on_the_web(typed)
        if wrong:
            value.complain(wrong)
        return ("", "") if wrong else (typed, "")
    path, wrong = _file(typed, Path(value.file), folder)
    if wrong:
        value.complain(wrong)
    return ("", "") if wrong else (typed, path)


def _wrong_on_the_web(typed: str) -> str:
    """What is wrong with an address that names its scheme; empty where nothing is."""
    scheme = typed.partition(":")[0].lower()
    if scheme not in ("http", "https"):
        return f"an address that begins with '{scheme}:' is never made a link; {_RIGHT}"
    try:
        parts = urlsplit(typed)
        host, who = parts.hostname or "", parts.username
    except ValueError:
        host, who = "", None
    if not host or re.search(r'[\s<>"\\^`{}|]', typed):
        return f"'{typed}' is no address; {_RIGHT}"
    if who is not None:
        return "the address holds a name or password before @; write it without"
    return f"the address has {len(typed):,} characters; a link holds {_LONGEST:,}" if len(typed) > _LONGEST else ""


def _file(typed: str, filing: Path, folder: Path) -> tuple[str, str]:
    """The path of a file in the company's folder, or what is wrong with it."""
    if "\\" in typed:
        return "", f"'{typed}': write / between the names of a path"
    if typed.startswith(("www.", "//")):
        return "", f"'{typed}' lacks its beginning; write https://{typed.lstrip('/')}"
    try:
        found, home = real_path(filing.parent / typed), real_path(folder)
        inside = found.relative_to(home).as_posix() if not typed.startswith("/") else ""
    except (ValueError, OSError):
        inside = ""
    if not inside:
        return "", f"'{typed}' is outside of the company's folder; put the file there, or {_RIGHT.partition(',')[0]}"
    if missing := no_file(found):
        return "", f"'{typed}': {missing}; {_RIGHT}"
    return inside, ""
