"""A company's folder and the templates, read and checked: what every command starts from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.inputs.company_folder import read_book
from generator.inputs.template import Templates
from generator.inputs.template_files import read_templates
from generator.inputs.vocabulary import TEMPLATES, Vocabulary, read_vocabulary
from generator.model.book import Book
from generator.model.problem import Problems


@dataclass(frozen=True)
class Inputs:
    """A company's book, the templates with the company's own rows and checks, and what concepts there are."""

    folder: Path
    book: Book
    templates: Templates
    vocabulary: Vocabulary


def load_inputs(folder: Path, templates: Path = TEMPLATES) -> Inputs:
    """Read a company's folder. Raises Refused with every Problem found."""
    problems = Problems()
    vocabulary = read_vocabulary(templates, problems)
    book = read_book(folder, vocabulary, problems)
    problems.refuse()
    assert book is not None  # a book that cannot be read has problems
    ready = read_templates(templates, vocabulary, book, folder, problems)
    problems.refuse()
    return Inputs(folder, book, ready, vocabulary)
