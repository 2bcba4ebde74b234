"""Balances of shares from before a split: as of their date, or restated for it where their filing says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checks.proof import FAIL
from generator.model.period import Slot
from generator.pipeline import Result
from tests.companies import COMPANY, audited, built, changed, complaints, filing, shown, table, worth
from tests.oracle import differences, formulas, recalculated, stored

JANUARY = changed(COMPANY, "{ends: 03-31, named_after: start}", "{ends: 01-31, named_after: end}")
STATEMENTS = """\
income_statement:
  title: Profit or loss
  sheet: Income Statement
  items:
    owners: {label: Net income, concept: profit_to_owners}
    beps: {label: Basic EPS, unit: per_share, additivity: per_share, concept: basic_eps}
    wb: {label: Weighted shares, unit: shares, additivity: average, concept: weighted_shares_basic}
balance_sheet:
  title: Financial position
  sheet: Balance Sheet
  additivity: instant
  items:
    equity: {label: Shareholders' equity, concept: owners_equity}
    issued: {label: Shares issued, unit: shares, concept: shares_issued}
    treasury: {label: Treasury shares, unit: shares, concept: treasury_shares_held}
    bvps: {label: Book value per share, unit: per_share, concept: book_value_per_share}
dividends:
  title: Dividends
  sheet: Per Share
  additivity: instant
  items:
    total: {label: Total dividends, concept: total_dividends}
    dps: {label: Dividend per share, unit: per_share, concept: dividend_per_share}
"""
EARNINGS = table("income_statement", "1H2024, 1H2025", "owners: [600, 900]; beps: [0.60, 0.90]; "
                 "wb: [1000000000, 1000000000]")
BALANCES = table("balance_sheet", "2024-01-31, 2024-07-31", "equity: [2000, 2600]; issued: [1000000000, 1000000000]; "
                 "treasury: [nil, nil]")
TEN = ("2024-06-10", 10, 1)
ALL, OWN = ", split_basis: 2024-08-28", "    split_basis: 2024-01-31\n"


def files(*filings: str, splits: tuple[tuple[str, float, float], ...] = (TEN,)) -> dict[str, str | bytes | None]:
    lines = "".join(f"  - {{effective: {day}, new_shares: {new}, old_shares: {old}}}\n" for day, new, old in splits)
    return {"company.yaml": JANUARY + f"splits:\n{lines}", "statements.yaml": STATEMENTS,
            "filings/2023-11-14.yaml": None, **{f"filings/{number}.yaml": text for number, text in enumerate(filings)}}


def per_share(result: Result, key: str, *labels: str) -> list[object]:
    return [shown(result, "Per Share", key, label) for label in labels]


def failing(result: Result) -> list[str]:
    return [check.id for check, outcome in result.proof.outcomes() if outcome.state == FAIL]


def with_basis(text: str, day: str) -> str:
    return text.replace("    rows:\n", f"    split_basis: {day}\n    rows:\n")


@pytest.mark.parametrize(("head", "balances"), [
    (ALL, BALANCES), ("", with_basis(BALANCES, "2024-08-28"))], ids=["the filing says so", "the table says so"])
def test_balances_restated_for_a_split_are_not_adjusted_again(tmp_path: Path, head: str, balances: str) -> None:
    """2,000 million over 1,000 million shares is 2.00; as of its date there were 100 million."""
    result = built(tmp_path, files(filing("2024-08-28", EARNINGS, balances, more=head)))
    assert per_share(result, "shares_outstanding_adjusted", "FY2024", "1H2025") == [1e9, 1e9]
    assert per_share(result, "shares_outstanding", "FY2024", "1H2025") == [1e8, 1e9]
    assert per_share(result, "bps", "FY2024", "1H2025") == pytest.approx([2.0, 2.6])
    assert per_share(result, "basic_eps_adjusted", "1H2024", "1H2025") == pytest.approx([0.6, 0.9])
    assert failing(result) == []
    path = tmp_path / "book.xlsx"
    path.write_bytes(result.package)
    assert differences(stored(path), recalculated(path, tmp_path), set(formulas(path))) == []


def test_a_filing_that_does_not_say_so_is_asked(tmp_path: Path) -> None:
    (found,) = complaints(tmp_path, files(filing("2024-08-28", EARNINGS, BALANCES)))
    assert found.startswith("filings/0.yaml:15:16: 1,000,000,000 of 2024-01-31 looks restated")
    assert "10 for 1 of 2024-06-10" in found
    assert "'split_basis: 2024-08-28' under 'filing:'" in found
    assert "'split_basis: 2024-01-31' in the table" in found


def test_a_balance_as_of_its_date_stays_right(tmp_path: Path) -> None:
    """100 million before the split beside weighted shares of 1,000 million after it; nothing need be said."""
    old = changed(BALANCES, "issued: [1000000000", "issued: [100000000")
    result = built(tmp_path, files(filing("2024-08-28", EARNINGS, old)))
    assert per_share(result, "bps", "FY2024", "1H2025") == pytest.approx([2.0, 2.6])
    assert failing(result) == []


def test_a_company_that_issued_nine_times_its_shares_can_say_so(tmp_path: Path) -> None:
    """What looks restated may be right: the table says that its balances are as of their dates."""
    result = built(tmp_path, files(filing("2024-08-28", EARNINGS, with_basis(BALANCES, "2024-01-31"))))
    assert per_share(result, "shares_outstanding_adjusted", "FY2024") == [1e10]


OLDER = filing("2024-03-01", table("balance_sheet", "2024-01-31", "equity: [2000]; issued: [100000000]; "
                                   "treasury: [2000000]"))


def test_an_older_filing_with_the_old_counts_agrees(tmp_path: Path) -> None:
    """98 million shares outstanding then are 980 million now, by either filing."""
    later = table("balance_sheet", "2024-01-31", "equity: [2000]; issued: [1000000000]; treasury: [20000000]")
    (found,) = complaints(tmp_path / "asked", files(OLDER, filing("2024-08-28", later)))
    assert "beside 100,000,000 in 0" in found
    result = built(tmp_path / "own", files(OLDER, filing("2024-08-28", later, more=ALL)))
    assert per_share(result, "shares_outstanding_adjusted", "FY2024") == [9.8e8]
    assert per_share(result, "shares_outstanding", "FY2024") == [9.8e7]
    assert failing(result) == []
    assert {check.id: outcome.state for check, outcome in result.proof.outcomes() if check.id.startswith("basis:")} == {
        "basis:balance_sheet.issued:2024-01-31:0": "EXACT", "basis:balance_sheet.treasury:2024-01-31:0": "EXACT"}


def test_issued_and_treasury_shares_of_two_filings_stand_on_one_basis(tmp_path: Path) -> None:
    """Only the issued shares are printed again, restated: 1,000 million less 2 million before the split."""
    later = table("balance_sheet", "2024-01-31", "issued: [1000000000]")
    result = built(tmp_path, files(OLDER, filing("2024-08-28", later, more=ALL)))
    assert per_share(result, "shares_outstanding_adjusted", "FY2024") == [9.8e8]


@pytest.mark.parametrize("evidence", [
    table("income_statement", "1H2025", "owners: [900]; beps: [0.90]"),
    table("income_statement", "1H2025", "wb: [1000000000]")], ids=["profit by EPS", "weighted shares"])
def test_one_balance_alone_is_asked_about(tmp_path: Path, evidence: str) -> None:
    lone = table("balance_sheet", "2024-01-31", "equity: [2000]; issued: [1050000000]; treasury: [50000000]")
    assert "looks restated" in complaints(tmp_path, files(filing("2024-08-28", evidence, lone)))[0]


def test_balances_since_the_split_tell_too(tmp_path: Path) -> None:
    assert "beside 1,000,000,000 on 2024-07-31" in complaints(tmp_path, files(filing("2024-08-28", BALANCES)))[0]


DIVIDENDS = table("dividends", "2024-01-31", "total: [40]; dps: [0.04]")


def test_dividends_restated_for_a_split(tmp_path: Path) -> None:
    """0.04 on 1,000 million shares is 40 million; on the old basis the filing's table would print 0.40."""
    result = built(tmp_path, files(filing("2024-08-28", EARNINGS, BALANCES, DIVIDENDS, more=ALL)))
    assert per_share(result, "dps_adjusted", "FY2024") == pytest.approx([0.04])
    assert failing(result) == []


def test_restated_dividends_are_asked_for(tmp_path: Path) -> None:
    """0.40 in the filing from before the split, 0.04 in the one after it."""
    paid = filing("2024-03-01", table("dividends", "2024-01-31", "dps: [0.40]"))
    later = table("dividends", "2024-01-31", "dps: [0.04]")
    (found,) = complaints(tmp_path / "own", files(paid, filing("2024-08-28", later)))
    assert "0.04 of 2024-01-31 looks restated" in found
    assert complaints(tmp_path / "said", files(paid, filing("2024-08-28", later, more=ALL))) == []


def test_restated_dividends_do_not_make_their_total(tmp_path: Path) -> None:
    """A filing alone: 0.04 as of its date is 4 million on the 100 million shares of then, not 40."""
    old = changed(BALANCES, "issued: [1000000000", "issued: [100000000")
    result = built(tmp_path, files(filing("2024-08-28", EARNINGS, old, DIVIDENDS)))
    assert failing(result) == ["total_dividends:2024-01-31"]


def test_a_basis_after_the_filing_is_said_in_the_table(tmp_path: Path) -> None:
    """The filing's own says that EPS are restated for a split to come; balances too, as they look."""
    flows = table("income_statement", "FY2024", "owners: [1000]; beps: [1.00]; wb: [1000000000]")
    balances = table("balance_sheet", "2024-01-31", "equity: [2000]; issued: [1000000000]; treasury: [nil]")
    more = ", split_basis: 2024-06-10"
    (found,) = complaints(tmp_path / "own", files(filing("2024-03-01", flows, balances, more=more)))
    assert "write 'split_basis: 2024-06-10' in the table" in found
    said = with_basis(balances, "2024-06-10")
    result = built(tmp_path / "said", files(filing("2024-03-01", flows, said, more=more)))
    assert per_share(result, "bps", "FY2024") == pytest.approx([2.0])


def test_dividends_before_a_split_beside_restated_balances(tmp_path: Path) -> None:
    """A filing that restates its shares and prints dividends as they were paid."""
    paid = with_basis(changed(DIVIDENDS, "0.04", "0.40"), "2024-01-31")
    result = built(tmp_path / "own", files(filing("2024-08-28", EARNINGS, BALANCES, paid, more=ALL)))
    assert per_share(result, "dps_adjusted", "FY2024") == pytest.approx([0.04])
    assert failing(result) == []
    wrong = changed(DIVIDENDS, "0.04", "0.40")
    result = built(tmp_path / "wrong", files(filing("2024-08-28", EARNINGS, BALANCES, wrong, more=ALL)))
    assert failing(result) == ["total_dividends:2024-01-31"]


@pytest.mark.parametrize(("printed", "balances", "head"), [
    ("2.00", BALANCES, ALL), ("20.00", changed(BALANCES, "issued: [1000000000", "issued: [100000000"), ""),
    ("2.00", changed(BALANCES, "issued: [1000000000", "issued: [100000000"), "")],
    ids=["all restated", "all as of its date", "restated beside a balance as of its date"])
def test_a_printed_book_value_is_on_either_basis(tmp_path: Path, printed: str, balances: str, head: str) -> None:
    """It is compared only, so that no number rests on which; 3.00 is on none."""
    for value, fails in ((printed, []), ("3.00", ["book_value_per_share:2024-01-31"])):
        text = balances.rstrip("\n") + f"\n      bvps: [{value}, 2.60]\n"
        result = built(tmp_path / value, files(filing("2024-08-28", EARNINGS, text, more=head)))
        assert failing(result) == fails


def test_a_basis_of_before_means_what_it_meant(tmp_path: Path) -> None:
    """EPS restated for a split to come, in a filing from before it: its balances are as of their date all the same."""
    early = filing("2024-03-01", table("income_statement", "FY2024", "owners: [1000]; beps: [1.00]; wb: [1000000000]"),
                   table("balance_sheet", "2024-01-31", "equity: [2000]; issued: [100000000]; treasury: [nil]"),
                   more=", split_basis: 2024-06-10")
    result = built(tmp_path, files(early))
    assert per_share(result, "basic_eps_adjusted", "FY2024") == pytest.approx([1.0])
    assert per_share(result, "bps", "FY2024") == pytest.approx([2.0])
    assert failing(result) == []


SPLIT = st.sampled_from([(10, 1), (3, 1), (2, 1), (3, 2), (1, 2), (1, 5), (1, 10)])


@given(ratios=st.lists(SPLIT, min_size=1, max_size=3), restated=st.booleans(), says=st.booleans())
def test_random_splits_on_both_bases(tmp_path_factory: pytest.TempPathFactory, ratios: list[tuple[int, int]],
                                     restated: bool, says: bool) -> None:
    """A balance of 3,000,000 shares from before all splits gives the same book value on either basis; where it is
    restated and nothing says so it is asked for."""
    splits = tuple((f"2024-0{month}-10", new, old) for month, (new, old) in enumerate(ratios, start=3))
    factor = 1.0
    for new, old in ratios:
        factor *= new / old
    today = round(3_000_000 * factor)
    balance = table("balance_sheet", "2024-01-31", f"equity: [6000]; issued: [{today if restated else 3_000_000}]; "
                    "treasury: [nil]")
    average = table("income_statement", "1H2025", f"wb: [{today}]")
    text = filing("2024-08-28", average, balance, more=ALL if restated and says else "")
    folder = tmp_path_factory.mktemp("split")
    if restated and not says and abs(factor - 1) > 1e-9:
        assert "looks restated" in complaints(folder, files(text, splits=splits))[0]
        return
    proof = audited(folder, files(text, splits=splits)).proof
    assert worth(proof, "bps", Slot(2024, "FY")) == pytest.approx(6e9 / today)
    assert not any(outcome.state == FAIL for _, outcome in proof.outcomes())
