"""A YAML file as nodes that remember where they stand, with YAML's surprises turned into Problems."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.source import Place, Problems, nearest

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SURPRISES = {
    "tag:yaml.org,2002:bool": "a true/false value",
    "tag:yaml.org,2002:null": "nothing",
}


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
        """The key and value nodes of a mapping, whose keys are all text."""
        if not isinstance(self.node, yaml.MappingNode):
            self.complain(f"expected 'key: value' lines here, found {self.described()}")
            return
        for key, value in self.node.value:
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
        for key, value in self.items():
            name = key.key()
            if name is None:
                continue
            if name not in known:
                key.complain(f"unknown key '{name}'{nearest(name, known)} known: {', '.join(known)}"
                             if not nearest(name, known) else f"unknown key '{name}'{nearest(name, known)}")
                continue
            found[name] = value
        if self.is_mapping:
            for name in required:
                if name not in found:
                    self.complain(f"the key '{name}' is missing here")
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
        return str(self.node.value)

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
        try:
            return datetime.date.fromisoformat(word)
        except ValueError:
            self.complain(f"'{word}' is not a date; write it as 2023-09-30")
            return None

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
        problems.add(place, f"not valid YAML: {error.problem or error.context}")
        return None
    except yaml.YAMLError as error:
        problems.add(_reader_error_place(file, text, error), f"not valid YAML: {_one_line(str(error))}")
        return None
    except RecursionError:
        problems.add(Place(file), "not usable: lists or mappings nested too deeply")
        return None
    if root is None:
        problems.add(Place(file), "the file is empty")
        return None
    value = Value(root, file, problems)
    before = len(problems)
    _inspect(value, set())
    return value if len(problems) == before else None


def _decoded(path: Path, file: str, problems: Problems) -> str | None:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        problems.add(Place(file), "there is no such file")
        return None
    except OSError as error:
        problems.add(Place(file), f"cannot be read: {error.strerror}")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        problems.add(Place(file, line, column),
                     f"byte 0x{raw[error.start]:02x} is not UTF-8 text; save the file with UTF-8 encoding")
        return None


def _reader_error_place(file: str, text: str, error: yaml.YAMLError) -> Place:
    position = getattr(error, "position", None)
    if not isinstance(position, int):
        return Place(file)
    before = text[:position]
    return Place(file, before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _inspect(value: Value, seen: set[int]) -> None:
    """Refuse what would be dropped or guessed silently: duplicate keys, aliases, tags."""
    node = value.node
    if id(node) in seen:
        value.complain("anchors and aliases (& and *) are not used here; write the value out")
        return
    seen.add(id(node))
    if not node.tag.startswith("tag:yaml.org,2002:"):
        value.complain(f"the tag '{node.tag}' is not used here; write the plain value")
    if isinstance(node, yaml.MappingNode):
        first: dict[str, Place] = {}
        for key, child in value.items():
            _inspect(key, seen)
            name = key.literal or ""
            if name in first:
                key.complain(f"the key '{name}' stands twice; it is already on line {first[name].line}")
            first.setdefault(name, key.place)
            _inspect(child, seen)
    elif isinstance(node, yaml.SequenceNode):
        for child in value.elements():
            _inspect(child, seen)


def mapped(value: Value, read: Callable[[str, Value, Value], None]) -> None:
    """Call ``read(name, key, value)`` for each entry of a mapping whose key is usable."""
    for key, child in value.items():
        name = key.key()
        if name is not None:
            read(name, key, child)
