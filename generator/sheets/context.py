"""What a sheet of the workbook is, and what it is written from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.checks.proof import Proof
from generator.diagnosis.protection import Protection
from generator.history.restatements import Restatement, restatements
from generator.history.snapshot import Snapshot, before_newest
from generator.inputs.summary import SummaryPlan
from generator.model.book import Book
from generator.model.fact import Filing
from generator.sheets.addresses import Addresses
from generator.sheets.axis import Axis
from generator.sheets.computed_sheets import ComputedWriter
from generator.sheets.facts_sheet import FactsSheet
from generator.sheets.time_sheets import TimeSheet
from generator.xlsx.cells import Sheet


@dataclass(frozen=True)
class SheetKind:
    """One sheet of the workbook.

    ``tab`` is the kind of its tab's colour (xlsx/styles), ``shows`` the Cover's sentence on it, empty for the titles
    of its statements. ``write`` fills the empty sheet; ``has`` says whether the company has it.
    """

    name: str
    tab: str
    shows: str
    write: Callable[[Sheet, Context], None]
    has: Callable[[Context], bool] = lambda _: True


@dataclass(frozen=True)
class Context:
    """A book that is proved, and where everything of it stands in the workbook.

    ``time_sheets`` are the sheets with the time axis, by name; ``kinds`` all that a workbook may have, in their order.
    """

    proof: Proof
    protection: Protection
    plan: SummaryPlan
    input_hash: str
    addresses: Addresses
    computed: ComputedWriter
    time_sheets: Mapping[str, TimeSheet]
    kinds: tuple[SheetKind, ...]

    @property
    def book(self) -> Book:
        return self.proof.book

    @property
    def axis(self) -> Axis:
        return self.addresses.axis

    @property
    def facts(self) -> FactsSheet:
        return self.addresses.facts

    @cached_property
    def restated(self) -> list[Restatement]:
        """The figures that two filings give differently."""
        return restatements(self.proof.grid.versions)

    @property
    def has_versions(self) -> bool:
        """Whether the book as it was first reported is another one, so that the Cover offers the choice."""
        return self.proof.grid.first is not None

    @cached_property
    def before(self) -> tuple[Snapshot, Filing] | None:
        """What the book said before its newest filing, and that filing."""
        return before_newest(self.proof)

    @cached_property
    def sheets(self) -> tuple[SheetKind, ...]:
        """The sheets that this company has."""
        return tuple(kind for kind in self.kinds if kind.has(self))
