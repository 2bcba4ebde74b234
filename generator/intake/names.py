"""Keys from the names of elements."""

from __future__ import annotations

import re

_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+")


def key_of(concept: str) -> str:
    """A key of statements.yaml from an element: ``us-gaap:OtherAssetsNoncurrent`` is ``other_assets_noncurrent``."""
    words = [each.lower() for each in _WORDS.split(concept.rpartition(":")[2]) if each]
    return ("_".join(words) or "line")[:60] if words and words[0][0].isalpha() else "line_" + "_".join(words)[:60]
