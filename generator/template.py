"""templates/ become rows and checks with compiled formulas; the names in them are checked first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, meta
from jinja2.sandbox import SandboxedEnvironment

from generator.document import Value, load, mapped
from generator.model import Book, Series
from generator.references import circles
from generator.source import Place, Problems, nearest
from generator.vocabulary import Vocabulary

SHIFTS = ("year_ago", "opening", "half", "previous")
BASES = ("average", "average_ltm", "ltm", "annualised")
HEADER = ("months", "days", "period_end")
KINDS = ("hard", "soft", "must_not_tie")
COLUMNS = ("all", "quarters", "cumulative", "years", "latest")
FUNCTIONS = frozenset("SUM SUMIFS INDEX MATCH IF AND OR ABS ROUND MAX MIN COUNT COUNTIFS ISNUMBER TEXT DATE "
                      "EOMONTH HYPERLINK CHOOSE".split())
_ROW = ("id", "catalogue", "label", "unit", "formula", "nonzero", "positive", "definition", "columns", "needs_price")
_CHECK = ("id", "label", "kind", "left", "right", "exact_within", "tolerance", "look_at")
_STRING = re.compile(r'"[^"]*"')
_DIVISOR = re.compile(r"/\s*(?:\{\{\s*(?P<name>[^}]+?)\s*\}\}|(?P<other>\S))")
_LONE = re.compile(r"^\{\{ [a-z_0-9]+(\.[a-z_]+)? \}\}$")
_SAFE_DIVISORS = frozenset(("months", "days", "scale", "months_in_year"))

RowKey = str | Series
"""A row of the workbook: the id of a computed row or of a concept, or a series of the company's."""


@dataclass(frozen=True)
class Mention:
    """A row that a formula uses: which one, on which basis, and in which column relative to its own."""

    row: RowKey
    basis: str = ""
    shift: str = ""


class Operand:
    """A name inside a formula. ``write`` turns it into an address; attributes move it to another column or basis."""

    __slots__ = ("_mention", "_write")

    def __init__(self, mention: Mention, write: Callable[[Mention], str]) -> None:
        self._mention, self._write = mention, write

    def __str__(self) -> str:
        return self._write(self._mention)

    def __getattr__(self, name: str) -> Operand:
        row, basis, shift = self._mention.row, self._mention.basis, self._mention.shift
        if name in SHIFTS and not shift:
            return Operand(Mention(row, basis, name), self._write)
        if name in BASES and not basis and not shift:
            return Operand(Mention(row, name), self._write)
        raise AttributeError(name)

    def __getitem__(self, key: object) -> Operand:
        row = self._mention.row
        if key == -1:
            return self.previous
        if isinstance(row, tuple) and isinstance(key, str):
            return Operand(Mention((row[0], row[1], key)), self._write)
        raise KeyError(key)


class _StatementNames:
    """``statement.item`` of a company inside a formula."""

    def __init__(self, statement: str, items: Iterable[str], write: Callable[[Mention], str]) -> None:
        self._statement, self._items, self._write = statement, frozenset(items), write

    def __getattr__(self, name: str) -> Operand:
        if name not in self._items:
            raise AttributeError(name)
        return Operand(Mention((self._statement, name, "")), self._write)


@dataclass(frozen=True)
class Expression:
    """A formula over names, ready to be rendered for a cell, and the rows it uses."""

    source: str
    template: Template | None
    mentions: tuple[Mention, ...]
    header: frozenset[str]

    def render(self, names: Mapping[str, Any]) -> str:
        """The formula with the names written out. A lone name needs no template, which saves its compilation."""
        if self.template is None:
            return str(_looked_up(self.source, names))
        return " ".join(self.template.render(names).split())


def _looked_up(source: str, names: Mapping[str, Any]) -> Any:
    """What a lone ``{{ name }}`` or ``{{ name.accessor }}`` means."""
    name, _, accessor = source.strip("{} ").partition(".")
    return getattr(names[name], accessor) if accessor else names[name]


@dataclass(frozen=True)
class RowTemplate:
    """A computed row of Per Share or Ratios; ``positive`` and ``nonzero`` guard its value (else n.m.)."""

    id: str
    label: str
    unit: str
    expression: Expression
    positive: tuple[Expression, ...]
    nonzero: tuple[Expression, ...]
    definition: str
    catalogue: str
    columns: str
    needs_price: bool
    place: Place

    @property
    def mentions(self) -> tuple[Mention, ...]:
        guards = [m for guard in (*self.positive, *self.nonzero) for m in guard.mentions]
        return tuple(dict.fromkeys([*self.expression.mentions, *guards]))

    @property
    def header(self) -> frozenset[str]:
        return self.expression.header


@dataclass(frozen=True)
class Section:
    title: str
    rows: tuple[RowTemplate, ...]


@dataclass(frozen=True)
class CheckTemplate:
    """A relation between two computed or reported rows, made for every column in which the right side is there."""

    id: str
    label: str
    kind: str
    left: Expression
    right: Expression
    exact_within: Expression
    tolerance: Expression
    look_at: str


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

    def names(self, book: Book, write: Callable[[Mention], str], header: Callable[[str], str]) -> dict[str, Any]:
        """What formulas may mention, each name writing itself through ``write`` or ``header``."""
        return _names(self.concept_labels, [row.id for row in self.rows], [p.key for p in self.parameters],
                      book, write, header)


def read_templates(folder: Path, vocabulary: Vocabulary, book: Book, own: Path, problems: Problems) -> Templates:
    """The templates with the company's own ratios.yaml and checks.yaml, every name in them known."""
    reader = _TemplateReader(folder, vocabulary, book, problems)
    parameters = reader.parameters()
    per_share, ratios, checks = (reader.document(name) for name in ("per_share.yaml", "ratios.yaml", "checks.yaml"))
    own_ratios = load(own / "ratios.yaml", problems) if (own / "ratios.yaml").exists() else None
    own_checks = load(own / "checks.yaml", problems) if (own / "checks.yaml").exists() else None
    reader.ids = [*reader.row_ids(per_share), *reader.row_ids(ratios), *reader.row_ids(own_ratios)]
    reader.refuse_repeats([per_share, ratios, own_ratios])
    reader.parameter_keys = [p.key for p in parameters]
    result = Templates(
        parameters, reader.sections(per_share), reader.sections(ratios) + reader.sections(own_ratios),
        reader.checks(checks) + reader.checks(own_checks),
        {concept.key: concept.label for concept in vocabulary.concepts.values()})
    _refuse_circles(result, problems)
    return result


class _TemplateReader:
    """Reads template files; holds the environment and the names that formulas may use."""

    def __init__(self, folder: Path, vocabulary: Vocabulary, book: Book, problems: Problems) -> None:
        self.folder, self.vocabulary, self.book, self.problems = folder, vocabulary, book, problems
        self.ids: list[str] = []
        self.parameter_keys: list[str] = []
        self.environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
        macros = self._macros()
        self.macros = frozenset(macros)
        self.environment.globals.update(macros)

    def _macros(self) -> dict[str, Any]:
        path = self.folder / "formulas.j2"
        try:
            module = self.environment.from_string(path.read_text(encoding="utf-8")).make_module()
        except OSError as error:
            self.problems.add(Place(f"templates/{path.name}"), f"cannot be read: {error.strerror}")
            return {}
        except TemplateError as error:
            line = getattr(error, "lineno", 0) or 0
            self.problems.add(Place(f"templates/{path.name}", line, 1), f"not a usable template: {error}")
            return {}
        return {name: value for name, value in vars(module).items() if not name.startswith("_")}

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

    def row_ids(self, root: Value | None) -> list[str]:
        return [word for _, word in self._ids(root)]

    def _ids(self, root: Value | None) -> Iterator[tuple[Value, str]]:
        for section in root.elements() if root and root.is_list else []:
            for key, value in section.items() if section.is_mapping else ():
                for row in value.elements() if key.literal == "rows" and value.is_list else []:
                    for name, word in row.items() if row.is_mapping else ():
                        if name.literal == "id" and word.literal:
                            yield word, word.literal

    def refuse_repeats(self, roots: list[Value | None]) -> None:
        seen: dict[str, Place] = {}
        for root in roots:
            for value, word in self._ids(root):
                if word in seen:
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
        expression = self.expression(fields["formula"], {guard.source for guard in (*positive, *nonzero)})
        if expression is None or unit is None:
            return None
        return RowTemplate(
            fields["id"].text() or "", fields["label"].text() or "", unit, expression, positive, nonzero,
            definition=(fields["definition"].text() or "") if "definition" in fields else "",
            catalogue=(fields["catalogue"].text() or "") if "catalogue" in fields else "",
            columns=(fields["columns"].choice(COLUMNS) or "all") if "columns" in fields else "all",
            needs_price="needs_price" in fields and fields["needs_price"].flag(), place=value.place)

    def _guards(self, value: Value | None) -> tuple[Expression, ...]:
        if value is None:
            return ()
        found = [self.expression(each, None, f"{{{{ {each.text() or ''} }}}}") for each in value.elements()]
        return tuple(guard for guard in found if guard)

    def checks(self, root: Value | None) -> tuple[CheckTemplate, ...]:
        found = []
        for each in root.elements() if root else []:
            fields = each.fields(_CHECK, required=("id", "label", "kind", "left", "right"))
            if not {"id", "label", "kind", "left", "right"} <= fields.keys():
                continue
            sides = [self.expression(fields[name], None) if name in fields else self._exact(each)
                     for name in ("left", "right", "exact_within", "tolerance")]
            left, right, exact_within, tolerance = sides
            if left and right and exact_within and tolerance:
                found.append(CheckTemplate(
                    fields["id"].text() or "", fields["label"].text() or "",
                    fields["kind"].choice(KINDS) or "hard", left, right, exact_within, tolerance,
                    (fields["look_at"].text() or "") if "look_at" in fields else ""))
        return tuple(found)

    def _exact(self, at: Value) -> Expression | None:
        return self.expression(at, None, "{{ exact }}")

    def expression(self, value: Value, guarded: set[str] | None, text: str | None = None) -> Expression | None:
        """Compile one formula. With ``guarded``, every divisor must be among the guarded names."""
        source = text if text is not None else value.text()
        if source is None:
            return None
        source = source.removeprefix("=")
        template = None
        if not _LONE.match(source):
            try:
                tree = self.environment.parse(source)
                template = self.environment.from_string(tree)
            except TemplateError as error:
                value.complain(f"not a usable formula: {error.message}")
                return None
            if not self._known(meta.find_undeclared_variables(tree), value):
                return None
        elif not self._known({source.strip("{} ").partition(".")[0]}, value):
            return None
        mentions: dict[Mention, None] = {}
        header: set[str] = set()

        def write(mention: Mention) -> str:
            mentions[mention] = None
            return "X9"

        def head(name: str) -> str:
            header.add(name)
            return "X9"

        names = _names(self.vocabulary.concepts, self.ids, self.parameter_keys, self.book, write, head)
        try:
            rendered = template.render(names) if template else str(_looked_up(source, names))
        except (TemplateError, AttributeError, TypeError, KeyError, ValueError, RecursionError, ArithmeticError) as error:
            value.complain(f"this formula fails: {error}; accessors are {', '.join((*SHIFTS, *BASES))} and [-1]")
            return None
        if guarded is not None:
            self._divisors(source, guarded, value)
        if self._unusable(mentions, value) or self._plain(rendered, value):
            return None
        return Expression(source, template, tuple(mentions), frozenset(header))

    @cached_property
    def _all_names(self) -> frozenset[str]:
        names = _names(self.vocabulary.concepts, self.ids, self.parameter_keys, self.book, str, str)
        return frozenset((*names, *self.macros))

    def _known(self, used: set[str], value: Value) -> bool:
        known = self._all_names
        unknown = sorted(used - known)
        for name in unknown:
            value.complain(f"the formula names an unknown row '{name}'{nearest(name, known)}")
        return not unknown

    def _unusable(self, mentions: Iterable[Mention], value: Value) -> bool:
        """A member or a basis that the row cannot have."""
        wrong = False
        for mention in mentions:
            if isinstance(mention.row, tuple):
                statement, item, member = mention.row
                members = self.book.statements[statement].members
                if member and member not in members:
                    value.complain(f"unknown member '{member}' of '{statement}'{nearest(member, members)}")
                    wrong = True
            elif mention.basis == "ltm" and mention.row in self.ids:
                value.complain(f"'{mention.row}' is a computed row: compute it from rows taken .ltm instead")
                wrong = True
        return wrong

    def _plain(self, rendered: str, value: Value) -> bool:
        """Functions and numbers that a formula may not hold."""
        bare = _STRING.sub("", rendered).replace("X9", "")
        wrong = [name for name in re.findall(r"([A-Za-z_.]+)\(", bare) if name not in FUNCTIONS]
        numbers = [n for n in re.findall(r"(?<![A-Za-z_$\d.])\d+(?:\.\d+)?(?![\w(])", bare) if n not in ("0", "1", "100")]
        for name in wrong:
            value.complain(f"the function {name} is not used here; known: {', '.join(sorted(FUNCTIONS))}")
        for number in numbers:
            value.complain(f"the number {number} stands inside a formula; give it a row in templates/parameters.yaml")
        return bool(wrong or numbers)

    def _divisors(self, source: str, guarded: set[str], value: Value) -> None:
        names = {text.removeprefix("{{ ").removesuffix(" }}") for text in guarded}
        for match in _DIVISOR.finditer(_STRING.sub("", source)):
            name = match["name"]
            if name is None:
                value.complain("a divisor must be a single name; give a compound one a row of its own")
            elif name not in names and name not in _SAFE_DIVISORS and not name.startswith("s."):
                value.complain(f"the divisor '{name}' needs a guard: list it under positive or nonzero")


def _names(concepts: Iterable[str], ids: Iterable[str], parameters: Iterable[str], book: Book,
           write: Callable[[Mention], str], header: Callable[[str], str]) -> dict[str, Any]:
    names: dict[str, Any] = {key: _StatementNames(key, statement.items, write)
                             for key, statement in book.statements.items()}
    names |= {name: Operand(Mention(name), write) for name in (*concepts, *ids)}
    names |= {name: _Written(name, header) for name in HEADER}
    names |= {name: name for name in parameters}
    names["splits"] = [{field: f"split_{number}_{field}" for field in ("effective", "new_shares", "old_shares")}
                       for number in range(1, len(book.company.splits) + 1)]
    return names


class _Written:
    """A header cell of the column a formula stands in."""

    def __init__(self, name: str, header: Callable[[str], str]) -> None:
        self._name, self._header = name, header

    def __str__(self) -> str:
        return self._header(self._name)


def _refuse_circles(templates: Templates, problems: Problems) -> None:
    """Formulas that need each other in the same column."""
    rows = {row.id: row for row in templates.rows}
    graph = {row.id: [m.row for m in row.mentions if isinstance(m.row, str) and m.row in rows and not m.shift]
             for row in rows.values()}
    for circle in circles(graph):
        problems.add(rows[circle[0]].place, f"formulas go in a circle: {' → '.join(circle)}")
