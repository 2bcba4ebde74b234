"""A package damaged, or written otherwise: one thing at a time, by dice."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from generator.xlsx.container import zipped

Parts = dict[str, bytes]
_ELEMENT = re.compile(rb"<[\w:]+(?:\s[^<>]*)?/>|<([\w:]+)(?:\s[^<>]*)?>[^<]*</\1>")
_HEAD = re.compile(rb"<([\w:]+)((?:\s+[\w:]+=\"[^\"]*\"){2,})(\s*/?>)")
_ATTRIBUTE = re.compile(rb"\s+([\w:]+)=\"([^\"]*)\"")
_RELATION = re.compile(rb"<Relationship [^>]*/>")
_ODD = (b"", b"abc", b"-1", b"999999999", b"1e9", b"NaN", b"A0", b"ZZZZ1", b"#REF!", b"&#x1F600;", b"\xc3\xa9", b"0")


def mutated(parts: Parts, dice: Random) -> tuple[str, bytes]:
    """What was done, and the package it was done to."""
    change = dice.choice(MUTATIONS)
    parts = dict(parts)
    # All kinds of parts alike, and not the record, which is a damage of its own.
    names = [name for name in parts if name.endswith((".xml", ".rels", ".vml")) and "customXml/item1" not in name]
    part = dice.choice(names)
    said = f"{change.__name__} {part}"
    if change is byte_of_the_file:
        return said, byte_of_the_file(zipped(parts), dice)
    if change is part_dropped:
        del parts[part]
    elif change is relationship_dropped:
        part = dice.choice([name for name in parts if name.endswith(".rels")])
        parts[part] = relationship_dropped(parts[part], dice)
    else:
        parts[part] = change(parts[part], dice)
    return f"{said} → {part}", zipped(parts)


def byte_of_the_file(content: bytes, dice: Random) -> bytes:
    return byte_flipped(content, dice)


def part_dropped(content: bytes, _: Random) -> bytes:
    return content


def relationship_dropped(content: bytes, dice: Random) -> bytes:
    return _one(_RELATION, content, dice, lambda found: b"")


def byte_flipped(content: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << dice.randrange(8)]) + content[at + 1:]


def cut_short(content: bytes, dice: Random) -> bytes:
    return content[: dice.randrange(len(content))]


def element_dropped(content: bytes, dice: Random) -> bytes:
    return _one(_ELEMENT, content, dice, lambda found: b"")


def element_twice(content: bytes, dice: Random) -> bytes:
    return _one(_ELEMENT, content, dice, lambda found: found[0] * 2)


def attribute_dropped(content: bytes, dice: Random) -> bytes:
    return _one(_ATTRIBUTE, content, dice, lambda found: b"")


def value_swapped(content: bytes, dice: Random) -> bytes:
    odd = dice.choice(_ODD)
    return _one(_ATTRIBUTE, content, dice, lambda found: b' %s="%s"' % (found[1], odd))


def attributes_reordered(content: bytes, dice: Random) -> bytes:
    def reordered(found: re.Match[bytes]) -> bytes:
        attributes = [each[0] for each in _ATTRIBUTE.finditer(found[2])]
        dice.shuffle(attributes)
        return b"<" + found[1] + b"".join(attributes) + found[3]

    return _HEAD.sub(reordered, content)


def prefixed(content: bytes, _: Random) -> bytes:
    """The default namespace under a name, on every element."""
    if b' xmlns="' not in content:
        return content
    content = content.replace(b' xmlns="', b' xmlns:q="', 1)
    return re.sub(rb"<(/?)(?![\w]+:)(?=[A-Za-z])", rb"<\1q:", content)


def _one(pattern: re.Pattern[bytes], content: bytes, dice: Random, change: Callable[[re.Match[bytes]], bytes]) -> bytes:
    found = list(pattern.finditer(content))
    if not found:
        return content
    each = dice.choice(found)
    return content[: each.start()] + change(each) + content[each.end():]


MUTATIONS = (byte_of_the_file, part_dropped, relationship_dropped, byte_flipped, cut_short, element_dropped,
             element_twice, attribute_dropped, value_swapped, attributes_reordered, prefixed)
