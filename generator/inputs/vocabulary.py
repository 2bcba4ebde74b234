"""The names that templates/ gives to all companies: units and standard concepts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.inputs.document import Value, load, mapped
from generator.model.problem import Problems
from generator.model.statement import Unit

_HERE = Path(__file__).resolve().parent.parent
TEMPLATES = _HERE / "templates" if (_HERE / "templates").is_dir() else _HERE.parent / "templates"
"""Where the templates are: inside an installed package, beside it in a checkout."""


@dataclass(frozen=True)
class Concept:
    """What a line item means in standard terms, with the IFRS taxonomy's name for it where there is one."""

    key: str
    label: str
    xbrl: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """Units by key, with {currency} and {scale} still to be filled in, and concepts by key."""

    units: Mapping[str, Unit]
    concepts: Mapping[str, Concept]


def read_unit(key: str, value: Value) -> Unit:
    """A unit: ``{label, decimals, format, counts}``."""
    fields = value.fields(("label", "decimals", "format", "counts"), required=("label",))
    label = fields["label"].text() if "label" in fields else None
    decimals = fields["decimals"].literal if "decimals" in fields else "0"
    if decimals not in tuple("0123456"):
        fields["decimals"].complain("decimals is a whole number from 0 to 6")
        decimals = "0"
    pattern = fields["format"].text() if "format" in fields else None
    counts = "counts" in fields and fields["counts"].flag()
    return Unit(key, label or key, int(decimals or 0), pattern or "", counts)


def read_vocabulary(templates: Path, problems: Problems) -> Vocabulary:
    """The common units and concepts."""
    units: dict[str, Unit] = {}
    concepts: dict[str, Concept] = {}

    def unit(name: str, _key: Value, value: Value) -> None:
        units[name] = read_unit(name, value)

    def concept(name: str, _key: Value, value: Value) -> None:
        fields = value.fields(("label", "xbrl"), required=("label",))
        label = fields["label"].text() if "label" in fields else None
        xbrl = fields["xbrl"].text() if "xbrl" in fields else None
        concepts[name] = Concept(name, label or name, xbrl or "")

    for file, read in (("units.yaml", unit), ("concepts.yaml", concept)):
        root = load(templates / file, problems, f"templates/{file}")
        if root is not None:
            mapped(root, read)
    return Vocabulary(units, concepts)
