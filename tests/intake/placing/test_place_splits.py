"""Share splits: tagged with a day, or shown by restated figures alone."""

from __future__ import annotations

import pytest

from generator.intake.placing.place import place
from generator.intake.placing.placed import PlacedCompany
from generator.xbrl.report import FiledReport, Tagged
from tests.intake.filed import fact, report

RATIO = "us-gaap:StockholdersEquityNoteStockSplitConversionRatio1"
BASIC, DILUTED = "us-gaap:EarningsPerShareBasic", "us-gaap:EarningsPerShareDiluted"
SHARES = "us-gaap:WeightedAverageNumberOfSharesOutstandingBasic"
OUTSTANDING = "us-gaap:CommonStockSharesOutstanding"


def year(number: int, *more: Tagged, of: dict[int, tuple[str, str, int]]) -> FiledReport:
    """A 10-K with basic and diluted EPS and shares of years."""
    facts = [each for when, (basic, diluted, shares) in of.items() for each in (
        fact(BASIC, basic, f"{when}-01-01..{when}-12-31", unit="USD/shares"),
        fact(DILUTED, diluted, f"{when}-01-01..{when}-12-31", unit="USD/shares"),
        fact(SHARES, shares, f"{when}-01-01..{when}-12-31", unit="shares"))]
    return report(*facts, *more, filed=f"{number + 1}-02-20", form="10-K")


def said(company: PlacedCompany) -> list[tuple[str, object, object]]:
    return [(str(each["effective"]), each["new_shares"], each["old_shares"]) for each in company.splits]


# Apple's EPS and shares of FY2013 (39.75 and 5.68 after 7 for 1), FY2012 (44.64 and 6.38).
BEFORE = year(2013, of={2012: ("44.64", "44.15", 934818000), 2013: ("40.03", "39.75", 925331000)})
AFTER = {2012: ("6.38", "6.31", 6543726000), 2013: ("5.72", "5.68", 6477320000), 2014: ("6.49", "6.45", 6085572000)}


def test_a_tagged_split_has_its_day() -> None:
    company = place([BEFORE, year(2014, fact(RATIO, 7, "2014-06-06", unit="pure"), of=AFTER)])
    assert said(company) == [("2014-06-06", 7, 1)]
    assert "6 restated figures bear it out" in company.remarks[-1]


def test_a_split_that_only_figures_show_is_to_be_confirmed() -> None:
    """No day is tagged: the last first day of a quarter between the filings, and a remark."""
    company = place([BEFORE, year(2014, of=AFTER)])
    assert said(company) == [("2015-01-01", 7, 1)]
    assert company.remarks[-1] == (
        "6 figures per share or of shares are restated for a split of 7 for 1 between 2014-02-20 and 2015-02-20; "
        "confirm the day on which it took effect")


def test_balances_of_shares_tell_more_of_the_day() -> None:
    """Between the balances of the end of June, still of before it, and those of December, which have it."""
    def shares(number: int, when: str) -> Tagged:
        return fact(OUTSTANDING, number, when, unit="shares")

    before = report(*BEFORE.facts, shares(899213000, "2013-12-31"), filed="2014-02-20", form="10-K")
    after = year(2014, shares(860000000, "2014-06-30"), shares(5866161000, "2014-12-31"), of=AFTER)
    company = place([before, after])
    assert said(company) == [("2014-10-01", 7, 1)]
    assert "between 2014-06-30 and 2014-12-31" in company.remarks[-1]


def test_a_ratio_of_a_whole_quarter_gives_no_day() -> None:
    company = place([BEFORE, year(2014, fact(RATIO, 7, "2014-04-01..2014-06-30", unit="pure"), of=AFTER)])
    assert said(company) == [("2015-01-01", 7, 1)]


@pytest.mark.parametrize("tagged", ["0.1", "10"])
def test_shares_that_are_put_together(tagged: str) -> None:
    """One for ten, which filers tag either way round: the figures tell."""
    before = year(2013, of={2012: ("0.51", "0.50", 900000000), 2013: ("0.62", "0.61", 910000000)})
    after = year(2014, fact(RATIO, tagged, "2014-06-06", unit="pure"), of={
        2012: ("5.10", "5.00", 90000000), 2013: ("6.21", "6.08", 91000000), 2014: ("7.00", "6.90", 92000000)})
    assert said(place([before, after])) == [("2014-06-06", 1, 10)]


def test_a_restatement_is_no_split() -> None:
    """Apple's 10-K/A of January 2010: FY2008 EPS 5.48, then 6.94, FY2009 6.39, then 9.22; shares as they were."""
    before = year(2009, of={2008: ("5.48", "5.36", 881592000), 2009: ("6.39", "6.29", 893016000)})
    after = year(2010, of={2008: ("6.94", "6.78", 881592000), 2009: ("9.22", "9.08", 893016000)})
    assert said(place([before, after])) == []


def test_restated_balances_of_shares_say_their_basis() -> None:
    """A report after the split that prints last year's shares after it says the day up to which splits are in it."""
    old = fact(OUTSTANDING, 899213000, "2013-12-31", unit="shares")
    restated = fact(OUTSTANDING, 899213000 * 7, "2013-12-31", unit="shares")
    before = report(*BEFORE.facts, old, filed="2014-02-20", form="10-K")
    split = fact(RATIO, 7, "2014-06-06", unit="pure")
    company = place([before, year(2014, split, restated, of=AFTER)])
    assert [str(each.split_basis) for each in company.filings] == ["None", "2015-02-20"]
    company = place([before, year(2014, split, old, of=AFTER)])
    assert [each.split_basis for each in company.filings] == [None, None]
