"""per_share.yaml and ratios.yaml: computed rows in sections."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from generator.formulas.names import HEADER, PRINTED_ROUNDING, Formulas, TypedFormula, written
from generator.inputs.forms import FLAG, NAME_PATTERN, TEXT, Key, ListOf, NameOf, Pattern, Record, Word
from generator.inputs.record import Fields, elements, read_record
from generator.inputs.template import COLUMNS, RowSection, RowTemplate
from generator.inputs.value import Value
from generator.model.book import Book
from generator.model.problem import Place

_GUARDS = ListOf(TEXT)
_ROW = Record("A computed row.", (
    Key("id",
        Pattern(NAME_PATTERN, "gross_margin",
                "'{text}' cannot be an id; use small letters, digits and _, starting with a letter"),
        "What formulas call it", required=True),
    Key("catalogue", TEXT, "Its number in a catalogue of ratios"),
    Key("label", TEXT, "What the row is called", required=True),
    Key("unit", NameOf("unit"), "What its values count", required=True),
    Key("formula", TEXT, "What a cell computes, with names between {{ and }}", required=True),
    Key("nonzero", _GUARDS, "Names whose value must differ from zero, else the cell is n.m."),
    Key("positive", _GUARDS, "Names whose value must be above zero, else the cell is n.m."),
    Key("definition", TEXT, "The formula in words"),
    Key("columns", Word(COLUMNS), "The columns in which it has values, without it all"),
    Key("needs_price", FLAG, "true where it stays blank until company.yaml gives a share price")))
_SECTION = Record("Computed rows under a heading.", (
    Key("section", TEXT, "The heading", required=True),
    Key("rows", ListOf(_ROW), "The rows under it", required=True)))
RATIOS = ListOf(_SECTION)


@dataclass(frozen=True)
class SectionFields:
    """A section as typed: the formulas of its rows are read once the ids of all rows are known."""

    title: str
    rows: list[Fields]

    @property
    def ids(self) -> list[tuple[Value, str]]:
        """The ids of its rows and where they stand."""
        nodes = [row.node("id") for row in self.rows]
        return [(node, node.literal) for node in nodes if node and node.literal]


def section_fields(root: Value | None) -> list[SectionFields]:
    """The sections of a file as typed."""
    found = [read_record(_SECTION, each) for each in (elements(root, RATIOS) if root else ())]
    return [SectionFields(fields.text("section"), fields.records("rows")) for fields in found]


def refuse_repeats(sections: Iterable[SectionFields], parameters: Collection[str], concepts: Collection[str],
                   book: Book) -> None:
    """Report ids that are taken."""
    seen: dict[str, Place] = {}
    taken = {*HEADER, *book.statements, "splits", *parameters}
    for value, word in (each for section in sections for each in section.ids):
        if word in taken:
            value.complain(f"'{word}' already means something else in formulas; choose another id")
        elif word in seen:
            value.complain(f"the id '{word}' is already used at {seen[word]}")
        elif word in concepts:
            value.complain(f"'{word}' is a concept; a row needs an id of its own")
        seen.setdefault(word, value.place)


def read_sections(sections: Iterable[SectionFields], formulas: Formulas,
                  units: Collection[str]) -> tuple[RowSection, ...]:
    """The sections with their rows' formulas compiled."""
    return tuple(RowSection(each.title, tuple(row for fields in each.rows if (row := _row(fields, formulas, units))))
                 for each in sections)


def _row(fields: Fields, formulas: Formulas, units: Collection[str]) -> RowTemplate | None:
    if not fields.complete:
        return None
    unit = fields.choice("unit", tuple(units))
    positive, nonzero = (_guards(fields, name, formulas) for name in ("positive", "nonzero"))
    typed = fields.found["formula"]
    formula = formulas.read(typed, {written(guard.tree) for guard in (*positive, *nonzero)})
    if formula and PRINTED_ROUNDING in formula.parameters:
        typed.complain(f"'{PRINTED_ROUNDING}' belongs to checks")
    if formula is None or not unit:
        return None
    return RowTemplate(
        fields.text("id"), fields.text("label"), unit, formula, positive, nonzero, fields.text("definition"),
        fields.word("columns", "all"), fields.flag("needs_price"), fields.value.place)


def _guards(fields: Fields, name: str, formulas: Formulas) -> tuple[TypedFormula, ...]:
    found = [formulas.read(each, None, f"{{{{ {each.text() or ''} }}}}") for each in fields.each(name)]
    return tuple(guard for guard in found if guard)
