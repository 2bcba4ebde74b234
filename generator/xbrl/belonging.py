"""Which documents belong together: an instance or inline pages, the schema that they name, and its linkbases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from generator.refused import Refused, printable
from generator.xbrl.archives import FoundDocument
from generator.xbrl.documents import Document
from generator.xbrl.instance import named_files
from generator.xbrl.kinds import INLINE, INSTANCE, LINKBASE, SCHEMA, holds
from generator.xbrl.trees import root_of

# What names of a filing's files have beside that of its schema.
_BEFORE = re.compile(r"^\d{7}[-_][A-Za-z0-9]+[-_]")
_BEHIND = re.compile(r"(?:[-_](?:ixbrl|htm|pre|cal|def|ref|gla|lab(?:[-_][a-z]{2})?))+$", re.IGNORECASE)
_TDNET = re.compile(r"tse-[a-z]+-([0-9A-Z]{4,5})-.*?(\d{8}|\d{4}-\d\d-\d\d)(?:\d{6})?$")
_PARTS_OF_ONE = frozenset({"Summary", "Attachment"})


@dataclass(slots=True)
class FiledDocuments:
    """The documents of one filing. ``stems`` are the names that its files share, ``named`` the schemas and linkbases
    that it names; ``folder`` is where it lies."""

    key: str
    folder: str
    instance: Document | None = None
    inline: list[Document] = field(default_factory=list)
    schemas: list[Document] = field(default_factory=list)
    linkbases: list[Document] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    stems: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        return (self.instance or self.inline[0]).name

    def claims(self, document: Document) -> bool:
        return file_name(document) in self.named or stem(document) in self.stems


def filings(found: Iterable[tuple[str, FoundDocument]]) -> tuple[FiledDocuments, ...]:
    """The filings among documents whose kinds are known, in their order. Raises Refused where pages could belong to
    several."""
    parts = [(kind, each) for kind, each in found if not _is_audit(each.document)]
    known: list[FiledDocuments] = []
    for kind, each in sorted(parts, key=lambda part: part[0] != INSTANCE):
        if kind in (INSTANCE, INLINE):
            _put_report(known, kind, each)
    _join_pages(known)
    _join_parts(known)
    for wanted in (SCHEMA, LINKBASE):
        for kind, each in parts:
            if kind == wanted:
                _put_beside(known, kind, each)
    return tuple(known)


def stem(document: Document) -> str:
    """The part of a file's name that the files of its filing share."""
    return _BEHIND.sub("", _BEFORE.sub("", PurePosixPath(document.name).stem))


def file_name(document: Document) -> str:
    return PurePosixPath(document.name).name


def _is_audit(document: Document) -> bool:
    return PurePosixPath(document.name).parent.name == "AuditDoc" or stem(document).startswith("jpaud")


def _folder(document: Document) -> str:
    folder = PurePosixPath(document.name).parent
    return str(folder.parent if folder.name in _PARTS_OF_ONE else folder)


def _key(stems: str) -> str:
    """By what a filing is known: the name of its schema; of TDnet, where summary and statements have a schema each,
    the company and the day."""
    match = _TDNET.match(stems)
    return f"{match[1]}-{match[2].replace('-', '')}" if match else stems


def _put_report(known: list[FiledDocuments], kind: str, found: FoundDocument) -> None:
    document = found.document
    refers = holds(document.data, "schemaRef")
    named = {PurePosixPath(each).name for each in named_files(root_of(document))} if refers else set()
    schema = next((PurePosixPath(each).stem for each in sorted(named) if each.endswith(".xsd")), "")
    key, folder = _key(schema or stem(document)), _folder(document)
    filing = next((each for each in known if (each.key, each.folder) == (key, folder)), None)
    if filing is None or (kind == INSTANCE and filing.instance is not None):
        filing = FiledDocuments(key, folder)
        known.append(filing)
    if kind == INSTANCE:
        filing.instance = document
    else:
        filing.inline.append(document)
    filing.paths.append(found.path)
    filing.named |= named
    filing.stems |= {stem(document)} | ({schema} if schema else set())


def _join_pages(known: list[FiledDocuments]) -> None:
    """Pages that name no schema go to the filing beside them whose name they bear, or to the only one there."""
    for pages in [each for each in known if each.instance is None and not each.named]:
        beside = [each for each in known if each is not pages and each.folder == pages.folder
                  and (each.instance is not None or each.named)]
        fits = [each for each in beside if each.stems & pages.stems] or beside
        if len(fits) > 1:
            raise Refused(f"{printable(pages.name)}: names no schema and could belong to {len(fits)} filings beside "
                          f"it; hand over one filing at a time")
        if fits:
            fits[0].inline += pages.inline
            fits[0].paths += pages.paths
            known.remove(pages)


def _join_parts(known: list[FiledDocuments]) -> None:
    """The summary and the statements of an earnings report that bear two days, as they do where one was made before the
    other, when they lie beside each other and no other report of the company does."""
    for summary in [each for each in known if _is_part(each, "Summary")]:
        beside = [each for each in known if each is not summary and each.folder == summary.folder
                  and _company(each) == _company(summary) != ""]
        if len(beside) == 1 and _is_part(beside[0], "Attachment"):
            beside[0].inline += summary.inline
            beside[0].paths += summary.paths
            beside[0].stems |= summary.stems
            beside[0].named |= summary.named
            known.remove(summary)


def _is_part(filing: FiledDocuments, name: str) -> bool:
    return filing.instance is None and all(PurePosixPath(each.name).parent.name == name for each in filing.inline)


def _company(filing: FiledDocuments) -> str:
    return next((match[1] for each in sorted(filing.stems) if (match := _TDNET.match(each))), "")


def _put_beside(known: list[FiledDocuments], kind: str, found: FoundDocument) -> None:
    """To the filings that name a schema or linkbase, or have its name, first among those in its folder; to the only
    one where none does."""
    document = found.document
    near = [each for each in known if each.folder == _folder(document)]
    homes: Sequence[FiledDocuments] = ()
    for among in (near, known):
        homes = homes or [each for each in among if each.claims(document)] or (among if len(among) == 1 else ())
    for filing in homes:
        filing.paths.append(found.path)
        if kind == SCHEMA:
            filing.schemas.append(document)
            filing.stems.add(stem(document))
            filing.named |= {PurePosixPath(each).name for each in named_files(root_of(document))}
        else:
            filing.linkbases.append(document)
