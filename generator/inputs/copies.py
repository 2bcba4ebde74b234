"""Two files for one filing: what a sync program or a second attempt leaves in the folder counts as no version."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from generator.model.fact import Fact, Filing
from generator.model.period import Period
from generator.model.problem import Problems
from generator.model.statement import Series

_COPY = re.compile(
    r"(?:copy of |kopie von |copie de )?(?P<first>.*?)"
    r"(?: \(\d+\)|[ _-]+(?:copy|kopie|copie|コピー)(?: ?\(?\d+\)?)?"
    r"|\.sync-conflict-.*| \([^()]*conflict[^()]*\)|[ _-]+conflict.*)?", re.IGNORECASE)
"""What sync programs, file managers and browsers make of a name that is taken."""
Read = tuple[Filing, Sequence[Fact]]
"""A filing and its facts in printed order."""


def refuse_copies(filings: Sequence[Read], problems: Problems) -> None:
    """Report each file that types a filing which another file already types, once, naming both.

    Which of the two counts is for a person to say: a copy with older figures would pass for a restatement, an exact
    one for a proof.
    """
    told: set[Filing] = set()
    for first, other in combinations(sorted(filings, key=_plainest_first), 2):
        if other[0] not in told and (reason := _same_filing(first, other)):
            told.add(other[0])
            problems.add(other[0].place, f"{reason} {first[0].place}; keep the file that is right and move the other "
                                         "out of the folder, or, if they are two documents, let their titles say so")
    firsts = {filing.key: filing for filing, _ in filings}
    for filing, _ in filings:
        named = _COPY.fullmatch(filing.key)
        original = firsts.get(named["first"]) if named else None
        if original and original is not filing and filing not in told:
            problems.add(filing.place, f"this file is called as a copy of {original.place.file} would be; move it out "
                                       "of the folder or, if it is a filing of its own, give it a name of its own")


def _plainest_first(read: Read) -> tuple[int, str]:
    """A copy's name is the longer one: ``2023-11-14 (conflicted copy).yaml``."""
    return len(read[0].key), read[0].key


def _same_filing(first: Read, other: Read) -> str:
    """Why two files type one filing, up to the name of the first; empty where they do not."""
    if _words(first[0].title) != _words(other[0].title):
        return ""
    one, two = _figures(first[1]), _figures(other[1])
    differing = sum(one[key] != two[key] for key in one.keys() & two.keys())
    if first[0].filed != other[0].filed:
        # A report that is filed anew, amended, gives a figure otherwise or says in its title what it is.
        return ("a filing of this title with the very same tables and figures, under another date, stands already at"
                if one and one == two else "")
    twice = _places(first[1]) & _places(other[1])
    if not twice and not one.keys() <= two.keys() and not two.keys() <= one.keys():
        return ""  # one document typed into two files, each with tables of its own
    how = "the same figures" if one == two else f"{differing} figure{'s' * (differing != 1)} typed otherwise" \
        if differing else "some of the same figures"
    return f"one filing stands in two files: the same title and date, with {how}, stand already at"


def _words(title: str) -> str:
    return " ".join(title.split()).casefold()


def _figures(facts: Sequence[Fact]) -> dict[tuple[Series, Period], object]:
    return {(fact.series, fact.period): (fact.figure.kind, fact.figure.value) for fact in facts}


def _places(facts: Sequence[Fact]) -> set[tuple[str, Series, Period]]:
    """Where each figure stands in the document: the same heading prints it once."""
    return {(fact.heading, fact.series, fact.period) for fact in facts}
