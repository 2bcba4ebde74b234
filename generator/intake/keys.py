"""The keys of rows and members: the standard concept's name, else the element's in small letters; unique."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.intake.labels import snake
from generator.intake.rows import RowInMaking

_YAML_WORDS = {"no", "yes", "on", "off", "true", "false", "null", "y", "n"}


def give_keys(rows: Iterable[RowInMaking], taken: Iterable[str] = ()) -> None:
    """Each row its key. Those of rows do not depend on what stands around them, unless two would be the same."""
    rows = list(rows)
    used = {*taken, *(row.key for row in rows if row.key)}
    for row in (*(row for row in rows if not row.is_caption), *(row for row in rows if row.is_caption)):
        if not row.key:
            row.key = unique(_wished(row), used)
            used.add(row.key)


def _wished(row: RowInMaking) -> str:
    if row.is_caption:
        words = re.findall(r"[A-Za-z]+|\d+", row.label)
        return snake("".join(map(str.capitalize, words)), 40) + "_caption" if words else "caption"
    spot = row.spots[0]
    if row.concept:
        return row.concept
    name = f"{spot.anchor}_{snake(spot.concept)}" if spot.anchor else snake(spot.concept)
    return "_".join((name, *(snake(member, 30) for _, member in spot.members)))


def unique(wished: str, used: Iterable[str]) -> str:
    """A key that is not taken, and no word that YAML reads in its own way."""
    taken = set(used)
    wished = f"{wished}_line" if wished in _YAML_WORDS else wished
    return next(each for each in (wished, *(f"{wished}_{n}" for n in range(2, 999))) if each not in taken)
