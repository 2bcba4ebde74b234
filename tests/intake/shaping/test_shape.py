"""Placed facts become statements: rows, signs, sums and tables, with figures of Apple's third quarter of 2023."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from generator.intake.placing.placed import LeftOut, PlacedCompany, PlacedFact, PlacedFiling
from generator.intake.placing.reasons import IN_THE_NOTES, NO_PERIOD, OF_ANOTHER_KIND, OTHER_CURRENCY, OTHER_SCALE
from generator.intake.shaping.draft import CompanyDraft, LineDraft, RowDraft
from generator.intake.shaping.keys import give_keys
from generator.intake.shaping.misscaled import without_misscaled
from generator.intake.shaping.rows import RowInMaking
from generator.intake.shaping.shape import shape
from generator.intake.shaping.views import RowSpot
from generator.xbrl.report import FiledReport, Origin, Presentation, Presented, Span, SumLink, Tagged

_DAY = datetime.date.fromisoformat
_SPANS = {"3Q2022": ("2022-03-27", "2022-06-25"), "3Q2023": ("2023-04-02", "2023-07-01")}
_ROLE = "http://www.apple.com/role/OPERATIONS"
_REVENUE = "us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax"
_COST = "us-gaap:CostOfGoodsAndServicesSold"
_PRODUCT, _SERVICE = (("srt:ProductOrServiceAxis", f"us-gaap:{each}Member") for each in ("Product", "Service"))


def _fact(concept: str, column: str, millions: float | None, members: tuple[tuple[str, str], ...] = (),
          **tagged: object) -> PlacedFact:
    start, end = _SPANS.get(column, ("", column))
    span = Span(_DAY(end), _DAY(start) if start else None, members)
    value = None if millions is None else Decimal(str(millions)) * 1_000_000
    made = Tagged(concept, span, "USD", value, Origin("a.xml", 1), decimals=-6, **tagged)  # type: ignore[arg-type]
    return PlacedFact(made, column, "money", "USD", members)


def _company(facts: list[PlacedFact], lines: list[Presented], sums: tuple[SumLink, ...] = (),
             title: str = "2 - Statement - STATEMENTS OF OPERATIONS") -> PlacedCompany:
    report = FiledReport("xbrl", (Path("a.xml"),), tuple(fact.tagged for fact in facts), form="10-Q",
                         presentations=(Presentation(_ROLE, title, tuple(lines)),), sums=sums)
    filing = PlacedFiling(report, _DAY("2023-08-04"), "10-Q", "3Q2023", "USD", "million", tuple(facts), ())
    return PlacedCompany("Apple Inc.", "AAPL", "Nasdaq", "US-GAAP", "USD", "million", {}, (filing,))


def _line(concept: str, label: str, role: str = "terseLabel", depth: int = 1) -> Presented:
    return Presented(concept, label, role, depth, "line")


def _rows(draft: CompanyDraft) -> dict[str, RowDraft]:
    return {row.key: row for filing in draft.filings for table in filing.tables for row in table.rows}


def _lines(draft: CompanyDraft) -> dict[str, LineDraft]:
    return {line.key: line for statement in draft.statements for line in statement.lines}


@pytest.fixture
def income() -> PlacedCompany:
    figures = {_REVENUE: (82959, 81797), _COST: (47074, 45384), "us-gaap:GrossProfit": (35885, 36413)}
    facts = [_fact(concept, column, value) for concept, values in figures.items()
             for column, value in zip(_SPANS, values, strict=True)]
    facts += [_fact(_REVENUE, column, value, (member,)) for member, values in
              ((_PRODUCT, (63355, 60584)), (_SERVICE, (19604, 21213)))
              for column, value in zip(_SPANS, values, strict=True)]
    lines = [Presented(_PRODUCT[0], "", "", 1, "axis"), Presented(_PRODUCT[1], "Products", "", 2, "member"),
             Presented(_SERVICE[1], "Services", "", 2, "member"), _line(_REVENUE, "Net sales"),
             _line(_COST, "Cost of sales"), _line("us-gaap:GrossProfit", "Gross margin", "totalLabel")]
    link = SumLink(_ROLE, "us-gaap:GrossProfit", ((_REVENUE, Decimal(1)), (_COST, Decimal(-1))))
    return _company(facts, lines, (link,))


def test_rows_have_figures_as_printed_older_columns_first(income: PlacedCompany) -> None:
    draft = shape(income, None)
    table = draft.filings[0].tables[0]
    assert (table.statement, table.columns) == ("income_statement", ("3Q2022", "3Q2023"))
    assert _rows(draft)["gross_profit"].figures == ("35885", "36413")


def test_costs_tagged_and_printed_positive_are_taken_off(income: PlacedCompany) -> None:
    lines = _lines(shape(income, None))
    assert lines["gross_profit"].sum == ("revenue", "-cost_of_sales")
    assert lines["cost_of_sales"].concept == "-cost_of_sales"
    assert lines["cost_of_sales"].xbrl == (_COST,)


def test_a_negated_label_turns_the_printed_sign_and_the_sum() -> None:
    facts = [_fact(concept, column, value) for concept, values in (
        ("us-gaap:ProceedsFromIssuanceOfLongTermDebt", (0, 5228)), ("us-gaap:RepaymentsOfLongTermDebt", (6750, 11151)),
        ("us-gaap:NetCashProvidedByUsedInFinancingActivities", (-6750, -5923)))
        for column, value in zip(_SPANS, values, strict=True)]
    link = SumLink(_ROLE, "us-gaap:NetCashProvidedByUsedInFinancingActivities", (
        ("us-gaap:ProceedsFromIssuanceOfLongTermDebt", Decimal(1)), ("us-gaap:RepaymentsOfLongTermDebt", Decimal(-1))))
    draft = shape(_company(facts, [
        _line("us-gaap:ProceedsFromIssuanceOfLongTermDebt", "Proceeds"),
        _line("us-gaap:RepaymentsOfLongTermDebt", "Repayments", "negatedLabel"),
        _line("us-gaap:NetCashProvidedByUsedInFinancingActivities", "Cash used", "totalLabel")], (link,),
        "6 - Statement - STATEMENTS OF CASH FLOWS"), None)
    lines, rows = _lines(draft), _rows(draft)
    assert rows["repayments"].figures == ("(6750)", "(11151)")
    assert lines["repayments"].xbrl == ("-us-gaap:RepaymentsOfLongTermDebt",)
    assert lines["cash_from_financing"].sum == ("proceeds",
                                                "repayments")


def test_a_sum_that_no_column_bears_out_is_not_written(income: PlacedCompany) -> None:
    report = income.filings[0].report
    wrong = SumLink(_ROLE, "us-gaap:GrossProfit", ((_REVENUE, Decimal(1)), (_COST, Decimal(1))))
    filing = replace(income.filings[0], report=replace(report, sums=(wrong,)))
    lines = _lines(shape(replace(income, filings=(filing,)), None))
    assert lines["gross_profit"].sum == ("revenue", "-cost_of_sales")  # found by what they mean, and by arithmetic


def test_products_are_rows_that_add_up_to_the_whole(income: PlacedCompany) -> None:
    lines = _lines(shape(income, None))
    parts = lines["revenue"].sum
    assert [lines[part].label for part in parts] == ["Products", "Services"]
    assert lines[parts[0]].xbrl == (f"{_REVENUE}@us-gaap:ProductMember",)


def test_a_period_of_which_only_notes_speak_is_no_column(income: PlacedCompany) -> None:
    _SPANS["9M2023"] = ("2022-09-25", "2023-07-01")
    note = _fact("us-gaap:GrossProfit", "9M2023", 128721)
    del _SPANS["9M2023"]
    filing = replace(income.filings[0], facts=(*income.filings[0].facts, note))
    draft = shape(replace(income, filings=(filing,)), None)
    assert draft.filings[0].tables[0].columns == ("3Q2022", "3Q2023")
    assert [left.reason for left in draft.filings[0].left if left.tagged is note.tagged] == [IN_THE_NOTES]


def test_an_amount_of_the_text_is_not_in_the_place_of_a_printed_one() -> None:
    assets = [("us-gaap:AssetsCurrent", 122659), ("us-gaap:AssetsNoncurrent", 212379), ("us-gaap:Assets", 335038)]
    facts = [_fact(concept, "2023-07-01", value) for concept, value in assets]
    about = Tagged("us-gaap:CommercialPaper", Span(_DAY("2023-07-01")), "USD", Decimal(4_000_000_000),
                   Origin("a.xml", 9), decimals=-9)
    facts.append(PlacedFact(about, "2023-07-01", "money", "USD"))
    draft = shape(_company(facts, [_line(concept, concept) for concept, _ in assets] + [
        _line("us-gaap:CommercialPaper", "Commercial paper")], title="4 - Statement - BALANCE SHEETS"), None)
    assert set(_rows(draft)) == {"current_assets", "non_current_assets", "total_assets"}


@pytest.mark.parametrize("is_first", [True, False])
def test_a_translation_for_convenience_is_not_in_the_place_of_a_printed_figure(income: PlacedCompany,
                                                                               is_first: bool) -> None:
    """As Chinese filers print the newest year in yuan and in dollars, side by side."""
    filing = income.filings[0]
    dollars = tuple(replace(fact, currency="EUR", tagged=replace(fact.tagged, value=fact.tagged.value / 7, unit="EUR"))
                    for fact in filing.facts if fact.column == "3Q2023" and fact.tagged.value)
    both = (*dollars, *filing.facts) if is_first else (*filing.facts, *dollars)
    draft = shape(replace(income, filings=(replace(filing, facts=both),)), None)
    assert _rows(draft)["gross_profit"].figures == ("35885", "36413")
    assert Counter(left.reason for left in draft.filings[0].left)[OTHER_CURRENCY] == len(dollars)


def test_nil_stays_nil_and_what_is_not_there_is_blank(income: PlacedCompany) -> None:
    other = "us-gaap:OtherNonoperatingIncomeExpense"
    filing = income.filings[0]
    report = filing.report
    shown = replace(report.presentations[0], lines=(*report.presentations[0].lines, _line(other, "Other")))
    filing = replace(filing, report=replace(report, presentations=(shown,)),
                     facts=(*filing.facts, _fact(other, "3Q2022", None)))
    assert _rows(shape(replace(income, filings=(filing,)), None))["other"].figures == (
        "nil", "~")


def test_every_fact_is_in_a_row_or_left_with_a_reason(income: PlacedCompany) -> None:
    draft = shape(income, None)
    placed = {id(fact) for row in _rows(draft).values() for fact in row.facts if fact}
    assert len(placed) + len(draft.filings[0].left) == len(income.filings[0].facts)


def test_shares_that_one_filing_tags_in_thousands_are_left_out_and_told(income: PlacedCompany) -> None:
    """Apple's filing of April 2014 tags 899,213 (thousand) as 899,213 shares."""
    def filing(value: int) -> PlacedFiling:
        tagged = Tagged("us-gaap:CommonStockSharesIssued", Span(_DAY("2013-09-28")), "shares", Decimal(value),
                        Origin("a.xml", 1))
        fact = PlacedFact(tagged, "2013-09-28", "shares")
        return replace(income.filings[0], facts=(*income.filings[0].facts, fact))

    right, wrong = without_misscaled((filing(899_213_000), filing(899_213)))[:2]
    assert len(right.facts) == len(wrong.facts) + 1
    assert [left.reason for left in wrong.left] == [OTHER_SCALE]
    assert "another scale" in wrong.remarks[-1]


@pytest.mark.parametrize(("labels", "keys"), [
    (["^Net sales:", "Products", "Services"], ["net_sales_caption", "products", "services"]),
    (["^Net sales:", "Products", "^Cost of sales:", "Products"],
     ["net_sales_caption", "net_sales_products", "cost_of_sales_caption", "cost_of_sales_products"]),
    (["Other income/(expense), net", "Other income/(expense), net"],
     ["other_income_expense_net", "other_income_expense_net_2"]),
    (["^Shareholders’ equity:", "売上高", "No"],
     ["shareholders_equity_caption", "cash_and_due_from_banks", "no_line"])])
def test_keys_are_what_someone_would_type(labels: list[str], keys: list[str]) -> None:
    """The label's words; where two rows have one label the caption above tells them apart."""
    rows = [RowInMaking([] if label.startswith("^") else [RowSpot("us-gaap:CashAndDueFromBanks")], label.lstrip("^"))
            for label in labels]
    give_keys(rows)
    assert [row.key for row in rows] == keys


def test_periods_and_dates_of_one_statement_stand_in_two_tables() -> None:
    """Netflix's parenthetical statements have shares under dates and a cost under periods."""
    facts = [PlacedFact(Tagged("us-gaap:CommonStockSharesIssued", Span(_DAY(day)), "shares", Decimal(value),
                               Origin("a.xml", 1)), day, "shares")
             for day, value in (("2022-09-24", 15_943_425_000), ("2023-07-01", 15_647_868_000))]
    facts += [_fact("us-gaap:ShareBasedCompensation", column, value)
              for column, value in zip(_SPANS, (2243, 2617), strict=True)]
    draft = shape(_company(facts, [_line("us-gaap:CommonStockSharesIssued", "Shares issued"),
                                   _line("us-gaap:ShareBasedCompensation", "Of this, compensation")],
                           title="3 - Statement - BALANCE SHEETS (Parenthetical)"), None)
    tables = draft.filings[0].tables
    assert [(table.columns, [row.key for row in table.rows]) for table in tables] == [
        (("3Q2022", "3Q2023"), ["of_this_compensation"]), (("2022-09-24", "2023-07-01"), ["shares_issued"])]
    assert _lines(draft)["of_this_compensation"].more["additivity"] == "flow"


def test_what_is_of_periods_is_not_put_under_a_date() -> None:
    """A slip of tagging: the same element once for a day."""
    facts = [_fact("us-gaap:ShareBasedCompensation", column, 2243) for column in (*_SPANS, "2023-07-01")]
    facts += [_fact("us-gaap:OtherAssets", "2023-07-01", 5)]
    draft = shape(_company(facts, [_line("us-gaap:ShareBasedCompensation", "Compensation"),
                                   _line("us-gaap:OtherAssets", "Assets")],
                           title="3 - Statement - BALANCE SHEETS (Parenthetical)"), None)
    assert [left.reason for left in draft.filings[0].left] == [OF_ANOTHER_KIND]
    assert [table.columns for table in draft.filings[0].tables] == [("3Q2022", "3Q2023"), ("2023-07-01",)]


def test_shares_issued_add_up_and_shares_outstanding_on_average_do_not() -> None:
    """Netflix's statement of equity of 2009: bought back shares stand below zero, and are no average."""
    elements = ("us-gaap:StockRepurchasedAndRetiredDuringPeriodShares", "us-gaap:ProfitLoss", "own:AverageShares")
    made = [replace(_fact(element, column, -7.371314), counts="shares") if "Shares" in element
            else _fact(element, column, 115.86) for element in elements for column in _SPANS]
    lines = _lines(shape(_company(made, [_line(element, element[-9:]) for element in elements]), None))
    assert [line.more.get("additivity") for line in lines.values()] == [None, None, "average"]


def test_flows_that_are_of_no_quarter_say_why_the_newest_columns_are_older() -> None:
    """AEON Biopharma's third quarter of 2023: a successor began on 22 July."""
    tagged = Tagged("us-gaap:NetIncomeLoss", Span(_DAY("2023-09-30"), _DAY("2023-07-22")), "USD", Decimal(43_875_000),
                    Origin("a.xml", 1))
    facts = [_fact("us-gaap:Assets", "2023-09-30", 9), _fact("us-gaap:Liabilities", "2023-09-30", 7)]
    company = _company(facts, [_line("us-gaap:Assets", "Assets"), _line("us-gaap:Liabilities", "Liabilities")],
                       title="2 - Statement - BALANCE SHEETS")
    filing = replace(company.filings[0], left=(LeftOut(tagged, NO_PERIOD),))
    head = shape(replace(company, filings=(filing,)), None).filings[0].head
    assert head["year_is_right"] == ("its flows up to 2023-09-30 are of durations that are no quarters "
                                     "(2023-07-22 to 2023-09-30)")
    assert "year_is_right" not in shape(company, None).filings[0].head


def test_shares_issued_in_a_period_are_a_flow() -> None:
    def counted(concept: str, value: int) -> list[PlacedFact]:
        return [replace(fact, tagged=replace(fact.tagged, unit="shares"), counts="shares", currency="")
                for fact in (_fact(concept, column, value) for column in _SPANS)]
    concepts = ("us-gaap:StockRepurchasedDuringPeriodShares", "us-gaap:StockIssuedDuringPeriodSharesNewIssues")
    draft = shape(_company([fact for each in concepts for fact in counted(each, 5)],
                           [_line(each, each[8:]) for each in concepts],
                           title="5 - Statement - STATEMENTS OF SHAREHOLDERS' EQUITY"), None)
    assert {line.more.get("additivity", "flow") for line in _lines(draft).values()} == {"flow"}
