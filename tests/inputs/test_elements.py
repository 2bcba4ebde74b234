"""The table of standard elements, and mistakes in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.inputs.elements import StandardElement, elements
from generator.inputs.vocabulary import TEMPLATES, read_vocabulary
from generator.model.problem import Problems

CONCEPTS = read_vocabulary(TEMPLATES, Problems()).concepts


def table() -> dict[str, StandardElement]:
    problems = Problems()
    found = dict(elements(TEMPLATES, CONCEPTS, problems))
    assert problems.sorted() == []
    return found


def test_costs_are_tagged_positive_and_are_negative_in_formulas() -> None:
    found = table()
    assert (found["us-gaap:CostOfRevenue"].concept, found["us-gaap:CostOfRevenue"].sign) == ("cost_of_sales", -1)
    assert (found["jppfs_cor:TreasuryStock"].concept, found["jppfs_cor:TreasuryStock"].sign) == ("treasury_shares", 1)
    assert found["us-gaap:TreasuryStockValue"].sign == -1
    assert found["jpigp_cor:IncomeTaxesPaidOpeCFIFRS"].sign == 1
    assert found["us-gaap:IncomeTaxesPaidNet"].sign == -1


@pytest.mark.parametrize(("name", "statement", "additivity"), [
    ("us-gaap:Revenues", "income_statement", "flow"),
    ("us-gaap:Assets", "balance_sheet", "instant"),
    ("us-gaap:WeightedAverageNumberOfSharesOutstandingBasic", "income_statement", "average"),
    ("tse-ed-t:NetIncomePerShare", "summary", "per_share"),
    ("jppfs_cor:CashAndCashEquivalents", "cash_flow", "instant"),
])
def test_where_an_element_stands_and_how_it_behaves(name: str, statement: str, additivity: str) -> None:
    found = table()[name]
    assert (found.statement, found.additivity) == (statement, additivity)


def test_the_names_of_the_concepts_are_in_the_table() -> None:
    """concepts.yaml names one element of IFRS for each; the table agrees, but for what it is not sure of."""
    found = table()
    lacking = {concept.xbrl for concept in CONCEPTS.values() if concept.xbrl and concept.xbrl not in found}
    assert lacking == {"ifrs-full:IncreaseDecreaseInWorkingCapital"}
    assert all(found[each.xbrl].concept == each.key for each in CONCEPTS.values() if each.xbrl in found)


def test_signs_follow_the_direction_of_the_concept() -> None:
    """In us-gaap and ifrs-full all costs and payments are tagged positive."""
    for each in table().values():
        if each.name.startswith(("us-gaap:", "ifrs-full:")) and each.concept:
            assert each.sign == (-1 if CONCEPTS[each.concept].is_outflow else 1) or \
                each.concept == "working_capital_change", each.name


def test_what_an_element_gives_way_to_is_no_circle_and_one_of_its_taxonomy() -> None:
    found = table()
    for each in found.values():
        for other in each.unless:
            assert other.partition(":")[0] == each.name.partition(":")[0]
            assert each.name not in (found[other].unless if other in found else ())


def test_one_concept_of_a_statement_is_one_element_or_gives_way() -> None:
    """Two elements with one concept on one statement are told apart by 'unless', but in summaries, which have one of
    them by the standard."""
    seen: dict[tuple[str, str], StandardElement] = {}
    for each in table().values():
        key = (each.name.partition(":")[0], each.concept)
        if each.concept and each.statement != "summary":
            assert key not in seen or each.unless, each.name
            seen[key] = each


@pytest.mark.parametrize(("text", "message"), [
    ("us-gaap:\n  income_statement:\n    Revenues: revenu\n",
     "3:15: unknown concept 'revenu'; did you mean 'revenue'?; 'none' where it has none"),
    ("us-gaap:\n  income_statement: {Revenues: revenue}\n  balance_sheet: {Revenues: revenue}\n",
     "3:19: 'us-gaap:Revenues' stands under income_statement too; leave it under one of them"),
    ("us-gaap:\n  incomestatement: {Revenues: revenue}\n",
     "2:3: 'incomestatement' is none of income_statement, comprehensive_income, balance_sheet, cash_flow, summary, "
     "notes"),
    ("us-gaap:\n  income_statement:\n    A: {concept: revenue, unless: [A]}\n",
     "3:8: 'us-gaap:A' stands among its own 'unless'"),
    ("us-gaap:\n  income_statement:\n    A: revenue\n    A: revenue\n", "4:5: "),
])
def test_mistakes(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "elements.yaml").write_text(text, encoding="utf-8")
    problems = Problems()
    elements(tmp_path, CONCEPTS, problems)
    found = [str(each) for each in problems.sorted()]
    assert len(found) == 1
    assert found[0].startswith(f"templates/elements.yaml:{message}")
