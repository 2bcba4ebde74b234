"""What templates/ and a company's own ratios.yaml and checks.yaml say, as records with compiled formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.formulas.expression import Mention
from generator.formulas.names import TypedFormula
from generator.model.problem import Place
from generator.model.severity import Severity

COLUMNS = ("all", "quarters", "cumulative", "years", "calendar_years", "latest")


@dataclass(frozen=True)
class RowTemplate:
    """A computed row of Per Share or Ratios; ``positive`` and ``nonzero`` guard its value (else n.m.)."""

    id: str
    label: str
    unit: str
    formula: TypedFormula
    positive: tuple[TypedFormula, ...]
    nonzero: tuple[TypedFormula, ...]
    definition: str
    columns: str
    needs_price: bool
    place: Place

    @property
    def mentions(self) -> tuple[Mention, ...]:
        guards = [m for guard in (*self.positive, *self.nonzero) for m in guard.mentions]
        return tuple(dict.fromkeys([*self.formula.mentions, *guards]))

    @property
    def header(self) -> frozenset[str]:
        return self.formula.header


@dataclass(frozen=True)
class RowSection:
    """Rows under a heading."""

    title: str
    rows: tuple[RowTemplate, ...]


@dataclass(frozen=True)
class CheckTemplate:
    """A relation between two computed or reported rows, made for every column in which the right side is there.

    Without a ``tolerance`` of its own the rounding of every figure behind its sides is allowed for.

    One of the company's own (``own``) that no column can hold is shown as not evaluated, never dropped.
    """

    id: str
    label: str
    severity: Severity
    left: TypedFormula
    right: TypedFormula
    exact_within: TypedFormula
    tolerance: TypedFormula | None
    look_at: str
    own: bool = False
    assumes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Totals, and the concepts of which alone the relation takes them to consist."""


@dataclass(frozen=True)
class Parameter:
    """A number that formulas need besides reported figures; ``source`` names what company.yaml gives it."""

    key: str
    label: str
    unit: str
    value: Decimal | None
    source: str


@dataclass(frozen=True)
class Templates:
    """Everything that is common to companies, with a company's own additions."""

    parameters: tuple[Parameter, ...]
    per_share: tuple[RowSection, ...]
    ratios: tuple[RowSection, ...]
    checks: tuple[CheckTemplate, ...]
    concept_labels: Mapping[str, str]

    @property
    def rows(self) -> Iterator[RowTemplate]:
        return (row for section in (*self.per_share, *self.ratios) for row in section.rows)
