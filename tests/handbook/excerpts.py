"""Whether lines of YAML that a page shows could stand in a file: their keys and words are those of the declarations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema
import yaml

from generator.inputs.schema import Schema, form_schema
from handbook.reference.pages import INPUTS, TEMPLATE_FILES

_SAID_IN_FULL = ("required", "allOf", "minItems", "minProperties")
"""What is asked of a whole file, and not of a few lines of it."""


class _AsEditors(yaml.SafeLoader):
    """Dates stay texts."""


_AsEditors.yaml_implicit_resolvers = {
    first: [each for each in resolvers if each[0] != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def fits_somewhere(text: str) -> bool:
    """Whether the lines are a mapping or a list that some place of some file may hold."""
    shown = yaml.load(text, Loader=_AsEditors)
    return isinstance(shown, dict | list) and any(validator.is_valid(shown) for validator in _places())


@cache
def _places() -> tuple[jsonschema.Draft202012Validator, ...]:
    return tuple(jsonschema.Draft202012Validator(each) for form in (*INPUTS.values(), *TEMPLATE_FILES.values())
                 for each in _parts(_relaxed(form_schema(form))))


def _relaxed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_relaxed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _relaxed(each) for key, each in schema.items() if key not in _SAID_IN_FULL}


def _parts(schema: Any) -> Iterator[Schema]:
    """Every schema of a mapping or a list, at any depth."""
    if isinstance(schema, dict):
        if schema.get("type") in ("object", "array"):
            yield schema
        for each in schema.values():
            yield from _parts(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from _parts(each)
