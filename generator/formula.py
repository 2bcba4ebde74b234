"""Formulas over names: compiled once, checked before anything is rendered, written a cell at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from jinja2 import StrictUndefined, Template, TemplateError, meta
from jinja2.sandbox import SandboxedEnvironment

from generator.document import Value
from generator.grammar import faults
from generator.model import Book, Series
from generator.source import Place, Problems, nearest

SHIFTS = ("year_ago", "opening", "previous")
BASES = ("average", "average_ltm", "ltm", "annualised", "declared", "due", "split_factor")
HEADER = ("months", "days", "period_end")
_STRING = re.compile(r'"[^"]*"')
_DIVISOR = re.compile(r"/\s*(?:\{\{\s*(?P<name>[^}]+?)\s*\}\}|(?P<other>\S))")
_NAME = re.compile(r"\{\{ ([a-z][a-z_0-9]*(?:\.[a-z][a-z_]*)?) \}\}")
_SAFE_DIVISORS = frozenset(("months", "days", "scale", "months_in_year"))
_SAMPLE = "X9"
PRINTED_ROUNDING = "printed_rounding"
"""In a check, how far the printed figure on its right can be from the exact one."""

RowKey = str | Series
"""A row of the workbook: the id of a computed row or of a concept, or a series of the company's."""


@dataclass(frozen=True)
class Mention:
    """A row that a formula uses: which one, on which basis, and in which column relative to its own.

    ``day`` is a date instead of a column: the balance of that very day, whether a quarter ends then or not.
    """

    row: RowKey
    basis: str = ""
    shift: str = ""
    day: str = ""


class UnknownName(Exception):
    """A formula uses a name that means nothing; the message says which would."""


def _no_such(name: str, message: str) -> Exception:
    """Jinja asks for names of its own, which must be refused its way."""
    return AttributeError(name) if name.startswith("_") else UnknownName(message)


class Operand:
    """A name inside a formula. ``write`` turns it into an address; attributes move it to another column or basis.

    A concept may be called as one of the company's statements; its line items are then attributes too.
    """

    __slots__ = ("_mention", "_statement", "_write")

    def __init__(self, mention: Mention, write: Callable[[Mention], str],
                 statement: StatementNames | None = None) -> None:
        self._mention, self._write, self._statement = mention, write, statement

    def __str__(self) -> str:
        return self._write(self._mention)

    def on(self, day: object) -> Operand:
        """The balance of a date, e.g. ``.on('2023-11-14')``; for checks."""
        if self._mention.basis or self._mention.shift:
            raise UnknownName("'on' does not follow another accessor")
        return Operand(Mention(self._mention.row, day=str(day)), self._write)

    def __getattr__(self, name: str) -> Operand:
        row, basis, shift = self._mention.row, self._mention.basis, self._mention.shift
        if name in SHIFTS and not shift:
            return Operand(Mention(row, basis, name), self._write)
        if name in BASES and not basis and not shift:
            return Operand(Mention(row, name), self._write)
        if name in SHIFTS or name in BASES:
            raise UnknownName(f"'{name}' does not follow another accessor")
        if self._statement:
            return cast(Operand, getattr(self._statement, name))
        raise _no_such(name, f"unknown accessor '{name}'{nearest(name, (*SHIFTS, *BASES))} "
                             f"known: {', '.join((*SHIFTS, *BASES))} and [-1]")

    def __getitem__(self, key: object) -> Operand:
        row = self._mention.row
        if key == -1:
            return self.previous
        if isinstance(row, tuple) and isinstance(key, str):
            return Operand(Mention((row[0], row[1], key)), self._write)
        raise UnknownName(f"[{key!r}] is not used here; [-1] is the previous period of the same length")


class StatementNames:
    """``statement.item`` of a company inside a formula."""

    def __init__(self, statement: str, items: Iterable[str], write: Callable[[Mention], str]) -> None:
        self._statement, self._items, self._write = statement, frozenset(items), write

    def __getattr__(self, name: str) -> Operand:
        if name not in self._items:
            raise _no_such(name, f"unknown line item '{name}' of '{self._statement}'{nearest(name, self._items)}")
        return Operand(Mention((self._statement, name, "")), self._write)


@dataclass(frozen=True)
class Expression:
    """A formula over names, ready to be rendered for a cell, and the rows it uses."""

    source: str
    template: Template | None
    mentions: tuple[Mention, ...]
    header: frozenset[str]

    def render(self, names: Mapping[str, Any]) -> str:
        """The formula with the names written out."""
        text = self.template.render(names) if self.template else _NAME.sub(
            lambda match: str(_looked_up(match[1], names)), self.source)
        return " ".join(text.split())


def _looked_up(path: str, names: Mapping[str, Any]) -> Any:
    """What ``name`` or ``name.accessor`` means."""
    name, _, accessor = path.partition(".")
    return getattr(names[name], accessor) if accessor else names[name]


class HeaderCell:
    """A header cell of the column a formula stands in."""

    def __init__(self, name: str, header: Callable[[str], str]) -> None:
        self._name, self._header = name, header

    def __str__(self) -> str:
        return self._header(self._name)


def formula_names(concepts: Iterable[str], ids: Iterable[str], parameters: Iterable[str], book: Book,
                  write: Callable[[Mention], str], header: Callable[[str], str]) -> dict[str, Any]:
    """What formulas may mention, each name writing itself through ``write`` or ``header``."""
    statements = {key: StatementNames(key, statement.items, write) for key, statement in book.statements.items()}
    names: dict[str, Any] = {**statements}
    names |= {name: Operand(Mention(name), write, statements.get(name)) for name in (*concepts, *ids)}
    names |= {name: HeaderCell(name, header) for name in HEADER}
    names |= {name: name for name in parameters}
    names["splits"] = [{field: f"split_{number}_{field}" for field in ("effective", "new_shares", "old_shares")}
                       for number in range(1, len(book.company.splits) + 1)]
    return names


class Compiler:
    """Compiles formulas in a sandbox; knows the names that they may use and the macros that they may call."""

    def __init__(self, macros: Path, concepts: Iterable[str], ids: Iterable[str], parameters: Iterable[str], book: Book,
                 problems: Problems) -> None:
        self.concepts, self.ids, self.parameters = tuple(concepts), tuple(ids), tuple(parameters)
        self.book, self.problems = book, problems
        self._mentioned: dict[Mention, None] = {}
        self._headed: set[str] = set()
        self.environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
        found = self._macros(macros)
        self.macros = frozenset(found)
        self.environment.globals.update(found)

    def _macros(self, path: Path) -> dict[str, Any]:
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

    def expression(self, value: Value, guarded: set[str] | None, text: str | None = None) -> Expression | None:
        """Compile one formula. With ``guarded``, every divisor must be among the guarded names."""
        source = text if text is not None else value.text()
        if source is None:
            return None
        source = source.removeprefix("=")
        template = None
        if "{" in _NAME.sub("", source):
            try:
                tree = self.environment.parse(source)
                template = self.environment.from_string(tree)
            except TemplateError as error:
                value.complain(f"not a usable formula: {error.message}")
                return None
            used = meta.find_undeclared_variables(tree)
        else:
            # Nothing but names and signs, as most formulas are: it needs no template, whose compilation costs most.
            used = {path.partition(".")[0] for path in _NAME.findall(source)}
        if not self._known(used, value):
            return None
        self._mentioned, self._headed = {}, set()
        trial = Expression(source, template, (), frozenset())
        failures = (UnknownName, TemplateError, AttributeError, TypeError, KeyError, ValueError, RecursionError,
                    ArithmeticError)
        try:
            rendered = trial.render(self._names)
        except failures as error:
            value.complain(f"this formula fails: {error}")
            return None
        if guarded is not None:
            self._divisors(source, guarded, value)
            if any(mention.day for mention in self._mentioned):
                value.complain("'on' belongs to checks; a row has its own date in every column")
        found = faults(rendered, self._written)
        for fault in found:
            value.complain(fault)
        if self._unusable(self._mentioned, value) or found:
            return None
        return Expression(source, template, tuple(self._mentioned), frozenset(self._headed))

    def _record(self, mention: Mention) -> str:
        self._mentioned[mention] = None
        return _SAMPLE

    def _record_header(self, name: str) -> str:
        self._headed.add(name)
        return _SAMPLE

    @cached_property
    def _names(self) -> dict[str, Any]:
        """Names that write down who mentions them, for the trial run of a formula."""
        return formula_names(self.concepts, self.ids, self.parameters, self.book, self._record, self._record_header)

    def _known(self, used: set[str], value: Value) -> bool:
        known = {*self._names, *self.macros}
        unknown = sorted(used - known)
        for name in unknown:
            value.complain(f"the formula names an unknown row '{name}'{nearest(name, known)}")
        return not unknown

    def _unusable(self, mentions: Iterable[Mention], value: Value) -> bool:
        """A member or a basis that the row cannot have."""
        wrong = False
        for mention in mentions:
            if mention.day:
                wrong |= self._unknown_day(mention, value)
            if isinstance(mention.row, tuple):
                statement, _, member = mention.row
                members = self.book.statements[statement].members
                if member and member not in members:
                    value.complain(f"unknown member '{member}' of '{statement}'{nearest(member, members)}")
                    wrong = True
            elif mention.basis in ("ltm", "split_factor") and mention.row in self.ids:
                value.complain(f"'{mention.row}' is a computed row: "
                               f"compute it from rows taken .{mention.basis} instead")
                wrong = True
        return wrong

    def _unknown_day(self, mention: Mention, value: Value) -> bool:
        """A date on which no filing gives a row's balance."""
        concept = self.book.concepts.get(str(mention.row))
        series = mention.row if isinstance(mention.row, tuple) else (*concept, "") if concept else None
        days = sorted({str(fact.period.end) for fact in self.book.facts
                       if fact.series == series and fact.period.is_instant})
        if mention.day not in days:
            known = f"it is known on {', '.join(days)}" if days else "it has no balance on any date"
            value.complain(f"no filing gives that row on '{mention.day}'; {known}")
        return mention.day not in days

    @cached_property
    def _written(self) -> frozenset[str]:
        """The names that a rendered formula may hold: cells, parameters and the splits'."""
        return frozenset((_SAMPLE, *self.parameters, *(each for split in self._names["splits"]
                                                       for each in split.values())))

    def _divisors(self, source: str, guarded: set[str], value: Value) -> None:
        names = {text.removeprefix("{{ ").removesuffix(" }}") for text in guarded}
        for match in _DIVISOR.finditer(_STRING.sub("", source)):
            name = match["name"]
            if name is None:
                value.complain("a divisor must be a single name; give a compound one a row of its own")
            elif name not in names and name not in _SAFE_DIVISORS and not name.startswith("s."):
                value.complain(f"the divisor '{name}' needs a guard: list it under positive or nonzero")
