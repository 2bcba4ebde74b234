"""The reader's own parts: what stands in them that refers to our sheets follows, wherever it can stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from generator.merge.following import Following
from generator.merge.passages import Passage, edits, source
from generator.merge.readers import FORMULA_MARKS
from generator.xlsx.located import Edit, edited, walk
from generator.xlsx.markup import local, root
from generator.xlsx.package import Package

_WITHOUT = frozenset(("sst", "styleSheet", "theme", "comments", "ThreadedComments", "personList", "calcChain",
                      "pivotCacheRecords", "metadata", "Types"))
"""The root elements of parts in which no reference can stand, some of them large."""
_FOLDERS = ("docProps/", "customXml/", "[")

_LARGE = 1024 * 1024

Areas = Mapping[tuple[str, str], str]
"""The areas of our tables by sheet and area, as they were, with the area that each has now."""


def follow_parts(package: Package, follow: Following, areas: Areas, done: Iterable[str]) -> None:
    """Every part of the reader's but those that are already as they should be."""
    left = {*done, package.workbook}
    owners = _owners(package)
    for name in sorted(package.parts):
        if name.endswith(".rels"):
            package.follow_places(name, partial(follow.location, where=name))
        elif is_silent(name, package.parts[name]):
            continue
        elif name not in left and not name.startswith(_FOLDERS) and _is_xml(package.parts[name]):
            follow_part(package, name, owners.get(name, ""), follow, areas)


def follow_part(package: Package, name: str, owner: str, follow: Following, areas: Areas) -> None:
    """One part, which is reached from the sheet ``owner`` ("" for none)."""
    text = package.text(name)
    kind = local(root(text).strip("</>").split()[0])
    # What was said of cells while a workbook was shared names sheets by their numbers.
    if kind in _WITHOUT or not (follow.follower.concerns_part(text, owner)
                                or (kind == "revisions" and follow.follower.has_moved)):
        return
    where = owner if kind == "worksheet" else f"{owner}: " * bool(owner) + name.rpartition("/")[2]
    passage = Passage(text, where, owner, follow)
    caches = _pivot_sources(passage, areas) if kind == "pivotCacheDefinition" else ()
    package.put(name, edited(text, [*edits(passage), *caches]))


def _is_xml(content: bytes) -> bool:
    return content[:40].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t")[:1] == b"<"


def is_silent(name: str, content: bytes) -> bool:
    """Whether a large sheet holds numbers and texts alone, which is seen without reading it as XML."""
    return name.startswith("xl/worksheets/") and len(content) > _LARGE and not any(
        mark in content for mark in (b"!", *FORMULA_MARKS, b"ormula", b"yperlink"))


def _owners(package: Package) -> dict[str, str]:
    """The sheet from which each part is reached."""
    found: dict[str, str] = {}
    for name, part in package.sheets().items():
        for each in package.reached(part):
            found.setdefault(each, name)
    return found


def _pivot_sources(passage: Passage, areas: Areas) -> Iterator[Edit]:
    """A pivot cache's sources; one over a whole table of ours stays over the whole table."""
    for element in walk(passage.text, "worksheetSource", "rangeSet"):
        found = {local: value for (_, local), value in element.values.items()}
        if "sheet" not in found or "ref" not in found:
            continue
        sheet, area = found["sheet"].words, found["ref"].words
        moved = areas.get((sheet, area)) or source(passage.follow, element, f"{passage.where} (its source)")
        if moved != area:
            passage.follow.log.repointed.append(f"{passage.where}: its source {sheet}!{area} → {sheet}!{moved}")
            yield found["ref"].edit(moved)
