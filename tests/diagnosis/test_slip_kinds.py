"""Slips of every kind made at random in right books: the truth is told first, and nothing false as the only one."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checks.proof import Proof
from generator.diagnosis.quarters import suspicions
from generator.report.audit import audit
from tests.companies import audited
from tests.conftest import IIJ
from tests.diagnosis.slips_made import Score, Slips, measure, table_of
from tests.fuzz import Fuzz
from tests.random_company import random_company

_MOSTLY = 0.9
"""Two figures of one sum that could each be a unit off cannot be told apart; they are among the slips counted."""


def _whole(scores: dict[str, Score]) -> Score:
    whole = Score()
    for each in scores.values():
        whole.add(each)
    return whole


@pytest.mark.fuzz
def test_the_truth_is_told_first_in_random_companies(tmp_path: Path, fuzz: Fuzz) -> None:
    scores: dict[str, Score] = {}
    for number in range(fuzz.times(2)):
        dice = fuzz.dice(number)
        found = audited(tmp_path / str(number), random_company(dice))
        assert found.counts["FAIL"] == 0 and not found.suspicions
        for kind, each in measure(Slips(found.book, dice), found.proof.templates, 1).items():
            scores.setdefault(kind, Score()).add(each)
    whole = _whole(scores)
    assert whole.false_only == 0, table_of(scores)
    assert whole.first >= _MOSTLY * whole.shown > 0, table_of(scores)


@pytest.mark.fuzz
def test_the_truth_is_told_first_in_a_real_report(fuzz: Fuzz) -> None:
    if fuzz.seed is None:
        pytest.skip("a few seconds for each slip: only in `make fuzz`")
    found = audit(IIJ)
    scores = measure(Slips(found.book, fuzz.dice("kinds")), found.proof.templates, 4)
    whole = _whole(scores)
    assert whole.false_only == 0, table_of(scores)
    assert whole.first >= _MOSTLY * whole.shown > 0, table_of(scores)


@pytest.mark.parametrize("company", ["iij", "astellas"])
def test_a_right_book_raises_no_suspicion(company: str) -> None:
    assert list(suspicions(audit(IIJ.parent / company).book)) == []


def test_explaining_a_book_that_foots_loosely_takes_one_more_proof(monkeypatch: pytest.MonkeyPatch,
                                                                   tmp_path: Path) -> None:
    """Astellas declared as an issuer whose columns always add up: more than 200 checks fail, and for one reason."""
    source = IIJ.parent / "astellas"
    for path in source.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("foots: loose", "foots: exact")
        target = tmp_path / "astellas" / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    found = audit(tmp_path / "astellas")
    made: list[Proof] = []
    init = Proof.__init__

    def counted(self: Proof, *given: object) -> None:
        made.append(self)
        init(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Proof, "__init__", counted)
    (finding,) = found.findings
    assert len(finding.failing) == found.counts["FAIL"] > 200
    assert [reading.line for reading in finding.readings] == ["foots: loose"]
    assert len(made) == 1
