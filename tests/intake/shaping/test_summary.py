"""The summary of Japanese reports: Ricoh Leasing's of FY2023, with real figures, and variations of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from generator.inputs.load import load_inputs
from generator.intake.bring_in import put_in
from generator.intake.placing.place import place
from generator.intake.shaping.draft import CompanyDraft, TableDraft
from generator.intake.shaping.shape import shape
from generator.xbrl.report import FiledReport, Origin, PrintedRow, PrintedTable, Tagged
from tests.intake.filed import fact, report, text

YEARS = {"FY2022": "2022-04-01..2023-03-31", "FY2023": "2023-04-01..2024-03-31", "FY2024": "2024-04-01..2025-03-31"}
GROUP = ("tse-ed-t:ConsolidatedNonconsolidatedAxis", "tse-ed-t:ConsolidatedMember")
ALONE = ("tse-ed-t:ConsolidatedNonconsolidatedAxis", "tse-ed-t:NonConsolidatedMember")


def told(kind: str) -> tuple[str, str]:
    return "tse-ed-t:ResultForecastAxis", f"tse-ed-t:{kind}Member"


def amount(name: str, millions: int | None, when: str, kind: str = "Result", decimals: int = -6) -> Tagged:
    value = None if millions is None else millions * 10 ** -decimals
    return fact(f"tse-ed-t:{name}", value, YEARS.get(when, when), GROUP, told(kind), unit="JPY", decimals=decimals,
                scale=-decimals)


def rate(name: str, value: str | None, when: str, kind: str = "Result") -> Tagged:
    return fact(f"tse-ed-t:{name}", value, YEARS.get(when, when), GROUP, told(kind), unit="pure", decimals=3, scale=-2)


def dividend(quarter: str, yen: str | None, when: str, kind: str = "Result") -> Tagged:
    return fact("tse-ed-t:DividendPerShare", yen, YEARS[when], ALONE, told(kind),
                ("tse-ed-t:AnnualDividendPaymentScheduleAxis", f"tse-ed-t:{quarter}Member"), unit="JPY/shares",
                decimals=2, scale=0)


RESULTS = (
    amount("NetSales", 308335, "FY2023"), rate("ChangeInNetSales", "0.032", "FY2023"),
    amount("NetSales", 298889, "FY2022"), rate("ChangeInNetSales", "-0.016", "FY2022"),
    amount("TotalAssets", 1247276, "2024-03-31"), amount("TotalAssets", 1236921, "2023-03-31"),
    rate("CapitalAdequacyRatio", "0.178", "2024-03-31"))
DIVIDENDS = (
    dividend("FirstQuarter", None, "FY2023"), dividend("SecondQuarter", "75.00", "FY2023"),
    dividend("ThirdQuarter", None, "FY2023"), dividend("YearEnd", "75.00", "FY2023"),
    dividend("Annual", "150.00", "FY2023"),
    dividend("SecondQuarter", "80.00", "FY2024", "Forecast"), dividend("YearEnd", "85.00", "FY2024", "Forecast"),
    dividend("Annual", "165.00", "FY2024", "Forecast"))
FORECAST = (amount("NetSales", 315000, "FY2024", "Forecast"), rate("ChangeInNetSales", "0.022", "FY2024", "Forecast"),
            amount("NetSales", None, "FY2024", "Upper"), amount("NetSales", None, "FY2024", "Lower"))


def filing(*facts: Tagged) -> FiledReport:
    cover = (text("tse-ed-t:FilingDate", "2024-05-02", "2024-03-31"),
             text("tse-ed-t:DocumentName", "決算短信〔日本基準〕（連結）", "2024-03-31"),
             text("tse-ed-t:SecuritiesCode", "85660", "2024-03-31"))
    return report(*cover, *facts, kind="inline")


def shaped(*facts: Tagged, pages: Sequence[PrintedTable] = ()) -> CompanyDraft:
    return shape(place([replace(filing(*facts), pages=tuple(pages))]), None)


def tables(draft: CompanyDraft, statement: str) -> list[tuple[tuple[str, ...], dict[str, tuple[str, ...]]]]:
    return [(each.columns, {row.key: row.figures for row in each.rows})
            for each in drafts(draft) if each.statement == statement]


def drafts(draft: CompanyDraft) -> tuple[TableDraft, ...]:
    (only,) = draft.filings
    return only.tables


def test_growth_stands_behind_its_periods_and_balances_stand_under_dates() -> None:
    draft = shaped(*RESULTS)
    assert tables(draft, "selected_data") == [
        (("FY2022", "FY2022 yoy", "FY2023", "FY2023 yoy"), {"revenue": ("298889", "(1.6)", "308335", "3.2")}),
        (("2023-03-31", "2024-03-31"), {"total_assets": ("1236921", "1247276"),
                                        "capital_adequacy_ratio": ("~", "17.8")})]
    assert draft.statements[0].members["yoy"]["growth"] is True


def test_a_dash_in_the_place_of_growth_is_a_dash() -> None:
    draft = shaped(*RESULTS[2:], amount("NetSales", 308335, "FY2023"), rate("ChangeInNetSales", None, "FY2023"))
    assert tables(draft, "selected_data")[0][1] == {"revenue": ("298889", "(1.6)", "308335", "nil")}


def test_growth_of_what_is_not_there_is_a_row_of_its_own() -> None:
    draft = shaped(*RESULTS, rate("ChangeInOperatingIncome", "-0.010", "FY2023"))
    assert tables(draft, "selected_data")[0][1]["change_in_operating_income"] == ("~", "~", "(1.0)", "~")


def test_dividends_stand_under_their_record_dates_and_their_total_under_the_year() -> None:
    draft = shaped(*RESULTS, *DIVIDENDS)
    assert tables(draft, "dividends") == [
        (("FY2023",), {"dividend_of_year": ("150.00",)}),
        (("2023-06-30", "2023-09-30", "2023-12-31", "2024-03-31"),
         {"dividend_per_share": ("nil", "75.00", "nil", "75.00")}),
        (("2024-09-30", "2025-03-31", "FY2024"), {"dividend_per_share": ("80.00", "85.00", "165.00")})]
    lines = {line.key: line for each in draft.statements if each.key == "dividends" for line in each.lines}
    assert {key: line.concept for key, line in lines.items()} == {
        "dividend_per_share": "dividend_per_share", "dividend_of_year": "dividend_of_year"}
    assert lines["dividend_of_year"].xbrl == ("tse-ed-t:DividendPerShare@tse-ed-t:AnnualMember",)


def test_total_dividends_of_the_year_are_the_groups_too() -> None:
    total = fact("tse-ed-t:TotalDividendPaidAnnual", 4623000000, YEARS["FY2023"], ALONE, told("Result"),
                 ("tse-ed-t:AnnualDividendPaymentScheduleAxis", "tse-ed-t:AnnualMember"), unit="JPY", decimals=-6)
    assert tables(shaped(*RESULTS, *DIVIDENDS, total), "dividends")[0] == (
        ("FY2023",), {"dividend_of_year": ("150.00",), "total_dividend_paid_annual": ("4623",)})


def test_forecasts_stand_in_tables_of_forecasts_alone() -> None:
    (table,) = (each for each in drafts(shaped(*RESULTS, *FORECAST)) if each.more.get("forecast"))
    assert table.columns == ("FY2024", "FY2024 yoy")
    assert [(row.key, row.figures) for row in table.rows] == [("revenue", ("315000", "2.2"))]
    draft = shaped(*RESULTS, *FORECAST)
    assert not any("FY2024" in column for each in drafts(draft) if not each.more.get("forecast")
                   for column in each.columns)


def test_a_range_has_its_ends() -> None:
    ends = (amount("NetSales", 310000, "FY2024", "Lower"), amount("NetSales", 320000, "FY2024", "Upper"),
            rate("ChangeInNetSales", "0.005", "FY2024", "Lower"), rate("ChangeInNetSales", "0.038", "FY2024", "Upper"))
    (table,) = (each for each in drafts(shaped(*RESULTS, *ends)) if each.more.get("forecast"))
    assert table.columns == ("FY2024 low", "FY2024 high", "FY2024 yoy low", "FY2024 yoy high")
    assert table.rows[0].figures == ("310000", "320000", "0.5", "3.8")


def test_what_is_only_forecast_is_a_row() -> None:
    draft = shaped(*RESULTS, *FORECAST, amount("OperatingIncome", 21100, "FY2024", "Forecast"))
    (table,) = (each for each in drafts(draft) if each.more.get("forecast"))
    assert {row.key: row.figures for row in table.rows} == {"revenue": ("315000", "2.2"),
                                                            "operating_profit": ("21100", "~")}


def test_a_summary_in_millions_beside_statements_in_thousands_keeps_its_scale() -> None:
    thousands = [fact(f"jppfs_cor:{name}", value * 1000, YEARS["FY2023"], unit="JPY", decimals=-3, scale=3)
                 for name, value in (("NetSales", 308335123), ("CostOfSales", 262768456), ("GrossProfit", 45566667),
                                     ("OperatingIncome", 21010334), ("OrdinaryIncome", 21544445))]
    table = next(each for each in drafts(shaped(*RESULTS, *thousands)) if each.statement == "selected_data")
    assert table.more["scale"] == {"amount": "million"} and table.rows[0].figures[2] == "308335"


def printed(facts: Sequence[Tagged]) -> tuple[list[Tagged], PrintedTable]:
    """The first table of the summary as its page has it: periods in rows, what they are of above the columns."""
    rows = {"2024年３月期": facts[:2], "2023年３月期": facts[2:4]}
    tagged = [replace(each, label=label, cell=(0, number + 2, column + 1), origin=Origin("a.htm", 1))
              for number, (label, cells) in enumerate(rows.items()) for column, each in enumerate(cells)]
    page = PrintedTable(Origin("a.htm", 1), "１．2024年３月期の連結業績", (
        PrintedRow("売上高", ()), PrintedRow("百万円", ()),
        *(PrintedRow(label, (number * 2 + 3, number * 2 + 4)) for number, label in enumerate(rows))),
        {1: ("売上高", "百万円"), 2: ("売上高", "％")})
    return tagged, page


def test_rows_are_called_as_the_heads_of_their_columns() -> None:
    tagged, page = printed(RESULTS)
    draft = shaped(*tagged, *RESULTS[4:], pages=[page])
    assert next(line.label for line in draft.statements[0].lines if line.key == "revenue") == "売上高"


def test_employees_and_multiples_are_no_percentages() -> None:
    def of(name: str, value: str, when: str, scale: int) -> Tagged:
        return fact(f"jpcrp_cor:{name}", value, when, unit="pure", decimals=3 if scale else 0, scale=scale)

    draft = shaped(fact("jpcrp_cor:NetSalesSummaryOfBusinessResults", 308335000000, YEARS["FY2023"], unit="JPY",
                        decimals=-6, scale=6),
                   of("NumberOfEmployees", "117300", "2024-03-31", 0),
                   of("PriceEarningsRatioSummaryOfBusinessResults", "13.3", YEARS["FY2023"], 0),
                   of("RateOfReturnOnEquitySummaryOfBusinessResults", "0.180", YEARS["FY2023"], -2))
    figures = {row.key: row.figures for each in drafts(draft) for row in each.rows}
    assert figures["employees"] == ("117300",) and figures["rate_of_return_on_equity"] == ("18.0",)
    assert figures["price_earnings_ratio"] == ("13.3",)
    units = {line.key: line.more.get("unit") for line in draft.statements[0].lines}
    assert (units["employees"], units["price_earnings_ratio"]) == ("persons", "times")


@pytest.mark.parametrize("facts", [(*RESULTS, *DIVIDENDS, *FORECAST), RESULTS])
def test_the_draft_is_read_and_proved(facts: Sequence[Tagged], tmp_path: Path) -> None:
    source = filing(*facts)
    brought = put_in(shape(place([source]), None), [source], tmp_path / "company", None)
    assert brought.is_written and brought.facts == brought.placed + sum(count for _, count in brought.left)
    assert not [reason for reason, _ in brought.left if "no stage" in reason]


def test_rows_of_the_filers_own_stand_where_edinets_csv_has_them() -> None:
    """Technopro's lease liabilities of 2019-09-30 stand between rows of its balance sheet, in million yen."""
    own = "jpcrp040300-q1r_E31030-000"
    names = (("jpigp_cor:BondsAndBorrowingsCLIFRS", 4377), (f"{own}:LeaseLiabilitiesCurrentCLIFRS", 5282),
             ("jpigp_cor:OtherFinancialLiabilitiesCLIFRS", 2598))
    quarter = "2019-07-01..2019-09-30"
    facts = [fact(name, value * 1000000, "2019-09-30", unit="JPY") for name, value in names]
    notes = [fact("jppfs_cor:WorkInProcess", 77000000, "2019-09-30", unit="JPY")]
    source = report(*facts, fact("jpigp_cor:RevenueIFRS", 38896000000, quarter, unit="JPY"),
                    fact("jpigp_cor:ProfitLossIFRS", 2658000000, quarter, unit="JPY"),
                    text("jpcrp_cor:NotesTextBlock", "notes", "2019-09-30"), *notes, kind="edinet-csv",
                    filed="2019-11-01")
    draft = shape(place([source]), None)
    rows = {each.statement: [row.key for row in each.rows] for each in drafts(draft)}
    assert rows["balance_sheet"] == ["current_borrowings", "lease_liabilities_current_cl",
                                     "other_financial_liabilities_cl"]
    assert [each.tagged.concept for each in draft.filings[0].left] == ["jpcrp_cor:NotesTextBlock",
                                                                       "jppfs_cor:WorkInProcess"]


def test_the_next_report_finds_its_rows_again(tmp_path: Path) -> None:
    """Ricoh Leasing's first quarter of FY2024 in form; rows, growth and record dates are those that are there."""
    first = filing(*RESULTS, *DIVIDENDS, *FORECAST)
    put_in(shape(place([first]), None), [first], tmp_path / "company", None)
    before = (tmp_path / "company" / "statements.yaml").read_text(encoding="utf-8")
    quarter, year_ago = "2024-04-01..2024-06-30", "2023-04-01..2023-06-30"
    second = report(
        text("tse-ed-t:FilingDate", "2024-08-02", "2024-06-30"),
        text("tse-ed-t:DocumentName", "第１四半期決算短信〔日本基準〕（連結）", "2024-06-30"),
        text("tse-ed-t:SecuritiesCode", "85660", "2024-06-30"),
        amount("NetSales", 77000, quarter), rate("ChangeInNetSales", "0.027", quarter),
        amount("NetSales", 75000, year_ago),
        amount("TotalAssets", 1250000, "2024-06-30"), amount("TotalAssets", 1247276, "2024-03-31"),
        dividend("FirstQuarter", None, "FY2024"), dividend("YearEnd", "75.00", "FY2023"), *FORECAST, kind="inline")
    inputs = load_inputs(tmp_path / "company")
    draft = shape(place([second], inputs), inputs)
    brought = put_in(draft, [second], tmp_path / "company", inputs)
    assert brought.is_written
    assert (tmp_path / "company" / "statements.yaml").read_text(encoding="utf-8") == before
    assert tables(draft, "selected_data")[0] == (
        ("1Q2023", "1Q2024", "1Q2024 yoy"), {"revenue": ("75000", "77000", "2.7")})
    assert tables(draft, "dividends") == [(("2024-03-31", "2024-06-30"), {"dividend_per_share": ("75.00", "nil")})]
