"""What a row is called: as its page prints it, else as the filer's labels have it, else its standard name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.intake.shaping.meanings import Meanings
from generator.intake.shaping.views import RowSpot
from generator.xbrl.report import FiledReport

_SUFFIX = re.compile(r"(SummaryOfBusinessResults|IFRS|KeyFinancialData|TextBlock|Abstract|Heading|Member|Axis|Domain)$")


def label_of(label: str, spot: RowSpot, role: str, report: FiledReport, meanings: Meanings,
             concepts: Mapping[str, str]) -> str:
    """A row's label; never empty."""
    if label.strip():
        return _clean(label)
    for language in ("ja", "en") if _is_japanese(report) else ("en", "ja"):
        for each in (role, "", "label", "terseLabel", "verboseLabel"):
            if found := report.labels.get((spot.concept, each, language)):
                return _clean(found)
    return concepts.get(meanings.concept_of(spot.concept), "") or in_words(spot.concept)


def _is_japanese(report: FiledReport) -> bool:
    return any(fact.concept.startswith("jpdei_cor:") for fact in report.facts[:80])


def _clean(label: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\s*\[(Abstract|Member|Axis|Domain|Roll Forward)\]\s*$", "", label)).strip()


def in_words(element: str) -> str:
    """An element's name in words: ``us-gaap:OtherAssetsCurrent`` is ``Other assets current``."""
    words = _words(element)
    return " ".join([words[0].capitalize(), *(w if w.isupper() and len(w) > 1 else w.lower() for w in words[1:])])


def snake(element: str, most: int = 56) -> str:
    """An element's name as a key, cut at a word where it is long."""
    words = [re.sub(r"[^a-z0-9]", "", word.lower()) for word in _words(element)]
    kept: list[str] = []
    for word in filter(None, words):
        if kept and len("_".join([*kept, word])) > most:
            break
        kept.append(word)
    key = "_".join(kept) or "line"
    return key if key[0].isalpha() else f"line_{key}"


def _words(element: str) -> list[str]:
    name = element.rpartition(":")[2]
    while (cut := _SUFFIX.sub("", name)) and cut != name:
        name = cut
    return re.findall(r"[A-Z]+(?=[A-Z][a-z]|\b|\d)|[A-Z]?[a-z]+|\d+|[A-Z]+", re.sub(r"\W|_", " ", name)) or [name]
