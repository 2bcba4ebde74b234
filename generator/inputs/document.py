"""A YAML file as nodes that remember where they stand, with YAML's surprises turned into Problems."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from generator.inputs.value import Value
from generator.inputs.yaml_advice import advice
from generator.model.problem import Place, Problems

_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in
                  ("bool", "float", "int", "map", "merge", "null", "seq", "str", "timestamp", "value"))
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_EMPTY = re.compile(r"(?<=,) *(?=,)")
_DEEPEST = 20
_TOO_DEEP = "lists or mappings are nested too deeply"


class _Shallow:
    """Refuses deep nesting while nodes are composed: libyaml's recursion would end the interpreter.

    Newer versions of libyaml refuse a thousand levels themselves, which is as good but points further on.
    """

    depth = 0

    def descend_resolver(self, parent: yaml.Node | None, _index: object) -> None:
        self.depth += 1
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
        root = _composed(text)
    except yaml.MarkedYAMLError as error:
        told = advice(text, error)
        if told:
            problems.add(Place(file, told[0] + 1, told[1] + 1), f"not valid YAML: {told[2]}")
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


def _composed(text: str) -> yaml.Node | None:
    """The document's node. An empty item of a list, as in ``[ , 180]``, which is no YAML, is read as ``~``.

    Raises yaml.YAMLError for what is no YAML otherwise.
    """
    while True:
        loader = _Loader(text)
        try:
            node: yaml.Node | None = loader.get_single_node()
            return node
        except yaml.MarkedYAMLError as error:
            filled = _filled(text, error)
            if filled is None:
                raise
            text = filled
        finally:
            loader.dispose()


def _filled(text: str, error: yaml.MarkedYAMLError) -> str | None:
    """The text with ``~`` in the empty items of the line where a comma stands in an item's place; else None.

    It takes the place of a space where there is one, so that what follows stays in its column.
    """
    mark = error.problem_mark
    lines = text.split("\n")
    if mark is None or "node content" not in (error.problem or "") or mark.line >= len(lines):
        return None
    before, after = lines[mark.line][:mark.column], lines[mark.line][mark.column:]
    if not after.startswith(","):
        return None
    list_, end, rest = after.partition("]") if not re.search("[\"']", after) else (after, "", "")
    lines[mark.line] = (before[:-1] if before.endswith(" ") else before) + "~" + _EMPTY.sub(
        lambda gap: (gap[0][:-1] or "") + "~", list_) + end + rest
    return "\n".join(lines)


def _invalid(problem: str) -> str:
    """A message of the YAML parser's with what would be right, where the parser does not say."""
    if "another document" in problem:
        return "a second document starts here ('---'); a file holds one"
    if "nesting depth" in problem:
        problem = _TOO_DEEP
    return f"not valid YAML: {problem}"


def _decoded(path: Path, file: str, problems: Problems) -> str | None:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        problems.add(Place(file), "there is no such file")
        return None
    except OSError as error:
        problems.add(Place(file), f"cannot be read: {error.strerror}")
        return None
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        problems.add(_place_after(file, raw[: error.start].decode()),
                     f"byte 0x{raw[error.start]:02x} is not UTF-8 text; save the file with UTF-8 encoding")
        return None
    bad = _UNPRINTABLE.search(text)
    if bad:
        problems.add(_place_after(file, text[: bad.start()]),
                     f"the character U+{ord(bad[0]):04X} cannot be seen and cannot stand in a YAML file; delete it")
        return None
    return text


def _place_after(file: str, before: str) -> Place:
    return Place(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def _inspect(value: Value, seen: set[int]) -> bool:
    """Report what would be dropped or guessed silently: duplicate keys, aliases, tags.

    Returns whether the document can be read on; it cannot where an alias may make it endless.
    """
    node = value.node
    if id(node) in seen:
        value.complain("anchors and aliases (& and *) are not used here; write the value out")
        return False
    seen.add(id(node))
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
        names = ", ".join(f"'{each.literal}'" for each in again)
        again[0].complain(f"the keys {names} stand twice, first on line {first[again[0].literal or ''].line}; if "
                          "something new begins here, it stands further left, in a list after a dash: "
                          f"'- {again[0].literal}: …'")
