"""The JSON Schema of each input file, from the declarations that the reader goes by, and the files that editors read.

An editor sees a file with YAML's own eyes: ``1234`` and ``12.30`` are numbers to it, ``(1,234)`` and a date are text.
So a figure is a number or a text, and text may be a number as well. What depends on other files (which units, line
items and members there are) is left to the reader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.inputs.forms import (
    DATE_PATTERN,
    NAME_PATTERN,
    AnyText,
    Apart,
    AtLeastOne,
    Date,
    Either,
    ExactlyOne,
    Flag,
    Form,
    ListOf,
    MapOf,
    NameOf,
    Pattern,
    Printed,
    Record,
    Rule,
    Together,
    Word,
)
from generator.inputs.readers import READERS
from generator.inputs.value import LONGEST, UNUSABLE
from generator.inputs.vocabulary import TEMPLATES, read_vocabulary
from generator.model.figure import LOST, MARKS, NO_FIGURE, TODO
from generator.model.problem import Problems
from generator.xlsx.save import write_file

FOLDER = ".schema"
"""The folder of the schemas, beside the companies' folders; the first line of a company's files names it."""
Schema = dict[str, Any]
Known = Mapping[str, Sequence[str]]
"""The names that all companies have, by what they are names of: units and concepts."""

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_COMMENT = "Written by 'quarterbook schema'; docs/inputs.md says more."
_MOST = 10 ** 15


def _in_any_case(words: str) -> str:
    """A regular expression for words in small or capital letters, as editors read it."""
    return "".join(f"[{each}{each.upper()}]" if re.match("[a-z]", each) else each.replace(".", "[.]")
                   for each in words)


_BODY = r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)?(?:\.[0-9]+)?"
_DIGITS = rf"(?!0[0-9,])(?!(?:[,.]?[0-9]){{16}})(?=[.0-9]){_BODY}"
_MARK = rf"(?:{'|'.join(_in_any_case(word) for words in MARKS.values() for word in words)})"
_SIGNED = rf"(?:\(\s*{_DIGITS}\s*{_MARK}?\s*\)|[-+−－△▲]?\s*{_DIGITS})\s*{_MARK}?"
_WORDS = "|".join(map(_in_any_case, NO_FIGURE))
_FIGURE = rf"\s*(?:nil|[-–—―－]|{TODO}|{LOST}|{_WORDS}|{_SIGNED})\s*"
_FIGURE_OR_BLANK = rf"(?:\s*|\s*~\s*|{_FIGURE})"
_ABOVE_ZERO = rf"(?=.*[1-9])\s*\+?\s*{_DIGITS}\s*"
_NAME = "use small letters, digits and _, starting with a letter"
_LIKE_TEXT = {"type": ["string", "number"]}


def write_schemas(folder: Path) -> list[Path]:
    """Write the JSON Schema of each input file into a folder; one that says the same already is left as it is.

    Raises OSError where that cannot be done.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, schema in json_schemas().items():
        path, text = folder / name, json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        if not path.is_file() or path.read_bytes() != text.encode():
            write_file(path, text)
        paths.append(path)
    return paths


def json_schemas() -> dict[str, Schema]:
    """The JSON Schema of each input file by the name of its own file: ``company.json``, ``filing.json`` and so on."""
    vocabulary = read_vocabulary(TEMPLATES, Problems())
    known = {"unit": tuple(vocabulary.units), "concept": tuple(vocabulary.concepts)}
    return {f"{reader.holds}.json": {"$schema": _DRAFT, "title": reader.files, "$comment": _COMMENT,
                                     **_schema(reader.form, known)} for reader in READERS if reader.form}


def form_schema(form: Form) -> Schema:
    """The JSON Schema of anything that a file may say, where all names are as good as any."""
    return _schema(form, {})


def _schema(form: Form, known: Known) -> Schema:
    match form:
        case AnyText():
            filled = r"(?=\s*\S)" if form.filled else ""
            return {**_LIKE_TEXT, "maxLength": LONGEST,
                    **_pattern(f"{filled}[^{UNUSABLE}]*", "write text without control characters")}
        case Word():
            numbers = [int(each) for each in form.options if each.isdigit()]
            return {"enum": [*form.options, *numbers]}
        case Pattern():
            return {"type": "string", **_pattern(f"(?:{form.regex})", f"write it like {form.like}")}
        case NameOf():
            return _name(form, known)
        case Date():
            return {"type": "string", "format": "date", **_pattern(DATE_PATTERN, "write a date as 2023-09-30")}
        case Flag():
            return {"type": "boolean"}
        case Printed():
            if form.above_zero:
                return {**_LIKE_TEXT, "exclusiveMinimum": 0, "exclusiveMaximum": _MOST,
                        **_pattern(_ABOVE_ZERO, "write a number above zero")}
            kinds = {"type": ["string", "number", "null"]} if form.or_blank else _LIKE_TEXT
            return {**kinds, "exclusiveMinimum": -_MOST, "exclusiveMaximum": _MOST,
                    **_pattern(_FIGURE_OR_BLANK if form.or_blank else _FIGURE,
                               "write a figure as printed, e.g. 1234, (1234), △1234, nil or todo")}
        case ListOf():
            bounds = {"minItems": form.least or None, "maxItems": form.most}
            return {"type": "array", "items": _schema(form.form, known),
                    **{name: bound for name, bound in bounds.items() if bound is not None}}
        case MapOf():
            return {"type": "object", "propertyNames": _schema(form.key, known),
                    "additionalProperties": _schema(form.form, known),
                    **({"minProperties": 1} if form.otherwise else {})}
        case Either():
            return {"anyOf": [_schema(each, known) for each in form.forms]}
        case Record():
            return _record(form, known)


def _pattern(regex: str, advice: str) -> Schema:
    """Text of one form, with what an editor that knows the word says of any other."""
    return {"pattern": f"^{regex}$", "patternErrorMessage": advice}


def _name(form: NameOf, known: Known) -> Schema:
    """A name, with the common ones for an editor to offer: of concepts there are no others, of units there are."""
    schema: Schema = {"type": "string", **_pattern(NAME_PATTERN, _NAME)}
    common = list(known.get(form.what, ()))
    if not common:
        return schema
    if form.what != "concept":
        return {"anyOf": [{"enum": common}, schema]}
    plain: Schema = {"enum": common}
    signed = {"type": "string", **_pattern(rf"[-+]\s*(?:{'|'.join(common)})", "write it like cost_of_sales or "
                                                                             "-cost_of_sales")}
    return {"anyOf": [plain, signed]} if form.signed else plain


def _record(form: Record, known: Known) -> Schema:
    properties = {key.name: _schema(key.form, known) | {"description": key.about} for key in form.keys}
    schema: Schema = {"type": "object", "description": form.about, "properties": properties,
                      "additionalProperties": False}
    if form.required:
        schema["required"] = list(form.required)
    if form.rules:
        schema["allOf"] = [_rule(rule) for rule in form.rules]
    return schema


def _rule(rule: Rule) -> Schema:
    """How keys go together, in words that older drafts know too."""
    match rule:
        case ExactlyOne():
            return {"oneOf": [{"required": [key]} for key in rule.keys]}
        case AtLeastOne():
            return {"anyOf": [{"required": [key]} for key in rule.keys]}
        case Together():
            return {"anyOf": [{"required": list(rule.keys)},
                              {"not": {"anyOf": [{"required": [key]} for key in rule.keys]}}]}
        case Apart():
            return {"not": {"required": [rule.key], "anyOf": [{"required": [key]} for key in rule.others]}}
