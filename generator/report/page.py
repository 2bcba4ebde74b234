"""The report as one self-contained page."""

from __future__ import annotations

from typing import Any

from generator.checks.proof import FAIL
from generator.inputs.vocabulary import TEMPLATES
from generator.model.severity import SEVERITIES
from generator.report import words
from generator.report.data import worst_first


def page(data: dict[str, Any]) -> str:
    """The page for a report's data (generator.report.data): no script, no file but itself."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True,
                              trim_blocks=True, lstrip_blocks=True)
    failing = [check for check in data["checks"] if check["state"] == FAIL]
    return environment.get_template("page.html.j2").render(
        data, words=words, severities=SEVERITIES, failing=worst_first(failing),
        by_statement=worst_first(data["checks"]))
