"""What the figures themselves say about the sign of a concept, where neither its line nor a sum tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.inputs.vocabulary import Concept
from generator.model.book import Book
from generator.model.fact import Fact
from generator.model.period import Period
from generator.model.problem import Problems
from generator.model.statement import LineItem, Series, Statement

_Column = tuple[str, Period]
"""A filing and a period."""


@dataclass(frozen=True)
class _Printed:
    """What a filing says of a line item for a period, and the figure that says it."""

    value: Decimal
    fact: Fact


class Evidence:
    """The figures of a book against the usual signs of the concepts."""

    def __init__(self, book: Book, concepts: Mapping[str, Concept], other_sign: frozenset[str]) -> None:
        self._book, self._concepts, self._turned = book, concepts, other_sign
        self._facts: dict[Series, dict[_Column, Fact]] = defaultdict(dict)
        for fact in book.facts:
            self._facts[fact.series].setdefault((fact.filing.key, fact.period), fact)
        self._again: dict[Series, list[tuple[int, Series]]] = defaultdict(list)
        for statement in book.statements.values():
            for item in statement.items.values():
                for member, ref in item.same_as:
                    self._again[ref.series].append((ref.sign, (statement.key, item.key, member)))

    def ask(self, statement: Statement, item: LineItem, total: LineItem | None, problems: Problems) -> None:
        """A Problem where figures of a line item cannot be printed as its line, or the sum of ``total``, says.

        A figure beside which its filing prints the total is proved by the sum, whatever it is.
        """
        concept = self._concepts[item.concept]
        if concept.sign in ("", "either"):
            return
        proved = self._facts.get((statement.key, total.key, ""), {}) if total else {}
        wrong: dict[str, list[Fact]] = defaultdict(list)
        right: dict[str, list[Fact]] = defaultdict(list)
        for column, printed in self._printed((statement.key, item.key, "")).items():
            verdict = True if column in proved else self._fits(printed.value, column, statement, concept)
            if verdict is not None:
                (right if verdict else wrong)[column[0]].append(printed.fact)
        whole = [facts for filing, facts in wrong.items() if filing not in right]
        is_cost = concept.sign == "negative" and concept.balance == "debit"
        if wrong and not right:
            problems.add(item.place, _otherwise(item, concept, total))
        elif whole or (is_cost and wrong):
            fact = (whole or list(wrong.values()))[0][0]
            problems.add(fact.place, f"this figure of '{item.key}' has the other sign than those of "
                         f"{next(iter(right))}; type every figure of a line with one sign, or write 'concept: "
                         f"+{concept.key}' on '{item.key}' if all of them are right as they stand")

    def _printed(self, series: Series) -> dict[_Column, _Printed]:
        """The figures of a row: its own, those of its second printings, and the sums of its parts."""
        found = {column: _Printed(fact.value, fact) for column, fact in self._facts.get(series, {}).items()}
        for sign, other in self._again.get(series, ()):
            for column, fact in self._facts.get(other, {}).items():
                found.setdefault(column, _Printed(sign * fact.value, fact))
        parts = [(sign, self._printed((series[0], part, series[2])))
                 for sign, part in self._book.statements[series[0]].items[series[1]].sum]
        for column, first in parts[0][1].items() if parts else ():
            if all(column in part for _, part in parts):
                value = sum((sign * part[column].value for sign, part in parts), Decimal(0))
                found.setdefault(column, _Printed(value, first.fact))
        return found

    def _fits(self, value: Decimal, column: _Column, statement: Statement, concept: Concept) -> bool | None:
        """Whether a figure has its concept's usual sign; None where it says nothing."""
        own = -value if concept.key in self._turned else value
        if not own:
            return None
        fits = (own < 0) == concept.is_outflow
        if concept.sign != "usually_negative":
            return fits
        if concept.before:
            return self._charge_fits(own, column, concept)
        # A gain among the expenses, unless the statement prints its other costs as positive too.
        habit = any(item.concept in self._turned and self._concepts[item.concept].balance == "debit"
                    and self._concepts[item.concept].is_outflow for item in statement.items.values() if item.concept)
        return fits if fits or habit else None

    def _charge_fits(self, own: Decimal, column: _Column, concept: Concept) -> bool | None:
        """A charge such as tax lowers a result: told by what is left of it, or on a profit by its sign."""
        before = self._beside(column, concept.before)
        if before is None:
            return None
        after = self._beside(column, concept.after) if concept.after else None
        if after is not None:
            added, taken = abs(before + own - after), abs(before - own - after)
            return None if added == taken else added < taken
        return own < 0 if before > 0 else None

    def _beside(self, column: _Column, concept: str) -> Decimal | None:
        """What a concept is for the same period: by the same filing, or else by the latest that says it."""
        where = self._book.concepts.get(concept)
        printed = self._printed((*where, "")) if where else {}
        filings = [filing.key for filing in self._book.filings]
        found = next((printed[filing, column[1]].value for filing in (column[0], *reversed(filings))
                      if (filing, column[1]) in printed), None)
        return -found if found is not None and concept in self._turned else found


def _otherwise(item: LineItem, concept: Concept, total: LineItem | None) -> str:
    """What is wrong with a line whose figures all have the other sign, and what would be right."""
    if total:
        return (f"by the sum of '{total.key}' the figures of '{item.key}' have the other sign than '{concept.key}' can "
                f"have: change the sign of '{item.key}' in the sum, or write 'concept: +{concept.key}' if they are "
                "right as they stand")
    if item.concept_sign:
        return (f"'concept: -{concept.key}' says that '{item.key}' is printed with the other sign than is usual, and "
                f"its figures have the usual one; write 'concept: {concept.key}'")
    usual, found = "positive", "negative"
    if concept.is_outflow:
        usual, found = "negative, as costs and payments are", usual
    return (f"the concept '{concept.key}' is {usual}, and the figures of '{item.key}' are {found}: write 'concept: "
            f"-{concept.key}' if that is how the filings print it, 'concept: +{concept.key}' if the figures are right "
            "as they stand")
