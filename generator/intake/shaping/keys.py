"""The keys of rows and members: the standard concept's name, else the label's words, as someone would type them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from generator.intake.shaping.labels import snake
from generator.intake.shaping.rows import RowInMaking
from generator.intake.yaml_text import unique


def give_keys(rows: Iterable[RowInMaking], taken: Iterable[str] = ()) -> None:
    """Each row its key. A further filing finds its rows by their elements, so that a label may change."""
    rows = list(rows)
    used = {*taken, *(row.key for row in rows if row.key)}
    wished = {id(row): _wished(row) for row in rows}
    doubled = {key for key, count in Counter(wished.values()).items() if count > 1}
    caption = ""
    below: dict[int, str] = {}
    for row in rows:
        caption = _words(row.label, 24) if row.is_caption else caption
        below[id(row)] = caption
    for row in (*(row for row in rows if not row.is_caption), *(row for row in rows if row.is_caption)):
        if not row.key:
            key = wished[id(row)]
            above = below[id(row)] if key in doubled and not row.concept and not row.is_caption else ""
            row.key = unique(f"{above}_{key}" if above else key, used)
            used.add(row.key)


def _wished(row: RowInMaking) -> str:
    if row.is_caption:
        words = _words(row.label)
        return f"{words}_caption" if words else "caption"
    spot = row.spots[0]
    if row.concept:
        return row.concept
    if not spot.anchor and (words := _words(row.label)):
        return words
    name = f"{spot.anchor}_{snake(spot.concept)}" if spot.anchor else snake(spot.concept)
    return "_".join((name, *(snake(member, 30) for _, member in spot.members)))


def _words(label: str, most: int = 40) -> str:
    """The words of an English label as a key; empty where it is in another script, or says nothing."""
    label = re.sub("['’]", "", label)
    words = re.findall(r"[A-Za-z]+|\d+", label)
    if not re.sub("[–—“”]", "", label).isascii() or not words or len(words[0]) < 2:
        return ""
    return snake(" ".join(map(str.capitalize, words)), most)
