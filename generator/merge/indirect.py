"""References that stand as text for INDIRECT and HYPERLINK: a text must lead to what it led to before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from generator.merge.area import Area, Many, Moment, Nowhere, Site, Unknown, area_of, as_text
from generator.merge.arguments import Working
from generator.merge.counted import LIVE
from generator.merge.moments import AMoment
from generator.merge.positions import Unfollowable
from generator.xlsx.calls import FunctionCall, Span, calls
from generator.xlsx.cells import absolute
from generator.xlsx.formula import Token, normal, parsed
from generator.xlsx.worksheet import Place

READERS = ("INDIRECT", "HYPERLINK")
_R1C1 = re.compile(r"(.*!)?R(\d+)C(\d+)(?::R(\d+)C(\d+))?", re.I | re.S)
_MOST = 500
Retyped = dict[tuple[str, Place], str]
"""Cells of the reader's that hold an address as text, with the address that stands there now."""


@dataclass
class Texts:
    """Looks at texts that are read as references. ``location`` follows one; ``moved`` are sheets of ours, in lower
    case, whose cells stand elsewhere, ``ours`` all of them."""

    then: AMoment | None
    now: AMoment | None
    location: Callable[[str, str], str]
    moved: Sequence[str]
    ours: frozenset[str]
    retyped: Retyped = field(default_factory=dict)

    def check(self, site: Site) -> None:
        """Raises Unfollowable where a text would be read as another cell than before."""
        for call in calls(site.then):
            if call.name in READERS and call.arguments:
                by_numbers = _is_by_numbers(site, call)
                if by_numbers or not _follows_by_itself(site.then[slice(*call.arguments[0])]):
                    self._check(site, call, by_numbers)

    def _check(self, site: Site, call: FunctionCall, by_numbers: bool) -> None:
        span = call.arguments[0]
        for pick in self._picks(site, span):
            before = self._said(self.then, site.then[slice(*span)], site, pick)
            if before is None:
                self._unclear(site, call)
                continue
            mark, plain = ("#", before[1:]) if before.startswith("#") else ("", before)
            if call.name == "HYPERLINK" and not mark:
                continue  # another file
            plain = _with_letters(plain) if by_numbers else plain
            if by_numbers and parsed(plain) is None and self.moved:
                raise Unfollowable(f"{before} is counted from the cell it stands in: it cannot be followed")
            wanted = self.location(plain, site.home)
            if wanted == plain:
                continue
            after = self._said(self.now, site.now[slice(*span)], site, pick)
            after = _with_letters(after) if after and by_numbers else after
            is_live = any(each.name in LIVE for each in calls(site.then[slice(*span)]))
            if after is not None and _leads(plain, wanted, after.removeprefix("#"), is_live):
                continue
            if pick is None and self._retype(site, span, mark + plain, mark + wanted):
                continue
            raise Unfollowable(f"it read {plain}, which is {wanted} now; write ={plain} in its place, which follows")

    def _picks(self, site: Site, span: Span) -> Sequence[int | None]:
        """Which of many values there are: one, or one for each cell of a list."""
        if self.then is not None:
            try:
                Working(site.then[slice(*span)], self.then, site.home, site.place).scalar()
            except Many as many:
                return range(min(many.count, _MOST))
            except Unknown:
                pass
        return [None]

    def _said(self, moment: Moment | None, found: Sequence[Token], site: Site, pick: int | None) -> str | None:
        if moment is None:
            return None
        try:
            return as_text(Working(found, moment, site.home, site.place, pick=pick).scalar())
        except Unknown:
            return None

    def _unclear(self, site: Site, call: FunctionCall) -> None:
        """A text that cannot be told: refused, unless the sheet that it begins with is known, and has not moved."""
        found = site.then[slice(*call.arguments[0])]
        start = self._start(found, site)
        if "!" in start:
            sheet = start.rpartition("!")[0].lstrip("#").strip("'").replace("''", "'")
            if (sheet or site.home).casefold() not in self.moved:
                return
            raise Unfollowable(f'"{start}" is a part of a reference: it cannot be followed')
        named = start.casefold().lstrip("#").lstrip("'")
        if not self.moved or (call.name == "HYPERLINK" and start and not start.startswith("#")):
            return
        if named and site.home and not any(each.startswith(named) for each in self.moved) \
                and site.home.casefold() not in self.moved:
            return
        written = "".join(str(token.value) for token in found)
        raise Unfollowable(f"what {written} says cannot be told, and cells moved; write a plain reference, "
                           "which follows")

    def _start(self, found: Sequence[Token], site: Site) -> str:
        """What the text begins with, up to the first piece of it that cannot be told."""
        said, depth = "", 0
        piece: list[Token] = []
        for token in [*found, None]:
            depth += 0 if token is None else (token.subtype == Token.OPEN) - (token.subtype == Token.CLOSE)
            if token is not None and not (depth == 0 and token.type == Token.OP_IN and token.value == "&"):
                piece.append(token)
                continue
            text = self._said(self.then or Nowhere(), piece, site, None)
            if text is None:
                break
            said, piece = said + text, []
        return said

    def _retype(self, site: Site, span: Span, before: str, after: str) -> bool:
        """Whether the text is all that a cell of the reader's holds; it holds the new address then."""
        found = [token for token in site.then[slice(*span)] if token.type != Token.WSPACE]
        if self.then is None or len(found) != 1 or found[0].subtype != Token.RANGE:
            return False
        try:
            value = Working(found, self.then, site.home, site.place).value()
            if not isinstance(value, Area) or value.sheet.casefold() in self.ours:
                return False
            place = value.place(0)
            if value.count > 1 or self.then.content(value.sheet, place) != ("s", before):
                return False
        except Unknown:
            return False
        known = self.retyped.setdefault((value.sheet, place), after)
        return known == after


def _leads(before: str, wanted: str, after: str, is_live: bool) -> bool:
    """Whether a text leads to where it should. What is looked up in the sheets themselves may lead elsewhere than it
    did, to a newer figure; what stood still beside it must not."""
    if normal(wanted) == normal(after):
        return True
    areas = [area_of(each, "") for each in (before, wanted, after)]
    if not is_live or None in areas:
        return False
    then, right, now = areas
    assert then and right and now
    return now.sheet.casefold() == then.sheet.casefold() and all(
        getattr(now, side) == getattr(right, side) or getattr(now, side) != getattr(then, side)
        for side in ("top", "left", "bottom", "right"))


def _follows_by_itself(found: Sequence[Token]) -> bool:
    """Whether a text is a constant with the name of a sheet in it."""
    return [token.subtype for token in found] == [Token.TEXT] and "!" in found[0].value


def _is_by_numbers(site: Site, call: FunctionCall) -> bool:
    """Whether a text is read as R28C25."""
    if call.name != "INDIRECT" or len(call.arguments) < 2:
        return False
    start, end = call.arguments[1]
    return "".join(str(token.value) for token in site.then[start:end]).upper() in ("FALSE", "0", "FALSE()")


def _with_letters(text: str) -> str:
    found = _R1C1.fullmatch(text)
    if not found:
        return text
    sheet, *numbers = found.groups()
    ends = [absolute(int(numbers[i]), int(numbers[i + 1])) for i in (0, 2) if numbers[i]]
    return (sheet or "") + ":".join(ends)
