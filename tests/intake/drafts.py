"""Drafts made by hand from real figures: Apple's third quarter of fiscal 2023, and what its data would hold beside."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from generator.intake.placing.placed import LeftOut, PlacedCompany, PlacedFact, PlacedFiling
from generator.intake.shaping.draft import CompanyDraft, FilingDraft, LineDraft, RowDraft, StatementDraft, TableDraft
from generator.xbrl.report import FiledReport, Origin, Span, Tagged

SOURCE = "aapl-20230701_htm.xml"
FISCAL_YEAR: Mapping[str, object] = {
    "named_after": "end", "starts": datetime.date(2021, 9, 26),
    "years": {"FY2022": ["2021-12-25", "2022-03-26", "2022-06-25", "2022-09-24"],
              "FY2023": ["2022-12-31", "2023-04-01", "2023-07-01", "2023-09-30"]}}
SPANS = {"3Q2022": Span(datetime.date(2022, 6, 25), datetime.date(2022, 3, 27)),
         "3Q2023": Span(datetime.date(2023, 7, 1), datetime.date(2023, 4, 2)),
         "1Q2023": Span(datetime.date(2022, 12, 31), datetime.date(2022, 9, 25)),
         "2022-09-24": Span(datetime.date(2022, 9, 24)), "2023-07-01": Span(datetime.date(2023, 7, 1)),
         "2022-12-31": Span(datetime.date(2022, 12, 31))}
INCOME = {
    "net_sales": ("Net sales", "us-gaap:Revenues", "revenue", (), (82959, 81797)),
    "cost_of_sales": ("Cost of sales", "us-gaap:CostOfRevenue", "", (), (47074, 45384)),
    "gross_margin": ("Gross margin", "us-gaap:GrossProfit", "gross_profit", ("net_sales", "-cost_of_sales"),
                     (35885, 36413)),
    "research": ("Research and development", "us-gaap:ResearchAndDevelopmentExpense", "", (), (6797, 7442)),
    "sga": ("Selling, general and administrative", "us-gaap:SellingGeneralAndAdministrativeExpense", "", (),
            (6012, 5973)),
    "opex": ("Total operating expenses", "us-gaap:OperatingExpenses", "", ("research", "sga"), (12809, 13415)),
    "operating_income": ("Operating income", "us-gaap:OperatingIncomeLoss", "operating_profit",
                         ("gross_margin", "-opex"), (23076, 22998))}
BALANCE = {
    "current": ("Total current assets", "us-gaap:AssetsCurrent", "current_assets", (), (135405, 122659)),
    "non_current": ("Total non-current assets", "us-gaap:AssetsNoncurrent", "non_current_assets", (), (217350, 212379)),
    "assets": ("Total assets", "us-gaap:Assets", "total_assets", ("current", "non_current"), (352755, 335038))}
Lines = Mapping[str, tuple[str, str, str, tuple[str, ...], tuple[int, ...]]]


def tagged(concept: str, column: str, millions: int, line: int = 1, file: str = SOURCE) -> Tagged:
    return Tagged(concept, SPANS[column], "USD", Decimal(millions) * 1_000_000, Origin(file, line), decimals=-6)


def placed(concept: str, column: str, millions: int, line: int = 1) -> PlacedFact:
    return PlacedFact(tagged(concept, column, millions, line), column, "money", "USD")


@dataclass
class Made:
    """A draft in the making: statements and a filing's tables, with every fact."""

    company: str = "Apple Inc."
    statements: list[StatementDraft] = field(default_factory=list)
    tables: list[TableDraft] = field(default_factory=list)
    facts: list[PlacedFact] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    line: int = 100

    def statement(self, key: str, title: str, sheet: str, additivity: str, columns: Sequence[str], lines: Lines,
                  without: str = "", is_new: bool = True) -> Made:
        """A statement and its table; of a row that is ``without`` its facts are left out."""
        rows, items = [], []
        for name, (label, concept, meaning, parts, figures) in lines.items():
            self.line += 10
            facts = tuple(placed(concept, column, figure, self.line)
                          for column, figure in zip(columns, figures, strict=False))
            if name == without:
                self.left += [LeftOut(each.tagged, "not on a statement") for each in facts]
                continue
            self.facts += facts
            held = tuple(each for each in parts if each.lstrip("-") != without)
            items.append(LineDraft(name, label, sum=held, concept=meaning, xbrl=(concept,)))
            rows.append(RowDraft(name, tuple(map(str, figures)), facts))
        self.statements.append(StatementDraft(key, title, sheet, "amount", additivity, tuple(items), is_new=is_new))
        self.tables.append(TableDraft(statement=key, heading=title, rows=tuple(rows), columns=tuple(columns)))
        return self

    def draft(self, period: str = "3Q2023", filed: datetime.date = datetime.date(2023, 8, 4), is_new: bool = True,
              title: str = "Form 10-Q for the quarter ended July 1, 2023") -> CompanyDraft:
        report = FiledReport("xbrl", (Path(SOURCE),),
                             tuple([each.tagged for each in self.facts] + [each.tagged for each in self.left]),
                             name=self.company, form="10-Q")
        filing = PlacedFiling(report, filed, title, period, "USD", "million", tuple(self.facts), tuple(self.left))
        company = PlacedCompany(self.company, "AAPL", "Nasdaq", "US-GAAP", "USD", "million", FISCAL_YEAR, (filing,))
        head = {"title": title, "filed": filed, "assurance": "unreviewed"}
        return CompanyDraft(company, is_new, tuple(self.statements), (
            FilingDraft(f"{filed}_{period.lower()}.yaml", filed, head, tuple(self.tables), ()),))


def apple(without: str = "", income: Lines = INCOME) -> CompanyDraft:
    """The third quarter; ``without`` names a row that nobody shaped, whose facts are left out."""
    made = Made().statement("income_statement", "CONDENSED CONSOLIDATED STATEMENTS OF OPERATIONS", "Income Statement",
                            "flow", ("3Q2022", "3Q2023"), income, without)
    return made.statement("balance_sheet", "CONDENSED CONSOLIDATED BALANCE SHEETS", "Balance Sheet", "instant",
                          ("2022-09-24", "2023-07-01"), BALANCE, without).draft()


def first_quarter(extra: bool = False) -> CompanyDraft:
    """The first quarter of the same year, filed before; ``extra`` brings a line more in front of the total."""
    lines: Lines = {"net_sales": (*INCOME["net_sales"][:4], (117154,))}
    if extra:
        lines = {"net_sales": lines["net_sales"],
                 "services": ("Services: net", "us-gaap:ServiceRevenue", "", (), (20766,))}
    made = Made().statement("income_statement", "CONDENSED CONSOLIDATED STATEMENTS OF OPERATIONS", "Income Statement",
                            "flow", ("1Q2023",), lines, is_new=False)
    made.statements = [replace(each, lines=tuple(replace(line, after="net_sales") for line in each.lines
                                                 if line.key == "services")) for each in made.statements]
    return made.draft("1Q2023", datetime.date(2023, 2, 3), is_new=False,
                      title="Form 10-Q for the quarter ended December 31, 2022")


def reports(draft: CompanyDraft) -> list[FiledReport]:
    return [each.report for each in draft.company.filings]
