"""The IIJ report in the workbook: printed figures where they belong, and what is derived from them by hand."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from generator.pipeline import build
from tests.conftest import IIJ

FILING = Path(__file__).resolve().parents[3] / "shared" / "filings" / "iij-2q-fy2023.txt"

PERIODS = {
    "1H2022": (datetime(2022, 4, 1), datetime(2022, 9, 30)), "1H2023": (datetime(2023, 4, 1), datetime(2023, 9, 30)),
    "2Q2022": (datetime(2022, 7, 1), datetime(2022, 9, 30)), "2Q2023": (datetime(2023, 7, 1), datetime(2023, 9, 30)),
}
COLUMNS_OF_DATE = {"2023-03-31": ("4Q2022", "2H2022", "FY2022"), "2023-09-30": ("2Q2023", "1H2023"),
                   "2022-09-30": ("2Q2022", "1H2022")}

# Each line: the key of the row, then the cells as the page prints them (– is a printed dash).
INCOME_STATEMENT = """                1H2022   | 1H2023   | 2Q2022   | 2Q2023
    network_services            | 67,707   | 73,981   | 34,473   | 37,627
    systems_integration         | 52,846   | 52,750   | 28,578   | 28,409
    atm_operation               | 1,409    | 1,467    | 721      | 742
    total_revenues              | 121,962  | 128,198  | 63,772   | 66,778
    cost_of_network_services    | (49,802) | (53,037) | (25,371) | (26,904)
    cost_of_systems_integration | (44,857) | (45,172) | (24,197) | (24,087)
    cost_of_atm_operation       | (812)    | (800)    | (412)    | (398)
    total_cost_of_sales         | (95,471) | (99,009) | (49,980) | (51,389)
    gross_profit                | 26,491   | 29,189   | 13,792   | 15,389
    sga                         | (15,508) | (17,041) | (7,652)  | (8,245)
    other_operating_income      | 221      | 70       | 28       | 40
    other_operating_expenses    | (31)     | (138)    | (21)     | (107)
    operating_profit            | 11,173   | 12,080   | 6,147    | 7,077
    finance_income              | 2,042    | 1,072    | 300      | 271
    finance_expenses            | (279)    | (327)    | (148)    | (157)
    equity_method_result        | (78)     | (273)    | (64)     | (119)
    profit_before_tax           | 12,858   | 12,552   | 6,235    | 7,072
    income_tax                  | (4,118)  | (4,143)  | (1,982)  | (2,320)
    profit                      | 8,740    | 8,409    | 4,253    | 4,752
    profit_to_owners            | 8,638    | 8,322    | 4,248    | 4,739
    profit_to_nci               | 102      | 87       | 5        | 13
    profit_attributable         | 8,740    | 8,409    | 4,253    | 4,752
    basic_eps                   | 47.81    | 46.78    | 23.51    | 26.80
    diluted_eps                 | 47.58    | 46.53    | 23.39    | 26.66"""

COMPREHENSIVE_INCOME = """      1H2022 | 1H2023 | 2Q2022 | 2Q2023
    profit                    | 8,740 | 8,409  | 4,253 | 4,752
    equity_instruments_oci    | (711) | 1,745  | 241   | 304
    total_not_reclassified    | (711) | 1,745  | 241   | 304
    translation_differences   | 1,011 | 943    | 309   | 256
    financial_assets_oci      | (1)   | –      | 0     | –
    equity_method_oci         | 35    | 35     | 19    | 23
    total_reclassified        | 1,045 | 978    | 328   | 279
    total_oci                 | 334   | 2,723  | 569   | 583
    total                     | 9,074 | 11,132 | 4,822 | 5,335
    owners                    | 8,972 | 11,045 | 4,817 | 5,322
    non_controlling_interests | 102   | 87     | 5     | 13
    total_attributable        | 9,074 | 11,132 | 4,822 | 5,335"""

BALANCE_SHEET = """                       2023-03-31 | 2023-09-30
    cash                                    | 42,472  | 42,587
    trade_receivables                       | 41,340  | 39,017
    inventories                             | 3,188   | 5,430
    current_prepaid_expenses                | 15,341  | 19,680
    current_contract_assets                 | 2,178   | 3,102
    current_other_financial_assets          | 1,918   | 1,504
    other_current_assets                    | 241     | 742
    total_current_assets                    | 106,678 | 112,062
    tangible_assets                         | 23,321  | 26,825
    right_of_use_assets                     | 46,675  | 43,391
    goodwill                                | 9,859   | 10,192
    intangible_assets                       | 16,616  | 17,268
    equity_method_investments               | 5,785   | 5,374
    non_current_prepaid_expenses            | 12,579  | 16,031
    non_current_contract_assets             | 106     | 94
    other_investments                       | 19,150  | 22,302
    deferred_tax_assets                     | 325     | 207
    non_current_other_financial_assets      | 4,637   | 4,737
    other_non_current_assets                | 587     | 625
    total_non_current_assets                | 139,640 | 147,046
    total_assets                            | 246,318 | 259,108
    trade_payables                          | 22,313  | 22,412
    current_borrowings                      | 16,828  | 29,581
    income_taxes_payable                    | 4,034   | 3,842
    current_contract_liabilities            | 10,169  | 11,857
    current_deferred_income                 | 79      | 69
    current_other_financial_liabilities     | 18,105  | 18,518
    other_current_liabilities               | 6,336   | 6,489
    total_current_liabilities               | 77,864  | 92,768
    non_current_borrowings                  | 3,602   | 1,827
    retirement_benefit_liabilities          | 4,513   | 4,734
    provisions                              | 794     | 848
    non_current_contract_liabilities        | 7,411   | 7,718
    non_current_deferred_income             | 319     | 289
    deferred_tax_liabilities                | 610     | 1,203
    non_current_other_financial_liabilities | 30,695  | 32,186
    other_non_current_liabilities           | 1,083   | 970
    total_non_current_liabilities           | 49,027  | 49,775
    total_liabilities                       | 126,891 | 142,543
    share_capital                           | 25,562  | 25,562
    share_premium                           | 36,738  | 35,633
    retained_earnings                       | 51,202  | 57,081
    other_components                        | 6,571   | 9,093
    treasury_shares                         | (1,831) | (12,027)
    owners_equity                           | 118,242 | 115,342
    non_controlling_interests               | 1,185   | 1,223
    total_equity                            | 119,427 | 116,565
    total_liabilities_and_equity            | 246,318 | 259,108"""

CASH_FLOW = """                             1H2022   | 1H2023
    profit_before_tax                         | 12,858   | 12,552
    depreciation_and_amortization             | 14,145   | 14,598
    loss_on_disposals                         | (151)    | 48
    equity_method_result                      | 78       | 273
    finance_income                            | (2,042)  | (1,072)
    finance_expenses                          | 279      | 327
    other_adjustments                         | 389      | 225
    change_trade_receivables                  | 534      | 2,601
    change_inventories                        | (1,242)  | (2,173)
    change_prepaid_expenses                   | (3,351)  | (7,292)
    change_contract_assets                    | (1,559)  | (911)
    change_other_assets                       | (120)    | (479)
    change_other_financial_assets             | 372      | 297
    change_trade_payables                     | 766      | (656)
    change_contract_liabilities               | (700)    | 1,583
    change_deferred_income                    | (1)      | 38
    change_other_liabilities                  | (772)    | (32)
    change_other_financial_liabilities        | (2)      | 278
    change_retirement_benefits                | 83       | 222
    subtotal                                  | 19,564   | 20,427
    interest_received                         | 189      | 265
    interest_paid                             | (261)    | (299)
    income_taxes_paid                         | (6,035)  | (4,342)
    operating                                 | 13,457   | 16,051
    purchase_of_tangibles                     | (5,704)  | (5,732)
    sale_of_tangibles                         | 947      | 378
    purchase_of_intangibles                   | (2,137)  | (3,962)
    sale_of_intangibles                       | –        | 624
    purchase_of_other_investments             | (280)    | (487)
    sale_of_other_investments                 | 9        | 357
    payments_for_deposits                     | (30)     | (311)
    collection_of_deposits                    | 14       | 77
    payments_for_insurance                    | (37)     | (37)
    other_investing                           | (1)      | 27
    investing                                 | (7,219)  | (9,066)
    repayment_of_long_term_borrowings         | (750)    | (1,030)
    net_short_term_borrowings                 | –        | 12,000
    purchase_of_treasury_shares               | –        | (11,405)
    proceeds_from_other_financial_liabilities | –        | 5,244
    payments_of_other_financial_liabilities   | (9,544)  | (9,965)
    dividends_paid                            | (2,258)  | (2,644)
    other_financing                           | (49)     | (44)
    financing                                 | (12,601) | (7,844)
    exchange_rate_effect                      | 1,040    | 974
    net_change                                | (5,323)  | 115"""

CASH_BALANCES = """ 1H2022 | 1H2023
    opening_cash | 47,391 | 42,472
    closing_cash | 42,068 | 42,587"""

MEMBERS = ("share_capital", "share_premium", "retained_earnings", "other_components", "treasury_shares", "owners",
           "non_controlling_interests", "total_equity")

EQUITY_1H2022 = """
    opening_before_restatement  | 25,562 | 36,518 | 37,024  | 6,275 | (1,851) | 103,528 | 1,093 | 104,621
    ias12_impact                | –      | –      | 111     | –     | –       | 111     | –     | 111
    opening                     | 25,562 | 36,518 | 37,135  | 6,275 | (1,851) | 103,639 | 1,093 | 104,732
    profit                      | –      | –      | 8,638   | –     | –       | 8,638   | 102   | 8,740
    other_comprehensive_income  | –      | –      | –       | 334   | –       | 334     | –     | 334
    total_comprehensive_income  | –      | –      | 8,638   | 334   | –       | 8,972   | 102   | 9,074
    disposal_of_treasury_shares | –      | 56     | –       | –     | 20      | 76      | –     | 76
    dividends_paid              | –      | –      | (2,258) | –     | –       | (2,258) | (49)  | (2,307)
    stock_based_compensation    | –      | 41     | –       | –     | –       | 41      | –     | 41
    total_transactions          | –      | 97     | (2,258) | –     | 20      | (2,141) | (49)  | (2,190)
    closing                     | 25,562 | 36,615 | 43,515  | 6,609 | (1,831) | 110,470 | 1,146 | 111,616"""

EQUITY_1H2023 = """
    opening                         | 25,562 | 36,738  | 51,202  | 6,571 | (1,831)  | 118,242  | 1,185 | 119,427
    profit                          | –      | –       | 8,322   | –     | –        | 8,322    | 87    | 8,409
    other_comprehensive_income      | –      | –       | –       | 2,723 | –        | 2,723    | –     | 2,723
    total_comprehensive_income      | –      | –       | 8,322   | 2,723 | –        | 11,045   | 87    | 11,132
    purchase_of_treasury_shares     | –      | –       | –       | –     | (11,405) | (11,405) | –     | (11,405)
    disposal_of_treasury_shares     | –      | (15)    | –       | –     | 80       | 65       | –     | 65
    cancellation_of_treasury_shares | –      | (1,129) | –       | –     | 1,129    | –        | –     | –
    dividends_paid                  | –      | –       | (2,644) | –     | –        | (2,644)  | (49)  | (2,693)
    stock_based_compensation        | –      | 39      | –       | –     | –        | 39       | –     | 39
    transfer_to_retained_earnings   | –      | –       | 201     | (201) | –        | –        | –     | –
    total_transactions              | –      | (1,105) | (2,443) | (201) | (10,196) | (13,945) | (49)  | (13,994)
    closing                         | 25,562 | 35,633  | 57,081  | 9,093 | (12,027) | 115,342  | 1,223 | 116,565"""

SEGMENTS = ("network_si", "atm", "adjustments", "consolidated")

# The dashes of the first three tables are partly blank in the source, but for them the tables do not add up.
SEGMENT_TABLES = {
    "1H2022": """
    customers        | 120,553 | 1,409 | –    | 121,962
    intersegment     | 55      | –     | (55) | –
    total_revenue    | 120,608 | 1,409 | (55) | 121,962
    operating_profit | 10,725  | 468   | (20) | 11,173""",
    "1H2023": """
    customers        | 126,731 | 1,467 | –    | 128,198
    intersegment     | 40      | –     | (40) | –
    total_revenue    | 126,771 | 1,467 | (40) | 128,198
    operating_profit | 11,543  | 537   | –    | 12,080""",
    "2Q2022": """
    customers        | 63,051 | 721 | –    | 63,772
    intersegment     | 27     | –   | (27) | –
    total_revenue    | 63,078 | 721 | (27) | 63,772
    operating_profit | 5,916  | 231 | –    | 6,147""",
    "2Q2023": """
    customers        | 66,036 | 742 | –    | 66,778
    intersegment     | 19     | –   | (19) | –
    total_revenue    | 66,055 | 742 | (19) | 66,778
    operating_profit | 6,793  | 284 | –    | 7,077""",
}
SEGMENT_RESULT = """            1H2022 | 1H2023 | 2Q2022 | 2Q2023
    finance_income       | 2,042  | 1,072  | 300   | 271
    finance_expenses     | (279)  | (327)  | (148) | (157)
    equity_method_result | (78)   | (273)  | (64)  | (119)
    profit_before_tax    | 12,858 | 12,552 | 6,235 | 7,072"""

SELECTED_DATA = """                 1H2022   | 1H2023  | FY2022
    revenues                       | 121,962  | 128,198 | 252,708
    operating_profit               | 11,173   | 12,080  | 27,221
    profit_before_tax              | 12,858   | 12,552  | 27,309
    profit_to_owners               | 8,638    | 8,322   | 18,852
    comprehensive_income_to_owners | 8,972    | 11,045  | 19,264
    comprehensive_income           | 9,074    | 11,132  | 19,405
    owners_equity                  | 110,470  | 115,342 | 118,242
    total_assets                   | 235,271  | 259,108 | 246,318
    basic_eps                      | 47.81    | 46.78   | 104.34
    diluted_eps                    | 47.58    | 46.53   | 103.82
    equity_ratio                   | 47.0     | 44.5    | 48.0
    cash_from_operations           | 13,457   | 16,051  | 38,529
    cash_from_investing            | (7,219)  | (9,066) | (18,386)
    cash_from_financing            | (12,601) | (7,844) | (25,731)
    cash                           | 42,068   | 42,587  | 42,472"""

NOTES = """                                                2023-03-31 | 2023-09-30
    other_financial_assets.other_receivable                  | 753    | 416
    other_financial_assets.guarantee_deposit                 | 3,574  | 3,822
    other_financial_assets.loans_receivable                  | 22     | 27
    other_financial_assets.other                             | 455    | 546
    other_financial_assets.stock                             | 196    | –
    other_financial_assets.lease_receivable                  | 1,555  | 1,430
    other_financial_assets.total                             | 6,555  | 6,241
    other_financial_liabilities.account_payable_non_current  | 449    | 5,237
    other_financial_liabilities.deposit_payable              | 245    | 454
    other_financial_liabilities.others                       | 49     | 72
    other_financial_liabilities.lease_obligations            | 48,057 | 44,941
    other_financial_liabilities.total                        | 48,800 | 50,704
    other_financial_liabilities.financial_leases             | 16,447 | 15,519
    other_financial_liabilities.other_leases                 | 31,610 | 29,422
    fair_value.equity_securities@level_1                     | 7,839  | 11,008
    fair_value.equity_securities@level_2                     | 930    | –
    fair_value.equity_securities@level_3                     | 1,458  | 1,460
    fair_value.equity_securities@total                       | 10,227 | 12,468
    fair_value.investment_trust@level_3                      | 6,946  | 7,656
    fair_value.other_financial_assets@level_2                | 173    | 178
    not_at_fair_value.debt_securities@carrying_amount        | 2,000  | 2,000
    not_at_fair_value.debt_securities@level_2                | 1,969  | 1,902
    not_at_fair_value.long_term_borrowings@carrying_amount   | 5,660  | 4,638
    not_at_fair_value.long_term_borrowings@level_2           | 5,664  | 4,637"""

CONTRACTS = """              2022-09-30 | 2023-09-30
    enterprise         | 2,627,001 | 3,278,337
    ip_1gbps_or_more   | 818       | 1,368
    ip_less_than_1gbps | 1,307     | 1,416
    iij_mobile         | 2,532,815 | 3,178,183
    enterprise_mobile  | 1,493,805 | 2,038,522
    mvno_platform      | 1,039,010 | 1,139,661
    enterprise_others  | 92,061    | 97,370
    consumer           | 1,518,130 | 1,560,307
    iijmio_mobile      | 1,178,269 | 1,222,376
    consumer_others    | 339,861   | 337,931
    bandwidth          | 7,729.1   | 9,429.3"""


class Fact(NamedTuple):
    statement: str
    key: str
    member: str
    start: datetime | None
    end: datetime
    value: float
    heading: str
    printed: str
    version: str
    note: str


class Sheets:
    """The stored values of a workbook, by sheet, key in column A and label in row 5."""

    def __init__(self, path: Path) -> None:
        self.book = openpyxl.load_workbook(path, data_only=True)
        self._rows: dict[str, dict[str, int]] = {}
        self._columns: dict[str, dict[str, int]] = {}
        reported = [row for row in self.book["Facts"].iter_rows(min_row=5, values_only=True) if row[9]]
        self.facts = [Fact(str(r[0]), str(r[1]), r[3] or "", r[4], r[5], r[7], r[10] or "", str(r[11]), r[12],
                           r[13] or "") for r in reported]

    def at(self, sheet: str, key: str, label: str) -> Any:
        if sheet not in self._rows:
            cells = self.book[sheet]
            keys = [(str(cell.value), cell.row) for cell in cells["A"][6:] if cell.value]
            assert len(keys) == len(dict(keys)), f"a key stands twice on {sheet}"
            self._rows[sheet] = dict(keys)
            self._columns[sheet] = {str(cell.value): cell.column for cell in cells[5][4:]}
        return self.book[sheet].cell(self._rows[sheet][key], self._columns[sheet][label]).value

    def fact(self, statement: str, key: str, member: str = "", *, period: str = "", date: str = "",
             heading: str = "") -> Fact:
        """The one fact of a line item for a period or a date."""
        start, end = PERIODS[period] if period else (None, datetime.fromisoformat(date))
        found = [f for f in self.facts if (f.statement, f.key, f.start, f.end) == (statement, key, start, end)
                 and f.member == member and f.heading.startswith(heading)]
        assert len(found) == 1, (statement, key, member, period or date, found)
        return found[0]


@cache
def sheets(path: Path) -> Sheets:
    return Sheets(path)


def edited_copy(folder: Path, edits: dict[str, list[tuple[str, str]]]) -> Sheets:
    """The workbook of a copy of the company's folder in which some text is another."""
    copy = shutil.copytree(IIJ, folder / "iij")
    for name, replacements in edits.items():
        text = (copy / name).read_text(encoding="utf-8")
        for old, new in replacements:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (copy / name).write_text(text, encoding="utf-8")
    path = folder / "iij.xlsx"
    path.write_bytes(build(copy).package)
    return Sheets(path)


def number(printed: str) -> float:
    """The value of a printed figure: brackets are a minus, a dash is nil."""
    if printed == "–":
        return 0
    value = float(printed.strip("()").replace(",", ""))
    return -value if printed.startswith("(") else value


def lines(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.splitlines()]


def by_period(table: str) -> list[tuple[str, str, str]]:
    """The key, column and printed text of every cell of a table."""
    columns, *rows = lines(table)
    assert all(len(row) == len(columns) + 1 for row in rows)
    return [(row[0], column, text) for row in rows for column, text in zip(columns, row[1:], strict=True)]


def by_member(table: str, members: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [(row[0], member, text) for row in lines(table)[1:] for member, text in zip(members, row[1:], strict=True)]


STATEMENTS = [
    pytest.param("income_statement", "Income Statement", INCOME_STATEMENT,
                 "Item 4, 1 (2) Condensed Consolidated Statements of Profit or Loss", id="income statement"),
    pytest.param("comprehensive_income", "Comprehensive Income", COMPREHENSIVE_INCOME,
                 "Item 4, 1 (3) Condensed Consolidated Statements of Comprehensive Income", id="comprehensive income"),
    pytest.param("cash_flow", "Cash Flow", CASH_FLOW,
                 "Item 4, 1 (5) Condensed Consolidated Statements of Cash Flows", id="cash flow"),
]


@pytest.mark.parametrize(("statement", "sheet", "table", "heading"), STATEMENTS)
def test_every_line_of_a_statement(iij_path: Path, statement: str, sheet: str, table: str, heading: str) -> None:
    book = sheets(iij_path)
    for key, period, printed in by_period(table):
        fact = book.fact(statement, key, period=period, heading="Item 4")
        assert (fact.printed, fact.value, fact.heading) == (printed, number(printed), heading)
        assert book.at(sheet, key, period) == number(printed), (key, period)


def test_every_line_of_the_balance_sheet(iij_path: Path) -> None:
    book = sheets(iij_path)
    for key, date, printed in by_period(BALANCE_SHEET):
        fact = book.fact("balance_sheet", key, date=date)
        assert (fact.printed, fact.value) == (printed, number(printed))
        assert fact.heading == "Item 4, 1 (1) Condensed Consolidated Statements of Financial Position"
        for label in COLUMNS_OF_DATE[date]:
            assert book.at("Balance Sheet", key, label) == number(printed), (key, label)


def test_cash_at_both_ends_of_the_cash_flow_statement(iij_path: Path) -> None:
    book = sheets(iij_path)
    for key, period, printed in by_period(CASH_BALANCES):
        assert book.at("Cash Flow", key, period) == number(printed)
    ends = {"2022-03-31": 47391, "2022-09-30": 42068, "2023-03-31": 42472, "2023-09-30": 42587}
    printed_ends = {(f.key, f.end.date().isoformat()): f.value for f in book.facts
                    if f.statement == "cash_flow" and f.key in ("opening_cash", "closing_cash")}
    assert printed_ends == {("opening_cash", "2022-03-31"): ends["2022-03-31"],
                            ("closing_cash", "2022-09-30"): ends["2022-09-30"],
                            ("opening_cash", "2023-03-31"): ends["2023-03-31"],
                            ("closing_cash", "2023-09-30"): ends["2023-09-30"]}


@pytest.mark.parametrize(("period", "table"), [("1H2022", EQUITY_1H2022), ("1H2023", EQUITY_1H2023)])
def test_every_cell_of_the_changes_in_equity(iij_path: Path, period: str, table: str) -> None:
    book = sheets(iij_path)
    printed_texts: Counter[tuple[str, str]] = Counter()
    for key, member, printed in by_member(table, MEMBERS):
        assert book.at("Changes in Equity", f"{key}@{member}", period) == number(printed), (key, member)
        printed_texts[key, printed] += 1
    year = int(period[-4:])
    on_facts = Counter((f.key, f.printed) for f in book.facts if f.statement == "changes_in_equity"
                       and f.end in (datetime(year, 3, 31), datetime(year, 9, 30)))
    assert on_facts == printed_texts


@pytest.mark.parametrize("period", list(SEGMENT_TABLES))
def test_every_cell_of_the_segments(iij_path: Path, period: str) -> None:
    book = sheets(iij_path)
    names = {"network_si": "Network service and systems integration business", "atm": "ATM operation business",
             "adjustments": "Adjustments", "consolidated": "Consolidated"}
    cells = by_member(SEGMENT_TABLES[period], SEGMENTS)
    cells += [(key, "consolidated", printed) for key, column, printed in by_period(SEGMENT_RESULT) if column == period]
    assert len(cells) == 20
    for key, member, printed in cells:
        fact = book.fact("segments", key, names[member], period=period)
        assert (fact.printed, fact.value, fact.heading) == (printed, number(printed), "Item 4, 1 Note 5 (2)")
        assert book.at("Segments", f"{key}@{member}", period) == number(printed), (key, member)


def test_selected_financial_data(iij_path: Path) -> None:
    book = sheets(iij_path)
    on_facts = Counter((f.key, f.printed) for f in book.facts if f.statement == "selected_data")
    typed: Counter[tuple[str, str]] = Counter()
    for key, period, printed in by_period(SELECTED_DATA):
        assert book.at("Operating Data", key, period) == number(printed), (key, period)
        typed[key, printed] += 1
    three_months = [("revenues", "63,772"), ("revenues", "66,778"), ("profit_to_owners", "4,248"),
                    ("profit_to_owners", "4,739"), ("basic_eps", "23.51"), ("basic_eps", "26.80")]
    assert on_facts == typed + Counter(three_months)


def test_balances_of_the_notes(iij_path: Path) -> None:
    book = sheets(iij_path)
    for key, date, printed in by_period(NOTES):
        for label in COLUMNS_OF_DATE[date]:
            assert book.at("Notes", key, label) == number(printed), (key, label)


def test_contracts(iij_path: Path) -> None:
    book = sheets(iij_path)
    for key, date, printed in by_period(CONTRACTS):
        assert book.fact("contracts", key, date=date).printed == printed
        for label in COLUMNS_OF_DATE[date]:
            assert book.at("Operating Data", f"contracts.{key}", label) == number(printed), (key, label)


def test_a_full_year_printed_only_in_the_selected_data_stands_in_on_the_statements(iij_path: Path) -> None:
    book = sheets(iij_path)
    full_year = {("Income Statement", "total_revenues"): 252708, ("Income Statement", "operating_profit"): 27221,
                 ("Income Statement", "profit_before_tax"): 27309, ("Income Statement", "profit_to_owners"): 18852,
                 ("Income Statement", "basic_eps"): 104.34, ("Income Statement", "diluted_eps"): 103.82,
                 ("Comprehensive Income", "total"): 19405, ("Comprehensive Income", "owners"): 19264,
                 ("Cash Flow", "operating"): 38529, ("Cash Flow", "investing"): -18386,
                 ("Cash Flow", "financing"): -25731}
    for (sheet, key), value in full_year.items():
        assert book.at(sheet, key, "FY2022") == value, key
    assert book.at("Balance Sheet", "total_assets", "1H2022") == 235271
    assert book.at("Balance Sheet", "total_current_assets", "1H2022") == "n.a."


# -- periods that the report does not print ------------------------------------------------------------


@pytest.mark.parametrize(("sheet", "table"), [("Income Statement", INCOME_STATEMENT),
                                              ("Comprehensive Income", COMPREHENSIVE_INCOME)])
def test_first_quarter_is_six_months_less_three(iij_path: Path, sheet: str, table: str) -> None:
    book = sheets(iij_path)
    _, *rows = lines(table)
    for key, half_2022, half_2023, second_2022, second_2023 in rows:
        if key.endswith("_eps"):
            assert [book.at(sheet, key, q) for q in ("1Q2022", "1Q2023")] == ["n.a.", "n.a."]
            continue
        assert book.at(sheet, key, "1Q2022") == number(half_2022) - number(second_2022), key
        assert book.at(sheet, key, "1Q2023") == number(half_2023) - number(second_2023), key


@pytest.mark.parametrize(("key", "first_2022", "first_2023"), [
    ("total_revenues", 58190, 61420),          # 121,962 - 63,772; 128,198 - 66,778
    ("total_cost_of_sales", -45491, -47620),   # -95,471 + 49,980; -99,009 + 51,389
    ("sga", -7856, -8796),                     # -15,508 + 7,652; -17,041 + 8,245
    ("operating_profit", 5026, 5003),          # 11,173 - 6,147; 12,080 - 7,077
    ("equity_method_result", -14, -154),       # -78 + 64; -273 + 119
    ("profit_before_tax", 6623, 5480),         # 12,858 - 6,235; 12,552 - 7,072
    ("profit_to_owners", 4390, 3583),          # 8,638 - 4,248; 8,322 - 4,739
    ("profit_to_nci", 97, 74),                 # 102 - 5; 87 - 13
])
def test_first_quarters_by_hand(iij_path: Path, key: str, first_2022: int, first_2023: int) -> None:
    book = sheets(iij_path)
    assert book.at("Income Statement", key, "1Q2022") == first_2022
    assert book.at("Income Statement", key, "1Q2023") == first_2023


def test_first_quarter_of_a_segment(iij_path: Path) -> None:
    book = sheets(iij_path)
    assert book.at("Segments", "operating_profit@network_si", "1Q2023") == 11543 - 6793
    assert book.at("Segments", "operating_profit@adjustments", "1Q2022") == -20
    assert book.at("Segments", "intersegment@network_si", "1Q2022") == 55 - 27


@pytest.mark.parametrize(("sheet", "key", "value"), [
    ("Income Statement", "total_revenues", 252708 - 121962),
    ("Income Statement", "operating_profit", 27221 - 11173),
    ("Income Statement", "profit_before_tax", 27309 - 12858),
    ("Income Statement", "profit_to_owners", 18852 - 8638),
    ("Comprehensive Income", "total", 19405 - 9074),
    ("Comprehensive Income", "owners", 19264 - 8972),
    ("Cash Flow", "operating", 38529 - 13457),
    ("Cash Flow", "investing", -18386 + 7219),
    ("Cash Flow", "financing", -25731 + 12601),
])
def test_second_half_where_the_year_is_printed(iij_path: Path, sheet: str, key: str, value: int) -> None:
    assert sheets(iij_path).at(sheet, key, "2H2022") == value


@pytest.mark.parametrize(("sheet", "keys", "label"), [
    ("Income Statement", ["network_services", "sga", "gross_profit", "income_tax", "profit", "basic_eps"], "2H2022"),
    ("Income Statement", ["gross_profit", "profit", "profit_to_nci"], "FY2022"),
    ("Cash Flow", ["operating", "depreciation_and_amortization", "purchase_of_tangibles"], "2Q2023"),
    ("Cash Flow", ["operating", "depreciation_and_amortization", "purchase_of_tangibles"], "1Q2023"),
    ("Cash Flow", ["depreciation_and_amortization", "purchase_of_tangibles"], "FY2022"),
    ("Balance Sheet", ["trade_receivables", "inventories", "current_borrowings"], "1H2022"),
])
def test_what_the_report_does_not_support_is_not_filled_in(iij_path: Path, sheet: str, keys: list[str],
                                                           label: str) -> None:
    assert {key: sheets(iij_path).at(sheet, key, label) for key in keys} == dict.fromkeys(keys, "n.a.")


@pytest.mark.parametrize("label", ["3Q2022", "4Q2022", "9M2022", "3Q2023", "2H2023", "FY2023", "1Q2021"])
def test_periods_without_a_report_are_blank(iij_path: Path, label: str) -> None:
    book = sheets(iij_path)
    assert [book.at("Income Statement", key, label) for key in ("total_revenues", "operating_profit", "basic_eps")] \
        == [None, None, None]


@pytest.mark.parametrize(("sheet", "key", "ltm"), [
    ("Ratios", "income_statement.profit_to_owners.ltm", 18852 + 8322 - 8638),      # 18,536
    ("Ratios", "income_statement.profit_before_tax.ltm", 27309 + 12552 - 12858),   # 27,003
    ("Ratios", "income_statement.operating_profit.ltm", 27221 + 12080 - 11173),    # 28,128
    ("Ratios", "cash_flow.operating.ltm", 38529 + 16051 - 13457),                  # 41,123
    ("Ratios", "cash_flow.investing.ltm", -18386 - 9066 + 7219),                   # -20,233
    ("Per Share", "income_statement.profit_to_owners.ltm", 18852 + 8322 - 8638),
])
def test_last_twelve_months(iij_path: Path, sheet: str, key: str, ltm: int) -> None:
    book = sheets(iij_path)
    assert book.at(sheet, key, "1H2023") == ltm
    assert book.at(sheet, key, "2Q2023") == ltm
    assert book.at(sheet, key, "1H2022") == "n.a."


def test_last_twelve_months_of_a_line_without_a_full_year(iij_path: Path) -> None:
    book = sheets(iij_path)
    for key in ("cash_flow.depreciation_and_amortization.ltm", "cash_flow.income_taxes_paid.ltm"):
        assert book.at("Ratios", key, "1H2023") == "n.a."


# -- what the source lost or misprints -------------------------------------------------------------------


@pytest.mark.parametrize(("key", "second_2022", "second_2023"), [
    ("revenue_by_service.systems_operation", 28578 - 11922, 28409 - 10745),   # 16,656 and 17,664
    ("revenue_by_service.atm_operation", 721, 742),                           # printed on the income statement
    ("revenue_by_service.total", 63772, 66778),
    ("revenue_by_service.systems_integration", 28578, 28409),
    ("revenue_by_service.systems_construction", 11922, 10745),
    ("revenue_by_service.network_services", 9753 + 6841 + 11525 + 6354, 11194 + 7065 + 13092 + 6276),
])
def test_the_rows_that_note_9_lost(iij_path: Path, key: str, second_2022: int, second_2023: int) -> None:
    book = sheets(iij_path)
    assert book.at("Notes", key, "2Q2022") == second_2022
    assert book.at("Notes", key, "2Q2023") == second_2023


def test_lost_figures_are_not_on_facts(iij_path: Path) -> None:
    found = {(f.key, f.printed) for f in sheets(iij_path).facts if f.statement == "revenue_by_service"
             and f.start in (datetime(2022, 7, 1), datetime(2023, 7, 1))}
    assert {key for key, _ in found}.isdisjoint({"systems_operation", "atm_operation", "total"})
    assert len(found) == 14


def test_the_corrected_misprint(iij_path: Path) -> None:
    """12,468 - 1,460 = 11,008; the source has 11,088."""
    book = sheets(iij_path)
    fact = book.fact("fair_value", "equity_securities", "Level 1", date="2023-09-30")
    assert (fact.value, fact.printed, fact.version) == (12468 - 1460, "11,088", "corrected")
    assert fact.note
    assert [f for f in book.facts if f.version != "latest"] == [fact]
    for label in ("2Q2023", "1H2023"):
        assert book.at("Notes", "fair_value.equity_securities@level_1", label) == 11008
        assert book.at("Notes", "fair_value.equity_securities@total", label) == 12468


# -- every number of the report's tables -------------------------------------------------------------------

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_NOT_FIGURES = re.compile(
    rf"(?:{_MONTH}) \d{{1,2}}(?:, \d{{4}})?"        # dates
    r"|\b[12][HQ]2[23]\b|31st|IAS ?12"              # names of periods and of a standard
    r"|\(Notes? \d\)|Level [123]"                   # footnotes, fair value levels
    r"|\(\d\) Cash dividends")                      # a numbered heading inside Note 8
_NUMBER = re.compile(r"\(?\d(?:[\d,]*\d)?(?:\.\d+)?\)?")


@dataclass(frozen=True)
class Region:
    """A part of the report: its lines, the heading on Facts, and what differs, each with its reason."""

    first: int
    last: int
    heading: str
    skip_second: bool = False      # a second column without figures: numbers of notes, addresses
    only_printed: dict[str, int] = field(default_factory=dict)
    only_on_facts: dict[str, int] = field(default_factory=dict)


# Brackets round the three months' figures are no minus.
_THREE_MONTHS = dict.fromkeys(("63,772", "66,778", "4,248", "4,739", "23.51", "26.80"), 1)
# Rows of Note 9 that the text extraction doubled, each time with one more figure.
_NOTE_9 = {"34,473": 7, "37,627": 6, "9,753": 5, "11,194": 5, "6,841": 4, "7,065": 4, "11,525": 3, "13,092": 3,
           "6,354": 2, "6,276": 2, "28,578": 1, "28,409": 1, "50": 1, "2025": 1}

REGIONS = [
    Region(96, 117, "Item 1, 1 Selected Financial Data", only_on_facts=_THREE_MONTHS,
           only_printed={f"({text})": 1 for text in _THREE_MONTHS}),
    Region(164, 190, "Item 2, 2 (1)(ii) Operating Results Summary"),
    Region(191, 205, "Item 2, 2 (1)(ii) Segment Results Summary"),
    Region(220, 236, "Item 2, 2 (1)(ii) i) Network Services Revenues Breakdown"),
    Region(237, 251, "Item 2, 2 (1)(ii) i) Number of Contracts and Subscription",
           only_printed={"1": 2}),                                    # two labels: 1Gbps
    Region(360, 366, "Item 2, 2 (6)(i) ", only_printed={"(58)": 1}, only_on_facts={"58": 1}),    # no minus
    Region(367, 376, "Item 2, 2 (6)(ii) ", only_printed={"(33)": 1}, only_on_facts={"33": 1}),   # no minus
    Region(378, 386, "Item 2, 2 (7)(i) "),
    Region(387, 397, "Item 2, 2 (7)(ii) "),
    Region(398, 416, "Item 2, 2 (7)(iii) "),
    Region(428, 435, "Item 3, 1 (1)(i) "),
    Region(436, 441, "Item 3, 1 (1)(ii) "),
    Region(442, 463, "Item 3, 1 (2)(i) ",
           only_printed={"(1)": 1},                                   # one (1) yen
           only_on_facts={"9": 1, "2": 1, "1": 1}),                   # nine, two (Note 1) and one, in words
    Region(541, 547, "Item 3, 1 (4) "),
    Region(548, 563, "Item 3, 1 (5) Major Shareholders", skip_second=True,
           only_on_facts={"9,167,654": 1, "5.01": 1, "6,329,602": 1, "3.46": 1}),   # Notes 4 and 5, text
    Region(573, 590, "Item 3, 1 (6)(i) ", only_on_facts={"2": 1}),     # two shares, in a note
    Region(591, 600, "Item 3, 1 (6)(ii) ", skip_second=True),
    Region(605, 669, "Item 4, 1 (1) ", skip_second=True),
    Region(670, 741, "Item 4, 1 (2) ", skip_second=True),
    Region(742, 783, "Item 4, 1 (3) ", skip_second=True),
    Region(784, 819, "Item 4, 1 (4) ",
           only_printed={"3": 1, "8": 2}),                            # its note column, in one of two tables
    Region(820, 880, "Item 4, 1 (5) ", skip_second=True),
    Region(935, 999, "Item 4, 1 Note 5 (2)"),
    Region(1000, 1021, "Item 4, 1 Note 6", only_printed={"1.010": 1, "1.504": 1}),   # 1,918 and 1,504, garbled
    Region(1022, 1044, "Item 4, 1 Note 7"),
    Region(1045, 1078, "Item 4, 1 Note 8"),
    Region(1079, 1115, "Item 4, 1 Note 9", only_printed=_NOTE_9),
    Region(1116, 1146, "Item 4, 1 Note 10"),
    Region(1172, 1194, "Item 4, 1 Note 11 (2)"),
    Region(1200, 1225, "Item 4, 1 Note 11 (3)"),
    Region(1238, 1268, "Item 4, 1 Note 11 (4)",
           only_printed={"3,000": 1, "3,004": 2}),                    # 5,660 and 5,664 doubled, misread
]
# One table of Note 5 was run together into two lines of text.
_RUN_TOGETHER = (958, 960)
_NO_FIGURES = (910, 911)     # the table that names a new standard


@pytest.fixture(scope="module")
def filing() -> list[str]:
    if not FILING.exists():
        pytest.skip("the text of the report is not here")
    return ["", *FILING.read_text(encoding="utf-8").splitlines()]


def _is_table(filing: list[str], line: int) -> bool:
    return "\t" in filing[line] or line in _RUN_TOGETHER


def _figures(filing: list[str], region: Region) -> Counter[str]:
    found: Counter[str] = Counter()
    for line in range(region.first, region.last + 1):
        if _is_table(filing, line):
            cells = filing[line].split("\t")
            if region.skip_second and len(cells) > 2:
                del cells[1]
            found.update(_NUMBER.findall(_NOT_FIGURES.sub(" ", "\t".join(cells))))
    return found


@pytest.mark.parametrize("region", [pytest.param(region, id=region.heading.strip()) for region in REGIONS])
def test_every_number_of_a_table_is_on_facts(filing: list[str], iij_path: Path, region: Region) -> None:
    printed = _figures(filing, region)
    on_facts = Counter(f.printed for f in sheets(iij_path).facts
                       if f.heading.startswith(region.heading) and f.printed != "–")
    assert printed
    assert dict(printed - on_facts) == region.only_printed
    assert dict(on_facts - printed) == region.only_on_facts


def test_no_table_is_left_out(filing: list[str]) -> None:
    covered = {line for region in REGIONS for line in range(region.first, region.last + 1)}
    assert [line for line in range(96, 1283) if _is_table(filing, line) and line not in covered] == list(_NO_FIGURES)
