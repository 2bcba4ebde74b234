"""Parts, content types and relationships, by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.xlsx.markup import Unreadable, edited, elements, sections, with_attributes
from generator.xlsx.package import CHART, RELATIONSHIP, TYPES, Package, relationship_id
from tests.companies import built


def package() -> Package:
    found = Package({TYPES: b'<Types><Default Extension="xml" ContentType="text/xml"/></Types>',
                     "xl/workbook.xml": b"<workbook/>"})
    found.relate("", RELATIONSHIP + "officeDocument", "xl/workbook.xml")
    return found


def test_a_part_comes_with_its_type_and_its_relationship_and_goes_with_them() -> None:
    book = package()
    one, other = (book.add("xl/workbook.xml", CHART, f"<chart{number}/>") for number in (1, 2))
    assert (one.id, one.target, other.id, other.target) == (
        "rId1", "xl/charts/chart1.xml", "rId2", "xl/charts/chart2.xml")
    assert book.content_type(one.target) == CHART.content_type
    assert book.related("xl/workbook.xml", "chart") == one.target
    assert list(book.reached("xl/workbook.xml")) == ["xl/workbook.xml", one.target, other.target]
    assert book.relate("xl/workbook.xml", RELATIONSHIP + "chart", one.target) == "rId1"  # there is one already
    book.unrelate("xl/workbook.xml", one.target)
    book.remove(one.target)
    assert [each.id for each in book.relationships("xl/workbook.xml")] == ["rId2"]
    assert book.content_type(one.target) == "text/xml"
    assert book.free_name("xl/charts/chart{}.xml") == one.target


def test_what_is_outside_is_no_part_and_places_are_followed() -> None:
    book = package()
    book.put("xl/_rels/a.xml.rels", '<Relationships><Relationship Id="rId1" Type="x/hyperlink" Target="https://a.b" '
             'TargetMode="External"/><Relationship Id="rId2" Type="x/hyperlink" Target="#Facts!A1"/><Relationship '
             'Id="rId3" Type="x/image" Target="../media/b.png"/></Relationships>')
    assert [(each.kind, each.target) for each in book.relationships("xl/a.xml")] == [
        ("", "https://a.b"), ("", "#Facts!A1"), ("image", "media/b.png")]
    book.follow_places("xl/_rels/a.xml.rels", lambda place: place.replace("A1", "A2"))
    assert 'Target="#Facts!A2"' in book.text("xl/_rels/a.xml.rels")


def test_text_that_is_as_it_was_keeps_its_bytes() -> None:
    book = package()
    book.parts["a.xml"] = b"\xef\xbb\xbf<a/>"
    book.put("a.xml", "<a/>")
    assert book.parts["a.xml"] == b"\xef\xbb\xbf<a/>"
    book.parts["a.xml"] = "<é/>".encode("latin-1")
    with pytest.raises(Unreadable, match=r"a\.xml: it is not written in UTF-8"):
        book.text("a.xml")


def test_elements_are_changed_where_they_stand() -> None:
    text = "<x:sheet name='a&amp;b' d:id=\"rId7\"/><!-- <sheet/> --><y>1</y>"
    (found,) = [each for each in elements(text, "sheet") if each.attributes]
    assert (found.attributes["name"], relationship_id(found.attributes)) == ("a&b", "rId7")
    assert with_attributes(found.raw, {"name": 'c"d', "d:id": None, "e": "1"}) == '<x:sheet name="c&quot;d" e="1"/>'
    (inner,) = elements(text, "y")
    assert edited(text, [(inner.inside, inner.close, "2")]) == text.replace(">1<", ">2<")


def test_a_part_is_taken_apart_at_its_top() -> None:
    head = '<?xml version="1.0"?><a>'
    assert sections(f"{head}<b><b/></b><c/></a>") == (head, [("b", "<b><b/></b>"), ("c", "<c/>")], "</a>")
    assert sections("<x:a><x:b/></x:a>") == ("<x:a>", [("b", "<x:b/>")], "</x:a>")


def test_parts_are_named_and_linked_as_excel_does(tmp_path: Path) -> None:
    """ExcelJS looks for notes, their boxes and tables by these names, and for drawings by this prefix."""
    package = Package.read(built(tmp_path).package)
    links = [each.decode("utf-8") for name, each in package.parts.items() if name.endswith(".rels")]
    assert links and not any('Target="/' in each for each in links)
    assert all(re.fullmatch(r"xl/(comments\d+\.xml|drawings/(vmlDrawing\d+\.vml|drawing\d+\.xml))", name)
               for name in package.parts if "omments" in name or name.startswith("xl/drawings/draw"))
    assert not [target for part in package.parts for target in package.relationships(part)
                if not target.external and target.target not in package.parts]
