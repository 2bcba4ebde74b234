"""Contexts and units, as an instance and the header of an inline document write them alike."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from generator.xbrl.names import standard_name
from generator.xbrl.report import Span

XBRLI = "{http://www.xbrl.org/2003/instance}"
XBRLDI = "{http://xbrl.org/2006/xbrldi}"
ISO4217 = "http://www.xbrl.org/2003/iso4217"
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(T00:00:00(?:\.0+)?)?(?:Z|[+-]\d\d:\d\d)?")
_A_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FactContext:
    """Who and what a fact is about. Where it can't be told, ``span`` is None and ``fault`` says why."""

    entity: str
    span: Span | None
    fault: str
    line: int


def contexts(root: etree._Element) -> dict[str, FactContext]:
    """Every context below ``root`` by its id. Two that have one id and say different things are one with a fault."""
    found: dict[str, FactContext] = {}
    for element in root.iter(f"{XBRLI}context"):
        here = _context(element)
        key = element.get("id", "")
        before = found.setdefault(key, here)
        if (before.entity, before.span) != (here.entity, here.span):
            found[key] = FactContext(here.entity, None, f"stands twice, here and in line {before.line}, with different "
                                 f"contents", here.line)
    return found


def units(root: etree._Element) -> dict[str, str]:
    """Every unit below ``root`` by its id: ``JPY``, ``shares``, ``USD/shares``; empty where it measures nothing."""
    return {element.get("id", ""): _unit(element) for element in root.iter(f"{XBRLI}unit")}


def qualified(element: etree._Element, name: str) -> tuple[str, str, str]:
    """A name in an attribute or a text, such as ``us-gaap:Revenues``: namespace, prefix and local name."""
    prefix, colon, local = name.strip().rpartition(":")
    return element.nsmap.get(prefix if colon else None) or "", prefix, local


def named(element: etree._Element, name: str) -> str:
    """The standard name of an element that is named in an attribute or a text."""
    return standard_name(*qualified(element, name))


def _context(element: etree._Element) -> FactContext:
    entity = (element.findtext(f"{XBRLI}entity/{XBRLI}identifier") or "").strip()
    line = element.sourceline or 0
    try:
        start, end = _period(element.find(f"{XBRLI}period"))
        members = sorted(_members(element))
        axes = [axis for axis, _ in members]
        if len(set(axes)) < len(axes):
            raise ValueError("has two members of one axis")
    except ValueError as error:
        return FactContext(entity, None, str(error), line)
    return FactContext(entity, Span(end, start, tuple(members)), "", line)


def _period(period: etree._Element | None) -> tuple[datetime.date | None, datetime.date]:
    if period is None:
        raise ValueError("has no period")
    instant, start, end = (period.findtext(f"{XBRLI}{name}") for name in ("instant", "startDate", "endDate"))
    if instant is not None:
        return None, _date(instant, is_end=True)
    if start is None or end is None:
        raise ValueError("has a period that is neither a day nor a first and a last day")
    first, last = _date(start, is_end=False), _date(end, is_end=True)
    if last < first:
        raise ValueError(f"ends on {last}, before it starts on {first}")
    return first, last


def _date(text: str, *, is_end: bool) -> datetime.date:
    """The day; midnight, where it is an end, is the end of the day before."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        raise ValueError(f"has {text.strip()[:40]!r} where a date belongs")
    try:
        day = datetime.date.fromisoformat(match[1])
        return day - _A_DAY if is_end and match[2] else day
    except (ValueError, OverflowError):
        raise ValueError(f"has {match[1]!r} where a date belongs") from None


def _members(context: etree._Element) -> Iterator[tuple[str, str]]:
    """Axis and member of each dimension. What is no dimension tells contexts apart as well, by its own name."""
    for place in (f"{XBRLI}entity/{XBRLI}segment", f"{XBRLI}scenario"):
        for each in context.iterfind(f"{place}/*"):
            if each.tag == f"{XBRLDI}explicitMember":
                yield named(each, each.get("dimension", "")), named(each, each.text or "")
            elif each.tag == f"{XBRLDI}typedMember":
                yield named(each, each.get("dimension", "")), " ".join("".join(each.itertext()).split())
            elif isinstance(each.tag, str):
                name = etree.QName(each)
                yield (standard_name(name.namespace or "", each.prefix or "", name.localname),
                       " ".join("".join(each.itertext()).split()))


def _unit(unit: etree._Element) -> str:
    divide = unit.find(f"{XBRLI}divide")
    if divide is None:
        return _measures(unit)
    above, below = (divide.find(f"{XBRLI}{part}") for part in ("unitNumerator", "unitDenominator"))
    if above is None or below is None:
        return ""
    over, under = _measures(above), _measures(below)
    return f"{over}/{under}" if over and under else ""


def _measures(parent: etree._Element) -> str:
    return "*".join(_measure(each) for each in parent.iterfind(f"{XBRLI}measure"))


def _measure(measure: etree._Element) -> str:
    namespace, _, local = qualified(measure, measure.text or "")
    if namespace == ISO4217 or f"{{{namespace}}}" == XBRLI:
        return local
    return named(measure, measure.text or "")
