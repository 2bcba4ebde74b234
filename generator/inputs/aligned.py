"""An input file with its columns aligned as a person would: figures to the right under their column, keys padded.

Only spaces between keys, figures and remarks change, and only on lines that hold a whole entry. What does not fit that
(an entry over several lines, a remark within a list) stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from generator.inputs.document import composed

_LINE_END = re.compile("(\r\n|\r|\n)")
_BOM = "\ufeff"
_HEADS = ("columns", "members")
"""What stands over the rows of a table."""
_PADDED = ("items", "members")
"""The mappings of statements.yaml whose keys are padded."""
_COLON = re.compile(r"[ \t]*:[ \t]+(?=\S)")
_CLOSES = {"[": "]", "{": "}"}
_OPENS = tuple(_CLOSES)
Pair = tuple[yaml.Node, yaml.Node]


@dataclass(frozen=True)
class _Line:
    """A line of the file: up to the end of its key, the items of its list or else the text of its value, and what
    stands behind."""

    number: int
    head: str
    items: tuple[str, ...] | None
    behind: str

    @property
    def key_width(self) -> int:
        return _width(self.head) + 1


def aligned(text: str) -> str:
    """The text of a filing or of statements.yaml with its columns aligned; any other stays as it is.

    Raises yaml.YAMLError where it is no YAML.
    """
    pieces = _LINE_END.split(text.removeprefix(_BOM))
    lines = pieces[::2]
    root = composed("\n".join(lines))
    if root is not None:
        for head, rows in _blocks(root):
            _align(lines, head, rows)
    pieces[::2] = lines
    return _BOM * text.startswith(_BOM) + "".join(pieces)


def _blocks(node: yaml.Node) -> Iterator[tuple[list[Pair], list[Pair]]]:
    """What is aligned together: what stands over a table and its rows, or the line items or members of a statement."""
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        for each in node.value:
            yield from _blocks(each)
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        return
    for key, under in node.value:
        if _is_block(under) and key.value == "rows":
            yield [pair for pair in node.value if pair[0].value in _HEADS], under.value
        elif _is_block(under) and key.value in _PADDED:
            yield [], under.value
        else:
            yield from _blocks(under)


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and not node.flow_style


def _align(lines: list[str], head: Sequence[Pair], rows: Sequence[Pair]) -> None:
    """Align the lines of one block in place."""
    found = [line for pair in (*head, *rows) if (line := _read(lines, pair, bool(head)))]
    if not found:
        return
    start = max(each.key_width for each in found) + 1
    widths: dict[int, int] = {}
    for each in found:
        for number, item in enumerate(each.items or ()):
            if not item.startswith(_OPENS):
                widths[number] = max(widths.get(number, 0), _width(item))
    for each in found:
        apart = "  " if each.behind and each.items is not None else ""
        value = f"{_listed(each.items, widths)}{apart}{each.behind}"
        lines[each.number] = f"{each.head}:{' ' * (start - each.key_width)}{value}"


def _read(lines: Sequence[str], pair: Pair, in_table: bool) -> _Line | None:
    """A key with its value on one line; None where there is more to it."""
    key, value = pair
    number = key.start_mark.line
    if not key.end_mark.line == value.start_mark.line == value.end_mark.line == number:
        return None
    line = lines[number]
    head, rest = line[:key.end_mark.column], line[key.end_mark.column:]
    colon = _COLON.match(rest)
    if not colon or "\t" in head:
        return None
    rest = rest[colon.end():]
    if not (in_table and isinstance(value, yaml.SequenceNode)):
        return _Line(number, head, None, rest)
    items = _items(rest)
    if items is None or len(items[0]) != len(value.value):
        return None
    behind = rest[items[1]:].strip()
    return _Line(number, head, items[0], behind) if not behind or behind.startswith("#") else None


def _items(text: str) -> tuple[tuple[str, ...], int] | None:
    """The items of a list in brackets as they stand, and where it ends; None where a remark stands in it."""
    if not text.startswith("["):
        return None
    items: list[str] = []
    item, open_, at = "", ["]"], 1
    while at < len(text):
        sign = text[at]
        if sign in "\"'" and (item.rstrip() or "[")[-1] in "[{,:":
            end = _quoted(text, at)
            item, at = item + text[at:end], end
            continue
        if sign == "#" and text[at - 1] in " \t":
            return None
        if sign == open_[-1]:
            open_.pop()
            if not open_:
                return (*items, item.strip()), at + 1
        elif sign in _CLOSES:
            open_.append(_CLOSES[sign])
        if sign == "," and len(open_) == 1:
            items.append(item.strip())
            item = ""
        else:
            item += sign
        at += 1
    return None


def _quoted(text: str, start: int) -> int:
    """Where a text in quotes ends."""
    found = re.compile(r'"(?:[^"\\]|\\.)*"' if text[start] == '"' else r"'(?:[^']|'')*'").match(text, start)
    return found.end() if found else len(text)


def _listed(items: Sequence[str] | None, widths: dict[int, int]) -> str:
    """The items in brackets, each as wide as its column; nothing where there is no list."""
    if items is None:
        return ""
    return f"[{', '.join(' ' * (widths.get(at, 0) - _width(item)) + item for at, item in enumerate(items))}]"


def _width(text: str) -> int:
    """How many columns a text takes on a screen: signs of East Asian scripts take two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else not unicodedata.combining(each) for each in text)
