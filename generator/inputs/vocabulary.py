"""The names that templates/ gives to all companies: units and standard concepts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.inputs import home
from generator.inputs.document import load
from generator.inputs.forms import CURRENCY, FLAG, SCALE, TEXT, Key, ListOf, MapOf, NameOf, Record, Word
from generator.inputs.record import Fields, entries, read_record
from generator.inputs.value import Value
from generator.model.additivity import ADDITIVITIES, Additivity
from generator.model.currency import code_of, currency_in
from generator.model.figure import MARKS
from generator.model.problem import Problems
from generator.model.statement import Unit

TEMPLATES = home.TEMPLATES
_RATES = frozenset(("ratio", "percent", "days", *(word for words in MARKS.values() for word in words)))
"""Labels of units that count rates and multiples, which never add up."""
_QUANTITY = Word(("money", "shares", "per_share"))
UNIT = Record("What a number counts.", (
    Key("label", TEXT, "How the unit is shown", required=True),
    Key("decimals", Word(tuple("0123456"), "decimals is a whole number from 0 to 6"),
        "How many decimals a number shows at least"),
    Key("format", TEXT, "A number format of its own, as spreadsheets write it"),
    Key("counts", FLAG, "true for what is counted (shares, people): a balance of it is never below zero"),
    Key("additivity", Word(tuple(ADDITIVITIES)),
        "What its figures have where nobody says so and they would else add up: ratio for rates and multiples"),
    Key("scale", SCALE, "In which scale it counts: figures of amounts and of shares are brought to that of the sheets"),
    Key("currency", CURRENCY, "The currency of a unit of money, where it is not the company's"),
    Key("of", _QUANTITY, "What it counts, where its label and the concepts of its lines do not tell")))
_CONCEPT = Record("What a line item means in standard terms.", (
    Key("label", TEXT, "What it is called", required=True),
    Key("xbrl", TEXT, "The element of the IFRS taxonomy, where it has one of that meaning"),
    Key("balance", Word(("credit", "debit")), "What it is in bookkeeping, as XBRL has it"),
    Key("sign", Word(("negative", "usually_negative", "positive", "either")), "The sign with which formulas have it"),
    Key("never_below_zero", FLAG, "true for a result or total that has no other sign than this"),
    Key("taken_from", NameOf("concept"), "The total in whose sum it is of the other balance"),
    Key("before", NameOf("concept"), "The result that it is charged to: its sign is judged by that result"),
    Key("after", NameOf("concept"), "What is left of that result"),
    Key("adds_up", FLAG, "true where figures of periods add up although their unit is a rate"),
    Key("diluted_of", ListOf(NameOf("concept"), 1), "It takes dilution into account, which a loss of these stops"),
    Key("at_least", NameOf("concept"), "What it is never less than, and equals where dilution is off"),
    Key("of", Word(("money", "shares", "per_share", "number")), "What its figures count; without it money")))
UNITS, CONCEPTS = MapOf(NameOf("unit"), UNIT), MapOf(NameOf("concept"), _CONCEPT)


@dataclass(frozen=True)
class Concept:
    """What a line item means in standard terms, with the IFRS taxonomy's name for it where there is one.

    ``balance`` is ``credit`` or ``debit``, ``sign`` how formulas have it, ``of`` what its figures count (``money``,
    ``shares``, ``per_share`` or ``number`` for anything); templates/concepts.yaml says more.
    """

    key: str
    label: str
    xbrl: str = ""
    balance: str = ""
    sign: str = ""
    taken_from: str = ""
    before: str = ""
    after: str = ""
    adds_up: bool = False
    of: str = "money"
    diluted_of: tuple[str, ...] = ()
    at_least: str = ""
    never_below_zero: bool = False

    @property
    def one_sided(self) -> int:
        """The only sign (+1 or -1) with which formulas can have it; 0 where it may have either."""
        return {"positive": 1, "negative": -1}.get(self.sign, int(self.never_below_zero))

    @property
    def is_outflow(self) -> bool:
        """Whether formulas have it with a minus: costs and payments."""
        return self.sign in ("negative", "usually_negative")

    @property
    def is_measure(self) -> bool:
        """Whether it is a result or a total by which the sums of a statement are read."""
        return bool(self.balance) and not self.sign


@dataclass(frozen=True)
class Vocabulary:
    """Units by key, with {currency} and {scale} still to be filled in, and concepts by key."""

    units: Mapping[str, Unit]
    concepts: Mapping[str, Concept]


def read_unit(key: str, value: Value) -> Unit:
    """A unit: ``{label, decimals, format, counts, additivity, of, scale, currency}``."""
    fields = read_record(UNIT, value)
    label, scale = fields.text("label", key), fields.word("scale")
    wording = re.sub(rf"\b{scale}s?\b", "{scale}", label) if scale else label
    return Unit(key, label, int(fields.word("decimals", "0")), fields.text("format"), fields.flag("counts"),
                fields.word("of"), scale, code_of(fields.text("currency")) or currency_in(wording), wording,
                additivity=_additivity(fields))


def _additivity(fields: Fields) -> Additivity | None:
    """As typed; a rate's without a word where the label says that it is one."""
    label = fields.text("label").strip().lower()
    usual = "ratio" if label in _RATES or label.startswith("%") or " per " in label or "/" in label else ""
    return ADDITIVITIES.get(fields.word("additivity", usual))


def read_vocabulary(templates: Path, problems: Problems) -> Vocabulary:
    """The common units and concepts."""
    units, concepts = (load(templates / name, problems, f"templates/{name}")
                       for name in ("units.yaml", "concepts.yaml"))
    return Vocabulary(
        {name: read_unit(name, value) for name, _, value in (entries(units, UNITS) if units else ())},
        {name: _concept(name, value) for name, _, value in (entries(concepts, CONCEPTS) if concepts else ())})


def _concept(name: str, value: Value) -> Concept:
    fields = read_record(_CONCEPT, value)
    return Concept(name, fields.text("label", name), fields.text("xbrl"), fields.word("balance"), fields.word("sign"),
                   fields.text("taken_from"), fields.text("before"), fields.text("after"), fields.flag("adds_up"),
                   fields.word("of", "money"), tuple(each.text() or "" for each in fields.each("diluted_of")),
                   fields.text("at_least"), fields.flag("never_below_zero"))
