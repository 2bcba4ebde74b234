"""checks.yaml: relations between two computed or reported rows."""

from __future__ import annotations

from generator.formulas.names import Formulas
from generator.inputs.forms import FLAG, TEXT, Key, ListOf, MapOf, NameOf, Record, Word
from generator.inputs.record import Fields, elements, read_record
from generator.inputs.template import Between, CheckTemplate
from generator.inputs.value import Value
from generator.model.problem import Place, nearest
from generator.model.severity import HARD, KINDS, SEVERITIES

_CHECK = Record("A relation between two sides, checked in every column in which the right one is there.", (
    Key("id", TEXT, "A short name of its own", required=True),
    Key("label", TEXT, "What must agree, in words", required=True),
    Key("kind", Word(tuple(kind.word for kind in KINDS)),
        "hard, the default; soft and must_not_tie do not turn the master check; plausible turns it until company.yaml "
        "declares the case right"),
    Key("left", TEXT, "One side, with names between {{ and }}", required=True),
    Key("right", TEXT, "The other side, never computed from the left one", required=True),
    Key("exact_within", TEXT, "Up to this difference the check is EXACT"),
    Key("tolerance", TEXT, "Up to this difference it is ROUND, beyond FAIL; without it the rounding of every figure "
                           "behind the sides"),
    Key("assumes", MapOf(NameOf("concept"), ListOf(NameOf("concept"))),
        "Totals and what the check takes them to consist of: where the company's sums put something else into one "
        "beside these, it is not made"),
    Key("look_at", TEXT, "Where to look when it fails"),
    Key("between", ListOf(NameOf("concept", signed=True), 2, 2,
                          "'between:' names the row beside which a line may be missing and the concept of that line; "
                          "write [profit_to_owners, preferred_dividends]"),
        "The row beside which a line may be missing, and the concept of that line, with a minus where it is taken off"),
    Key("unless", NameOf("concept"), "Nothing is missing there where this concept, the sum with it, has a figure"),
    Key("habit", FLAG, "Soft where no more periods keep it than do not, unless the line in 'between' is given")))
CHECKS = ListOf(_CHECK)


def read_checks(root: Value | None, formulas: Formulas, ids: dict[str, Place],
                own: bool = False) -> tuple[CheckTemplate, ...]:
    """The checks of a file; ``ids`` holds those of the files before and gets this file's."""
    found = [_check(read_record(_CHECK, each), formulas, ids, own)
             for each in (elements(root, CHECKS) if root else ())]
    return tuple(check for check in found if check)


def _check(fields: Fields, formulas: Formulas, ids: dict[str, Place], own: bool) -> CheckTemplate | None:
    if not fields.complete:
        return None
    check, at = fields.value, fields.found
    left, right = formulas.read(at["left"], None), formulas.read(at["right"], None)
    severity = SEVERITIES[fields.word("kind", HARD.word)]
    exact_within = formulas.read(at["exact_within"], None) if "exact_within" in fields else None
    if "exact_within" not in fields and not severity.of_magnitude:
        exact_within = formulas.read(check, None, "{{ exact }}")
    tolerance = formulas.read(at["tolerance"], None) if "tolerance" in fields else None
    if right and not right.mentions:
        at["right"].complain("the right side names no row, so that it stands in no column")
    for side in (left, right, exact_within, tolerance):
        if side and side.header:
            check.complain(f"a check has no column of its own for {', '.join(sorted(side.header))}")
    if left and right and left.source == right.source:
        at["right"].complain("both sides are the same, so that this check could not fail")
    _refuse_repeat(at["id"], ids)
    bounds = {"exact_within": exact_within, "tolerance": tolerance}
    if not (left and right) or any(name in fields and not read for name, read in bounds.items()):
        return None
    return CheckTemplate(fields.text("id"), fields.text("label"), severity, left, right, exact_within, tolerance,
                         fields.text("look_at"), check.place, own, _between(fields, formulas), fields.flag("habit"),
                         _assumed(fields, formulas))


def _between(fields: Fields, formulas: Formulas) -> Between | None:
    """The line that may lie between the sides."""
    nodes = fields.each("between")
    words = [each.text() or "" for each in nodes]
    for node, word in zip(nodes, words, strict=True):
        if word and word.lstrip("+-") not in formulas.concepts:
            node.complain(f"unknown concept '{word}'{nearest(word.lstrip('+-'), formulas.concepts)}")
    if len(words) != 2:
        return None
    beside, concept = words
    return Between(beside, -1 if concept.startswith("-") else 1, concept.lstrip("+-"), fields.text("unless"))


def _assumed(fields: Fields, formulas: Formulas) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The totals that the check takes to consist of some concepts, and those."""
    found = []
    for _, whole, parts in fields.entries("assumes"):
        names = [each.choice(formulas.concepts) for each in (whole, *parts.elements())]
        found.append((names[0] or "", tuple(name for name in names[1:] if name)))
    return tuple(found)


def _refuse_repeat(value: Value, ids: dict[str, Place]) -> None:
    """Report a check's id that another check has."""
    word = value.text() or ""
    if word in ids:
        value.complain(f"the id '{word}' is already used at {ids[word]}")
    ids.setdefault(word, value.place)
