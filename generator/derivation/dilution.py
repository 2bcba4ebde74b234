"""Figures with dilution over periods of which one made a loss: a loss switches dilution off (IAS 33.41-44).

An average weighted by days holds for basic shares. That of diluted shares is not one average where a period of the path
is without dilution, and the interest added back in another period is not what a loss leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.derivation.sources import ESTIMATE, Cells, Entry, Missing, Path, Source, Sum
from generator.derivation.structure import Structure
from generator.formulas.evaluate import evaluate
from generator.formulas.expression import Filed, Header, Leaf, Name, RowAt, Shown
from generator.formulas.linear import Quantity, constant
from generator.model.book import Book, Diluted
from generator.model.fact import Fact
from generator.model.period import Period, Slot
from generator.model.statement import Series

_OFF = "A loss: nothing dilutes it (IAS 33.41), so that the diluted average is the basic one"
_UNKNOWN = "n.a.: a loss in one of the periods switches dilution off, so that this one cannot be derived from them"
_TOO_FEW = "n.a.: weighted by days it would be below the basic average, which cannot be: it cannot be derived"
_HALF_A_SHARE = 0.5
View = Mapping[tuple[Series, Period], Fact]
"""Which figure stands for a row and period: the latest, or the first."""


class Dilution:
    """What the rows that take dilution into account say in periods that no filing prints."""

    def __init__(self, book: Book, structure: Structure, periods: Mapping[Slot, Period], cells: Cells) -> None:
        self._book, self._structure, self._periods, self._cells = book, structure, periods, cells
        self._concepts = {each: (*where, "") for each, where in book.concepts.items()}
        self._diluted = {self._concepts[each.concept]: each for each in book.diluted if each.concept in self._concepts}
        self._splits = {f"split_{number}_{what}": float(count) for number, split in enumerate(book.company.splits, 1)
                        for what, count in (("new_shares", split.new_shares), ("old_shares", split.old_shares))}

    def of_path(self, series: Series, slot: Slot, path: Path) -> Entry | None:
        """What stands in a cell in place of a path over other periods; None where the path holds."""
        diluted = self._diluted.get(self._origin(series))
        if diluted is None:
            return None
        own = set(self._losses(diluted, slot))
        if own == {True}:
            basic = self._concepts.get(diluted.at_least)
            known = self._cells.entry(basic, slot) if basic else None
            return Entry(Sum(((1, basic),)), ESTIMATE, _OFF) if basic and known and known.has_value \
                else Entry(Missing(), remark=_UNKNOWN)
        if True in own or any(loss for _, other in path.terms for loss in self._losses(diluted, other)):
            return Entry(Missing(), remark=_UNKNOWN)
        return Entry(Missing(), remark=_TOO_FEW) if path.weighted and self._is_too_few(diluted, series, slot, path) \
            else None

    def _origin(self, series: Series) -> Series:
        """The row of which a row is a second printing, or itself."""
        first = self._structure.first_printing(series)
        return self._origin(first.series) if first else series

    def _losses(self, diluted: Diluted, slot: Slot) -> Iterator[bool]:
        """Whether a period made a loss, by the latest figures and by the first ones; nothing where none tells."""
        rows = [(-1 if each in self._book.other_sign else 1, self._concepts[each]) for each in diluted.of
                if each in self._concepts]
        for view in (self._book.latest, self._book.first):
            found = [(sign, value) for sign, row in rows if (value := self._value(row, slot, view)) is not None]
            if found:
                yield sum(sign * value for sign, value in found) < 0

    def _is_too_few(self, diluted: Diluted, series: Series, slot: Slot, path: Path) -> bool:
        """Whether an average over a path would be below the basic one, or additional shares below nothing."""
        basic = self._concepts.get(diluted.at_least)
        least = self._value(basic, slot, self._book.latest) if basic else None if diluted.at_least else 0.0
        found = self._worth(path, series, slot, self._book.latest)
        return found is not None and least is not None and found < least - _HALF_A_SHARE

    def _value(self, series: Series, slot: Slot, view: View) -> float | None:
        """What a cell is worth on the latest or the first figures; None without a value."""
        entry = self._cells.entry(series, slot)
        return self._worth(entry.source, series, slot, view) if entry else None

    def _worth(self, source: Source, series: Series, slot: Slot, view: View) -> float | None:
        tree = source.tree(self._cells, series, slot)
        return evaluate(tree, lambda leaf: self._leaf(leaf, view)).value(()) if tree is not None else None

    def _leaf(self, leaf: Leaf, view: View) -> Quantity | None:
        """What a leaf of a statement's cell is worth."""
        match leaf:
            case RowAt((_, _, _) as series, slot):
                found = self._value(series, slot, view)
                return None if found is None else constant(found)
            case Shown(fact) | Filed(fact):
                return constant(float(view[fact.series, fact.period].value))
            case Header("days", slot) if slot:
                period = self._periods[slot]
                assert period.start
                return constant(float((period.end - period.start).days + 1))
            case Name(key):
                return constant(self._splits[key])
        raise AssertionError(leaf)
