"""What is found while a reader's work is merged: what was kept, what was changed, what stands in the way."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from generator.sheets.contract import CREATOR


@dataclass(frozen=True)
class Conflict:
    """Something that would be lost: where it stands, what it is, and what would be right."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class NotMerged(Exception):
    """The reader's work cannot be kept without loss; ``conflicts`` say what stands in the way."""

    def __init__(self, conflicts: Iterable[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        super().__init__(f"{len(self.conflicts)} conflicts")


def mistake_of_ours(error: Exception) -> Conflict:
    """What is said of an error that is neither the file's nor the reader's: where it was made, to be reported."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return Conflict("the file that is there", (
        f"cannot be carried over, by a mistake of {CREATOR}, not of the file; please report it with this line, and the "
        f"file if it may be shown: {type(error).__name__} at {Path(place.filename).name}:{place.lineno}: "
        f"{str(error)[:60]!a}"))


@dataclass(frozen=True)
class Override:
    """A figure typed over on Facts, with what the filing says and, where there is one, a newer filing's figure."""

    where: str
    fact: str
    typed: str
    filed: str
    newer: str = ""

    def __str__(self) -> str:
        newer = f"; a newer filing says {self.newer}" if self.newer else ""
        return f"{self.where}: {self.fact}: {self.typed} typed over, filing says {self.filed}{newer}"


@dataclass(frozen=True)
class Report:
    """What was done. ``fresh`` where there was no work to keep; ``repointed`` are the formulas that follow a fact."""

    fresh: bool = True
    kept: tuple[str, ...] = ()
    repointed: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class Log:
    """Collects while the work is done. ``hint`` is what is said first of all conflicts; ``typed`` says that cells on
    our sheets hold what the reader typed, from which others there may be calculated; ``is_made_again`` that base was
    made again, the record being dropped, and ``dropped`` what else was, as a whole;
    ``otherwise`` are the cells of ours that are others than in such a base."""

    kept: list[str] = field(default_factory=list)
    repointed: list[str] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    hint: Conflict | None = None
    typed: bool = False
    is_made_again: bool = False
    dropped: set[str] = field(default_factory=set)
    otherwise: list[str] = field(default_factory=list)

    def refuse(self, where: str, what: str) -> None:
        self.conflicts.append(Conflict(where, what))

    def stop_at_conflicts(self) -> None:
        """Raises NotMerged where there is any. What differs from a base that was made again is told in one line."""
        if self.otherwise and self.hint:
            self.hint = Conflict(self.hint.where, (
                f"{self.hint.what}. {counted(len(self.otherwise), 'cell')} of ours differ: "
                f"{'; '.join(each[:90] for each in self.otherwise[:2])}{' …' * (len(self.otherwise) > 2)}"))
            raise NotMerged(dict.fromkeys([self.hint, *self.conflicts]))
        if self.conflicts:
            raise NotMerged(dict.fromkeys([self.hint, *self.conflicts] if self.hint else self.conflicts))

    def report(self) -> Report:
        said = [f"the program that saved it dropped all {' and '.join(_listed(self.dropped))} of ours, which are there "
                "again"] if self.dropped else []
        return Report(False, tuple(dict.fromkeys(self.kept)), tuple(dict.fromkeys(self.repointed)),
                      tuple(self.overrides), tuple(dict.fromkeys([*said, *self.notes])))


def _listed(words: Iterable[str]) -> list[str]:
    """All but the last of some words as one, and the last."""
    *others, last = sorted(words)
    return [", ".join(others), last] if others else [last]


def counted(number: int, thing: str) -> str:
    """A number of things in words: 1 cell, 2 cells."""
    return f"{number} {thing}{'s' * (number != 1)}"
