"""SLIPS is the only list of slips: what `protect` tries and what `check` proposes are records of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from generator.diagnosis.printed_tables import PrintedTables
from generator.diagnosis.slips import CONCERNS, FIGURE, SLIPS, Slip
from generator.diagnosis.trial import Trial
from generator.report.audit import Audit, audit
from generator.report.data import as_data
from tests.companies import audited
from tests.conftest import IIJ
from tests.diagnosis.test_repairs import FILED, FILES, FILING

BY_ITSELF = [slip for slip in SLIPS if slip.make]


def _audit(folder: Path, filing: str = FILING) -> Audit:
    return audited(folder, {**FILES, FILED: filing})


def test_each_kind_has_words_of_its_own_and_concerns_something_that_is_tried() -> None:
    assert len({slip.words for slip in SLIPS}) == len(SLIPS)
    assert {slip.concerns for slip in SLIPS} == set(CONCERNS)
    assert all(slip.concerns == FIGURE for slip in BY_ITSELF)
    assert all(slip.is_plain or slip.is_solved for slip in SLIPS)


def test_protect_tries_what_the_list_says_and_nothing_else(tmp_path: Path) -> None:
    found = _audit(tmp_path)
    tables = PrintedTables(found.book.facts)
    listed = Counter({slip.heading: 0 for slip in BY_ITSELF})
    for slip in BY_ITSELF:
        listed[slip.heading] += sum(len(list(slip.make(fact, tables))) for fact in found.book.facts if slip.make)
    assert {heading: tally.made for heading, tally in found.survey.items()} == listed
    assert sum(listed.values()) > 800


@pytest.mark.parametrize("filing", [
    FILING,
    FILING.replace("94567", "94667", 1),
    FILING.replace("94567", "81234", 1),
    FILING.replace("tax: [(4100), (5200)]", "tax: [(60123), (71890)]", 1),
    FILING.replace("sales: [81234, 94567]\n      costs: [(60123), (71890)]",
                   "sales: [81234, 94667]\n      costs: [(60123), (71980)]", 1),
    FILING.replace("columns: [1H2022, 1H2023]", "columns: [1H2023, 1H2022]", 1),
])
def test_check_proposes_what_the_list_holds_under_the_same_words(tmp_path: Path, filing: str) -> None:
    found = _audit(tmp_path, filing)
    slips = [each.slip for finding in found.findings for repair in finding.repairs for each in repair.candidates]
    assert set(slips) <= set(SLIPS)
    said = [slip["kind"] for finding in as_data(found)["findings"] for repair in finding["repairs"]
            for slip in repair["slips"]]
    assert said == [slip.words for slip in slips]
    assert bool(said) is (filing != FILING)


@pytest.fixture(scope="module")
def trial() -> Trial:
    return Trial(audit(IIJ).proof)


@pytest.mark.parametrize("slip", [slip for slip in BY_ITSELF if not slip.is_solved], ids=lambda slip: slip.words)
def test_what_a_slip_makes_of_a_figure_it_undoes(trial: Trial, slip: Slip) -> None:
    """Every wrong figure that `protect` tries is one of which `check` knows the true one by the same slip.

    One that begins with a zero is none that is printed: without it, it has a digit fewer.
    """
    tried = 0
    for fact in trial.proof.facts[::10]:
        for wrong in slip.make(fact, trial.tables) if slip.make else ():
            if len(str(abs(wrong))) == len(str(abs(fact.value))) and wrong:
                trial.numbers[trial.number(fact)] = float(wrong)
                assert fact.value in [change.value for (change,) in slip.undo(trial, (fact,), [])]
                trial.numbers[trial.number(fact)] = float(fact.value)
                tried += 1
    assert tried
