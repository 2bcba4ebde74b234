"""The text of a formula as tokens, the smallest parts that mean something."""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST_TEXT = 255
"""Characters of a text inside a formula."""
_LONGEST_WORD, _SHOWN = 255, 40
_CODE = re.compile("_x[0-9a-fA-F]{4}_")
_TOKEN = re.compile(r"""\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<text>"(?:[^"]|"")*")|(?P<quoted>'[^']*')
                    |(?P<name>[A-Za-z_][A-Za-z_0-9]*)|(?P<sign>\{\{|\}\}|<>|<=|>=|[-+*/&=<>(),.\[\]]))""",
                    re.ASCII | re.VERBOSE)


class Fault(Exception):
    """What is wrong with a formula; the message says what would be right."""


class Token(NamedTuple):
    kind: str
    text: str


def said(text: str) -> str:
    """What a message shows of a part of a formula."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def tokens(formula: str) -> list[Token]:
    found, end = [], 0
    formula = formula.rstrip()
    while end < len(formula):
        match = _TOKEN.match(formula, end)
        if not match:
            rest = formula[end:].strip()
            if rest[:1] in ("'", '"'):
                raise Fault(f"not a usable formula: a text is not closed: {rest[:20]}")
            raise Fault(f"not a usable formula: '{rest[:2] if rest[:1] == '{' else rest[:1]}' means nothing in one; "
                        "names stand between {{ and }}")
        assert match.lastgroup
        found.append(_token(match.lastgroup, match[match.lastgroup]))
        end = match.end()
    return found


def _token(kind: str, text: str) -> Token:
    if kind == "text" and len(inside := text[1:-1].replace('""', '"')) > LONGEST_TEXT:
        raise Fault(f'the text "{inside[:_SHOWN]}…" has {len(inside):,} characters; a spreadsheet takes {LONGEST_TEXT} '
                    "inside a formula: split it in two with & between them")
    if kind == "text" and (code := _CODE.search(text)):
        raise Fault(f"a spreadsheet reads '{code[0]}' in a formula as a single sign: split the text in two with & "
                    "between them")
    if kind in ("name", "quoted") and len(text) > _LONGEST_WORD:
        raise Fault(f"'{text.strip(chr(39))[:_SHOWN]}…' has {len(text):,} characters and names nothing")
    return Token(kind, text)
