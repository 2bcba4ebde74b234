"""Early figures against the full report, and cells that mix a restated figure with one that is not."""

from __future__ import annotations

from pathlib import Path

from tests.companies import FILING, audited, changed

EARLY, FULL = "filings/2023-11-01.yaml", "filings/2023-11-14.yaml"
HEADLINES = """\
filing: {title: Results in brief, filed: 2023-11-01, assurance: unreviewed}
tables:
  - statement: income_statement
    heading: Highlights
    abridged: true
    columns: [1H2022, 1H2023]
    rows:
      revenue: [100, 120]
      profit: [40, 51]
"""


def _early(folder: Path, headlines: str) -> dict[str, tuple[str, str]]:
    found = audited(folder, {EARLY: headlines, FULL: FILING})
    return {verdict.check.id: (verdict.check.severity.word, verdict.state) for verdict in found.verdicts
            if verdict.check.id.startswith("early:")}


def test_a_dozen_early_figures_are_a_filing_of_their_own(tmp_path: Path) -> None:
    found = audited(tmp_path, {EARLY: HEADLINES.replace("51", "50"), FULL: None})
    assert len(found.book.facts) == 4
    assert found.counts["FAIL"] == 0


def test_the_full_report_is_compared_with_the_early_figures(tmp_path: Path) -> None:
    assert _early(tmp_path, HEADLINES) == {
        f"early:income_statement.{item}:{period}:2023-11-01": ("soft", state)
        for item, period, state in (("revenue", "1H2022", "EXACT"), ("revenue", "1H2023", "EXACT"),
                                    ("profit", "1H2022", "EXACT"), ("profit", "1H2023", "FAIL"))}


def test_a_filing_on_another_period_is_not_an_early_one(tmp_path: Path) -> None:
    """What a later period's filing restates is shown on Restatements; it need not be as it was."""
    earlier = changed(HEADLINES, "columns: [1H2022, 1H2023]", "columns: [1H2022, 1Q2023]")
    assert _early(tmp_path, changed(earlier, "2023-11-01", "2023-08-10")) == {}
