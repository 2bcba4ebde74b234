"""A company's folder becomes the model; every mistake becomes a Problem."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.inputs.company import read_company
from generator.inputs.copies import refuse_copies
from generator.inputs.cross_references import check_references
from generator.inputs.document import load
from generator.inputs.readers import FILINGS, Content, files_of, refuse_unread, refuse_unread_filings
from generator.inputs.row_units import with_units
from generator.inputs.signs import with_signs
from generator.inputs.split_bases import ask_for_bases
from generator.inputs.statements import read_statements
from generator.inputs.value import unusable
from generator.inputs.vocabulary import Vocabulary
from generator.inputs.year_names import refuse_misnamed_years
from generator.model.book import Book, Diluted
from generator.model.company import Company
from generator.model.fact import Fact, Filing
from generator.model.problem import Place, Problems
from generator.model.statement import Statement

_COMPANY, _STATEMENTS = "company.yaml", "statements.yaml"
_BESIDE: tuple[Content, ...] = ("ratios", "checks", "summary")
"""What is read once the book is whole."""
_SHOWN = 10
"""How many companies' folders a message names."""


def read_book(folder: Path, vocabulary: Vocabulary, problems: Problems) -> Book | None:
    """The book in a company's folder, or None with Problems. Nothing is dropped or guessed."""
    if not _is_folder(folder, problems):
        return None
    refuse_unread(folder, problems)
    # Every file is read as far as the others allow, so that one run reports the mistakes of all of them.
    units, company = read_company(folder / _COMPANY, vocabulary, problems)
    statements = None
    if units is None:
        load(folder / _STATEMENTS, problems)
    else:
        statements = read_statements(folder / _STATEMENTS, units, vocabulary.concepts, problems)
    if units and statements:
        check_references(statements, vocabulary.concepts, problems)
        statements = with_units(statements, units, vocabulary.concepts, problems)
    refuse_unread_filings(folder, problems)
    if company is None or not statements:
        for content in ("filing", *_BESIDE):
            _syntax(folder, content, problems)
        return None
    filings, read = _filings(folder, company, statements, problems)
    facts, forecasts = (tuple(fact for fact in read if bool(fact.forecast) == told) for told in (False, True))
    if not problems:
        refuse_misnamed_years(company.calendar, filings, facts, problems)
    diluted = tuple(Diluted(each.key, each.diluted_of, each.at_least) for each in vocabulary.concepts.values()
                    if each.diluted_of)
    book = Book(company, statements, filings, facts, diluted=diluted, announced=forecasts)
    if not problems:
        book = with_signs(book, vocabulary.concepts, problems)
        ask_for_bases(book, problems)
    if not problems and not book.slots:
        first = f" from 'first_year:' FY{company.first_year} on" if company.first_year else ""
        problems.add(filings[0].place, f"no figure stands under a period or the end of a quarter{first}: nothing to "
                                       "lay out")
    if not problems:
        return book
    for content in _BESIDE:
        _syntax(folder, content, problems)
    return None


def _is_folder(folder: Path, problems: Problems) -> bool:
    """Whether there is a folder to read."""
    try:
        list(folder.iterdir())
    except FileNotFoundError:
        problems.add(Place(str(folder)), "there is no such folder; 'quarterbook new NAME' lays one out")
    except NotADirectoryError:
        problems.add(Place(str(folder)), f"this is a file; name the company's folder, e.g. {_company_of(folder)}")
    except (OSError, ValueError) as error:
        problems.add(Place(str(folder)), f"cannot be read: {getattr(error, 'strerror', error)}")
    else:
        if wrong := unusable(folder.resolve().name):
            problems.add(Place(str(folder)), f"in the name of this folder {wrong}; rename it")
            return False
        return not _is_another_folder(folder, problems)
    return False


def _company_of(path: Path) -> Path:
    """The folder of the company to which a file belongs, as far as that can be told."""
    return next((each for each in path.parents if (each / _COMPANY).is_file()), path.parent)


def _is_another_folder(folder: Path, problems: Problems) -> bool:
    """Report a folder within a company's or that of several companies, which one does not mean."""
    if any((folder / each).exists() for each in (_COMPANY, _STATEMENTS, FILINGS)):
        return False
    if (folder.parent / _COMPANY).is_file():
        problems.add(Place(str(folder)), f"this folder stands in a company's; name that, {folder.parent}")
        return True
    companies = sorted(str(path.parent) for path in folder.glob(f"*/{_COMPANY}"))
    if companies:
        more = f" and {len(companies) - _SHOWN} more" if len(companies) > _SHOWN else ""
        problems.add(Place(str(folder)),
                     f"this is no company's folder; name one in it: {', '.join(companies[:_SHOWN])}{more}")
    return bool(companies)


def _syntax(folder: Path, content: Content, problems: Problems) -> None:
    """Report at least the mistakes of form in files whose meaning depends on one that cannot be used."""
    for path, reader in files_of(folder, content):
        if reader.form:
            load(path, problems)


def _filings(folder: Path, company: Company, statements: Mapping[str, Statement],
             problems: Problems) -> tuple[tuple[Filing, ...], tuple[Fact, ...]]:
    """Every filing of a company, oldest first, and their facts in printed order."""
    read = [found for path, reader in files_of(folder, "filing") if reader.read_filing
            and (found := reader.read_filing(path, company, statements, problems))]
    refuse_copies(read, problems)
    read.sort(key=lambda found: (found[0].filed, found[0].key))
    return tuple(filing for filing, _ in read), tuple(fact for _, facts in read for fact in facts)
