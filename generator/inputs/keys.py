"""The keys of a mapping by their declaration: which are known, and one message for many that are not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from generator.inputs.forms import ListOf, Record
from generator.inputs.value import Value
from generator.model.problem import nearest

_MANY = 3
"""From how many unknown keys of a mapping on one message tells all."""
_SHOWN = 4


@dataclass(frozen=True)
class Keys:
    """The keys that a mapping has, by what is made of them."""

    record: Record
    known: dict[str, Value]
    empty: Collection[str]
    """Known keys without their value, because the lines that belong there are not indented, or the names of a list
    have no brackets."""
    unknown: list[tuple[str, Value]]

    def tell_unknown(self) -> list[str]:
        """Report the unknown keys; gives the hint of each misspelt one."""
        hints = [nearest(word, self.record.forms) for word, _ in self.unknown]
        misspelt = [(key, hint) for key, hint in zip(self.unknown, hints, strict=True) if hint]
        strange = [key for key, hint in zip(self.unknown, hints, strict=True) if not hint]
        for (word, key), hint in misspelt:
            key.complain(f"unknown key '{word}'{hint}")
        known = f"; known: {', '.join(self.record.forms)}"
        if len(strange) >= _MANY:
            strange[0][1].complain(f"unknown keys {listed([word for word, _ in strange])}{known}")
        else:
            for word, key in strange:
                key.complain(f"unknown key '{word}'{known}")
        return [hint for _, hint in misspelt]


def sorted_keys(record: Record, value: Value) -> Keys:
    """The known and unknown keys of a mapping. Lines that follow an empty key and are not indented under it, where
    they belong, are a Problem, once for all of them; so are the names of a list without its brackets."""
    known: dict[str, Value] = {}
    unknown: list[tuple[str, Value]] = []
    under: dict[str, list[tuple[str, Value]]] = {}
    loose: dict[str, list[str]] = {}
    opened = list_ = ""
    for key, each in value.items():
        word = key.key()
        if word is None:
            continue
        if word in record.forms:
            known[word] = each
            opened = word if each.literal == "" and not each.quoted else ""
            list_ = word if value.is_in_braces and each.literal and isinstance(record.forms[word], ListOf) else ""
        elif list_ and each.literal == "" and not each.quoted:
            loose.setdefault(list_, []).append(word)
        elif opened:
            under.setdefault(opened, []).append((word, key))
        else:
            unknown.append((word, key))
    for name, lines in under.items():
        del known[name]
        words = [word for word, _ in lines]
        lines[0][1].complain(
            f"{listed(words)} belong{'s' * (len(words) == 1)} under '{name}:'; indent by two spaces more: "
            f"write '{' ' * (lines[0][1].place.column + 1)}{words[0]}: …'")
    for name, words in loose.items():
        first = known.pop(name)
        first.complain(f"several stand in [ ]: write [{', '.join((first.literal or '', *words))}]")
    return Keys(record, known, under.keys() | loose.keys(), unknown)


def listed(words: list[str]) -> str:
    """``'a', 'b', 'c', 'd' and 8 more``."""
    more = f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
    return ", ".join(f"'{word}'" for word in words[:_SHOWN]) + more
