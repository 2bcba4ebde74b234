"""A YAML file that cannot be used as it stands: what is wrong, and exactly where."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.inputs.document import load
from generator.inputs.forms import TEXT, Key, Record
from generator.inputs.record import read_record
from generator.inputs.value import Value
from generator.model.problem import Place, Problems, nearest
from generator.refused import Refused


def loaded(folder: Path, content: str | bytes) -> tuple[Value | None, list[str]]:
    path = folder / "a.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    problems = Problems()
    value = load(path, problems, "a.yaml")
    return value, [str(each) for each in problems.sorted()]


@pytest.mark.parametrize(("content", "place", "words"), [
    ("", "a.yaml:", ["empty"]),
    ("# only a remark\n", "a.yaml:", ["empty"]),
    ("a: 1\n\tb: 2\n", "a.yaml:2:1:", ["not valid YAML", "tab", "spaces"]),
    ("a: [1, 2\nb: 3\n", "a.yaml:1:4:", ["not valid YAML", "']' is missing at the end of its line"]),
    ("a: 'open\n", "a.yaml:1:4:", ["not valid YAML", "the quotation mark that opens here is not closed"]),
    ("a: 1\n---\nb: 2\n", "a.yaml:2:1:", ["second document", "---"]),
    (b"a: 1\nb: caf\xe9\n", "a.yaml:2:7:", ["0xe9", "UTF-8"]),
    ("日本: ".encode() + b"\xff\n", "a.yaml:1:5:", ["0xff", "UTF-8"]),
    (b"\xef\xbb\xbfa: 1\nb: \xff\n", "a.yaml:2:4:", ["0xff", "UTF-8"]),
    ("a: 1\n".encode("utf-16"), "a.yaml:1:1:", ["0xff", "UTF-8"]),
    ("a: 1\n".encode("utf-16-le"), "a.yaml:1:1:", ["UTF-8"]),
    ("a: b\x85c: d\n", "a.yaml:1:5:", ["U+0085", "delete it"]),
    ("a: b # remark\u2028c: d\n", "a.yaml:1:14:", ["U+2028", "delete it"]),
    ("a: 1\rb 2\rc: 3\r", "a.yaml:2:1:", ["a colon is missing after 'b'"]),
    ('a: "\\q"\n', "a.yaml:1:5:", ["single quotes", "two backslashes"]),
    ("a: '" + "x " * 1_500_000 + "'\n", "a.yaml:", ["larger than the 2 MB"]),
    ("a: b: " + "x" * 1_500_000 + "\n", "a.yaml:1:5:", ["not valid YAML"]),
    ("a: &a [x]\n" + "".join(f"b{n}: [*a, *a, *a]\n" for n in range(300)), "a.yaml:1:4:", ["aliases"]),
    ("a: 1\n日本: x\x07y\n", "a.yaml:2:6:", ["U+0007", "delete it"]),
    ("a: 1\nb: x\ufeffy\n", "a.yaml:2:5:", ["U+FEFF", "delete it"]),
    ("a: &here [1]\nb: *here\n", "a.yaml:1:4:", ["aliases", "write the value out"]),
    ("a: &here [*here]\n", "a.yaml:1:4:", ["aliases"]),
    ("a: !money 3\n", "a.yaml:1:4:", ["!money", "plain value"]),
    ("a: !!python/object:os.system 3\n", "a.yaml:1:4:", ["python/object", "plain value"]),
    ("a: !!binary aGk=\n", "a.yaml:1:4:", ["binary", "plain value"]),
    ("a: 1\nb: 2\na: 3\n", "a.yaml:3:1:", ["'a' stands twice", "line 1"]),
    ("a: {x: 1, y: 2, x: 1}\n", "a.yaml:1:17:", ["'x' stands twice", "line 1"]),
    ("a: [" + "1," * 200_000 + "]\n", "a.yaml:1:4:", ["more than the 200,000 keys and values"]),
    ("a: " + "[" * 900, "a.yaml:1:22:", ["nested too deeply"]),
    ("a: " + "[" * 100_000, "a.yaml:1:", ["nested too deeply"]),  # where libyaml itself refuses it, further on
    ("- " * 1_000 + "a\n", "a.yaml:1:39:", ["nested too deeply"]),
], ids=lambda value: repr(value)[:30])
def test_says_what_is_wrong_with_a_file(tmp_path: Path, content: str | bytes, place: str, words: list[str]) -> None:
    _, found = loaded(tmp_path, content)
    assert len(found) == 1, found
    assert found[0].startswith(place)
    assert all(word in found[0] for word in words)


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    problems = Problems()
    assert load(tmp_path / "none.yaml", problems, "none.yaml") is None
    assert load(tmp_path, problems, "folder.yaml") is None
    assert [str(each) for each in problems.sorted()] == [
        "folder.yaml: this is a folder, not a file", "none.yaml: there is no such file"]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfa: 1\n", b"a: 1\r\n", b"# \xe6\x97\xa5\na: 1", b"a: 1\n...\n"])
def test_byte_order_mark_line_ends_and_remarks_do_not_matter(tmp_path: Path, content: bytes) -> None:
    value, found = loaded(tmp_path, content)
    assert value is not None
    assert not found
    (key, one), = value.items()
    assert (key.key(), one.literal) == ("a", "1")


def test_literals_are_kept_as_typed(tmp_path: Path) -> None:
    value, _ = loaded(tmp_path, "a: [12.30, 017, 1_000, 1:30, 0x1F, 1e3, no, ~]\n")
    assert value is not None
    (_, row), = value.items()
    assert [each.literal for each in row.elements()] == [
        "12.30", "017", "1_000", "1:30", "0x1F", "1e3", "no", "~"]


@pytest.mark.parametrize(("text", "accepted"), [
    ("a: no", None), ("a: true", None), ("a: ~", None), ("a: null", None), ("a:", None), ("a: [x]", None),
    ("a: 'no'", "no"), ('a: "~"', "~"), ("a: 2023", "2023"), ("a: 1:30", "1:30"), ("a: 2023-03-31", "2023-03-31"),
    ("a: =1+1", "=1+1"),
])
def test_text_is_taken_as_typed_unless_yaml_reads_a_value_into_it(tmp_path: Path, text: str,
                                                                  accepted: str | None) -> None:
    value, _ = loaded(tmp_path, text)
    assert value is not None
    (_, one), = value.items()
    assert one.text() == accepted
    assert len(value.problems) == (accepted is None)


@pytest.mark.parametrize("key", ["no", "on", "~", "null", "True"])
def test_a_key_that_yaml_reads_a_value_into(tmp_path: Path, key: str) -> None:
    value, _ = loaded(tmp_path, f"{key}: 1\n")
    assert value is not None
    assert read_record(Record("", (Key("other", TEXT, ""),)), value).found == {}
    assert [str(each)[:11] for each in value.problems.sorted()] == ["a.yaml:1:1:"]
    assert "put it in quotes" in str(value.problems.sorted()[0])


def test_a_misspelt_required_key_is_one_mistake(tmp_path: Path) -> None:
    value, _ = loaded(tmp_path, "colour: red\nsiez: 3\nfar_away: 1\n")
    assert value is not None
    names = ("color", "size", "shape", "weight")
    read_record(Record("", tuple(Key(name, TEXT, "", required=True) for name in names)), value)
    assert [str(each) for each in value.problems.sorted()] == [
        "a.yaml:1:1: the keys 'shape', 'weight' are missing here",
        "a.yaml:1:1: unknown key 'colour'; did you mean 'color'?",
        "a.yaml:2:1: unknown key 'siez'; did you mean 'size'?",
        "a.yaml:3:1: unknown key 'far_away'; known: color, size, shape, weight"]


@pytest.mark.parametrize("word", ["20230930", "2023-W39-6", "2023-9-30", "30.9.2023", "2023-02-29", "0001-01-01",
                                  "2023-09-30T00:00", "２０２３-09-30"])
def test_a_date_is_written_in_one_way(tmp_path: Path, word: str) -> None:
    value, _ = loaded(tmp_path, f'a: "{word}"\n')
    assert value is not None
    (_, one), = value.items()
    assert one.date() is None
    assert [str(each) for each in value.problems.sorted()] == [
        f"a.yaml:1:4: '{word}' is not a date; write it as 2023-09-30"]


def test_the_nearest_name_is_found_in_either_case() -> None:
    assert nearest("revenu", ["revenue", "profit"]) == "; did you mean 'revenue'?"
    assert nearest("FY", ["fy", "profit"]) == "; did you mean 'fy'?"
    assert nearest("zzz", ["revenue", "profit"]) == ""


@pytest.mark.parametrize(("text", "words"), [
    ('"\\x01"', "the character U+0001 cannot be seen"),
    ('"bell\\a"', "the character U+0007 cannot be seen"),
    ('"\\uFFFE"', "the character U+FFFE"),
    ('"\\uFFFF"', "the character U+FFFF"),
    ('"next\\x85line"', "the character U+0085"),
    ('"\\u202E99 eunever"', "the character U+202E"),
    ('"\\uD800"', "this escape stands for no character"),
    ('"\\uD83D\\uDE00"', "this escape stands for no character"),
    (f'"{"a" * 32_768}"', "a text has 32,768 characters; a cell holds 32,767"),
])
@pytest.mark.parametrize("line", ["label: {0}\n", "{0}: label\n", "list: [a, {0}]\n", "deep: {{er: {{a: {0}}}}}\n"])
def test_a_text_that_no_cell_can_hold(tmp_path: Path, text: str, words: str, line: str) -> None:
    content = "first: 1\n" + line.format(text)
    value, found = loaded(tmp_path, content)
    if len(text) > 32_767 and value is None and line.startswith("{0}"):  # YAML's keys are shorter than that
        words = "not valid YAML"
    assert len(found) == 1, found
    assert found[0].startswith("a.yaml:2:")
    assert words in found[0]
    assert len(found[0]) < 200


def test_the_longest_text_and_letters_of_every_script(tmp_path: Path) -> None:
    """Joiners and marks of direction are part of Persian, Hindi and Hebrew; figures, tabs and new lines of any text."""
    texts = ["a" * 32_767, "می\u200cخواهم", "क्\u200dष", "א\u200f", "😀", "a\tb", "Ä", "A\u0308", "a\xa0b"]
    lines = "".join(f'  - "{text}"\n' for text in texts)
    value, found = loaded(tmp_path, f"a:\n{lines}")
    assert found == []
    assert value is not None
    (_, one), = value.items()
    assert [each.text() for each in one.elements()] == texts


def test_empty_items_on_many_lines_are_read_at_once(tmp_path: Path) -> None:
    """A table with an empty item on each of its lines is read again once, not once a line."""
    value, found = loaded(tmp_path, "a:\n" + "".join(f"  r{n}: [ , {n}]\n" for n in range(10_000)))
    assert found == []
    assert value is not None
    (_, rows), = value.items()
    *_, (_, last) = rows.items()
    assert [each.literal for each in last.elements()] == ["~", "9999"]
    assert [each.place.column for each in last.elements()] == [11, 14]


@pytest.mark.parametrize("line", ["b c: {0}", "b: c: {0}", "\tb: {0}", "   b: {0}", "b:{0}", "- b: {0}", "b: [c: {0}",
                                  "b: [{0} c: d]", "b: *{0}", "b: @{0}", "b: ]{0}", "b: [c}} {0}"])
@pytest.mark.parametrize("long", ["word " * 100, "x" * 400, "it's (1,234) " * 40])
def test_advice_on_a_long_line_is_short(tmp_path: Path, line: str, long: str) -> None:
    """A line too long to be offered whole is not offered in part."""
    _, found = loaded(tmp_path, f"a: 1\n{line.format(long)}\n")
    for each in found:
        assert len(each) < 300, each
        assert not [at for at in range(len(each) - 80) if each[at:at + 81] in long], each


def test_of_very_many_mistakes_the_first_are_told_and_all_are_counted() -> None:
    problems = Problems()
    for number in range(10_003):
        problems.add(Place("a.yaml", number + 1, 1), f"wrong {number}")
    assert len(problems) == 10_003
    with pytest.raises(Refused) as refused:
        problems.refuse()
    assert len(refused.value.lines) == 10_001
    assert refused.value.lines[-1] == "10000 mistakes and 3 more found; nothing was written"
