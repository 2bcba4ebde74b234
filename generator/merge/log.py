"""What is found while a user's work is carried over: what was kept, what was changed, what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """Something that would be lost: where it stands, what it is, and what would be right."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True)
class Override:
    """A figure typed over on Facts, with what the filing says and, where there is one, a newer filing's figure."""

    where: str
    fact: str
    typed: str
    filed: str
    newer: str = ""

    def __str__(self) -> str:
        newer = f"; a newer filing says {self.newer}" if self.newer else ""
        return f"{self.where}: {self.fact}: {self.typed} typed over, filing says {self.filed}{newer}"


@dataclass(frozen=True)
class Report:
    """What was carried over. ``repointed`` lists the formulas that follow a fact to its new place."""

    fresh: bool = True
    carried: tuple[str, ...] = ()
    repointed: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class Log:
    """Collects while the work is done."""

    carried: list[str] = field(default_factory=list)
    repointed: list[str] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def refuse(self, where: str, what: str) -> None:
        self.findings.append(Finding(where, what))

    def report(self) -> Report:
        return Report(False, tuple(dict.fromkeys(self.carried)), tuple(dict.fromkeys(self.repointed)),
                      tuple(self.overrides), tuple(dict.fromkeys(self.notes)))
