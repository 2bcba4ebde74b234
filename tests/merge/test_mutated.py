"""Whatever was done to a package, it is merged right or refused: never another error, never a broken file."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree

import pytest

from generator.merge.log import NotMerged
from generator.merge.merge import merge
from generator.xlsx.package import Package
from generator.xlsx.worksheet import Content, Place, read_sheets, same_content
from tests.companies import built
from tests.fuzz import Fuzz
from tests.merge.conftest import NEXT
from tests.mutations import mutated
from tests.touched import Touched, chart_anchor, picture_anchor, shape_anchor

MISTAKE = "by a mistake of"
"""What is said of an error that is not the file's: of a mutated one all are."""


def worked_on(first: bytes) -> Touched:
    """A workbook with something of most kinds on it."""
    touched = Touched(first)
    mine = touched.sheet("Mine", {"A1": "='Income Statement'!Q9", "A2": "5", "A3": "=A1*2", "B1": "=SUM(Facts[Value])"})
    touched.type_in("Income Statement", "Q14", "=Q10*1.1")
    touched.name("own", "'Income Statement'!$Q$9")
    touched.notes("Income Statement", {"Q9": "mine"}, {"Q10": "a thread"})
    chart = touched.chart("'Income Statement'!$Q$8:$Q$9", "'Income Statement'!$A$8:$A$9")
    touched.draw("Mine", [chart_anchor(3, 3, "rId1"), picture_anchor(3, 9, "rId2"),
                          shape_anchor(20, 3, "'Income Statement'!Q9")],
                 {"rId1": ("chart", chart), "rId2": ("image", touched.picture())})
    assert mine
    return touched


@pytest.fixture(scope="module")
def touched(tmp_path_factory: pytest.TempPathFactory) -> Touched:
    return worked_on(built(tmp_path_factory.mktemp("first")).package)


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return built(tmp_path_factory.mktemp("second"), NEXT).package


def broken(theirs: bytes, result: bytes) -> list[str]:
    """What is wrong with a result that was not wrong with the file that it was made of."""
    before, after = Package.read(theirs), Package.read(result)
    wrong = []
    for name, content in after.parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            if not _is_whole(content) and before.parts.get(name) != content:
                wrong.append(f"{name} is not well-formed")
            elif not name.endswith(".rels"):
                dangling = {each.target for each in after.relationships(name) if not each.external
                            and each.target not in after.parts}
                if more := dangling - {each.target for each in before.relationships(name)}:
                    wrong.append(f"{name} leads to {more}")
    if lost := set(before.sheets()) - set(after.sheets()):
        wrong.append(f"lost {lost}")
    return wrong


def _is_whole(content: bytes) -> bool:
    try:
        ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        return False
    return True


@cache
def undamaged(touched: Touched, second: bytes) -> bytes:
    """What is made of the package as it was."""
    return merge(touched.saved(), second).package


def cells(package: bytes) -> dict[tuple[str, Place], tuple[Content, str | None]]:
    """What every cell holds, and the value that a formula stores."""
    read = Package.read(package)
    return {(name, place): (content, sheet.cells[place].words if content[0] == "f" else None)
            for name, sheet in read_sheets(read, read.sheets()).items() for place, content in sheet.contents.items()}


def misread(wanted: bytes, result: bytes) -> list[str]:
    """The cells of a result that say something else than without the damage; a value may be left to Excel."""
    after, listed = cells(result), Package.read(result).sheets()
    before = {key: said for key, said in cells(wanted).items() if key[0] in listed}  # the damage may unlist a sheet
    return [f"{key} is {after.get(key)}, not {before.get(key)}" for key in before.keys() | after.keys()
            if not (key in before and key in after and same_content(before[key][0], after[key][0])
                    and after[key][1] in ("", None, before[key][1]))]


def tried(touched: Touched, second: bytes, seed: str | int, dice_name: str, fuzz: Fuzz) -> str:
    """"" where a mutated package came out right or was refused; else what was done to it, and what went wrong."""
    wanted = undamaged(touched, second)
    what, package = mutated(touched.package.parts, fuzz.dice(f"{dice_name} {seed}"))
    try:
        result = merge(package, second).package
        wrong = [*broken(package, result), *misread(wanted, result)]
    except NotMerged as refused:
        said = [str(each) for each in refused.conflicts]
        is_fine = said and all("\n" not in each and len(each) < 400 and MISTAKE not in each for each in said)
        return "" if is_fine else f"{what}: said {said}"
    except Exception as error:
        return f"{what}: {type(error).__name__}: {error}"
    return f"{what}: {wrong[:3]}" if wrong else ""


@pytest.mark.fuzz
def test_a_mutated_package_is_merged_or_refused(touched: Touched, second: bytes, fuzz: Fuzz) -> None:
    count = 20 if fuzz.seed is None else 500
    wrong = [each for number in range(count) if (each := tried(touched, second, number, "mutated", fuzz))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("sheet", "before", "after", "said"), [
    ("Cover", 'hyperlink ref="A31"', 'hyperlink ', "an element of its XML has no ref"),
    ("Ratios", ' width="10.1"', ' width="wide"', "'wide' stands in its XML where a number must"),
    ("Ratios", ' outlineLevel="1"', ' outlineLevel="one"', "'one' stands in its XML where a whole number must"),
    ("Balance Sheet", '<c r="A1"', '<c r="A0"', "'A0' is no address of a cell"),
    ("Balance Sheet", '<row r="1"', '<row r="0"', "sheet Balance Sheet: it has a row 0"),
    ("Balance Sheet", 'topLeftCell="H7"', 'topLeftCell="A0"', "'A0' is no address of a cell")])
def test_a_fault_in_the_file_is_told_as_the_file_s(touched: Touched, second: bytes, sheet: str, before: str, after: str,
                                                  said: str) -> None:
    package = Package(touched.package.parts)
    part = package.sheets()[sheet]
    text = package.text(part)
    assert before in text
    package.put(part, text.replace(before, after, 1))
    with pytest.raises(NotMerged) as error:
        merge(package.bytes(), second)
    (line,) = map(str, error.value.conflicts)
    assert said in line
    assert MISTAKE not in line


@pytest.mark.parametrize("sheet", ["Mine", "Facts"])
@pytest.mark.parametrize("gone", ["part", "relationship", "id"])
def test_a_sheet_that_is_but_named_is_refused(touched: Touched, second: bytes, sheet: str, gone: str) -> None:
    """A new sheet would take the place of its part, and Mine would show what stands there."""
    package = Package(touched.package.parts)
    part = package.sheets()[sheet]
    if gone == "part":
        del package.parts[part]
    elif gone == "relationship":
        package.unrelate(package.workbook, part)
    else:
        package.put(package.workbook, re.sub(rf'(<sheet [^>]*name="{sheet}"[^>]*?) (?:\w+:)?id="[^"]*"', r"\1",
                                             package.text(package.workbook)))
    if gone == "id" and sheet == "Mine":  # as an old module of macros has none
        assert merge(package.bytes(), second)
        return
    with pytest.raises(NotMerged) as error:
        merge(package.bytes(), second)
    assert [str(each) for each in error.value.conflicts] == \
        [f"sheet {sheet}: stands in the list of sheets, but its part is missing from the file"]


@pytest.mark.parametrize("error", [KeyError("key"), TypeError("none"), AssertionError()])
def test_a_mistake_of_ours_is_told_as_ours_with_its_place(touched: Touched, second: bytes, error: Exception,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr("generator.merge.merge.recognise", fails)
    with pytest.raises(NotMerged) as refused:
        merge(touched.saved(), second)
    (line,) = map(str, refused.value.conflicts)
    assert MISTAKE in line
    assert "please report it" in line
    assert f"{type(error).__name__} at test_mutated.py:" in line
