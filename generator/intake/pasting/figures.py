"""A printed figure in a pasted text as a filing's file says it; what cannot be read for certain is no figure."""

from __future__ import annotations

import re
import unicodedata

from generator.model.figure import NO_FIGURE, can_be_read

UNCLEAR = "?"
"""Something stands in a figure's place that cannot be read for certain."""
_DASHES = r"\-–—―−‐‑‒─ー"
"""As a set of a regular expression."""
_NIL = re.compile(rf"\(?\s*[{_DASHES}]{{1,3}}\s*\)?")
_CURRENCY = re.compile(r"(?:US|HK|A|C|NT)?[$¥€£₩₹]|(?:JPY|USD|EUR|GBP)(?![A-Za-z])|\\(?=\d)")
_NOTE_MARK = re.compile(r"\s*(?:\*+\d{0,2}|※\d{0,2}|[†‡§#]|\[\d{1,2}\]|\(?注\s*\d{0,2}\)?|\([a-z]\))$")
_BODY = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SIGN = rf"[{_DASHES}△▲]"
_FIGURE = re.compile(rf"(?P<sign>{_SIGN}|\+)?\s*(?P<body>{_BODY})\s*(?P<mark>%|pp|pt|ポイント|倍|x)?|"
                     rf"\(\s*(?P<inside>{_BODY})\s*(?P<within>%)?\s*\)\s*(?P<behind>%)?")
_TOUCHING = re.compile(r"\(\s+(?=[\d.])|(?<=[\d%])\s+(?=\))|[△▲]\s(?=\d)|(?<=\d)\s(?=%)")
"""A dash before a figure is none of them: it may be the dash of the column before."""
_SUPERFLUOUS = ("<super>", "<circle>", "<sub>")
_FIGURE_LIKE = re.compile(rf"(?=.*[\d_])[\d.,()%+\s{_DASHES}△▲$¥€£_OolI|/]*")
_NOTES = re.compile(rf"(?:注|※|\*|Note)?\s*\d{{1,2}}(?:\s*[,、]\s*\d{{1,2}})*|[{_DASHES}]", re.I)


def plain(text: str) -> str:
    """A text in half-width characters, without small raised and circled digits, which are footnotes."""
    kept = "".join(" " if unicodedata.decomposition(each).startswith(_SUPERFLUOUS) else each for each in text)
    return unicodedata.normalize("NFKC", kept).replace("⁄", "/")


def closed_up(line: str) -> str:
    """A line in which the parts of a figure touch: ``( 1,234 )`` is ``(1,234)``, ``△ 12`` is ``△12``. It keeps its
    length, and currency signs before figures are gone."""
    line = re.sub(rf"(?:{_CURRENCY.pattern})(?=\s*[(\d{_DASHES}△▲])", lambda found: " " * len(found[0]), line)
    while found := _TOUCHING.search(line):
        sign = found[0].strip()
        line = f"{line[:found.start()]}{' ' * (len(found[0]) - len(sign))}{sign}{line[found.end():]}" if sign else \
            f"{_shifted(line[:found.start()], len(found[0]))}{line[found.end():]}"
    return line


def _shifted(before: str, by: int) -> str:
    """The text before a gap that is closed, moved right."""
    start = len(before) - len(before.rsplit(maxsplit=1)[-1])
    return before[:start] + " " * by + before[start:]


def figure(text: str) -> str:
    """The figure as it is typed (``(1234)``, ``12.30``, ``nil``); UNCLEAR where it cannot be read for certain."""
    text = plain(text).strip()
    if _NIL.fullmatch(text):
        return "nil"
    if text.lower() in NO_FIGURE:
        return text
    stripped = _NOTE_MARK.sub("", _CURRENCY.sub("", text)).strip()
    found = _FIGURE.fullmatch(stripped)
    if not found:
        return UNCLEAR
    digits = (found["body"] or found["inside"]).replace(",", "")
    mark = found["mark"] or found["within"] or found["behind"] or ""
    negative = bool(found["inside"]) or found["sign"] not in (None, "+")
    typed = f"({digits}{mark})" if negative else f"{digits}{mark}"
    return typed if can_be_read(typed) else UNCLEAR


def is_figure_like(text: str) -> bool:
    """Whether a text stands in a figure's place: a figure, a dash, a word for none, or digits that are none."""
    text = plain(text).strip()
    if not text:
        return False
    return figure(text) != UNCLEAR or bool(_FIGURE_LIKE.fullmatch(_CURRENCY.sub("", text)))


def is_note(text: str) -> bool:
    """Whether a text may be the number of a note: ``6``, ``6,11``, ``*2``, ``注3``, or a dash."""
    return bool(_NOTES.fullmatch(plain(text).strip()))
