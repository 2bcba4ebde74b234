"""Which checks of a pasted table fail, and what would mend them."""

from __future__ import annotations

from dataclasses import dataclass

from generator.checks.proof import FAIL
from generator.inputs.load import Inputs
from generator.model.fact import Fact
from generator.model.figure import typed
from generator.report.audit import Audit


@dataclass(frozen=True)
class FailingRows:
    """A check that fails, by how much, the rows that it adds up, and what would mend it, likeliest first."""

    label: str
    period: str
    difference: float
    rows: tuple[str, ...]
    mends: tuple[str, ...]


def failing(inputs: Inputs, filing: str, statement: str) -> tuple[FailingRows, ...]:
    """The checks that fail on figures of a filing's statement."""
    audit = Audit(inputs)
    found = [verdict for verdict in audit.verdicts if verdict.state == FAIL and any(
        fact.filing.key == filing and fact.series[0] == statement
        for fact in (*verdict.check.left_facts, *verdict.check.right_facts))]
    if not found:
        return ()
    mends: dict[str, list[str]] = {}
    for finding in audit.findings:
        repairs = sorted(finding.repairs, key=lambda each: not each.is_plain)[:3]
        said = [" and ".join(f"{_row(change.fact)} {change.fact.figure.printed} → "
                             f"{typed(change.fact.in_print(change.value))}" for change in repair.changes)
                for repair in repairs]
        for check in finding.failing:
            mends.setdefault(check.id, []).extend(said)
    return tuple(FailingRows(verdict.check.label, verdict.check.period, verdict.outcome.difference or 0.0,
                         tuple(dict.fromkeys(map(_row, (*verdict.check.left_facts, *verdict.check.right_facts)))),
                         tuple(mends.get(verdict.check.id, ()))) for verdict in found)


def _row(fact: Fact) -> str:
    return f"{fact.series[1]} (line {fact.place.line})"
