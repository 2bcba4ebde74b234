"""Every ratio against its definition in the catalogue, worked out from the report's printed figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import IIJ, ROOT
from tests.sheets.test_iij_figures import Sheets, edited_copy, sheets

NA, NM = "n.a.", "n.m."
COLUMNS = ("1H2023", "1H2022", "2Q2023", "1Q2023", "FY2022")

# A balance at a date, the flow of a period, or a ratio of them, under the columns above. None: an empty cell.
GROWTH: dict[str, tuple[Any, ...]] = {
    "revenue_growth": (128198 / 121962 - 1, NA, 66778 / 63772 - 1, 61420 / 58190 - 1, NA),
    "revenue_growth_qoq": (None, None, 66778 / 61420 - 1, NA, None),
    "cost_of_sales_growth": (99009 / 95471 - 1, NA, 51389 / 49980 - 1, 47620 / 45491 - 1, NA),
    "operating_profit_growth": (12080 / 11173 - 1, NA, 7077 / 6147 - 1, 5003 / 5026 - 1, NA),
    "profit_to_owners_growth": (8322 / 8638 - 1, NA, 4739 / 4248 - 1, 3583 / 4390 - 1, NA),
    "total_assets_growth": (259108 / 235271 - 1, NA, 259108 / 235271 - 1, None, NA),
    "total_assets_since_year_end": (259108 / 246318 - 1, NA, None, None, NA),
    "revenue_change": (128198 - 121962, NA, 66778 - 63772, 61420 - 58190, NA),
    "operating_profit_change": (12080 - 11173, NA, 7077 - 6147, 5003 - 5026, NA),
    "incremental_margin": (907 / 6236, NA, 930 / 3006, NM, NA),      # 1Q2023: profit down, revenue up
    "orders_growth": (72128 / 60992 - 1, NA, NA, NA, NA),
    "backlog_growth": (102135 / 80937 - 1, NA, 102135 / 80937 - 1, None, NA),
    "research_growth": (319 / 253 - 1, NA, NA, NA, NA),
    "capital_expenditure_growth": ((5732 + 3962) / (5704 + 2137) - 1, NA, NA, NA, NA),
}
# The last full year + the year to date - the year to date a year ago.
TWELVE_MONTHS: dict[str, tuple[Any, ...]] = {
    "revenue_ltm": (252708 + 128198 - 121962, NA, 258944, 252708 + 61420 - 58190, 252708),
    "operating_profit_ltm": (27221 + 12080 - 11173, NA, 28128, 27221 + 5003 - 5026, 27221),
    "profit_to_owners_ltm": (18852 + 8322 - 8638, NA, 18536, 18852 + 3583 - 4390, 18852),
    "operating_margin_ltm": (28128 / 258944, NA, 28128 / 258944, 27198 / 255938, 27221 / 252708),
    "net_margin_ltm": (18536 / 258944, NA, 18536 / 258944, 18045 / 255938, 18852 / 252708),
}
# No December of IIJ's is reported: tests/test_calendar.py has companies with one.
CALENDAR_YEARS: dict[str, tuple[Any, ...]] = {
    f"{key}_calendar": (None,) * 5 for key in ("revenue", "operating_profit", "profit_to_owners",
                                               "cash_from_operations")}
MARGINS: dict[str, tuple[Any, ...]] = {
    "gross_margin": (29189 / 128198, 26491 / 121962, 15389 / 66778, 13800 / 61420, NA),
    "gross_margin_change": ((29189 / 128198 - 26491 / 121962) * 100, NA, (15389 / 66778 - 13792 / 63772) * 100,
                            (13800 / 61420 - 12699 / 58190) * 100, NA),
    "operating_margin": (12080 / 128198, 11173 / 121962, 7077 / 66778, 5003 / 61420, 27221 / 252708),
    "operating_margin_change": ((12080 / 128198 - 11173 / 121962) * 100, NA, (7077 / 66778 - 6147 / 63772) * 100,
                                (5003 / 61420 - 5026 / 58190) * 100, NA),
    "pretax_margin": (12552 / 128198, 12858 / 121962, 7072 / 66778, 5480 / 61420, 27309 / 252708),
    "net_margin": (8322 / 128198, 8638 / 121962, 4739 / 66778, 3583 / 61420, 18852 / 252708),
    "sga_ratio": (17041 / 128198, 15508 / 121962, 8245 / 66778, 8796 / 61420, NA),
    "research_ratio": (319 / 128198, 253 / 121962, NA, NA, NA),
    "depreciation_total": (14598, 14145, NA, NA, NA),
    "ebitda": (12080 + 14598, 11173 + 14145, NA, NA, NA),
    "ebitda_margin": (26678 / 128198, 25318 / 121962, NA, NA, NA),
    "ebitda_after_leases": (12080 + 14598 - 5907, 11173 + 14145 - 5629, NA, NA, NA),
    "ebitda_after_leases_margin": (20771 / 128198, 19689 / 121962, NA, NA, NA),
    "effective_tax_rate": (4143 / 12552, 4118 / 12858, 2320 / 7072, 1823 / 5480, NA),
    "nci_share": (87 / 8409, 102 / 8740, 13 / 4752, 74 / 3657, NA),
}
# LTM: 18,852 + 8,322 - 8,638 = 18,536 for owners; 27,309 + 12,552 - 12,858 = 27,003 before tax.
RETURNS: dict[str, tuple[Any, ...]] = {
    "roe_ltm": (18536 / ((115342 + 110470) / 2), NA, 18536 / ((115342 + 110470) / 2), NA,
                18852 / ((118242 + 103639) / 2)),
    "roe_annualised": (8322 * 12 / 6 / ((118242 + 115342) / 2), 8638 * 12 / 6 / ((103639 + 110470) / 2), NA, NA,
                       18852 / ((103639 + 118242) / 2)),
    "roa_ltm": (18536 / ((259108 + 235271) / 2), NA, 18536 / ((259108 + 235271) / 2), NA, NA),
    "roa_pretax_ltm": (27003 / ((259108 + 235271) / 2), NA, 27003 / ((259108 + 235271) / 2), NA, NA),
    "nopat_annualised": (12080 * 2 * (1 - 4143 / 12552), 11173 * 2 * (1 - 4118 / 12858), 7077 * 4 * (1 - 2320 / 7072),
                         5003 * 4 * (1 - 1823 / 5480), NA),
    "invested_capital": (116565 + 29581 + 1827 + 44941 - 42587, NA, 150327, None,
                         119427 + 16828 + 3602 + 48057 - 42472),
    "roic_annualised": (12080 * 2 * (1 - 4143 / 12552) / ((150327 + 145442) / 2), NA, NA, NA, NA),
    "capital_employed": (259108 - 92768, NA, 259108 - 92768, None, 246318 - 77864),
    "roce_annualised": (12080 * 2 / ((166340 + 168454) / 2), NA, NA, NA, NA),
}
DUPONT: dict[str, tuple[Any, ...]] = {
    "tax_burden": (8322 / 12552, 8638 / 12858, 4739 / 7072, 3583 / 5480, 18852 / 27309),
    "interest_burden": (12552 / 12080, 12858 / 11173, 7072 / 7077, 5480 / 5003, 27309 / 27221),
    "asset_turnover": (128198 * 2 / ((246318 + 259108) / 2), NA, NA, NA, NA),
    "financial_leverage": ((246318 + 259108) / (118242 + 115342), NA, NA, NA, NA),
    "dupont_3": (8322 * 2 / ((118242 + 115342) / 2), NA, None, NA, NA),
    "net_margin_by_burden": (8322 / 128198, 8638 / 121962, 4739 / 66778, 3583 / 61420, 18852 / 252708),
    "dupont_5": (8322 * 2 / ((118242 + 115342) / 2), NA, None, NA, NA),
}
# LTM operating cash flow: 38,529 + 16,051 - 13,457 = 41,123.
LIQUIDITY: dict[str, tuple[Any, ...]] = {
    "current_ratio": (112062 / 92768, NA, 112062 / 92768, None, 106678 / 77864),
    "quick_ratio": ((42587 + 39017) / 92768, NA, (42587 + 39017) / 92768, None, (42472 + 41340) / 77864),
    "cash_ratio": (42587 / 92768, NA, 42587 / 92768, None, 42472 / 77864),
    "net_working_capital": (112062 - 92768, NA, 112062 - 92768, None, 106678 - 77864),
    "operating_cash_flow_ratio_ltm": (41123 / 92768, NA, 41123 / 92768, NA, 38529 / 77864),
    "operating_cash_flow_ratio": (16051 * 2 / 92768, NA, NA, NA, 38529 / 77864),
}
DEBT: dict[str, tuple[Any, ...]] = {
    "total_borrowings": (29581 + 1827, NA, 31408, None, 16828 + 3602),
    "total_debt_incl_leases": (31408 + 44941, NA, 76349, None, 20430 + 48057),
    "total_debt_incl_vendor_financing": (76349 + 5237, NA, 81586, None, 68487 + 449),
    "net_debt_ex_leases": (31408 - 42587, NA, -11179, None, 20430 - 42472),
    "net_debt_pre_ifrs16": (31408 + 15519 - 42587, NA, 4340, None, 20430 + 16447 - 42472),
    "net_debt_incl_leases": (76349 - 42587, NA, 33762, None, 68487 - 42472),
}
SOLVENCY: dict[str, tuple[Any, ...]] = {
    "equity_ratio": (115342 / 259108, 110470 / 235271, 115342 / 259108, None, 118242 / 246318),
    "debt_to_equity": (31408 / 116565, NA, 31408 / 116565, None, 20430 / 119427),
    "debt_to_equity_incl_leases": (76349 / 116565, NA, 76349 / 116565, None, 68487 / 119427),
    "debt_to_equity_incl_vendor_financing": (81586 / 116565, NA, 81586 / 116565, None, 68936 / 119427),
    "liabilities_to_equity": (142543 / 116565, NA, 142543 / 116565, None, 126891 / 119427),
    "ebitda_ltm": (NA, NA, NA, NA, NA),                          # no depreciation of a full year is printed
    "ebitda_after_leases_ltm": (NA, NA, NA, NA, NA),
    "net_debt_to_ebitda_ltm": (NA, NA, NA, NA, NA),
    "net_debt_to_ebitda_annualised": (33762 / (26678 * 2), NA, NA, NA, NA),
    "net_debt_pre_ifrs16_to_ebitda_ltm": (NA, NA, NA, NA, NA),
    "net_debt_pre_ifrs16_to_ebitda_annualised": (4340 / (20771 * 2), NA, NA, NA, NA),
    "interest_cover": (12080 / 296, 11173 / 266, NA, NA, NA),
    "cash_interest_cover": (26678 / 299, 25318 / 261, NA, NA, NA),
    "cash_flow_to_debt_ex_leases": (41123 / 31408, NA, 41123 / 31408, NA, 38529 / 20430),
    "cash_flow_to_debt": (41123 / 76349, NA, 41123 / 76349, NA, 38529 / 68487),
}
# 183 days from April to September, 92 from July to September, 365 in the year to March 2023.
EFFICIENCY: dict[str, tuple[Any, ...]] = {
    "dso": ((41340 + 39017) / 2 / 128198 * 183, NA, NA, NA, NA),
    "dso_ending": (39017 / 128198 * 183, NA, 39017 / 66778 * 92, NA, 41340 / 252708 * 365),
    "dio": ((3188 + 5430) / 2 / 99009 * 183, NA, NA, NA, NA),
    "dio_ending": (5430 / 99009 * 183, NA, 5430 / 51389 * 92, NA, NA),
    "dpo": ((22313 + 22412) / 2 / 99009 * 183, NA, NA, NA, NA),
    "dpo_ending": (22412 / 99009 * 183, NA, 22412 / 51389 * 92, NA, NA),
    "stock_less_payables_average": ((3188 + 5430) / 2 - (22313 + 22412) / 2, NA, NA, NA, NA),
    "ccc": (40178.5 / 128198 * 183 + 4309 / 99009 * 183 - 22362.5 / 99009 * 183, NA, NA, NA, NA),
    "ccc_ending": ((39017 / 128198 + 5430 / 99009 - 22412 / 99009) * 183, NA,
                   (39017 / 66778 + 5430 / 51389 - 22412 / 51389) * 92, NA, NA),
    "contract_liabilities": (11857 + 7718, NA, 19575, None, 10169 + 7411),
    "contract_assets": (3102 + 94, NA, 3196, None, 2178 + 106),
    "contract_liability_days": ((19575 + 17580) / 2 / 128198 * 183, NA, NA, NA, NA),
    "contract_asset_days": ((3196 + 2284) / 2 / 128198 * 183, NA, NA, NA, NA),
    "fixed_assets": (26825 + 43391, NA, 70216, None, 23321 + 46675),
    "fixed_asset_turnover": (128198 * 2 / ((70216 + 69996) / 2), NA, NA, NA, NA),
    "book_to_bill": (72128 / 52750, 60992 / 52846, NA, NA, NA),
    "backlog_cover": (102135 / (52750 * 2), 80937 / (52846 * 2), 102135 / (28409 * 4), NA, NA),
    "revenue_per_employee": (128198 * 2 / 4750, NA, 66778 * 4 / 4750, NA, NA),
    "revenue_per_employee_average": (NA, NA, NA, NA, NA),         # one number of employees is printed
}
CASH_FLOW: dict[str, tuple[Any, ...]] = {
    "capital_expenditure": (5732 + 3962, 5704 + 2137, NA, NA, NA),
    "free_cash_flow": (16051 - 5732 - 3962, 13457 - 5704 - 2137, NA, NA, NA),
    "free_cash_flow_total": (16051 - 9066, 13457 - 7219, NA, NA, 38529 - 18386),
    "free_cash_flow_total_ltm": (41123 - 20233, NA, 41123 - 20233, NA, 38529 - 18386),
    "free_cash_flow_after_leases": (6357 - 9965, 5616 - 9544, NA, NA, NA),
    "cash_conversion": (16051 / 26678, 13457 / 25318, NA, NA, NA),
    "capex_intensity": (9694 / 128198, 7841 / 121962, NA, NA, NA),
    "capex_to_depreciation": (9694 / 14598, 7841 / 14145, NA, NA, NA),
    "cash_flow_before_working_capital": (16051 + 6524, 13457 + 5992, NA, NA, NA),
    "cash_tax_rate": (4342 / 12552, 6035 / 12858, NA, NA, NA),
    "cash_tax_rate_ltm": (NA, NA, NA, NA, NA),
    "cash_flow_accruals": (8409 - 16051 + 9066, 8740 - 13457 + 7219, NA, NA, NA),
    "operating_accruals": (8409 - 16051, 8740 - 13457, NA, NA, NA),
    "accruals_ratio": (1424 / ((246318 + 259108) / 2), NA, NA, NA, NA),
    "operating_accruals_ratio": (-7642 / ((246318 + 259108) / 2), NA, NA, NA, NA),
}
SERVICES: dict[str, tuple[Any, ...]] = {
    "network_services_gross_profit": (73981 - 53037, 67707 - 49802, 37627 - 26904, 36354 - 26133, NA),
    "network_services_gross_margin": (20944 / 73981, 17905 / 67707, 10723 / 37627, 10221 / 36354, NA),
    "systems_integration_gross_profit": (52750 - 45172, 52846 - 44857, 28409 - 24087, 24341 - 21085, NA),
    "systems_integration_gross_margin": (7578 / 52750, 7989 / 52846, 4322 / 28409, 3256 / 24341, NA),
    "atm_operation_gross_profit": (1467 - 800, 1409 - 812, 742 - 398, 725 - 402, NA),
    "atm_operation_gross_margin": (667 / 1467, 597 / 1409, 344 / 742, 323 / 725, NA),
    "network_si_operating_margin": (11543 / 126771, 10725 / 120608, 6793 / 66055, 4750 / 60716, NA),
    "atm_operating_margin": (537 / 1467, 468 / 1409, 284 / 742, 253 / 725, NA),
}
BY_SECTION = {"growth": GROWTH, "twelve months": TWELVE_MONTHS, "calendar years": CALENDAR_YEARS,
              "margins": MARGINS, "returns": RETURNS,
              "dupont": DUPONT, "liquidity": LIQUIDITY, "debt": DEBT, "solvency": SOLVENCY,
              "efficiency": EFFICIENCY, "cash flow": CASH_FLOW, "services": SERVICES}
EXPECTED = {key: dict(zip(COLUMNS, values, strict=True))
            for rows in BY_SECTION.values() for key, values in rows.items()}
VALUATION = "Valuation at the share price given"


def template_rows(path: Path) -> dict[str, dict[str, Any]]:
    """The rows of a file of ratios by id, each with its section."""
    sections = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {row["id"]: {**row, "section": each["section"]} for each in sections for row in each["rows"]}


RATIOS = {**template_rows(ROOT / "templates" / "ratios.yaml"), **template_rows(IIJ / "ratios.yaml")}
PER_SHARE = template_rows(ROOT / "templates" / "per_share.yaml")


@pytest.mark.parametrize("key", list(EXPECTED))
def test_ratio_is_what_its_definition_gives(iij_path: Path, key: str) -> None:
    book = sheets(iij_path)
    for column, expected in EXPECTED[key].items():
        found = book.at("Ratios", key, column)
        if isinstance(expected, int | float):
            assert found == pytest.approx(expected, rel=1e-9), column
        else:
            assert found == expected, column


def test_every_ratio_is_worked_out_here() -> None:
    """A new ratio needs its values by hand; the valuation rows have theirs with the per-share data."""
    assert set(EXPECTED) == {key for key, row in RATIOS.items() if row["section"] != VALUATION}


def test_every_ratio_of_the_catalogue_has_a_row() -> None:
    named = {each.strip() for row in [*RATIOS.values(), *PER_SHARE.values()]
             for each in str(row.get("catalogue", "")).split(",") if each}
    assert named == {f"R{index:02}" for index in range(1, 77)}


def test_every_ratio_has_a_definition_beside_it(iij_path: Path) -> None:
    cells = sheets(iij_path).book["Ratios"]
    notes = {row[0].value: row[3].value for row in cells.iter_rows(min_row=7) if row[0].value}
    assert [key for key in RATIOS if not notes[key]] == []


# -- printed by the issuer ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "column", "printed", "decimals"), [
    ("equity_ratio", "1H2022", 47.0, 1), ("equity_ratio", "1H2023", 44.5, 1), ("equity_ratio", "FY2022", 48.0, 1),
    ("network_services_gross_margin", "1H2022", 26.4, 1), ("network_services_gross_margin", "1H2023", 28.3, 1),
    ("systems_integration_gross_margin", "1H2022", 15.1, 1), ("systems_integration_gross_margin", "1H2023", 14.4, 1),
    ("atm_operation_gross_margin", "1H2022", 42.4, 1), ("atm_operation_gross_margin", "1H2023", 45.5, 1),
    ("revenue_growth", "1H2023", 5.1, 1), ("operating_profit_growth", "1H2023", 8.1, 1),
    ("profit_to_owners_growth", "1H2023", -3.7, 1), ("cost_of_sales_growth", "1H2023", 3.7, 1),
    ("orders_growth", "1H2023", 18.3, 1), ("backlog_growth", "1H2023", 26.2, 1),
])
def test_ratio_rounds_to_what_the_report_prints(iij_path: Path, key: str, column: str, printed: float,
                                                decimals: int) -> None:
    assert round(sheets(iij_path).at("Ratios", key, column) * 100, decimals) == printed


# -- conventions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("column", "days"), [("1Q2023", 91), ("2Q2023", 92), ("4Q2022", 90), ("4Q2023", 91),
                                              ("1H2023", 183), ("2H2022", 182), ("2H2023", 183), ("9M2023", 275),
                                              ("FY2022", 365), ("FY2023", 366)])
def test_days_are_the_actual_ones(iij_path: Path, column: str, days: int) -> None:
    assert sheets(iij_path).at("Ratios", "days", column) == days
    assert sheets(iij_path).at("Per Share", "days", column) == days


def test_no_average_without_an_opening_balance(iij_path: Path) -> None:
    """The quarter to September 2023 opens at the end of June, which the report does not print."""
    book = sheets(iij_path)
    for key in ("dso", "roe_annualised", "roce_annualised", "asset_turnover", "accruals_ratio"):
        assert book.at("Ratios", key, "2Q2023") == NA
        assert isinstance(book.at("Ratios", key, "1H2023"), float)


def test_second_half_has_the_half_years_balances_as_its_opening(iij_path: Path) -> None:
    """252,708 - 121,962 = 130,746 of revenue, total assets 235,271 to 246,318, 182 days, 6 months."""
    book = sheets(iij_path)
    expected = {"asset_turnover": 130746 * 2 / ((235271 + 246318) / 2),
                "roe_annualised": 10214 * 2 / ((110470 + 118242) / 2), "dso_ending": 41340 / 130746 * 182}
    for key, value in expected.items():
        assert book.at("Ratios", key, "2H2022") == pytest.approx(value, rel=1e-9), key


def test_the_opening_equity_of_the_last_year_is_the_restated_one(iij_path: Path) -> None:
    """103,528 before and 103,639 after adopting the revised IAS 12."""
    found = sheets(iij_path).at("Ratios", "roe_annualised", "1H2022")
    assert found == pytest.approx(8638 * 2 / ((103639 + 110470) / 2), rel=1e-9)
    assert found != pytest.approx(8638 * 2 / ((103528 + 110470) / 2), rel=1e-6)


def test_debt_stands_with_and_without_leases(iij_path: Path) -> None:
    """Lease obligations: 44,941 (Note 7). Without them the company has net cash, with them net debt."""
    book = sheets(iij_path)
    without, with_leases = (book.at("Ratios", f"net_debt_{each}_leases", "1H2023") for each in ("ex", "incl"))
    assert with_leases - without == 44941
    assert without < 0 < with_leases
    pairs = [("total_borrowings", "total_debt_incl_leases"), ("debt_to_equity", "debt_to_equity_incl_leases"),
             ("cash_flow_to_debt_ex_leases", "cash_flow_to_debt"), ("net_debt_pre_ifrs16", "net_debt_incl_leases"),
             ("net_debt_pre_ifrs16_to_ebitda_annualised", "net_debt_to_ebitda_annualised")]
    assert all(book.at("Ratios", a, "1H2023") != book.at("Ratios", b, "1H2023") for a, b in pairs)


def test_dupont_products_are_the_annualised_roe(iij_path: Path) -> None:
    book = sheets(iij_path)

    def at(key: str) -> float:
        return float(book.at("Ratios", key, "1H2023"))

    roe = 8322 * 2 / 116792
    assert at("net_margin") * at("asset_turnover") * at("financial_leverage") == pytest.approx(roe, abs=1e-9)
    assert (at("tax_burden") * at("interest_burden") * at("operating_margin") * at("asset_turnover")
            * at("financial_leverage")) == pytest.approx(roe, abs=1e-9)
    assert at("dso") + at("dio") - at("dpo") == pytest.approx(at("ccc"), abs=1e-9)


def test_quarter_on_quarter_only_in_quarters(iij_path: Path) -> None:
    """2Q2022 on 1Q2022: 63,772 on 58,190; the quarter before 1Q2022 and 1Q2023 is not reported."""
    book = sheets(iij_path)
    assert book.at("Ratios", "revenue_growth_qoq", "2Q2022") == pytest.approx(63772 / 58190 - 1, rel=1e-9)
    assert book.at("Ratios", "revenue_growth_qoq", "1Q2023") == NA
    assert [book.at("Ratios", "revenue_growth_qoq", each) for each in ("1H2022", "FY2022", "1H2023")] == [None] * 3


def test_future_periods_are_blank(iij_path: Path) -> None:
    book: Sheets = sheets(iij_path)
    assert {book.at("Ratios", key, column) for key in EXPECTED for column in ("3Q2023", "4Q2023", "9M2023", "FY2023")} \
        == {None}


# -- results that mean nothing: a half-year with a loss, and one with net cash -----------------------------------


@pytest.fixture(scope="module")
def loss(tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    """1H2023 with 20,000 more of selling expenses, the loss to owners, and finance leases of 10,000."""
    return edited_copy(tmp_path_factory.mktemp("loss"), {
        "filings/2023-11-14_2q2023.yaml": [
            ("sga:                           [(15508), (17041)]", "sga:                           [(15508), (37041)]"),
            ("profit_to_owners:              [8638,    8322]\n      profit_to_nci:                 [102,     87]\n"
             "      profit_attributable",
             "profit_to_owners:              [8638,    (11678)]\n      profit_to_nci:                 [102,     87]\n"
             "      profit_attributable"),
            ("financial_leases:              [16447,      15519]",
             "financial_leases:              [16447,      10000]"),
        ]})


@pytest.mark.parametrize(("key", "expected"), [
    ("operating_margin", (12080 - 20000) / 128198),           # a margin stays, with its sign
    ("operating_profit_growth", "n.m. (P→L)"),
    ("profit_to_owners_growth", "n.m. (P→L)"),
    ("effective_tax_rate", NM),                               # profit before tax 12,552 - 20,000
    ("nopat_annualised", NM),
    ("roic_annualised", NM),
    ("interest_burden", NM),
    ("tax_burden", NM),
    ("interest_cover", NM),
    ("cash_tax_rate", NM),
    ("nci_share", NM),
    ("incremental_margin", NM),                               # profit down, revenue up
    ("net_debt_pre_ifrs16", 31408 + 10000 - 42587),
    ("net_debt_pre_ifrs16_to_ebitda_annualised", "net cash"),
    ("net_debt_to_ebitda_annualised", 33762 / (2 * (26678 - 20000))),
    ("roe_annualised", -11678 * 2 / ((118242 + 115342) / 2)),
])
def test_a_loss(loss: Sheets, key: str, expected: Any) -> None:
    found = loss.at("Ratios", key, "1H2023")
    assert found == (pytest.approx(expected, rel=1e-9) if isinstance(expected, float) else expected)
