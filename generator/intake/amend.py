"""Entries put into a YAML file that a person wrote: at the marks of its parser, all else the same to the byte."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from generator.intake.yaml_text import entry, scalar, value

_BOM = "\ufeff"
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE = re.compile("\r\n|\r|\n")


def with_entry(text: str, path: Sequence[str], key: str, of: object, after: str = "") -> str:
    """The text with a key more in the mapping at a path, behind the key ``after`` or at its end.

    Raises KeyError where the path or that key is not there, ValueError where the key is there already.
    """
    file = _File(text)
    mapping = file.mapping(path)
    names = [each.value for each, _ in mapping.value]
    if key in names:
        raise ValueError(f"'{key}' is there already")
    number = names.index(after) if after in names else len(names) - 1
    if after and after not in names:
        raise KeyError(after)
    before, behind = mapping.value[number]
    if mapping.flow_style:
        return file.with_insert(file.offset(behind.end_mark), f", {scalar(key)}: {value(of)}")
    column = before.start_mark.column
    filled = behind.start_mark.column - column - 1 if behind.start_mark.line == before.start_mark.line else 0
    return file.with_lines(behind, entry(key, of, column, filled))


def with_element(text: str, path: Sequence[str], of: object) -> str:
    """The text with an element more at the end of the list at a path. Raises KeyError where there is no such list."""
    file = _File(text)
    found = file.node(path)
    if not isinstance(found, yaml.SequenceNode) or not found.value:
        raise KeyError(path[-1])
    last = found.value[-1]
    if found.flow_style:
        return file.with_insert(file.offset(last.end_mark), f", {value(of)}")
    return file.with_lines(last, [f"{' ' * found.start_mark.column}- {value(of)}"])


def with_words(text: str, path: Sequence[str], key: str, words: Sequence[str], in_front: bool = False) -> str:
    """The text with further words under a key of a line item or member (``xbrl``, ``sum``), in front of those that
    stand there or behind them; the same where all are there. Raises KeyError where the path is not there."""
    file = _File(text)
    node = file.node(path)
    if isinstance(node, yaml.ScalarNode):
        written = file.source(node) if node.style else value(node.value)
        return file.with_replaced(node, f"{{label: {written}, {key}: {value(_one_or_list(words))}}}")
    held = {each.value: under for each, under in file.mapping(path).value}
    if key not in held:
        return with_entry(text, path, key, _one_or_list(words))
    under = held[key]
    stand = under.value if isinstance(under, yaml.SequenceNode) else [under]
    known = [each.value.replace(" ", "") for each in stand]
    new = [value(word) for word in words if word not in known]
    if not new:
        return text
    if not isinstance(under, yaml.SequenceNode):
        both = [*new, file.source(under)] if in_front else [file.source(under), *new]
        return file.with_replaced(under, f"[{', '.join(both)}]")
    if under.flow_style:
        place = stand[0].start_mark if in_front else stand[-1].end_mark
        return file.with_insert(file.offset(place), "".join(f"{each}, " if in_front else f", {each}" for each in new))
    lines = [f"{' ' * under.start_mark.column}- {each}" for each in new]
    if not in_front:
        return file.with_lines(stand[-1], lines)
    return file.with_insert(file.offset(under.start_mark) - under.start_mark.column,
                            "".join(line + file.end for line in lines))


def _one_or_list(words: Sequence[str]) -> str | list[str]:
    return words[0] if len(words) == 1 else list(words)


def with_text_behind(text: str, more: str) -> str:
    """The text with a passage behind it, after an empty line, with the line ends that it has."""
    end = _File(text).end
    start = text if text.endswith(("\n", "\r")) or not text else text + end
    return start + (end + more.replace("\n", end))


def keys_at(text: str, path: Sequence[str]) -> list[str]:
    """The keys of the mapping at a path; none where there is none."""
    try:
        return [each.value for each, _ in _File(text).mapping(path).value]
    except KeyError:
        return []


def meaning(text: str) -> object:
    """What a YAML text says, as plain lists, pairs and texts: equal where two texts say the same."""
    return _meaning(_File(text).root)


def _meaning(node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return {str(_meaning(key)): _meaning(under) for key, under in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_meaning(each) for each in node.value]
    return str(node.value)


@dataclass(frozen=True)
class _File:
    """A text with the nodes in it, whose marks are places in the text as it stands."""

    text: str

    @property
    def root(self) -> yaml.Node:
        plain = _LINE.sub("\n", self.text.removeprefix(_BOM))
        node = yaml.compose(plain, _Loader)
        if node is None:
            raise KeyError("the file is empty")
        return node

    @property
    def end(self) -> str:
        """How its lines end."""
        found = _LINE.search(self.text)
        return found[0] if found else "\n"

    def node(self, path: Sequence[str]) -> yaml.Node:
        found = self.root
        for name in path:
            under = [each for key, each in found.value if key.value == name] \
                if isinstance(found, yaml.MappingNode) else []
            if not under:
                raise KeyError(name)
            found = under[0]
        return found

    def mapping(self, path: Sequence[str]) -> yaml.MappingNode:
        found = self.node(path)
        if not isinstance(found, yaml.MappingNode) or not found.value:
            raise KeyError(path[-1] if path else "")
        return found

    def offset(self, mark: yaml.Mark) -> int:
        """Where a mark stands in the text."""
        starts = [0, *(each.end() for each in _LINE.finditer(self.text))]
        skipped = int(mark.line == 0 and self.text.startswith(_BOM))
        return starts[mark.line] + mark.column + skipped if mark.line < len(starts) else len(self.text)

    def source(self, node: yaml.Node) -> str:
        return self.text[self.offset(node.start_mark):self.offset(node.end_mark)]

    def with_insert(self, at: int, more: str) -> str:
        return self.text[:at] + more + self.text[at:]

    def with_replaced(self, node: yaml.Node, text: str) -> str:
        return self.text[:self.offset(node.start_mark)] + text + self.text[self.offset(node.end_mark):]

    def with_lines(self, behind: yaml.Node, lines: Sequence[str]) -> str:
        """The text with lines behind the one in which a node ends, with the remark that stands there."""
        last = behind
        while isinstance(last, (yaml.MappingNode, yaml.SequenceNode)) and not last.flow_style and last.value:
            last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
        at = self.offset(last.end_mark)
        if last.end_mark.column or not last.value:  # a text in lines of its own ends where the next line begins
            found = _LINE.search(self.text, at)
            at = found.end() if found else len(self.text)
        start = self.end if at == len(self.text) and not self.text.endswith(("\n", "\r")) else ""
        tail = "" if start else self.end
        return self.with_insert(at, start + self.end.join(lines) + tail)
