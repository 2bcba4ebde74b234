"""The door of the room: whatever filers publish for programs, as filings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator.refused import Refused, printable
from generator.xbrl.archives import FoundDocument, found_in
from generator.xbrl.belonging import FiledDocuments, filings
from generator.xbrl.companyfacts import read_companyfacts
from generator.xbrl.documents import Document
from generator.xbrl.edinet_csv import read_csv
from generator.xbrl.inline import read_inline, scan
from generator.xbrl.inline_join import join
from generator.xbrl.instance import read_instance
from generator.xbrl.kinds import COMPANYFACTS, CSV, READ, kind_of, something_else
from generator.xbrl.links import FullLabels, labels_for, read_linkbases
from generator.xbrl.report import FiledReport, PrintedTable, Tagged
from generator.xbrl.schemas import read_schemas
from generator.xbrl.taxonomies import read_taxonomies
from generator.xbrl.trees import root_language, root_name

Progress = Callable[[str], None]
_NO_LINKS = ("no linkbases (such as …_pre.xml, …_cal.xml, …_lab.xml) are there: the order of rows, labels and what "
             "adds up to what come from elsewhere")


def read(paths: Sequence[Path], progress: Progress = lambda _: None,
         taxonomies: Sequence[Path] = ()) -> tuple[FiledReport, ...]:
    """Every filing in the files, folders and zips, in the order of their paths. What a file is its content says.
    ``taxonomies`` (packages, folders, label linkbases) give labels to standard elements that the filings do not label.

    What belongs together is one filing: an instance with the linkbases that its schema names, the inline pages of one
    schema, TDnet's summary with the statements. An audit's report is no part of a filing. Nothing is ever fetched.
    Raises Refused where a file cannot be read as a whole, or where there is no filing at all.
    """
    sorted_out: list[tuple[str, FoundDocument]] = []
    others: list[Document] = []
    for each in found_in(paths):
        kind = kind_of(each.document)
        if kind:
            sorted_out.append((kind, each))
        elif each.is_named:
            others.append(each.document)
    if taxonomies:
        progress("reading taxonomies")
    reports = _reports(sorted_out, read_taxonomies(taxonomies), progress)
    if not reports and others:
        raise something_else(others[0])
    if not reports:
        raise Refused(f"{', '.join(printable(path) for path in paths)}: no filing is in there; {READ}")
    if others:
        names = ", ".join(printable(each.name) for each in others)
        reports[0] = replace(reports[0], remarks=(*reports[0].remarks, f"passed over, as no XBRL: {names}"))
    return tuple(reports)


def _reports(sorted_out: Sequence[tuple[str, FoundDocument]], standard: FullLabels, progress: Progress
             ) -> list[FiledReport]:
    reports: list[FiledReport] = []
    for kind, each in sorted_out:
        if kind in (COMPANYFACTS, CSV):
            progress(f"reading {printable(each.document.name)}")
            read_it = read_companyfacts(each.document) if kind == COMPANYFACTS else read_csv([each.document])
            reports += [replace(report, files=(each.path,), labels=_labelled(report, standard)) for report in read_it]
    for filing in filings(sorted_out):
        progress(f"reading {printable(filing.name)}")
        reports.append(_report(filing, standard))
    return reports


def _labelled(report: FiledReport, standard: FullLabels) -> Mapping[tuple[str, str, str], str]:
    return {**labels_for({each.concept for each in report.facts}, standard), **report.labels} if standard \
        else report.labels


def _report(filing: FiledDocuments, standard: FullLabels) -> FiledReport:
    facts, pages, entity, remarks, prefixes = _facts(filing)
    schemas = read_schemas(filing.schemas, prefixes)
    links = read_linkbases([*filing.linkbases, *filing.schemas], schemas, frozenset(each.concept for each in facts),
                           standard, next(filter(None, map(root_language, filing.inline)), ""))
    if not links.presentations:
        remarks = (*remarks, _NO_LINKS)
    return FiledReport("inline" if filing.inline else "xbrl", tuple(dict.fromkeys(filing.paths)), facts, entity,
                       key=filing.key, presentations=links.presentations, sums=links.sums, pages=pages,
                       labels=links.labels, balances=schemas.balances, instants=frozenset(schemas.instants),
                       remarks=remarks)


_Facts = tuple[tuple[Tagged, ...], tuple[PrintedTable, ...], str, tuple[str, ...], dict[str, str]]


def _facts(filing: FiledDocuments) -> _Facts:
    """Facts, pages, the filer, remarks and the prefixes of namespaces, from an instance, from pages, or from both."""
    if filing.instance is None:
        inline = read_inline(filing.inline)
        return inline.facts, inline.pages, inline.entity, inline.remarks, _prefixes(filing.inline)
    instance = read_instance(filing.instance)
    if not filing.inline:
        return instance.facts, (), instance.entity, instance.remarks, instance.prefixes
    scanned = scan(filing.inline)
    known = set(instance.keys)
    if scanned.contexts and not all(each.key in known for each in scanned.printings):
        inline = read_inline(filing.inline)
        remark = f"{filing.instance.name} does not hold all that the pages do: the pages are read in its place"
        return inline.facts, inline.pages, inline.entity, (*inline.remarks, remark), _prefixes(filing.inline)
    joined = join(scanned, instance.facts, instance.keys)
    return joined.facts, joined.pages, instance.entity, (*instance.remarks, *joined.remarks), instance.prefixes


def _prefixes(documents: Iterable[Document]) -> dict[str, str]:
    return {uri: prefix for each in documents for prefix, uri in root_name(each)[1].items() if prefix}

