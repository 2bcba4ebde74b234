"""Texts and lists as YAML that says nothing else: plain where YAML reads just that, in quotes where it would not."""

from __future__ import annotations

import datetime
import re
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from itertools import chain, count

import yaml

from generator.inputs.value import LONGEST, UNUSABLE

WIDE = 160
"""Characters of a line up to which a mapping stands on it; a longer one has a line for each of its keys."""
_WRAP = 116
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STR = "tag:yaml.org,2002:str"
_UNUSABLE = re.compile(f"[{UNUSABLE}\ud800-\udfff]")
_SPACES = re.compile(r"[\s\u200b\ufeff]+")
_SURELY_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9()/.&'_-]*(?: [A-Za-z0-9(&][A-Za-z0-9()/.&'_-]*)+|[A-Z][a-z]{4,}")
"""Words that no reader of YAML takes for anything else: several of them, or a long one."""
_YAML_WORDS = {"no", "yes", "on", "off", "true", "false", "null", "y", "n"}
_LONGEST_KEY = 60
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BARE = re.compile(r"[(+\-−－△▲]?[0-9][0-9.]*\)?|~|nil|todo|lost|n\.[am]\."
                   r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [a-z][a-z0-9_]*){0,2}"
                   r"|(?:LTM)?[1-49FH][QHMY][0-9]{4}(?: [a-z0-9_]+){0,2}")
"""Figures, dates and columns, which the reader takes by their letters."""


def cleaned(text: str) -> str:
    """A text as one line that a cell can hold: without control characters, with single spaces."""
    return _SPACES.sub(_space, _UNUSABLE.sub(" ", text)).strip()[:LONGEST]


def _space(found: re.Match[str]) -> str:
    """One wide space stays what it is: it parts words in Japanese."""
    return found[0] if found[0] == "\u3000" else " "


@lru_cache(maxsize=20_000)
def scalar(text: str) -> str:
    """A text as it stands in a line or a list: in double quotes where YAML would read it in its own way."""
    if _SURELY_PLAIN.fullmatch(text) or _reads_as(text, text):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """A text in double quotes, with what cannot be seen as YAML's escapes."""
    return f'"{"".join(map(_escaped, text))}"'


def bare(text: str) -> str:
    """A figure or a column: as it is where the reader takes it by its letters, else as a text."""
    return text if _BARE.fullmatch(text) else scalar(text)


def value(of: object) -> str:
    """A value on one line: a text, a flag, a number or a date, a list of them or a mapping."""
    if isinstance(of, bool):
        return "true" if of else "false"
    if isinstance(of, Mapping):
        return mapping(of)
    if isinstance(of, str):
        return of if _DATE.fullmatch(of) else scalar(of)
    if isinstance(of, Iterable):
        return f"[{', '.join(value(each) for each in of)}]"
    return of.isoformat() if isinstance(of, datetime.date) else scalar(str(of)) if of is None else str(of)


def mapping(of: Mapping[str, object]) -> str:
    """A mapping on one line: ``{label: Revenue, concept: revenue}``."""
    return f"{{{', '.join(f'{scalar(key)}: {value(each)}' for key, each in of.items())}}}"


def entry(key: str, of: object, indent: int, width: int = 0) -> list[str]:
    """A key with its value, its colon filled up to ``width``; a mapping that is too long for a line stands below it.

    Lists in it that are too long go on in lines of their own.
    """
    head = " " * indent + f"{scalar(key)}:"
    line = f"{head.ljust(indent + width)} {value(of)}"
    if len(line) <= WIDE or isinstance(of, str):
        return [line]
    if isinstance(of, Mapping):
        return [head, *(each for name, inner in of.items() for each in entry(name, inner, indent + 2))]
    return _wrapped(head, list(of)) if isinstance(of, (list, tuple)) else [line]


def comment(text: str, indent: int = 0) -> str:
    """A line of comment."""
    shown = "".join(each if _is_shown(each) else " " for each in cleaned(text))
    return " " * indent + f"# {shown}".rstrip()


def heading(text: str, indent: int = 0, dashes: int = 64) -> str:
    """``# ---------- Balance Sheet``"""
    return comment(f"{'-' * dashes} {text}", indent)


def _wrapped(head: str, elements: list[object]) -> list[str]:
    lines, margin = [f"{head} ["], len(head) + 2
    for number, element in enumerate(elements):
        word = value(element) + ("]" if number == len(elements) - 1 else ",")
        if len(lines[-1]) + len(word) + 1 > _WRAP and not lines[-1].endswith("["):
            lines.append(" " * margin + word)
        else:
            lines[-1] += ("" if lines[-1].endswith("[") else " ") + word
    return lines


def _reads_as(text: str, wanted: str) -> bool:
    """Whether a text without quotes is read as just that, in a list and behind a key."""
    if not text or len(text) > 1_000 or not all(map(_is_shown, text)) or "\t" in text:
        return False
    try:
        node = yaml.compose(f"[{{a: {text}}}, {text}]", _Loader)
        below = yaml.compose(f"a: {text}\nb: {text}", _Loader)
    except yaml.YAMLError:
        return False
    return _words(node) == ["a", wanted, wanted] and _words(below) == ["a", wanted, "b", wanted]


def _words(node: yaml.Node | None) -> list[str] | None:
    """The plain texts of a node in order; None where one of them is something else."""
    if isinstance(node, yaml.ScalarNode):
        return [node.value] if node.tag == _STR and not node.style else None
    children = [each for pair in node.value for each in (pair if isinstance(pair, tuple) else (pair,))] if node else []
    found: list[str] = []
    for child in children:
        words = _words(child)
        if words is None:
            return None
        found += words
    return found


def _is_shown(each: str) -> bool:
    return each.isprintable() or each == "\u3000"


def _escaped(each: str) -> str:
    if each in '"\\':
        return f"\\{each}"
    if _is_shown(each):
        return each
    return f"\\x{ord(each):02x}" if ord(each) < 256 else f"\\u{ord(each):04x}" if ord(each) < 65_536 \
        else f"\\U{ord(each):08x}"


def key_of(label: str, taken: Container[str]) -> str:
    """A key for a line of a pasted table: the words of its label, where there are any in English."""
    words = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:_LONGEST_KEY].strip("_")
    return unique(words if re.match("[a-z]", words) else f"row_{words}".rstrip("_"), taken)


def unique(wished: str, taken: Container[str]) -> str:
    """A key that is not taken, and no word that YAML reads in its own way."""
    wished = f"{wished}_line" if wished in _YAML_WORDS else wished
    return next(each for each in chain([wished], (f"{wished}_{number}" for number in count(2))) if each not in taken)
