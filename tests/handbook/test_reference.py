"""The reference is made from the declarations, and each declaration says in words what it means."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import TypeVar

import pytest

from generator.checks.relation import Rule
from generator.command_line import COMMANDS
from generator.diagnosis.slips import SLIPS
from generator.formulas.bases import BASES
from generator.formulas.functions import FUNCTIONS
from generator.inputs.forms import Form, Record
from generator.inputs.vocabulary import TEMPLATES
from generator.intake.placing import reasons
from generator.model.additivity import ADDITIVITIES
from generator.model.severity import SEVERITIES
from handbook.reference.checks import all_rules
from handbook.reference.forms import records
from handbook.reference.pages import INPUTS, PAGES, TEMPLATE_FILES, pages
from handbook.reference.rows import read, sections

FILES = {**INPUTS, **TEMPLATE_FILES}
Kind = TypeVar("Kind")
WORDS = re.compile(r"[a-z]{2,}")


def declared(room: str, kind: type[Kind]) -> Iterator[tuple[str, Kind]]:
    """What the modules of a room declare of a kind."""
    for each in pkgutil.iter_modules(importlib.import_module(room).__path__, f"{room}."):
        for name, value in vars(importlib.import_module(each.name)).items():
            if isinstance(value, kind):
                yield f"{each.name}.{name}", value


def without_words(said: dict[str, str]) -> list[str]:
    """What says nothing of itself."""
    return [name for name, text in said.items() if not WORDS.search(text)]


@pytest.mark.parametrize("form", FILES.values(), ids=FILES)
def test_every_key_of_every_file_says_what_it_means(form: Form) -> None:
    found = list(records(form, "file"))
    said = {f"{name}.{key.name}": key.about for name, record in found for key in record.keys}
    assert without_words({**{name: record.about for name, record in found}, **said}) == []


def test_no_file_and_no_rule_is_declared_without_standing_in_the_reference() -> None:
    shown = [record for form in FILES.values() for _, record in records(form, "file")]
    assert [name for name, record in declared("generator.inputs", Record) if record not in shown] == []
    rules = list(all_rules())
    assert [name for name, rule in declared("generator.checks", Rule) if rule not in rules] == []


def test_every_command_and_option_says_what_it_means() -> None:
    said = {f"{command.name} {' '.join(argument.names)}": str(argument.settings.get("help", ""))
            for command in COMMANDS for argument in command.arguments}
    assert without_words({**said, **{each.name: each.description for each in COMMANDS}}) == []


@pytest.mark.parametrize("name", ["ratios.yaml", "per_share.yaml", "breakdown.yaml"])
def test_every_computed_row_is_defined_in_words(name: str) -> None:
    rows = [row for _, found in sections(name) for row in found]
    assert rows
    assert without_words({row["id"]: row.get("definition", "") for row in rows}) == []


def test_every_check_says_what_it_compares_and_where_to_look() -> None:
    assert without_words({each["id"]: each.get("look_at", "") for each in read("checks.yaml")}) == []
    assert without_words({rule.key: rule.about for rule in all_rules()}) == []


def test_every_word_of_the_formulas_says_what_it_means() -> None:
    assert without_words({each.key: each.about for each in BASES}) == []
    for listed in (FUNCTIONS, ADDITIVITIES, SEVERITIES):
        assert without_words({word: each.about for word, each in listed.items()}) == []
    assert without_words({name: each.get("label", "") for name, each in read("parameters.yaml").items()}) == []


def test_every_reason_to_leave_a_fact_says_what_it_means() -> None:
    constants = {value for name, value in vars(reasons).items() if name.isupper() and isinstance(value, str)}
    assert set(reasons.REASONS) == constants
    assert without_words(dict(reasons.REASONS)) == []


def test_the_pages_name_all_that_is_declared() -> None:
    made = pages()
    assert list(made) == list(PAGES)
    for command in COMMANDS:
        assert f"## quarterbook {command.name} " in made["reference/commands.md"]
    for name in ("ratios", "per_share"):
        text = made[f"reference/{name.replace('_', '-')}.md"]
        for row in (row for _, found in sections(f"{name}.yaml") for row in found):
            assert f"`{row['id']}`" in text
            assert row["formula"].replace("|", r"\|") in text
    for slip in SLIPS:
        assert f"| {slip.words} |" in made["reference/slips.md"]
    assert "[keys](#share_price-" in made["reference/file-company.md"]


def test_every_link_within_a_page_leads_to_one_of_its_sections() -> None:
    for path, text in pages().items():
        anchors = set(re.findall(r"\{ #([\w-]+) \}", text))
        assert set(re.findall(r"\]\(#([\w-]+)\)", text)) <= anchors, path


def test_a_source_leads_to_the_line_of_its_row() -> None:
    [line] = re.findall(r"`gross_margin`<br>.*`ratios.yaml:(\d+)`", pages()["reference/ratios.md"])
    text = (TEMPLATES / "ratios.yaml").read_text(encoding="utf-8")
    assert text.splitlines()[int(line) - 1].strip().startswith("- {id: gross_margin,")
