"""What a message says to write elsewhere than where the mistake is, or to write around it: done so, all is well.

And whatever text of the source offers something has its example, here or among the hints.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.companies import COMPANY, FILED, FILING, MEMBERS, STATEMENTS, changed, complaints, filing, table
from tests.hints import hints
from tests.inputs.test_hints import CHECKS, OFFERS, RATIOS

COMPANY_FILE, LINES, ROWS, TIES = "company.yaml", "statements.yaml", "ratios.yaml", "checks.yaml"
SHOWN = "summary.yaml"
FILES = {COMPANY_FILE: COMPANY, LINES: STATEMENTS, FILED: FILING, ROWS: RATIOS, TIES: CHECKS,
         SHOWN: "key_figures: [{row: revenue, change: growth}]\n"}
Change = tuple[str, str, str]
"""A file, a passage of it and what stands there instead; nothing for what stands at its end."""


@dataclass(frozen=True)
class Remedy:
    """Mistakes, what the message of them offers, and where that goes."""

    typed: tuple[Change, ...]
    offered: str
    """A regular expression with the offer in its group."""
    mended: tuple[Change, ...]
    """The offer takes the place of ``<>``."""
    made_of: Callable[[str], str] = field(default=lambda offer: offer)
    """What a person makes of the offer: the name of their own in the place of the one of an example."""


def in_file(name: str, old: str, new: str, offered: str, mended: str = "<>", *more: Change) -> Remedy:
    """A passage that is mistyped, and the same with the offer in it."""
    return Remedy(((name, old, new), *more), offered, ((name, new, mended),))


def costs(says: str, offered: str, mended: str, *more: Change) -> Remedy:
    """What the line of costs says wrongly."""
    return in_file(LINES, "costs: Costs", f"costs: {{label: Costs, {says}}}", offered,
                   f"costs: {{label: Costs{mended}}}", *more)


def odd(formula: str, offered: str, mended: str = "<>",
        made_of: Callable[[str], str] = lambda offer: offer) -> Remedy:
    """A formula of a row of the company's own."""
    old, new = "'{{ revenue }}'}", f"'{formula}'}}"
    return Remedy(((ROWS, old, new), MEMBERS_TOO), offered, ((ROWS, new, f"'{mended}'}}"),), made_of)


def members(old: str, new: str, offered: str, mended: str = "<>") -> Remedy:
    return Remedy(((LINES, "", MEMBERS.replace(old, new)),), offered, ((LINES, new, mended),))


def units(words: str) -> Change:
    return COMPANY_FILE, "", f"units: {{{words}}}\n"


def rate(says: str, offered: str, mended: str) -> Remedy:
    line = "rates:\n- {{from: USD, to: JPY, source: Page 1, {}}}\n".format
    return Remedy(((COMPANY_FILE, "", line(says)),), offered, ((COMPANY_FILE, line(says), line(mended)),))


def year(says: str, offered: str, mended: str) -> Remedy:
    return in_file(COMPANY_FILE, "{ends: 03-31, named_after: start}", f"{{{says}}}", offered, f"{{{mended}}}")


def located(url: str, offered: str, mended: str) -> Remedy:
    says = "assurance: reviewed, url: '{}'}}".format
    return in_file(FILED, "assurance: reviewed}", says(url), offered, says(mended))


def rewritten(items: str, rows: str, offered: str, old: str, new: str) -> Remedy:
    """An income statement of other lines, and a table of them for two years."""
    lines = "".join(f"    {key}: {{label: {key}, {says}}}\n" for key, _, says in (
        item.partition(": ") for item in items.split("; ")))
    head = STATEMENTS.partition("    revenue")[0]
    return Remedy(((LINES, STATEMENTS, head + lines),
                   (FILED, FILING, filing("2023-11-14", table("income_statement", "FY2021, FY2022", rows))),
                   (ROWS, RATIOS, "[]\n"), (TIES, CHECKS, "[]\n")), offered, ((LINES, old, new),))


MEMBERS_TOO = (LINES, "", MEMBERS)
PROFIT, TABLE = "    columns: [1H2022, 1H2023]", "  - statement: balance_sheet"
HEADING = "heading: Profit or loss"
PRICED = "label: Revenue, concept: revenue"
TAX = "pbt: concept: profit_before_tax; tax: concept: income_tax; ni: concept: profit"
LISTED = "starts: 2022-04-01, named_after: start, years: {{{}}}".format
QUARTERS, NEXT = "[2022-06-30, 2022-09-30, 2022-12-31, 2023-03-31]", "[2023-06-30, 2023-09-30, 2023-12-31, 2024-03-31]"
IN_TABLE = (FILED, "columns: [2024-03-31", "<>\n    columns: [2024-03-31")
SPLIT = {
    COMPANY_FILE: f"{COMPANY}splits: [{{effective: 2024-06-10, new_shares: 10, old_shares: 1}}]\n",
    LINES: STATEMENTS.partition("    revenue")[0] + """\
    owners: {label: Net income, concept: profit_to_owners}
    eps: {label: Basic EPS, unit: per_share, additivity: per_share, concept: basic_eps}
    weighted: {label: Weighted shares, unit: shares, additivity: average, concept: weighted_shares_basic}
balance_sheet:
  title: Financial position
  sheet: Balance Sheet
  additivity: instant
  items:
    issued: {label: Shares issued, unit: shares, concept: shares_issued}
""", FILED: filing("2024-11-14", table("income_statement", "1H2023, 1H2024", (
        "owners: [600, 900]; eps: [0.60, 0.90]; weighted: [1000000000, 1000000000]")),
        table("balance_sheet", "2024-03-31, 2024-09-30", "issued: [1000000000, 1000000000]"))}
REMEDIES = [
    # figures
    *(in_file(FILED, "[100, 120]", f"[100, {{printed: {typed}, value: 120, reason: x}}]", rf"\b({offer})\b",
              "[100, {printed: <>, value: 120, reason: x}]") for typed in ('""', "~") for offer in ("nil", "todo")),
    in_file(FILED, "[100, 120]", "[100, 1:30]", "(as printed|the printed digits)", "[100, 130]"),
    *(in_file(FILED, "revenue: [100, 120]", f"revenue: [100{typed}]", rf"\b({offer})( for|,)", "revenue: [100, <>]")
      for typed in ("", ", ") for offer in ("nil", "todo")),
    in_file(FILED, "revenue: [100, 120]", "revenue: [100]", "write nil.*, (~) for", "revenue: [100, <>]"),
    *(in_file(FILED, "[100, 120]", f'[100, "{typed}"]', "write (.*)", "[100, <>]")
      for typed in ("120.", "(120", "120)", "((120))", "120-", "¥120", "JPY 120", "120 USD", "$(120)", "120*",
                    "120 [1]", "1'200")),
    in_file(FILED, "total_assets: [100, 110]", "total_assets: [100, ~]", "printed, (nil) for",
            "total_assets: [100, <>]"),
    in_file(FILED, "      cash: [10, 15]\n      other_assets: [90, 95]\n      total_assets: [100, 110]\n",
            "      cash: [~, ~]\n", "or (todo) for", "      cash: [<>, <>]\n"),
    in_file(FILED, "[100, 120]", "[100, 45bps]", "write (.*) here", "[100, <>]",
            (LINES, f"revenue: {{{PRICED}}}", "revenue: {label: Growth, unit: percent}"),
            (LINES, "sum: [revenue, costs], ", ""), (ROWS, RATIOS, "[]\n"), (TIES, CHECKS, "[]\n")),
    *(Remedy(((FILED, "cash: [10, 15]", f"other: [1{mark}, 2{mark}]\n      cash: [10, 15]"),
              (LINES, "    cash:", "    other: Other\n    cash:")), f"the unit that it has: {offer}",
             ((LINES, "other: Other\n", "other: {label: Other, unit: " + unit + "}\n"), *more))
      for mark, offer, unit, more in (
          ("%", "(.*)", "<>", ()), ("pp", "(.*)", "<>", ()), ("x", "(.*)", "<>", ()),
          ("bps", r".* in company.yaml: (.*)", "bps", (units("<>"),)))),
    # lists, and the dashes and signs of YAML
    in_file(FILED, "[1H2022, 1H2023]", "1H2022, 1H2023", "write (.*)"),
    *(in_file(LINES, "sum: [revenue, costs]", f"sum: {typed}", "write (.*)", "sum: <>") for typed in (
        "revenue", "revenue, costs")),
    *(in_file(LINES, "sum: [revenue, costs]", f"sum: [{typed}]", "write (.*)", "sum: [<>]") for typed in (
        "revenue + costs", "revenue and costs", "revenue costs", "+ costs", "revenue - costs", "-revenue -costs",
        "–costs", "minus costs")),
    in_file(LINES, "[revenue, costs]", "[revenue, - costs]", "write '(.*)'", "[revenue, <>]"),
    in_file(FILED, "      revenue: [100, 120]", "      - revenue: [100, 120]", "write '(.*)'"),
    Remedy(((FILED, FILING.partition("rows:\n")[2].partition("  - st")[0],
             "      - revenue: [100, 120]\n      - costs: [(60), (70)]\n      - profit: [40, 50]\n"),),
           "(take out the dashes)", tuple((FILED, f"- {key}:", f"{key}:") for key in ("revenue", "costs", "profit"))),
    in_file(ROWS, "  rows:", "rows:", "write '(.*)'"),
    *(in_file(FILED, TABLE, typed, "write '(.*)'") for typed in (
        "  statement: balance_sheet", "  -statement: balance_sheet")),
    *(in_file(FILED, HEADING, f"heading: {sign}Profit", "write (\".*\")", "heading: <>") for sign in "*@%`"),
    in_file(FILED, HEADING, "heading: *", "write (\".*\")", "heading: <>"),
    *(in_file(FILED, "title: Report for 1H2023", f"title: {typed}", "write (\".*\")", "title: <>")
      for typed in ("@Report", "Report: for 1H2023", "Report 1: for 1H2023")),
    in_file(FILED, HEADING, 'heading: "Profit \\q"', "(single quotes)", "heading: 'Profit \\q'"),
    in_file(FILED, HEADING, 'heading: "Profit \\q"', "(two backslashes)", 'heading: "Profit \\\\q"'),
    in_file(FILED, HEADING, 'heading: "Profit \\ud800"', "(delete it)", 'heading: "Profit"'),
    in_file(FILED, "[1H2022, 1H2023]", "[1H2022, 1H2023}", "write '(.*)'", "[1H2022, 1H2023<>"),
    Remedy(((FILED, HEADING, "heading: &a Profit"), (FILED, "heading: Financial position", "heading: *a")),
           "(write the value out)", ((FILED, "*a", "Profit"), (FILED, "&a Profit", "Profit"))),
    in_file(FILED, HEADING, "heading: !!x Profit", "(write the plain value)", "heading: Profit"),
    in_file(FILED, HEADING, "heading: no", "(in quotes)", "heading: 'no'"),
    Remedy(((FILED, "    rows:\n      revenue: [100, 120]\n      costs: [(60), (70)]\n      profit: [40, 50]\n",
             "    rows:\n    revenue: [100, 120]\n    costs: [(60), (70)]\n    profit: [40, 50]\n"),),
           "write '( *)revenue", tuple((FILED, f"    {key}:", f"<>{key}:") for key in ("revenue", "costs", "profit"))),
    Remedy(((LINES, "costs: Costs", "no: Costs"), (LINES, "[revenue, costs]", "[revenue, 'no']"),
            (FILED, "costs:", "'no':"), (TIES, CHECKS, "[]\n")), "(in quotes)", ((LINES, "no: Costs", "'no': Costs"),)),
    # columns
    in_file(FILED, "[2023-03-31, 2023-09-30]", "[2023-03-31, 2023-09-20]", "add '(.*)' to the table",
            "[2023-03-31, 2023-09-20]\n    <>"),
    in_file(FILED, "[1H2022, 1H2023]", "[LTMFY2022, 1H2023]", "is (.*): write that", "[<>, 1H2023]"),
    *(in_file(FILED, "[2023-03-31, 2023-09-30]", f"[2023-03-31, {typed}]", r"write (?:.* )?(\S+)", "[2023-03-31, <>]")
      for typed in ("31.9.2023", "30.9.23", "2023-09-31", "9/2023", "30 Feb 2023", "September", "3Q", "2023")),
    *(in_file(FILED, "[1H2022, 1H2023]", f"[1H2022, {typed}]", rf"(?:write|known:) .*\b({offer})\b",
              "[1H2022, <>]", *more)
      for typed, offers, more in (
          ("Sommer", ("1Q2023", "1H2023", "9M2022", "FY2022"), ()),
          ("9M2023", ("1Q2023", "FY2023"), ((COMPANY_FILE, "{ends: 03-31, named_after: start}", "{" + LISTED(
              "FY2022: [2022-06-30, 2022-09-30, 2022-12-31, 2023-03-31], FY2023: [2023-06-30, 2023-09-30]") + "}"),)))
      for offer in offers),
    Remedy(((FILED, "", "  - {statement: income_statement, heading: Plan, columns: [1H2023 low], "
                        "rows: {revenue: [130]}}\n"),), "'(forecast: true)'",
           ((FILED, "heading: Plan", "heading: Plan, <>"),)),
    *(Remedy(((LINES, "", MEMBERS), (FILED, "", table("equity", "1H2023", "profit: [8, 9]").replace(
        "columns: [1H2023]", f"period: 1H2023\n    members: [{typed}]"))), "write (.*)",
             ((FILED, f"[{typed}]", "[<>]"),)) for typed in ("capital reserves", "capital; reserves")),
    Remedy(((ROWS, "id: odd", "id: revenue_growth"),), "whose unit is (.*); write that",
           ((ROWS, "unit: times", "unit: <>"),)),
    Remedy(((ROWS, "id: odd", "id: revenue_growth"),), "(an id of its own)",
           ((ROWS, "id: revenue_growth", "id: odd"),)),
    Remedy(((LINES, "", MEMBERS), (FILED, "", table("equity", "1H2023 capitl", "profit: [8]"))), "did you mean '(.*)'",
           ((FILED, "capitl", "<>"),)),
    Remedy(((LINES, "", MEMBERS), (FILED, "", table("equity", "1H2023", "profit: [8]").replace(
        "columns: [1H2023]", "columns: [1H2023]\n    members: [capital]"))),
           "(after its period)", ((FILED, "columns: [1H2023]\n    members: [capital]", "columns: [1H2023 capital]"),)),
    in_file(FILED, PROFIT, "    columns: [2022-09-30, 2023-09-30]", r"such as (\S+);", "    columns: [1H2022, <>]"),
    Remedy(((FILED, PROFIT, "    columns: [2022-09-30, 2023-09-30]"), (LINES, ", concept: revenue}", "}"),
            (LINES, ", concept: profit}", "}"), (ROWS, RATIOS, "[]\n"), (TIES, CHECKS, "[]\n")), r"\((additivity.*)\)",
           ((LINES, "  sheet: Income Statement\n", "  sheet: Income Statement\n  <>\n"),)),
    # scale, currency, units, rates
    Remedy(((LINES, "costs: Costs", "costs: {label: Costs, scale: thousand}"),
            (FILED, PROFIT, f"    scale: billion\n{PROFIT}")), "say which holds here: (.*)",
           ((FILED, "scale: billion", "<>"),)),
    in_file(FILED, "filed: 2023-11-14", "scale: {amunt: million}, filed: 2023-11-14", "did you mean '(.*)'",
            "scale: {<>: million}, filed: 2023-11-14"),
    in_file(FILED, PROFIT, f"    currency: {{revnue: JPY}}\n{PROFIT}", "did you mean '(.*)'",
            f"    currency: {{<>: JPY}}\n{PROFIT}"),
    *(in_file(FILED, PROFIT, f"    currency: {typed}\n{PROFIT}", rf"\b({code})\b", f"    currency: <>\n{PROFIT}")
      for typed in ("yen", "jpy") for code in ("JPY", "USD", "EUR", "GBX")),
    costs("scale: thousand, unit: percent", "take out '(.*):'", "", (LINES, "sum: [revenue, costs], ", "")),
    Remedy(((LINES, "costs: Costs", "costs: {label: Costs, unit: percent, concept: cost_of_sales}"),
            (LINES, "sum: [revenue, costs], ", "")), r"write (unit: amount), with",
           ((LINES, "unit: percent", "<>"),)),
    Remedy(((LINES, "costs: Costs", "costs: {label: Costs, unit: percent, concept: cost_of_sales}"),
            (LINES, "sum: [revenue, costs], ", "")), r"write unit: amount, with (scale: thousand)",
           ((LINES, "unit: percent", "unit: amount, <>"),)),
    Remedy(((LINES, "costs: Costs", "costs: {label: Costs, unit: percent, concept: cost_of_sales}"),
            (LINES, "sum: [revenue, costs], ", "")), "(take out the concept)",
           ((LINES, ", concept: cost_of_sales", ""),)),
    *(Remedy(((LINES, "costs: Costs", "costs: {label: Costs, unit: own, concept: cost_of_sales}"),
              units(f"own: {label}"), (LINES, "sum: [revenue, costs], ", "")), r"write it in company.yaml: (.*)",
             ((COMPANY_FILE, f"{{own: {label}}}", "{<>}"),)) for label in ("own", "JPY thousand", "billions of yen")),
    Remedy(((LINES, "costs: Costs", "costs: {label: Costs, unit: own}"), units("own: {label: own}")),
           "e.g. (scale: billion)", ((COMPANY_FILE, "label: own", "label: own, <>"),)),
    Remedy(((LINES, "other_assets: Other assets", "other_assets: Other assets\n    again: {label: Again, unit: own, "
             "same_as: balance_sheet.cash}"), units("own: {label: own}")), "in company.yaml: (.*)",
           ((COMPANY_FILE, "{own: {label: own}}", "{<>}"),)),
    Remedy((units("percent: {label: Percent}"),), "(a name of its own)",
           ((COMPANY_FILE, "percent: {label", "own: {label"),)),
    *(rate(f"date: 2023-09-30, rate: {typed}", r"write (?:its digits, e.g. )?(\S+)", "date: 2023-09-30, rate: <>")
      for typed in ('""', "nil", "(132)", "0", '"132,5"', "132%", "todo")),
    *(rate("rate: 132, period: 2022", f"({offer})", "rate: 132, period: <>") for offer in ("FY2022", "1H2023")),
    rate("rate: 132, period: 2022", "('since:' and 'until:')", "rate: 132, since: 2022-04-01, until: 2022-06-30"),
    rate("rate: 132", "'period:' .e.g. (FY2022)", "rate: 132, period: <>"),
    # what lines say of each other
    costs("same_as: revenue", "(statement.item), ", ", same_as: balance_sheet.cash"),
    *(costs("xbrl: Revenues", f"({offer})", ", xbrl: '<>'") for offer in ("us-gaap:Revenues",)),
    Remedy(((LINES, "", MEMBERS.replace("capital: Capital", "capital: {label: Capital, xbrl: Capital}")),),
           "as (.*)", ((LINES, "xbrl: Capital", "xbrl: '<>'"),)),
    costs("xbrl: []", "take out '(.*):'", ""),
    *(costs("equivalent: ten, unit: shares", rf"({offer})", ", equivalent: <>, unit: shares",
            (LINES, "sum: [revenue, costs], ", "")) for offer in ("1000", r"0\.5", "1/1500", "0")),
    costs("equivalent: 10", "write '(.*)' if", ", equivalent: 10, <>", (LINES, "sum: [revenue, costs], ", "")),
    Remedy(((LINES, "profit: {", "head: {caption: Head, unit: amount}\n    profit: {"),), "take out '(.*)',",
           ((LINES, ", unit: amount", ""),)),
    Remedy(((LINES, "profit: {", "head: {caption: Head, unit: amount}\n    profit: {"),), "write (label) instead",
           ((LINES, "caption: Head", "<>: Head"),)),
    Remedy(((LINES, "costs: Costs", "costs: {label: Costs, xbrl: 'us-gaap:Revenues'}"),
            (LINES, PRICED, f"{PRICED}, xbrl: 'us-gaap:Revenues'")), "(leave it to one)",
           ((LINES, "costs: {label: Costs, xbrl: 'us-gaap:Revenues'}", "costs: Costs"),)),
    Remedy(((LINES, "costs: Costs", "costs: {label: Costs, xbrl: 'us-gaap:Revenues'}"),
            (LINES, PRICED, f"{PRICED}, xbrl: 'us-gaap:Revenues'")), "a second printing '(.*:)'",
           ((LINES, "costs: {label: Costs, xbrl", "costs: {label: Costs, <> income_statement.revenue, xbrl"),)),
    Remedy(((LINES, "costs: Costs", "costs: {label: Costs, xbrl: 'us-gaap:Revenues'}"),
            (LINES, PRICED, f"{PRICED}, xbrl: 'us-gaap:Revenues'"), (LINES, "sum: [revenue, costs], ", "")),
           "an opening balance says '(.*?)'",
           ((LINES, "costs: {label: Costs, xbrl", "costs: {label: Costs, <>, xbrl"),)),
    Remedy(((LINES, "", MEMBERS.replace("capital: Capital", "capital: {label: C, xbrl: 'x:y'}").replace(
        "reserves: Reserves", "reserves: {label: R, xbrl: 'x:y'}")),), "(leave it to one)",
           ((LINES, "reserves: {label: R, xbrl: 'x:y'}", "reserves: R"),)),
    Remedy(((LINES, "", "  renamed: {old: csh}\n"),), "did you mean '(.*)'", ((LINES, "csh", "<>"),)),
    members("[capital, reserves]", "[capital, reservs]", "did you mean '(.*)'", "[capital, <>]"),
    members("[capital, reserves]", "[capital reserves]", "write (.*)", "[<>]"),
    members("[capital, reserves]", "[capital, –reserves]", "write (.*)", "[capital, <>]"),
    members("profit: Profit", "profit: {label: P, same_as: {totl: income_statement.profit}}", "did you mean '(.*)'",
            "profit: {label: P, same_as: {<>: income_statement.profit}}"),
    Remedy((MEMBERS_TOO, (LINES, "costs: Costs", "costs: {label: Costs, same_as: equity.profit@totl}")),
           "did you mean '(.*)'", ((LINES, "totl", "<>"),)),
    Remedy(((LINES, "sheet: Balance Sheet", "sheet: Own"), (LINES, "", MEMBERS.replace("Changes in Equity", "OWN"))),
           "(write both alike)", ((LINES, "sheet: OWN", "sheet: Own"),)),
    # signs
    rewritten("costs: concept: cost_of_sales; sga: concept: sga", "costs: [6, 12]; sga: [(1), (2)]",
              "write '(concept: -cost_of_sales)'", "concept: cost_of_sales", "<>"),
    rewritten("costs: concept: cost_of_sales; sga: concept: sga", "costs: [6, 12]; sga: [(1), (2)]",
              r"'(concept: \+cost_of_sales)'", "concept: cost_of_sales", "<>"),
    rewritten("costs: concept: cost_of_sales", "costs: [(6), 12]",
              r"write '(concept: \+cost_of_sales)'", "concept: cost_of_sales", "<>"),
    rewritten("costs: concept: -cost_of_sales; sga: concept: sga", "costs: [(6), (12)]; sga: [(1), (2)]",
              "write '(concept: cost_of_sales)'", "concept: -cost_of_sales", "<>"),
    *(rewritten("revenue: concept: revenue; costs: concept: cost_of_sales; gross: sum: [revenue, costs], concept: "
                "gross_profit", "revenue: [10, 20]; costs: [6, 12]", *way) for way in (
        (r"write '(concept: \+cost_of_sales)'", "concept: cost_of_sales", "<>"),
        ("(change the sign) of 'costs'", "sum: [revenue, costs]", "sum: [revenue, -costs]"))),
    # splits, and fiscal years
    *(Remedy(((COMPANY_FILE, COMPANY, SPLIT[COMPANY_FILE]), (LINES, STATEMENTS, SPLIT[LINES]),
              (FILED, FILING, SPLIT[FILED]), (ROWS, RATIOS, "[]\n"), (TIES, CHECKS, "[]\n")), offered, (mended,))
      for offered, mended in (
          ("write '(split_basis: .*?)' under 'filing:'", (FILED, "assurance: reviewed", "assurance: reviewed, <>")),
          ("write '(split_basis: .*?)' under", IN_TABLE), ("write '(split_basis: [^']*)' in the table", IN_TABLE))),
    *(Remedy(((COMPANY_FILE, "named_after: start", "named_after: end"),),
             offered, (mended,)) for offered, mended in (
        (r"say why with '(year_is_right:)' under", (FILED, "filed: 2023-11-14", "filed: 2023-11-14, <> 'It says so'")),
        (r"'(named_after: \w+)' makes", (COMPANY_FILE, "named_after: end", "<>")),
        (r"is '(named_after): end' in company.yaml right", (COMPANY_FILE, "named_after: end", "<>: start")))),
    year(LISTED(f"2022: {QUARTERS}, FY2023: [2023-06-30, 2023-09-30, 2023-12-31]"), "write (FY2023)",
         LISTED(f"FY2022: {QUARTERS}, <>: [2023-06-30, 2023-09-30, 2023-12-31]")),
    Remedy(((COMPANY_FILE, "ends: 03-31, named_after: start", "starts: 2022-10-01, named_after: end, years: {}"),
            (FILED, "[1H2022, 1H2023]", "[1Q2023, 1H2023]"),
            (FILED, "[2023-03-31, 2023-09-30]", "[2022-12-31, 2023-04-01]")), "write (FY2023: .*)",
           ((COMPANY_FILE, "years: {}", "years: {<>}"),)),
    year(f"ends: 03-31, {LISTED(f'FY2022: {QUARTERS}, FY2023: {NEXT}').replace('2024-03-31]', '2024-03-20]')}",
         "leave '(ends:)' out", LISTED(f"FY2022: {QUARTERS}, FY2023: {NEXT}").replace("2024-03-31]", "2024-03-20]")),
    year(f"ends: 03-31, {LISTED(f'FY2022: {QUARTERS}').replace('04-01', '04-05')}", "leave '(ends:)' out",
         LISTED(f"FY2022: {QUARTERS}, FY2023: {NEXT}").replace("04-01", "04-05")),
    # formulas and checks
    *(odd(formula, r"write (IF\(…,1,0\))", made_of=lambda offer: offer.replace("…", "{{ revenue }}>0"))
      for formula in ("{{ revenue }}>0", "IF({{ revenue }}>0,1)")),
    odd("ABS({{ revenue }}>0)", r"write (IF\(…,1,0\))", "ABS(<>)", lambda offer: offer.replace("…", "{{ revenue }}>0")),
    odd("revenue", "write (.*)"),
    odd("{{ MAX(revenue) }}", r"known: .*?(\w+)", "{{ <>(revenue, revenue) }}"),
    odd("{{ balance_sheet }}", "write (.*)", "{{ <> }}"),
    odd('{{ equity.profit["totl"] }}', "did you mean '(.*)'", '{{ equity.profit["<>"] }}'),
    odd("{{ revenue }}/({{ revenue }}+{{ profit }})", "(a row of its own)",
        "{{ revenue }}/{{ profit }}', nonzero: [profit], catalogue: '1"),
    in_file(TIES, "label: Odd", "label: Odd, between: [profit]", r"write (\[.*\])", "label: Odd, between: <>"),
    in_file(TIES, "label: Odd", "label: Odd, between: [revenu, profit]", "did you mean '(.*)'",
            "label: Odd, between: [<>, profit]"),
    *(Remedy(((COMPANY_FILE, "", "soft: {Odd check: x}\n"),), f"({offer})[, ]",
             ((COMPANY_FILE, "Odd check", "'<>'"),))
      for offer in ("basic_eps:FY2023", "basic_eps")),
    Remedy(((COMPANY_FILE, "", "soft: {odd: ''}\n"),), "write '(.*)'", ((COMPANY_FILE, "odd: ''", "<>"),)),
    # where a filing is found
    located("javascript:x", "begins with (https://),", "<>example.com"),
    located("https://me:secret@example.com", "(write it without)", "https://example.com"),
    located("www.example.com/q2.pdf", "write (https://.*)", "<>"),
    in_file(FILED, HEADING, f"{HEADING}\n    page: 3\n    anchor: top", "(take out one)", f"{HEADING}\n    page: 3"),
    in_file(FILED, HEADING, f"{HEADING}\n    anchor: '#top'", 'id="(…)", without #', f"{HEADING}\n    anchor: top"),
    # the Summary
    in_file(SHOWN, "revenue", "revenu", "did you mean '(.*)'.*a concept, the id of a ratio"),
    in_file(SHOWN, "revenue", "equity.profit", "write one as (.*)", "<>", MEMBERS_TOO),
]


def with_changes(files: Mapping[str, str], changes: tuple[Change, ...], offer: str = "") -> dict[str, str]:
    """The files after some changes; the offer stands in what is new."""
    found = dict(files)
    for name, old, new in changes:
        passage = new.replace("<>", offer)
        found[name] = changed(found[name], old, passage) if old else found[name] + passage
    return found


def shown(remedy: Remedy) -> str:
    return " ".join((remedy.typed[0][2].strip()[:60], remedy.offered))


@pytest.mark.parametrize("remedy", REMEDIES, ids=shown)
def test_what_is_offered_mends_it(tmp_path: Path, remedy: Remedy) -> None:
    wrong = with_changes(FILES, remedy.typed)
    told = complaints(tmp_path / "wrong", wrong)
    found = next(filter(None, (re.search(remedy.offered, each) for each in told)), None)
    assert found, told
    right = with_changes(wrong, remedy.mended, remedy.made_of(found[1]))
    assert complaints(tmp_path / "right", right) == [], right


ELSEWHERE = {
    "in the name of this file ": "names of files: tests/inputs/test_belongings.py",
    "in the name of this folder ": "the same",
    "the name of this file has a sign": "the same",
    "this file is of no format that is read": "the same: tests/inputs/test_readers.py",
    "an editor has left this of": "files that come and go: tests/inputs/test_belongings.py",
    "only in capital letters or in how its letters are put together": "two names of files: the same",
    "a filing's file ends in .yaml": "names of files: tests/inputs/test_hints.py",
    "keep the file that is right and move the other": "two files: tests/inputs/test_copies.py",
    "this file is called as a copy of": "the same",
    "name the company's folder": "what stands on the command line: tests/inputs/test_readers.py",
    "cannot report it; give the day with --filed": "the same: tests/inputs/test_next_filing.py",
    "stands inside a formula; give it a row in templates/parameters.yaml": "templates: tests/inputs/test_chains.py",
    "is no element's name": "templates/elements.yaml: tests/inputs/test_elements.py",
    "is no prefix of a taxonomy": "the same",
    "'none' where it has none": "the same",
    "leave it under one of them": "the same",
    "has no parts; give lists of concepts": "templates/identities.yaml: tests/inputs/test_standards.py",
    "write / between the names of a": "the file of a document: tests/inputs/test_whereabouts.py",
    "is outside of the company": "the same",
}
"""Texts that no file of the company above can bring about, and where they are tried."""


def test_every_offer_of_the_source_has_its_example(tmp_path: Path) -> None:
    mistaken = [*(with_changes(FILES, each.typed) for each in REMEDIES),
                *(with_changes(FILES, ((each.name, each.right, each.typed),)) for each in OFFERS)]
    told = [message for number, files in enumerate(mistaken) for message in complaints(tmp_path / str(number), files)]
    without = [hint for hint in hints() if not any(map(hint.found_by.search, told))]
    assert [f"{hint.place}: {hint.text}" for hint in without if not any(each in hint.text for each in ELSEWHERE)] == []
    assert [each for each in ELSEWHERE if not any(each in hint.text for hint in without)] == []
