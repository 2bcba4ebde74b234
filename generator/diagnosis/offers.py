"""A book as it would be if the inputs said something else of the same figures."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.book import Book
from generator.model.problem import Place


@dataclass(frozen=True)
class Offer:
    """The book, what is read otherwise in it in a few words, and the line that says so with its place.

    ``subject`` is what it reads otherwise; it is not tried where ``instead_of``, a simpler subject, explains something.
    ``is_likely``: where it mends, it is likelier than a figure typed wrongly.
    """

    words: str
    line: str
    place: Place
    book: Book
    subject: object
    instead_of: object = None
    is_likely: bool = True
