"""Where something was written, and a Problem that points there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from generator.refused import Refused, printable

_MANY = 4
"""From how many places on one message is told once."""
_PLACES = 10
"""How many places of one message are told."""
_MOST = 10_000
"""How many mistakes are told; of more it is said how many they are."""
_SHOWN = 80
"""How many characters of what a user typed a message repeats."""
_MOST_NAMES = 2_000
"""Among more names none is offered: thousands of words would each be compared with all of them."""
_PIECE, _MOST_PIECES = 20, 40
"""Long texts are known by their pieces: two in a row are shown whole, with less than one before and one behind."""
_WORD = re.compile(rf"[^\s/\\]{{{_SHOWN + 1},}}")


class Place(NamedTuple):
    """A point in a file of the user's. Line and column count from 1; 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return printable(f"{self.file}:{self.line}:{self.column}" if self.line else self.file)


@dataclass(frozen=True, order=True)
class Problem:
    """A mistake of the user's: where it is, what is wrong, and what would be right."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class Problems:
    """Collects the mistakes of one run, so that all of them are reported together."""

    def __init__(self) -> None:
        self._found: set[Problem] = set()
        self._pieces: set[str] = set()
        self._untold = 0

    def know(self, typed: str) -> None:
        """Take note of a text that the user typed: of a long one no message repeats more than eighty characters."""
        for text in (typed, " ".join(typed.split())) if len(typed) > _SHOWN else ():
            self._pieces.update(text[start:start + _PIECE] for start in range(0, len(text) - _PIECE + 1, _PIECE))

    def add(self, place: Place, message: str) -> None:
        """Add a mistake; the message is kept to one line, and of each long text and long word to its beginning."""
        if len(self._found) == _MOST:
            self._untold += 1
            return
        self._found.add(Problem(place, printable(_WORD.sub(lambda word: shortened(word[0]), self._abridged(message)))))

    def _abridged(self, message: str) -> str:
        """The message with the middle left out of what repeats a long text that was typed."""
        shown, at = "", 0
        while at < len(message):
            end = at
            while message[end:end + _PIECE] in self._pieces:
                end += _PIECE
            if end - at > _MOST_PIECES:
                shown, at = f"{shown}{message[at:at + _MOST_PIECES]}…", end
            else:
                shown, at = shown + message[at], at + 1
        return shown

    def __bool__(self) -> bool:
        return bool(self._found)

    def __len__(self) -> int:
        return len(self._found) + self._untold

    def sorted(self) -> list[Problem]:
        """All problems by file, line and column.

        One that stands in many places, such as a name that every filing has and the statements do not, is told once.
        """
        alike: dict[str, list[Problem]] = {}
        for problem in sorted(self._found):
            alike.setdefault(problem.message, []).append(problem)
        told = [each for found in alike.values() for each in ([_joined(found)] if len(found) >= _MANY else found)]
        return sorted(told)

    def refuse(self) -> None:
        """Nothing where there are none. Raises Refused with all of them."""
        if self._found:
            found = self.sorted()
            count = len(found)
            more = f" and {self._untold:,} more" * bool(self._untold)
            raise Refused(*map(str, found),
                          f"{count} mistake{'s' * (count != 1)}{more} found; nothing was written")


def _joined(alike: list[Problem]) -> Problem:
    """The first of problems with one message, and where the others are: lines of its file, then other files."""
    first, *others = alike
    told, more = others[:_PLACES], f" and {len(others) - _PLACES} more" * (len(others) > _PLACES)
    near = ", ".join(f"{each.place.line}:{each.place.column}" for each in told if each.place.file == first.place.file)
    far = ", ".join(str(each.place) for each in told if each.place.file != first.place.file)
    return Problem(first.place, f"{first.message} (and the same at {' and '.join(filter(None, (near, far)))}{more})")


def shortened(text: str) -> str:
    """What a message shows of a text: eighty characters at most, the end of it as ``…``."""
    return text if len(text) <= _SHOWN else text[:_SHOWN - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` for the known name nearest to a misspelt one, else the empty string."""
    names = list(known)
    if len(names) > _MOST_NAMES:
        return ""
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if not close:
        same = [name for name in names if name.lower() == word.lower()]
        close = same or difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""
