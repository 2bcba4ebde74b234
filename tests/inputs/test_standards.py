"""Which concepts consist of which others, and mistakes in that table."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.inputs.standards import Identity, identities, read_standards
from generator.inputs.vocabulary import TEMPLATES, read_vocabulary
from generator.model.problem import Problems
from generator.refused import Refused

CONCEPTS = read_vocabulary(TEMPLATES, Problems()).concepts


def test_the_balance_sheet_and_the_cash_flow_are_in_the_table() -> None:
    found = read_standards().identities
    assert Identity("liabilities_and_equity", ("total_liabilities", "total_equity")) in found
    assert Identity("closing_cash", ("opening_cash", "net_change_in_cash")) in found


def test_a_result_of_which_costs_are_a_part_has_them_with_their_own_sign() -> None:
    """Formulas have costs negative: what is left of a result is the sum of it and of what is charged to it."""
    for each in read_standards().identities:
        for part in each.parts:
            before = CONCEPTS[part].before
            assert not before or not CONCEPTS[part].is_outflow or before in each.parts or before == each.total, each


@pytest.mark.parametrize(("text", "message"), [
    ("gross_profit:\n  - [revenue, cost_of_sale]\n",
     "2:15: unknown concept 'cost_of_sale'; did you mean 'cost_of_sales'?"),
    ("gros_profit:\n  - [revenue, cost_of_sales]\n",
     "1:1: unknown concept 'gros_profit'; did you mean 'gross_profit'?"),
    ("gross_profit:\n  - [revenue]\n",
     "2:5: 'gross_profit' consists of two concepts or more, as [profit_before_tax, income_tax]"),
    ("gross_profit: []\n", "1:15: 'gross_profit' has no parts; give lists of concepts, or leave it out"),
    ("profit:\n  - [profit, income_tax]\n", "2:5: 'profit' is a part of itself"),
    ("profit:\n  - [income_tax, income_tax]\n", "2:5: a part of 'profit' stands twice"),
    ("profit:\n  - [profit_before_tax, income_tax]\n  - [income_tax, profit_before_tax]\n",
     "3:5: 'profit' consists of these twice; once is enough"),
    ("profit: profit_before_tax\n", "1:9: "),
    ("profit:\n  - profit_before_tax\n", "2:5: "),
])
def test_mistakes(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "identities.yaml").write_text(text, encoding="utf-8")
    problems = Problems()
    identities(tmp_path, CONCEPTS, problems)
    found = [str(each) for each in problems.sorted()]
    assert len(found) == 1
    assert found[0].startswith(f"templates/identities.yaml:{message}")


def test_what_an_import_reads_is_refused_with_every_mistake(tmp_path: Path) -> None:
    (tmp_path / "elements.yaml").write_text("us-gaap:\n  income_statement:\n    Revenues: revenu\n", encoding="utf-8")
    (tmp_path / "identities.yaml").write_text("profit:\n  - [profit, income_tax]\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_standards(read_vocabulary(TEMPLATES, Problems()), tmp_path)
    assert [line.partition(": ")[0] for line in refused.value.lines[:-1]] == [
        "templates/elements.yaml:3:15", "templates/identities.yaml:2:5"]
