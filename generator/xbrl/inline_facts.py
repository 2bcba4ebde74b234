"""The tags of an inline document as facts, before it is known what their contexts say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from generator.xbrl.contexts import named, qualified
from generator.xbrl.inline_pages import INLINE, NIL, Page, local
from generator.xbrl.report import Origin, Span, Tagged
from generator.xbrl.transforms import number, scaled, words

LONGEST_TEXT = 32_000
MOST_TEXT = 100_000_000


@dataclass(frozen=True, slots=True)
class PageFact:
    """A fact as tagged, by the names of its context and unit; all else as in ``Tagged``."""

    concept: str
    context: str
    unit: str
    origin: Origin
    is_number: bool
    value: Decimal | None = None
    text: str = ""
    decimals: int | None = None
    scale: int | None = None
    printed: str = ""
    label: str = ""
    cell: tuple[int, int, int] | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.concept, self.context, self.unit

    @property
    def where(self) -> str:
        return f"{self.origin.file}:{self.origin.line}"

    def tagged(self, span: Span, unit: str) -> Tagged:
        return Tagged(self.concept, span, unit, self.value, self.origin, self.text, self.decimals, self.scale,
                      self.printed, self.label, self.cell)


class TagTexts:
    """The texts of documents that belong together: a text may go on elsewhere, also in another of them."""

    def __init__(self, roots: Sequence[etree._Element]) -> None:
        self._further = {each.get("id", ""): each for root in roots
                         for each in root.iter(*(f"{space}continuation" for space in INLINE))}
        self._length = 0
        self._noted: Counter[str] = Counter()

    def note(self, remark: str) -> None:
        self._noted[remark] += 1

    def remarks(self) -> tuple[str, ...]:
        return tuple(f"{remark} ({count} times)" if count > 1 else remark for remark, count in self._noted.items())

    def of(self, element: etree._Element) -> str:
        """The text of a tag with all that continues it, without what it excludes; its first 32,000 characters."""
        parts: list[str] = []
        seen: set[str] = set()
        length = 0
        here: etree._Element | None = element
        while here is not None and length < LONGEST_TEXT:
            for each in _included(here):
                parts.append(each)
                length += len(each)
                if length >= LONGEST_TEXT:
                    break
            key = here.get("continuedAt", "")
            here = None if key in seen else self._further.get(key)
            seen.add(key)
        text = "".join(parts)[:LONGEST_TEXT]
        self._length += len(text)
        if self._length > MOST_TEXT:
            raise ValueError("stands in texts that contain each other too often")
        return text


def printings(file: str, page: Page, texts: TagTexts, faults: list[str], facts_before: int, tables_before: int,
              ) -> tuple[list[PageFact], dict[int, int]]:
    """The facts of a document in order, and by the place of a tag in the page the place of its fact among all."""
    found: list[PageFact] = []
    numbered: dict[int, int] = {}
    for at, element in enumerate(page.tags):
        if (reason := _left_out(element)):
            texts.note(reason)
            continue
        try:
            fact = _fact(file, element, texts)
        except ValueError as error:
            faults.append(f"{file}:{element.sourceline}: {element.get('name', 'a tag')} {error}")
            continue
        if (place := page.places.get(at)) is not None:
            cell = (place.cell[0] + tables_before, *place.cell[1:]) if place.cell else None
            fact = _placed(fact, place.label, place.printed, cell)
        numbered[at] = facts_before + len(found)
        found.append(fact)
    return found, numbered


def _placed(fact: PageFact, label: str, printed: str, cell: tuple[int, int, int] | None) -> PageFact:
    return PageFact(fact.concept, fact.context, fact.unit, fact.origin, fact.is_number, fact.value, fact.text,
                    fact.decimals, fact.scale, printed, label, cell)


def _left_out(element: etree._Element) -> str:
    """Why a tag is no fact of this filing."""
    if local(element)[0] == "tuple":
        return "tuples are not read: facts in them are left out"
    if element.get("tupleRef") or any(local(each) == ("tuple", True) for each in element.iterancestors()):
        return "a fact in a tuple is left out"
    if element.get("target"):
        return f"a fact for another instance ({element.get('target')}) is left out"
    return ""


def _fact(file: str, element: etree._Element, texts: TagTexts) -> PageFact:
    name, _ = local(element)
    origin = Origin(file, element.sourceline or 0)
    context = element.get("contextRef", "").strip()
    concept = named(element, element.get("name", ""))
    is_nil = element.get(NIL, "").strip() in {"true", "1"}
    if name == "nonNumeric":
        text = "" if is_nil else _worded(element, texts)
        return PageFact(concept, context, "", origin, False, text=text)
    unit = element.get("unitRef", "").strip()
    if not unit:
        raise ValueError("is a number without a unit")
    if is_nil:
        return PageFact(concept, context, unit, origin, True)
    value = _fraction(element) if name == "fraction" else _value(element)
    return PageFact(concept, context, unit, origin, True, value, decimals=_decimals(element),
                    scale=_whole(element, "scale") if name == "nonFraction" else None)


def _worded(element: etree._Element, texts: TagTexts) -> str:
    text = texts.of(element)
    namespace, _, transformation = qualified(element, element.get("format", ""))
    if element.get("escape", "").strip() not in {"true", "1"}:
        text = " ".join(text.split()) if transformation else text.strip()
    try:
        return words(namespace, transformation, text)
    except ValueError as error:
        texts.note(f"{element.get('name')} {error}; the text is kept as printed")
        return text


def _value(element: etree._Element) -> Decimal:
    for each in element.iter():
        if each is not element and local(each)[0] in {"sup", "footnote"}:
            raise ValueError("has the mark of a note inside of the figure")
    sign = element.get("sign", "").strip()
    if sign not in {"", "-"}:
        raise ValueError(f"has the sign {sign!r}")
    namespace, _, transformation = qualified(element, element.get("format", ""))
    bare = number(namespace, transformation, "".join(element.itertext()))
    return scaled(bare, _whole(element, "scale") or 0, is_negative=sign == "-")


def _fraction(element: etree._Element) -> Decimal:
    parts = {local(each)[0]: each for each in element.iter() if local(each)[1]}
    if "numerator" not in parts or "denominator" not in parts:
        raise ValueError("is a fraction without a numerator and a denominator")
    over, under = _value(parts["numerator"]), _value(parts["denominator"])
    if not under:
        raise ValueError("is a fraction over zero")
    value = over / under
    if value * under != over:
        raise ValueError(f"is the fraction {over}/{under}, which has no exact decimal value")
    return value


def _decimals(element: etree._Element) -> int | None:
    return None if element.get("decimals", "INF").strip() == "INF" else _whole(element, "decimals")


def _whole(element: etree._Element, name: str) -> int | None:
    text = element.get(name, "").strip()
    if not text:
        return None
    try:
        if len(text) > 5:
            raise ValueError
        return int(text)
    except ValueError:
        raise ValueError(f"has {name} {text[:40]!r}, which is no whole number of a few digits") from None


def _included(element: etree._Element) -> Iterator[str]:
    """All text below an element but that of ix:exclude."""
    skipped = 0
    for event, each in etree.iterwalk(element, events=("start", "end")):
        is_excluded = local(each) == ("exclude", True)
        if event == "start":
            skipped += is_excluded
            if not skipped and each.text:
                yield each.text
        else:
            skipped -= is_excluded
            if not skipped and each is not element and each.tail:
                yield each.tail


