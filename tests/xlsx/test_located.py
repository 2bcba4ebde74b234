"""XML in every form that a parser reads, located and changed where it stands."""

from __future__ import annotations

import pytest

from generator.xlsx.located import edited, walk
from generator.xlsx.package import Package
from generator.xlsx.parser import Unreadable, check, plain, root_at
from generator.xlsx.prefixes import RELATIONSHIPS, without_prefix
from generator.xlsx.sheet_text import SheetText, filled_cells

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ROWS = (f"<?xml version='1.0'?><x:worksheet xmlns:x='{_MAIN}'><!-- <x:c r='Z9'/> --><x:sheetData>"
         "<x:row><x:c t = 'str' s='1'><x:f><![CDATA[A1&\"<\"]]></x:f><x:v>日本 &amp; 語</x:v></x:c>"
         "<x:c\n><x:v>2</x:v></x:c>"
         "</x:row><x:row r='7' ><x:c r='C7'><x:v>3</x:v></x:c><x:c/><x:c><x:v>5</x:v></x:c></x:row></x:sheetData>"
         "</x:worksheet>")


def test_elements_are_found_with_their_namespaces_and_places() -> None:
    text = "<a xmlns='urn:one' xmlns:b='urn:two' n='日>語'><b:a b:n='1'/><a xmlns='urn:two'>é</a></a>"
    outer, empty, inner = walk(text, "a")
    assert [(each.space, each.depth, each.parent) for each in (outer, empty, inner)] == [
        ("urn:one", 0, None), ("urn:two", 1, outer), ("urn:two", 1, outer)]
    assert (outer.raw, empty.raw, inner.inner) == (text, "<b:a b:n='1'/>", "é")
    assert outer.values["", "n"].words == "日>語"
    assert edited(text, [outer.values["", "n"].edit("it's"), empty.edit("<"), inner.edit("&")]) == (
        "<a xmlns='urn:one' xmlns:b='urn:two' n='it&apos;s'><b:a b:n='1'>&lt;</b:a><a xmlns='urn:two'>&amp;</a></a>")


def test_a_piece_may_have_several_elements_and_prefixes_of_elsewhere() -> None:
    one, other = walk("<x:a/><!-- <a/> --><a><a/></a>", "a")[:2]
    assert (one.space, one.local, other.raw) == (None, "a", "<a><a/></a>")


@pytest.mark.parametrize(("text", "why"), [
    ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "DTD"), ("<a><b></a>", "mismatched tag"), ("", "no element found"),
    ("<a/><b/>", "junk"), ("<a>&nbsp;</a>", "undefined entity"), ("<x:a/>", "unbound prefix"), ("<a b=1/>", "damaged"),
])
def test_what_is_no_xml_and_what_could_grow_is_refused(text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        check(text)


def test_text_is_what_the_parser_reads() -> None:
    assert plain("a&#x26;b<t>&lt;</t><![CDATA[<c>]]><!-- d -->") == "a&b<<c>"


def test_cells_are_read_whatever_their_form() -> None:
    found = SheetText(without_prefix(_ROWS, root_at(_ROWS)))
    assert {place: (cell.formula, cell.words) for place, cell in found.cells.items()} == {
        (1, 1): (({}, 'A1&"<"'), "日本 & 語"), (1, 2): (None, "2"), (7, 3): (None, "3"), (7, 4): (None, None),
        (7, 5): (None, "5")}
    filled = filled_cells(_ROWS, {*found.cells} - {(1, 2)})
    assert [(place, [value.words for value in values]) for place, _, values in filled] == [
        ((1, 1), ["日本 & 語"]), ((7, 3), ["3"]), ((7, 5), ["5"])]
    assert [name for name, _ in found.parts] == ["sheetData"]


def test_a_cell_is_read_as_the_parser_reads_it() -> None:
    """Signs in values and in comments that look like tags, spaces wherever they may stand, data that is empty."""
    text = ("<?xml version='1.0'?><?a <c/> ?><worksheet><sheetPr a='x>y'/><sheetData\n><row r='2' ht = '5>' >"
            "<!-- <c r='B2'/> --><c r=\"A2\" t='str'\t><f>1>0</f ><v >&gt;<![CDATA[</c><c/>]]></v></c >"
            "<c r='C2' cm='1'/><c r=\"D2\" s=\"3\"><v/></c></row\n><row/>"
            "<row r='9'><c/></row></sheetData ><cols/></worksheet>")
    check(text)
    found = SheetText(text)
    assert {place: (*each[:3], each.formula, each.words) for place, each in found.cells.items()} == {
        (2, 1): (0, "str", "", ({}, "1>0"), "></c><c/>"), (2, 3): (0, "", ' cm="1"', None, None),
        (2, 4): (3, "", "", None, ""), (9, 1): (0, "", "", None, None)}
    assert found.rows == {2: " r='2' ht = '5&gt;'", 3: "", 9: " r='9'"}
    assert [name for name, _ in found.parts] == ["sheetPr", "sheetData", "cols"]
    assert not SheetText("<worksheet><sheetData /><cols/></worksheet>").rows


def test_a_part_that_is_written_into_has_no_prefix() -> None:
    text = f"<x:sheets xmlns:x='{_MAIN}' xmlns:y='urn:y'><x:sheet q:id='1' xmlns:q='{RELATIONSHIPS}'/><y:z/></x:sheets>"
    assert without_prefix(text, 0) == (f'<sheets xmlns="{_MAIN}" xmlns:r="{RELATIONSHIPS}" xmlns:y=\'urn:y\'>'
                                       "<sheet r:id='1'/><y:z/></sheets>")
    usual = f'<sheets xmlns="{_MAIN}"><sheet xmlns:r="{RELATIONSHIPS}" r:id="1" /></sheets>'
    assert without_prefix(usual, 0) is usual


@pytest.mark.parametrize(("encoding", "said"), [("utf-16", "UTF-16"), ("utf-16-le", ""), ("shift_jis", "Shift_JIS"),
                                                ("utf-8-sig", "utf-8")])
def test_parts_are_read_in_their_encoding_and_written_in_utf_8(encoding: str, said: str) -> None:
    head = f'<?xml version="1.0" encoding="{said}"?>' if said else '<?xml version="1.0"?>'
    book = Package({"a.xml": f"{head}<a>日本</a>".encode(encoding)})
    before = book.parts["a.xml"]
    book.put("a.xml", book.text("a.xml"))
    assert book.parts["a.xml"] is before
    book.put("a.xml", book.text("a.xml").replace("日", "一"))
    check(book.parts["a.xml"].decode("utf-8"))
    assert 'encoding="UTF-8"' in book.text("a.xml")
