"""per_share.yaml and ratios.yaml: computed rows in sections."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.formulas.names import HEADER, ONLY_IN_CHECKS, Formulas, TypedFormula, written
from generator.inputs.forms import FLAG, NAME_PATTERN, TEXT, Either, Key, ListOf, NameOf, Pattern, Record, Word
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
    Key("short", TEXT, "Another name for it in the conditions of `quarterbook screen`"),
    Key("catalogue", TEXT, "Its number in a catalogue of ratios"),
    Key("label", TEXT, "What the row is called", required=True),
    Key("unit", NameOf("unit"), "What its values count", required=True),
    Key("formula", TEXT, "What a cell computes, with names between {{ and }}", required=True),
    Key("nonzero", _GUARDS, "Names whose value must differ from zero, else the cell is n.m."),
    Key("positive", _GUARDS, "Names whose value must be above zero, else the cell is n.m."),
    Key("definition", TEXT, "The formula in words"),
    Key("columns", Word(COLUMNS), "The columns in which it has values, without it all"),
    Key("needs_price", FLAG, "true where it stays blank until company.yaml gives a share price"),
    Key("of_accounts", FLAG, "true for an amount in the currency of the accounts, whatever it is made from")))
_SECTION = Record("Computed rows under a heading.", (
    Key("section", TEXT, "The heading", required=True),
    Key("rows", ListOf(_ROW), "The rows under it", required=True)))
RATIOS = ListOf(Either((_SECTION, _ROW)))
_UNTITLED = "Further ratios"
"""The heading of rows that stand under none."""


@dataclass(frozen=True)
class SectionFields:
    """A section as typed: the formulas of its rows are read once the ids of all rows are known."""

    title: str
    rows: Sequence[Fields]
    replaced: Mapping[str, Fields] = field(default_factory=dict)
    """The common rows, by id, in whose place rows of the company's own stand."""

    @property
    def ids(self) -> list[tuple[Value, str]]:
        """The ids of its rows and where they stand."""
        nodes = [row.node("id") for row in self.rows]
        return [(node, node.literal) for node in nodes if node and node.literal]

    def with_own(self, own: Mapping[str, Fields]) -> SectionFields:
        """The section with the company's own rows in the place of those whose id they have."""
        replaced = {word: row for row in self.rows if (word := _id(row)) in own}
        return replace(self, rows=[own.get(_id(row), row) for row in self.rows], replaced=replaced)

    def without(self, rows: Collection[int]) -> SectionFields:
        """The section without some rows, given by their identity."""
        return replace(self, rows=[row for row in self.rows if id(row) not in rows])


def _id(row: Fields) -> str:
    node = row.node("id")
    return node.literal or "" if node else ""


def with_own_rows(common: Sequence[Sequence[SectionFields]],
                  own: Sequence[SectionFields]) -> tuple[list[list[SectionFields]], list[SectionFields]]:
    """The common files with the company's own rows in place of those of the same id, and what else the company adds.

    Of two own rows with one id the second is left to be reported.
    """
    known = {word for sections in common for section in sections for _, word in section.ids}
    taken: dict[str, Fields] = {}
    for section in own:
        for row in section.rows:
            if _id(row) in known:
                taken.setdefault(_id(row), row)
    gone = {id(row) for row in taken.values()}
    added = [left for section in own if (left := section.without(gone)).rows or not section.rows]
    return [[section.with_own(taken) for section in sections] for sections in common], added


def section_fields(root: Value | None) -> list[SectionFields]:
    """The sections of a file as typed; rows that stand under no heading make one together."""
    found: list[SectionFields] = []
    bare: list[Fields] = []
    for each in elements(root, RATIOS) if root else ():
        if _is_row(each):
            bare.append(read_record(_ROW, each))
            continue
        fields = read_record(_SECTION, each)
        found.append(SectionFields(fields.text("section"), fields.records("rows")))
    return [*found, *([SectionFields(_UNTITLED, bare)] if bare else [])]


def _is_row(value: Value) -> bool:
    keys = {key.literal for key, _ in value.items()} if value.is_mapping else set()
    return "id" in keys and not keys & {"section", "rows"}


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
    return tuple(RowSection(each.title, tuple(
        row for fields in each.rows if (row := _row(fields, formulas, units, each.replaced.get(_id(fields))))))
        for each in sections)


def _row(fields: Fields, formulas: Formulas, units: Collection[str], replaced: Fields | None) -> RowTemplate | None:
    if not fields.complete:
        return None
    unit = fields.choice("unit", tuple(units))
    if replaced and unit and unit != replaced.text("unit"):
        fields.found["unit"].complain(
            f"'{_id(fields)}' takes the place of the common row at {replaced.value.place}, whose unit is "
            f"{replaced.text('unit')}; write that, or give a row that counts {unit} an id of its own")
    positive, nonzero = (_guards(fields, name, formulas) for name in ("positive", "nonzero"))
    typed = fields.found["formula"]
    formula = formulas.read(typed, {written(guard.tree) for guard in (*positive, *nonzero)})
    for name in ONLY_IN_CHECKS:
        if formula and name in formula.parameters:
            typed.complain(f"'{name}' belongs to checks")
    if formula is None or not unit:
        return None
    return RowTemplate(
        fields.text("id"), fields.text("label"), unit, formula, positive, nonzero,
        _definition(fields, replaced, formula.absent),
        fields.word("columns", replaced.word("columns", "all") if replaced else "all"), fields.flag("needs_price"),
        fields.value.place, fields.flag("of_accounts", replaced is not None and replaced.flag("of_accounts")),
        fields.text("short") or (replaced.text("short") if replaced else ""))


def _definition(fields: Fields, replaced: Fields | None, absent: Sequence[str]) -> str:
    """The formula in words; which concepts it lacks, and of a row of the company's own which common one it replaces."""
    said = fields.text("definition")
    if replaced is not None:
        common = replaced.text("definition") or replaced.text("label")
        said = f"{said or fields.text('formula')} (this company's own row, in place of: {common})"
    return f"{said} (no line has the concept {', '.join(absent)})" if absent else said


def _guards(fields: Fields, name: str, formulas: Formulas) -> tuple[TypedFormula, ...]:
    found = [formulas.read(each, None, f"{{{{ {each.text() or ''} }}}}") for each in fields.each(name)]
    return tuple(guard for guard in found if guard)
