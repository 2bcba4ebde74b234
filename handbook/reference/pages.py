"""Every page of the reference with its path on the site."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from generator.inputs.elements import ELEMENTS
from generator.inputs.forms import Form
from generator.inputs.readers import READERS
from generator.inputs.standards import IDENTITIES
from generator.inputs.template_files import MACROS, PARAMETERS
from generator.inputs.vocabulary import CONCEPTS, UNITS
from handbook.reference.checks import checks_page, left_page, sheets_page, slips_page
from handbook.reference.commands import commands_page
from handbook.reference.forms import form_page
from handbook.reference.rows import concepts_page, formulas_page, rows_page

INPUTS: dict[str, Form] = {reader.files: reader.form for reader in READERS if reader.form}
"""What may stand in a company's folder, by the files' names."""
TEMPLATE_FILES: dict[str, Form] = {
    "units.yaml": UNITS, "concepts.yaml": CONCEPTS, "parameters.yaml": PARAMETERS, "formulas.yaml": MACROS,
    "elements.yaml": ELEMENTS, "identities.yaml": IDENTITIES}
"""What stands in templates/ besides what companies may say too."""
_OF_A_COMPANY = "In a company's folder. How it is written: [Writing a company's folder](../inputs.md)."


def _slug(files: str) -> str:
    return files.replace("/*.yaml", "").replace(".yaml", "").strip("/")


def _path(folder: str, files: str) -> str:
    return f"reference/{folder}-{_slug(files)}.md"


PAGES: dict[str, Callable[[], str]] = {
    "reference/commands.md": commands_page,
    **{_path("file", files): partial(form_page, files, form, _OF_A_COMPANY) for files, form in INPUTS.items()},
    **{_path("templates", files): partial(form_page, f"templates/{files}", form)
       for files, form in TEMPLATE_FILES.items()},
    "reference/ratios.md": partial(rows_page, "Ratios", "ratios.yaml",
                                   "The rows of the sheet Ratios, from `templates/ratios.yaml`."),
    "reference/per-share.md": partial(rows_page, "Per Share", "per_share.yaml",
                                      "The rows of the sheet Per Share, from `templates/per_share.yaml`."),
    "reference/breakdown.md": partial(rows_page, "Under breakdowns", "breakdown.yaml",
                                      "The rows under what a company splits by segment or product, from "
                                      "`templates/breakdown.yaml`."),
    "reference/formulas.md": formulas_page,
    "reference/concepts.md": concepts_page,
    "reference/checks.md": checks_page,
    "reference/slips.md": slips_page,
    "reference/sheets.md": sheets_page,
    "reference/left.md": left_page,
}
"""The pages by their paths, in the order of the menu."""


def pages() -> dict[str, str]:
    """The text of every page by its path."""
    return {path: make() for path, make in PAGES.items()}
