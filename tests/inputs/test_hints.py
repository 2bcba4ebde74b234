"""What a message offers is accepted: each line, name and value that it says to write is put in, and all is well."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.companies import COMPANY, FILED, FILING, MEMBERS, STATEMENTS, changed, complaints, table

LINE, VALUE = "line", "value"
"""What the offer takes the place of: the line from the message's column on, or the text that was mistyped."""


@dataclass(frozen=True)
class Offer:
    """A slip in a file, and what the one message of it offers."""

    name: str
    right: str
    typed: str
    offered: str
    """A regular expression with the offer in its group."""
    replaces: str = VALUE
    """LINE, VALUE or the passage of the file in the place of which the offer stands."""


RATIOS = "- section: Odd\n  rows:\n  - {id: odd, label: Odd, unit: times, definition: Odd, formula: '{{ revenue }}'}\n"
CHECKS = "- {id: odd, kind: soft, label: Odd, left: '{{ revenue }}', right: '{{ income_statement.costs }}'}\n"
DID_YOU_MEAN, WRITE = r"did you mean '([^']*)'", r"write '(.*?)'"
OFFERS = [
    # a slip of YAML: the offer is the whole line
    Offer(FILED, "    heading: Profit or loss", "    heading Profit or loss", WRITE, LINE),
    Offer(FILED, "    heading: Profit or loss", "    heading:Profit or loss", WRITE, LINE),
    Offer(FILED, "      costs: [(60), (70)]", "      costs [(60), (70)]", WRITE, LINE),
    Offer(FILED, "      costs: [(60), (70)]", "\tcosts: [(60), (70)]", WRITE, "\tcosts: [(60), (70)]"),
    Offer(FILED, "      costs: [(60), (70)]", "     costs: [(60), (70)]", WRITE, "     costs: [(60), (70)]"),
    Offer(FILED, "    heading: Profit or loss", "    heading: Item 4: profit", WRITE, LINE),
    Offer("company.yaml", "name: Acme Ltd.", "name: Acme: the firm", WRITE, LINE),
    # a key or a name
    Offer("company.yaml", "currency: JPY", "curency: JPY", DID_YOU_MEAN, "curency"),
    Offer("company.yaml", "scale: million", "scale: milion", DID_YOU_MEAN, "milion"),
    Offer("company.yaml", "rounding: nearest", "rounding: Nearest", DID_YOU_MEAN, "Nearest"),
    Offer("statements.yaml", "costs: Costs", "Costs: Costs", DID_YOU_MEAN, "Costs:"),
    Offer("statements.yaml", "concept: revenue}", "concept: revenu}", DID_YOU_MEAN, "revenu"),
    Offer("statements.yaml", "sum: [revenue, costs]", "sum: [revenue, cost]", DID_YOU_MEAN, "cost]"),
    Offer("statements.yaml", "sheet: Balance Sheet", "sheet: Balance sheet", DID_YOU_MEAN, "Balance sheet"),
    Offer("statements.yaml", "sheet: Income Statement", "sheet: Income Statment", DID_YOU_MEAN, "Income Statment"),
    Offer(FILED, "assurance: reviewed", "assurance: reviwed", DID_YOU_MEAN, "reviwed"),
    Offer(FILED, "statement: balance_sheet", "statement: balance_shet", DID_YOU_MEAN, "balance_shet"),
    Offer(FILED, "other_assets:", "other_asset:", DID_YOU_MEAN, "other_asset:"),
    Offer(FILED, "assurance: reviewed", "assurance: unaudited", r"write (reviewed)", "unaudited"),
    # a period, a date, a list
    Offer(FILED, "[1H2022, 1H2023]", "[1H2022, H12023]", DID_YOU_MEAN, "H12023"),
    Offer(FILED, "[1H2022, 1H2023]", "[1H2022, 1H FY2023]", DID_YOU_MEAN, "1H FY2023"),
    Offer(FILED, "[1H2022, 1H2023]", "[1H2022 1H2023]", "write (.*)", "1H2022 1H2023"),
    Offer(FILED, "[2023-03-31, 2023-09-30]", "[2023-03-31, 30/09/2023]", r"write a date as (\S+)", "30/09/2023"),
    Offer(FILED, "[2023-03-31, 2023-09-30]", "[2023-03-31, 30 September 2023]", r"write a date as (\S+)",
          "30 September 2023"),
    Offer(FILED, "filed: 2023-11-14", "filed: 14 November 2023", r"write it as (\S+)", "14 November 2023"),
    Offer("company.yaml", "ends: 03-31", "ends: 31-03", r"write it as (03-31)", "31-03"),
    Offer("statements.yaml", "sum: [revenue, costs]", "sum: [revenue costs]", r"write (.*)", "revenue costs"),
    # a figure
    Offer(FILED, "revenue: [100, 120]", "revenue: [100, 1_20]", r"write (\S+)", "1_20"),
    Offer(FILED, "120]", "0120]", "without it()", "0"),
    Offer(FILED, "costs: [(60), (70)]", "costs: [(60) (70)]", "write (.*)", "(60) (70)"),
    Offer(FILED, "revenue: [100, 120]", "revenue: [100; 120]", "write (.*)", "100; 120"),
    Offer(FILED, "revenue: [100, 120]", "revenue: 100, 120", "write (.*)", "100, 120"),
    Offer(FILED, "revenue: [100, 120]", "revenue: 100 120", "write (.*)", "100 120"),
    Offer(FILED, "costs: [(60), (70)]", "costs: (60);(70)", "write (.*)", "(60);(70)"),
    Offer(FILED, "revenue: [100, 120]", "revenue: [100, \uff11\uff12\uff10]", "write (.*)", "\uff11\uff12\uff10"),
    Offer(FILED, "revenue: [100, 120]", "revenue: [100, '12,0']", "write (.*)", "12,0"),
    Offer(FILED, "revenue: [100, 120]", "revenue: [1,000, 120]", r"write (\S+) or", "1,000"),
    Offer(FILED, "revenue: [100, 120]", "revenue: [1,000, 120]", r"write \S+ or (\S+)", "1,000"),
    Offer(FILED, "revenue: [100, 120]", "revenue: [100, 1,20]", r"write (.*)", "1,20"),
    *(Offer(FILED, "revenue: [100, 120]", "revenue: [100, NIL]", f"({re.escape(form)})", "NIL")
      for form in ("1234", "(1234)", "△1234", "nil")),
    # the rarer ways to write a date or a period
    *(Offer(FILED, "filed: 2023-11-14", f"filed: {typed}", "write it as (.*)", typed)
      for typed in ("2023/11/14", "20231114", "14.11.2023", "2023年11月14日", "2023-11-4", "2023-11-31")),
    *(Offer(FILED, "[1H2022, 1H2023]", f"[1H2022, {typed}]", DID_YOU_MEAN, typed)
      for typed in ("1H 2023", "1H23", "H1 2023", "Q2 2023", "2023-1H", "1h2023", "6M2023", "1H2023yoy")),
    Offer(FILED, "[1H2022, 1H2023]", "[1H2022, LTM]", r"write (\S+) for", "LTM"),
    *(Offer(FILED, "[2023-03-31, 2023-09-30]", f"[2023-03-31, {typed}]", r"write (?:a date as )?(\S+)", typed)
      for typed in ("2023.09.30", "Sep 30 2023", "2023-9-30")),
    Offer("company.yaml", "ends: 03-31", "ends: 31 March", "(12-31)", "31 March"),
    # what a company and its statements may say
    *(Offer("company.yaml", "currency: JPY", "currency: yen", f"({code})", "yen") for code in ("USD", "EUR", "GBX")),
    Offer("company.yaml", "named_after: start", "named_after: strat", DID_YOU_MEAN, "strat"),
    Offer("company.yaml", "foots: exact", "foots: exakt", DID_YOU_MEAN, "exakt"),
    Offer("statements.yaml", "additivity: instant", "additivity: instnt", DID_YOU_MEAN, "instnt"),
    Offer("statements.yaml", "sum: [revenue, costs]", "sum: [revenue; costs]", "write (.*)", "revenue; costs"),
    Offer("statements.yaml", "costs: Costs", "costs: {lable: Costs}", DID_YOU_MEAN, "lable"),
    Offer("statements.yaml", "label: Revenue,", "label: Revenue, unit: amont,", DID_YOU_MEAN, "amont"),
    Offer("statements.yaml", "costs: Costs", "costs: {label: Costs, growth_of: income_statement.revenu}", DID_YOU_MEAN,
          "revenu"),
    *(Offer("statements.yaml", "sheet: Income Statement", "sheet: Facts", f"({name})", "Facts")
      for name in ("Segments", "Operating Data", "Notes")),
    # formulas
    Offer("ratios.yaml", "{{ revenue }}", "{{ revnue }}", DID_YOU_MEAN, "revnue"),
    Offer("ratios.yaml", "{{ revenue }}", "{{ Revenue }}", DID_YOU_MEAN, "Revenue"),
    Offer("ratios.yaml", "{{ revenue }}", "{{ revenue.lmt }}", DID_YOU_MEAN, "lmt"),
    *(Offer("ratios.yaml", "{{ revenue }}", "{{ revenue.x }}", rf"known: .*\b({known})\b", "x") for known in (
        "year_ago", "opening", "previous", "average", "average_ltm", "ltm", "annualised", "optional")),
    Offer("ratios.yaml", "{{ revenue }}", "{{ revenue.x }}", r"(\[-1\])", ".x"),
    Offer("ratios.yaml", "{{ revenue }}", "{{ income_statment.costs }}", DID_YOU_MEAN, "income_statment"),
    Offer("ratios.yaml", "{{ revenue }}", "{{ income_statement.cost }}", DID_YOU_MEAN, "cost"),
    Offer("ratios.yaml", "{{ revenue }}", "sum({{ revenue }})", DID_YOU_MEAN, "sum"),
    Offer("ratios.yaml", "{{ revenue }}", "MEAN({{ revenue }})", r"known: .*\b(MAX)\b", "MEAN"),
    Offer("ratios.yaml", "unit: times", "unit: tims", DID_YOU_MEAN, "tims"),
    Offer("ratios.yaml", "definition: Odd", "definiton: Odd", DID_YOU_MEAN, "definiton"),
    Offer("ratios.yaml", "section: Odd", "sektion: Odd", DID_YOU_MEAN, "sektion"),
    Offer("checks.yaml", "kind: soft", "kind: softt", DID_YOU_MEAN, "softt"),
    Offer("checks.yaml", "left: '{{ revenue", "lefft: '{{ revenue", DID_YOU_MEAN, "lefft"),
    Offer("checks.yaml", "left: '{{ revenue", "left: '{{ revenu", DID_YOU_MEAN, "revenu"),
]


def shown(offer: Offer) -> str:
    return f"{offer.name} {offer.typed.strip()}"


@pytest.mark.parametrize("offer", OFFERS, ids=shown)
def test_what_is_offered_is_accepted(tmp_path: Path, offer: Offer) -> None:
    files: Mapping[str, str] = {"company.yaml": COMPANY, "statements.yaml": STATEMENTS, FILED: FILING,
                                "ratios.yaml": RATIOS, "checks.yaml": CHECKS}
    wrong = changed(files[offer.name], offer.right, offer.typed)
    message, = complaints(tmp_path / "wrong", {offer.name: wrong})
    found = re.search(offer.offered, message)
    assert found, message
    right = found[1]
    if offer.replaces == LINE:
        line = wrong.split("\n")[int(message.split(":")[1]) - 1]
        text = changed(wrong, line, line[:len(line) - len(line.lstrip())] + right)
    else:
        end = offer.replaces[-1] if offer.replaces[-1] in ":],'\"" and not right.endswith(offer.replaces[-1]) else ""
        at = wrong.index(offer.typed) + offer.typed.index(offer.replaces)
        text = wrong[:at] + right + end + wrong[at + len(offer.replaces):]
    assert complaints(tmp_path / "right", {offer.name: text}) == [], text


@pytest.mark.parametrize("name", ["ratio.yaml", "checks.YAML", "filings/2024.yml", "filings/2024.yaml.txt"])
def test_the_name_that_is_offered_is_read(tmp_path: Path, name: str) -> None:
    content = FILING.replace("Report", "Other report") if name.startswith("filings/") else "[]\n"
    message, = complaints(tmp_path / "wrong", {name: content})
    found = re.search(r"(?:did you mean '|rename it to )([^'\s]+)", message)
    assert found, message
    folder = "filings/" if name.startswith("filings/") else ""
    assert complaints(tmp_path / "right", {f"{folder}{found[1]}": content}) == []


def test_the_members_that_are_offered_are_read(tmp_path: Path) -> None:
    rows = table("equity", "1H2023", "profit: [8, 42, 50]").replace("columns: [1H2023]", "period: 1H2023\n    {}")
    statements = STATEMENTS + MEMBERS
    wrong = FILING + rows.format("members: [capital reserves, total]")
    message = next(each for each in complaints(tmp_path / "wrong", {"statements.yaml": statements, FILED: wrong})
                   if "comma" in each)
    offered = message.partition("write ")[2]
    right = FILING + rows.format(f"members: [{offered}, total]")
    assert complaints(tmp_path / "right", {"statements.yaml": statements, FILED: right}) == []
