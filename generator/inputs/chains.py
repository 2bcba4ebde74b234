"""How far what names each other reaches down: rows over rows, totals over totals, each worked out from the next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from generator.model.problem import Problems
from generator.model.statement import Series, Statement

Node = TypeVar("Node", bound=Hashable)
_MOST_OFTEN = 100_000
"""So often the lowest cells may be counted in another one, by all ways that lead to them together."""
_MOST_TOTALS = 40
"""Totals over totals, which are worked out from each other; statements have three or four."""
_SHOWN = 12


class Reach(NamedTuple):
    """How many levels lie below a node, with its own, and by how many ways its lowest ones are reached."""

    levels: int
    ways: int


def reaches(graph: Mapping[Node, Sequence[Node]], levels: Callable[[Node], int] = lambda _: 1) -> dict[Node, Reach]:
    """The reach of every node of a graph without circles; ``levels`` are a node's own."""
    found: dict[Node, Reach] = {}
    for start in graph:
        waiting = [start]
        while waiting:
            node = waiting[-1]
            parts = graph.get(node, ())
            missing = [part for part in parts if part not in found] if node not in found else []
            if missing:
                waiting += missing
                continue
            waiting.pop()
            if node not in found:
                below = [found[part] for part in parts]
                found[node] = Reach(levels(node) + max((each.levels for each in below), default=0),
                                    sum(each.ways for each in below) or 1)
    return found


def beyond(graph: Mapping[Node, Sequence[Node]], far: Collection[Node]) -> Iterator[Node]:
    """The nodes among some that reach too ``far``, each of them with no part that does."""
    return (node for node in graph if node in far and not any(part in far for part in graph[node]))


def circles(graph: Mapping[Node, list[Node]]) -> Iterator[list[Node]]:
    """Every circle found by a walk of the graph, once each, with its first node repeated at the end."""
    done: set[Node] = set()
    for start in graph:
        trail: dict[Node, None] = {}
        stack: list[tuple[Node, int]] = [(start, 0)]
        while stack:
            node, index = stack.pop()
            if index == 0:
                if node in done:
                    continue
                trail[node] = None
            following = graph.get(node, [])
            if index < len(following):
                stack.append((node, index + 1))
                to = following[index]
                if to in trail:
                    walk = list(trail)
                    yield [*walk[walk.index(to):], to]
                elif to not in done:
                    stack.append((to, 0))
            else:
                done.add(node)
                trail.popitem()


def in_order(names: Sequence[str]) -> str:
    """The names of a circle as a message tells them: a long one by its first and last."""
    shown = names if len(names) <= _SHOWN else [*names[:_SHOWN - 4], f"{len(names) - _SHOWN + 2:,} more", *names[-2:]]
    return " → ".join(shown)


def refuse_long_totals(statements: Mapping[str, Statement], problems: Problems) -> None:
    """Report totals over too many levels, and those that count the same lines by very many ways; there is no circle."""
    graph: dict[Series, list[Series]] = {}
    for name, statement in statements.items():
        for item in statement.items.values():
            twins = {member: ref.series for member, ref in item.same_as}
            for member in ("", *statement.members):
                across = statement.members[member].sum if member else ()
                graph[name, item.key, member] = [
                    *((name, part, member) for _, part in item.sum), *((name, item.key, part) for _, part in across),
                    *([twins[member]] if member in twins else [])]
        _refuse_many_ways(statement, problems)
    if next(circles(graph), None):
        return  # over second printings and members; what it is made from is told elsewhere
    far = {series for series, found in reaches(graph).items() if found.levels > _MOST_TOTALS}
    for name, key, _ in beyond(graph, far):
        problems.add(statements[name].items[key].place,
                     f"'{key}' stands on totals and second printings over more than {_MOST_TOTALS} levels; let it sum "
                     "the lines themselves")


def _refuse_many_ways(statement: Statement, problems: Problems) -> None:
    graph = {item.key: [part for _, part in item.sum] for item in statement.items.values()}
    members = {member.key: [part for _, part in member.sum] for member in statement.members.values()}
    for each, what in ((graph, "total"), (members, "member")):
        far = {key for key, found in reaches(each).items() if found.ways > _MOST_OFTEN}
        for key in beyond(each, far):
            place = statement.items[key].place if what == "total" else statement.place
            problems.add(place, f"the {what} '{key}' counts the same parts by more than {_MOST_OFTEN:,} ways through "
                                "the totals between; let it sum the lines themselves")
