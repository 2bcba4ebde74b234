"""An explanation as people and programs read it: a tree on the terminal, plain data as JSON."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.text import Text
from rich.tree import Tree

from generator.model.fact import Fact
from generator.report.explain import Explained, ExplainedCheck, Explainer
from generator.report.terminal import console
from generator.report.words import number

_NARROW = 60


def print_step(step: Explained) -> None:
    """One number, and below it what it is made of."""
    out = console()
    out.print(_tree(step, out))


def print_check(explained: ExplainedCheck) -> None:
    """A check, what it says, and below it its two sides."""
    out, check, outcome = console(), explained.check, explained.outcome
    tree = Tree(Text.from_markup(f"[bold]{escape(check.label)}[/bold] {escape(check.period)}: "
                                 f"[bold]{outcome.state}[/bold]"))
    lines = [f"{check.id} · {check.severity.shown}"]
    if outcome.difference is not None:
        lines.append(f"left {number(outcome.left)}, right {number(outcome.right)}: {number(outcome.difference)} apart, "
                     f"{number(outcome.tolerance)} allowed")
    if check.relation.reason:
        lines.append(f"declared in company.yaml: {check.relation.reason}")
    tree.label = Text("\n").join([tree.label, *(Text(line, "dim") for line in lines)])  # type: ignore[list-item]
    for side in explained.sides:
        tree.children.append(_tree(side, out))
    out.print(tree)
    out.print(f"Look at: {escape(check.look_at)}", soft_wrap=True)


def print_periods(name: str, label: str, explainer: Explainer, found: list[tuple[str, str, str]]) -> None:
    """The periods in which a row or a check says something, and what."""
    out = console()
    out.print(f"[bold]{escape(label)}[/bold] ({escape(name)})"
              f"{', as first reported' if explainer.is_first else ''}:", soft_wrap=True)
    wide = [max((len(line[column]) for line in found), default=0) for column in range(2)]
    for period, value, status in found:
        out.print(f"  {escape(period):{wide[0]}}  {escape(value):>{wide[1]}}  [dim]{status}[/dim]", soft_wrap=True)


def _tree(step: Explained, out: Console) -> Tree:
    tree = Tree(_label(step, out.width < _NARROW))
    for each in step.steps:
        tree.children.append(_tree(each, out))
    return tree


def _label(step: Explained, narrow: bool) -> Text:
    """What stands at one branch: the number, its formula in names and in numbers, and where it was typed."""
    unit = step.unit if isinstance(step.value, float) and not step.shown.endswith("%") else ""
    head = Text.assemble((step.label, "bold"), " ", step.period, " = " if step.period else "= ",
                         (f"{step.shown} {unit}".rstrip(), "bold"))
    about = " · ".join(filter(None, (step.key if step.key not in ("left", "right") else "", step.status,
                                     "explained above" if step.again else "")))
    lines = [head]
    if about and not narrow and len(head) + len(about) < _NARROW:
        head.append(f"  {about}", "dim")
    elif about:
        lines.append(Text(about, "dim"))
    for formula in (step.formula, step.figures):
        if formula and not step.again:
            lines.append(Text(f"= {formula}"))
    lines += [Text(note, "italic") for note in step.notes]
    if step.source:
        lines += [Text(line, "dim") for line in _source(step.source, step.shown)]
    return Text("\n").join(lines)


def _source(fact: Fact, shown: str) -> list[str]:
    """Where a figure was printed, and where it was typed."""
    same = fact.figure.printed.replace("-", "−") in (shown, shown.removesuffix("%"))
    printed = "" if same and not fact.figure.reason else f"printed {fact.figure.printed}"
    reason = f"corrected: {fact.figure.reason}" if fact.figure.reason else ""
    page = f"page {fact.page}" if fact.page else ""
    return [" · ".join(filter(None, (printed, reason, fact.filing.key, fact.heading, page))), str(fact.place)]


def as_data(step: Explained) -> dict[str, Any]:
    """A step as dictionaries, lists, text and numbers; a cell without a number has a text as its value."""
    data: dict[str, Any] = {
        "key": step.key, "label": step.label, "period": step.period, "value": step.value, "unit": step.unit,
        "status": step.status, "formula": step.formula, "figures": step.figures, "notes": list(step.notes),
        "again": step.again}
    if step.source:
        fact = step.source
        data["source"] = {
            "printed": fact.figure.printed, "reason": fact.figure.reason, "filing": fact.filing.key,
            "title": fact.filing.title, "filed": str(fact.filing.filed), "heading": fact.heading,
            "page": fact.page or None, "url": fact.filing.url or None,
            "file": fact.place.file, "line": fact.place.line, "column": fact.place.column}
    return {**data, "steps": [as_data(each) for each in step.steps]}


def check_as_data(explained: ExplainedCheck) -> dict[str, Any]:
    """A check and its sides likewise."""
    check, outcome = explained.check, explained.outcome
    left, right = explained.sides
    return {"id": check.id, "label": check.label, "period": check.period, "kind": check.severity.word,
            "state": outcome.state, "left": as_data(left), "right": as_data(right), "difference": outcome.difference,
            "tolerance": outcome.tolerance, "look_at": check.look_at, "reason": check.relation.reason}
