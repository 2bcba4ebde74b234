"""Where a number comes from: its formula in words, with the figures in it, down to what was typed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.checks.proof import Check, Outcome, Proof
from generator.derivation import currency_words
from generator.derivation.row_names import RowNames
from generator.derivation.sources import REPORTED, Missing, PrintedTotal
from generator.derivation.versions import MIXES_VERSIONS
from generator.formulas.expression import Expression, Filed, Header, Leaf, Name, RowAt, Shown, SplitBasis, leaves
from generator.formulas.functions import Scalar
from generator.formulas.two_views import of_version
from generator.formulas.words import Wording
from generator.model.fact import Fact
from generator.model.statement import Unit, key
from generator.report.asked import RowOn
from generator.report.names import called
from generator.report.words import number

_HEADERS = {"months": "months", "days": "days", "period_end": "last day"}
_BLANK = "blank"


@dataclass(frozen=True)
class Explained:
    """One number on the way: what it is, what it is worth, how it is made, and from which further ones.

    ``shown`` is its value as people read it. ``formula`` and ``figures`` say how it is computed, in names and in
    numbers; both are empty for a figure of a filing, which is its ``source``. ``again`` says that its steps were
    given before.
    """

    key: str
    label: str
    period: str
    value: Scalar
    shown: str
    unit: str = ""
    status: str = ""
    formula: str = ""
    figures: str = ""
    notes: tuple[str, ...] = ()
    source: Fact | None = None
    steps: tuple[Explained, ...] = ()
    again: bool = False

    def facts(self) -> Iterable[Fact]:
        """Every figure of a filing on the way, as often as it is met."""
        if self.source:
            yield self.source
        for step in self.steps:
            yield from step.facts()


@dataclass(frozen=True)
class ExplainedCheck:
    """A check with what it says, and its two sides explained."""

    check: Check
    outcome: Outcome
    sides: tuple[Explained, ...]


class Explainer:
    """Explains the cells and checks of one version of a book (``is_first``: the one first reported, if there is one).

    What was explained once is not explained again.
    """

    def __init__(self, proof: Proof, is_first: bool = False) -> None:
        self.is_first = is_first and proof.trees.first is not None
        self._proof, self._book = proof, proof.book
        self.trees = proof.trees.first if self.is_first and proof.trees.first else proof.trees
        self._values = proof.first_values if self.is_first and proof.first_values else proof.values
        self._names = RowNames(proof.trees, proof.templates.concept_labels)
        self._told: set[RowAt] = set()

    def cell(self, cell: RowAt, label: str = "") -> Explained:
        """A row in a column, under its own label or that by which a formula calls it."""
        cell = RowAt(self.trees.rows.key(cell.row), cell.slot, cell.basis)
        tree = self.trees.of(cell)
        step = replace(self._bare(cell), notes=self._notes(cell, tree))
        step = replace(step, label=label or step.label)
        if tree is None or cell in self._told:
            return replace(step, again=tree is not None, source=self._words(cell))
        if isinstance(tree, Shown):
            return self._of_filing(self._in_version(tree.fact), step)
        self._told.add(cell)
        return self._made(step, tree, cell)

    def _bare(self, cell: RowAt) -> Explained:
        """What a cell is and is worth."""
        value, unit = self._worth(cell), self._names.unit(cell.row, cell.basis)
        currency = self.trees.currency(cell) or self._names.currency(cell.row, cell.basis)
        return Explained(
            self._names.name(cell.row, cell.basis), self.called(RowOn(cell.row, cell.basis)), cell.slot.label, value,
            shown(value, unit), unit.in_currency(currency) if unit and unit.key != "date" else "", self._status(cell))

    def check(self, check: Check, outcome: Outcome) -> ExplainedCheck:
        """A check: its sides, each as a formula over what it takes from the sheets and the filings."""
        relation, sides = check.relation, []
        for name, tree, value in (("left", relation.left, outcome.left), ("right", relation.right, outcome.right)):
            worth = "n.a." if value is None else value
            step = Explained(name, f"{name.capitalize()} side", check.period, worth, shown(worth, None))
            sides.append(self._made(step, of_version(tree, self.is_first), None))
        return ExplainedCheck(check, outcome, tuple(sides))

    def periods(self, row: RowOn) -> list[Explained]:
        """A row in every column in which it shows anything, without how it is made."""
        cells = (RowAt(row.row, slot, row.basis) for slot in self.trees.grid.timeline.slots)
        return [step for step in map(self._bare, cells) if step.value != _BLANK]

    def called(self, row: RowOn) -> str:
        """A row's label for people: of a line item the company's own."""
        found = self.trees.rows.key(row.row)
        return self._book.name(found) if isinstance(found, tuple) and not row.basis \
            else self._names.text(found, row.basis)

    def _made(self, step: Explained, tree: Expression, of: RowAt | None) -> Explained:
        """A step with its formula in names and in numbers, and the steps that it takes."""
        said = Wording(lambda leaf: self._called(leaf, of), self._scalar)
        figures = Wording(self._figure, self._scalar)
        formula, numbers = said.of(tree), figures.of(tree)
        notes = (*step.notes, *said.notes)
        taken = dict.fromkeys(leaf for leaf in leaves(tree) if not isinstance(leaf, Header))
        steps = tuple(found for leaf in taken for found in self._step(leaf, of))
        return replace(step, formula=formula, figures="" if numbers == formula else numbers,
                     notes=notes, steps=steps)

    def _step(self, leaf: Leaf, of: RowAt | None) -> Iterable[Explained]:
        match leaf:
            case RowAt():
                yield self.cell(leaf, self._label(leaf, of))
            case Shown(fact):
                yield self._of_filing(self._in_version(fact))
            case Filed(fact):
                yield self._of_filing(fact)
            case Name(name) if found := called(self._proof, name):
                yield Explained(name, found[0], "", self._scalar(leaf), self._figure(leaf), status=found[2])

    def _in_version(self, fact: Fact) -> Fact:
        """The figure in the version that is explained: another one only where it was first reported otherwise."""
        then = self.trees.grid.shown_fact(fact)
        return fact if self._book.is_one_figure(then, fact) else then

    def _of_filing(self, fact: Fact, of: Explained | None = None) -> Explained:
        """A figure of a filing, or the cell that shows nothing else, and how other filings gave it."""
        value, unit = float(fact.value), self._book.company.units[fact.unit]
        step = of or Explained(
            key(fact.series), self._book.name(fact.series), self._book.when(fact.period), value, shown(value, unit),
            unit.in_currency(fact.currency or self._book.company.currency), REPORTED)
        where, notes = (fact.series, fact.period), step.notes
        if not fact.forecast and where in self._book.restated:
            first, now = self._book.first[where], self._book.latest[where]
            other, said = (first, "first reported as") if fact is now else (now, "restated since:")
            counted = self._book.counted(other)
            in_what = f" {counted}" if counted != self._book.counted(fact) else ""
            notes = (*notes, f"{said} {other.figure.printed}{in_what} ({other.filing.key})")
        return replace(step, source=fact, notes=notes)

    def _called(self, leaf: Leaf, of: RowAt | None) -> str:
        """How a leaf is called in the formula of a cell: by its period alone where it is the cell's own row."""
        match leaf:
            case RowAt(row, slot, basis):
                row = self.trees.rows.key(row)
                if of and row == of.row and basis in ("", of.basis):
                    return slot.label
                label = self._label(leaf, of)
                return label if of and slot == of.slot else f"{label} {slot.label}"
            case Shown(fact) | Filed(fact):
                when = self._book.when(fact.period)
                return f"{self._book.name(fact.series)} {when}"
            case Header(what, slot):
                return f"{_HEADERS[what]} of {slot.label if slot else 'the period'}"
            case SplitBasis(fact):
                return f"the day up to which splits are in {self._book.name(fact.series)}"
            case Name(name):
                found = called(self._proof, name)
                parameter = next((each for each in self._proof.templates.parameters if each.key == name), None)
                return found[0] if found else parameter.label if parameter else name.replace("_", " ")
        raise AssertionError(leaf)

    def _label(self, cell: RowAt, of: RowAt | None) -> str:
        """How a formula calls a row: one of statements and checks as the company does, others in standard terms."""
        computed = of is not None and not (isinstance(of.row, tuple) and not of.basis)
        row = self.trees.rows.key(cell.row)
        same = of is not None and row == of.row
        return self._names.text(row, cell.basis) if computed and not same else self.called(RowOn(row, cell.basis))

    def _figure(self, leaf: Leaf) -> str:
        """A leaf as its number."""
        match leaf:
            case Name("share_price" | "share_price_date") if self._book.company.share_price is None:
                return "not given"
            case RowAt(row, _, basis):
                return shown(self._worth(leaf), self._names.unit(row, basis))
            case Header("period_end") | SplitBasis() | Name("share_price_date"):
                return shown(self._scalar(leaf), self._book.company.units["date"])
            case Name(name):
                found = called(self._proof, name)
                return shown(self._scalar(leaf), found[1] if found else None)
        return shown(self._scalar(leaf), None)

    def _scalar(self, tree: Expression) -> Scalar:
        return self._values.of(tree).result(self._proof.numbers)

    def _worth(self, cell: RowAt) -> Scalar:
        """The value of a cell, or what it says in place of one; empty cells are told apart."""
        found = self._values.cell(cell)
        if found is not None:
            value = found.result(self._proof.numbers)
            return _BLANK if value == "" else value
        rows, series = self.trees.rows, self.trees.rows.series(cell.row)
        if cell.basis:
            return "n.a." if rows.has_helper(cell.row, cell.basis, cell.slot) else _BLANK
        if series:
            entry = self.trees.grid.entry(series, cell.slot) if series in self.trees.grid.shown else None
            return "n.a." if entry and not (isinstance(entry.source, Missing) and entry.source.is_blank) else _BLANK
        template = rows.templates.get(str(cell.row))
        return "n.a." if template and rows.active(template, cell.slot) else _BLANK

    def _status(self, cell: RowAt) -> str:
        series = self.trees.rows.series(cell.row)
        if not series or cell.basis:
            return "calculated"
        entry = self.trees.grid.entry(series, cell.slot) if series in self.trees.grid.shown else None
        return entry.status if entry and entry.has_value else ""

    def _words(self, cell: RowAt) -> Fact | None:
        """The fact of a cell in which a filing prints n.m. or n.a. for a figure."""
        series = self.trees.rows.series(cell.row)
        entry = self.trees.grid.entry(series, cell.slot) if series and not cell.basis else None
        return entry.source.words if entry and isinstance(entry.source, Missing) else None

    def _notes(self, cell: RowAt, tree: Expression | None) -> tuple[str, ...]:
        """What a reader must know of a cell, and of one without a value why it has none."""
        said = [currency_words.remark(self.trees.cell(cell), self._book.company)]
        series = self.trees.rows.series(cell.row)
        if series and not cell.basis:
            entry = self.trees.grid.entry(series, cell.slot) if series in self.trees.grid.shown else None
            said.append(entry.remark if entry else "")
            match entry.source if entry else None:
                case Missing(why=why):
                    said.append(why or ("" if any(said) else "no filing prints it, and nothing printed gives it"))
                case PrintedTotal(ties=False):
                    said.append("its parts are further from the printed total than rounding explains: their sum stands")
                case None:
                    said.append("the period is not reported")
        elif tree is None and not any(said):
            said.append(self._lacking(cell))
        elif self.trees.supported(cell.row, cell.slot, cell.basis) and self.trees.mixes_versions(cell):
            said.append(MIXES_VERSIONS)
        return tuple(filter(None, dict.fromkeys(said)))

    def _lacking(self, cell: RowAt) -> str:
        """Why a row that is computed, or a basis, has nothing to be computed from."""
        rows = self.trees.rows
        template = rows.templates.get(str(cell.row)) if not cell.basis else None
        if template is None:
            return "not all that makes it up is reported" if cell.basis else "the company has no such line"
        if not rows.active(template, cell.slot):
            return f"the row has no cell in {cell.slot.label}" if rows.grid.timeline.is_reported(cell.slot) \
                else "the period is not reported"
        off = [self.called(RowOn(each.row, each.basis)) + f" ({each.shift.replace('_', ' ')})" * bool(each.shift)
               for each in template.mentions if rows.cell(each, cell.slot) is None]
        return f"off the time axis: {', '.join(off)}" if off else ""


def shown(value: Scalar, unit: Unit | None) -> str:
    """A value as people read it, in what it counts."""
    if isinstance(value, str):
        return value or _BLANK
    if unit and unit.key == "date":
        return str(datetime.date.fromordinal(int(value)))
    text = f"{number(value * 100)}%" if unit and "%" in unit.format else number(value)
    return text.replace("-", "−")

