"""Pages of what is checked, which slips explain a failure, and why an import leaves facts."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.average_shares import AVERAGE
from generator.checks.declared import DECLARED
from generator.checks.relation import Rule
from generator.checks.rules import RULES
from generator.diagnosis.slips import SLIPS
from generator.intake.placing.reasons import REASONS
from generator.model.severity import SEVERITIES
from generator.sheets.catalogue import SHEETS
from handbook.reference.markdown import code, page, plain, table
from handbook.reference.rows import read


def all_rules() -> Iterator[Rule]:
    """The structural rules, and those that templates or other records bring."""
    yield from RULES
    yield AVERAGE
    yield DECLARED


def checks_page() -> str:
    """Every kind of check: by structure, and by templates/checks.yaml."""
    kinds = [(code(word), plain(each.about)) for word, each in SEVERITIES.items()]
    rules = [(code(f"{rule.key}:…"), plain(rule.about), "may be made soft" if rule.may_be_soft else "")
             for rule in all_rules()]
    declared = [f"### {code(each['id'])}\n\n{plain(each['label'])} ({code(each.get('kind', 'hard'))}).\n\n"
                f"```text\n{each['left']}\n= {each['right']}\n```\n\nWhere it fails, look at: {plain(each['look_at'])}"
                for each in read("checks.yaml")]
    return page("Checks", "How checks work: [Proving a filing](../proving.md).",
                "## Kinds\n\n" + table(("", "meaning"), kinds),
                "## By the structure of the filings\n\nThey follow from `statements.yaml`; ids begin as shown.\n\n"
                + table(("id", "what is compared", ""), rules),
                "## By concept\n\nFrom `templates/checks.yaml`.", *declared)


def slips_page() -> str:
    """The slips that `check` looks for and `protect` tries."""
    rows = [(plain(each.words), each.concerns, "yes" if each.make else "") for each in SLIPS]
    return page("Slips", "The typing errors by which `quarterbook check` explains a failure, likeliest first, and "
                "which of them `quarterbook protect` tries.", table(("slip", "concerns", "tried by protect"), rows))


def left_page() -> str:
    """Why `import` leaves a fact."""
    return page("What an import leaves", "`quarterbook import` counts each reason; every fact has its place or one of "
                "these.", table(("reason", "meaning"), ((plain(reason), plain(about))
                                                        for reason, about in REASONS.items())))


def sheets_page() -> str:
    """The sheets of a workbook."""
    rows = [(each.name, plain(each.shows or "The statements that say `sheet: " + each.name + "`")) for each in SHEETS]
    return page("Sheets", "From left to right; one with nothing to show is left out. Sheets of a company's own stand "
                "behind Notes.", table(("sheet", "what it shows"), rows))
