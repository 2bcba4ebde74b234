"""A figure in a filing's text put in the place of another; every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import yaml

from generator.inputs.document import load
from generator.inputs.value import Value
from generator.model.figure import NUMBER, Figure, NotAFigure, parse, typed
from generator.model.problem import Problems

_LINES = re.compile(r"\r\n|\r|\n")
_MARK = re.compile(r"(\s*[^\d\s().,+\-−－△▲][^)]*)\)?$")
_BOM = "\ufeff"


def in_the_form_of(old: str, value: Decimal) -> str:
    """A value as a filing's file would say it beside ``old``: with its decimals at least, its mark (``12.3%``) and, of
    two negatives, its sign (brackets, ``△``)."""
    figure = _read(old)
    decimals = figure.decimals if figure else 0
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    number = abs(value).quantize(Decimal(1).scaleb(-max(decimals, -exponent, 0)))
    digits, negative = typed(number), value < 0
    if figure is None or figure.kind != NUMBER:
        return f"({digits})" if negative else digits
    found = _MARK.search(old) if figure.mark else None
    mark = found[1] if found else ""
    sign = old.strip()[:1] if figure.value is not None and figure.value < 0 else "("
    if not negative:
        return digits + mark
    return f"({digits}){mark}" if sign == "(" else f"{sign}{digits}{mark}"


def replaced(path: Path, texts: Mapping[tuple[int, int], str]) -> str:
    """A file's text with other scalars at some places (line and column, from 1), quoted where YAML would read them as
    something else. Raises LookupError where no scalar or correction stands at a place."""
    text = path.read_bytes().decode("utf-8")
    body = text.removeprefix(_BOM)
    starts = [0, *(match.end() for match in _LINES.finditer(body))]
    found = load(path, Problems())
    if found is None:
        raise LookupError(path)
    nodes = {(node.start_mark.line + 1, node.start_mark.column + 1): node for node in _nodes(found)}
    for place, new in sorted(texts.items(), reverse=True):
        node = nodes[place]
        begin, end = (starts[mark.line] + mark.column for mark in (node.start_mark, node.end_mark))
        body = body[:begin] + _quoted(new) + body[end:]
    return text[:len(text) - len(text.removeprefix(_BOM))] + body


def _nodes(value: Value) -> list[yaml.Node]:
    """Scalars and mappings in flow style, which are what a figure or its correction is."""
    found: list[yaml.Node] = []
    stack = [value.node]
    while stack:
        node = stack.pop()
        if isinstance(node, yaml.ScalarNode) or (isinstance(node, yaml.MappingNode) and node.flow_style):
            found.append(node)
        if isinstance(node, yaml.SequenceNode):
            stack.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            stack.extend(each for pair in node.value for each in pair)
    return found


def _quoted(text: str) -> str:
    """A figure as YAML takes it: in quotes where a comma, a colon or a sign that YAML knows stands in it."""
    return f'"{text}"' if not text.startswith("{") and re.search(r"[,:#\[\]{}&*!|>%@`]", text) else text


def _read(text: str) -> Figure | None:
    try:
        return parse(text)
    except NotAFigure:
        return None

