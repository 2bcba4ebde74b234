"""Inline XBRL as filed with the SEC, EDINET, TDnet and in Europe: facts, and the pages that they are printed on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from lxml import etree

from generator.refused import Refused
from generator.xbrl.contexts import FactContext, contexts, units
from generator.xbrl.documents import Document
from generator.xbrl.inline_facts import PageFact, TagTexts, printings
from generator.xbrl.inline_pages import Walk, local
from generator.xbrl.report import PrintedRow, PrintedTable, Span, Tagged
from generator.xbrl.trees import begun, refuse_many_prefixes

MOST_LINES = 20
# Pictures and fonts within the page, which may be longer than an attribute that the parser allows.
_EMBEDDED = re.compile(rb"data:[\w/+.;=-]{0,100};base64,[A-Za-z0-9+/=\s%]{1000,}")
_HREF = "{http://www.w3.org/1999/xlink}href"
_LINK = "{http://www.xbrl.org/2003/linkbase}"


@dataclass(frozen=True, slots=True)
class Scanned:
    """Inline documents that belong together, read without their contexts. ``schemas`` are the files that the header
    names. Rows of ``tables`` and cells of ``printings`` go by places in these two."""

    printings: tuple[PageFact, ...]
    tables: tuple[PrintedTable, ...]
    contexts: dict[str, FactContext]
    units: dict[str, str]
    schemas: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InlineReport:
    """The facts of inline documents in the order of the documents, and their pages. ``keys`` are concept, context and
    unit of each fact, as the documents call them; ``entity`` the identifier in the contexts."""

    facts: tuple[Tagged, ...]
    pages: tuple[PrintedTable, ...]
    keys: tuple[tuple[str, str, str], ...]
    schemas: tuple[str, ...]
    entity: str
    remarks: tuple[str, ...]


def read_inline(documents: Sequence[Document]) -> InlineReport:
    """The inline documents of one filing. Documents of one folder that name one schema share their contexts; a summary
    and statements (TDnet) have contexts of their own and are one after the other.

    Refused: a document that is no XML, a header that is not there, a figure that no transformation reads, a fact
    without context or unit; each with its file and line."""
    parts = [_resolved(scan(each)) for each in _sets(documents)]
    facts: list[Tagged] = []
    pages: list[PrintedTable] = []
    for part in parts:
        facts_before, pages_before = len(facts), len(pages)
        facts += [replace(each, cell=(each.cell[0] + pages_before, *each.cell[1:]))
                  if each.cell and pages_before else each for each in part.facts]
        pages += [_moved(each, facts_before) for each in part.pages]
    return InlineReport(tuple(facts), tuple(pages), tuple(each for part in parts for each in part.keys),
                        tuple(dict.fromkeys(each for part in parts for each in part.schemas)),
                        next((part.entity for part in parts if part.entity), ""),
                        tuple(dict.fromkeys(each for part in parts for each in part.remarks)))


def scan(documents: Sequence[Document]) -> Scanned:
    """The tags and pages of documents that share a header, also where that is not there."""
    roots = [(each.name, _root(each)) for each in sorted(documents, key=lambda each: each.name)]
    texts = TagTexts([root for _, root in roots])
    faults: list[str] = []
    found: list[PageFact] = []
    tables: list[PrintedTable] = []
    known: dict[str, FactContext] = {}
    known_units: dict[str, str] = {}
    schemas: list[str] = []
    for name, root in roots:
        page = Walk(name, root).run(root)
        read, numbered = printings(name, page, texts, faults, len(found), len(tables))
        found += read
        tables += [renumbered(each, numbered) for each in page.tables]
        _join_contexts(known, contexts(root), name, faults)
        known_units |= units(root)
        schemas += [each.get(_HREF, "") for each in root.iter(f"{_LINK}schemaRef", f"{_LINK}linkbaseRef")]
    if faults:
        raise refused(faults)
    return Scanned(tuple(found), tuple(tables), known, known_units, tuple(dict.fromkeys(schemas)), texts.remarks())


def _resolved(scanned: Scanned) -> InlineReport:
    """With dates, members and units in place of the names that the header gives them."""
    if scanned.printings and not scanned.contexts:
        file = scanned.printings[0].origin.file
        raise Refused(f"{file}: the document with the header (on EDINET 0000000_header…_ixbrl.htm) is missing, in "
                      f"which contexts and units stand; hand it over too, or the .xbrl file of the same filing")
    faults: list[str] = []
    facts = []
    for each in scanned.printings:
        span = _span(scanned, each, faults)
        unit = scanned.units.get(each.unit, "")
        if each.is_number and not unit:
            faults.append(f"{each.where}: {each.concept} has the unit {each.unit!r}, which no header declares")
        if span is not None:
            facts.append(each.tagged(span, unit))
    if faults:
        raise refused(faults)
    entities = dict.fromkeys(scanned.contexts[each.context].entity for each in scanned.printings)
    return InlineReport(tuple(facts), scanned.tables, tuple(each.key for each in scanned.printings), scanned.schemas,
                        next(iter(entities), ""), scanned.remarks)


def _span(scanned: Scanned, printing: PageFact, faults: list[str]) -> Span | None:
    context = scanned.contexts.get(printing.context)
    if context is None:
        faults.append(f"{printing.where}: {printing.concept} has the context {printing.context!r}, "
                      f"which no header declares")
        return None
    if context.span is None:
        faults.append(f"{printing.where}: {printing.concept} has the context {printing.context!r}, "
                      f"which {context.fault}")
    return context.span


def _join_contexts(known: dict[str, FactContext], more: dict[str, FactContext], name: str, faults: list[str]) -> None:
    for key, context in more.items():
        before = known.setdefault(key, context)
        if (before.entity, before.span) != (context.entity, context.span):
            faults.append(f"{name}:{context.line}: the context {key!r} says something else in another document: these "
                          f"are documents of two filings; hand them over one filing at a time")


def _sets(documents: Sequence[Document]) -> list[list[Document]]:
    """By folder, and within it by the schema that a document names; one that names none goes to the schema whose
    filename its own holds, or to the only one."""
    folders: dict[PurePosixPath, list[Document]] = defaultdict(list)
    for each in sorted(documents, key=lambda each: each.name):
        folders[PurePosixPath(each.name.replace("\\", "/")).parent].append(each)
    return [part for folder in folders.values() for part in _by_schema(folder)]


def _by_schema(documents: list[Document]) -> list[list[Document]]:
    if len(documents) < 2:
        return [documents]
    named = {each.name: _schema(each) for each in documents}
    schemas = list(dict.fromkeys(each for each in named.values() if each))
    if len(schemas) < 2:
        return [documents]
    stems = {PurePosixPath(each).stem: each for each in schemas}
    for name, schema in named.items():
        fits = [each for stem, each in stems.items() if stem in name]
        if not schema and len(fits) != 1:
            raise Refused(f"{name}: names no schema, and those beside it name {len(schemas)}; hand over the documents "
                          f"of one filing at a time")
        named[name] = schema or fits[0]
    return [[each for each in documents if named[each.name] == schema] for schema in schemas]


def _schema(document: Document) -> str:
    return next((each.get(_HREF, "") for each in _root(document).iter(f"{_LINK}schemaRef")), "")


def _root(document: Document) -> etree._Element:
    refuse_many_prefixes(document)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
                             remove_pis=True, huge_tree=False)
    data = _EMBEDDED.sub(lambda match: b"data:," + b"\n" * match[0].count(b"\n"),
                         begun(document.data))
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(f"{document.name}:{error.lineno}: is no inline XBRL: {error.msg}") from None
    except ValueError as error:
        raise Refused(f"{document.name}: is no inline XBRL: {error}") from None
    if root.getroottree().docinfo.doctype:
        raise Refused(f"{document.name}: has a DOCTYPE, which is not read")
    if local(root)[0] != "html":
        raise Refused(f"{document.name}: is no inline XBRL: its root is {root.tag!r}, not html")
    return root


def renumbered(table: PrintedTable, numbered: dict[int, int]) -> PrintedTable:
    """With places in the list of all printings; tags that are no facts are gone."""
    rows = (PrintedRow(row.label, tuple(numbered[each] for each in row.facts if each in numbered), row.texts,
                       row.indent) for row in table.rows)
    return replace(table, rows=tuple(rows))


def _moved(table: PrintedTable, by: int) -> PrintedTable:
    if not by:
        return table
    return replace(table, rows=tuple(replace(row, facts=tuple(each + by for each in row.facts)) for row in table.rows))


def refused(faults: list[str]) -> Refused:
    more = len(faults) - MOST_LINES
    return Refused(*faults[:MOST_LINES], *([f"… and {more} more"] if more > 0 else []))
