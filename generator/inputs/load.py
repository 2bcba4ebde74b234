"""A company's folder and the templates, read and checked: what every command starts from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.inputs.belongings import entries_of, meant_file, refuse_strays
from generator.inputs.company_folder import read_book
from generator.inputs.document import load
from generator.inputs.readers import files_of
from generator.inputs.summary import SummaryPlan, read_summary
from generator.inputs.template import Templates
from generator.inputs.template_files import read_templates
from generator.inputs.vocabulary import TEMPLATES, Vocabulary, read_vocabulary
from generator.model.book import Book
from generator.model.problem import Problems

_COMMON = ("units.yaml", "concepts.yaml", "parameters.yaml", "formulas.yaml", "per_share.yaml", "ratios.yaml",
           "checks.yaml", "breakdown.yaml", "summary.yaml", "elements.yaml", "identities.yaml")
"""The templates that are read, beside the skeletons of pages and of new files."""


@dataclass(frozen=True)
class Inputs:
    """A company's book, the templates with the company's own rows and checks, what concepts there are, and what the
    Summary shows."""

    folder: Path
    book: Book
    templates: Templates
    vocabulary: Vocabulary
    plan: SummaryPlan


def load_inputs(folder: Path, templates: Path = TEMPLATES) -> Inputs:
    """Read a company's folder. Raises Refused with every Problem found."""
    problems = Problems()
    _refuse_strays(templates, problems)
    vocabulary = read_vocabulary(templates, problems)
    book = read_book(folder, vocabulary, problems)
    problems.refuse()
    assert book is not None  # a book that cannot be read has problems
    ready = read_templates(templates, vocabulary, book, folder, problems)
    plan = read_plan(folder, book, ready, vocabulary, problems)
    problems.refuse()
    return Inputs(folder, book, ready, vocabulary, plan)


def read_plan(folder: Path, book: Book, templates: Templates, vocabulary: Vocabulary,
              problems: Problems) -> SummaryPlan:
    """What the Summary of a company shows."""
    own = next((load(path, problems) for path, _ in files_of(folder, "summary")), None)
    return read_summary(book, {row.id for row in templates.all_rows}, vocabulary.concepts, own, problems)


def _refuse_strays(templates: Path, problems: Problems) -> None:
    """Report what stands among the templates and would be passed over."""
    skeletons = {path for path in entries_of(templates) if path.suffix == ".j2" or path.name == "company"}
    entries = [path for path in entries_of(templates) if path not in skeletons]
    refuse_strays(entries, {templates / name for name in _COMMON},
                  lambda name: f"a file of this name is not read{meant_file(name, _COMMON)}", lambda _: "", problems)
