"""The names that formulas may use: rows, their accessors, parameters, macros; checked when a formula is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from generator.formulas.bases import ACCESSORS, BASIS
from generator.formulas.choice import FIRST_KNOWN, chosen
from generator.formulas.expression import (
    Call,
    Expression,
    Header,
    Leaf,
    Mention,
    Name,
    Number,
    leaves,
    replaced,
    splits_since,
)
from generator.formulas.parse import Index, Macro, parse
from generator.formulas.tidy import without_zeros
from generator.formulas.tokens import Fault, said
from generator.model.book import Book
from generator.model.problem import nearest

SHIFTS = ("year_ago", "opening", "previous")
HEADER = ("months", "days", "period_end")
PRINTED_ROUNDING = "printed_rounding"
"""In a check, how far the printed figure on its right can be from the exact one."""
ROUNDING_AMOUNT, ROUNDING_SHARES = "rounding_amount", "rounding_shares"
"""In a check, how far the most coarsely printed of its amounts, or of its numbers of shares, can be."""
ONLY_IN_CHECKS = (PRINTED_ROUNDING, ROUNDING_SHARES)
_SAFE_DIVISORS = frozenset(("months", "days", "scale", "months_in_year"))
_SINCE = "splits_since"
_OPTIONAL = "optional"


class FormulaText(Protocol):
    """A formula where it is typed: its text, and someone to tell what is wrong with it."""

    def text(self) -> str | None:
        """The text; None where there is none to read, which was told."""

    def complain(self, message: str) -> None:
        """Tell a mistake at this place."""


@dataclass(frozen=True, eq=False)
class TypedFormula:
    """A formula as it is typed, its tree, and what it names.

    ``absent`` are the optional concepts that count as nothing in it.
    """

    source: str
    tree: Expression
    mentions: tuple[Mention, ...]
    header: frozenset[str]
    parameters: frozenset[str]
    absent: tuple[str, ...] = ()


class Formulas:
    """Reads formulas; every name in one is known, or a Problem."""

    def __init__(self, macros: Mapping[str, Macro], concepts: Iterable[str], ids: Iterable[str],
                 parameters: Iterable[str], book: Book) -> None:
        self.macros, self._book = macros, book
        self._ids, self._parameters = frozenset(ids), frozenset(parameters)
        self.concepts = tuple(concepts)
        self._rows = {*self.concepts, *self._ids}
        self._known = {*self._rows, *HEADER, *self._parameters, *book.statements}

    def read(self, value: FormulaText, guarded: Collection[str] | None, text: str | None = None) -> TypedFormula | None:
        """A formula of a file, or None with a Problem. With ``guarded``, every divisor must be among those names."""
        source = text if text is not None else value.text()
        if source is None:
            return None
        try:
            tree, divisors = parse(source, self)
            tree, absent = self._settled(tree)
        except Fault as fault:
            value.complain(str(fault))
            return None
        used = tuple(dict.fromkeys(leaves(tree)))
        mentions = tuple(leaf for leaf in used if isinstance(leaf, Mention))
        wrong = list(map(self._unusable, mentions))
        if guarded is not None:
            wrong += [_unguarded(each, guarded) for each in divisors]
            if any(mention.day for mention in mentions):
                wrong.append("'on' belongs to checks; a row has its own date in every column")
        for message in dict.fromkeys(filter(None, wrong)):
            value.complain(message)
        return None if any(wrong) else TypedFormula(
            " ".join(source.split()), tree, mentions, frozenset(leaf.what for leaf in used if isinstance(leaf, Header)),
            frozenset(leaf.key for leaf in used if isinstance(leaf, Name)), absent)

    def _settled(self, tree: Expression) -> tuple[Expression, tuple[str, ...]]:
        """The tree without the optional concepts that the company has no row for, and those.

        Where it names nothing else that the company has, they stay: a sum of nothing is n.a., not zero. Of what
        FIRST_KNOWN chooses from, what the company can never have is left away.
        """
        tree = chosen(tree, self._possible)
        named = [leaf for leaf in leaves(tree) if isinstance(leaf, Mention)]
        absent = [leaf for leaf in named if leaf.optional and leaf.row not in self._book.concepts]
        if len(absent) == len(named):
            absent = []

        def meant(leaf: Leaf) -> Expression:
            if leaf in absent:
                return Number(0)
            return replace(leaf, optional=False) if isinstance(leaf, Mention) else leaf

        return without_zeros(replaced(tree, meant)), tuple(dict.fromkeys(str(leaf.row) for leaf in absent))

    def _possible(self, arguments: Sequence[Expression]) -> Expression:
        """Of the arguments of FIRST_KNOWN those whose concepts the company has, and the last one."""
        *first, last = arguments
        found = [each for each in first if all(
            leaf.optional or leaf.row in self._book.concepts or leaf.row not in self.concepts
            for leaf in leaves(each) if isinstance(leaf, Mention))]
        return Call(FIRST_KNOWN, (*found, last)) if found else last

    def parameter(self, word: str) -> Name:
        """A parameter, which may stand in a formula by itself."""
        if word not in self._parameters:
            right = f"write {{{{ {word} }}}}" if word in self._rows else "a row stands between {{ and }}"
            raise Fault(f"'{word}' stands in the formula without being a row; {right}")
        return Name(word)

    def path(self, path: Sequence[str]) -> Expression:
        """A row on a basis or in another column, a header cell, or a parameter."""
        name, *rest = path
        statement = self._book.statements.get(name)
        of_statement = statement and rest and not isinstance(rest[0], Index) and rest[0] not in (*SHIFTS, *ACCESSORS)
        if name in self._rows and not of_statement:
            return self._optional(name, rest[1:]) if rest[:1] == [_OPTIONAL] else self._accessed(Mention(name), rest)
        if statement:
            return self._item(statement.key, rest)
        if name not in self._known:
            hint = nearest(name, (*self._known, *self.macros, _SINCE))
            raise Fault(f"the formula names an unknown row '{said(name)}'{hint}")
        if rest:
            raise Fault(f"'{name}' has no accessor '{said(rest[0])}': it is one cell")
        return Header(name) if name in HEADER else Name(name)

    def _optional(self, name: str, rest: Sequence[str]) -> Expression:
        """A concept that counts as nothing where the company has no such row at all; one that has it must have it."""
        if name in self._ids:
            raise Fault(f"'{name}' is a computed row, which every company has: '{_OPTIONAL}' follows a concept")
        return self._accessed(Mention(name, optional=True), rest)

    def _item(self, statement: str, rest: Sequence[str]) -> Expression:
        """A line item of a statement, and its member if one is named."""
        items = self._book.statements[statement].items
        if not rest or rest[0] not in items:
            raise Fault(f"unknown line item '{said(rest[0])}' of '{statement}'{nearest(rest[0], items)}" if rest else
                        f"'{statement}' is a statement; write {statement}.{next(iter(items), 'item')}")
        item, *after = rest
        member = ""
        if after and isinstance(after[0], Index) and not _is_number(after[0]):
            members = self._book.statements[statement].members
            member, after = str(after[0]), after[1:]
            if member not in members:
                raise Fault(f"unknown member '{said(member)}' of '{statement}'{nearest(member, members)}")
        return self._accessed(Mention((statement, item, member)), after)

    def _accessed(self, mention: Mention, accessors: Sequence[str]) -> Mention:
        for accessor in accessors:
            if isinstance(accessor, Index) and accessor != "-1":
                raise Fault(f"[{said(accessor)}] is not used here; [-1] is the previous period of the same length")
            word = "previous" if isinstance(accessor, Index) else accessor
            if word in SHIFTS and not mention.shift:
                mention = replace(mention, shift=word)
            elif word in ACCESSORS and not mention.basis and not mention.shift:
                mention = replace(mention, basis=word)
            elif word in (*SHIFTS, *ACCESSORS):
                raise Fault(f"'{word}' does not follow another accessor")
            else:
                raise Fault(f"unknown accessor '{said(word)}'{nearest(word, (*SHIFTS, *ACCESSORS))} "
                            f"known: {', '.join((*SHIFTS, *ACCESSORS, _OPTIONAL))} and [-1]")
        return mention

    def on(self, leaf: Expression, day: str) -> Leaf:
        """The balance of a date, e.g. ``.on('2023-11-14')``; for checks."""
        if not isinstance(leaf, Mention) or leaf.basis or leaf.shift:
            raise Fault("'on' does not follow another accessor")
        return Mention(leaf.row, day=day)

    def builtin(self, word: str) -> Callable[[Expression], Expression] | None:
        """``splits_since(date)``: shares today for one share on a day."""
        return (lambda date: splits_since(date, len(self._book.company.splits))) if word == _SINCE else None

    def _unusable(self, mention: Mention) -> str:
        """What is wrong with a basis or a date that the row cannot have."""
        if (mention.day or mention.basis not in ("", "split_factor")) and self._holds_classes(mention):
            return (f"'{mention.row}' holds classes of shares, which count by their equivalents; take "
                    "'shares_outstanding_adjusted', or the line items as printed")
        if mention.day:
            return self._unknown_day(mention)
        if mention.basis and BASIS[mention.basis].of_series and mention.row in self._ids:
            return f"'{mention.row}' is a computed row: compute it from rows taken .{mention.basis} instead"
        return ""

    def _holds_classes(self, mention: Mention) -> bool:
        """Whether a concept is a number of shares in a statement that has classes with equivalents."""
        statement, item = self._book.concepts.get(str(mention.row), ("", ""))
        return any(series[0] == statement for series in self._book.equivalents) and \
            self._book.statements[statement].unit_of(item, "") == "shares"

    def _unknown_day(self, mention: Mention) -> str:
        """A date on which no filing gives a row's balance."""
        concept = self._book.concepts.get(str(mention.row))
        series = mention.row if isinstance(mention.row, tuple) else (*concept, "") if concept else None
        days = sorted({str(fact.period.end) for fact in self._book.facts
                       if fact.series == series and fact.period.is_instant})
        known = f"it is known on {', '.join(days)}" if days else "it has no balance on any date"
        return "" if mention.day in days else f"no filing gives that row on '{said(mention.day)}'; {known}"


def written(leaf: Expression) -> str:
    """A name as a formula says it; empty for anything else."""
    match leaf:
        case Mention(row, basis, shift, _):
            name = row if isinstance(row, str) else f"{row[0]}.{row[1]}" + (f"['{row[2]}']" if row[2] else "")
            return ".".join(filter(None, (name, basis, shift)))
        case Header(what):
            return what
        case Name(key):
            return key
    return ""


def _is_number(index: str) -> bool:
    return index.lstrip("-").replace(".", "").isdigit()


def _unguarded(divisor: Expression, guarded: Collection[str]) -> str:
    """What is wrong with a divisor: it is no single name, or nothing says that it is not zero."""
    name = written(divisor)
    if not name:
        return "a divisor must be a single name; give a compound one a row of its own"
    if name in guarded or name in _SAFE_DIVISORS:
        return ""
    return f"the divisor '{name}' needs a guard: list it under positive or nonzero"
