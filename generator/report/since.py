"""What a save changed: mistakes that came and went, checks that turned; those of the table being typed first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.checks.proof import FAIL, STATES
from generator.model.problem import Place
from generator.refused import Refused
from generator.report import words
from generator.report.audit import Audit, Verdict, audit

_MOST, _NAMED = 10, 3
_PLACED = re.compile(r"(?P<file>.+?):(?P<line>\d+):(?P<column>\d+): (?P<said>.*)")
_COUNT = re.compile(r"\d+ mistakes? found; nothing was written")


@dataclass(frozen=True)
class Seen:
    """What a company's folder says: its mistakes, or its checks. With mistakes, ``audit`` is the last one before them.
    """

    problems: tuple[str, ...] = ()
    audit: Audit | None = None

    @property
    def states(self) -> Mapping[str, str]:
        """The state of each check by its id; nothing where none could be evaluated yet."""
        return {key: verdict.state for key, verdict in self.verdicts.items()}

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """Each check by its id, those too that fail in the version first reported alone."""
        found = self.audit
        return {} if found is None else {verdict.check.id: verdict for verdict in found.verdicts} | {
            f"{verdict.check.id} as first reported": verdict for verdict in found.as_first_reported}


def see(folder: Path, before: Seen) -> Seen:
    """What the folder says now."""
    try:
        return Seen(audit=audit(folder))
    except Refused as refused:
        return Seen(tuple(line for line in refused.lines if not _COUNT.fullmatch(line)), before.audit)


def table_at(seen: Seen, at: Place | None) -> tuple[str, str, str]:
    """The table in which a line stands: filing, heading and statement; empty texts where there is none."""
    facts = [fact for fact in seen.audit.book.facts if at and fact.place.file == at.file] if seen.audit else []
    if not facts or at is None:
        return "", "", ""
    return min(facts, key=lambda fact: abs(fact.place.line - at.line)).table


def told(before: Seen, now: Seen, at: Place | None) -> Iterator[str]:
    """What is otherwise than before, in lines; ``at`` is where the text changed first."""
    yield from _problems(before, now, at)
    if now.problems:
        count = len(now.problems)
        yield f"{count} mistake{'s' * (count > 1)}; the checks wait until there is none"
        return
    yield from _turned(before, now, table_at(now, at))
    yield _counted(now)


def _problems(before: Seen, now: Seen, at: Place | None) -> Iterator[str]:
    """Mistakes that came or went. One that has merely moved to another line did neither."""
    for word, found, others in (("gone", before.problems, now.problems), ("new", now.problems, before.problems)):
        left, changed = Counter(map(_said, others)), []
        for line in found:
            if left[_said(line)]:
                left[_said(line)] -= 1
            else:
                changed.append(line)
        yield from _first([f"{word:<6} {line}" for line in sorted(changed, key=lambda line: _away(line, at))])


def _said(line: str) -> tuple[str, str]:
    """A mistake without its line and column."""
    found = _PLACED.fullmatch(line)
    return (found["file"], found["said"]) if found else ("", line)


def _away(line: str, at: Place | None) -> tuple[bool, int]:
    """How far a mistake is from where the text changed."""
    found = _PLACED.fullmatch(line)
    if not found or at is None or found["file"] != at.file:
        return True, 0
    return False, abs(int(found["line"]) - at.line)


def _turned(before: Seen, now: Seen, table: tuple[str, str, str]) -> Iterator[str]:
    """Checks whose state is another: what fails in full, what no longer does by its name, the others counted."""
    was, verdicts = before.states, now.verdicts
    turned = sorted((key for key in verdicts if verdicts[key].state != was.get(key)),
                    key=lambda key: (not _is_of(verdicts[key], table), not verdicts[key].check.is_hard))
    yield from _first([_failure(verdicts[key], was.get(key, "")) for key in turned if verdicts[key].state == FAIL])
    mended = [key for key in turned if verdicts[key].state != FAIL and was.get(key) == FAIL]
    yield from _first([f"{verdicts[key].state:<6} {_name(verdicts[key])} (was {FAIL})" for key in mended])
    for state in STATES if was else ():
        names = [_name(verdicts[key]) for key in turned if key not in mended and verdicts[key].state == state != FAIL]
        if names:
            yield f"{state:<6} {words.first(names, _NAMED, '; ')}"
    gone = [key for key in was if key not in verdicts]
    if gone:
        yield f"gone   {words.first(gone, _NAMED)}"
    if was and not turned and not gone:
        yield "no check turned"


def _failure(verdict: Verdict, was: str) -> str:
    check, outcome = verdict.check, verdict.outcome
    word = FAIL if check.is_hard else f"{FAIL} ({check.severity.shown})"
    sides = ", ".join(f"{name} {words.number(value)}" for name, value in (
        ("left", outcome.left), ("right", outcome.right), ("difference", outcome.difference)))
    places = words.places([f"{fact.place.file}:{fact.place.line}" for fact in (*check.left_facts, *check.right_facts)])
    return f"{word:<6} {_name(verdict)}: {sides}; {places}{f' (was {was})' if was else ''}"


def _name(verdict: Verdict) -> str:
    label, period = verdict.check.label, verdict.check.period
    return label if label.endswith(period) else f"{label} {period}"


def _is_of(verdict: Verdict, table: tuple[str, str, str]) -> bool:
    """Whether a check rests on a figure of a table."""
    return any(fact.table == table for fact in (*verdict.check.left_facts, *verdict.check.right_facts))


def _counted(now: Seen) -> str:
    """How many checks are in each state, and what is still to be typed."""
    assert now.audit
    counts, todo = now.audit.counts, len(now.audit.book.todo)
    said = " · ".join(f"{count:,} {state.lower()}" for state, count in counts.items())
    return f"{said}{f' · {todo} still to be typed' if todo else ''}"


def _first(lines: Sequence[str]) -> list[str]:
    more = len(lines) - _MOST
    return [*lines[:_MOST], *[f"       … and {more} more"] * (more > 0)]
