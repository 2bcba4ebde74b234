"""Per-share data worked out from the report's printed figures, split adjustment, and valuation at a price."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.sheets.test_iij_figures import Sheets, edited_copy, sheets

NA = "n.a."
SHARES = 183141100 - 6329602        # issued less treasury shares on September 30, 2023
PRICE = 2345.5
SPLIT = "  - {effective: 2022-10-01, new_shares: 2, old_shares: 1}\n"

# The weighted shares of a quarter that is not printed: six months and three months, weighted by their days.
BASIC_1Q2022 = (180668564 * 183 - 180697944 * 92) / 91
BASIC_1Q2023 = (177910757 * 183 - 176811498 * 92) / 91
DILUTION_1Q2022 = (886308 * 183 - 892869 * 92) / 91
DILUTION_1Q2023 = (922968 * 183 - 929202 * 92) / 91


def per_share(book: Sheets, key: str, *labels: str) -> list[Any]:
    return [book.at("Per Share", key, label) for label in labels]


def close(*values: float) -> Any:
    return pytest.approx(list(values), rel=1e-9)


# -- earnings per share -----------------------------------------------------------------------------------


def test_printed_eps(iij_path: Path) -> None:
    book = sheets(iij_path)
    for sheet in ("Income Statement", "Per Share"):
        assert [book.at(sheet, "basic_eps", each) for each in ("1H2022", "1H2023", "2Q2022", "2Q2023")] \
            == [47.81, 46.78, 23.51, 26.80]
        assert [book.at(sheet, "diluted_eps", each) for each in ("1H2022", "1H2023", "2Q2022", "2Q2023")] \
            == [47.58, 46.53, 23.39, 26.66]
    assert [book.at("Income Statement", f"{each}_eps", "FY2022") for each in ("basic", "diluted")] == [104.34, 103.82]


def test_weighted_shares(iij_path: Path) -> None:
    book = sheets(iij_path)
    printed = ("1H2022", "1H2023", "2Q2022", "2Q2023")
    assert per_share(book, "basic_shares", *printed) == [180668564, 177910757, 180697944, 176811498]
    assert per_share(book, "dilution", *printed) == [886308, 922968, 892869, 929202]
    assert per_share(book, "diluted_shares", *printed) == [181554872, 178833725, 181590813, 177740700]


def test_weighted_shares_of_the_first_quarter_are_an_estimate_by_days(iij_path: Path) -> None:
    book = sheets(iij_path)
    assert per_share(book, "basic_shares", "1Q2022", "1Q2023") == close(BASIC_1Q2022, BASIC_1Q2023)
    assert per_share(book, "dilution", "1Q2022", "1Q2023") == close(DILUTION_1Q2022, DILUTION_1Q2023)
    assert per_share(book, "diluted_shares", "1Q2022", "1Q2023") \
        == close(BASIC_1Q2022 + DILUTION_1Q2022, BASIC_1Q2023 + DILUTION_1Q2023)
    assert per_share(book, "basic_shares", "1Q2023") != [pytest.approx(2 * 177910757 - 176811498, rel=1e-7)]
    cells = book.book["Per Share"]
    row = next(cell.row for cell in cells["A"] if cell.value == "basic_shares")
    styles = {cells.cell(5, cell.column).value: cell.style for cell in cells[row]}
    assert (styles["1Q2023"], styles["1Q2022"]) == ("Estimate", "Estimate")
    assert "Estimate" not in (styles["2Q2023"], styles["1H2023"])
    assert "days" in cells.cell(row, 4).value


def test_recomputed_eps(iij_path: Path) -> None:
    book = sheets(iij_path)
    assert per_share(book, "basic_eps_recomputed", "1H2022", "1H2023", "2Q2022", "2Q2023") == close(
        8638e6 / 180668564, 8322e6 / 177910757, 4248e6 / 180697944, 4739e6 / 176811498)
    assert per_share(book, "diluted_eps_recomputed", "1H2022", "1H2023", "2Q2022", "2Q2023") == close(
        8638e6 / 181554872, 8322e6 / 178833725, 4248e6 / 181590813, 4739e6 / 177740700)
    assert per_share(book, "basic_eps_recomputed", "FY2022", "2H2022") == [NA, NA]


def test_eps_of_the_first_quarter_is_not_a_difference_of_eps(iij_path: Path) -> None:
    """Profit 8,322 - 4,739 over the weighted shares is 20.01; 46.78 - 26.80 would be 19.98."""
    book = sheets(iij_path)
    assert per_share(book, "basic_eps", "1Q2022", "1Q2023") == [NA, NA]
    assert per_share(book, "basic_eps_recomputed", "1Q2022", "1Q2023") == close(
        (8638 - 4248) * 1e6 / BASIC_1Q2022, (8322 - 4739) * 1e6 / BASIC_1Q2023)
    assert round(book.at("Per Share", "basic_eps_recomputed", "1Q2023"), 2) == 20.01
    assert per_share(book, "diluted_eps_recomputed", "1Q2023") == close(
        (8322 - 4739) * 1e6 / (BASIC_1Q2023 + DILUTION_1Q2023))


def test_growth_of_diluted_eps(iij_path: Path) -> None:
    book = sheets(iij_path)
    assert per_share(book, "diluted_eps_growth", "1H2023", "2Q2023") == close(46.53 / 47.58 - 1, 26.66 / 23.39 - 1)
    assert per_share(book, "diluted_eps_growth", "1Q2023", "1H2022", "FY2022") == [NA, NA, NA]


def test_eps_of_the_last_twelve_months_and_book_value(iij_path: Path) -> None:
    book = sheets(iij_path)
    assert SHARES == 176811498
    assert per_share(book, "shares_outstanding", "1H2023", "2Q2023", "1H2022", "FY2022") == [SHARES, SHARES, NA, NA]
    assert per_share(book, "eps_ltm", "1H2023") == close((18852 + 8322 - 8638) * 1e6 / SHARES)
    assert per_share(book, "bps", "1H2023", "2Q2023") == close(115342e6 / SHARES, 115342e6 / SHARES)
    assert per_share(book, "bps", "1H2022", "FY2022") == [NA, NA]
    assert per_share(book, "cash_flow_per_share", "1H2022", "1H2023") == close(13457e6 / 180668564, 16051e6 / 177910757)


# -- dividends --------------------------------------------------------------------------------------------

RECORD_DATES = {"2022-03-31": ("4Q2021", "2H2021", "FY2021"), "2022-09-30": ("2Q2022", "1H2022"),
                "2023-03-31": ("4Q2022", "2H2022", "FY2022"), "2023-09-30": ("2Q2023", "1H2023")}


@pytest.mark.parametrize(("date", "declared", "adjusted", "total"), [
    ("2022-03-31", 25.00, 12.50, 2258), ("2022-09-30", 29.25, 14.625, 2643),
    ("2023-03-31", 14.63, 14.63, 2644), ("2023-09-30", 17.18, 17.18, 3038),
])
def test_dividends_by_record_date(iij_path: Path, date: str, declared: float, adjusted: float, total: int) -> None:
    """The split took effect on October 1, 2022, the day after a record date."""
    book = sheets(iij_path)
    labels = RECORD_DATES[date]
    assert per_share(book, "dps_declared", *labels) == [declared] * len(labels)
    assert per_share(book, "dps_adjusted", *labels) == close(*[adjusted] * len(labels))
    assert per_share(book, "dividends.total_dividends", *labels) == [total] * len(labels)
    assert per_share(book, "dividends.dividend_per_share", *labels) == [declared] * len(labels)
    assert per_share(book, "dividend_shares", *labels) == close(*[total * 1e6 / declared] * len(labels))


def test_dividends_of_a_year_and_of_twelve_months(iij_path: Path) -> None:
    book = sheets(iij_path)
    assert per_share(book, "dps_year", "FY2022", "FY2021") == [pytest.approx(29.25 / 2 + 14.63), NA]
    assert per_share(book, "dps_ltm", "1H2022", "FY2022", "1H2023") == close(
        12.50 + 14.625, 14.625 + 14.63, 14.63 + 17.18)
    assert per_share(book, "total_dividends_year", "FY2022") == [2643 + 2644]
    assert per_share(book, "total_dividends_ltm", "1H2022", "FY2022", "1H2023") \
        == [2258 + 2643, 2643 + 2644, 2644 + 3038]
    assert per_share(book, "dividends_due", "1H2022", "FY2022", "1H2023") == [2258, 2258 + 2643, 2644]


def test_payout(iij_path: Path) -> None:
    book = sheets(iij_path)
    assert per_share(book, "payout_year", "FY2022") == close((14.625 + 14.63) / 104.34)
    assert per_share(book, "payout_year_total", "FY2022") == close((2643 + 2644) / 18852)
    assert per_share(book, "payout_ltm", "1H2023", "FY2022") == close((2644 + 3038) / 18536, (2643 + 2644) / 18852)
    assert per_share(book, "payout_ltm", "1H2022") == [NA]
    assert per_share(book, "cash_returned", "1H2022", "1H2023") == [2258, 2644 + 11405]
    assert per_share(book, "total_payout", "1H2022", "1H2023") == close(2258 / 8638, (2644 + 11405) / 8322)
    assert per_share(book, "doe_year", "FY2022") == close(5287 / ((103639 + 118242) / 2))
    assert per_share(book, "doe_ltm", "1H2023") == close(5682 / ((110470 + 115342) / 2))


def check(book: Sheets, identity: str) -> tuple[Any, ...]:
    """Left, right and state of a check; the list below, of those that are not exact, names no period."""
    found = [row for row in book.book["Checks"].iter_rows(values_only=True) if row[0] == identity and row[2]]
    assert len(found) == 1, identity
    return found[0][4], found[0][5], found[0][9]


def test_total_dividends_are_dividends_per_share_times_shares(iij_path: Path) -> None:
    """17.18 x 176,811,498 = 3,037.62 million, printed as 3,038."""
    left, right, state = check(sheets(iij_path), "total_dividends:2023-09-30")
    assert left == pytest.approx(17.18 * SHARES / 1e6, rel=1e-9)
    assert (right, state) == (3038, "EXACT")
    assert check(sheets(iij_path), "total_dividends:2023-03-31")[2] == NA


# -- valuation --------------------------------------------------------------------------------------------

VALUATION = ("market_cap", "per_ltm", "pbr", "ev_incl_leases", "ev_pre_ifrs16", "ev_to_ebitda_ltm",
             "ev_to_ebitda_annualised", "ev_pre_ifrs16_to_ebitda_ltm", "ev_pre_ifrs16_to_ebitda_annualised",
             "dividend_yield", "free_cash_flow_yield")


def test_valuation_is_blank_without_a_price(iij_path: Path) -> None:
    book = sheets(iij_path)
    labels = ("1H2022", "2Q2022", "FY2022", "1H2023", "2Q2023")
    assert {book.at("Ratios", key, label) or None for key in VALUATION for label in labels} == {None}


@pytest.fixture(scope="module")
def priced(tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    price = f"share_price: {{value: {PRICE}, date: 2023-11-14}}\n"
    return edited_copy(tmp_path_factory.mktemp("priced"), {"company.yaml": [("units:\n", price + "units:\n")]})


CAP = PRICE * 176811498 / 1e6
EV, EV_PRE = CAP + 33762 + 1223, CAP + 4340 + 1223      # net debt with and without operating leases, and NCI


@pytest.mark.parametrize(("key", "expected"), [
    ("market_cap", CAP),
    ("per_ltm", CAP / 18536),
    ("pbr", CAP / 115342),
    ("ev_incl_leases", EV),
    ("ev_pre_ifrs16", EV_PRE),
    ("ev_to_ebitda_ltm", NA),                       # no depreciation of a full year is printed
    ("ev_to_ebitda_annualised", EV / ((12080 + 14598) * 2)),
    ("ev_pre_ifrs16_to_ebitda_ltm", NA),
    ("ev_pre_ifrs16_to_ebitda_annualised", EV_PRE / ((12080 + 14598 - 5907) * 2)),
    ("dividend_yield", (14.63 + 17.18) / PRICE),
    ("free_cash_flow_yield", (38529 - 18386 + 16051 - 9066 - 13457 + 7219) / CAP),
])
def test_valuation_at_a_price(priced: Sheets, key: str, expected: Any) -> None:
    found = priced.at("Ratios", key, "1H2023")
    assert found == (pytest.approx(expected, rel=1e-9) if isinstance(expected, float) else expected)


def test_valuation_stands_at_the_newest_date_only(priced: Sheets) -> None:
    assert {priced.at("Ratios", key, label) or None for key in VALUATION
            for label in ("1H2022", "2Q2022", "FY2022", "2H2022", "3Q2023")} == {None}
    assert priced.at("Ratios", "market_cap", "2Q2023") == pytest.approx(CAP, rel=1e-9)
    assert check(priced, "price_to_book:2023-09-30")[2] == "EXACT"


def test_a_price_changes_nothing_else(priced: Sheets, iij_path: Path) -> None:
    book = sheets(iij_path)
    rows = [cell.value for cell in book.book["Per Share"]["A"][6:] if cell.value]
    assert len(rows) > 50
    assert per_share_column(priced, rows) == per_share_column(book, rows)


def per_share_column(book: Sheets, keys: list[Any]) -> list[Any]:
    return [book.at("Per Share", key, "1H2023") for key in keys]


# -- other splits -----------------------------------------------------------------------------------------


def with_splits(folder: Path, *splits: tuple[str, int, int]) -> Sheets:
    lines = [f"  - {{effective: {day}, new_shares: {new}, old_shares: {old}}}\n" for day, new, old in splits]
    return edited_copy(folder, {"company.yaml": [(SPLIT, "".join(lines))]})


DATES = ("FY2021", "1H2022", "FY2022", "1H2023")     # March 2022, September 2022, March 2023, September 2023
DECLARED = (25.00, 29.25, 14.63, 17.18)


@pytest.mark.parametrize(("splits", "factors"), [
    pytest.param([("2022-10-01", 3, 2)], (1.5, 1.5, 1, 1), id="3 for 2"),
    pytest.param([("2022-10-01", 1, 10)], (0.1, 0.1, 1, 1), id="1 for 10"),
    pytest.param([("2022-10-01", 2, 1), ("2023-07-01", 3, 1)], (6, 6, 3, 1), id="two splits"),
    pytest.param([("2022-04-01", 5, 4), ("2022-10-01", 2, 1)], (2.5, 2, 1, 1), id="5 for 4, then 2 for 1"),
    pytest.param([("2022-09-30", 2, 1)], (2, 1, 1, 1), id="effective on a record date"),
    pytest.param([("2023-12-01", 2, 1)], (2, 2, 2, 2), id="after the last balance"),
])
def test_splits(tmp_path: Path, splits: list[tuple[str, int, int]], factors: tuple[float, ...]) -> None:
    book = with_splits(tmp_path, *splits)
    assert per_share(book, "split_factor", *DATES) == close(*factors)
    assert per_share(book, "dps_declared", *DATES) == list(DECLARED)
    assert per_share(book, "dps_adjusted", *DATES) == close(
        *(declared / factor for declared, factor in zip(DECLARED, factors, strict=True)))
    assert per_share(book, "dps_year", "FY2022") == close(29.25 / factors[1] + 14.63 / factors[2])
    assert per_share(book, "dps_ltm", "1H2023") == close(14.63 / factors[2] + 17.18 / factors[3])
    assert per_share(book, "shares_outstanding", "1H2023") == [SHARES]
    assert per_share(book, "shares_outstanding_adjusted", "1H2023") == close(SHARES * factors[3])
    assert per_share(book, "bps", "1H2023") == close(115342e6 / (SHARES * factors[3]))
    assert per_share(book, "eps_ltm", "1H2023") == close(18536e6 / (SHARES * factors[3]))


@pytest.fixture(scope="module")
def unsplit(tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    return edited_copy(tmp_path_factory.mktemp("unsplit"), {"company.yaml": [("splits:\n" + SPLIT, "")]})


def test_no_split(unsplit: Sheets) -> None:
    assert per_share(unsplit, "split_factor", *DATES) == [1, 1, 1, 1]
    assert per_share(unsplit, "dps_adjusted", *DATES) == list(DECLARED)


def test_a_forgotten_split_is_caught(unsplit: Sheets) -> None:
    """Weighted shares of 1H2022 are restated to the later basis, the dividend's shares are not."""
    assert check(unsplit, "split_basis:1H2022")[2] == "FAIL"


def test_the_split_basis_agrees(iij_path: Path) -> None:
    assert check(sheets(iij_path), "split_basis:1H2022")[2] in ("EXACT", "ROUND")
    assert check(sheets(iij_path), "split_basis:1H2023")[2] in ("EXACT", "ROUND")
