"""Namespaces by their standard prefixes, whatever the year and whatever prefix a file uses."""

from __future__ import annotations

import re
from functools import lru_cache

# Where the prefix stands in the namespace; the first group is it.
_PATTERNS = tuple(re.compile(each) for each in (
    r"https?://(?:fasb\.org|xbrl\.us|xbrl\.sec\.gov)/([a-z-]+)/\d{4}(?:-\d\d-\d\d)?(?:q\d)?",
    r"https?://xbrl\.ifrs\.org/taxonomy/[\d-]+/([a-z_-]+)",
    r"https?://disclosure\.edinet-fsa\.go\.jp/taxonomy/[^/]+/[\d-]+/([a-z_]+)",
    r"https?://www\.esma\.europa\.eu/taxonomy/[\d-]+/([a-z_]+)",
))
_TDNET = re.compile(r"http://www\.xbrl\.tdnet\.info/taxonomy/jp/(tse)/tdnet/([a-z]+)/([a-z]+)/[\d-]+")


@lru_cache(maxsize=4096)
def standard_prefix(namespace: str, prefix: str) -> str:
    """The standard prefix of a namespace; of one that has none, the filer's own say, the prefix that the file uses."""
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(namespace):
            return match[1]
    if match := _TDNET.fullmatch(namespace):
        return "-".join(match.groups())
    return prefix


def standard_name(namespace: str, prefix: str, local: str) -> str:
    """``us-gaap:Revenues`` of any year."""
    known = standard_prefix(namespace, prefix)
    return f"{known}:{local}" if known else local
