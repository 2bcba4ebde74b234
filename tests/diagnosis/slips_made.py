"""Slips made at random in a book that is right, of every kind, and whether the explanations tell the truth of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from generator.checks.proof import FAIL, Proof
from generator.diagnosis import digits
from generator.diagnosis.headings import COLUMN, TABLE, headings
from generator.diagnosis.printed_tables import PrintedTables
from generator.diagnosis.repairs import Finding, Repair, findings
from generator.diagnosis.rereadings import Rereading
from generator.inputs.template import Templates
from generator.model.book import Book
from generator.model.fact import Fact
from generator.model.figure import NUMBER, in_print
from generator.model.problem import Place

Typed = Mapping[Place, Decimal]


@dataclass(frozen=True)
class Made:
    """A book with a slip in it: the figures typed otherwise with their true values, or the line that is right."""

    book: Book
    true: Typed
    line: str = ""


@dataclass
class Score:
    """Of slips of a kind: made, shown by a check, the truth told first, among the first three, and false 'only'."""

    made: int = 0
    shown: int = 0
    first: int = 0
    among_three: int = 0
    false_only: int = 0

    def add(self, other: Score) -> None:
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def score(made: Made, templates: Templates) -> Score:
    """What the explanations say of a slip."""
    proof = Proof(made.book, templates)
    if all(outcome.state != FAIL or check.severity.apart for check, outcome in proof.outcomes()):
        return Score(1)
    found = findings(proof)
    told = [[_tells(each, made) for each in in_order(finding)] for finding in found]
    only = [repair for finding in found for repair in finding.repairs if repair.is_unique]
    return Score(1, 1, int(any(each[:1] == [True] for each in told)), int(any(True in each[:3] for each in told)),
                 int(any(not _tells(each, made) for each in only)))


def in_order(finding: Finding) -> list[Repair | Rereading | None]:
    """A finding's explanations as people read them; None for a row left out."""
    likely = [each for each in finding.readings if each.is_likely]
    others = [each for each in finding.readings if not each.is_likely]
    plain = [each for each in finding.repairs if each.is_plain]
    rest = [each for each in finding.repairs if not each.is_plain]
    return [*likely, *plain, *(None for _ in finding.lost_rows), *(others if plain else ()), *rest,
            *(() if plain else others)]


def _tells(told: Repair | Rereading | None, made: Made) -> bool:
    if isinstance(told, Repair):
        solved = all(each.slip.is_solved for each in told.candidates)
        changes = {change.fact.place: change.value for change in told.changes}
        loose = solved and made.book.company.foots == "loose"
        return bool(made.true) and (changes.keys() == made.true.keys() if loose else changes == dict(made.true))
    return isinstance(told, Rereading) and bool(made.line) and told.line == made.line


def _retyped(book: Book, typed: Typed, decimals: int | None = None) -> Made:
    """The book with some figures typed otherwise; one that stays as it is is no slip."""
    true = {fact.place: fact.value for fact in book.printed if fact.place in typed and fact.value != typed[fact.place]}
    return Made(replace(book, printed=tuple(
        replace(fact, figure=replace(fact.figure, kind=NUMBER, value=typed[fact.place], printed=in_print(
            typed[fact.place]), decimals=fact.figure.decimals if decimals is None else decimals))
        if fact.place in true else fact for fact in book.printed)), true)


class Slips:
    """Makes slips in one book; each method gives None where its figure, row or table allows no such slip."""

    def __init__(self, book: Book, dice: Random) -> None:
        self.book, self.dice = book, dice
        self.tables = PrintedTables(book.facts)
        self.facts = [fact for fact in book.facts if fact.value]

    def of_digits(self, readings: Callable[[Decimal, int], object]) -> Made | None:
        fact = self.dice.choice(self.facts)
        values = [value for value in readings(fact.value, fact.figure.decimals) if value]  # type: ignore[attr-defined]
        return self._typed({fact.place: self.dice.choice(values)}) if values else None

    def another_figure(self) -> Made | None:
        fact = self.dice.choice(self.facts)
        return self._typed({fact.place: Decimal(self.dice.randint(1, 99_999)).scaleb(-fact.figure.decimals)})

    def point_lost(self) -> Made | None:
        fact = self.dice.choice([fact for fact in self.facts if fact.figure.decimals] or self.facts)
        usual = fact.figure.decimals == self.book.company.units[fact.unit].decimals or any(
            each is not fact and each.figure.decimals == fact.figure.decimals for each in self.tables.row(fact))
        if not fact.figure.decimals or not usual:
            return None
        return _retyped(self.book, {fact.place: fact.value.scaleb(fact.figure.decimals)}, decimals=0)

    def neighbour(self, beside: Callable[[Fact], list[Fact]], exchanged: bool) -> Made | None:
        fact = self.dice.choice(self.facts)
        others = [other for other in beside(fact) if other.value != fact.value and other.value]
        if not others:
            return None
        other = self.dice.choice(others)
        return self._typed({fact.place: other.value, **({other.place: fact.value} if exchanged else {})})

    def row(self, typed: Callable[[Fact], Decimal]) -> Made | None:
        row = [each for each in self.tables.row(self.dice.choice(self.facts)) if each.value]
        row = [each for each in row if each.unit == row[0].unit]
        return self._typed({fact.place: typed(fact) for fact in row}) if len(row) > 1 else None

    def column_scaled(self) -> Made | None:
        fact = self.dice.choice(self.facts)
        table = [each for each in self.facts if each.table == fact.table and each.unit == "amount"
                 and each.series[2] == fact.series[2] and each.column == fact.column]
        return self._typed({each.place: each.value.scaleb(3) for each in table}) if len(table) > 2 else None

    def lines_exchanged(self, way: int) -> Made | None:
        fact = self.dice.choice(self.facts)
        lines = self.tables.lines([each for each in self.book.facts if each.table == fact.table])[way]
        if len(lines) < 2:
            return None
        at = self.dice.randrange(len(lines) - 1)
        pairs = [(lines[at][key], lines[at + 1][key]) for key in lines[at] if key in lines[at + 1]]
        if len(pairs) < 2 or any(one.unit != other.unit for one, other in pairs):
            return None
        return self._typed({place: value for one, other in pairs
                            for place, value in ((one.place, other.value), (other.place, one.value))})

    def heading(self) -> Made | None:
        found = self.dice.choice(headings(self.book.printed, self.dice.choice((COLUMN, TABLE))))
        names = found.others(self.book)
        if not names:
            return None
        return Made(found.under(self.dice.choice(names), self.book), {}, found.line(found.name, self.book))

    def term_sign(self) -> Made | None:
        statement = self.dice.choice(list(self.book.statements.values()))
        totals = [item for item in statement.items.values() if item.sum]
        if not totals:
            return None
        total = self.dice.choice(totals)
        turned = self.dice.choice(total.sum)[1]
        wrong = replace(total, sum=tuple((-sign if part == turned else sign, part) for sign, part in total.sum))
        line = ", ".join(f"-{part}" if sign < 0 else part for sign, part in total.sum)
        return Made(replace(self.book, statements={**self.book.statements, statement.key: replace(
            statement, items={**statement.items, total.key: wrong})}), {}, f"sum: [{line}]")

    def _typed(self, typed: Typed) -> Made | None:
        made = _retyped(self.book, typed)
        return made if made.true else None

    @property
    def kinds(self) -> dict[str, Callable[[], Made | None]]:
        def scaled(fact: Fact) -> Decimal:
            return fact.value.scaleb(3)

        return {
            "one digit misread": lambda: self.of_digits(digits.misread),
            "last digit off by one": lambda: self.of_digits(digits.off_by_one),
            "two digits swapped": lambda: self.of_digits(digits.swapped),
            "sign": lambda: self.of_digits(lambda value, _: [-value]),
            "a digit lost": lambda: self.of_digits(digits.shortened),
            "a digit too many": lambda: self.of_digits(digits.lengthened),
            "unit (a factor of 1,000 or 1,000,000)": lambda: self.of_digits(lambda v, _: [v.scaleb(3), v.scaleb(6)]),
            "decimal point lost": self.point_lost,
            "copied from its neighbour": lambda: self.neighbour(
                lambda fact: [*self.tables.beside(fact), *self.tables.above_and_below(fact)], False),
            "exchanged with its neighbour": lambda: self.neighbour(
                lambda fact: [*self.tables.beside(fact), *self.tables.above_and_below(fact)], True),
            "another figure": self.another_figure,
            "signs of a row": lambda: self.row(lambda fact: -fact.value),
            "a row in another scale": lambda: self.row(scaled),
            "a column in another scale": self.column_scaled,
            "two rows exchanged": lambda: self.lines_exchanged(0),
            "two columns exchanged": lambda: self.lines_exchanged(1),
            "a column under another period": self.heading,
            "a term's sign in a sum": self.term_sign}


def table_of(scores: Mapping[str, Score]) -> str:
    """The scores as a table, with the whole below."""
    whole = Score()
    for each in scores.values():
        whole.add(each)
    lines = [f"{'kind':40} made shown first  in 3 false only"]
    return "\n".join([*lines, *(f"{kind:40} {s.made:4} {s.shown:5} {s.first:5} {s.among_three:5} {s.false_only:10}"
                                for kind, s in [*scores.items(), ("all", whole)])])


def measure(slips: Slips, templates: Templates, times: int, kinds: Sequence[str] = ()) -> dict[str, Score]:
    """So many slips of each kind."""
    scores: dict[str, Score] = {}
    for kind, make in slips.kinds.items():
        if kinds and kind not in kinds:
            continue
        scores[kind] = Score()
        for _ in range(times):
            made = next(filter(None, (make() for _ in range(40))), None)
            if made:
                scores[kind].add(score(made, templates))
    return scores
