"""Styles: a cell newly made looks as its like does in the reader's file; only what is new there is added at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from generator.xlsx.stylesheet import Stylesheet, add_style, named_as
from generator.xlsx.worksheet import Styled


class Translation:
    """From the style indexes of ours to those of theirs.

    ``seen`` are pairs of (style in base, style in theirs) of all cells that were made and are still there: what most
    cells of a style became is what that style is now, whoever saved the file, however it was restyled. Where
    ``may_be_bare`` and all look alike in theirs (``is_bare``), a program dropped their looks, which are added anew;
    where it dropped no more than the names of styles (``are_names_gone``), those are.
    """

    def __init__(self, base: Stylesheet, theirs: Stylesheet, ours: Stylesheet,
                 seen: Iterable[tuple[Styled, int]], may_be_bare: bool = False) -> None:
        self.base, self.theirs, self.ours = base, theirs, ours
        counted: dict[Styled, Counter[int]] = {}
        for styled, found in seen:
            counted.setdefault(styled, Counter())[found] += 1
        self._became = {styled: min(found, key=lambda each: (-found[each], each)) for styled, found in counted.items()}
        looks = {base.dress(style) for style, _ in self._became}
        self.is_bare = may_be_bare and len(looks) > 1 and len(set(map(theirs.dress, self._became.values()))) == 1
        self._meanings = {(base.meaning(styled[0]), styled[1]): found
                          for styled, found in self._became.items() if not self.is_bare}
        self.are_names_gone = may_be_bare and not self.is_bare and len(base.names) > 1 >= len(theirs.names)
        self._known: dict[Styled, int] = {}

    def style(self, styled: Styled) -> int:
        """The index in theirs of a style of ours."""
        if styled not in self._known:
            meaning = self.ours.meaning(styled[0])
            found = self._meanings.get((meaning, styled[1]), self._meanings.get((meaning, False)))
            if found is None:
                found = add_style(self.theirs, self.ours, styled[0])
            elif self.are_names_gone:
                found = named_as(self.theirs, found, self.ours, styled[0])
            self._known[styled] = found
        return self._known[styled]

    def restyled(self, styled: Styled, found: int) -> bool:
        """Whether a cell that has one style in base has been given a look of its own in theirs."""
        return self._became.get(styled, found) != found
