"""Words, entries and elements put into YAML that a person wrote, in each layout: all else the same to the byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.intake.splice import LAST, NewEntry, NotSpliced, Splice, meaning
from generator.intake.yaml_text import cleaned

TEXT = """\
# of mine
a:
  title: T
  items:
    x:        X   # c
    y:
      label: Y
      sum: [x,
            z]

    # note
    z: {label: Z, xbrl: us-gaap:Z}   # end
    n: {label: N, xbrl: [us-gaap:M, us-gaap:N]}
b: {title: B, items: {p: P, q: "Q: q"}}   # flow
splits:
  - {effective: 2014-06-09, new_shares: 7, old_shares: 1}   # seven"""


def with_entry(text: str, path: list[str], key: str, of: object, after: str = "") -> str:
    splice = Splice(text)
    splice.insert(tuple(path), after or LAST, [NewEntry.of(key, of)])
    return splice.done()


def with_words(text: str, path: list[str], key: str, words: list[str], in_front: str = "") -> str:
    splice = Splice(text)
    splice.add_words(tuple(path), {key: words}, in_front)
    return splice.done()


ENDS = ("\n", "\r\n")
labels = st.one_of(st.sampled_from(("no", "A: b", "- x", "#", "売上高", "🙂", "'", '"', "{x}")), st.text(max_size=20))


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(("path", "after", "line", "before"), [
    (["a", "items"], "x", "    new:      {label: \"N: n\"}", "    y:"),
    (["a", "items"], "y", "    new: {label: \"N: n\"}", ""),
    (["a", "items"], "", "    new: {label: \"N: n\"}", "b: {title"),
    (["a"], "title", "  new:  {label: \"N: n\"}", "  items:")])
def test_a_line_is_put_behind_another(end: str, path: list[str], after: str, line: str, before: str) -> None:
    text = "\ufeff" + TEXT.replace("\n", end)
    found = with_entry(text, path, "new", {"label": "N: n"}, after)
    lines = found.split(end)
    assert lines[lines.index(next(each for each in lines if each.split() == line.split())) + 1].startswith(before)
    added = next(each for each in lines if each.split() == line.split())
    assert found.replace(added + end, "") == text


def test_in_brackets_it_stands_behind_a_comma() -> None:
    assert 'items: {p: P, r: {label: R}, q: "Q: q"}}' in with_entry(TEXT, ["b", "items"], "r", {"label": "R"}, "p")


@pytest.mark.parametrize(("path", "now"), [
    (["a", "items", "x"], "    x:        {label: X, xbrl: a:A}   # c\n"),
    (["a", "items", "y"], "            z]\n      xbrl: a:A\n"),
    (["a", "items", "z"], "    z: {label: Z, xbrl: [a:A, us-gaap:Z]}   # end\n"),
    (["a", "items", "n"], "    n: {label: N, xbrl: [a:A, us-gaap:M, us-gaap:N]}\n"),
    (["b", "items", "q"], 'q: {label: "Q: q", xbrl: a:A}}}   # flow\n')])
def test_an_element_is_put_in_front(path: list[str], now: str) -> None:
    assert now in with_words(TEXT, path, "xbrl", ["a:A"], in_front="xbrl")


def test_an_element_that_is_there_changes_nothing() -> None:
    assert with_words(TEXT, ["a", "items", "n"], "xbrl", ["us-gaap:N"], in_front="xbrl") == TEXT


def test_a_term_is_put_behind() -> None:
    assert "            z, w]\n" in with_words(TEXT, ["a", "items", "y"], "sum", ["x", "w"])


def test_a_split_is_put_at_the_end_of_a_file_without_a_last_line_end() -> None:
    splice = Splice(TEXT)
    splice.append(("splits",), ["- {effective: 2020-08-31, new_shares: 4, old_shares: 1}"], is_apart=False)
    assert splice.done() == TEXT + "\n  - {effective: 2020-08-31, new_shares: 4, old_shares: 1}"


def test_what_is_there_already_or_not_at_all_is_told() -> None:
    with pytest.raises(NotSpliced, match="there already"):
        with_entry(TEXT, ["a", "items"], "x", "X")
    with pytest.raises(NotSpliced):
        with_entry(TEXT, ["a", "items"], "w", "W", after="nowhere")


@given(labels.map(cleaned).filter(bool), st.sampled_from(["", "x", "y", "z", "n"]), st.sampled_from(ENDS))
def test_any_label_comes_back_and_nothing_else_changes(label: str, after: str, end: str) -> None:
    found = with_entry(TEXT.replace("\n", end), ["a", "items"], "new", {"label": label}, after)
    said = meaning(found)
    assert isinstance(said, dict)
    assert said["a"]["items"].pop("new") == {"label": label}
    assert said == meaning(TEXT)


def test_changes_of_all_kinds_at_once_stand_in_the_order_in_which_they_were_told() -> None:
    splice = Splice(TEXT)
    splice.add_words(("a", "items", "x"), {"xbrl": ["a:X"], "sum": ["y", "z"]})
    splice.add_words(("a", "items", "y"), {"xbrl": ["a:Y"]})
    splice.insert(("a", "items"), "y", [NewEntry.of("p", "P"),
                                          NewEntry.of("q", {"label": "Q" * 100, "sum": ["n"] * 30})])
    splice.insert(("a", "items"), "y", [NewEntry.of("r", "R")])
    splice.add_below("c:\n  title: C\n")
    assert splice.done() == TEXT.replace("X   # c", "{label: X, xbrl: a:X, sum: [y, z]}   # c").replace(
        "            z]\n", f"""\
            z]
      xbrl: a:Y
    p: P
    q:
      label: {"Q" * 100}
      sum: [{", ".join("n" * 30)}]
    r: R
""") + "\n\nc:\n  title: C\n"
