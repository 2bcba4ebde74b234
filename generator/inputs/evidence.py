"""What the figures themselves say about the sign of a concept, where neither its line nor a sum tells it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from generator.inputs.vocabulary import Concept
from generator.model.book import Book, Fact
from generator.model.problem import Problems
from generator.model.statement import LineItem, Series, Statement

_TAXES = ("income_tax", "income_taxes_paid")


class Evidence:
    """The figures of a book against the usual signs of the concepts."""

    def __init__(self, book: Book, concepts: Mapping[str, Concept], other_sign: frozenset[str]) -> None:
        self._book, self._concepts, self._turned = book, concepts, other_sign
        self._series: dict[str, Series] = {name: (*where, "") for name, where in book.concepts.items()}

    def ask(self, statement: Statement, item: LineItem, total: LineItem | None, problems: Problems) -> None:
        """A Problem where figures of a line item cannot be printed as its line, or the sum of ``total``, says.

        A figure beside which its filing prints the total is proved by the sum, whatever it is.
        """
        concept = self._concepts[item.concept]
        if concept.sign in ("", "either"):
            return
        wrong: dict[str, list[Fact]] = {}
        right: dict[str, list[Fact]] = {}
        for fact in self._book.facts:
            if fact.series == (statement.key, item.key, ""):
                verdict = True if self._is_proved(fact, total) else self._fits(fact, statement, concept)
                if verdict is not None:
                    (right if verdict else wrong).setdefault(fact.filing.key, []).append(fact)
        whole = [facts for filing, facts in wrong.items() if filing not in right]
        is_cost = concept.sign == "negative" and concept.balance == "debit"
        if wrong and not right:
            problems.add(item.place, _otherwise(item, concept, total, whole[0][0]))
        elif whole or (is_cost and wrong):
            fact = (whole or list(wrong.values()))[0][0]
            problems.add(fact.place, f"this figure of '{item.key}' has the other sign than those of "
                         f"{next(iter(right))}; type every figure of a line with one sign, or write 'concept: "
                         f"+{concept.key}' on '{item.key}' if all of them are right as they stand")

    def _is_proved(self, fact: Fact, total: LineItem | None) -> bool:
        """Whether the filing of a figure prints the total of that period too."""
        return total is not None and any(
            each.filing is fact.filing and each.period == fact.period
            and each.series == (fact.series[0], total.key, fact.series[2]) for each in self._book.facts)

    def _fits(self, fact: Fact, statement: Statement, concept: Concept) -> bool | None:
        """Whether a figure has its concept's usual sign; None where it says nothing."""
        own = self._own(fact)
        if not own:
            return None
        fits = (own < 0) == concept.is_outflow
        if concept.sign != "usually_negative":
            return fits
        if concept.key in _TAXES:
            return self._tax_fits(fact, own, concept)
        # A gain among the expenses, unless the statement prints its other costs as positive too.
        habit = any(item.concept in self._turned and self._concepts[item.concept].balance == "debit"
                    and self._concepts[item.concept].is_outflow for item in statement.items.values() if item.concept)
        return fits if fits or habit else None

    def _tax_fits(self, fact: Fact, own: Decimal, concept: Concept) -> bool | None:
        """Tax lowers the profit: by what is left of it after tax, or on a profit by its sign."""
        before = self._beside(fact, "profit_before_tax")
        if before is None:
            return None
        after = self._beside(fact, "profit") if concept.key == "income_tax" else None
        if after is not None:
            added, taken = abs(before + own - after), abs(before - own - after)
            return None if added == taken else added < taken
        return own < 0 if before > 0 else None

    def _beside(self, fact: Fact, concept: str) -> Decimal | None:
        """The figure of a concept for the same period: of the same filing, or else the latest."""
        series = self._series.get(concept)
        found = [each for each in self._book.facts if each.series == series and each.period == fact.period]
        same = [each for each in found if each.filing is fact.filing]
        return self._own((same or found)[-1]) if found else None

    def _own(self, fact: Fact) -> Decimal:
        """A figure with the sign that formulas have it with."""
        concept = self._book.statements[fact.series[0]].items[fact.series[1]].concept
        return -fact.value if concept in self._turned else fact.value


def _otherwise(item: LineItem, concept: Concept, total: LineItem | None, fact: Fact) -> str:
    """What is wrong with a line whose figures all have the other sign, and what would be right."""
    if total:
        return (f"by the sum of '{total.key}' the figures of '{item.key}' cannot be {_word(fact)}: change the sign of "
                f"'{item.key}' in the sum, or write 'concept: +{concept.key}' if they are right as they stand")
    if item.concept_sign:
        return (f"'concept: -{concept.key}' says that '{item.key}' is printed with the other sign than is usual, and "
                f"its figures have the usual one; write 'concept: {concept.key}'")
    usual = "negative, as costs and payments are" if concept.is_outflow else "positive"
    return (f"the concept '{concept.key}' is {usual}, and the figures of '{item.key}' are {_word(fact)}: write "
            f"'concept: -{concept.key}' if that is how the filings print it, 'concept: +{concept.key}' if the figures "
            "are right as they stand")


def _word(fact: Fact) -> str:
    return "negative" if fact.value < 0 else "positive"
