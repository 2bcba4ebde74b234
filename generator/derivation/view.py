"""What a version of the book shows: the figures in force, and the lines that its filings do not print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.derivation.structure import Structure
from generator.model.book import Book
from generator.model.fact import Fact
from generator.model.period import Period
from generator.model.statement import Series

Key = tuple[Series, Period]
_A_TABLE = 2
"""With fewer lines beside its total a filing may give an extract: the others are not told to be gone."""


@dataclass(frozen=True)
class View:
    """A version of the book.

    ``unprinted`` are lines that the filing which gives their total leaves out, although another one prints them: in
    this version they are no part of it.
    """

    figures: Mapping[Key, Fact]
    unprinted: frozenset[Key]


def latest(book: Book, structure: Structure) -> View:
    """Every figure as the last filing gives it, without the lines that a filing since does not print any more."""
    return _without(book.latest, frozenset(_Lines(book, structure, book.latest).left_out(later=False)))


def as_first_reported(book: Book, structure: Structure) -> View:
    """Every figure as the first filing gives it, without the lines that only a later one prints."""
    unprinted = frozenset(_Lines(book, structure, book.first).left_out(later=True))
    figures = {key: fact if fact.value != book.latest[key].value else book.latest[key]
               for key, fact in book.first.items()}
    return _without(figures, unprinted)


def _without(figures: Mapping[Key, Fact], unprinted: frozenset[Key]) -> View:
    return View({key: fact for key, fact in figures.items() if key not in unprinted} if unprinted else figures,
                unprinted)


class _Lines:
    """Which lines the filings print."""

    def __init__(self, book: Book, structure: Structure, figures: Mapping[Key, Fact]) -> None:
        self.book, self.structure, self.figures = book, structure, figures
        self.order = {filing.key: number for number, filing in enumerate(book.filings)}
        self.printed: dict[str, dict[Key, Fact]] = {filing.key: {} for filing in book.filings}
        for fact in book.printed:
            self.printed[fact.filing.key][fact.series, fact.period] = fact

    def left_out(self, later: bool) -> Iterator[Key]:
        """The lines of a later (or an earlier) filing that the one which gives their total does not print."""
        if len(self.order) < 2:
            return
        for (series, period), total in self.figures.items():
            if total.abridged:
                continue
            for parts in self.structure.sums(series):
                lines = [part for _, part in parts]
                own = {line: None for line in lines if self._prints(total.filing.key, line, period)}
                for line in lines if len(own) >= (1 if later else _A_TABLE) else ():
                    if line not in own:
                        yield from self._others(total, (series, *own), self._family(line), later)

    def _others(self, total: Fact, own: Iterable[Series], line: Iterable[Series], later: bool) -> Iterator[Key]:
        for each in line:
            fact = self.figures.get((each, total.period))
            if fact and self._is_later(fact, total) == later and not self._adds_detail(total, own, fact):
                yield each, total.period

    def _is_later(self, fact: Fact, total: Fact) -> bool:
        return self.order[fact.filing.key] > self.order[total.filing.key]

    def _adds_detail(self, total: Fact, own: Iterable[Series], fact: Fact) -> bool:
        """Whether the filing of a line prints all that the filing of the total does as that does.

        Then it is a line more of the same presentation, which one of the two leaves out.
        """
        mine, theirs = self.printed[total.filing.key], self.printed[fact.filing.key]
        keys = [(series, total.period) for series in own if (series, total.period) in mine]
        return all(key in theirs and self._agree(mine[key], theirs[key]) for key in keys)

    def _agree(self, one: Fact, other: Fact) -> bool:
        """Whether two filings print the same, be it nothing yet."""
        if one.figure.value is None or other.figure.value is None:
            return one.figure.value is other.figure.value
        return one.currency == other.currency and self.book.is_one_figure(one, other)

    def _prints(self, filing: str, series: Series, period: Period) -> bool:
        """Whether a filing prints a line, or what it is made from."""
        return any((each, period) in self.printed[filing] for each in self._family(series))

    def _family(self, series: Series) -> Iterator[Series]:
        yield series
        for parts in self.structure.sums(series):
            for _, part in parts:
                yield from self._family(part)
