"""The misprints of the real report's text, typed as they stand there, are caught and the truth is proposed."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from generator.diagnosis.printed_tables import PrintedTables
from generator.diagnosis.protection import HEADINGS
from generator.diagnosis.repairs import findings
from generator.diagnosis.slips import SLIPS
from generator.report.audit import Audit, audit
from tests.conftest import IIJ
from tests.fuzz import Fuzz

Figures = dict[tuple[str, str], int]


def _as_printed(folder: Path, *passages: tuple[str, str]) -> Audit:
    """The real report with some passages (patterns) as its text prints them."""
    (folder / "filings").mkdir(parents=True)
    for name in ("company.yaml", "statements.yaml", "checks.yaml", "ratios.yaml"):
        (folder / name).write_bytes((IIJ / name).read_bytes())
    (source,) = (IIJ / "filings").glob("*.yaml")
    text = source.read_text(encoding="utf-8")
    for pattern, printed in passages:
        text, count = re.subn(pattern, printed, text)
        assert count == 1, pattern
    (folder / "filings" / source.name).write_text(text, encoding="utf-8")
    return audit(folder)


def _row(name: str, true: str) -> str:
    """The pattern of a row in the file, with any space between its figures."""
    return rf"(?<={name}:) *\[{', *'.join(re.escape(each) for each in true.split())}\]"


@pytest.mark.parametrize(("name", "true", "printed", "kind", "values"), [
    # Note 11 prints 11,088 where Level 1 is 11,008: the total 12,468 less Level 3, 1,460.
    ("", "", "", "one digit misread", {("equity_securities", "level_1"): 11008}),
    # Note 6 has a second row without a label above the first, misread as 1.010.
    ("current", "1918 1504", "[1010, 1504]", "another figure", {("current", ""): 1918}),
    # The tables of Note 5 and of equity lost their dashes, so that the figures close up to the left.
    ("intersegment", "55 nil (55) nil", "[55, (55), nil, nil]", "exchanged with its neighbour",
     {("intersegment", "atm"): 0, ("intersegment", "adjustments"): -55}),
    ("operating_profit", "5916 231 nil 6147", "[5916, 231, 6147, nil]", "exchanged with its neighbour",
     {("operating_profit", "adjustments"): 0, ("operating_profit", "consolidated"): 6147}),
    ("customers", "126731 1467 nil 128198", "[126731, 1467, 128198, nil]", "exchanged with its neighbour",
     {("customers", "adjustments"): 0, ("customers", "consolidated"): 128198}),
    ("other_comprehensive_income", "nil nil nil 334 nil 334 nil 334", "[nil, 334, 334, 334, nil, nil, nil, nil]",
     "dashes left out of a row", {("other_comprehensive_income", "share_premium"): 0,
                 ("other_comprehensive_income", "retained_earnings"): 0,
                 ("other_comprehensive_income", "owners"): 334, ("other_comprehensive_income", "total_equity"): 334}),
    ("transfer_to_retained_earnings", "nil nil 201 (201) nil nil nil nil", "[201, (201), nil, nil, nil, nil, nil, nil]",
     "dashes left out of a row", {("transfer_to_retained_earnings", "share_capital"): 0,
                 ("transfer_to_retained_earnings", "share_premium"): 0,
                 ("transfer_to_retained_earnings", "retained_earnings"): 201,
                 ("transfer_to_retained_earnings", "other_components"): -201}),
])
def test_the_first_explanation_is_the_truth(tmp_path: Path, name: str, true: str, printed: str, kind: str,
                                            values: Figures) -> None:
    pattern = _row(name, true) if name else r'\{printed: 11088, value: 11008, reason: "[^"]*"\}'
    found = _as_printed(tmp_path / "iij", (pattern, f" {printed}" if name else "11088"))
    assert found.hard_failures
    (finding,) = found.findings
    likeliest, *others = finding.repairs
    (only,) = likeliest.candidates
    assert only.slip.words == kind
    assert {change.fact.series[1:]: change.value for change in only.changes} == values
    assert likeliest.is_unique or others or finding.lost_rows


def test_the_doubled_row_of_long_term_borrowings(tmp_path: Path) -> None:
    """The text has a second row, 3,000 and 3,004, below 5,660 and 5,664; one relation tells, and of two figures."""
    found = _as_printed(tmp_path / "iij", (_row("long_term_borrowings", "5660 nil 5664 nil 5664"),
                                           " [3000, nil, 3004, nil, 3004]"))
    (finding,) = found.findings
    changes = [(change.fact.series[2], str(change.fact.period), int(change.value))
               for repair in finding.repairs for change in repair.changes]
    assert changes == [("carrying_amount", "2023-03-31", 5660), ("carrying_amount", "2023-09-30", 1978)]
    assert not any(repair.is_unique for repair in finding.repairs)


def test_the_lost_rows_of_note_9(tmp_path: Path) -> None:
    """Systems operation and maintenance, the text's last two lines lost: 28,578 - 11,922 and 28,409 - 10,745."""
    found = _as_printed(tmp_path / "iij", (r"\n *systems_operation: *\[lost, *lost\]", ""))
    (finding,) = found.findings
    (row,) = finding.lost_rows
    assert row.item == "systems_operation"
    assert [(found.book.when(fact.period), fact.value) for fact in row.figures] == [
        ("2Q2022", Decimal(16656)), ("2Q2023", Decimal(17664))]
    assert [line for _, line in row.lines] == ["systems_operation: [16656, 17664]"]


def test_two_rows_of_one_table_closed_up(tmp_path: Path) -> None:
    """Transfers and the total below them: 14 checks fail together, and two slips explain them."""
    found = _as_printed(
        tmp_path / "iij", (_row("transfer_to_retained_earnings", "nil nil 201 (201) nil nil nil nil"),
                           " [201, (201), nil, nil, nil, nil, nil, nil]"),
        (_row("total_transactions", "nil (1105) (2443) (201) (10196) (13945) (49) (13994)"),
         " [(1105), (2443), (201), (10196), (13945), (49), (13994), nil]"))
    (finding,) = found.findings
    likeliest = finding.repairs[0]
    assert [each.slip.words for each in likeliest.candidates] == ["dashes left out of a row"] * 2
    made = {change.fact.series[1:]: change.value for change in likeliest.changes}
    assert made["total_transactions", "share_capital"] == 0
    assert made["total_transactions", "total_equity"] == -13994
    assert made["transfer_to_retained_earnings", "retained_earnings"] == 201


def test_the_row_that_was_once_explained_by_a_false_figure(tmp_path: Path) -> None:
    """Purchases of intangible assets, (2,137) and (3,962), left out of the cash flows and of the text on them: (37)
    beside (37) is no proof that payments for insurance policies were (2,174) and (3,999)."""
    line = r"\n *purchase_of_intangibles: *\[.*"
    found = _as_printed(tmp_path / "iij", (f"{line}(?=(?:.|\n)*{line})", ""), (line, ""))
    (finding,) = found.findings
    assert finding.repairs == ()
    (row,) = finding.lost_rows
    assert (row.item, [int(fact.value) for fact in row.figures]) == ("purchase_of_intangibles", [-2137, -3962])
    assert not any(repair.is_unique for each in finding.apart for repair in each.repairs)


def test_errors_in_two_statements_that_share_cash_are_told_apart(tmp_path: Path) -> None:
    """Trade receivables 39,071 for 39,017 and a row lost from the cash flows: cash stands in the checks of both."""
    line = r"\n *purchase_of_intangibles: *\[.*"
    found = _as_printed(tmp_path / "iij", (f"{line}(?=(?:.|\n)*{line})", ""), (line, ""),
                        (r"\[41340, *39017\]", "[41340, 39071]"))
    first, second = found.findings
    (repair,) = first.repairs
    assert repair.is_unique
    assert [(change.fact.series[1], change.value) for change in repair.changes] == [
        ("trade_receivables", Decimal(39017))]
    assert [row.item for row in second.lost_rows] == ["purchase_of_intangibles"]
    assert len(first.failing) + len(second.failing) == found.counts["FAIL"]


@pytest.mark.fuzz
@pytest.mark.parametrize("heading", HEADINGS)
def test_a_slip_in_any_figure_has_the_truth_among_its_explanations(iij_audit: Audit, heading: str, fuzz: Fuzz) -> None:
    """Figures and slips at random, on the whole report. What is said to be the only explanation is the truth."""
    proof, dice = iij_audit.proof, fuzz.dice(f"3774 {heading}")
    tables, true = PrintedTables(proof.facts), list(proof.numbers)
    makes = [slip.make for slip in SLIPS if slip.make and slip.heading == heading]
    explained = 0
    for fact in dice.sample(proof.facts, fuzz.times(8)):
        wrong = [value for make in makes for value in make(fact, tables)]
        if not wrong:
            continue
        proof.numbers[proof.number[fact.place]] = float(dice.choice(wrong))
        found = findings(proof)
        proof.numbers[:] = true
        repairs = [repair for finding in found for repair in finding.repairs]
        proposed = [(change.fact, change.value) for repair in repairs for change in repair.changes]
        assert not found or (fact, fact.value) in proposed
        assert all(repair.changes[0].value == fact.value for repair in repairs if repair.is_unique)
        explained += bool(found)
    assert explained > fuzz.times(2)
