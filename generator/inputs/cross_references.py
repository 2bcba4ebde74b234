"""Whether the names that line items give each other exist, and none goes in a circle."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from generator.inputs.chains import circles, in_order, refuse_long_totals
from generator.inputs.meant import several_names
from generator.inputs.sheet_names import refuse_twins
from generator.inputs.tags import refuse_shared_tags
from generator.inputs.vocabulary import Concept
from generator.model.problem import Place, Problems, nearest
from generator.model.statement import LineItem, Ref, Series, Statement

_SHARES = "shares"
Parts = tuple[tuple[int, str], ...]


def check_references(statements: Mapping[str, Statement], concepts: Mapping[str, Concept], problems: Problems) -> None:
    """Report every unknown, repeated or circular name in the statements."""
    holders: dict[str, LineItem] = {}
    told = len(problems)
    for statement in statements.values():
        _members(statement, statements, problems)
        for item in statement.items.values():
            _parts(statement, item, problems)
            _refs(statement, item, statements, problems)
            _concept(item, concepts, holders, problems)
        _circles(statement, problems)
        _equivalents(statement, problems)
        refuse_shared_tags(statement, problems)
    _same_as_circles(statements, problems)
    if len(problems) == told:
        refuse_long_totals(statements, problems)
    refuse_twins(statements.values(), problems)


def _concept(item: LineItem, concepts: Mapping[str, Concept], holders: dict[str, LineItem], problems: Problems) -> None:
    if not item.concept:
        return
    if item.concept not in concepts:
        problems.add(item.place, f"unknown concept '{item.concept}'{_meant_concept(item.concept, concepts)}")
    elif item.concept in holders:
        problems.add(item.place, f"the concept '{item.concept}' already belongs to '{holders[item.concept].key}' "
                                 f"on line {holders[item.concept].place.line}")
    holders.setdefault(item.concept, item)


def _meant_concept(name: str, concepts: Mapping[str, Concept]) -> str:
    """The concept that is meant by a name: one spelt alike, else the one whose label shares most words with it."""
    if near := nearest(name, concepts):
        return near
    words = set(name.lower().split("_")) - {"and", "of", "the"}
    shared = {key: len(words & set(re.findall(r"\w+", concept.label.lower()))) for key, concept in concepts.items()}
    best = max(shared, key=lambda key: shared[key], default="")
    return f"; did you mean '{best}'?" if shared.get(best, 0) >= 2 else "; 'concept:' may be left out"


def _parts(statement: Statement, item: LineItem, problems: Problems) -> None:
    for sign, part in (*item.sum, *item.also_sum):
        if part == item.key:
            problems.add(item.place, f"the total '{item.key}' names itself among its parts")
        elif apart := several_names(_signed(sign, part), statement.items):
            problems.add(item.place, _otherwise_typed(f"the total '{item.key}'", apart))
        elif part not in statement.items:
            problems.add(item.place, f"the total '{item.key}' names an unknown part '{part}'"
                                     f"{nearest(part, _free(statement.items, item.key, _beside(item, part)))}")
        elif statement.items[part].caption:
            problems.add(item.place, f"the total '{item.key}' names the caption '{part}', which has no figures")
    for parts in (item.sum, item.also_sum):
        names = Counter(part for _, part in parts)
        for twice in sorted(name for name, count in names.items() if count > 1):
            problems.add(item.place, f"the total '{item.key}' names '{twice}' twice")


def _beside(item: LineItem, part: str) -> Parts:
    """The sum of a line item in which a part stands."""
    return item.sum if any(part == name for _, name in item.sum) else item.also_sum


def _free(known: Iterable[str], whole: str, parts: Parts) -> list[str]:
    """What can be one more part of a total."""
    return [name for name in known if name != whole and all(name != part for _, part in parts)]


def _signed(sign: int, part: str) -> str:
    return f"-{part}" if sign < 0 else part


def _otherwise_typed(whole: str, right: str) -> str:
    """What to say of a part, or of several in one, that are typed in another way than the right one."""
    if "," in right:
        return f"a comma is missing between the parts of {whole}: write {right}"
    return f"a part of {whole} is a name, with '-' before it where it is taken off: write {right}"


def _equivalents(statement: Statement, problems: Problems) -> None:
    """An equivalent of what is no number of shares."""
    for item in statement.items.values():
        if item.equivalent is not None and item.unit != _SHARES:
            problems.add(item.place, f"'equivalent' says as how many shares one of '{item.key}' counts; its unit is "
                                     f"{item.unit}: write 'unit: {_SHARES}' if it is a number of shares")
    for member in statement.members.values():
        if member.equivalent is not None and all(statement.unit_of(item, member.key) != _SHARES
                                                 for item in statement.items):
            problems.add(statement.place, f"'equivalent' says as how many shares one of '{member.key}' counts; no line "
                                          f"item of '{statement.key}' has the unit {_SHARES}")


def _members(statement: Statement, statements: Mapping[str, Statement], problems: Problems) -> None:
    for member in statement.members.values():
        for sign, part in member.sum:
            if part == member.key:
                problems.add(statement.place, f"the member '{member.key}' of '{statement.key}' names itself "
                                              "among its parts")
            elif apart := several_names(_signed(sign, part), statement.members):
                problems.add(statement.place,
                             _otherwise_typed(f"the member '{member.key}' of '{statement.key}'", apart))
            elif part not in statement.members:
                hint = nearest(part, _free(statement.members, member.key, member.sum))
                problems.add(statement.place, f"the member '{member.key}' of '{statement.key}' names an unknown "
                                              f"part '{part}'{hint}")
        if member.percent_of:
            _known(member.percent_of, statement.place, statements, problems)
    for circle in circles({m.key: [p for _, p in m.sum if p != m.key] for m in statement.members.values()}):
        problems.add(statement.place, f"members of '{statement.key}' add up in a circle: {in_order(circle)}")


def _refs(statement: Statement, item: LineItem, statements: Mapping[str, Statement], problems: Problems) -> None:
    for member, ref in item.same_as:
        if member and member not in statement.members:
            problems.add(item.place, f"unknown member '{member}' of '{statement.key}'"
                                     f"{nearest(member, statement.members)}")
        _known(ref, item.place, statements, problems)
    for optional in (item.growth_of, item.change_of, *(item.percent_of or ())):
        if optional and optional.series[:2] == (statement.key, item.key):
            problems.add(item.place, f"'{item.key}' is compared with itself; name another line item")
        elif optional:
            _known(optional, item.place, statements, problems)


def _known(ref: Ref, place: Place, statements: Mapping[str, Statement], problems: Problems) -> None:
    name, item, member = ref.series
    statement = statements.get(name)
    if statement is None:
        problems.add(place, f"unknown statement '{name}'{nearest(name, statements)}")
    elif item not in statement.items:
        # A statement without line items was reported; what refers to them is not a second mistake.
        if statement.items:
            problems.add(place, f"unknown line item '{item}' of '{name}'{nearest(item, statement.items)}")
    elif statement.items[item].caption:
        problems.add(place, f"'{name}.{item}' is a caption and has no figures")
    elif member and member not in statement.members:
        problems.add(place, f"unknown member '{member}' of '{name}'{nearest(member, statement.members)}")


def _circles(statement: Statement, problems: Problems) -> None:
    graph = {item.key: [part for _, part in item.sum if part != item.key] for item in statement.items.values()}
    for circle in circles(graph):
        problems.add(statement.items[circle[0]].place, f"totals add up in a circle: {in_order(circle)}")


def _same_as_circles(statements: Mapping[str, Statement], problems: Problems) -> None:
    """Second printings of each other, and a second printing of a total among whose parts it is."""
    printings: dict[Series, list[Series]] = {}
    graph: dict[Series, list[Series]] = {}
    for statement in statements.values():
        for item in statement.items.values():
            for member, ref in item.same_as:
                printings.setdefault((statement.key, item.key, member), []).append(ref.series)
            for member in ("", *statement.members):
                graph[statement.key, item.key, member] = [(statement.key, part, member) for _, part in item.sum]
    for series, others in printings.items():
        graph[series] = [*others, *graph.get(series, ())]
    for circle in circles(graph):
        first = statements[circle[0][0]].items.get(circle[0][1])
        if first and any(to in printings.get(series, ()) for series, to in pairwise(circle)):
            names = in_order([f"{series[0]}.{series[1]}" for series in circle])
            problems.add(first.place, f"second printings go in a circle: {names}")
