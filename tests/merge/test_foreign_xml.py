"""Files whose XML is written otherwise than Excel and openpyxl write it, but says the same."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from generator.merge.merge import merge
from generator.xlsx.package import Package
from generator.xlsx.parser import check
from generator.xlsx.prefixes import RELATIONSHIPS
from tests.merge.test_merge import parts, refused, seen
from tests.touched import Touched

_SPACES = {"http://schemas.openxmlformats.org/spreadsheetml/2006/main": "x",
           "http://schemas.openxmlformats.org/package/2006/content-types": "ct",
           "http://schemas.openxmlformats.org/package/2006/relationships": "rel"}


@pytest.fixture
def touched(first: bytes) -> Touched:
    """Revenue of 1H2023 on a sheet of the reader's, and a filled cell that a new row moves down."""
    touched = Touched(first)
    touched.sheet("Mine", {"A1": "='Income Statement'!Q8", "B2": "='Income Statement'!Q9*2"})
    touched.type_in("Income Statement", "Q12", "=Q9+Q10")
    touched.colour("Income Statement", "Q9", touched.fill("FFFF0000"))
    return touched


def prefixed(text: str) -> str:
    """A part of one namespace, with a prefix on all of its elements."""
    found = re.search(r'<\w+[^>]*?\sxmlns="([^"]+)"', text)
    name = _SPACES.get(found[1]) if found else None
    if not found or not name:
        return text
    return re.sub(r"<(/?)(\w+)(?=[\s/>])", rf"<\1{name}:\2", text).replace(' xmlns="', f' xmlns:{name}="')


def single_quoted(text: str) -> str:
    return re.sub(r'(\s[\w:]+)="([^"\']*)"', r"\1 = '\2'", text)


def as_written(touched: Touched, change: Callable[[str], str]) -> bytes:
    """The file as another program would write it."""
    package = Package(touched.package.parts)
    for name, content in package.parts.items():
        if name.endswith((".xml", ".rels")) and not name.startswith("customXml"):
            text = change(content.decode("utf-8"))
            check(text)
            package.parts[name] = text.encode("utf-8")
    return package.bytes()


@pytest.mark.parametrize("change", [prefixed, single_quoted, lambda text: single_quoted(prefixed(text))])
def test_the_work_is_kept_whatever_the_prefixes_and_quotes(touched: Touched, second: bytes,
                                                           change: Callable[[str], str]) -> None:
    usual = merge(touched.saved(), second)
    found = merge(as_written(touched, change), second)
    assert found.report == usual.report
    for name, content in parts(found.package).items():
        if name.endswith((".xml", ".rels")):
            check(content.decode("utf-8"))
    out, same = seen(found.package), seen(usual.package)
    assert out.sheetnames == same.sheetnames
    for sheet in same:
        for row in sheet.iter_rows():
            for cell in row:
                other = out[sheet.title][cell.coordinate]
                assert (other.value, other.number_format, other.fill.fgColor.rgb) == \
                    (cell.value, cell.number_format, cell.fill.fgColor.rgb), cell
    assert out["Mine"]["B2"].value == "='Income Statement'!Q10*2"


def test_a_sheet_comes_in_where_relationships_are_declared_on_each_sheet(touched: Touched, second: bytes) -> None:
    declared = f' xmlns:r="{RELATIONSHIPS}"'

    def changed(text: str) -> str:
        if "<sheets" not in text:
            return text
        return text.replace(declared, "").replace("<sheet ", f"<sheet{declared} ")

    found = merge(as_written(touched, changed), second)
    check(parts(found.package)["xl/workbook.xml"].decode("utf-8"))
    assert "Mine" in seen(found.package).sheetnames


def test_utf_16_is_read(touched: Touched, second: bytes) -> None:
    usual = merge(touched.saved(), second)
    package = Package(touched.package.parts)
    for name in ("xl/workbook.xml", "xl/styles.xml", touched.part("Mine")):
        package.parts[name] = package.text(name).encode("utf-16")
    assert merge(package.bytes(), second).report == usual.report


def test_what_cannot_be_followed_is_refused_with_its_part(touched: Touched, second: bytes) -> None:
    strict = Package(touched.package.parts)
    rels = strict.text("_rels/.rels").replace(RELATIONSHIPS, "http://purl.oclc.org/ooxml/officeDocument/relationships")
    strict.put("_rels/.rels", rels)
    assert "Strict Open XML Spreadsheet; save it as" in refused(strict.bytes(), second)
    bomb = Package(touched.package.parts)
    bomb.parts["xl/styles.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]>' + bomb.parts["xl/styles.xml"].partition(b"?>")[2]
    assert "xl/styles.xml: it holds a DTD" in refused(bomb.bytes(), second)
    damaged = Package(touched.package.parts)
    part = touched.part("Mine")
    damaged.parts[part] = damaged.parts[part].replace(b"</row>", b"", 1)
    assert f"{part}: its XML is damaged at character" in refused(damaged.bytes(), second)
