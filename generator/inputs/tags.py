"""The key ``xbrl:`` of line items, members and statements: by which elements an import finds them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.inputs.forms import ELEMENTS, TAGS, Either, ListOf, Pattern
from generator.inputs.record import Fields, elements, text
from generator.inputs.value import Value
from generator.model.problem import Place, Problems
from generator.model.statement import LineItem, Statement
from generator.model.tag import Tag, tag_of


def read_tags(fields: Fields) -> tuple[Tag, ...]:
    """The tags of a line item, newest first."""
    return tuple(map(tag_of, fields.read("xbrl", lambda node: _texts(node, TAGS)) or ()))


def read_elements(fields: Fields) -> tuple[str, ...]:
    """The elements of a member, or the axes of a statement, newest first."""
    return fields.read("xbrl", lambda node: _texts(node, ELEMENTS)) or ()


def _texts(node: Value, form: Either) -> tuple[str, ...]:
    """One text, or a list of them."""
    one, several = form.forms
    assert isinstance(one, Pattern) and isinstance(several, ListOf)
    nodes = elements(node, several) if node.is_list else [node]
    return tuple(found for each in nodes if (found := text(each, one)))


def refuse_shared_tags(statement: Statement, problems: Problems) -> None:
    """Report what an import could put into either of two rows, or under either of two members."""
    holders: dict[tuple[str, tuple[str, ...], bool], LineItem] = {}
    for item in statement.items.values():
        _twice(item.place, f"'{item.key}'", map(str, map(_unsigned, item.xbrl)), problems)
        for tag in item.xbrl:
            first = holders.setdefault((tag.element, tag.members, item.additivity.word == "opening"), item)
            if first is not item and not _repeats(statement, item, first):
                problems.add(item.place, (
                    f"'{_unsigned(tag)}' is the element of '{first.key}' on line {first.place.line} too: leave it to "
                    "one of them; an opening balance says 'additivity: opening', a second printing 'same_as:'"))
    members: dict[str, str] = {}
    for member in statement.members.values():
        _twice(statement.place, f"the member '{member.key}'", member.xbrl, problems)
        for element in member.xbrl:
            if members.setdefault(element, member.key) != member.key:
                problems.add(statement.place, f"'{element}' is the element of the members '{members[element]}' and "
                                              f"'{member.key}' of '{statement.key}': leave it to one of them")


def _unsigned(tag: Tag) -> Tag:
    return Tag(tag.element, 1, tag.members)


def _twice(place: Place, whose: str, elements: Iterable[str], problems: Problems) -> None:
    seen: set[str] = set()
    for element in elements:
        if element in seen:
            problems.add(place, f"'{element}' stands twice among the elements of {whose}; once is enough")
        seen.add(element)


def _repeats(statement: Statement, item: LineItem, first: LineItem) -> bool:
    """Whether one is a second printing of the other, or both are of a third row."""
    rows: Mapping[str, set[tuple[str, str]]] = {
        each.key: {(statement.key, each.key), *(ref.series[:2] for _, ref in each.same_as)} for each in (item, first)}
    return bool(rows[item.key] & rows[first.key])
