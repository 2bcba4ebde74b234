"""The table of standard elements, templates/elements.yaml: what an element of XBRL means and where it stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.inputs.document import load
from generator.inputs.forms import AnyText, Either, Key, ListOf, MapOf, Pattern, Record, Word
from generator.inputs.record import Fields, entries, read_record, text
from generator.inputs.value import Value
from generator.model.additivity import ADDITIVITIES
from generator.model.problem import Problems, nearest

STATEMENTS = ("income_statement", "comprehensive_income", "balance_sheet", "cash_flow", "summary", "notes")
"""Where an element can usually stand."""
_USUAL = {"balance_sheet": "instant"}
_NONE = "none"
_NAME = Pattern(r"[^\s:]+", "Revenues", "'{text}' is no element's name; write it without its prefix, as Revenues")
_MEANT = Record("A standard element.", (
    Key("concept", AnyText(filled=True), "What it means, with - where it is tagged with the other sign than is usual"),
    Key("additivity", Word(tuple(ADDITIVITIES)), "How it behaves over time, where not as usual on that statement"),
    Key("unless", ListOf(_NAME, 1, otherwise="'unless' names no elements"),
        "Elements beside which it is only a part of what the concept means")))
_STATEMENT = MapOf(_NAME, Either((AnyText(filled=True), _MEANT)))
_TAXONOMY = MapOf(Pattern("|".join(STATEMENTS), "income_statement",
                          "'{text}' is none of " + ", ".join(STATEMENTS)), _STATEMENT)
ELEMENTS = MapOf(Pattern(r"[A-Za-z_][\w.\-]*", "us-gaap", "'{text}' is no prefix of a taxonomy; write one as us-gaap"),
              _TAXONOMY, "there is no taxonomy here")


@dataclass(frozen=True, slots=True)
class StandardElement:
    """An element, as ``us-gaap:CostOfRevenue``.

    ``concept`` is empty where it has none; ``sign`` is -1 where a tagged figure has the other sign than the concept
    usually has (a cost tagged 5 and, as a concept, -5). ``statement`` is one of STATEMENTS, ``order`` its place among
    all elements of its taxonomy. Where a filing has figures of one of ``unless``, the concept is not this element's.
    """

    name: str
    concept: str
    sign: int
    statement: str
    additivity: str
    order: int
    unless: tuple[str, ...] = ()


def elements(templates: Path, concepts: Collection[str], problems: Problems) -> Mapping[str, StandardElement]:
    """Every standard element by its name with prefix; mistakes in the table become Problems."""
    root = load(templates / "elements.yaml", problems, "templates/elements.yaml")
    found: dict[str, StandardElement] = {}
    for taxonomy, _, statements in entries(root, ELEMENTS) if root else ():
        for statement, _, names in entries(statements, _TAXONOMY):
            for name, key, value in entries(names, _STATEMENT):
                full = f"{taxonomy}:{name}"
                if full in found:
                    key.complain(f"'{full}' stands under {found[full].statement} too; leave it under one of them")
                    continue
                found[full] = _element(full, taxonomy, statement, value, concepts, len(found))
    return found


def _element(name: str, taxonomy: str, statement: str, value: Value, concepts: Collection[str],
             order: int) -> StandardElement:
    usual = _USUAL.get(statement, "flow")
    if value.literal is not None:
        concept, sign = _concept(value, concepts)
        return StandardElement(name, concept, sign, statement, usual, order)
    fields: Fields = read_record(_MEANT, value)
    node = fields.node("concept")
    concept, sign = _concept(node, concepts) if node else ("", 1)
    others = tuple(f"{taxonomy}:{word}" for each in fields.each("unless") if (word := text(each, _NAME)))
    if name in others:
        value.complain(f"'{name}' stands among its own 'unless'")
    return StandardElement(name, concept, sign, statement, fields.word("additivity", usual), order, others)


def _concept(value: Value, concepts: Collection[str]) -> tuple[str, int]:
    """A concept and its sign; a wrong one is a Problem and none."""
    typed = text(value, AnyText(filled=True)) or _NONE
    name = typed.removeprefix("-").strip()
    if typed != _NONE and name not in concepts:
        value.complain(f"unknown concept '{name}'{nearest(name, concepts)}; 'none' where it has none")
        return "", 1
    return ("", 1) if typed == _NONE else (name, -1 if typed.startswith("-") else 1)
