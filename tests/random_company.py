"""A company made up at random that is right to the last digit: statements, quarters, cumulative cash flows, shares."""

from __future__ import annotations

import datetime
import sys
from calendar import monthrange
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random

from tests.companies import COMPANY, changed, filing, table, write_company

_QUARTERS = {"1Q": 1, "1H": 2, "9M": 3, "FY": 4}
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}


@dataclass(frozen=True)
class Habits:
    """What a company reports by: the month and day its fiscal years end, what names them, its scale and currency."""

    ends: str = "03-31"
    named_after: str = "start"
    scale: str = "million"
    currency: str = "JPY"

    @classmethod
    def at_random(cls, dice: Random) -> Habits:
        return cls(dice.choice(("03-31", "06-30", "09-30", "12-31", "01-31")), dice.choice(("start", "end")),
                   dice.choice(tuple(_SCALES)), dice.choice(("JPY", "USD", "EUR", "CHF", "SEK")))

    def end(self, year: int, quarters: int) -> datetime.date:
        """The last day of a fiscal year's first quarters."""
        closing = int(self.ends[:2])
        behind = self.named_after == "start" and closing != 12
        months = (year + behind) * 12 + closing - 1 - 3 * (4 - quarters)
        return datetime.date(months // 12, months % 12 + 1, monthrange(months // 12, months % 12 + 1)[1])


def random_company(dice: Random, habits: Habits | None = None) -> dict[str, str | bytes | None]:
    """Its files: two fiscal years, each interim report with the year before beside it."""
    return _Company(dice, habits or Habits()).files()


def many_companies(folder: Path, dice: Random, count: int) -> list[Path]:
    """The folders of companies of all habits, each right to the last digit."""
    return [write_company(folder / f"company_{number:04}", random_company(dice, Habits.at_random(dice)))
            for number in range(1, count + 1)]


class _Company:
    """Figures by year and quarter, and how its filings print them."""

    def __init__(self, dice: Random, habits: Habits) -> None:
        self.dice, self.habits = dice, habits
        self.positive = dice.random() < 0.5
        """Whether costs are printed without brackets and subtracted by the sums."""
        self.discrete = dice.random() < 0.5
        """Whether the income statement prints the quarter beside the year to date."""
        size = 10 ** dice.randint(3, 5)
        self.shares = dice.randint(20, 400) * self._scale
        self.flows: dict[str, dict[tuple[int, int], int]] = {}
        for name, share in (("sales", 1.0), ("services", .4), ("materials", .6), ("wages", .3), ("tax", .08),
                            ("receipts", .45), ("interest", .02), ("plant", .15), ("loans", .07)):
            level = max(40, int(size * share * dice.uniform(.7, 1.3)))
            self.flows[name] = {(year, quarter): int(level * dice.uniform(.8, 1.25))
                                for year in (2021, 2022) for quarter in (1, 2, 3, 4)}
        self.stocks: dict[str, dict[str, int]] = {name: {} for name in ("stocks", "plants", "debts")}
        self.cash = {(2021, 0): size * 2}
        for year in (2021, 2022):
            for quarter in (1, 2, 3, 4):
                self.cash[year, quarter] = self.cash[year, quarter - 1] + self._cash_flow(year, quarter)
            self.cash[year + 1, 0] = self.cash[year, 4]

    @property
    def _scale(self) -> int:
        return _SCALES[self.habits.scale]

    def _cash_flow(self, year: int, quarter: int) -> int:
        at = {name: figures[year, quarter] for name, figures in self.flows.items()}
        return at["receipts"] + at["interest"] - at["plant"] - at["loans"]

    def _flow(self, name: str, year: int, slot: str) -> int:
        last = _QUARTERS.get(slot) or int(slot[0])
        first = 1 if slot in _QUARTERS else last
        return sum(self.flows[name][year, quarter] for quarter in range(first, last + 1))

    def _row(self, columns: list[tuple[int, str]], *terms: str) -> list[int]:
        return [sum((-1 if term[0] == "-" else 1) * self._flow(term.lstrip("-"), year, slot) for term in terms)
                for year, slot in columns]

    def _cost(self, columns: list[tuple[int, str]], name: str) -> list[int]:
        return self._row(columns, name if self.positive else f"-{name}")

    def _income(self, columns: list[tuple[int, str]]) -> str:
        profit = self._row(columns, "sales", "services", "-materials", "-wages", "-tax")
        eps = [(Decimal(each) * self._scale / self.shares).quantize(Decimal("0.01")) for each in profit]
        rows: dict[str, list[int] | list[Decimal]] = {
                "sales": self._row(columns, "sales"), "services": self._row(columns, "services"),
                "revenue": self._row(columns, "sales", "services"), "materials": self._cost(columns, "materials"),
                "wages": self._cost(columns, "wages"),
                "before_tax": self._row(columns, "sales", "services", "-materials", "-wages"),
                "tax": self._cost(columns, "tax"), "profit": profit, "eps": eps, "shares": [self.shares] * len(columns)}
        return _table("income", columns, rows)

    def _cash(self, columns: list[tuple[int, str]]) -> str:
        rows: dict[str, list[int] | list[Decimal]] = {
                "receipts": self._row(columns, "receipts"), "interest": self._row(columns, "interest"),
                "operating": self._row(columns, "receipts", "interest"), "plant": self._row(columns, "-plant"),
                "loans": self._row(columns, "-loans"),
                "change": self._row(columns, "receipts", "interest", "-plant", "-loans"),
                "opening": [self.cash[year, 0] for year, _ in columns],
                "closing": [self.cash[year, _QUARTERS[slot]] for year, slot in columns]}
        return _table("cash", columns, rows)

    def _balance(self, columns: list[tuple[int, str]]) -> str:
        days = [str(self.habits.end(year, _QUARTERS[slot])) for year, slot in columns]
        for figures in self.stocks.values():
            for day in days:
                figures.setdefault(day, self.dice.randint(1000, 99_999))
        cash = [self.cash[year, _QUARTERS[slot]] for year, slot in columns]
        stocks, plants, debts = ([self.stocks[name][day] for day in days] for name in ("stocks", "plants", "debts"))
        total = [sum(each) for each in zip(cash, stocks, plants, strict=True)]
        rows = {"cash": cash, "stocks": stocks, "plants": plants, "assets": total, "debts": debts,
                "equity": [one - other for one, other in zip(total, debts, strict=True)], "whole": total}
        return table("balance", ", ".join(days), _rows(rows))

    def files(self) -> dict[str, str | bytes | None]:
        """Four reports, the newest first year's year end among them."""
        files: dict[str, str | bytes | None] = {"filings/2023-11-14.yaml": None}
        for slot, quarter in _QUARTERS.items():
            columns = [(2021, slot), (2022, slot)]
            quarters = [(2021, f"{quarter}Q"), (2022, f"{quarter}Q")]
            more = [self._income(quarters).replace("heading: income", "heading: the quarter")] if (
                self.discrete and slot not in ("1Q", "FY")) else []
            date = str(self.habits.end(2022, quarter) + datetime.timedelta(40))
            files[f"filings/{date}.yaml"] = filing(date, self._income(columns), *more, self._cash(columns),
                                                   self._balance(columns), self._summary(columns))
        files["company.yaml"] = self._declared()
        minus = "-" if self.positive else ""
        files["statements.yaml"] = _STATEMENTS.replace("~", minus)
        return files

    def _declared(self) -> str:
        habits = self.habits
        text = changed(COMPANY, "{ends: 03-31, named_after: start}",
                       f"{{ends: {habits.ends}, named_after: {habits.named_after}}}")
        text = changed(changed(text, "scale: million", f"scale: {habits.scale}"), "JPY", habits.currency)
        split = self.habits.end(2021, 2) + datetime.timedelta(1)
        return text + (f"splits: [{{effective: {split}, new_shares: 2, old_shares: 1}}]\n"
                       if self.dice.random() < 0.5 else "")

    def _summary(self, columns: list[tuple[int, str]]) -> str:
        return _table("summary", columns, {
            "revenue": self._row(columns, "sales", "services"),
            "profit": self._row(columns, "sales", "services", "-materials", "-wages", "-tax"),
            "operating": self._row(columns, "receipts", "interest")})


def _table(statement: str, columns: list[tuple[int, str]], rows: dict[str, list[int] | list[Decimal]]) -> str:
    return table(statement, ", ".join(f"{slot}{year}" for year, slot in columns), _rows(rows))


def _rows(rows: object) -> str:
    assert isinstance(rows, dict)
    return "; ".join(f"{name}: [{', '.join(f'({abs(each)})' if each < 0 else str(each) for each in figures)}]"
                     for name, figures in rows.items())


_STATEMENTS = """\
income:
  title: Profit or loss
  sheet: Income Statement
  items:
    sales: Sales
    services: Services
    revenue: {label: Revenue, sum: [sales, services], concept: revenue}
    materials: Materials
    wages: Wages
    before_tax: {label: Profit before tax, sum: [revenue, ~materials, ~wages], concept: profit_before_tax}
    tax: Income tax
    profit: {label: Profit to owners, sum: [before_tax, ~tax], concept: profit_to_owners}
    eps: {label: EPS, unit: per_share, additivity: per_share, concept: basic_eps}
    shares: {label: Weighted shares, unit: shares, additivity: average, concept: weighted_shares_basic}
cash:
  title: Cash flows
  sheet: Cash Flow
  items:
    receipts: Receipts
    interest: Interest
    operating: {label: Operating activities, sum: [receipts, interest], concept: cash_from_operations}
    plant: Plant
    loans: Loans
    change: {label: Change in cash, sum: [operating, plant, loans], concept: net_change_in_cash}
    opening: {label: Opening cash, additivity: opening, concept: opening_cash}
    closing: {label: Closing cash, additivity: instant, sum: [opening, change], concept: closing_cash}
balance:
  title: Financial position
  sheet: Balance Sheet
  additivity: instant
  items:
    cash: {label: Cash, concept: cash}
    stocks: Stocks
    plants: Plants
    assets: {label: Total assets, sum: [cash, stocks, plants], concept: total_assets}
    debts: Debts
    equity: Equity
    whole: {label: Debts and equity, sum: [debts, equity], concept: liabilities_and_equity}
summary:
  title: Summary
  sheet: Operating Data
  unit: amount
  additivity: flow
  items:
    revenue: {label: Revenue, same_as: income.revenue}
    profit: {label: Profit, same_as: income.profit}
    operating: {label: Operating cash flow, same_as: cash.operating}
"""


if __name__ == "__main__":
    many_companies(Path(sys.argv[1]), Random(1), int(sys.argv[2]))
