"""The command that explains one number: from a cell of the workbook down to the lines in which its figures were typed.

Modules are imported where they are needed, for speed.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from generator.commands import OK, print_json

if TYPE_CHECKING:
    from generator.checks.proof import Check, Outcome, Proof
    from generator.report.explain import Explainer


def explain(options: argparse.Namespace) -> int:
    from generator.checks.proof import Proof
    from generator.inputs.load import load_inputs
    from generator.report.asked import RowOn, asked, cell_of
    from generator.report.explain import Explainer
    from generator.report.explain_text import as_data, print_periods, print_step

    inputs = load_inputs(options.folder)
    proof = Proof(inputs.book, inputs.templates)
    explainer = Explainer(proof, options.as_reported)
    found = asked(proof, options.key)
    if not isinstance(found, RowOn):
        return _checks(options, proof, explainer, found)
    has = explainer.periods(found)
    if options.period:
        step = explainer.cell(cell_of(proof, found, options.key, options.period, [each.period for each in has]))
        if options.json:
            print_json(as_data(step))
        else:
            print_step(step)
    elif options.json:
        print_json([as_data(each) for each in has])
    else:
        label = explainer.called(found)
        print_periods(options.key, label, explainer, [(each.period, each.shown, each.status) for each in has])
    return OK


def _checks(options: argparse.Namespace, proof: Proof, explainer: Explainer, checks: list[Check]) -> int:
    """A check in one period, or the periods that it has."""
    from generator.report.asked import check_of
    from generator.report.explain_text import check_as_data, print_check, print_periods

    found = check_of(checks, options.key, options.period or "")
    first = {check.id: (check, outcome) for check, outcome in proof.as_first_reported} if explainer.is_first else {}
    told: list[tuple[Check, Outcome]] = [first.get(check.id, (check, check.outcome(proof.numbers))) for check in found]
    if len(told) > 1 and not options.json:
        print_periods(options.key, found[0].label, explainer, [
            (check.id, outcome.state, check.label) for check, outcome in told])
        return OK
    explained = [explainer.check(check, outcome) for check, outcome in told]
    if options.json:
        print_json(check_as_data(explained[0]) if len(explained) == 1 else [check_as_data(each) for each in explained])
    else:
        print_check(explained[0])
    return OK
