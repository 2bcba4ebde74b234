"""The checks at once, and the fact left out by which a sum would add up. Figures: Apple's third quarter of 2023."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.intake.shaping.draft import CompanyDraft
from generator.intake.staging.prove import Proved, prove
from generator.intake.staging.stage import staged
from tests.intake.drafts import BALANCE, INCOME, Lines, Made, apple


def proved(draft: CompanyDraft, folder: Path) -> Proved:
    with staged(draft, folder / "apple", None) as stage:
        found = prove(stage)
    assert not list(folder.iterdir())  # nothing is left
    return found


def test_a_right_filing_proves_itself(tmp_path: Path) -> None:
    found = proved(apple(), tmp_path)
    assert found.counts == {"EXACT": 13, "ROUND": 0, "FAIL": 0, "n.a.": 0}
    assert found.evaluated == 13
    assert (found.failing, found.mends) == ((), ())


def test_the_row_that_nobody_shaped_is_proposed_where_it_is_lacking(tmp_path: Path) -> None:
    """12,809 - 6,012 = 6,797 and 13,415 - 5,973 = 7,442: research and development, which the total within lacks."""
    found = proved(apple(without="research"), tmp_path)
    assert [each.label for each in found.failing if each.is_hard]
    [mend] = found.mends
    assert (mend.concept, mend.total) == ("us-gaap:ResearchAndDevelopmentExpense", "Total operating expenses")
    assert mend.figures == (("3Q2022", "6797"), ("3Q2023", "7442"))
    assert mend.source == "aapl-20230701_htm.xml:140 us-gaap:ResearchAndDevelopmentExpense"
    assert [line.split(":")[0] for _, line in mend.lines] == ["income_statement", "research_and_development_expense"]
    assert mend.lines[1][1].endswith(": [6797, 7442]")


def test_what_is_taken_off_is_proposed_with_a_minus(tmp_path: Path) -> None:
    """Gross margin without cost of sales: 82,959 - 47,074 = 35,885 and 81,797 - 45,384 = 36,413."""
    found = proved(apple(without="cost_of_sales"), tmp_path)
    assert [(each.concept, "-cost_of_revenue in the sum of gross_margin" in each.lines[0][1])
            for each in found.mends] == [("us-gaap:CostOfRevenue", True)]


@pytest.mark.parametrize("figures", [(6797, 7452), (6797, -7442), (6807, 7442)])
def test_what_fits_in_one_column_alone_is_not_proposed(tmp_path: Path, figures: tuple[int, int]) -> None:
    income: Lines = {**INCOME, "research": (*INCOME["research"][:4], figures)}
    assert proved(apple(without="research", income=income), tmp_path).mends == ()


def test_a_filers_own_error_is_named_at_its_place_and_kept(tmp_path: Path) -> None:
    """Total assets tagged 335,083 where 122,659 + 212,379 = 335,038."""
    balance: Lines = {**BALANCE, "assets": (*BALANCE["assets"][:4], (352755, 335083))}
    draft = Made().statement("balance_sheet", "Balance", "Balance Sheet", "instant", ("2022-09-24", "2023-07-01"),
                             balance).draft()
    with staged(draft, tmp_path / "apple", None) as stage:
        found = prove(stage)
        assert "[352755,     335083]" in next(text for name, text in stage.texts.items() if name.startswith("filings"))
    [failing] = [each for each in found.failing if each.is_hard]
    assert (failing.period, failing.left, failing.right, failing.difference) == ("2023-07-01", 335038, 335083, -45)
    assert failing.sources[0] == "aapl-20230701_htm.xml:130 us-gaap:Assets"
    assert found.mends == ()
