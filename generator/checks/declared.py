"""The checks of templates, each in every column that holds what it compares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from generator.checks import own_filing, sides, tolerance
from generator.checks.composition import Composition
from generator.checks.relation import Bounds, Relation, Rule, first_cell
from generator.derivation.grid import Grid
from generator.derivation.rounding import EXACT, is_rounded, loose_facts, of_each
from generator.derivation.rows import Rows
from generator.derivation.trees import Trees
from generator.formulas.expression import (
    NOT_AVAILABLE,
    Call,
    Expression,
    Filed,
    Leaf,
    Mention,
    Name,
    Number,
    Operation,
    RowAt,
    chained,
    counted,
    leaves,
    parts,
    replaced,
)
from generator.formulas.names import PRINTED_ROUNDING, ROUNDING_AMOUNT, ROUNDING_SHARES, TypedFormula
from generator.formulas.tidy import without_zeros
from generator.inputs.template import Between, CheckTemplate, Templates
from generator.model.fact import Fact, Filing
from generator.model.period import Slot
from generator.model.problem import Place

DECLARED = Rule("declared", sides.added, tolerance.in_columns, may_be_soft=True,
                about="What templates/checks.yaml or the company's checks.yaml compares")
_NO_COLUMN = "No column of the time axis holds what this check needs, on different figures in one currency"


def declared(trees: Trees, checks: tuple[CheckTemplate, ...]) -> Iterator[Relation]:
    """Every check in every column; one of the company's own that no column holds is there all the same.

    Where the company's sums put more into a total than a check takes to be in it, the sums are what is checked.
    """
    composition = Composition(trees.grid.book)
    for check in checks:
        if any(composition.has_more(whole, parts) for whole, parts in check.assumes):
            continue
        found = [relation for slot in _columns(trees, check) if _holds(trees, check, slot)
                 and (relation := _relation(trees, check, slot))]
        of_one_time = (own_filing.declared_of_one_time(trees, relation) for relation in found)
        yield from (relation for relation in of_one_time if _is_of_one_currency(trees, relation))
        if check.own and not any(_is_of_one_currency(trees, relation) for relation in found):
            yield Relation(check.id, DECLARED, "", check.label, "–", check.severity, NOT_AVAILABLE, NOT_AVAILABLE,
                           EXACT, EXACT, (), (), _NO_COLUMN, None, name=check.id)


def declared_alone(alone: Grid, filing: Filing, templates: Templates, whole: Trees) -> Iterator[Relation]:
    """The hard checks in a filing read by itself; ``whole`` are the trees of the book that it is in."""
    trees = Trees(Rows(alone, templates), whole)
    for relation in declared(trees, templates.checks):
        hard = relation.severity.turns_master and not relation.severity.of_magnitude
        then = own_filing.declared_as_filed(trees, relation, filing) if hard else None
        if then:
            yield replace(then, id=f"filed:{relation.id}:{filing.key}")


def _relation(trees: Trees, check: CheckTemplate, slot: Slot) -> Relation | None:
    """A check in a column. Its right side has a value there; whatever else lacks one says so."""
    days = _days(check)
    label = trees.grid.timeline.periods[slot].end.isoformat() if _is_instant(trees, check) else slot.label
    period = max(days) if days else label
    left, right = (_bound(trees, side, slot, {}) for side in (check.left, check.right))
    if right is None:
        return None
    left_facts, right_facts = (trees.facts(side) if side is not None else () for side in (left, right))
    exact, within = _bounds(trees, check, slot, left, right)
    if trees.first and trees.first.facts(right):
        exact, within = tolerance.in_versions((exact, within), _bounds(trees.first, check, slot, left, right))
    between = check.between if check.between and _may_lack(trees, check.between, slot) else None
    return Relation(f"{check.id}:{period}", DECLARED, _statement(trees, check), check.label, period, check.severity,
                    _guarded(left, NOT_AVAILABLE), right, exact, within, left_facts, right_facts, check.look_at,
                    first_cell(right), name=check.id, between=between, is_habit=check.habit and between is not None)


def _may_lack(trees: Trees, between: Between, slot: Slot) -> bool:
    """Whether a line may lie between the sides in a column: the company has none, nor the sum with it there."""
    return between.concept not in trees.grid.book.concepts and not (
        between.unless and trees.holds(Mention(between.unless), slot))


def _bounds(trees: Trees, check: CheckTemplate, slot: Slot, left: Expression | None, right: Expression) -> Bounds:
    """How far apart the sides of a check in a column are still exact, and how far rounding explains."""
    facts = {fact.place: fact for side in (left, right) if side is not None for fact in trees.facts(side)}
    roundings = {PRINTED_ROUNDING: _printed_rounding(trees, check, slot), **_roundings(trees, facts.values())}
    if check.tolerance:
        within = _guarded(_bound(trees, check.tolerance, slot, roundings), EXACT)
    else:
        within = of_each(loose_facts(trees.grid.book, facts.values() if not check.severity.apart else ()))
    exact = _guarded(_bound(trees, check.exact_within, slot, roundings), EXACT) if check.exact_within \
        else _guarded(Operation("+", tolerance.of_size(right), roundings[PRINTED_ROUNDING]), EXACT)
    return exact, within


def _is_of_one_currency(trees: Trees, relation: Relation) -> bool:
    """Whether what a check compares is, with the figures behind it and the share price."""
    return relation.is_of_one_currency and trees.grid.currencies.is_one(
        Operation("-", relation.left, relation.right), trees.money)


def _printed_rounding(trees: Trees, check: CheckTemplate, slot: Slot) -> Expression:
    """How far the printed figure on the right of a check can be from the exact one."""
    first = check.right.mentions[0]
    series = trees.rows.series(first.row)
    printed = trees.rows.on_day(first) if first.day else trees.grid.printings.fact(series, slot) if series else None
    return tolerance.coarsest([printed]) if printed else EXACT


def _roundings(trees: Trees, facts: Iterable[Fact]) -> dict[str, Expression]:
    """How far amounts and numbers of shares behind a check can be from the exact ones; counts are exact."""
    grid = trees.grid
    rounded: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if is_rounded(grid.book, fact):
            rounded[fact.unit].append(fact)
    amounts = [fact for fact in rounded["amount"] if fact.decimals != grid.book.decimals_of_amounts]
    return {ROUNDING_SHARES: tolerance.coarsest(rounded["shares"]) if rounded["shares"] else Number(0),
            **({ROUNDING_AMOUNT: tolerance.coarsest(rounded["amount"])} if amounts else {})}


def _bound(trees: Trees, formula: TypedFormula, slot: Slot, roundings: Mapping[str, Expression]) -> Expression | None:
    """A formula in a column; None where a row that it names is not there, as a tolerance's may be."""
    found = trees.bound(formula.tree, slot)

    def meant(leaf: Leaf) -> Expression:
        return roundings.get(leaf.key, leaf) if isinstance(leaf, Name) else leaf

    known = found is not None and all(trees.rows.is_placed(leaf) for leaf in leaves(found) if isinstance(leaf, RowAt))
    return without_zeros(replaced(found, meant)) if found is not None and known else None


def _guarded(tree: Expression | None, otherwise: Expression) -> Expression:
    """A formula that is evaluated only where its cells are numbers and its divisors are not zero."""
    if tree is None:
        return otherwise
    cells = [leaf for leaf in leaves(tree) if isinstance(leaf, RowAt | Filed)]
    if isinstance(tree, Leaf) or not cells:
        return tree
    divisors = _divisors(tree)
    whole = tree
    if divisors:
        useless = Operation("=", chained("*", divisors), Number(0))
        whole = Call("IF", (useless, otherwise, whole))
    return Call("IF", (counted(dict.fromkeys(cells)), whole, otherwise))


def _divisors(tree: Expression) -> list[Expression]:
    """The cells that a formula divides by, once each."""
    found = [tree.right] if isinstance(tree, Operation) and tree.sign == "/" and isinstance(
        tree.right, RowAt | Filed) else []
    return list(dict.fromkeys([*found, *(each for part in parts(tree) for each in _divisors(part))]))


def _days(check: CheckTemplate) -> list[str]:
    """The dates of a check that is about dates only, which has no column of its own."""
    days = [mention.day for mention in (*check.left.mentions, *check.right.mentions)]
    return days if all(days) else []


def _columns(trees: Trees, check: CheckTemplate) -> list[Slot]:
    """All columns; of a relation between balances, the longest for each date; any one of a check about dates."""
    if _days(check):
        return list(trees.grid.timeline.slots[-1:])
    return list({trees.grid.timeline.periods[slot].end if _is_instant(trees, check) else slot: slot
                 for slot in trees.grid.timeline.slots}.values())


def _is_instant(trees: Trees, check: CheckTemplate) -> bool:
    return all(trees.rows.is_instant(m.row) and not m.basis and not m.shift
               for m in (*check.left.mentions, *check.right.mentions))


def _holds(trees: Trees, check: CheckTemplate, slot: Slot) -> bool:
    """Whether both sides stand in a column, the right one with a value, and rest on different figures.

    An order of magnitude is asked for only where there is a value on the left, too.
    """
    rows = trees.rows
    if check.severity.of_magnitude and not all(trees.holds(mention, slot) for mention in check.left.mentions):
        return False
    return (all(rows.exists(mention, slot) and not rows.is_blank(mention, slot) for mention in check.left.mentions)
            and all(trees.holds(mention, slot) for mention in check.right.mentions)
            and not _is_itself(trees, check, slot))


def _is_itself(trees: Trees, check: CheckTemplate, slot: Slot) -> bool:
    """Whether both sides are the same fact, or in a company's own check rest on the same facts."""
    left, right = (_places(trees, side, slot) for side in (check.left, check.right))
    lone = all(len(side.mentions) == 1 and trees.rows.series(side.mentions[0].row) and not side.mentions[0].basis
               for side in (check.left, check.right))
    return left == right and (check.own or (lone and len(left) == 1))


def _places(trees: Trees, side: TypedFormula, slot: Slot) -> set[Place]:
    found = trees.bound(side.tree, slot)
    return {fact.place for fact in trees.facts(found)} if found is not None else set()


def _statement(trees: Trees, check: CheckTemplate) -> str:
    """The statement that a check is about: that of the first row of the company's that it names."""
    found = (trees.rows.series(mention.row) for mention in (*check.left.mentions, *check.right.mentions))
    return next((series[0] for series in found if series), "")
