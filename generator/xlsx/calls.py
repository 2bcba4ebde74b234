"""The calls of functions inside a formula, with their arguments as they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.xlsx.formula import Token

Span = tuple[int, int]
"""From a token to before another."""
_PREFIXES = ("@", "_XLFN.", "_XLWS.", "_XLUDF.")


@dataclass(frozen=True)
class FunctionCall:
    """A call by the name of its function in capitals; an argument that is left out is an empty span."""

    name: str
    arguments: tuple[Span, ...]


def calls(found: Sequence[Token]) -> Iterator[FunctionCall]:
    """Every call in a formula's tokens, the inner ones first."""
    open_calls: list[tuple[str, list[int]]] = []
    for index, token in enumerate(found):
        if token.subtype == Token.OPEN:
            open_calls.append((function(token) if token.type == Token.FUNC else "", [index + 1]))
        elif token.type == Token.SEP and open_calls:
            open_calls[-1][1].append(index + 1)
        elif token.subtype == Token.CLOSE and open_calls:
            name, starts = open_calls.pop()
            ends = [*(start - 1 for start in starts[1:]), index]
            spans = tuple(trimmed(found, span) for span in zip(starts, ends, strict=True))
            if name:
                yield FunctionCall(name, () if len(spans) == 1 and spans[0][0] >= spans[0][1] else spans)


def function(token: Token) -> str:
    """The function that a token opens, without what programs write before its name."""
    name = str(token.value).rpartition(":")[2][:-1].upper()
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name


def trimmed(found: Sequence[Token], span: Span) -> Span:
    """A span without the spaces at its ends."""
    start, end = span
    while start < end and found[start].type == Token.WSPACE:
        start += 1
    while start < end and found[end - 1].type == Token.WSPACE:
        end -= 1
    return start, end
