"""What company.yaml says of checks: which are soft, and which doubts of a figure's size are unfounded, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator.checks.relation import Relation
from generator.inputs.template import Templates
from generator.model.company import Company, Declaration
from generator.model.problem import Problems, nearest
from generator.model.severity import DECLARED_RIGHT, SOFT


def with_declarations(company: Company, relations: Iterable[Relation]) -> Iterator[Relation]:
    """The relations as company.yaml takes them; one that doubts a figure's size says how it is declared right."""
    soft, plausible = ({each.check: each.reason for each in declared} for declared in (company.soft, company.plausible))
    for relation in relations:
        reason = _reason(plausible if relation.severity.of_magnitude else soft, relation)
        if relation.severity.of_magnitude:
            yield _declared_right(relation, reason) if reason else replace(relation, look_at=(
                f"{relation.look_at}. If the figures are right, company.yaml says why: plausible: "
                f"{{{relation.id}: …}}"))
        elif reason and _may_be_soft(relation):
            yield replace(relation, severity=SOFT, reason=reason, look_at=f"Declared soft: {reason}")
        else:
            yield relation


def refuse_unknown(company: Company, relations: Sequence[Relation], templates: Templates) -> None:
    """Nothing where every check that company.yaml declares is there. Raises Refused with those that are not."""
    problems = Problems()
    magnitudes = {word for each in relations if each.severity.of_magnitude for word in (each.id, each.name) if word}
    magnitudes |= {check.id for check in templates.checks if check.severity.of_magnitude}
    others = {word for each in relations if not each.severity.of_magnitude for word in (each.id, each.name) if word}
    others |= {check.id for check in templates.checks if not check.severity.of_magnitude}
    rigid = {each.id for each in relations if not each.severity.of_magnitude and not _may_be_soft(each)}
    for declared, known, unfit, advice in (
            (company.soft, others - rigid, magnitudes, "that doubts a figure's size: declare it under 'plausible:'"),
            (company.plausible, magnitudes, others - rigid, "that must tie: declare it under 'soft:'")):
        for each in declared:
            if each.check not in known:
                problems.add(each.place, _unknown(each, known, rigid, unfit, advice))
    problems.refuse()


def _unknown(declared: Declaration, known: set[str], rigid: set[str], unfit: set[str], advice: str) -> str:
    if declared.check in unfit:
        return f"'{declared.check}' is a check {advice}"
    if declared.check in rigid:
        return (f"'{declared.check}' compares figures that the filing prints itself, and is never soft; where the "
                "filing misprints one, type {printed: …, value: …, reason: …}")
    return (f"there is no check '{declared.check}'{nearest(declared.check, known)}; ids are those that "
            "'quarterbook check --json' prints")


def _reason(reasons: dict[str, str], relation: Relation) -> str:
    """The reason for one period, else that for all."""
    return reasons.get(relation.id) or reasons.get(relation.name, "")


def _declared_right(relation: Relation, reason: str) -> Relation:
    return replace(relation, severity=DECLARED_RIGHT, reason=reason, look_at=f"Declared right: {reason}")


def _may_be_soft(relation: Relation) -> bool:
    return relation.rule.may_be_soft and not relation.severity.apart
