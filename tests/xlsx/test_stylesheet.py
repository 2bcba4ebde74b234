"""Styles of one package among those of another: what is there already is used, what is not is added at the end."""

from __future__ import annotations

from generator.xlsx.package import RELATIONSHIP, TYPES, Package
from generator.xlsx.stylesheet import Stylesheet, add_differential, add_style

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def package(fonts: str, formats: str, forms: str, names: str = "") -> Package:
    """A package with a workbook and styles, and nothing else."""
    found = Package({TYPES: b"<Types></Types>", "xl/workbook.xml": b"<workbook/>"})
    found.relate("", RELATIONSHIP + "officeDocument", "xl/workbook.xml")
    found.put("xl/styles.xml", f'<styleSheet xmlns="{_MAIN}">{formats}<fonts count="1">{fonts}</fonts>'
              '<fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/>'
              f'</cellStyleXfs><cellXfs count="1">{forms}</cellXfs><cellStyles count="1"><cellStyle name="Normal" '
              f'xfId="0"/>{names}</cellStyles><dxfs count="0"/><tableStyles count="0"/></styleSheet>', "styles")
    found.relate("xl/workbook.xml", RELATIONSHIP + "styles", "xl/styles.xml")
    return found


def test_a_style_is_added_once_and_its_number_format_gets_a_free_number() -> None:
    source = Stylesheet(package("<font><b/></font>", '<numFmts count="1"><numFmt numFmtId="164" formatCode="0.0"/>'
                                "</numFmts>", '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0"/>'))
    into = package("<font><i/></font>", '<numFmts count="1"><numFmt numFmtId="164" formatCode="0%"/></numFmts>',
                   '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>')
    target = Stylesheet(into)
    assert add_style(target, source, 0) == 1
    assert add_style(target, source, 0) == 1
    target.write(into)
    text = into.text("xl/styles.xml")
    assert '<fonts count="2"><font><i/></font><font><b/></font></fonts>' in text
    assert '<numFmt numFmtId="165" formatCode="0.0"/></numFmts>' in text
    assert '<xf numFmtId="165" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"' in text
    assert Stylesheet(into).meaning(1) == source.meaning(0)


def test_a_named_style_is_known_by_its_name() -> None:
    source = Stylesheet(package("<font/>", "", '<xf xfId="7"/>', '<cellStyle name="Input" xfId="7"/>'))
    into = package("<font/>", "", "<xf/>", '<cellStyle name="Input" xfId="3"/>')
    target = Stylesheet(into)
    assert add_style(target, source, 0) == 1
    target.write(into)
    assert Stylesheet(into).look(1) == "Input"
    assert 'xfId="3"' in target.lists["cellXfs"].added[0]


def test_an_empty_list_is_opened_for_what_is_added_and_nothing_added_writes_nothing() -> None:
    source = Stylesheet(package("<font/>", "", "<xf/>"))
    source.lists["dxfs"].items.append("<dxf><font/></dxf>")
    into = package("<font/>", "", "<xf/>")
    before = into.text("xl/styles.xml")
    target = Stylesheet(into)
    target.write(into)
    assert into.text("xl/styles.xml") == before
    assert add_differential(target, source, 0) == 0
    target.write(into)
    assert into.text("xl/styles.xml") == before.replace('<dxfs count="0"/>',
                                                        '<dxfs count="1"><dxf><font/></dxf></dxfs>')
