"""Linkbases: what is presented under what, what adds up to what, and what elements are called."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree

from generator.refused import Refused, printable
from generator.xbrl.documents import Document
from generator.xbrl.instance import LINK, number
from generator.xbrl.report import Presentation, Presented, SumLink
from generator.xbrl.schemas import Schemas
from generator.xbrl.trees import root_of

_XLINK = "{http://www.w3.org/1999/xlink}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_STANDARD = ("http://www.xbrl.org/", "https://www.xbrl.org/")
_KINDS = ("presentation", "calculation")
_DEEPEST, _MOST_LINES, _MOST_ARCS = 100, 50_000, 200_000
Labels = Mapping[tuple[str, str, str], str]
FullLabels = dict[tuple[str, str, str], str]
"""By element, whole role and language."""


@dataclass(frozen=True, slots=True)
class _Arc:
    """``order`` and ``weight`` as said, 1 where not; ``label`` the whole role that is preferred."""

    start: str
    end: str
    order: Decimal
    weight: Decimal
    label: str


@dataclass(slots=True)
class _Network:
    """The arcs of one role over all linkbases: of equal ones that with the highest priority holds, and a prohibition
    wins over an arc of its own priority."""

    arcs: dict[_Arc, tuple[int, bool]] = field(default_factory=dict)

    def add(self, arc: _Arc, priority: int, is_prohibited: bool) -> None:
        self.arcs[arc] = max(self.arcs.get(arc, (priority, is_prohibited)), (priority, is_prohibited))

    def children(self) -> dict[str, list[_Arc]]:
        found: dict[str, list[_Arc]] = defaultdict(list)
        for arc, (_, is_prohibited) in self.arcs.items():
            if not is_prohibited:
                found[arc.start].append(arc)
        return {start: sorted(arcs, key=lambda arc: arc.order) for start, arcs in found.items()}


@dataclass(slots=True)
class Linkbases:
    """All linkbases of a filing. Labels are by element, role and language; roles by their last part (``totalLabel``,
    empty: the standard one)."""

    presentations: tuple[Presentation, ...]
    sums: tuple[SumLink, ...]
    labels: Labels


def read_linkbases(documents: Sequence[Document], schemas: Schemas, reported: frozenset[str],
                   standard: FullLabels, said: str = "") -> Linkbases:
    """``reported`` are the elements of facts: they are lines whatever their names; ``standard`` are labels of
    taxonomies, for what the filing itself does not label; ``said`` is the language of its pages. Raises Refused where
    a linkbase is no XML, or goes round in circles."""
    networks: dict[str, dict[str, _Network]] = {kind: defaultdict(_Network) for kind in _KINDS}
    for document, link in _links(documents):
        for kind in _KINDS:
            if link.tag == f"{LINK}{kind}Link":
                _read_arcs(document.name, kind, link, schemas, networks[kind][link.get(f"{_XLINK}role", "")])
    own = read_labels(documents, schemas)
    labels = own or standard
    language = said if any(each == said for _, _, each in labels) else _language(labels)
    full = _of({*reported, *_presented_in(networks["presentation"].values())}, standard) | own
    presentations: list[Presentation] = []
    room = _MOST_LINES
    for role, network in networks["presentation"].items():
        lines = tuple(_presented(role, network, schemas, reported, full, language, room))
        presentations.append(Presentation(role, schemas.titles.get(role, ""), lines))
        room -= len(lines)
    return Linkbases(
        tuple(presentations),
        tuple(each for role, network in networks["calculation"].items() for each in _sums(role, network)),
        _by_short_roles(full))


def read_labels(documents: Iterable[Document], schemas: Schemas) -> FullLabels:
    """The labels in linkbases; of two for one purpose the one with the higher priority."""
    found: dict[tuple[str, str, str], tuple[int, bool, str]] = {}
    for document, link in _links(documents):
        if link.tag == f"{LINK}labelLink":
            _read_labels(document.name, link, schemas, found)
    return {key: text for key, (_, is_prohibited, text) in found.items() if not is_prohibited}


def labels_for(elements: Collection[str], standard: FullLabels) -> Labels:
    """What taxonomies call some elements, as a filing's labels are kept."""
    return _by_short_roles(_of(elements, standard))


def _of(elements: Collection[str], labels: FullLabels) -> FullLabels:
    return {key: text for key, text in labels.items() if key[0] in elements}


def _links(documents: Iterable[Document]) -> Iterator[tuple[Document, etree._Element]]:
    for document in documents:
        for linkbase in root_of(document).iter(f"{LINK}linkbase"):
            yield from ((document, link) for link in linkbase)


def _presented_in(networks: Iterable[_Network]) -> Iterator[str]:
    return (element for network in networks for arc in network.arcs for element in (arc.start, arc.end))


def short_role(role: str) -> str:
    """The last part of a role's URI; empty of the standard label, also of that of an industry or of groups."""
    last = role.rstrip("/").rpartition("/")[2]
    return "" if last == "label" else last


def _read_arcs(file: str, kind: str, link: etree._Element, schemas: Schemas, network: _Network) -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for loc in link.iterfind(f"{LINK}loc"):
        if element := schemas.element(loc.get(f"{_XLINK}href", "")):
            places[loc.get(f"{_XLINK}label", "")].append(element)
    for each in link.iterfind(f"{LINK}{kind}Arc"):
        order, weight = (_decimal(file, each, name) for name in ("order", "weight"))
        for start in places[each.get(f"{_XLINK}from", "")]:
            for end in places[each.get(f"{_XLINK}to", "")]:
                network.add(_Arc(start, end, order, weight, each.get("preferredLabel", "").strip()),
                            _priority(file, each), each.get("use") == "prohibited")
        if len(network.arcs) > _MOST_ARCS:
            raise Refused(f"{printable(file)}: has more than {_MOST_ARCS:,} arcs in one role: that is no filing's")


def _read_labels(file: str, link: etree._Element, schemas: Schemas,
                 labels: dict[tuple[str, str, str], tuple[int, bool, str]]) -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for loc in link.iterfind(f"{LINK}loc"):
        places[loc.get(f"{_XLINK}label", "")].append(schemas.element(loc.get(f"{_XLINK}href", "")))
    texts: dict[str, list[etree._Element]] = defaultdict(list)
    for each in link.iterfind(f"{LINK}label"):
        texts[each.get(f"{_XLINK}label", "")].append(each)
    for arc in link.iterfind(f"{LINK}labelArc"):
        standing = _priority(file, arc), arc.get("use") == "prohibited"
        for element in places[arc.get(f"{_XLINK}from", "")]:
            for each in texts[arc.get(f"{_XLINK}to", "")]:
                key = element, each.get(f"{_XLINK}role", ""), each.get(_LANG, "").lower()[:2]
                found = (*standing, " ".join("".join(each.itertext()).split()))
                labels[key] = max(labels.get(key, found), found, key=lambda one: one[:2])


def _presented(role: str, network: _Network, schemas: Schemas, reported: frozenset[str], labels: FullLabels,
               language: str, room: int) -> Iterator[Presented]:
    """The lines from the top down, each element below the one that it hangs on; ``room`` is for how many."""
    children = network.children()
    below = {arc.end for arcs in children.values() for arc in arcs}
    waiting = [(_Arc("", start, Decimal(1), Decimal(1), ""), 0) for start in reversed(children) if start not in below]
    if children and not waiting:
        raise Refused(f"the presentation {printable(role)[:200]} goes round in circles")
    lines = 0
    while waiting:
        arc, depth = waiting.pop()
        lines += 1
        if depth > _DEEPEST or lines > room:
            raise Refused(f"the presentation {printable(role)[:200]} goes round in circles, or has no end")
        kind = "line" if arc.end in reported else schemas.kind(arc.end)
        yield Presented(arc.end, _label(arc, labels, language), short_role(arc.label), depth, kind)
        waiting += [(each, depth + 1) for each in reversed(children.get(arc.end, []))]


def _label(arc: _Arc, labels: FullLabels, language: str) -> str:
    """In the filing's language by the preferred role, else by the standard one; empty where there is none."""
    roles = arc.label, "http://www.xbrl.org/2003/role/label"
    return next((labels[arc.end, role, language] for role in roles if (arc.end, role, language) in labels), "")


def _sums(role: str, network: _Network) -> Iterator[SumLink]:
    for total, arcs in network.children().items():
        yield SumLink(role, total, tuple((arc.end, arc.weight) for arc in arcs))


def _language(labels: FullLabels) -> str:
    """The language of the labels; beside another one that has half as many, English is the translation."""
    count = Counter(language for _, _, language in labels)
    return max(count, key=lambda each: (count[each] * (1 if each == "en" else 2), each), default="")


def _by_short_roles(labels: FullLabels) -> dict[tuple[str, str, str], str]:
    """Where two roles have one last part, the standard one counts."""
    found: dict[tuple[str, str, str], str] = {}
    for (element, role, language), text in sorted(labels.items(), key=lambda each: each[0][1].startswith(_STANDARD)):
        found[element, short_role(role), language] = text
    return found


def _decimal(file: str, arc: etree._Element, name: str) -> Decimal:
    try:
        return number(arc.get(name, "1"))
    except ValueError as error:
        raise Refused(printable(f"{file}:{arc.sourceline}: the arc's {name} {error}")) from None


def _priority(file: str, arc: etree._Element) -> int:
    return int(_decimal(file, arc, "priority")) if "priority" in arc.attrib else 0
