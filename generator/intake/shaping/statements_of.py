"""Which presentations of a filing are its primary statements: by their names, and surer by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.xbrl.report import Presentation


@dataclass(frozen=True)
class StatementKind:
    """A kind of statement: its key, its sheet, what its figures are over time, and its title where none is printed."""

    key: str
    sheet: str
    additivity: str
    title: str


INCOME, COMPREHENSIVE, BALANCE, CASH, EQUITY, SHARES, EARNINGS, SUMMARY, DIVIDENDS = (
    "income_statement", "comprehensive_income", "balance_sheet", "cash_flow", "changes_in_equity", "share_data",
    "earnings_per_share", "selected_data", "dividends")
KINDS: Mapping[str, StatementKind] = {each.key: each for each in (
    StatementKind(INCOME, "Income Statement", "flow", "Statements of Income"),
    StatementKind(COMPREHENSIVE, "Comprehensive Income", "flow", "Statements of Comprehensive Income"),
    StatementKind(BALANCE, "Balance Sheet", "instant", "Balance Sheets"),
    StatementKind(CASH, "Cash Flow", "flow", "Statements of Cash Flows"),
    StatementKind(EQUITY, "Changes in Equity", "flow", "Statements of Changes in Equity"),
    StatementKind(EARNINGS, "Notes", "flow", "Earnings per Share"),
    StatementKind(SUMMARY, "Notes", "flow", "Selected Data"),
    StatementKind(SHARES, "Notes", "instant", "Shares"),
    StatementKind(DIVIDENDS, "Per Share", "instant", "Dividends"))}
"""In the order of statements.yaml; the first printing of a figure is that of the earlier kind."""

_PARENTHETICAL = re.compile(r"parenthetical|注記事項", re.I)
_NO_STATEMENT = re.compile(
    r"details|disclosure|policies|\btables\b|textblock|rol_notes|parent company only|condensed financial information"
    r"|supplement|schedule|rol_businessresults|summaryofbusinessresults", re.I)
_STATEMENT = re.compile(r"^\s*\S+\s+-\s+Statement\s+-\s+", re.I)
_NUMBER = re.compile(r"^\s*(\[\d{3,}\w*\]|\d{6}\w*\s*[-–])\s*(?=\S)")
"""Stands before the names of roles that follow the IFRS taxonomy: [310000] Income statement."""
_TYPED = re.compile(r"^\s*\S+\s+-\s+(\w+)\s+-\s+")
_NAMES = (
    (CASH, re.compile(r"cash\s*flow|キャッシュ・?フロー", re.I)),
    (EQUITY, re.compile(
        r"(stock|share)?(holder|owner)s?\W*s?\W*\s*(equity|deficit|investment)"
        r"|changes\s*in\s*(net\s*assets|(total\s*)?equity|capital)"
        r"|statements?\s*of\s*(consolidated\s*)?(equity|capital)\b|株主資本等変動|持分変動|純資産変動", re.I)),
    (BALANCE, re.compile(r"balance\s*sheet|financial\s*(position|condition)|貸借対照表|財政状態", re.I)),
    (INCOME, re.compile(r"(operations|income|earnings|profit\s*or\s*loss|profit\s*and\s*loss|profit\s*\(loss\))"
                        r".*comprehensive|損益及び包括利益", re.I)),
    (COMPREHENSIVE, re.compile(r"comprehensive|包括利益", re.I)),
    (INCOME, re.compile(r"operations|income|earnings|profit\s*(or|and)?\s*\(?loss|損益", re.I)),
)
_HOLDS = (
    (BALANCE, re.compile(r":(Assets|AssetsIFRS|LiabilitiesAndStockholdersEquity|LiabilitiesAndNetAssets"
                         r"|LiabilitiesAndEquityIFRS|EquityAndLiabilities)$")),
    (CASH, re.compile(r":(NetCashProvidedBy(UsedIn)?OperatingActivities\w*|CashFlowsFromUsedInOperatingActivities)$")),
    (COMPREHENSIVE, re.compile(r":(ComprehensiveIncome(NetOfTax|IFRS)?|ComprehensiveIncomeNetOfTax\w*)$")),
    (INCOME, re.compile(r":(IncomeTaxExpense\w*|IncomeTaxes|EarningsPerShareBasic\w*|BasicEarningsLossPerShare\w*"
                        r"|OperatingIncomeLoss|OperatingIncome|ProfitLossBeforeTax|ProfitLossBeforeTaxIFRS)$")),
)
"""What only a statement of its kind holds, with few exceptions; the first that fits."""


def kind_of(presentation: Presentation) -> str:
    """The kind of statement that a presentation is, empty where it is none (a note, a cover, a table of contents)."""
    name = presentation.role.rsplit("/", 1)[-1]
    title = presentation.title or name
    typed = _TYPED.match(title)
    if typed and typed[1].lower() != "statement":
        return ""
    words = _STATEMENT.sub("", title) + " " + re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    if not typed and _NO_STATEMENT.search(words.replace(" ", "")):
        return ""
    if _PARENTHETICAL.search(words):
        return SHARES
    lines = [line.concept for line in presentation.lines if line.kind == "line"]
    named = next((kind for kind, pattern in _NAMES if pattern.search(words)), "")
    held = {kind for kind, pattern in _HOLDS if any(map(pattern.search, lines))}
    if named == EQUITY or (any(re.search("equity", line.concept, re.I) for line in presentation.lines
                               if line.kind == "axis") and not held & {BALANCE, CASH}):
        return EQUITY if named in ("", EQUITY) or BALANCE not in held else named
    if BALANCE in held and named in ("", BALANCE):
        return BALANCE
    if CASH in held:
        return CASH
    if INCOME in held and COMPREHENSIVE in held:
        return COMPREHENSIVE if named == COMPREHENSIVE and not _top(lines) else INCOME
    if held & {INCOME, COMPREHENSIVE}:
        return next(iter(held & {INCOME, COMPREHENSIVE}))
    return named if typed or (named and "rol_" in presentation.role) else ""


def _top(lines: list[str]) -> bool:
    """Whether a statement begins above its profit, so that it is one of income too."""
    return any(re.search(r":(Revenue|NetSales|OperatingIncome|CostOf)", line) for line in lines)


def title_of(presentation: Presentation, kind: str) -> str:
    """What a statement is called: by the definition of its role, else by its role."""
    said = _NUMBER.sub("", _STATEMENT.sub("", presentation.title)).strip()
    if said:
        return said
    name = re.sub(r"^rol_|-\w+$|IFRS$", "", presentation.role.rsplit("/", 1)[-1])
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name) or KINDS[kind].title


def is_parent_only(presentation: Presentation) -> bool:
    """Whether a Japanese statement is that of the parent alone, by its role."""
    name = presentation.role.rsplit("/", 1)[-1]
    return name.startswith("rol_") and "Consolidated" not in name and "IFRS" not in name
