"""Every place where the schemas let a reference stand is followed, refused or explained."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from generator.merge.following import Following
from generator.merge.log import Log
from generator.merge.passages import Passage, followed
from generator.merge.positions import BandMap, SheetMap
from generator.merge.reference_places import LEFT, PLACES, SPACES, Kind, Spot, place
from generator.merge.references import Follower
from generator.merge.user_parts import follow_part
from generator.xlsx.markup import edited
from generator.xlsx.package import Package

FACTS = Path(__file__).with_name("reference_places.txt")
# A row and a column were inserted before the third row and the second column.
MOVED = SheetMap({1: 1, 2: 2, 3: 4}, [BandMap(1, {1: 1, 2: 3})], (3, 2), (4, 3))
TRIED = {Kind.FORMULA: ("S!$B$3", "S!$C$4"), Kind.LOCATION: ("#S!B3", "#S!C4"), Kind.AREA: ("B3 A1:B3", "C4 A1:C4"),
         Kind.SEEN: ("B3", "C4"), Kind.ROW: ("3", "4"), Kind.COLUMN: ("2", "3"), Kind.LINE: ("2", "3"),
         Kind.FILE: ("1", "2"), Kind.SOURCE: ("B3", "C4"), Kind.CACHE: ("B3", "C4")}


def followed_text(text: str, home: str = "S") -> tuple[str, list[str]]:
    """A text of the sheet ``home``, followed, and what stands in the way."""
    log = Log()
    follow = Following(Follower({"S": MOVED}, ["S", "Mine"]), log)
    return followed(Passage(text, "part.xml", home, follow)), [str(each) for each in log.conflicts]


def planted(where: Spot, words: str, prefix: str = "p", quote: str = '"') -> str:
    """A part with words in a place."""
    name = f"{prefix}:{where.element}" if prefix else where.element
    declared = f"xmlns:{prefix}" if prefix else "xmlns"
    sheet = f" sheet={quote}S{quote}" if PLACES[where] in (Kind.SOURCE, Kind.CACHE) else ""
    head = f"{name}{sheet}" + (f" {where.attribute}={quote}{words}{quote}" if where.attribute else "")
    element = f"<{head}/>" if where.attribute else f"<{head}>{words}</{name}>"
    holder = where.within or "holder"
    return f'<?xml version="1.0"?><{holder} {declared}="{where.space}">{element}</{holder}>'


def test_every_place_in_the_schemas_has_its_line_in_the_list() -> None:
    facts = {line for line in FACTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")}
    listed = {each[:3] for each in PLACES}
    assert sorted(fact for fact in facts if place(fact)[:3] not in listed) == []
    assert sorted(map(str, listed - {place(fact)[:3] for fact in facts})) == []


def test_no_place_is_listed_twice_and_what_is_left_has_its_reason() -> None:
    left = [each for places in LEFT.values() for each in places.split()]
    assert len(left) == len(set(left)) == len([kind for kind in PLACES.values() if kind is Kind.LEFT])
    assert all(LEFT)
    assert set(PLACES.values()) == set(Kind)


@pytest.mark.parametrize(("where", "kind"), [
    pytest.param(where, kind, id=f"{where.within}/{where.element}@{where.attribute}")
    for where, kind in PLACES.items() if kind in TRIED and kind is not Kind.CACHE])
def test_each_place_is_followed(where: Spot, kind: Kind) -> None:
    before, after = TRIED[kind]
    for prefix, quote in (("p", '"'), ("", "'")):
        assert followed_text(planted(where, before, prefix, quote)) == (planted(where, after, prefix, quote), [])
    if kind is Kind.FORMULA:  # without a sheet it is on the sheet that the part belongs to
        assert followed_text(planted(where, "$B$3")) == (planted(where, "$C$4"), [])
        assert followed_text(planted(where, "$B$3"), "Mine") == (planted(where, "$B$3"), [])
        assert followed_text(planted(where, "S!$B$3"), "Mine") == (planted(where, "S!$C$4"), [])
    if kind in (Kind.AREA, Kind.SEEN, Kind.ROW, Kind.COLUMN, Kind.LINE, Kind.FILE):  # nothing of the reader's moves
        assert followed_text(planted(where, before), "Mine") == (planted(where, before), [])
    if not where.attribute:
        assert followed_text(planted(where, f"<![CDATA[{before}]]>"))[0] == planted(where, after)


@pytest.mark.parametrize("where", [where for where, kind in PLACES.items() if kind is Kind.REFUSED])
def test_what_cannot_be_followed_is_refused(where: Spot) -> None:
    text = planted(where, "B3")
    assert followed_text(text) == (text, [f"part.xml: what {where.element} says there of cells cannot be followed"])


@pytest.mark.parametrize("where", [where for where, kind in PLACES.items() if kind is Kind.LEFT])
def test_what_is_left_is_left(where: Spot) -> None:
    text = planted(where, "B3")
    assert followed_text(text) == (text, [])


@pytest.mark.parametrize("element", ["worksheetSource", "rangeSet"])
def test_a_pivot_cache_follows_each_of_its_sources(element: str) -> None:
    package = Package({"cache.xml": (
        f'<?xml version="1.0"?><x:pivotCacheDefinition xmlns:x="{SPACES["x"]}" xmlns:r="urn:r"><x:{element} ref=\'B3\' '
        f'sheet="S"/><x:{element} ref="B3" sheet="Mine"/><x:{element} ref="B3" sheet="S" r:id="other"/>'
        "</x:pivotCacheDefinition>").encode()})
    follow_part(package, "cache.xml", "", Following(Follower({"S": MOVED}, ["S", "Mine"]), Log()), {})
    text = package.text("cache.xml")
    assert f"<x:{element} ref='C4' sheet=\"S\"/><x:{element} ref=\"B3\" sheet=\"Mine\"/>" in text
    assert 'ref="B3" sheet="S" r:id="other"' in text


def test_what_stands_where_nothing_is_known_of_it_is_refused() -> None:
    root = '<?xml version="1.0"?><a xmlns="urn:new" xmlns:n="urn:newer" n:at="{}"><b>{}</b></a>'
    for first, second, said in (("S!B3", "", "S!B3"), ("", "SUM('S'!B3)", "SUM('S'!B3)"),
                                ("", "<![CDATA[S!B3]]>", "S!B3")):
        text = root.format(first, second)
        found, conflicts = followed_text(text)
        assert found == text
        assert [each for each in conflicts if repr(said) in each] == conflicts != []
    assert followed_text(root.format("S", "Mine!B3, T!B3"))[1] == []
    log = Log()  # a piece of a sheet whose root declares the prefix
    followed(Passage("<n:b>S!B3</n:b>", "S", "S", Following(Follower({"S": MOVED}, ["S"]), log), {"n": "urn:new"}))
    assert [str(each) for each in log.conflicts] == ["S: n:b holds 'S!B3', which cannot be followed"]


def test_a_file_of_the_strict_kind_is_followed() -> None:
    text = '<?xml version="1.0"?><worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main">' \
           '<mergeCell ref="B3"/></worksheet>'
    assert followed_text(text)[0] == text.replace("B3", "C4")


def test_a_bound_that_is_a_number_and_a_formula_with_its_sign_stay_so() -> None:
    text = planted(place("x:cfvo@val"), "3")
    assert followed_text(text) == (text, [])
    assert followed_text(planted(place("xvml:FmlaLink"), "=S!B3"))[0] == planted(place("xvml:FmlaLink"), "=S!C4")


def test_cells_and_rows_without_their_addresses_and_shared_formulas_under_a_prefix() -> None:
    head = f'<?xml version="1.0"?><x:worksheet xmlns:x="{SPACES["x"]}"><x:sheetData>'
    text = head + "<x:row><x:c/><x:c><x:f t='shared' ref='B1:B3' si='0'>S!$A1</x:f></x:c></x:row>" \
                  "<x:row><x:c r='B2'><x:f t='shared' si='0'/></x:c></x:row>" \
                  "<x:row><x:c/><x:c><x:f si='0' t='shared'></x:f></x:c></x:row></x:sheetData></x:worksheet>"
    found, conflicts = followed_text(text, "Mine")
    assert conflicts == []
    assert found == head + "<x:row><x:c/><x:c><x:f>S!$A1</x:f></x:c></x:row><x:row><x:c r='B2'><x:f>S!$A2</x:f>" \
        "</x:c></x:row><x:row><x:c/><x:c><x:f>S!$A4</x:f></x:c></x:row></x:sheetData></x:worksheet>"


@pytest.mark.parametrize(("ref", "formula", "is_right"), [
    ("A1:A3", "S!B1:B3*2", False), ("A1:C1", "TRANSPOSE(S!B1:B3)", False), ("A1:B1", "S!A1:B1", False),
    ("A1:A2", "S!B1:B2", True),  # nothing came between
    ("A1:A2", "ROW(A1:A2)*SUM(S!B1:B3)", True), ("A1", "SUM(S!B1:B3*2)", True), ("A1:A3", "Mine!B1:B3", True)])
def test_an_array_between_whose_rows_others_came_is_refused(ref: str, formula: str, is_right: bool) -> None:
    text = f'<worksheet xmlns="{SPACES["x"]}"><sheetData><row r="1"><c r="A1"><f t="array" ref="{ref}">{formula}</f>' \
           "</c></row></sheetData></worksheet>"
    _, conflicts = followed_text(text, "Mine")
    assert [each.partition(" fills ")[0] for each in conflicts] == [f"part.xml!A1: {{={formula}}}"] * (not is_right)
    assert followed_text(text.replace('<c r="A1"', '<c r="A1" cm="1"'), "Mine")[1] == []  # it spills over one more


@pytest.mark.parametrize(("name", "written"), [
    ("R&D", "'R&amp;D'!B{}"), ("Bob's", "'Bob''s'!B{}"), ("Bob's", "&apos;Bob&#39;&#39;s&apos;!B{}"), ("S", "s!b{}"),
    ("R&D", "<![CDATA['R&D'!B{}]]>")])
def test_a_part_names_a_sheet_in_whatever_way_it_is_written(name: str, written: str) -> None:
    package = Package({"chart.xml": (f'<?xml version="1.0"?><c:chart xmlns:c="{SPACES["c"]}"><c:f>{written.format(3)}'
                                     "</c:f></c:chart>").encode()})
    follow_part(package, "chart.xml", "", Following(Follower({name: MOVED}, [name, "Mine"]), Log()), {})
    assert html.unescape(written.format(4)).removeprefix("<![CDATA[").removesuffix("]]>").casefold().replace(
        "!b", "!c") in html.unescape(package.text("chart.xml")).casefold()


def test_a_place_is_named() -> None:
    gone = SheetMap({1: 1, 2: 2, 3: None}, [BandMap(1, {1: 1})], (3, 1), (2, 1))
    for text, said in (
            ('<x:scenario name="Bull"><x:inputCells r="A3"/></x:scenario>', "S: scenario Bull: A3: "),
            ("<x:row><x:c><x:f>S!A3</x:f></x:c></x:row>", "S!A1: =S!A3: ")):
        log = Log()
        passage = Passage(f'<?xml version="1.0"?><x:worksheet xmlns:x="{SPACES["x"]}">{text}</x:worksheet>', "S", "S",
                          Following(Follower({"S": gone}, ["S"]), log))
        assert followed(passage) == edited(passage.text, [])
        assert str(log.conflicts[0]).startswith(said)
