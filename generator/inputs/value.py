"""A node of a YAML file that remembers where it stands; what does not fit becomes a Problem there."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import yaml

from generator.inputs.meant import meant_dates
from generator.model.problem import Place, Problems, nearest

UNUSABLE = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff"
"""The characters that no text may hold, as a set of a regular expression: control characters and what is no character,
which no cell can hold, and those by which a text shows in another order than it has. Joiners and marks that Arabic,
Hebrew or Hindi is written with are none of them."""
_UNUSABLE = re.compile(f"[{UNUSABLE}\ud800-\udfff]")
LONGEST = 32_767
"""How many characters a cell can hold."""
_MOST_OPTIONS = 40
"""How many words of a fixed set are told to who has typed another one."""
_SURPRISES = {
    "tag:yaml.org,2002:bool": "a true/false value",
    "tag:yaml.org,2002:null": "nothing",
}
_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True)
class Value:
    """A node of a YAML file. Every accessor reports a Problem and returns None where the node does not fit; of a text
    that no cell can hold the Problem is there already, since ``load`` looks at every one."""

    node: yaml.Node
    file: str
    problems: Problems

    @property
    def place(self) -> Place:
        mark = self.node.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def touches(self, other: Value) -> bool:
        """Whether another value follows after a single character, as in ``176,46``."""
        return bool(self.node.end_mark.line == other.node.start_mark.line
                    and self.node.end_mark.column + 1 == other.node.start_mark.column)

    def complain(self, message: str) -> None:
        self.problems.add(self.place, message)

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_in_braces(self) -> bool:
        """Whether this is a mapping as ``{label: Revenue, unit: amount}``."""
        return isinstance(self.node, yaml.MappingNode) and bool(self.node.flow_style)

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
            without = "; take out the dashes" if isinstance(self.node, yaml.SequenceNode) and self.node.value and all(
                isinstance(each, yaml.MappingNode) for each in self.node.value) and not self.node.flow_style else ""
            self.complain(f"expected 'key: value' lines here, found {self.described()}{without}")
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

    def key(self) -> str | None:
        """The text of a mapping's key."""
        if not isinstance(self.node, yaml.ScalarNode):
            self.complain("a key must be a single word")
            return None
        surprise = _SURPRISES.get(self.node.tag)
        if surprise and not self.quoted:
            self.complain(f"YAML reads '{self.node.value}' as {surprise}; put it in quotes to use it as a name")
            return None
        text = str(self.node.value)
        return None if unusable(text) else text  # reported when the file was read

    def text(self) -> str | None:
        """A non-empty text."""
        if not isinstance(self.node, yaml.ScalarNode):
            self.complain(f"expected text here, found {self.described()}")
            return None
        if not self.quoted and self.node.tag in _SURPRISES:
            what = _SURPRISES[self.node.tag]
            self.complain(f"YAML reads '{self.node.value}' as {what}; put the text in quotes"
                          if self.node.value not in ("", "~") else "expected text here, found nothing")
            return None
        text = str(self.node.value)
        return None if unusable(text) else text  # reported when the file was read

    def choice(self, options: Collection[str]) -> str | None:
        """One of a fixed set of words."""
        word = self.text()
        if word is None or word in options:
            return word
        some = [*options][:_MOST_OPTIONS]
        others = f" and {len(options) - len(some)} others" if len(options) > len(some) else ""
        self.complain(f"'{word}' is not one of {', '.join(some)}{others}{nearest(word, options)}")
        return None

    def date(self) -> datetime.date | None:
        """A date typed as 2023-09-30."""
        word = self.text()
        if word is None:
            return None
        day = as_date(word)
        if day is None:
            self.complain(f"'{word}' is not a date; write it as {' or '.join(meant_dates(word)) or '2023-09-30'}")
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


def unusable(text: str) -> str:
    """What is wrong with a text that no cell can hold, as words after a place; empty where nothing is."""
    if len(text) > LONGEST:
        return f"a text has {len(text):,} characters; a cell holds {LONGEST:,}"
    bad = _UNUSABLE.search(text)
    return f"the character U+{ord(bad[0]):04X} cannot be seen and cannot stand in a workbook; delete it" if bad else ""


def as_date(word: str) -> datetime.date | None:
    """The date that a text such as 2023-09-30 says; None for any other way to write one."""
    try:
        return datetime.date.fromisoformat(word) if _DATE.fullmatch(word) else None
    except ValueError:
        return None
