"""What no text may be, planted at every place of every declared file: a Problem there, short whatever was typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.inputs.forms import AnyText, Either, Form, ListOf, MapOf, Record
from generator.inputs.readers import READERS
from generator.model.problem import Problems
from tests.companies import FILED, read, write_company
from tests.companies import FILES as COMPANY_FILES

PLANT = "PLANT"
FILES = {reader.holds: FILED if reader.holds == "filing" else reader.files for reader in READERS}


def planted(form: Form) -> Iterator[Any]:
    """A document for every place where a scalar may stand, with PLANT there and the least around it."""
    match form:
        case Record():
            for key in form.keys:
                yield from ({key.name: each} for each in planted(key.form))
        case ListOf():
            yield from ([each] for each in planted(form.form))
        case MapOf():
            yield {PLANT: "a"}
            yield from ({"name": each} for each in planted(form.form))
        case Either():
            for one in form.forms:
                yield from planted(one)
        case _:
            yield PLANT


def places(form: Form) -> list[str]:
    """The same as JSON, which is YAML: every key and element on a line of its own."""
    return list(dict.fromkeys(json.dumps(each, indent=1) for each in planted(form)))


CASES = [pytest.param(FILES[reader.holds], text, id=f"{reader.holds}-{number}")
         for reader in READERS if reader.form for number, text in enumerate(places(reader.form))]


def told(folder: Path, name: str, text: str) -> list[str]:
    """Every message on the planted file, seen from the company's folder."""
    problems = Problems()
    read(write_company(folder, {name: text}), problems)
    return [line for each in problems.sorted() if (line := str(each).replace(f"{folder}/", "")).startswith(name)]


def line_of(text: str) -> int:
    return text[:text.index(PLANT)].count("\n") + 1


def test_every_text_is_among_the_places() -> None:
    def texts(form: Form) -> int:
        match form:
            case Record():
                return sum(texts(key.form) for key in form.keys)
            case ListOf() | MapOf():
                return texts(form.form)
            case Either():
                return sum(map(texts, form.forms))
        return isinstance(form, AnyText)

    assert len(CASES) > sum(texts(reader.form) for reader in READERS if reader.form) > 30


@pytest.mark.parametrize(("name", "text"), CASES)
def test_what_xml_cannot_hold(tmp_path: Path, name: str, text: str) -> None:
    for escape, words in (("\\ufffe", "U+FFFE cannot be seen"), ("\\ud800", "this escape stands for no character")):
        found = told(tmp_path, name, text.replace(PLANT, f"a{escape}b"))
        assert any(each.startswith(f"{name}:{line_of(text)}:") and words in each for each in found), found
        assert all(each.isprintable() for each in found)


LONG = ["lengthy" * 900, "many words " * 500, "it's \"quoted\": ' " * 300, "-1234.5" * 800, "one.two@three " * 400,
        "2023-09-30/" * 500, "(((((" * 1000, "{{ x }} " * 600]


@pytest.mark.parametrize(("name", "text", "number"),
                         [(*case.values, number) for number, case in enumerate(CASES)])
def test_a_message_repeats_no_more_than_eighty_characters(tmp_path: Path, name: str, text: str, number: int) -> None:
    for long in (LONG[number % len(LONG)], LONG[(number + 1) % len(LONG)]):
        for each in told(tmp_path, name, text.replace(PLANT, json.dumps(long)[1:-1])):
            runs = [start for start in range(len(each) - 80) if each[start:start + 81] in long]
            assert not runs, each
            assert len(each) < 1_500, each


RATIOS = """\
- id: cost_ratio
  label: Costs in percent of revenue
  unit: percent
  formula: "{{ income_statement.costs }}/{{ revenue }}"
  nonzero: [revenue]
"""
CHECKS = """\
- id: cash_in_assets
  label: Cash is no more than all assets
  left: "{{ cash }}"
  right: "{{ total_assets }}"
"""
WHOLE = {**COMPANY_FILES, "ratios.yaml": RATIOS, "checks.yaml": CHECKS}


def scalars(text: str) -> list[tuple[int, int]]:
    """From where to where each scalar stands in a text."""
    found = []
    nodes = [yaml.compose(text, Loader=yaml.SafeLoader)]
    for node in nodes:
        if isinstance(node, yaml.ScalarNode):
            found.append((node.start_mark.index, node.end_mark.index))
        elif isinstance(node, yaml.MappingNode):
            nodes += [each for pair in node.value for each in pair]
        elif node:
            nodes += node.value
    return found


@pytest.mark.parametrize("name", WHOLE)
def test_a_long_text_in_the_place_of_any_of_a_right_company(tmp_path: Path, name: str) -> None:
    assert not told(tmp_path, name, WHOLE[name])
    for number, (start, end) in enumerate(scalars(WHOLE[name])):
        long = LONG[number % len(LONG)]
        text = f"{WHOLE[name][:start]}{json.dumps(long[:900])}{WHOLE[name][end:]}"
        problems = Problems()
        read(write_company(tmp_path, {**WHOLE, name: text}), problems)
        for each in map(str, problems.sorted()):
            assert not [at for at in range(len(each) - 80) if each[at:at + 81] in long], each
            assert len(each) < 1_500, each
