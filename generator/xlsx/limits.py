"""What a spreadsheet takes of a formula: beyond it Excel calls the whole file damaged."""

from __future__ import annotations

LONGEST, LONGEST_TEXT, MOST_ARGUMENTS, DEEPEST = 8_192, 255, 255, 64
"""Characters of a formula and of a text inside it, arguments of a function, functions inside each other."""


def unwritable(formula: str) -> str:
    """Why a spreadsheet does not take a formula as it is written, with addresses and its equals sign; else empty."""
    if len(formula) > LONGEST:
        return f"has {len(formula):,} characters as it is written; a spreadsheet takes {LONGEST:,}"
    if len(formula) <= LONGEST_TEXT and formula.count("(") <= DEEPEST:
        return ""
    arguments: list[int] = []
    calls = quoted = 0
    before = mark = ""
    for each in formula:
        if mark:
            quoted += 1
            mark = "" if each == mark else mark
            if quoted > LONGEST_TEXT and mark == '"':
                return f"holds a text of more than {LONGEST_TEXT} characters; a spreadsheet takes no longer one"
        elif each in "\"'":
            # A doubled quote ends a text and goes on with it.
            mark, quoted = each, quoted if before == each else 0
        elif each == "(":
            is_call = before.isalnum()
            arguments.append(1 if is_call else 0)
            calls += is_call
            if calls > DEEPEST:
                return f"has more than {DEEPEST} functions inside each other; a spreadsheet takes no more"
        elif each == ")":
            calls -= bool(arguments.pop())
        elif each == "," and arguments and arguments[-1]:
            arguments[-1] += 1
            if arguments[-1] > MOST_ARGUMENTS:
                return f"gives a function more than {MOST_ARGUMENTS} arguments; a spreadsheet takes no more"
        before = each
    return ""
