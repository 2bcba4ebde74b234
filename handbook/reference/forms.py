"""A page for each file that is read: every key, from the records by which the reader itself goes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.inputs.forms import (
    AnyText,
    Apart,
    AtLeastOne,
    Date,
    Either,
    ExactlyOne,
    Flag,
    Form,
    ListOf,
    MapOf,
    NameOf,
    Pattern,
    Printed,
    Record,
    Rule,
    Together,
    Word,
)
from handbook.reference.markdown import code, page, plain, table


def records(form: Form, name: str) -> Iterator[tuple[str, Record]]:
    """Every record in a form with the key under which it stands, from the outside inwards; each once."""
    seen: list[Record] = []
    waiting = [(name, form)]
    while waiting:
        name, each = waiting.pop(0)
        match each:
            case Record() if each not in seen:
                seen.append(each)
                yield name, each
                waiting += [(key.name, key.form) for key in each.keys]
            case ListOf() | MapOf():
                waiting.append((name, each.form))
            case Either():
                waiting += [(name, one) for one in each.forms]


def form_page(title: str, form: Form, about: str = "") -> str:
    """A page that lists the keys of a file."""
    found = list(records(form, ""))
    whole = "" if isinstance(form, Record) else f"The file is {_kind(form, _Named(found))}."
    return page(title, about, whole, *(_section(name, record, _Named(found)) for name, record in found))


class _Named:
    """The sections of a page: a record is called by its words, and has the anchor of its key."""

    def __init__(self, found: list[tuple[str, Record]]) -> None:
        self._anchors = [(record, f"{name or 'file'}-{number}") for number, (name, record) in enumerate(found)]

    def anchor(self, record: Record) -> str:
        return next(anchor for known, anchor in self._anchors if known == record)


def _section(name: str, record: Record, named: _Named) -> str:
    heading = f"## {code(name) if name else 'Keys'} {{ #{named.anchor(record)} }}"
    rows = [(code(key.name), _kind(key.form, named), "required" if key.required else "", plain(key.about))
            for key in record.keys]
    rules = "\n".join(f"- {_rule(rule)}" for rule in record.rules)
    keys = table(("key", "value", "", "meaning"), rows)
    return "\n\n".join(filter(None, (heading, plain(record.about), keys, rules)))


def _kind(form: Form, named: _Named) -> str:
    """What a value may be, in words."""
    match form:
        case AnyText():
            return "text"
        case Word():
            return " ".join(map(code, form.options))
        case Pattern():
            return f"like {code(form.like)}"
        case NameOf():
            return f"name of a {form.what}{', - before it for the other sign' if form.signed else ''}" if form.what \
                else "a new name"
        case Date():
            return "date"
        case Flag():
            return "`true` `false`"
        case Printed():
            return "number above zero" if form.above_zero else "figure as printed"
        case ListOf():
            return f"list: {_kind(form.form, named)}"
        case MapOf():
            return f"by {_kind(form.key, named)}: {_kind(form.form, named)}"
        case Either():
            return ", or ".join(_kind(each, named) for each in form.forms)
        case Record():
            return f"[keys](#{named.anchor(form)})"


def _rule(rule: Rule) -> str:
    match rule:
        case ExactlyOne():
            return f"Just one of {_all(rule.keys)} stands."
        case AtLeastOne():
            return f"At least one of {_all(rule.keys)} stands."
        case Together():
            return f"{_all(rule.keys)} stand together, or none of them."
        case Apart():
            return f"Beside {code(rule.key)} does not stand: {_all(rule.others)}."


def _all(keys: tuple[str, ...]) -> str:
    return ", ".join(map(code, keys))
