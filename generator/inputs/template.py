"""templates/ become rows and checks with compiled formulas; the names in them are checked first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from generator.formulas.expression import Argument, Expression, Leaf, Mention, Name
from generator.formulas.names import HEADER, PRINTED_ROUNDING, Formula, Formulas, written
from generator.formulas.parse import Fault, Macro, parse
from generator.inputs.cross_references import circles
from generator.inputs.document import Value, load, mapped
from generator.inputs.vocabulary import Vocabulary
from generator.model.book import Book
from generator.model.problem import Place, Problems

KINDS = ("hard", "soft", "must_not_tie")
COLUMNS = ("all", "quarters", "cumulative", "years", "calendar_years", "latest")
_ID = re.compile(r"^[a-z][a-z0-9_]*$")
_ROW = ("id", "catalogue", "label", "unit", "formula", "nonzero", "positive", "definition", "columns", "needs_price")
_CHECK = ("id", "label", "kind", "left", "right", "exact_within", "tolerance", "look_at")


@dataclass(frozen=True)
class RowTemplate:
    """A computed row of Per Share or Ratios; ``positive`` and ``nonzero`` guard its value (else n.m.)."""

    id: str
    label: str
    unit: str
    formula: Formula
    positive: tuple[Formula, ...]
    nonzero: tuple[Formula, ...]
    definition: str
    columns: str
    needs_price: bool
    place: Place

    @property
    def mentions(self) -> tuple[Mention, ...]:
        guards = [m for guard in (*self.positive, *self.nonzero) for m in guard.mentions]
        return tuple(dict.fromkeys([*self.formula.mentions, *guards]))

    @property
    def header(self) -> frozenset[str]:
        return self.formula.header


@dataclass(frozen=True)
class Section:
    title: str
    rows: tuple[RowTemplate, ...]


@dataclass(frozen=True)
class CheckTemplate:
    """A relation between two computed or reported rows, made for every column in which the right side is there.

    Without a ``tolerance`` of its own the rounding of every figure behind its sides is allowed for.

    One of the company's own (``own``) that no column can hold is shown as not evaluated, never dropped.
    """

    id: str
    label: str
    kind: str
    left: Formula
    right: Formula
    exact_within: Formula
    tolerance: Formula | None
    look_at: str
    own: bool = False


@dataclass(frozen=True)
class Parameter:
    """A number that formulas need besides reported figures; ``source`` names what company.yaml gives it."""

    key: str
    label: str
    unit: str
    value: Decimal | None
    source: str


@dataclass(frozen=True)
class Templates:
    """Everything that is common to companies, with a company's own additions."""

    parameters: tuple[Parameter, ...]
    per_share: tuple[Section, ...]
    ratios: tuple[Section, ...]
    checks: tuple[CheckTemplate, ...]
    concept_labels: Mapping[str, str]

    @property
    def rows(self) -> Iterator[RowTemplate]:
        return (row for section in (*self.per_share, *self.ratios) for row in section.rows)


def read_templates(folder: Path, vocabulary: Vocabulary, book: Book, own: Path, problems: Problems) -> Templates:
    """The templates with the company's own ratios.yaml and checks.yaml, every name in them known."""
    reader = _TemplateReader(folder, vocabulary, book, problems)
    parameters = reader.parameters()
    per_share, ratios, checks = (reader.document(name) for name in ("per_share.yaml", "ratios.yaml", "checks.yaml"))
    own_ratios = load(own / "ratios.yaml", problems) if (own / "ratios.yaml").exists() else None
    own_checks = load(own / "checks.yaml", problems) if (own / "checks.yaml").exists() else None
    reader.refuse_repeats([per_share, ratios, own_ratios], [p.key for p in parameters])
    ids = [word for root in (per_share, ratios, own_ratios) for _, word in reader.ids(root)
           if word not in vocabulary.concepts]
    splits = [f"split_{number}_{what}" for number in range(1, len(book.company.splits) + 1)
              for what in ("effective", "new_shares", "old_shares")]
    reader.formulas = Formulas(reader.macros(), vocabulary.concepts, ids,
                               [*(p.key for p in parameters), *splits, PRINTED_ROUNDING], book)
    result = Templates(
        parameters, reader.sections(per_share), reader.sections(ratios) + reader.sections(own_ratios),
        reader.checks(checks) + reader.checks(own_checks, own=True),
        {concept.key: concept.label for concept in vocabulary.concepts.values()})
    _refuse_circles(result, problems)
    return result


class _TemplateReader:
    """Reads template files; the names of formulas are there once all names are known."""

    formulas: Formulas

    def __init__(self, folder: Path, vocabulary: Vocabulary, book: Book, problems: Problems) -> None:
        self.folder, self.vocabulary, self.book, self.problems = folder, vocabulary, book, problems
        self.check_ids: dict[str, Place] = {}

    def document(self, name: str) -> Value | None:
        return load(self.folder / name, self.problems, f"templates/{name}")

    def parameters(self) -> tuple[Parameter, ...]:
        found: list[Parameter] = []

        def read(name: str, _key: Value, value: Value) -> None:
            fields = value.fields(("label", "value", "unit", "from"), required=("label", "unit"))
            number = None
            if "value" in fields:
                try:
                    number = Decimal(fields["value"].literal or "")
                except InvalidOperation:
                    fields["value"].complain(f"expected a number, found {fields['value'].described()}")
            found.append(Parameter(
                name, (fields["label"].text() if "label" in fields else None) or name,
                (fields["unit"].choice(tuple(self.book.company.units)) if "unit" in fields else None) or "count",
                number, (fields["from"].text() or "") if "from" in fields else ""))

        root = self.document("parameters.yaml")
        if root:
            mapped(root, read)
        return tuple(found)

    def macros(self) -> dict[str, Macro]:
        """The formulas that rows share."""
        found: dict[str, Macro] = {}

        def read(name: str, _key: Value, value: Value) -> None:
            fields = value.fields(("of", "formula"), required=("of", "formula"))
            if {"of", "formula"} <= fields.keys():
                arguments = tuple(each.text() or "" for each in fields["of"].elements())
                try:
                    tree, _ = parse(fields["formula"].text() or "", _Arguments(arguments))
                    found[name] = Macro(arguments, tree)
                except Fault as fault:
                    fields["formula"].complain(str(fault))

        root = self.document("formulas.yaml")
        if root:
            mapped(root, read)
        return found

    def ids(self, root: Value | None) -> Iterator[tuple[Value, str]]:
        """The ids of a file's rows and where they stand."""
        for section in root.elements() if root and root.is_list else []:
            for key, value in section.items() if section.is_mapping else ():
                for row in value.elements() if key.literal == "rows" and value.is_list else []:
                    for name, word in row.items() if row.is_mapping else ():
                        if name.literal == "id" and word.literal:
                            yield word, word.literal

    def refuse_repeats(self, roots: list[Value | None], parameters: Iterable[str]) -> None:
        """Report ids that are no names, or that are taken."""
        seen: dict[str, Place] = {}
        taken = {*HEADER, *self.book.statements, "splits", *(key for key in parameters)}
        for root in roots:
            for value, word in self.ids(root):
                if not _ID.match(word):
                    value.complain(f"'{word}' cannot be an id; use small letters, digits and _, starting with a letter")
                elif word in taken:
                    value.complain(f"'{word}' already means something else in formulas; choose another id")
                elif word in seen:
                    value.complain(f"the id '{word}' is already used at {seen[word]}")
                elif word in self.vocabulary.concepts:
                    value.complain(f"'{word}' is a concept; a row needs an id of its own")
                seen.setdefault(word, value.place)

    def sections(self, root: Value | None) -> tuple[Section, ...]:
        found = []
        for each in root.elements() if root else []:
            fields = each.fields(("section", "rows"), required=("section", "rows"))
            title = fields["section"].text() if "section" in fields else None
            rows = fields["rows"].elements() if "rows" in fields else []
            found.append(Section(title or "", tuple(row for row in map(self._row, rows) if row)))
        return tuple(found)

    def _row(self, value: Value) -> RowTemplate | None:
        fields = value.fields(_ROW, required=("id", "label", "unit", "formula"))
        if not {"id", "label", "unit", "formula"} <= fields.keys():
            return None
        unit = fields["unit"].choice(tuple(self.book.company.units))
        positive = self._guards(fields.get("positive"))
        nonzero = self._guards(fields.get("nonzero"))
        formula = self.formulas.read(fields["formula"], {written(guard.tree) for guard in (*positive, *nonzero)})
        if formula and PRINTED_ROUNDING in formula.parameters:
            fields["formula"].complain(f"'{PRINTED_ROUNDING}' belongs to checks")
        if formula is None or unit is None:
            return None
        return RowTemplate(
            fields["id"].text() or "", fields["label"].text() or "", unit, formula, positive, nonzero,
            definition=(fields["definition"].text() or "") if "definition" in fields else "",
            columns=(fields["columns"].choice(COLUMNS) or "all") if "columns" in fields else "all",
            needs_price="needs_price" in fields and fields["needs_price"].flag(), place=value.place)

    def _guards(self, value: Value | None) -> tuple[Formula, ...]:
        if value is None:
            return ()
        found = [self.formulas.read(each, None, f"{{{{ {each.text() or ''} }}}}") for each in value.elements()]
        return tuple(guard for guard in found if guard)

    def checks(self, root: Value | None, own: bool = False) -> tuple[CheckTemplate, ...]:
        found = []
        for each in root.elements() if root else []:
            fields = each.fields(_CHECK, required=("id", "label", "left", "right"))
            if not {"id", "label", "left", "right"} <= fields.keys():
                continue
            left, right = (self.formulas.read(fields[name], None) for name in ("left", "right"))
            exact_within = self._bound(each, fields, "exact_within", "{{ exact }}")
            tolerance = self._bound(each, fields, "tolerance", None)
            sides = [left, right, exact_within, tolerance]
            if right and not right.mentions:
                fields["right"].complain("the right side names no row, so that it stands in no column")
            for side in (side for side in sides if side and side.header):
                each.complain(f"a check has no column of its own for {', '.join(sorted(side.header))}")
            if left and right and left.source == right.source:
                fields["right"].complain("both sides are the same, so that this check could not fail")
            self._once(fields["id"])
            if left and right and exact_within and (tolerance or "tolerance" not in fields):
                kind = fields["kind"].choice(KINDS) if "kind" in fields else None
                found.append(CheckTemplate(
                    fields["id"].text() or "", fields["label"].text() or "", kind or "hard", left, right, exact_within,
                    tolerance,
                    (fields["look_at"].text() or "") if "look_at" in fields else "", own))
        return tuple(found)

    def _once(self, value: Value) -> None:
        """Report a check's id that another check has."""
        word = value.text() or ""
        if word in self.check_ids:
            value.complain(f"the id '{word}' is already used at {self.check_ids[word]}")
        self.check_ids.setdefault(word, value.place)

    def _bound(self, check: Value, fields: Mapping[str, Value], name: str, otherwise: str | None) -> Formula | None:
        if name in fields:
            return self.formulas.read(fields[name], None)
        return self.formulas.read(check, None, otherwise) if otherwise else None


class _Arguments:
    """The names of a formula that rows share: what it is given, and nothing else."""

    macros: Mapping[str, Macro] = {}

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)

    def path(self, path: Sequence[str]) -> Argument:
        if len(path) > 1 or path[0] not in self._names:
            raise Fault(f"'{'.'.join(path)}' is not among {', '.join(self._names)}")
        return Argument(path[0])

    def parameter(self, word: str) -> Name:
        raise Fault(f"'{word}' stands in the formula without being among {', '.join(self._names)}")

    def on(self, _leaf: Expression, day: str) -> Leaf:
        raise Fault(f"'{day}' belongs to checks")

    def builtin(self, _word: str) -> None:
        return None


def _refuse_circles(templates: Templates, problems: Problems) -> None:
    """Formulas that need each other in the same column."""
    rows = {row.id: row for row in templates.rows}
    graph = {row.id: [m.row for m in row.mentions if isinstance(m.row, str) and m.row in rows and not m.shift]
             for row in rows.values()}
    for circle in circles(graph):
        problems.add(rows[circle[0]].place, f"formulas go in a circle: {' → '.join(circle)}")
