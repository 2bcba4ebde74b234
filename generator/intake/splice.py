"""Entries put into YAML that a person wrote, at its parser's marks: all else stays the same to the byte."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from generator.inputs.document import composed
from generator.intake.yaml_text import entry, scalar, value

_BOM = "\ufeff"
_LINE = re.compile("\r\n|\r|\n")
_STR = "tag:yaml.org,2002:str"
Path = tuple[str | int, ...]
"""The way to a node: keys of mappings and numbers in lists."""
FIRST, LAST = "<first>", "<last>"
"""In the place of the key behind which an entry is put: before all others, behind all others."""


class NotSpliced(Exception):
    """The text cannot be changed there without changing something else."""


@dataclass(frozen=True)
class NewEntry:
    """A key with its value as YAML has it on one line: ``goodwill`` and ``[9859, 10192]``; ``lines`` are both as they
    stand where one line would be too long."""

    key: str
    value: str
    lines: tuple[str, ...] = ()

    @classmethod
    def of(cls, key: str, said: object) -> NewEntry:
        """What plain mappings, lists and texts say."""
        return cls(key, value(said), tuple(entry(key, said, 0)))


class Splice:
    """Changes to one text. They are collected, made at once and proved: the new text says what the old one said, and
    the changes."""

    def __init__(self, text: str) -> None:
        self.text, self._bom = text.removeprefix(_BOM), _BOM if text.startswith(_BOM) else ""
        breaks = list(_LINE.finditer(self.text))
        self._starts = [0, *(each.end() for each in breaks)]
        self._end = breaks[0][0] if breaks else "\n"
        self._edits: list[tuple[int, int, str]] = []
        self._last_put: dict[tuple[Path, str], str] = {}
        root = _composed(self.text)
        if root is None:
            raise NotSpliced("the file is empty")
        self._root: yaml.Node = root
        self._meant = _meaning(root)

    def node(self, path: Path) -> yaml.Node:
        """The node at a path. Raises NotSpliced where there is none."""
        found = self._root
        for step in path:
            under = found.value if isinstance(found, yaml.CollectionNode) else []
            if isinstance(step, int) and isinstance(found, yaml.SequenceNode) and step < len(under):
                found = under[step]
            elif isinstance(found, yaml.MappingNode) and (pair := [v for k, v in under if k.value == step]):
                found = pair[0]
            else:
                raise NotSpliced(f"there is no '{step}' here")
        return found

    def keys(self, path: Path) -> list[str]:
        """The keys of the mapping at a path as the text stands; none where there is none."""
        try:
            found = self.node(path)
        except NotSpliced:
            return []
        return [str(key.value) for key, _ in found.value] if isinstance(found, yaml.MappingNode) else []

    def insert(self, path: Path, after: str, entries: Sequence[NewEntry]) -> None:
        """Put entries into a mapping behind one of its keys. Of those behind one key the first told stand first."""
        mapping = self.node(path)
        if not isinstance(mapping, yaml.MappingNode) or not mapping.value:
            raise NotSpliced(f"'{path[-1]}' has no entries to put another one beside")
        names = [key.value for key, _ in mapping.value]
        if repeated := [each.key for each in entries if each.key in names]:
            raise NotSpliced(f"'{repeated[0]}' is there already")
        if after not in (FIRST, LAST, *names):
            raise NotSpliced(f"there is no '{after}' here")
        at = -1 if after == FIRST else names.index(after) if after in names else len(names) - 1
        if mapping.flow_style:
            self._insert_flow(mapping, at, entries)
        else:
            self._insert_lines(mapping, at, entries)
        name = "" if at < 0 else names[at]
        _put(self._holder((*path, "")), self._last_put.get((path, name), name),
             [(each.key, _said(each.value)) for each in entries])
        self._last_put[path, name] = entries[-1].key

    def replace(self, path: Path, value: str) -> None:
        """Put another value in the place of one that stands on one line."""
        node = self.node(path)
        start, end = self._offset(node.start_mark), self._offset(node.end_mark)
        if isinstance(node, yaml.SequenceNode) and node.flow_style and self.text[end - 1:end] != "]":
            end = self.text.find("]", start) + 1  # empty items have moved what follows them
        in_lines = isinstance(node, yaml.CollectionNode) and not node.flow_style
        if node.start_mark.line != node.end_mark.line or in_lines:
            raise NotSpliced(f"'{path[-1]}' stands in several lines")
        self._edits.append((start, end, value))
        self._holder(path)[path[-1]] = _said(value)

    def append(self, path: Path, lines: Sequence[str], is_apart: bool = True) -> None:
        """Put an element, written in lines of its own that begin with a dash, at the end of a list; ``is_apart``: with
        an empty line before it. A list in brackets takes only what stands on one line."""
        found, said = self.node(path), _meaning(_composed("\n".join(lines)))[0]
        if not isinstance(found, yaml.SequenceNode) or (found.flow_style and found.value and len(lines) > 1):
            raise NotSpliced(f"'{path[-1]}' is no list in lines of its own")
        margin = " " * (found.start_mark.column if found.value else 2)
        written = "".join(self._end + line for line in [*[""] * is_apart, *(f"{margin}{each}" if each else ""
                                                                           for each in lines)])
        if found.flow_style and found.value:
            at = self._offset(found.value[-1].end_mark)
            self._edits.append((at, at, f", {lines[0][2:]}"))
        elif found.value:
            at = len(self.text.rstrip()) if is_apart and self._is_last(path) else self._behind(found.value[-1])[0]
            self._edits.append((at, at, written))
        else:
            self._edits.append((self._offset(found.start_mark), self._offset(found.end_mark), written))
        self._holder((*path, 0)).append(said)

    def add_words(self, path: Path, words: Mapping[str, Sequence[str]], in_front: str = "") -> None:
        """Put words that are not there yet under keys of a line item or member (``xbrl``, ``sum``), behind those that
        stand there, under the key ``in_front`` before them. A label alone becomes one with the keys beside it."""
        node = self.node(path)
        said = {key: value(each[0] if len(each) == 1 else each) for key, each in words.items() if each}
        if said and not isinstance(node, yaml.MappingNode):
            label = self._source(node) if isinstance(node, yaml.ScalarNode) and node.style else value(node.value)
            self.replace(path, f"{{{', '.join([f'label: {label}', *(f'{key}: {of}' for key, of in said.items())])}}}")
            return
        there = self.keys(path)
        if new := [NewEntry(key, of) for key, of in said.items() if key not in there]:
            self.insert(path, LAST, new)
        for key in said:
            if key in there:
                self._extend((*path, key), words[key], key == in_front)

    def _extend(self, path: Path, words: Sequence[str], in_front: bool) -> None:
        node = self.node(path)
        stand = node.value if isinstance(node, yaml.SequenceNode) else [node]
        known = {each.value.replace(" ", "") for each in stand}
        new = [value(each) for each in words if each not in known]
        if not new:
            return
        if not isinstance(node, yaml.SequenceNode):
            both = [*new, self._source(node)] if in_front else [self._source(node), *new]
            self.replace(path, f"[{', '.join(both)}]")
            return
        holder = self._holder((*path, 0))
        holder[:] = [*map(_said, new), *holder] if in_front else [*holder, *map(_said, new)]
        if node.flow_style:
            at = self._offset(stand[0].start_mark if in_front else stand[-1].end_mark)
            self._edits.append((at, at, "".join(f"{each}, " if in_front else f", {each}" for each in new)))
            return
        lines = [f"{' ' * node.start_mark.column}- {each}" for each in new]
        at = self._starts[node.start_mark.line] if in_front else self._behind(stand[-1])[0]
        self._edits.append((at, at, "".join(each + self._end if in_front else self._end + each for each in lines)))

    def add_below(self, more: str) -> None:
        """Put a passage with keys of its own at the end of the file, after an empty line."""
        start = "" if self.text.endswith(("\n", "\r")) else self._end
        self._edits.append((len(self.text), len(self.text), start + self._end + more.replace("\n", self._end)))
        self._meant.update(_meaning(_composed(more)))

    def done(self) -> str:
        """The text with the changes. Raises NotSpliced where it would say anything else than was meant."""
        found, edits = self.text, sorted(self._edits, key=lambda each: each[:2])
        for start, end, new in reversed(edits):
            found = f"{found[:start]}{new}{found[end:]}"
        if repr(_meaning(_composed(found))) != repr(self._meant):
            raise NotSpliced("the file would say something else besides")
        return self._bom + found

    def column(self, path: Path) -> int:
        """The column at which a value begins."""
        return int(self.node(path).start_mark.column)

    def _source(self, node: yaml.Node) -> str:
        return self.text[self._offset(node.start_mark):self._offset(node.end_mark)]

    def _holder(self, path: Path) -> Any:
        """What holds the last step of a path, in what the text is meant to say."""
        holder = self._meant
        for step in path[:-1]:
            holder = holder[step]
        return holder

    def _is_last(self, path: Path) -> bool:
        return len(path) == 1 and isinstance(self._root, yaml.MappingNode) and self._root.value[-1][0].value == path[0]

    def _insert_flow(self, mapping: yaml.MappingNode, at: int, entries: Sequence[NewEntry]) -> None:
        written = [f"{scalar(each.key)}: {_for_list(each.value)}" for each in entries]
        if at < 0:
            start = self._offset(mapping.value[0][0].start_mark)
            self._edits.append((start, start, "".join(f"{each}, " for each in written)))
        else:
            end = self._offset(mapping.value[at][1].end_mark)
            self._edits.append((end, end, "".join(f", {each}" for each in written)))

    def _insert_lines(self, mapping: yaml.MappingNode, at: int, entries: Sequence[NewEntry]) -> None:
        margin = mapping.value[0][0].start_mark.column
        beside = next((under.start_mark.column for key, under in mapping.value[max(at, 0):] + mapping.value[:at]
                       if under.start_mark.line == key.start_mark.line), 0)
        written: list[str] = []
        for each in entries:
            head = f"{' ' * margin}{scalar(each.key)}:".ljust(max(beside - 1, 0))
            written += [" " * margin + line for line in each.lines] if len(each.lines) > 1 else [f"{head} {each.value}"]
        if at < 0:
            start = self._starts[mapping.value[0][0].start_mark.line]
            if self.text[start:start + margin].strip():
                raise NotSpliced("the first entry does not begin its line")
            self._edits.append((start, start, "".join(line + self._end for line in written)))
            return
        end, mark = self._behind(mapping.value[at][1])
        self._edits.append((end, end, "".join((mark or self._end) + line for line in written)))

    def _behind(self, node: yaml.Node) -> tuple[int, str]:
        """Where the last line of a node ends, with the remark behind it, and how that line is ended."""
        last = node
        while isinstance(last, yaml.CollectionNode) and not last.flow_style and last.value:
            last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
        line = last.end_mark.line
        if isinstance(last, yaml.ScalarNode) and last.style in ("|", ">"):
            line -= last.end_mark.column == 0
            while line > last.start_mark.line and not self._line(line).strip():
                line -= 1
        start = self._starts[line]
        found = _LINE.search(self.text, start)
        return (found.start(), found[0]) if found else (len(self.text), "")

    def _line(self, number: int) -> str:
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.text)
        return self.text[self._starts[number]:end]

    def _offset(self, mark: yaml.Mark) -> int:
        return self._starts[mark.line] + mark.column if mark.line < len(self._starts) else len(self.text)


def meaning(text: str) -> Any:
    """What a YAML text says, in plain mappings, lists and texts. Raises NotSpliced where it is none."""
    return _meaning(_composed(text.removeprefix(_BOM)))


def _composed(text: str) -> yaml.Node | None:
    try:
        return composed(_LINE.sub("\n", text))
    except yaml.YAMLError as error:
        raise NotSpliced(f"not valid YAML: {' '.join(str(error).split())}") from error


def _meaning(node: yaml.Node | None) -> Any:
    """What a node says, in plain mappings, lists and texts."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _meaning(under) for key, under in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_meaning(each) for each in node.value]
    return str(node.value) if node else ""


def _said(value: str) -> Any:
    """What a value says that stands behind a key on one line."""
    found = _meaning(_composed(f"a: {value}"))
    if not isinstance(found, dict) or list(found) != ["a"]:
        raise NotSpliced(f"'{value}' is no value")
    return found["a"]


def _put(meant: Any, after: str, entries: Sequence[tuple[str, object]]) -> None:
    """Put entries behind a key of a mapping, in its order; without a key in front."""
    old = list(meant.items())
    new: list[tuple[str, object]] = [] if after else list(entries)
    for key, of in old:
        new.append((key, of))
        new += entries if key == after else []
    meant.clear()
    meant.update(new)


def _for_list(value: str) -> str:
    """A value as it stands between commas: a text with commas or brackets goes into quotes."""
    node = _composed(f"a: {value}")
    inner = node.value[0][1] if isinstance(node, yaml.MappingNode) else None
    if isinstance(inner, yaml.ScalarNode) and not inner.style and inner.tag == _STR and re.search(r"[,\[\]{}]", value):
        return '"' + str(inner.value).replace("\\", "\\\\").replace('"', '\\"') + '"'
    return value
