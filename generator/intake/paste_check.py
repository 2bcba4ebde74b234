"""A pasted filing in a copy of its folder: whether it can be read, and which checks of its table fail."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.checks.proof import FAIL
from generator.inputs.belongings import stand_in
from generator.inputs.load import Inputs, load_inputs
from generator.model.fact import Fact
from generator.model.figure import typed
from generator.refused import Refused
from generator.report.audit import Audit


@dataclass(frozen=True)
class FailingRows:
    """A check that fails, by how much, the rows that it adds up, and what would mend it, likeliest first."""

    label: str
    period: str
    difference: float
    rows: tuple[str, ...]
    mends: tuple[str, ...]


@contextmanager
def staged(folder: Path, path: Path, text: str) -> Iterator[Inputs]:
    """The inputs with another text of one filing. Raises Refused with the Problems that the text has there."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / folder.resolve().name
        for file in folder.rglob("*.yaml"):
            if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts):
                target = copy / file.relative_to(folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
        stand_in(folder, copy)
        (copy / path.parent.name / path.name).write_bytes(text.encode())
        try:
            yield load_inputs(copy)
        except Refused as refused:
            raise Refused(*(line.replace(str(copy), str(folder)) for line in refused.lines)) from refused


def loads(name: str, files: Mapping[str, str]) -> None:
    """Nothing where a new company's files can be read. Raises Refused with their Problems."""
    with tempfile.TemporaryDirectory() as place:
        for file, text in files.items():
            target = Path(place) / name / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        try:
            load_inputs(Path(place) / name)
        except Refused as refused:
            raise Refused(*(line.replace(f"{place}/", "") for line in refused.lines)) from refused


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
