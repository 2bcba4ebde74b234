"""What may have happened: the slips that could explain checks that fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.checks.proof import Check
from generator.diagnosis.printed_tables import Figures
from generator.diagnosis.slips import CONCERNS, FIGURE, ROW, SLIPS, TABLE, Slip
from generator.diagnosis.trial import Changes, Trial
from generator.model.problem import Place

_CONCERNING = {concern: tuple(slip for slip in SLIPS if slip.concerns == concern) for concern in CONCERNS}


@dataclass(frozen=True)
class Candidate:
    """A slip that may have been made, with the changes that would undo it."""

    slip: Slip
    changes: Changes


class Candidates:
    """The slips that may lie behind checks, as the figures stand at the moment."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial

    def of(self, failing: Sequence[Check]) -> Iterator[Candidate]:
        """Every slip that could lie behind checks; each set of changes once, as the first slip that makes it."""
        return self._distinct(failing, CONCERNS)

    def near(self, failing: Sequence[Check]) -> Iterator[Candidate]:
        """The same, but for slips of whole tables."""
        return self._distinct(failing, [concern for concern in CONCERNS if concern != TABLE])

    def joint(self, failing: Sequence[Check]) -> Iterator[Candidate]:
        """Slips that change several figures at once."""
        return self._distinct(failing, [concern for concern in CONCERNS if concern != FIGURE])

    def _distinct(self, failing: Sequence[Check], concerns: Iterable[str]) -> Iterator[Candidate]:
        seen: set[frozenset[tuple[Place, Decimal]]] = set()
        for concern in concerns:
            for figures in self._behind(failing, concern):
                for slip in _CONCERNING[concern]:
                    for changes in slip.undo(self._trial, figures, failing):
                        made = frozenset((change.fact.place, change.value) for change in changes)
                        if made not in seen:
                            seen.add(made)
                            yield Candidate(slip, changes)

    def _behind(self, failing: Sequence[Check], concern: str) -> Iterable[Figures]:
        """What slips of a kind could concern: the figures that checks rest on, each alone or with its row or table."""
        facts, tables = self._trial.behind(failing), self._trial.tables
        if concern == TABLE:
            return tables.tables(facts)
        return tables.rows(facts) if concern == ROW else [(fact,) for fact in facts]
