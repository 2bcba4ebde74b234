"""What may stand in an input file, as records. The reader (record) goes by them, and so does the JSON Schema (schema).

Messages are filled in where they are used: ``{text}`` is what was typed, ``{found}`` the same as messages call it,
``{name}`` the key, ``{count}`` a number of elements, ``{other}`` another key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.model import currency
from generator.model.measure import SCALES

NAME_PATTERN = "[a-z][a-z0-9_]*"
DATE_PATTERN = "(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
SERIES_PATTERN = rf"{NAME_PATTERN}\.{NAME_PATTERN}(?:@{NAME_PATTERN})?"


class Typed:
    """Text of any form."""


@dataclass(frozen=True)
class AnyText(Typed):
    """Text as typed; ``filled`` where an empty one would say nothing."""

    filled: bool = False


@dataclass(frozen=True)
class Word:
    """One of a fixed set of words; ``instead`` is what to say of others that people type for one of them."""

    options: tuple[str, ...]
    otherwise: str = ""
    instead: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Pattern(Typed):
    """Text of one form, ``like`` an example. Without ``otherwise`` it is looked up, which says better what is wrong."""

    regex: str
    like: str
    otherwise: str = ""


@dataclass(frozen=True)
class NameOf(Typed):
    """A name in small letters: of a ``unit``, a ``concept`` and so on, looked up afterwards; NEW_NAME for a new one.

    A ``signed`` one may stand with - or + before it.
    """

    what: str
    signed: bool = False


@dataclass(frozen=True)
class Date:
    """A date as 2023-09-30."""


@dataclass(frozen=True)
class Flag:
    """``true`` or ``false``."""


@dataclass(frozen=True)
class Printed:
    """A figure as printed, or ``nil``, ``todo``, ``lost``; ``above_zero`` where only a positive number makes sense,
    ``or_blank`` for a cell that a table may leave empty."""

    above_zero: bool = False
    or_blank: bool = False


@dataclass(frozen=True)
class ListOf:
    """A list; ``otherwise`` is said of one with fewer or more elements than it may have."""

    form: Form
    least: int = 0
    most: int | None = None
    otherwise: str = ""


@dataclass(frozen=True)
class MapOf:
    """Names, each with a value; ``otherwise`` is said where there is none."""

    key: NameOf | Pattern
    form: Form
    otherwise: str = ""


@dataclass(frozen=True)
class Either:
    """One of several forms that are told apart at a glance: text or a list, text or keys."""

    forms: tuple[Form, ...]


@dataclass(frozen=True)
class Key:
    """A key of a mapping, and what it means."""

    name: str
    form: Form
    about: str
    required: bool = False


@dataclass(frozen=True)
class ExactlyOne:
    """One of the keys stands, and only one."""

    keys: tuple[str, ...]
    otherwise: str


@dataclass(frozen=True)
class AtLeastOne:
    """One of the keys stands, or more."""

    keys: tuple[str, ...]
    otherwise: str


@dataclass(frozen=True)
class Together:
    """All of the keys stand, or none."""

    keys: tuple[str, ...]
    otherwise: str


@dataclass(frozen=True)
class Apart:
    """Where ``key`` stands none of the ``others`` does; the mistake is theirs."""

    key: str
    others: tuple[str, ...]
    otherwise: str


Rule = ExactlyOne | AtLeastOne | Together | Apart


@dataclass(frozen=True)
class Record:
    """A mapping with a fixed set of keys, and how its keys go together."""

    about: str
    keys: tuple[Key, ...]
    rules: tuple[Rule, ...] = ()

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """The form of each key's value, by the key's name."""
        return {key.name: key.form for key in self.keys}

    @cached_property
    def required(self) -> tuple[str, ...]:
        return tuple(key.name for key in self.keys if key.required)


Form = AnyText | Word | Pattern | NameOf | Date | Flag | Printed | ListOf | MapOf | Either | Record

NEW_NAME = NameOf("")
TEXT, FILLED, DATE, FLAG, PRINTED = AnyText(), AnyText(filled=True), Date(), Flag(), Printed()
GROWTH = Word(("arithmetic", "favourable"))
"""How changes are printed: as arithmetic has it, or positive where the result gains by them."""
REFERENCE = Pattern(
    f"-?{SERIES_PATTERN}", "income_statement.revenue, -cash_flow.dividends_paid or equity.closing@total",
    "'{text}' does not name a line item; write statement.item, statement.item@member or -statement.item for the "
    "opposite sign")
"""A line item elsewhere, taken with its sign."""
_QNAME = r"[^-+\s:@,\[\]{}\"'#][^\s:@,\[\]{}\"']*:[^\s:@,\[\]{}\"']+"
ELEMENT = Pattern(
    _QNAME, "us-gaap:ProductMember",
    "'{text}' is no name of XBRL; write its standard prefix and its name, as us-gaap:ProductMember")
TAG = Pattern(
    f"-?{_QNAME}(?:@{_QNAME})*", "us-gaap:Revenues, -us-gaap:CostOfRevenue or us-gaap:Revenues@us-gaap:ProductMember",
    "'{text}' is no element of XBRL; write its standard prefix and its name, as us-gaap:Revenues, with - before it "
    "where it is printed with the other sign than it is tagged with")
ELEMENTS, TAGS = (Either((each, ListOf(each, 1, otherwise="no name of XBRL stands here; take out 'xbrl:'")))
                  for each in (ELEMENT, TAG))
"""One, or several, the newest first."""
SCALE = Word(tuple(SCALES))
CURRENCY = Pattern(
    currency.PATTERN, "JPY",
    "'{text}' is no currency; write its three capital letters, as JPY, USD or EUR (GBX for pence)")
SCALES_SAID = Either((SCALE, MapOf(NameOf("unit or line item"), SCALE)))
CURRENCIES_SAID = Either((CURRENCY, MapOf(NameOf("unit or line item"), CURRENCY)))
"""Of the amounts, or by unit or line item: ``{amount: million, shares: thousand}``."""
EQUIVALENT = Pattern(
    r"[0-9]{1,15}(?:\.[0-9]{1,15})?(?:/(?=0*[1-9])[0-9]{1,15}(?:\.[0-9]{1,15})?)?", "1000, 0.5 or 1/1500",
    "'{text}' is not a number of shares; write 1000, 0.5 or 1/1500, and 0 for shares that earnings are not divided by")
"""How many of the shares that EPS is stated in one share of a class counts as."""
