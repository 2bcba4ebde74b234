"""An XBRL 2.1 instance: its facts in their order, each with its context, unit, exact value and line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from generator.refused import Refused, printable
from generator.xbrl.contexts import XBRLI, FactContext, contexts, units
from generator.xbrl.documents import Document
from generator.xbrl.names import standard_name
from generator.xbrl.report import Origin, Tagged
from generator.xbrl.trees import child_lines, root_of

LINK = "{http://www.xbrl.org/2003/linkbase}"
HREF = "{http://www.w3.org/1999/xlink}href"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?", re.ASCII)
_LONGEST = 100
"""So many characters of a number are read."""
_MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Instance:
    """``keys`` are concept, context and unit of each fact as the file calls them, by which an inline page finds its
    facts; ``prefixes`` the file's own prefix of each namespace, ``schemas`` the schemas and linkbases it names."""

    facts: tuple[Tagged, ...]
    keys: tuple[tuple[str, str, str], ...]
    entity: str
    prefixes: dict[str, str]
    schemas: tuple[str, ...]
    remarks: tuple[str, ...]


def read_instance(document: Document) -> Instance:
    """All facts of an instance. Raises Refused, with each file and line, where a fact has no context or unit that the
    file declares, or no number where one belongs; nothing is passed over. Tuples and fractions, which no filer of
    statements uses, are left with a remark."""
    root = root_of(document)
    if root.tag != f"{XBRLI}xbrl":
        raise Refused(f"{printable(document.name)}: is no XBRL instance: its root is {printable(root.tag)[:80]}")
    reading = _Reading(document.name, contexts(root), units(root), [], [], [])
    left, lines = 0, child_lines(document)
    for at, element in enumerate(root):
        if isinstance(element.tag, str) and not element.tag.startswith((XBRLI, LINK)):
            if len(element) and _holds_facts(element):
                left += 1
            else:
                reading.read(element, lines[at] if lines else element.sourceline or 0)
    if reading.faults:
        raise _refused(reading.faults)
    remarks = [f"{left} tuples or fractions of {document.name} are not read"] if left else []
    return Instance(tuple(reading.facts), tuple(reading.keys), _entity(reading.contexts),
                    {uri: prefix for prefix, uri in root.nsmap.items() if prefix}, named_files(root), tuple(remarks))


def named_files(root: etree._Element) -> tuple[str, ...]:
    """Schemas and linkbases that an instance, an inline header or a schema names, as they are written there."""
    return tuple(dict.fromkeys(each.get(HREF, "") for each in root.iter(f"{LINK}schemaRef", f"{LINK}linkbaseRef")))


@dataclass(slots=True)
class _Reading:
    file: str
    contexts: dict[str, FactContext]
    units: dict[str, str]
    facts: list[Tagged]
    keys: list[tuple[str, str, str]]
    faults: list[str]

    def read(self, element: etree._Element, line: int) -> None:
        """Add the element as a fact, or what is wrong with it."""
        name = etree.QName(element)
        concept = standard_name(name.namespace or "", element.prefix or "", name.localname)
        context_key, unit_key = (element.get("contextRef") or "").strip(), (element.get("unitRef") or "").strip()
        try:
            context = self._context(context_key)
            unit = self._unit(unit_key) if "unitRef" in element.attrib else ""
            text = "".join(element.itertext())
            nil = (element.get(_NIL) or "").strip() in ("true", "1")
            value = None if nil or not unit else number(text)
            decimals = None if value is None else accuracy(element.get("decimals"), element.get("precision"), value)
        except ValueError as error:
            self.faults.append(f"{self.file}:{line}: {concept} {error}")
            return
        assert context.span is not None
        self.facts.append(Tagged(concept, context.span, unit, value, Origin(self.file, line),
                                 text="" if unit or nil else text, decimals=decimals))
        self.keys.append((concept, context_key, unit_key))

    def _context(self, key: str) -> FactContext:
        if not key:
            raise ValueError("has no context; contextRef would name one")
        context = self.contexts.get(key)
        if context is None:
            raise ValueError(f"has the context {key[:80]!r}, which the file does not declare")
        if context.span is None:
            raise ValueError(f"has the context {key[:80]!r} (line {context.line}), which {context.fault}")
        return context

    def _unit(self, key: str) -> str:
        unit = self.units.get(key)
        if unit is None:
            raise ValueError(f"has the unit {key[:80]!r}, which the file does not declare")
        if not unit:
            raise ValueError(f"has the unit {key[:80]!r}, which measures nothing")
        return unit


def number(text: str) -> Decimal:
    """A number as XML Schema writes decimals and doubles. Raises ValueError on anything else: Python reads more."""
    stripped = text.strip()
    if not _NUMBER.fullmatch(stripped[:_LONGEST + 1]) or len(stripped) > _LONGEST:
        raise ValueError(f"has {stripped[:40]!r} where a number belongs" if stripped else
                         "has no number; a fact without one is marked nil")
    return Decimal(stripped)


def accuracy(decimals: str | None, precision: str | None, value: Decimal) -> int | None:
    """To how many decimals a filer says that a value is right; None where he says that it is exact, or nothing."""
    said = (decimals if decimals is not None else precision or "").strip()
    if said in ("", "INF"):
        return None
    if not re.fullmatch(r"[+-]?\d{1,3}", said, re.ASCII):
        raise ValueError(f"has {said[:40]!r} where its decimals belong; a whole number or INF would be right")
    if decimals is not None:
        return int(said)
    return int(said) - value.adjusted() - 1 if value and int(said) else None


def _holds_facts(element: etree._Element) -> bool:
    """Whether an element is a tuple, which holds facts, or a fraction; text may hold elements too, of a page."""
    fraction = element.find(f"{XBRLI}numerator") is not None
    return fraction or (element.get("contextRef") is None and any(each.get("contextRef") for each in element.iter()))


def _entity(known: dict[str, FactContext]) -> str:
    return next((each.entity for each in known.values() if each.entity), "")


def _refused(faults: list[str]) -> Refused:
    more = len(faults) - _MOST_LINES
    return Refused(*map(printable, faults[:_MOST_LINES]), *([f"… and {more:,} more"] if more > 0 else []))
