"""The SEC's companyfacts: all that a filer's standard elements ever said, filing by filing, as JSON.

What a fact is about is told by its start and end alone. ``fy`` and ``fp`` are the filing's, ``frame`` stands on some
facts only: they are not read.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import NoReturn, cast

from generator.refused import Refused, printable
from generator.xbrl.documents import Document
from generator.xbrl.report import FiledReport, Origin, Span, Tagged

_LARGEST, _MOST_VALUES, _MOST_KEYS, _MOST_DIGITS = 32_000_000, 1_200_000, 50_000, 40
"""Bytes, values, keys of an object and digits: far above those of the largest filers (130,000 facts). It takes
up to three hundred bytes a value."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ACCESSION = re.compile(r"\d{10}-\d{2}-\d{6}", re.ASCII)
_DEPRECATED = re.compile(r"\s*\(Deprecated[^()]*\)$")
_UNREAD = frozenset(("fy", "fp", "frame", "description"))
REMARKS = ("companyfacts has no statements, no sums and nothing of the filer's own elements and members",)
_TURNED = "a fact's start is after its end"


@dataclass
class _Filing:
    """What is found of one accession number."""

    form: str
    filed: datetime.date
    facts: list[Tagged] = field(default_factory=list)
    undated: list[Tagged] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_companyfacts(document: Document) -> tuple[FiledReport, ...]:
    """A report for each accession number, oldest first, whatever its form. Raises Refused with what is wrong where."""
    root = _object(_loaded(document), document.name, "the file")
    facts = _object(root.get("facts"), document.name, "facts")
    cik = root.get("cik")
    if isinstance(cik, bool) or not re.fullmatch(r"\d{1,10}", str(cik), re.ASCII):
        _refuse(document.name, "cik", "a number of up to ten digits", cik)
    name = _text(root.get("entityName"), document.name, "entityName")
    filings: dict[str, _Filing] = {}
    labels: dict[tuple[str, str, str], str] = {}
    for taxonomy, found in facts.items():
        for element, content in _object(found, document.name, f"facts, {taxonomy}").items():
            where, concept = f"facts, {taxonomy}, {element}", f"{taxonomy}:{element}"
            about = _object(content, document.name, where)
            if about.get("label") is not None:
                label = _DEPRECATED.sub("", _text(about["label"], document.name, f"{where}, label")).strip()
                labels[concept, "", "en"] = label
            for unit, each in _object(about.get("units"), document.name, f"{where}, units").items():
                _add(each, concept, unit, f"{where}, units, {unit}", document.name, filings)
    files = (Path(document.name),)
    return tuple(FiledReport("companyfacts", files, tuple(each.facts), f"{int(str(cik)):010}", name, accession,
                             each.form, each.filed, labels=labels, remarks=(*REMARKS, *dict.fromkeys(each.remarks)),
                             undated=tuple(each.undated), url=_address(str(cik), accession))
                 for accession, each in sorted(filings.items(), key=lambda item: (item[1].filed, item[0])))


def _address(cik: str, accession: str) -> str:
    """Where the SEC shows a filing's documents; empty for what is no accession number of theirs."""
    if not _ACCESSION.fullmatch(accession):
        return ""
    return f"https://www.sec.gov/Archives/edgar/data/{int(cik)}/{accession.replace('-', '')}/{accession}-index.htm"


def _add(found: object, concept: str, unit: str, where: str, file: str, filings: dict[str, _Filing]) -> None:
    """The facts of one element in one unit, each with its filing."""
    if not isinstance(found, list):
        _refuse(file, where, "a list", found)
    if not unit:
        _refuse(file, where, "the name of a unit", unit)
    for number, one in enumerate(found, 1):
        at = f"{where}, {number}"
        fact = _object(one, file, at)
        end, filed = _date(fact.get("end"), file, f"{at}, end"), _date(fact.get("filed"), file, f"{at}, filed")
        start = _date(fact["start"], file, f"{at}, start") if fact.get("start") is not None else None
        accession = _text(fact.get("accn"), file, f"{at}, accn")
        form, value = _text(fact.get("form"), file, f"{at}, form"), fact.get("val")
        if "val" not in fact or not (value is None or isinstance(value, Decimal)):
            _refuse(file, f"{at}, val", "a number", value)
        filing = filings.setdefault(accession, _Filing(form, filed))
        if (filing.form, filing.filed) != (form, filed):
            filing.remarks.append(f"its facts give it two dates or forms: {filing.form} of {filing.filed} and {form} "
                                  f"of {filed}; the first is taken")
        tagged = Tagged(concept, Span(end, start), unit, value, Origin(file, 0))
        if start and start > end:
            filing.undated.append(tagged)
            filing.remarks.append(f"{_TURNED}: {concept}, {start} to {end}")
        else:
            filing.facts.append(tagged)


# JSON


def _loaded(document: Document) -> object:
    """What the file holds, numbers as exact decimals."""
    data, file = document.data, document.name
    if len(data) > _LARGEST or data.count(b",") + data.count(b"[") + data.count(b"{") > _MOST_VALUES:
        raise Refused(f"{file}: this file is larger than any companyfacts: up to {_LARGEST // 1_000_000} MB and "
                      f"{_MOST_VALUES:,} values are read")
    try:
        text = data.decode("utf-8-sig")
        return json.loads(text, parse_float=_decimal, parse_int=_decimal, parse_constant=_no_number,
                          object_pairs_hook=_pairs)
    except UnicodeDecodeError as error:
        raise Refused(f"{file}: no UTF-8 at byte {error.start:,}; companyfacts is in UTF-8, load it anew") from None
    except json.JSONDecodeError as error:
        raise Refused(f"{file}:{error.lineno}:{error.colno}: no JSON: {error.msg}; the file is cut off or was changed, "
                      "load it anew") from None
    except RecursionError:
        raise Refused(f"{file}: lists or objects are nested too deeply for companyfacts") from None
    except _Wrong as error:
        raise Refused(f"{file}: {error}") from None


class _Wrong(Exception):
    """What JSON allows, or Python's reader, and companyfacts does not."""


def _decimal(text: str) -> Decimal:
    # 1e999999999 is short, and its digits would fill the memory later.
    _, _, power = text.lower().partition("e")
    if len(text) > _MOST_DIGITS or (power and abs(int(power)) > _MOST_DIGITS):
        raise _Wrong(f"'{text[:_MOST_DIGITS]}…' is no figure: it has more than {_MOST_DIGITS} digits")
    return Decimal(text)


def _no_number(text: str) -> NoReturn:
    raise _Wrong(f"'{text}' is no number")


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(pairs) > _MOST_KEYS:
        raise _Wrong(f"an object has more than {_MOST_KEYS:,} keys, which no companyfacts has")
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise _Wrong(f"the key '{printable(twice[:80])}' stands twice in one object")
    for key in _UNREAD & found.keys():
        del found[key]
    return found


def _object(value: object, file: str, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        _refuse(file, where, "an object", value)
    return cast("dict[str, object]", value)


def _text(value: object, file: str, where: str) -> str:
    if not isinstance(value, str) or not value or any("\ud800" <= each <= "\udfff" for each in value):
        _refuse(file, where, "text", value)
    return str(value)


def _date(value: object, file: str, where: str) -> datetime.date:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        _refuse(file, where, "a date as 2023-09-30", value)
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        _refuse(file, where, "a date that there is", value)


def _refuse(file: str, where: str, expected: str, found: object) -> NoReturn:
    shown = "nothing" if found is None else f"'{found}'"[:80] if isinstance(found, (str, Decimal)) else \
        {"dict": "an object", "list": "a list", "bool": "true or false"}[type(found).__name__]
    raise Refused(f"{file}: {printable(where[:300])}: expected {expected}, found {printable(shown)}; this is not as "
                  "the SEC gives companyfacts, load it anew")

