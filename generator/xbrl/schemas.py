"""Elements by the addresses that linkbases use, and what the schemas beside a filing say of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote

from lxml import etree

from generator.xbrl.documents import Document
from generator.xbrl.instance import LINK
from generator.xbrl.names import standard_name, standard_prefix
from generator.xbrl.trees import root_of

XS = "{http://www.w3.org/2001/XMLSchema}"
_XBRLI = "{http://www.xbrl.org/2003/instance}"
_GROUPS = {"dimensionItem": "axis", "hypercubeItem": "table"}
_ENDINGS = (("LineItems", "line_items"), ("Abstract", "heading"), ("Heading", "heading"), ("Axis", "axis"),
            ("Domain", "domain"), ("Member", "member"), ("Table", "table"))


@dataclass(slots=True)
class Schemas:
    """What schemas that are there declare, by standard names. ``kinds`` are of those elements whose declaration tells
    that they are no lines of figures; ``titles`` the definitions of roles."""

    prefixes: Mapping[str, str]
    balances: dict[str, str] = field(default_factory=dict)
    instants: set[str] = field(default_factory=set)
    kinds: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    _ids: dict[tuple[str, str], str] = field(default_factory=dict)
    _namespaces: dict[str, str] = field(default_factory=dict)

    def element(self, href: str) -> str:
        """The element that an address such as ``us-gaap-2023.xsd#us-gaap_Revenues`` means; empty where none is named.

        By the schema's own ids where it is there; else by the id, which taxonomies form of their prefix and the name.
        """
        address, _, fragment = unquote(href.strip()).partition("#")
        if not fragment:
            return ""
        if known := self._ids.get((PurePosixPath(address).name, fragment)):
            return known
        namespace = self._namespaces.get(address, "")
        prefix = standard_prefix(namespace, "") if namespace else ""
        if prefix and fragment.startswith(prefix + "_"):
            return f"{prefix}:{fragment.removeprefix(prefix + '_')}"
        written, _, local = fragment.rpartition("_")
        return f"{written}:{local}" if written else local

    def kind(self, concept: str) -> str:
        """What kind of node an element is in a presentation: by its declaration, else by how its name ends."""
        if concept in self.kinds:
            return self.kinds[concept]
        local = concept.rpartition(":")[2]
        return next((kind for ending, kind in _ENDINGS if local.endswith(ending) and local != ending), "line")


def read_schemas(documents: Iterable[Document], prefixes: Mapping[str, str]) -> Schemas:
    """``prefixes`` are those of the instance, by namespace: a filer's own elements are called by them."""
    schemas = Schemas(prefixes)
    for document in documents:
        root = root_of(document)
        for each in root.iter(f"{XS}import"):
            schemas._namespaces[each.get("schemaLocation", "")] = each.get("namespace", "")
        for each in root.iter(f"{LINK}roleType"):
            definition = " ".join("".join(each.itertext(f"{LINK}definition")).split())
            schemas.titles.setdefault(each.get("roleURI", ""), definition)
        for element in root.iterfind(f"{XS}element"):
            _declare(schemas, PurePosixPath(document.name).name, root, element)
    return schemas


def _declare(schemas: Schemas, file: str, root: etree._Element, element: etree._Element) -> None:
    namespace, name = root.get("targetNamespace", ""), element.get("name", "")
    own = schemas.prefixes.get(namespace) or next((prefix for prefix, uri in root.nsmap.items()
                                                   if uri == namespace and prefix), "")
    concept = standard_name(namespace, own, name)
    if key := element.get("id"):
        schemas._ids[file, key] = concept
    if balance := element.get(f"{_XBRLI}balance"):
        schemas.balances[concept] = balance
    if element.get(f"{_XBRLI}periodType") == "instant":
        schemas.instants.add(concept)
    group = element.get("substitutionGroup", "").rpartition(":")[2]
    if group in _GROUPS:
        schemas.kinds[concept] = _GROUPS[group]
    elif element.get("type", "").rpartition(":")[2] == "domainItemType":
        schemas.kinds[concept] = "domain" if name.endswith("Domain") else "member"
    elif element.get("abstract") in ("true", "1"):
        schemas.kinds[concept] = "line_items" if name.endswith("LineItems") else "heading"
    elif group == "item":
        schemas.kinds[concept] = "line"
