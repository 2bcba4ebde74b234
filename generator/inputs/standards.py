"""What an import knows of standards: concepts, elements, and which concepts consist of which others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.inputs.document import load
from generator.inputs.elements import StandardElement, elements
from generator.inputs.forms import ListOf, MapOf, NameOf
from generator.inputs.record import elements as listed
from generator.inputs.record import entries
from generator.inputs.value import Value
from generator.inputs.vocabulary import TEMPLATES, Vocabulary, read_vocabulary
from generator.model.problem import Problems, nearest

_PARTS = ListOf(NameOf("concept"), 2, otherwise="'{name}' consists of two concepts or more, as [profit_before_tax, "
                                                "income_tax]")
_WAYS = ListOf(_PARTS, 1, otherwise="'{name}' has no parts; give lists of concepts, or leave it out")
IDENTITIES = MapOf(NameOf("concept"), _WAYS, "there is no concept here")


@dataclass(frozen=True, slots=True)
class Identity:
    """A concept that consists of others by its meaning, each with the sign with which formulas have it."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Standards:
    """The tables of templates/ by which an import understands filings; ``elements`` by name with prefix."""

    vocabulary: Vocabulary
    elements: Mapping[str, StandardElement]
    identities: tuple[Identity, ...]


def read_standards(vocabulary: Vocabulary | None = None, templates: Path = TEMPLATES) -> Standards:
    """The tables, with the vocabulary that was read already. Raises Refused where they have mistakes."""
    problems = Problems()
    vocabulary = vocabulary or read_vocabulary(templates, problems)
    found = Standards(vocabulary, elements(templates, vocabulary.concepts, problems),
                      identities(templates, vocabulary.concepts, problems))
    problems.refuse()
    return found


def identities(templates: Path, concepts: Collection[str], problems: Problems) -> tuple[Identity, ...]:
    """The identities between concepts in the order of templates/identities.yaml; mistakes become Problems."""
    root = load(templates / "identities.yaml", problems, "templates/identities.yaml")
    found: list[Identity] = []
    for total, key, ways in entries(root, IDENTITIES) if root else ():
        _concept(key, total, concepts)
        for each in listed(ways, _WAYS, total):
            parts = _parts(each, total, concepts)
            if parts and any(known.total == total and set(known.parts) == set(parts) for known in found):
                each.complain(f"'{total}' consists of these twice; once is enough")
            elif parts:
                found.append(Identity(total, parts))
    return tuple(found)


def _parts(value: Value, total: str, concepts: Collection[str]) -> tuple[str, ...]:
    """The parts of a concept; none where one of them is wrong."""
    given = listed(value, _PARTS, total)
    named = [part for each in given if (part := _concept(each, each.text(), concepts))]
    if total in named:
        value.complain(f"'{total}' is a part of itself")
    elif len(set(named)) < len(named):
        value.complain(f"a part of '{total}' stands twice")
    elif len(named) == len(given):
        return tuple(named)
    return ()


def _concept(value: Value, word: str | None, concepts: Collection[str]) -> str:
    """A word that is a concept; a Problem and empty where it is none."""
    if word is None or word in concepts:
        return word or ""
    value.complain(f"unknown concept '{word}'{nearest(word, concepts)}")
    return ""
