"""The workbook written in the place of the one that is there, with what a person added to that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.merge.log import Report
from generator.xlsx.save import replace_file

_SHOWN = 12


@dataclass(frozen=True)
class Written:
    """What was carried over, and where the previous file is kept (None without one, or where it was the same)."""

    report: Report
    backup: Path | None

    def lines(self) -> Iterator[str]:
        """The report as it is printed."""
        report = self.report
        for title, entries in (("carried over", report.kept), ("follows its fact", report.repointed),
                               ("typed over", report.overrides), ("note", report.notes)):
            for entry in entries[:_SHOWN]:
                yield f"{title}: {entry}"
            if len(entries) > _SHOWN:
                yield f"{title}: … and {len(entries) - _SHOWN} more"
        if self.backup:
            yield f"the previous file: {self.backup}"


def regenerate(path: Path, package: bytes, fresh: bool = False) -> Written:
    """Write a package to its place, with the work that the file there holds unless ``fresh``.

    Raises NotMerged, with nothing written, where something of it would be lost; OSError.
    """
    from generator.merge.merge import merge

    if fresh or not path.is_file():
        return Written(Report(), replace_file(path, package))
    merged = merge(path.read_bytes(), package)
    return Written(merged.report, replace_file(path, merged.package))
