"""What templates/ and a company's own ratios.yaml and checks.yaml say, as records with compiled formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain

from generator.formulas.expression import Mention
from generator.formulas.names import TypedFormula
from generator.formulas.parse import Macro
from generator.model.problem import Place
from generator.model.severity import Severity

COLUMNS = ("all", "quarters", "cumulative", "years", "calendar_years", "latest")


@dataclass(frozen=True)
class RowTemplate:
    """A computed row of Per Share or Ratios; ``positive`` and ``nonzero`` guard its value (else n.m.).

    ``of_accounts`` says that it stands in the currency of the accounts, whatever it is made from. ``short`` is a name
    by which a condition on many companies may call it too.
    """

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
    of_accounts: bool = False
    short: str = ""

    @property
    def formulas(self) -> tuple[TypedFormula, ...]:
        """Its formula and its guards."""
        return self.formula, *self.positive, *self.nonzero

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return tuple(dict.fromkeys(m for formula in self.formulas for m in formula.mentions))

    @property
    def header(self) -> frozenset[str]:
        return self.formula.header


@dataclass(frozen=True)
class RowSection:
    """Rows under a heading."""

    title: str
    rows: tuple[RowTemplate, ...]


@dataclass(frozen=True)
class Between:
    """What may lie between the sides of a check: a line with ``concept``, which goes with the row ``beside`` with a
    sign (+1 or -1). A company that has no such line is asked for it where its figures say that there is one, and not
    ``unless`` a row of that concept, which holds the sum, is without a figure.
    """

    beside: str
    sign: int
    concept: str
    unless: str = ""


@dataclass(frozen=True)
class CheckTemplate:
    """A relation between two computed or reported rows, made for every column in which the right side is there.

    Without a ``tolerance`` of its own the rounding of every figure behind its sides is allowed for. Without
    ``exact_within`` its sides need only be of one size.

    Of a ``habit`` it is a proof only where most periods keep it, or where the line in ``between`` is given.

    One of the company's own (``own``) that no column can hold is shown as not evaluated, never dropped.
    """

    id: str
    label: str
    severity: Severity
    left: TypedFormula
    right: TypedFormula
    exact_within: TypedFormula | None
    tolerance: TypedFormula | None
    look_at: str
    place: Place
    own: bool = False
    between: Between | None = None
    habit: bool = False
    assumes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Totals, and the concepts of which alone the relation takes them to consist."""

    @property
    def formulas(self) -> tuple[TypedFormula, ...]:
        """Its sides and what they may be apart."""
        return tuple(filter(None, (self.left, self.right, self.exact_within, self.tolerance)))


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
    macros: Mapping[str, Macro]
    breakdowns: Mapping[str, tuple[RowSection, ...]] = field(default_factory=dict)
    """The rows under what a company splits by segment or product, by the sheet on which they stand."""

    @property
    def rows(self) -> Iterator[RowTemplate]:
        return (row for section in (*self.per_share, *self.ratios) for row in section.rows)

    @property
    def all_rows(self) -> Iterator[RowTemplate]:
        """Those of Per Share and Ratios, and those under breakdowns."""
        under = (row for sections in self.breakdowns.values() for section in sections for row in section.rows)
        return chain(self.rows, under)
