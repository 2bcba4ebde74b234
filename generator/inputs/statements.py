"""statements.yaml: the line items of each statement in printed order, and what adds up to what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from pathlib import Path

from generator.inputs.document import load
from generator.inputs.forms import (
    CURRENCIES_SAID,
    CURRENCY,
    ELEMENTS,
    EQUIVALENT,
    FILLED,
    FLAG,
    GROWTH,
    NAME_PATTERN,
    NEW_NAME,
    REFERENCE,
    SCALE,
    SCALES_SAID,
    TAGS,
    TEXT,
    Apart,
    AtLeastOne,
    Either,
    Key,
    ListOf,
    MapOf,
    NameOf,
    Pattern,
    Record,
    Word,
)
from generator.inputs.measures import said
from generator.inputs.record import Fields, entries, read_record, text
from generator.inputs.sheet_names import SHEET, sheet_name
from generator.inputs.tags import read_elements, read_tags
from generator.inputs.value import Value
from generator.inputs.vocabulary import Concept
from generator.model.additivity import ADDITIVITIES, FLOW, Additivity
from generator.model.currency import code_of
from generator.model.problem import Problems, nearest
from generator.model.statement import SHEETS, YEAR_AGO, YEAR_END, LineItem, Member, Ref, Statement, Unit

_PARTS = ListOf(Pattern(rf"-?\s*{NAME_PATTERN}", "revenue or -costs"), 1, otherwise="the sum names no parts")
_UNIT = NameOf("unit")
_ADDITIVITY = Word(tuple(ADDITIVITIES))
_COMPARED = ("concept", "unit", "additivity", "sum", "also_sum", "same_as", "growth_of", "change_of", "percent_of",
             "scale", "currency", "equivalent")
ITEM = Record("A line of a printed statement.", (
    Key("label", TEXT, "The printed label"),
    Key("caption", TEXT, "The printed text of a heading, which has no figures"),
    Key("aliases", Either((FILLED, ListOf(FILLED, 1, otherwise="there are no aliases here"))),
        "Other labels that it is printed with, in any language: pasted rows are told by them too"),
    Key("concept", NameOf("concept", signed=True),
        "What it means in standard terms (templates/concepts.yaml); ratios find it by this. With - it is printed with "
        "the other sign than is usual for the concept, with + with that one"),
    Key("unit", _UNIT, "What its figures count, where it is not the statement's unit"),
    Key("additivity", _ADDITIVITY, "How its figures behave over time, where it is not as the statement says"),
    Key("sum", _PARTS, "What adds up to it, each optionally with -; the row becomes a live sum"),
    Key("also_sum", _PARTS, "A second list that adds up to it too (checked, not shown)"),
    Key("same_as", Either((REFERENCE, MapOf(NameOf("member"), REFERENCE))),
        "It is a second printing of this line item, or for each member of one"),
    Key("growth_of", REFERENCE, "A printed percentage change on the same period a year ago of this line item"),
    Key("change_of", REFERENCE, "A printed change of this balance over the period"),
    Key("percent_of", ListOf(REFERENCE, 2, 2, "percent_of takes two line items: [numerator, denominator]"),
        "A printed percentage: [numerator, denominator]"),
    Key("growth", GROWTH, "How its changes are printed, where it is not as the member or the company says"),
    Key("equivalent", EQUIVALENT, "Of a class of shares: as how many of the shares that EPS is stated in one counts"),
    Key("note", TEXT, "Shown in the note column"),
    Key("scale", SCALE, "The scale in which its figures are printed, where it is not that of the amounts around it"),
    Key("currency", CURRENCY, "The currency of its figures, where it is not that of the figures around it"),
    Key("xbrl", TAGS,
        "The element that filings tag it with, or several, the newest first: an import finds the row again by it. "
        "With - it is printed with the other sign than tagged; with @ and a member it is this row there alone"),
), (
    AtLeastOne(("label", "caption"), "'{name}' needs a label (or a caption)"),
    Apart("caption", ("label", *_COMPARED),
          "a caption has no figures; take out '{other}', or write label instead of caption"),
))
_CHANGE = Either((FLAG, Word(("favourable",))))
MEMBER = Record("A segment, an equity component, a level, or a printed change column.", (
    Key("label", TEXT, "The printed label", required=True),
    Key("unit", _UNIT, "What its figures count, where it is not the line item's unit"),
    Key("sum", _PARTS, "The members that add up across to it, each optionally with -"),
    Key("growth", _CHANGE, "true for a printed percentage change on the year-ago figure of the same row; favourable "
                           "where it is printed positive when the result gains by it"),
    Key("change", _CHANGE, "true for a printed difference to the year-ago figure of the same row; favourable likewise"),
    Key("since", Word((YEAR_AGO, YEAR_END)),
        "What a change or growth of balances compares with; without it a year ago, or the one balance beside it"),
    Key("additivity", _ADDITIVITY, "How its figures behave over time, where it is not as the line item says"),
    Key("percent_of", REFERENCE, "A printed percentage of this line item"),
    Key("equivalent", EQUIVALENT, "Of a class of shares: as how many of the shares that EPS is stated in one counts"),
    Key("xbrl", ELEMENTS, "The member of XBRL, or several, the newest first"),
))
STATEMENT = Record("The line items of a printed statement in their order.", (
    Key("title", TEXT, "The printed title", required=True),
    Key("sheet", SHEET, "The sheet of the workbook on which it stands", required=True),
    Key("unit", _UNIT, "What its figures count; without it 'amount'"),
    Key("additivity", _ADDITIVITY, "How its figures behave over time; without it 'flow'"),
    Key("scale", SCALES_SAID, "The scale of its amounts, where no table says another; or by unit"),
    Key("currency", CURRENCIES_SAID, "The currency of its figures, where no table says another; or by unit"),
    Key("members", MapOf(NEW_NAME, Either((TEXT, MEMBER))), "What it prints across: segments, components, levels"),
    Key("xbrl", ELEMENTS, "The axis of XBRL along which its members stand, or several"),
    Key("renamed", MapOf(NEW_NAME, NameOf("line item or member")),
        "Keys of before with those of now: what refers to the old one in a workbook follows"),
    Key("items", MapOf(NEW_NAME, Either((TEXT, ITEM)), "the statement has no line items"),
        "The line items in printed order; 'key: Label' is short for 'key: {label: Label}'", required=True),
))
STATEMENTS = MapOf(NEW_NAME, STATEMENT, "there is no statement here")


def read_statements(path: Path, units: Mapping[str, Unit], concepts: Mapping[str, Concept],
                    problems: Problems) -> dict[str, Statement] | None:
    """Every statement by its name, or None where the file cannot be used."""
    adding = frozenset(key for key, concept in concepts.items() if concept.adds_up)
    root = load(path, problems)
    if root is None:
        return None
    return {name: _statement(name, key, value, units, adding) for name, key, value in entries(root, STATEMENTS)}


def _statement(name: str, key: Value, value: Value, units: Mapping[str, Unit], adding: frozenset[str]) -> Statement:
    fields = read_record(STATEMENT, value)
    unit, additivity = fields.choice("unit", tuple(units), "amount"), _additivity(fields, FLOW)
    items = {each: _item(each, at, item, units, unit, additivity, adding) for each, at, item in fields.entries("items")}
    members = {each: _member(each, member, units) for each, _, member in fields.entries("members")}
    return Statement(
        name, fields.text("title", name), fields.read("sheet", sheet_name) or SHEETS[0], key.place, items, members,
        said(fields, "scale", units), said(fields, "currency", units), _renamed(fields, (*items, *members)),
        read_elements(fields))


def _renamed(fields: Fields, known: Collection[str]) -> dict[str, str]:
    """The keys of now by those of before; a key that is still there was not renamed."""
    found: dict[str, str] = {}
    for old, at, value in fields.entries("renamed"):
        if old in known:
            at.complain(f"'{old}' is still there; 'renamed' has a key of before, and the one that it has now")
        elif new := value.text():
            if new in known:
                found[old] = new
            else:
                value.complain(f"'{new}' is no line item or member of this statement{nearest(new, known)}")
    return found


def _item(key: str, at: Value, value: Value, units: Mapping[str, Unit], unit: str, additivity: Additivity,
          adding: frozenset[str]) -> LineItem:
    if value.literal is not None:
        return LineItem(key, text(value, TEXT) or key, at.place, unit, *_over_time(units[unit], additivity))
    fields = read_record(ITEM, value, at, key)
    if "caption" in fields:
        return LineItem(key, fields.text("caption", key), at.place, unit, additivity, caption=True,
                        xbrl=read_tags(fields), aliases=_aliases(fields))
    unit, concept = fields.choice("unit", tuple(units), unit), fields.text("concept")
    name = concept.lstrip("+-").strip()
    additivity, is_rate = (_additivity(fields, additivity), False) if "additivity" in fields or name in adding \
        else _over_time(units[unit], additivity)
    percent = [ref for ref in map(_ref, fields.each("percent_of")) if ref]
    return LineItem(
        key, fields.text("label", key), at.place,
        unit=unit, additivity=additivity, is_rate=is_rate,
        concept=name, concept_sign=concept[:1] if concept.startswith(("+", "-")) else "",
        sum=_parts(fields, "sum"), also_sum=_parts(fields, "also_sum"),
        same_as=fields.read("same_as", _same_as) or (),
        growth_of=fields.read("growth_of", _ref), change_of=fields.read("change_of", _ref),
        percent_of=(percent[0], percent[1]) if len(percent) == 2 else None, equivalent=_equivalent(fields),
        note=fields.text("note"), growth=fields.word("growth"), scale=fields.word("scale"),
        currency=code_of(fields.text("currency")), xbrl=read_tags(fields), aliases=_aliases(fields))



def _aliases(fields: Fields) -> tuple[str, ...]:
    """One label or several."""
    node = fields.node("aliases")
    several = fields.each("aliases") if node and node.is_list else [node] if node else []
    return tuple(typed for typed in (text(each, FILLED) for each in several) if typed)


def _member(key: str, value: Value, units: Mapping[str, Unit]) -> Member:
    if value.literal is not None:
        return Member(key, text(value, TEXT) or key)
    fields = read_record(MEMBER, value)
    unit = units.get(fields.choice("unit", tuple(units)))
    additivity = _additivity(fields, FLOW) if "additivity" in fields else None
    return Member(key, fields.text("label", key), unit.key if unit else "", _parts(fields, "sum"),
                  _is_change(fields, "growth"), _is_change(fields, "change"), fields.read("percent_of", _ref),
                  fields.word("since"), additivity, unit.additivity if unit and not additivity else None,
                  any(_is_favourable(fields, name) for name in ("growth", "change")), equivalent=_equivalent(fields),
                  xbrl=read_elements(fields))


def _equivalent(fields: Fields) -> Decimal | None:
    """``1000`` or ``1/1500``."""
    number, _, of = fields.text("equivalent").partition("/")
    return Decimal(number) / Decimal(of or 1) if number else None


def _is_change(fields: Fields, name: str) -> bool:
    return _is_favourable(fields, name) or fields.flag(name)


def _is_favourable(fields: Fields, name: str) -> bool:
    node = fields.found.get(name)
    return node is not None and node.literal == "favourable"


def _over_time(unit: Unit, usual: Additivity) -> tuple[Additivity, bool]:
    """The additivity of figures that nobody speaks of, a rate's own where others add up; and whether it is a rate."""
    if unit.additivity is None:
        return usual, False
    return unit.additivity if usual.is_derivable else usual, True


def _additivity(fields: Fields, usual: Additivity) -> Additivity:
    """A misspelt one is taken for a ratio, which may stand under any column and so causes no second Problem."""
    return ADDITIVITIES[fields.word("additivity", usual.word, mistaken="ratio")]


def _parts(fields: Fields, name: str) -> tuple[tuple[int, str], ...]:
    """Signed names: ``[revenue, -cost]``."""
    names = [word for word in (each.text() for each in fields.each(name)) if word]
    return tuple((-1, word[1:].strip()) if word.startswith("-") else (1, word) for word in names)


def _ref(value: Value) -> Ref | None:
    typed = text(value, REFERENCE)
    if typed is None:
        return None
    statement, _, rest = typed.removeprefix("-").partition(".")
    item, _, member = rest.partition("@")
    return Ref(-1 if typed.startswith("-") else 1, (statement, item, member))


def _same_as(value: Value) -> tuple[tuple[str, Ref], ...]:
    if value.literal is not None:
        ref = _ref(value)
        return (("", ref),) if ref else ()
    found = ((member.key(), _ref(each)) for member, each in value.items())
    return tuple((member, ref) for member, ref in found if member is not None and ref)
