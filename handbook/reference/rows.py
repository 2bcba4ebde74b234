"""Pages of templates/: computed rows with formula and source, concepts, units and numbers that formulas need."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from generator.formulas.bases import BASES
from generator.formulas.functions import FUNCTIONS
from generator.inputs.vocabulary import TEMPLATES
from generator.model.additivity import ADDITIVITIES
from handbook.reference.markdown import code, page, plain, table


def read(name: str) -> Any:
    """What a file of templates/ holds."""
    return yaml.safe_load((TEMPLATES / name).read_text(encoding="utf-8"))


def sections(name: str) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """The sections of a file of computed rows: heading and rows."""
    for each in read(name):
        yield (each["section"], each["rows"]) if "section" in each else ("Further rows", [each])


def rows_page(title: str, name: str, about: str) -> str:
    """The rows of a file, a table for each section."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    parts = [f"## {plain(heading)}\n\n" + table(("row", "formula", "source"), (_row(row, name, text) for row in rows))
             for heading, rows in sections(name)]
    return page(title, about, *parts)


def _row(row: Mapping[str, Any], name: str, text: str) -> tuple[str, str, str]:
    needs = [f"{word}: {', '.join(map(code, row[word]))}" for word in ("positive", "nonzero") if word in row]
    where = [f"columns: {code(row['columns'])}"] if "columns" in row else []
    said = [f"{code(row['id'])}<br>**{plain(row['label'])}**, {code(row['unit'])}", plain(row.get("definition", ""))]
    return "<br>".join(said), "<br>".join([code(row["formula"]), *needs, *where]), _source(row, name, text)


def _source(row: Mapping[str, Any], name: str, text: str) -> str:
    """Where it stands, and its number in the catalogue of ratios."""
    found = re.search(rf"\bid: {re.escape(row['id'])}\b", text)
    line = text.count("\n", 0, found.start()) + 1 if found else 0
    number = f"<br>{row['catalogue']}" if "catalogue" in row else ""
    return f"{code(f'{name}:{line}')}{number}"


def formulas_page() -> str:
    """What a formula may say."""
    accessors = [(code(f"x.{each.key}"), plain(each.about)) for each in BASES if each.is_accessor]
    functions = [(code(name), str(each.least) if each.least == each.most else f"{each.least} to {each.most}",
                  plain(each.about)) for name, each in FUNCTIONS.items()]
    additivities = [(code(word), plain(each.about)) for word, each in ADDITIVITIES.items()]
    shared = [(code(f"{name}({', '.join(each['of'])})"), code(each["formula"]))
              for name, each in read("formulas.yaml").items()]
    numbers = [(code(name), plain(each["label"]), str(each.get("value", ""))) for name, each in
               read("parameters.yaml").items()]
    return page(
        "What formulas may say", "How formulas are written: [Rows, ratios and checks](../templates.md).",
        "## Accessors\n\n" + table(("", "meaning"), accessors),
        "## Functions\n\n" + table(("", "arguments", "gives"), functions),
        "## Formulas that rows share\n\n" + table(("", "stands for"), shared),
        "## Numbers besides reported figures\n\n" + table(("", "meaning", "value"), numbers),
        "## Additivity\n\nHow a figure behaves over time.\n\n" + table(("", "meaning"), additivities))


def concepts_page() -> str:
    """Every concept and every unit."""
    concepts = [(code(key), plain(each["label"]), code(each["xbrl"]) if "xbrl" in each else "",
                 plain(each.get("sign", "")), each.get("balance", ""), each.get("of", "money"))
                for key, each in read("concepts.yaml").items()]
    units = [(code(key), plain(each["label"]), each.get("of", ""), plain(each.get("additivity", "")))
             for key, each in read("units.yaml").items()]
    return page("Concepts and units", "A line item says `concept: revenue`; ratios and checks find it by that.",
                "## Concepts\n\n" + table(("concept", "meaning", "IFRS taxonomy", "sign in formulas", "balance",
                                           "counts"), concepts),
                "## Units\n\n" + table(("unit", "shown as", "counts", "additivity"), units))
