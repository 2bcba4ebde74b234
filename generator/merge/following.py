"""References followed with a word in the log: of each that moved, and of each that stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from generator.merge.log import Log
from generator.merge.positions import Unfollowable
from generator.merge.references import Follower
from generator.merge.relative import followed_name
from generator.xlsx.package import Package
from generator.xlsx.worksheet import Place


@dataclass(frozen=True)
class Following:
    """Follows for the log: a text that cannot be followed stays as it is, with the reason among the conflicts."""

    follower: Follower
    log: Log

    def formula(self, text: str, where: str, home: str = "", mark: str = "=", place: Place | None = None) -> str:
        """A formula that stands on the sheet ``home``, in the cell ``place`` if in one; ``mark`` is shown before it."""
        moved = self._tried(partial(self.follower.formula, place=place), text, home, where, f"{mark}{text}: ")
        if moved != text:
            self.log.repointed.append(f"{where}: {mark}{text} → {mark}{moved}")
        return moved

    def name(self, text: str, name: str, package: Package) -> str:
        """A name without $, as the cells of a package use it."""
        where = f"name {name}"
        moved = self._tried(lambda text, _: followed_name(name, text, self.follower, package), text, "", where,
                            f"{text}: ")
        if moved != text:
            self.log.repointed.append(f"{where}: {text} → {moved}")
        return moved

    def area(self, text: str, where: str, home: str, shown: str | None = None) -> str:
        """An address or several on the sheet ``home``; ``shown`` is what is said to stand in the way."""
        return self._tried(self.follower.area, text, home, where, f"{text}: " if shown is None else shown)

    def location(self, text: str, where: str, home: str = "", shown: str = "a hyperlink: ") -> str:
        """The target of a hyperlink."""
        return self._tried(self.follower.location, text, home, where, shown)

    def _tried(self, follow: Callable[[str, str], str], text: str, home: str, where: str, shown: str) -> str:
        try:
            return follow(text, home)
        except Unfollowable as error:
            self.log.refuse(where, f"{shown}{error}")
            return text
