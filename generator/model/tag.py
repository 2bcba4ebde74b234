"""How a row is called in the filings' own data, so that an import finds it again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tag:
    """An element that a row's figures are tagged with: ``us-gaap:CostOfRevenue``.

    ``sign`` is -1 where filings print the figures with the other sign than they tag them with. ``members`` are those
    under which alone the element is this row's, as products within an income statement are:
    ``us-gaap:Revenues@us-gaap:ProductMember``.
    """

    element: str
    sign: int = 1
    members: tuple[str, ...] = ()

    def __str__(self) -> str:
        """As typed."""
        return "-" * (self.sign < 0) + "@".join((self.element, *self.members))


def tag_of(text: str) -> Tag:
    """The tag that a text of that form names."""
    element, *members = text.removeprefix("-").split("@")
    return Tag(element, -1 if text.startswith("-") else 1, tuple(sorted(members)))
