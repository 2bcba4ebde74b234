"""Where the templates are. It loads nothing, so that a build can ask at once whether there is anything to do."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent.parent
TEMPLATES = _HERE / "templates" if (_HERE / "templates").is_dir() else _HERE.parent / "templates"
"""Inside an installed package, beside it in a checkout."""
