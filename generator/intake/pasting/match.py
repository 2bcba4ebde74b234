"""Which line items the rows of a pasted table are: by their labels to the letter, in printed order and by section. A
label that is only like one is never taken; it is proposed."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.intake.pasting.rows import PastedRow, Reading, Words, normal
from generator.model.statement import LineItem, Statement

_LIKE = 0.6
_OFFERED = 3
_MOST = 4_000
_UNKNOWN = "?"
"""Words are printed above that are no caption of the statement."""


@dataclass(frozen=True)
class Taken:
    """A row that is a line item, and how it is read."""

    row: PastedRow
    item: str
    reading: Reading


@dataclass(frozen=True)
class Asked:
    """A row that is not taken, why, and which line items it may be, the likeliest first."""

    row: PastedRow
    why: str
    offers: tuple[str, ...] = ()
    after: str = ""
    """The line item behind which it stands."""
    is_known: bool = False
    """Its line item is certain, and what is asked for is its figures."""


@dataclass(frozen=True)
class _Event:
    """A row or a caption, with the line items that it may be and how it is read as each."""

    row: PastedRow | None
    number: int
    readings: Mapping[str, Reading | None]


def matched(rows: Sequence[PastedRow | Words], statement: Statement) -> tuple[list[Taken], list[Asked]]:
    """The rows that are line items of a statement, and those to be asked for, each in printed order."""
    return _Matching(rows, statement).result()


class _Matching:
    def __init__(self, rows: Sequence[PastedRow | Words], statement: Statement) -> None:
        self.rows, self.items = rows, statement.items
        self.place = {key: number for number, key in enumerate(self.items)}
        self.known: dict[str, list[str]] = {}
        for key, item in self.items.items():
            for label in dict.fromkeys(map(normal, (item.label, *item.aliases))):
                self.known.setdefault(label, []).append(key)
        self.section = _sections(self.items)
        self.last = ""

    def result(self) -> tuple[list[Taken], list[Asked]]:
        events = [event for event in map(self._event, self.rows) if event]
        kept = _in_order(events, self.place)
        self.printed = {next(iter(keys)) for event, keys in zip(events, kept, strict=True)
                        if event.row is None and len(keys) == 1}
        self.twice = _twice(events, kept)
        used = {number for at, event in enumerate(events) if event.row and len(kept[at]) == 1
                for reading in [event.readings[next(iter(kept[at]))]] if reading for number in reading.lines}
        taken: list[Taken] = []
        asked: list[Asked] = []
        caption, after = "", ""
        held: dict[str, tuple[str, ...]] = {}
        by_row = {event.number: (event, kept[at]) for at, event in enumerate(events)}
        for row in self.rows:
            event, places = by_row.get(row.number, (None, set()))
            if isinstance(row, Words):
                if row.number not in used:
                    caption = next(iter(places)) if event and len(places) == 1 else _UNKNOWN
                    self.last = caption if caption != _UNKNOWN else self.last
                continue
            found = self._decided(row, event, places, caption)
            if isinstance(found, Asked):
                asked.append(Asked(row, found.why, found.offers, after))
            elif found.item in held and held[found.item] != found.reading.figures:
                asked.append(Asked(row, f"'{found.item}' stands here twice, with other figures", (), after))
            else:
                held[found.item] = found.reading.figures
                after = found.item
                taken.append(found)
        return taken, asked

    def _decided(self, row: PastedRow, event: _Event | None, places: set[str], caption: str) -> Taken | Asked:
        if not row.readings:
            return Asked(row, f"it has {row.count} figure{'s' * (row.count != 1)}, which do not fit the columns")
        if event is None:
            return Asked(row, "no line item has this label", self._offers(row))
        keys = places or (set(event.readings) if len(event.readings) == 1 else set())
        if len(keys) > 1 and caption not in ("", _UNKNOWN):
            keys = {key for key in keys if self.section[key] == caption} or keys
        if len(keys) != 1:
            return Asked(row, "it may be one of several line items", tuple(event.readings)[:_OFFERED])
        key = next(iter(keys))
        reading = event.readings[key]
        assert reading is not None
        if not places and any(self._keys(each) and key not in self._keys(each) for each in row.readings):
            return Asked(row, "its label can be read in two ways", tuple(event.readings)[:_OFFERED])
        if key in self.twice:
            return Asked(row, "several rows have this label, with other figures", (key,))
        if caption == _UNKNOWN and (not places or self.section[key] in self.printed - {self.last}):
            return Asked(row, "it stands under a caption that the statement does not have", (key,))
        if caption not in ("", _UNKNOWN, self.section[key]):
            return Asked(row, f"it stands under '{self.items[caption].label}', and this line item elsewhere", (key,))
        return Taken(row, key, reading)

    def _event(self, row: PastedRow | Words) -> _Event | None:
        if isinstance(row, Words):
            captions = {key: None for key in self.known.get(normal(row.label), ()) if self.items[key].caption}
            return _Event(None, row.number, captions) if captions else None
        readings: dict[str, Reading | None] = {}
        for reading in row.readings:
            for key in self._keys(reading):
                readings.setdefault(key, reading)
        return _Event(row, row.number, readings) if readings else None

    def _keys(self, reading: Reading) -> list[str]:
        return [key for key in self.known.get(normal(reading.label), ()) if not self.items[key].caption]

    def _offers(self, row: PastedRow) -> tuple[str, ...]:
        labels = [normal(reading.label) for reading in row.readings][:12]
        scored = [(max(difflib.SequenceMatcher(None, label, known).ratio() for label in labels), key)
                  for known, keys in self.known.items() for key in keys if not self.items[key].caption]
        likely = sorted((each for each in scored if each[0] >= _LIKE), key=lambda each: (-each[0], self.place[each[1]]))
        return tuple(key for _, key in likely[:_OFFERED])


def _twice(events: Sequence[_Event], kept: Sequence[set[str]]) -> set[str]:
    """The line items that several rows may be, of which not all have the same figures."""
    figures: dict[str, set[tuple[str, ...]]] = {}
    for event, keys in zip(events, kept, strict=True):
        for key in keys or (event.readings if len(event.readings) == 1 else ()):
            if (reading := event.readings[key]) is not None:
                figures.setdefault(key, set()).add(reading.figures)
    return {key for key, several in figures.items() if len(several) > 1}


def _sections(items: Mapping[str, LineItem]) -> dict[str, str]:
    """The caption above each line item."""
    found, caption = {}, ""
    for key, item in items.items():
        caption = key if item.caption else caption
        found[key] = caption
    return found


def _in_order(events: Sequence[_Event], place: Mapping[str, int]) -> list[set[str]]:
    """For each event the line items that it is in the longest ways to read all in the statement's order; more than one
    where these differ, none where it is in none of them."""
    pairs = [(at, place[key], key) for at, event in enumerate(events) for key in event.readings][:_MOST]
    ahead = _longest(pairs)
    back = _longest([(-at, -number, key) for at, number, key in pairs])
    best = max((one + other - 1 for one, other in zip(ahead, back, strict=True)), default=0)
    found: list[set[str]] = [set() for _ in events]
    for (at, _, key), one, other in zip(pairs, ahead, back, strict=True):
        if one + other - 1 == best:
            found[at].add(key)
    return found


def _longest(pairs: Sequence[tuple[int, int, str]]) -> list[int]:
    """For each pair the length of the longest chain, rising in both numbers, that ends with it."""
    order = sorted(range(len(pairs)), key=lambda number: (pairs[number][0], -pairs[number][1]))
    found = [0] * len(pairs)
    numbers = sorted({pair[1] for pair in pairs})
    rank = {number: at + 1 for at, number in enumerate(numbers)}
    tree = [0] * (len(numbers) + 1)
    for which in order:
        at, best = rank[pairs[which][1]] - 1, 0
        while at:
            best, at = max(best, tree[at]), at & (at - 1)
        found[which], at = best + 1, rank[pairs[which][1]]
        while at <= len(numbers):
            tree[at], at = max(tree[at], found[which]), at + (at & -at)
    return found
