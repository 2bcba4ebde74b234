"""Line items and rows put into YAML that is there, at its parser's marks: all else stays the same to the byte."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from generator.inputs.document import composed
from generator.intake.yaml_text import scalar

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
    """A key with its value as YAML has it on one line: ``goodwill`` and ``[9859, 10192]``."""

    key: str
    value: str

    @property
    def line(self) -> str:
        return f"{scalar(self.key)}: {self.value}"


def insert_line_item(text: str, statement: str, after: str, line_text: str) -> str:
    """The text of statements.yaml with a line item behind another one, or at the end (``LAST``).

    ``line_text`` is its line, ``goodwill: {label: Goodwill}``. Raises NotSpliced.
    """
    key, value = _read_line(line_text)
    splice = Splice(text)
    splice.insert((statement, "items"), after, [NewEntry(key, value)])
    return splice.done()


def insert_rows(text: str, table: int, rows: Mapping[str, Sequence[NewEntry]]) -> str:
    """The text of a filing with rows more in one of its tables (counted from 0), each behind the key of another row,
    ``FIRST`` or ``LAST``. Raises NotSpliced."""
    splice = Splice(text)
    for after, entries in rows.items():
        splice.insert(("tables", table, "rows"), after, entries)
    return splice.done()


class Splice:
    """Changes to one text. They are collected, made at once and proved: the new text says what the old one said, and
    the changes."""

    def __init__(self, text: str) -> None:
        self.text, self._bom = text.removeprefix(_BOM), _BOM if text.startswith(_BOM) else ""
        breaks = list(_LINE.finditer(self.text))
        self._starts = [0, *(each.end() for each in breaks)]
        self._end = breaks[0][0] if breaks else "\n"
        self._edits: list[tuple[int, int, str]] = []
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

    def insert(self, path: Path, after: str, entries: Sequence[NewEntry]) -> None:
        """Put entries into a mapping behind one of its keys."""
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
        _put(self._meant, path, "" if at < 0 else names[at],
             [(each.key, _said(each.value)) for each in entries])

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
        holder = self._meant
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = _said(value)

    def append(self, path: Path, lines: Sequence[str], said: object) -> None:
        """Put an element, written in lines of its own that begin with a dash, at the end of a list that stands in lines
        and ends the file. ``said`` is what it says, in plain mappings, lists and texts."""
        found = self.node(path)
        if not isinstance(found, yaml.SequenceNode) or (found.flow_style and found.value):
            raise NotSpliced(f"'{path[-1]}' is no list in lines of its own")
        margin = " " * (found.start_mark.column if found.value else 2)
        written = [margin + line if line else "" for line in lines]
        if found.value:
            at = len(self.text.rstrip()) if self._is_last(path) else self._behind(found.value[-1])[0]
            self._edits.append((at, at, "".join(self._end + line for line in ["", *written])))
        else:
            self._edits.append((self._offset(found.start_mark), self._offset(found.end_mark),
                                "".join(self._end + line for line in ["", *written])))
        holder = self._meant
        for step in path:
            holder = holder[step]
        holder.append(said)

    def done(self) -> str:
        """The text with the changes. Raises NotSpliced where it would say anything else than was meant."""
        found, edits = self.text, sorted(self._edits)
        for start, end, new in reversed(edits):
            found = found[:start] + new + found[end:]
        if repr(_meaning(_composed(found))) != repr(self._meant):
            raise NotSpliced("the file would say something else besides")
        return self._bom + found

    def column(self, path: Path) -> int:
        """The column at which a value begins."""
        return int(self.node(path).start_mark.column)

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
        beside = next((value.start_mark.column for key, value in mapping.value[max(at, 0):] + mapping.value[:at]
                       if value.start_mark.line == key.start_mark.line), 0)
        written = [f"{' ' * margin}{scalar(each.key)}:".ljust(max(beside - 1, 0)) + f" {each.value}"
                   for each in entries]
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


def _composed(text: str) -> yaml.Node | None:
    try:
        return composed(_LINE.sub("\n", text))
    except yaml.YAMLError as error:
        raise NotSpliced(f"not valid YAML: {' '.join(str(error).split())}") from error


def _meaning(node: yaml.Node | None) -> Any:
    """What a node says, in plain mappings, lists and texts."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _meaning(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_meaning(each) for each in node.value]
    return str(node.value) if node else ""


def _said(value: str) -> Any:
    """What a value says that stands behind a key on one line."""
    found = _meaning(_composed(f"a: {value}"))
    if not isinstance(found, dict) or list(found) != ["a"]:
        raise NotSpliced(f"'{value}' is no value")
    return found["a"]


def _put(meant: Any, path: Path, after: str, entries: Sequence[tuple[str, object]]) -> None:
    """Put entries behind a key of a mapping, in its order; without a key in front."""
    for step in path:
        meant = meant[step]
    old = list(meant.items())
    new: list[tuple[str, object]] = [] if after else list(entries)
    for key, value in old:
        new.append((key, value))
        new += entries if key == after else []
    meant.clear()
    meant.update(new)


def _read_line(line: str) -> tuple[str, str]:
    """The key and the value of a line, as it is written."""
    node = _composed(line)
    if not isinstance(node, yaml.MappingNode) or len(node.value) != 1 or "\n" in line.strip():
        raise NotSpliced("a line item is one line 'key: value'")
    key, value = node.value[0]
    written = line[value.start_mark.column:].strip()
    if not written:
        raise NotSpliced("a line item needs a label")
    return str(key.value), written


def _for_list(value: str) -> str:
    """A value as it stands between commas: a text with commas or brackets goes into quotes."""
    node = _composed(f"a: {value}")
    inner = node.value[0][1] if isinstance(node, yaml.MappingNode) else None
    if isinstance(inner, yaml.ScalarNode) and not inner.style and inner.tag == _STR and re.search(r"[,\[\]{}]", value):
        return '"' + str(inner.value).replace("\\", "\\\\").replace('"', '\\"') + '"'
    return value
