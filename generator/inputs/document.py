"""A YAML file as nodes that remember where they stand, with YAML's surprises turned into Problems."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from generator.inputs.belongings import no_file
from generator.inputs.keys import listed
from generator.inputs.value import LONGEST, Value, unusable
from generator.inputs.yaml_advice import advice
from generator.model.problem import Place, Problems

_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in
                  ("bool", "float", "int", "map", "merge", "null", "seq", "str", "timestamp", "value"))
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
                          "\U00010000-\U0010ffff]")
"""What YAML does not know, what it takes for the end of a line where nobody sees one, and what turns the direction."""
_LARGEST = 2_000_000
"""Bytes of a file: a filing of ten thousand rows has half of them."""
_EMPTY = re.compile(r"(?<=,) *(?=,)")
_ROW = re.compile(r"(?P<indent> *)[a-z][a-z0-9_]*: +\[[^\[\]{}\"'#]*\] *")
_FIRST_EMPTY = re.compile(r"[\[,] *(?=,)")
_MOST_READ = 50_000_000
"""Characters that are read again and again because of empty items in lists; then ``~`` has to be typed."""
_OFFER, _LONGEST_OFFER = ": write ", 82
_DEEPEST = 20
_TOO_DEEP = "lists or mappings are nested too deeply"
_MOST_NODES = 200_000
"""Keys, values and lists of a file: a filing of ten thousand rows and eight columns has half of them. Two million take
two gigabytes."""
_TOO_MANY = f"this file has more than the {_MOST_NODES:,} keys and values that an input may have"


class _Shallow:
    """Refuses deep nesting while nodes are composed: libyaml's recursion would end the interpreter; and too many nodes.

    Newer versions of libyaml refuse a thousand levels themselves, which is as good but points further on.
    """

    depth = count = 0

    def descend_resolver(self, parent: yaml.Node | None, _index: object) -> None:
        self.depth += 1
        self.count += 1
        if self.count > _MOST_NODES and parent is not None:
            raise yaml.MarkedYAMLError(None, None, _TOO_MANY, parent.start_mark)
        if self.depth > _DEEPEST and parent is not None:
            raise yaml.MarkedYAMLError(None, None, _TOO_DEEP, parent.start_mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1


_Loader: type = type("_Loader", (_Shallow, getattr(yaml, "CSafeLoader", yaml.SafeLoader)), {})


def load(path: Path, problems: Problems, shown: str | None = None) -> Value | None:
    """The document in a file, or None with a Problem where it cannot be used.

    ``shown`` is how messages call the file; it defaults to the path as given.
    """
    file = shown or str(path)
    text = _decoded(path, file, problems)
    if text is None:
        return None
    try:
        root = composed(text)
    except yaml.MarkedYAMLError as error:
        told = advice(text, error)
        if told:
            for line in text.split("\n")[max(told[0] - 1, 0):told[0] + 1]:
                problems.know(line)
            what, _, offer = told[2].partition(_OFFER)  # half an offer would be none
            problems.add(Place(file, told[0] + 1, told[1] + 1),
                         f"not valid YAML: {told[2] if len(offer) <= _LONGEST_OFFER else what}")
            return None
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        problems.add(place, _invalid(error.problem or error.context or ""))
        return None
    except yaml.YAMLError as error:
        problems.add(Place(file), _invalid(" ".join(str(error).split())))
        return None
    if root is None:
        problems.add(Place(file), "the file is empty")
        return None
    value = Value(root, file, problems)
    return value if _inspect(value, set()) else None


def composed(text: str) -> yaml.Node | None:
    """The document's node. An empty item of a list, as in ``[ , 180]``, which is no YAML, is read as ``~``.

    Raises yaml.YAMLError for what is no YAML otherwise.
    """
    budget = _MOST_READ
    while True:
        loader = _Loader(text)
        try:
            node: yaml.Node | None = loader.get_single_node()
            return node
        except yaml.MarkedYAMLError as error:
            filled, budget = _filled(text, error), budget - len(text)
            if filled is None or budget < 0:
                raise
            text = filled
        finally:
            loader.dispose()


def _filled(text: str, error: yaml.MarkedYAMLError) -> str | None:
    """The text with ``~`` in the empty items of the line where a comma stands in an item's place, and of the rows of
    figures that follow it line by line; else None.

    It takes the place of a space where there is one, so that what follows stays in its column.
    """
    mark = error.problem_mark
    lines = text.split("\n")
    if mark is None or "node content" not in (error.problem or "") or mark.line >= len(lines):
        return None
    before, after = lines[mark.line][:mark.column], lines[mark.line][mark.column:]
    if not after.startswith(","):
        return None
    row = _ROW.fullmatch(lines[mark.line])
    lines[mark.line] = _with_blanks(before, after)
    for number in range(mark.line + 1, len(lines) if row else 0):
        following = _ROW.fullmatch(lines[number])
        if following is None or row is None or following["indent"] != row["indent"]:
            break
        if first := _FIRST_EMPTY.search(lines[number]):
            lines[number] = _with_blanks(lines[number][:first.end()], lines[number][first.end():])
    return "\n".join(lines)


def _with_blanks(before: str, after: str) -> str:
    """A line whose list has an empty item between the two parts, with ``~`` there and in the others of the list."""
    list_, end, rest = after.partition("]") if not re.search("[\"']", after) else (after, "", "")
    return (before[:-1] if before.endswith(" ") else before) + "~" + _EMPTY.sub(
        lambda gap: (gap[0][:-1] or "") + "~", list_) + end + rest


def _invalid(problem: str) -> str:
    """A message of the YAML parser's with what would be right, where the parser does not say."""
    if "another document" in problem:
        return "a second document starts here ('---'); a file holds one"
    if "nesting depth" in problem:
        problem = _TOO_DEEP
    if problem == _TOO_MANY:
        return problem
    return f"not valid YAML: {problem}"


def _decoded(path: Path, file: str, problems: Problems) -> str | None:
    wrong, raw = no_file(path), b""
    try:
        if not wrong:
            with path.open("rb") as content:
                raw = content.read(_LARGEST + 1)
    except OSError as error:
        wrong = f"cannot be read: {error.strerror}"
    if len(raw) > _LARGEST:
        wrong = f"this file is larger than the {_LARGEST // 1_000_000} MB that an input may have"
    if wrong:
        problems.add(Place(file), wrong)
        return None
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = _with_line_ends(raw.decode())
    except UnicodeDecodeError as error:
        problems.add(_place_after(file, _with_line_ends(raw[: error.start].decode())),
                     f"byte 0x{raw[error.start]:02x} is not UTF-8 text; save the file with UTF-8 encoding")
        return None
    bad = _UNPRINTABLE.search(text)
    if bad and bad.start() < 2 and bad[0] == "\0":
        problems.add(Place(file, 1, 1), "this is not UTF-8 text; save the file with UTF-8 encoding")
        return None
    if bad:
        problems.add(_place_after(file, text[: bad.start()]),
                     f"the character U+{ord(bad[0]):04X} cannot be seen and cannot stand in a YAML file; delete it")
        return None
    return text


def _with_line_ends(text: str) -> str:
    """The text with one kind of line end, so that all count the same lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _place_after(file: str, before: str) -> Place:
    return Place(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def _inspect(value: Value, seen: set[int]) -> bool:
    """Report what would be dropped or guessed silently, and texts that no cell can hold: duplicate keys, aliases, tags.

    Returns whether the document can be read on; it cannot where an alias or a text may make it endless.
    """
    node = value.node
    if id(node) in seen:
        value.complain("anchors and aliases (& and *) are not used here; write the value out")
        return False
    seen.add(id(node))
    value.problems.know(value.literal or "")
    if wrong := unusable(value.literal or ""):
        value.complain(wrong)
        if len(value.literal or "") > LONGEST:
            return False
    if node.tag not in _TAGS:
        value.complain(f"the tag '{node.tag}' is not used here; write the plain value")
    usable = True
    if isinstance(node, yaml.MappingNode):
        first: dict[str, Place] = {}
        again: list[Value] = []
        for each, child in node.value:
            key = Value(each, value.file, value.problems)
            usable &= _inspect(key, seen)
            name = key.literal
            if name is not None and name in first:
                again.append(key)
            elif name is not None:
                first[name] = key.place
            usable &= _inspect(Value(child, value.file, value.problems), seen)
        _refuse_repeats(again, first)
    elif isinstance(node, yaml.SequenceNode):
        for child in value.elements():
            usable &= _inspect(child, seen)
    return usable


def _refuse_repeats(again: list[Value], first: Mapping[str, Place]) -> None:
    """Report keys that stand twice in a mapping: one by one, or all in one where another mapping seems to begin."""
    for each in again if len(again) == 1 else ():
        each.complain(f"the key '{each.literal}' stands twice; it is already on line {first[each.literal or ''].line}")
    if len(again) > 1:
        names = listed([each.literal or "" for each in again])
        again[0].complain(f"the keys {names} stand twice, first on line {first[again[0].literal or ''].line}; if "
                          "something new begins here, it stands further left, in a list after a dash: "
                          f"'- {again[0].literal}: …'")
