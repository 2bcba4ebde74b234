"""A filing whose per-share figures are on another side of a share split than its date says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.checks.proof import Check, Proof
from generator.diagnosis.offers import Offer
from generator.model.book import Book
from generator.model.fact import Filing
from generator.model.period import DAY


def other_split_bases(proof: Proof, groups: Sequence[Sequence[Check]]) -> Iterator[Offer]:
    """Each filing whose shares or amounts per share lie behind failing checks, on the other side of each split."""
    behind = {number for group in groups for check in group for number in check.touched}
    facts = [proof.facts[number] for number in sorted(behind)]
    filings = {fact.filing.key: fact.filing for fact in facts if proof.book.split_power(fact.series)}
    for filing in filings.values():
        for split in proof.book.company.splits:
            basis = split.effective - DAY if filing.split_basis >= split.effective else split.effective
            yield Offer(f"the per-share figures of {filing.key} are "
                        f"{'before' if basis < split.effective else 'after'} the split of {split.effective}",
                        f"split_basis: {basis}", filing.place, _with_filing(
                            proof.book, filing, replace(filing, declared_basis=basis)), subject=(filing.key, basis))


def _with_filing(book: Book, old: Filing, new: Filing) -> Book:
    return replace(book, filings=tuple(new if each is old else each for each in book.filings), printed=tuple(
        replace(fact, filing=new) if fact.filing is old else fact for fact in book.printed))
