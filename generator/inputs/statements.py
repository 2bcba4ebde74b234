"""A company's folder: company.yaml and statements.yaml become the model; every mistake becomes a Problem."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from generator.inputs.company import named, read_company
from generator.inputs.cross_references import check_references
from generator.inputs.document import Value, load, mapped
from generator.inputs.filings import filing_paths, read_filings
from generator.inputs.vocabulary import Vocabulary
from generator.model.additivity import ADDITIVITIES, FLOW, RATIO, Additivity
from generator.model.book import Book
from generator.model.problem import Place, Problems, nearest
from generator.model.statement import SHEETS, LineItem, Member, Ref, Statement, Unit

_REF = re.compile(r"(-?)([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)(?:@([a-z][a-z0-9_]*))?")
_FILES = ("company.yaml", "statements.yaml", "ratios.yaml", "checks.yaml")
_STATEMENT = ("title", "sheet", "unit", "additivity", "members", "items")
_ITEM = ("label", "caption", "concept", "unit", "additivity", "sum", "also_sum", "same_as", "growth_of",
         "change_of", "percent_of", "note")
_MEMBER = ("label", "unit", "sum", "growth", "change", "percent_of")


def read_book(folder: Path, vocabulary: Vocabulary, problems: Problems) -> Book | None:
    """The book in a company's folder, or None with Problems. Nothing is dropped or guessed."""
    if not _is_company(folder, problems):
        return None
    # Every file is read as far as the others allow, so that one run reports the mistakes of all of them.
    units, company = read_company(folder, vocabulary, problems)
    statements = None
    if units is None:
        _syntax([folder / "statements.yaml"], problems)
    else:
        statements = _statements(folder, units, problems)
    if statements:
        check_references(statements, vocabulary.concepts, problems)
    if company is None or not statements:
        _syntax(filing_paths(folder, problems), problems)
        return None
    filings, facts = read_filings(folder, company, statements, problems)
    book = Book(company, statements, filings, facts)
    if not problems and not book.slots:
        first = f" from 'first_year:' FY{company.first_year} on" if company.first_year else ""
        problems.add(filings[0].place, f"no figure stands under a period or the end of a quarter{first}: nothing to "
                                       "lay out")
    return None if problems else book


def _is_company(folder: Path, problems: Problems) -> bool:
    """Whether there is a folder to read. A file in it that would be passed over is a Problem."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        problems.add(Place(str(folder)), "there is no such folder; 'quarterbook new NAME' lays one out")
        return False
    except NotADirectoryError:
        problems.add(Place(str(folder)), f"this is a file; name the company's folder, e.g. {folder.parent}")
        return False
    except (OSError, ValueError) as error:
        problems.add(Place(str(folder)), f"cannot be read: {getattr(error, 'strerror', error)}")
        return False
    for name in names:
        if name.endswith((".yaml", ".yml")) and name not in _FILES:
            hint = nearest(name, _FILES) or f"; known: {', '.join(_FILES)}, filings/"
            problems.add(Place(str(folder / name)), f"a file of this name is not read{hint}")
    return True


def _syntax(paths: list[Path], problems: Problems) -> None:
    """Report at least the mistakes of form in files whose meaning depends on one that cannot be used."""
    for path in paths:
        load(path, problems)


def _statements(folder: Path, units: Mapping[str, Unit], problems: Problems) -> dict[str, Statement] | None:
    root = load(folder / "statements.yaml", problems)
    if root is None:
        return None
    found: dict[str, Statement] = {}

    def read(name: str, key: Value, value: Value) -> None:
        name = named(name, key)
        found[name] = _statement(name, key, value, units)

    mapped(root, read)
    if root.is_mapping and not found:
        root.complain("there is no statement here")
    return found


def _statement(name: str, key: Value, value: Value, units: Mapping[str, Unit]) -> Statement:
    fields = value.fields(_STATEMENT, required=("title", "sheet", "items"))
    unit = _unit(fields["unit"], units) if "unit" in fields else "amount"
    additivity = _additivity(fields.get("additivity"), FLOW)
    items: dict[str, LineItem] = {}
    members: dict[str, Member] = {}

    def item(each: str, item_key: Value, item_value: Value) -> None:
        each = named(each, item_key)
        items[each] = _item(each, item_key, item_value, units, unit, additivity)

    def member(each: str, member_key: Value, member_value: Value) -> None:
        each = named(each, member_key)
        members[each] = _member(each, member_value, units)

    if "items" in fields:
        mapped(fields["items"], item)
        if fields["items"].is_mapping and not items:
            fields["items"].complain("the statement has no line items")
    if "members" in fields:
        mapped(fields["members"], member)
    sheet = (fields["sheet"].choice(SHEETS) if "sheet" in fields else None) or SHEETS[0]
    title = (fields["title"].text() if "title" in fields else None) or name
    return Statement(name, title, sheet, key.place, items, members)


def _item(key: str, at: Value, value: Value, units: Mapping[str, Unit], unit: str,
          additivity: Additivity) -> LineItem:
    if value.literal is not None:
        return LineItem(key, value.text() or key, at.place, unit, additivity)
    before = len(value.problems)
    fields = value.fields(_ITEM)
    if "caption" in fields:
        for name in fields.keys() - {"caption", "note"}:
            fields[name].complain(f"a caption has no figures; take out '{name}', or write label instead of caption")
        return LineItem(key, fields["caption"].text() or key, at.place, unit, additivity, caption=True)
    if "label" not in fields and len(value.problems) == before:
        at.complain(f"'{key}' needs a label (or a caption)")
    percent = fields["percent_of"].elements() if "percent_of" in fields else []
    if "percent_of" in fields and fields["percent_of"].is_list and len(percent) != 2:
        fields["percent_of"].complain("percent_of takes two line items: [numerator, denominator]")
    refs = [ref for ref in (_ref(each) for each in percent) if ref]
    return LineItem(
        key, (fields["label"].text() if "label" in fields else None) or key, at.place,
        unit=_unit(fields["unit"], units) if "unit" in fields else unit,
        additivity=_additivity(fields.get("additivity"), additivity),
        concept=(fields["concept"].text() or "") if "concept" in fields else "",
        sum=_parts(fields.get("sum")), also_sum=_parts(fields.get("also_sum")),
        same_as=_same_as(fields["same_as"]) if "same_as" in fields else (),
        growth_of=_ref(fields["growth_of"]) if "growth_of" in fields else None,
        change_of=_ref(fields["change_of"]) if "change_of" in fields else None,
        percent_of=(refs[0], refs[1]) if len(refs) == 2 else None,
        note=(fields["note"].text() or "") if "note" in fields else "")


def _member(key: str, value: Value, units: Mapping[str, Unit]) -> Member:
    if value.literal is not None:
        return Member(key, value.text() or key)
    fields = value.fields(_MEMBER, required=("label",))
    return Member(
        key, (fields["label"].text() if "label" in fields else None) or key,
        unit=_unit(fields["unit"], units) if "unit" in fields else "",
        sum=_parts(fields.get("sum")),
        growth="growth" in fields and fields["growth"].flag(),
        change="change" in fields and fields["change"].flag(),
        percent_of=_ref(fields["percent_of"]) if "percent_of" in fields else None)


def _unit(value: Value, units: Mapping[str, Unit]) -> str:
    return value.choice(tuple(units)) or "amount"


def _additivity(value: Value | None, usual: Additivity) -> Additivity:
    """A misspelt one is taken for a ratio, which may stand under any column and so causes no second Problem."""
    return usual if value is None else ADDITIVITIES.get(value.choice(ADDITIVITIES) or "", RATIO)


def _parts(value: Value | None) -> tuple[tuple[int, str], ...]:
    """Signed names: ``[revenue, -cost]``."""
    if value is None:
        return ()
    names = [name for name in (each.text() for each in value.elements()) if name]
    if value.is_list and not names:
        value.complain("the sum names no parts")
    return tuple((-1, name[1:].strip()) if name.startswith("-") else (1, name) for name in names)


def _ref(value: Value) -> Ref | None:
    text = value.text()
    if text is None:
        return None
    match = _REF.fullmatch(text)
    if not match:
        value.complain(f"'{text}' does not name a line item; write statement.item, statement.item@member "
                       "or -statement.item for the opposite sign")
        return None
    return Ref(-1 if match[1] else 1, (match[2], match[3], match[4] or ""))


def _same_as(value: Value) -> tuple[tuple[str, Ref], ...]:
    if value.literal is not None:
        ref = _ref(value)
        return (("", ref),) if ref else ()
    found: list[tuple[str, Ref]] = []

    def read(member: str, _key: Value, each: Value) -> None:
        ref = _ref(each)
        if ref:
            found.append((member, ref))

    mapped(value, read)
    return tuple(found)
