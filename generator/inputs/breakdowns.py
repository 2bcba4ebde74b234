"""What a company splits: totals across segments or down a table of products, their parts, and the rows under them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from generator.formulas.expression import Expression, Leaf, Mention, replaced
from generator.formulas.names import Formulas, TypedFormula
from generator.inputs.row_templates import SectionFields, read_sections
from generator.inputs.template import RowSection, RowTemplate
from generator.model.book import Book
from generator.model.statement import SHEETS, Series

SEGMENTS = "Segments"
PART, WHOLE = "part", "whole"
"""What the formulas of templates/breakdown.yaml call a row and its total."""
_ELSEWHERE = frozenset(SHEETS) - {SEGMENTS, "Operating Data"}
_ITSELF = "growth"
"""The row that a total has too: its share of itself says nothing."""


@dataclass(frozen=True)
class Breakdown:
    """A total and what adds up to it: members of one line item, or line items of one table."""

    whole: Series
    parts: tuple[Series, ...]

    @property
    def is_across(self) -> bool:
        """Whether it is over members, as segments are, rather than down a table."""
        return self.whole[2] != self.parts[0][2]


class Breakdowns:
    """The breakdowns of a book, in the order of its statements.

    Across members: on Segments and on the company's own sheets. Down a table: on these and on Operating Data, where
    the total is revenue or a part of it; a table of costs or of a result that adds and subtracts is none. A total that
    is never above zero has no shares.
    """

    def __init__(self, book: Book) -> None:
        self._book = book

    def __iter__(self) -> Iterator[Breakdown]:
        for statement in self._book.statements.values():
            if statement.sheet in _ELSEWHERE:
                continue
            yield from filter(self._is_told, self._across(statement.key))
            yield from filter(self._is_told, self._down(statement.key))

    def _across(self, key: str) -> Iterator[Breakdown]:
        statement = self._book.statements[key]
        if statement.sheet in SHEETS and statement.sheet != SEGMENTS:
            return
        inner = {part for member in statement.members.values() for _, part in member.sum}
        for member in statement.members.values():
            if member.key in inner or any(sign < 0 for sign, _ in member.sum):
                continue
            for item in statement.items.values():
                if not item.caption and statement.adds_across(item.key, member.key):
                    parts = [(key, item.key, part) for _, part in member.sum]
                    yield self._breakdown((key, item.key, member.key), parts)

    def _down(self, key: str) -> Iterator[Breakdown]:
        found = {item.key: tuple(self._parts(key, item.key)) for item in self._book.statements[key].items.values()
                 if item.sum and all(sign > 0 for sign, _ in item.sum) and self._sells((key, item.key, ""))}
        inner = {part for parts in found.values() for part in parts}
        for total in (each for each in found if each not in inner):
            yield self._breakdown((key, total, ""), [(key, part, "") for part in found[total]])

    def _parts(self, key: str, item: str) -> Iterator[str]:
        """The lines of a total, and below each that is one itself its own."""
        for sign, part in self._book.statements[key].items[item].sum:
            if sign > 0:
                yield part
                yield from self._parts(key, part)

    def _breakdown(self, whole: Series, parts: Sequence[Series]) -> Breakdown:
        return Breakdown(whole, tuple(part for part in parts if part in self._values))

    def _is_told(self, found: Breakdown) -> bool:
        """Whether there is something to divide."""
        statement, item, member = found.whole
        definition = self._book.statements[statement]
        unit = self._book.company.units[definition.unit_of(item, member)]
        adds = unit.of == "money" and (definition.additivity_of(item, member).adds or
                                       definition.additivity_of(item, member).is_closing)
        known = (found.whole,) if found.whole in self._values else found.parts
        return adds and len(found.parts) > 1 and any(self._values[each] for each in known)

    @cached_property
    def _values(self) -> Mapping[Series, bool]:
        """Every row that has a figure, and whether one of its figures is above zero."""
        found: dict[Series, bool] = {}
        for fact in self._book.facts:
            found[fact.series] = found.get(fact.series, False) or fact.value > 0
        return found

    def _sells(self, series: Series) -> bool:
        """Whether a total is revenue, or a line that adds up to it, be it as the second printing of one."""
        seen: set[Series] = set()
        while series not in seen:
            seen.add(series)
            if series in self._revenue:
                return True
            item = self._book.statements[series[0]].items[series[1]]
            refs = [ref for member, ref in item.same_as if member == series[2] and ref.sign > 0]
            series = refs[0].series if refs else series
        return False

    @cached_property
    def _revenue(self) -> frozenset[Series]:
        """Revenue, and its parts on its own statement."""
        statement, item = self._book.concepts.get("revenue", ("", ""))
        if not statement:
            return frozenset()
        return frozenset((statement, each, "") for each in (item, *self._parts(statement, item)))


def breakdown_rows(book: Book, sections: Sequence[SectionFields],
                   formulas: Formulas) -> Mapping[str, tuple[RowSection, ...]]:
    """The rows of templates/breakdown.yaml for each part of each breakdown, by sheet."""
    templates = read_sections(sections, formulas, book.company.units)
    found: dict[str, list[Breakdown]] = {}
    for each in Breakdowns(book):
        found.setdefault(book.statements[each.whole[0]].sheet, []).append(each)
    return {sheet: tuple(RowSection(section.title, tuple({
        row.id: row for each in breakdowns for row in _rows(book, section, each)}.values()))
        for section in templates) for sheet, breakdowns in found.items()}


def _rows(book: Book, section: RowSection, breakdown: Breakdown) -> Iterator[RowTemplate]:
    for template in section.rows:
        also = (breakdown.whole,) if template.id == _ITSELF else ()
        for part in (*breakdown.parts, *also):
            name = ".".join((part[0], "@".join(filter(None, part[1:]))))
            rows = {PART: part, WHOLE: breakdown.whole}
            yield replace(
                template, id=f"{name}.{template.id}", label=f"{book.name(part)}, {template.label}",
                definition=f"{book.statements[part[0]].title}. {template.definition}",
                formula=_with(template.formula, rows), positive=tuple(_with(each, rows) for each in template.positive),
                nonzero=tuple(_with(each, rows) for each in template.nonzero))


def _with(formula: TypedFormula, rows: Mapping[str, Series]) -> TypedFormula:
    def meant(leaf: Leaf) -> Expression:
        return replace(leaf, row=rows[str(leaf.row)]) if isinstance(leaf, Mention) else leaf

    tree = replaced(formula.tree, meant)
    mentions = tuple(replace(each, row=rows[str(each.row)]) for each in formula.mentions)
    return replace(formula, tree=tree, mentions=mentions)
