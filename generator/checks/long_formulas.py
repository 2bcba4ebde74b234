"""Which books may have formulas that no spreadsheet takes, told without laying a workbook out."""

from __future__ import annotations

import re

from generator.checks.proof import Proof
from generator.formulas.expression import leaves

_MANY = 32
"""From how many leaves on a formula may be too long: each is up to some 120 characters as it is written, with the test
that it is there, and a row on a basis or of two versions some of them, of the 8,192 that a spreadsheet takes."""
_DEEP = 8
_TEXT = re.compile(r'"[^"]{200,}')


def may_be_too_long(proof: Proof) -> bool:
    """Whether a total, a check or a typed formula is so long or so deep that only its written text can tell."""
    items = [item for statement in proof.book.statements.values() for item in statement.items.values()]
    members = [member for statement in proof.book.statements.values() for member in statement.members.values()]
    typed = [*(row.formula for row in proof.templates.rows),
             *(formula for check in proof.templates.checks for formula in check.formulas)]
    return (any(len(item.sum) > _MANY or len(item.also_sum) > _MANY for item in items)
            or any(len(member.sum) > _MANY for member in members)
            or any(len(leaves(formula.tree)) > _MANY or _TEXT.search(formula.source)
                   or formula.source.count("(") > _DEEP for formula in typed)
            or any(len(leaves(relation.left)) + len(leaves(relation.right)) > _MANY for relation in proof.relations))
