"""A file as it was handed over, or a member of a zip."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """``name`` as in ``Origin.file``: the path as given, a zip's member as ``a.zip/b.htm``; ``data`` its bytes."""

    name: str
    data: bytes
