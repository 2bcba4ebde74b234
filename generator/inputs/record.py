"""Reads a mapping by its declaration: unknown and missing keys first, then an accessor for each form of value."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from generator.inputs.forms import (
    NAME_PATTERN,
    NEW_NAME,
    AnyText,
    Apart,
    AtLeastOne,
    Date,
    Either,
    ExactlyOne,
    Flag,
    ListOf,
    MapOf,
    NameOf,
    Pattern,
    Printed,
    Record,
    Together,
    Typed,
    Word,
)
from generator.inputs.keys import sorted_keys
from generator.inputs.meant import signed_names
from generator.inputs.value import Value
from generator.model.figure import NUMBER, NotAFigure, parse

Read = TypeVar("Read")
Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Fields:
    """The keys found in a mapping. Every accessor gives its default where the key is left out or its value is wrong,
    which is a Problem then. Raises KeyError for a key that is not declared, TypeError for one of another form.
    """

    record: Record
    value: Value
    found: Mapping[str, Value]
    complete: bool
    """Whether the required keys are there."""
    consistent: bool
    """Whether the keys go together, as the rules of the record say."""

    def __contains__(self, name: object) -> bool:
        return name in self.found

    def node(self, name: str) -> Value | None:
        """The value as it stands, for what has a reader of its own."""
        self.record.forms[name]
        return self.found.get(name)

    def read(self, name: str, how: Callable[[Value], Read | None]) -> Read | None:
        """What ``how`` makes of the value."""
        node = self.node(name)
        return how(node) if node else None

    def text(self, name: str, default: str = "") -> str:
        form = self._form(name, Typed)
        return self.read(name, lambda node: text(node, form)) or default

    def word(self, name: str, default: str = "", mistaken: str | None = None) -> str:
        """One of the declared words; ``mistaken`` stands in for a wrong one where that is not the default."""
        form = self._form(name, Word)
        node = self.found.get(name)
        if node is None:
            return default
        return word(node, form) or (default if mistaken is None else mistaken)

    def choice(self, name: str, options: Collection[str], default: str = "") -> str:
        """A name that must be among ``options``, which are known only now."""
        self._form(name, NameOf)
        return self.read(name, lambda node: node.choice(options)) or default

    def date(self, name: str) -> datetime.date | None:
        self._form(name, Date)
        return self.read(name, Value.date)

    def flag(self, name: str, default: bool = False) -> bool:
        self._form(name, Flag)
        node = self.found.get(name)
        return node.flag() if node else default

    def positive(self, name: str) -> Decimal | None:
        """A number above zero."""
        self._form(name, Printed)
        return self.read(name, positive)

    def number(self, name: str) -> Decimal | None:
        """A number of any sign, typed as figures are."""
        self._form(name, Printed)
        return self.read(name, number)

    def each(self, name: str) -> list[Value]:
        """The elements of a list, none where there are fewer or more than may be."""
        form = self._form(name, ListOf)
        node = self.found.get(name)
        return elements(node, form, name) if node else []

    def nested(self, name: str) -> Fields | None:
        """The keys of a mapping in it."""
        form = self._form(name, Record)
        return self.read(name, lambda node: read_record(form, node))

    def records(self, name: str) -> list[Fields]:
        """The keys of each mapping of a list."""
        form = self._form(name, ListOf)
        assert isinstance(form.form, Record)
        return [read_record(form.form, each) for each in self.each(name)]

    def entries(self, name: str) -> Iterator[tuple[str, Value, Value]]:
        """Names with where they stand and their values."""
        form = self._form(name, MapOf)
        node = self.found.get(name)
        return entries(node, form) if node else iter(())

    def _form(self, name: str, kind: type[Kind]) -> Kind:
        """The declared form of a key, which must be of this kind; of two alternatives the one that is."""
        form = self.record.forms[name]
        for each in form.forms if isinstance(form, Either) else (form,):
            if isinstance(each, kind):
                return each
        raise TypeError(f"the key '{name}' is declared as {form}")


def read_record(record: Record, value: Value, at: Value | None = None, name: str = "") -> Fields:
    """The keys of a mapping; unknown and missing ones, and those that do not go together, are Problems.

    What is said of the mapping as a whole by its rules stands ``at`` its key, if given, and calls it ``name``.
    """
    keys = sorted_keys(record, value)
    found, misspelt = keys.known, keys.tell_unknown()
    absent = [key for key in record.required if key not in found]
    # A misspelt key is one mistake, not a missing key besides; so is one whose lines are not indented under it.
    missing = [key for key in absent if key not in keys.empty and not any(f"'{key}'" in hint for hint in misspelt)]
    if missing and value.is_mapping:
        value.complain(_missing(record, missing))
    consistent = value.is_mapping and not _broken(record, found, misspelt, at or value, name)
    return Fields(record, value, found, value.is_mapping and not absent, consistent)


def _missing(record: Record, keys: list[str]) -> str:
    """What to say of keys that are not there, and of a single one which words it may have."""
    if len(keys) > 1:
        return f"the keys {', '.join(map(repr, keys))} are missing here"
    form = record.forms[keys[0]]
    offered = form.forms[0] if isinstance(form, Either) else form
    words = f"; it is one of {', '.join(offered.options)}" if isinstance(offered, Word) else ""
    return f"the key '{keys[0]}' is missing here{words}"


def _broken(record: Record, found: Mapping[str, Value], misspelt: list[str], at: Value, name: str) -> bool:
    """Whether the keys do not go together; the first rule that they break says so."""
    for rule in record.rules:
        match rule:
            case Apart():
                wrong = [each for each in rule.others if each in found] if rule.key in found else []
                for other in wrong:
                    found[other].complain(rule.otherwise.format(name=name, other=other))
                if wrong:
                    return True
                continue
            case ExactlyOne():
                kept = sum(key in found for key in rule.keys) == 1
            case AtLeastOne():
                kept = any(key in found for key in rule.keys)
            case Together():
                kept = len({key in found for key in rule.keys}) == 1
        if not kept:
            if not any(f"'{key}'" in hint for key in rule.keys for hint in misspelt):
                at.complain(rule.otherwise.format(name=name))
            return True
    return False


def text(value: Value, form: Typed) -> str | None:
    """A text of the form that is declared."""
    typed = value.text()
    if typed is None:
        return None
    if isinstance(form, AnyText) and form.filled and not typed.strip():
        value.complain("expected text here, found nothing")
        return None
    if isinstance(form, Pattern) and form.otherwise and not re.fullmatch(form.regex, typed):
        value.complain(form.otherwise.format(text=typed))
        return None
    return typed


def word(value: Value, form: Word) -> str | None:
    """One of the declared words."""
    for typed, right in form.instead:
        if (value.literal or "").lower().replace("-", "") == typed:
            value.complain(right)
            return None
    if not form.otherwise:
        return value.choice(form.options)
    if value.literal in form.options:
        return value.literal
    value.complain(form.otherwise.format(text=value.literal, found=value.described()))
    return None


def number(value: Value) -> Decimal | None:
    """A number of any sign: a figure that is one, without a mark such as % behind it."""
    return _number(value, "a number")


def positive(value: Value) -> Decimal | None:
    """A number above zero."""
    return _number(value, "a number above zero", lambda found: found > 0)


def _number(value: Value, what: str, fits: Callable[[Decimal], bool] = lambda _: True) -> Decimal | None:
    """A number, typed as figures are. Nothing is offered that only the figures of a table can be, such as nil."""
    try:
        found = parse(value.literal) if value.literal is not None else None
    except NotAFigure as error:
        if not error.in_tables:
            value.complain(str(error))
            return None
        found = None
    if found and found.kind == NUMBER and found.value is not None and not found.mark and fits(found.value):
        return found.value
    value.complain(f"expected {what}, found {value.described()}; write its digits, e.g. 0.05")
    return None


def elements(value: Value, form: ListOf, name: str = "") -> list[Value]:
    """The elements of a list, none where there are fewer or more than may be."""
    if right := _as_list(value.literal or "", form):
        value.complain(f"expected a list here, found {value.described()}: write [{right}]")
        return []
    found = value.elements()
    if value.is_list and not form.least <= len(found) <= (len(found) if form.most is None else form.most):
        value.complain(form.otherwise.format(name=name, count=len(found)))
        return []
    return found


def _as_list(typed: str, form: ListOf) -> str:
    """What stands without brackets where a list belongs, as it stands in them; empty where that would not do."""
    match form.form:
        case NameOf(signed=signed):
            one = f"-?{NAME_PATTERN}" if signed else NAME_PATTERN
        case Pattern(regex=regex):
            one = regex
        case AnyText():
            one = r"[^\[\]{}\"'#:]+"
        case _:
            return ""
    for pieces in ([each.strip() for each in re.split("[,;]", typed)], signed_names(typed)):
        if form.least <= len(pieces) <= (form.most or len(pieces)) and all(re.fullmatch(one, each) for each in pieces):
            return ", ".join(pieces)
    return ""


def entries(value: Value, form: MapOf) -> Iterator[tuple[str, Value, Value]]:
    """The names of a mapping with where they stand and their values; a new name is one that can be a name."""
    count = 0
    for key, each in value.items():
        count += 1
        name = key.key()
        if name is None:
            continue
        if form.key == NEW_NAME:
            name = named(name, key)
        elif isinstance(form.key, Pattern) and form.key.otherwise and not re.fullmatch(form.key.regex, name):
            key.complain(form.key.otherwise.format(text=name))
            continue
        yield name, key, each
    if not count and form.otherwise and value.is_mapping:
        value.complain(form.otherwise)


def named(name: str, key: Value) -> str:
    """The name; for one that cannot be, the name it may be meant to be, so that what uses it is not wrong too."""
    if re.fullmatch(NAME_PATTERN, name):
        return name
    meant = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    hint = f"; did you mean '{meant}'?" if re.fullmatch(NAME_PATTERN, meant) else ""
    key.complain(f"'{name}' cannot be a name; use small letters, digits and _, starting with a letter{hint}")
    return meant

