"""A YAML file as nodes that remember where they stand, with YAML's surprises turned into Problems."""

from __future__ import annotations

import codecs
import datetime
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.model.problem import Place, Problems, nearest

_UNUSABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LONGEST = 32_767
_SURPRISES = {
    "tag:yaml.org,2002:bool": "a true/false value",
    "tag:yaml.org,2002:null": "nothing",
}
_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in
                  ("bool", "float", "int", "map", "merge", "null", "seq", "str", "timestamp", "value"))
_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d", re.ASCII)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
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


@dataclass(frozen=True)
class Value:
    """A node of a YAML file. Every accessor reports a Problem and returns None where the node does not fit."""

    node: yaml.Node
    file: str
    problems: Problems

    @property
    def place(self) -> Place:
        mark = self.node.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def complain(self, message: str) -> None:
        self.problems.add(self.place, message)

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, yaml.SequenceNode)

    @property
    def literal(self) -> str | None:
        """The scalar's text exactly as typed, None for a collection."""
        return self.node.value if isinstance(self.node, yaml.ScalarNode) else None

    @property
    def quoted(self) -> bool:
        return isinstance(self.node, yaml.ScalarNode) and self.node.style in ("'", '"', "|", ">")

    def items(self) -> Iterator[tuple[Value, Value]]:
        """The key and value nodes of a mapping; a key that stands twice was reported and counts once."""
        if not isinstance(self.node, yaml.MappingNode):
            self.complain(f"expected 'key: value' lines here, found {self.described()}")
            return
        seen: set[str] = set()
        for key, value in self.node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    continue
                seen.add(key.value)
            yield Value(key, self.file, self.problems), Value(value, self.file, self.problems)

    def elements(self) -> list[Value]:
        """The elements of a list; a Problem and none where it is not one."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.complain(f"expected a list '[..]' here, found {self.described()}")
            return []
        return [Value(node, self.file, self.problems) for node in self.node.value]

    def fields(self, known: Collection[str], required: Collection[str] = ()) -> dict[str, Value]:
        """A mapping with a fixed set of keys; unknown and missing ones are Problems."""
        found: dict[str, Value] = {}
        misspelt: list[str] = []
        for key, value in self.items():
            name = key.key()
            if name is None:
                continue
            if name not in known:
                hint = nearest(name, known)
                misspelt.append(hint)
                key.complain(f"unknown key '{name}'" + (hint or f"; known: {', '.join(known)}"))
                continue
            found[name] = value
        # A misspelt key is one mistake, not a missing key besides.
        missing = [f"'{name}'" for name in required
                   if name not in found and not any(f"'{name}'" in hint for hint in misspelt)]
        if missing and self.is_mapping:
            self.complain(f"the key {missing[0]} is missing here" if len(missing) == 1
                          else f"the keys {', '.join(missing)} are missing here")
        return found

    def key(self) -> str | None:
        """The text of a mapping's key."""
        if not isinstance(self.node, yaml.ScalarNode):
            self.complain("a key must be a single word")
            return None
        surprise = _SURPRISES.get(self.node.tag)
        if surprise and not self.quoted:
            self.complain(f"YAML reads '{self.node.value}' as {surprise}; put it in quotes to use it as a name")
            return None
        return str(self.node.value)

    def text(self) -> str | None:
        """A non-empty text."""
        if not isinstance(self.node, yaml.ScalarNode):
            self.complain(f"expected text here, found {self.described()}")
            return None
        if not self.quoted and self.node.tag in _SURPRISES:
            what = _SURPRISES[self.node.tag]
            self.complain(f"YAML reads '{self.node.value}' as {what}; put the text in quotes"
                          if self.node.value else "expected text here, found nothing")
            return None
        text = str(self.node.value)
        if _UNUSABLE.search(text) or len(text) > _LONGEST:
            self.complain("this text holds a control character" if len(text) <= _LONGEST
                          else f"this text has {len(text):,} characters; a cell holds {_LONGEST:,}")
            return None
        return text

    def choice(self, options: Collection[str]) -> str | None:
        """One of a fixed set of words."""
        word = self.text()
        if word is None or word in options:
            return word
        self.complain(f"'{word}' is not one of {', '.join(options)}{nearest(word, options)}")
        return None

    def date(self) -> datetime.date | None:
        """A date typed as 2023-09-30."""
        word = self.text()
        if word is None:
            return None
        day = as_date(word)
        if day is None:
            self.complain(f"'{word}' is not a date; write it as 2023-09-30")
        return day

    def flag(self) -> bool:
        """``true`` or ``false``."""
        if self.literal in ("true", "false"):
            return self.literal == "true"
        self.complain(f"expected true or false, found {self.described()}")
        return False

    def described(self) -> str:
        if self.is_mapping:
            return "'key: value' lines"
        if self.is_list:
            return "a list"
        return f"'{self.literal}'" if self.literal else "nothing"


def load(path: Path, problems: Problems, shown: str | None = None) -> Value | None:
    """The document in a file, or None with a Problem where it cannot be used.

    ``shown`` is how messages call the file; it defaults to the path as given.
    """
    file = shown or str(path)
    text = _decoded(path, file, problems)
    if text is None:
        return None
    try:
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
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


def as_date(word: str) -> datetime.date | None:
    """The date that a text such as 2023-09-30 says; None for any other way to write one."""
    try:
        return datetime.date.fromisoformat(word) if _DATE.fullmatch(word) else None
    except ValueError:
        return None


def _invalid(problem: str) -> str:
    """A message of the YAML parser's with what would be right, where the parser does not say."""
    if "another document" in problem:
        return "a second document starts here ('---'); a file holds one"
    if "nesting depth" in problem:
        problem = _TOO_DEEP
    advice = "; indent with spaces" if "tab" in problem or "\\t" in problem else ""
    return f"not valid YAML: {problem}{advice}"


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
        for each, child in node.value:
            key = Value(each, value.file, value.problems)
            usable &= _inspect(key, seen)
            name = key.literal
            if name is not None and name in first:
                key.complain(f"the key '{name}' stands twice; it is already on line {first[name].line}")
            elif name is not None:
                first[name] = key.place
            usable &= _inspect(Value(child, value.file, value.problems), seen)
    elif isinstance(node, yaml.SequenceNode):
        for child in value.elements():
            usable &= _inspect(child, seen)
    return usable


def mapped(value: Value, read: Callable[[str, Value, Value], None]) -> None:
    """Call ``read(name, key, value)`` for each entry of a mapping whose key is usable."""
    for key, child in value.items():
        name = key.key()
        if name is not None:
            read(name, key, child)
