"""Everything that can be said of a company's figures before a workbook is made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.checks.declarations import refuse_unknown
from generator.checks.proof import FAIL, STATES, Check, Outcome, Proof
from generator.diagnosis.issuer_rounding import Suggestion, suggestions
from generator.diagnosis.protection import Protection, Tally
from generator.diagnosis.quarters import suspicions
from generator.diagnosis.repairs import Finding, findings
from generator.diagnosis.rereadings import Rereading
from generator.inputs.load import Inputs, load_inputs
from generator.model.fact import Fact


@dataclass(frozen=True)
class Verdict:
    """A check and what it says."""

    check: Check
    outcome: Outcome

    @property
    def state(self) -> str:
        return self.outcome.state

    @property
    def turns_master(self) -> bool:
        return self.state == FAIL and self.check.is_hard


class Audit:
    """The checks of a book with their outcomes, and on demand what would mend them and what protects each figure."""

    def __init__(self, inputs: Inputs) -> None:
        self.folder, self.book = inputs.folder, inputs.book
        self.proof = Proof(inputs.book, inputs.templates)
        refuse_unknown(inputs.book.company, self.proof.relations, inputs.templates)
        self.verdicts = [Verdict(check, outcome) for check, outcome in self.proof.outcomes()]

    @property
    def as_first_reported(self) -> list[Verdict]:
        """The checks that fail in the version first reported alone: no other check fails on the same figures."""
        failing = [verdict.check for verdict in self.verdicts if verdict.state == FAIL]
        ids, figures = {check.id for check in failing}, {check.touched for check in failing}
        return [Verdict(check, outcome) for check, outcome in self.proof.as_first_reported
                if outcome.state == FAIL and check.id not in ids and check.touched not in figures]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many checks are in each state."""
        counted = Counter(verdict.state for verdict in self.verdicts)
        return {state: counted[state] for state in STATES}

    @property
    def hard_failures(self) -> list[Verdict]:
        """The hard checks that fail, in the latest version or in the one first reported alone."""
        return [verdict for verdict in (*self.verdicts, *self.as_first_reported) if verdict.turns_master]

    @cached_property
    def findings(self) -> list[Finding]:
        """What would mend the checks that fail; empty when none does."""
        return findings(self.proof)

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        return suggestions(self.proof)

    @cached_property
    def suspicions(self) -> list[Rereading]:
        """Columns that may stand under a wrong period although nothing fails for it."""
        told = {reading.place for finding in self.findings for reading in finding.readings}
        return [each for each in suspicions(self.book) if each.place not in told]

    @cached_property
    def protection(self) -> Protection:
        return Protection(self.proof)

    @cached_property
    def survey(self) -> Mapping[str, Tally]:
        return self.protection.survey()

    @cached_property
    def failing_facts(self) -> Mapping[Fact, tuple[Check, ...]]:
        """The figures that checks which fail rest on."""
        found: dict[Fact, list[Check]] = {}
        for verdict in self.verdicts:
            for fact in (*verdict.check.left_facts, *verdict.check.right_facts) if verdict.state == FAIL else ():
                found.setdefault(fact, []).append(verdict.check)
        return {fact: tuple(dict.fromkeys(checks)) for fact, checks in found.items()}


def audit(folder: Path) -> Audit:
    """Read a company's folder and evaluate its checks. Raises Refused with every Problem found."""
    return Audit(load_inputs(folder))
