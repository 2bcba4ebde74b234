"""Pages whose header is missing, joined with the .xbrl file of the same filing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.xbrl.inline import Scanned, refused, renumbered
from generator.xbrl.inline_facts import PageFact
from generator.xbrl.report import PrintedTable, Tagged


@dataclass(frozen=True, slots=True)
class Joined:
    """The facts of an instance in its order, with what the pages print of them; behind them those that a page prints
    once more. ``pages`` go by places in ``facts``."""

    facts: tuple[Tagged, ...]
    pages: tuple[PrintedTable, ...]
    remarks: tuple[str, ...]


def join(scanned: Scanned, facts: Sequence[Tagged], keys: Sequence[tuple[str, str, str]]) -> Joined:
    """``keys`` are concept (by its standard name), context and unit of each fact, as the instance calls them.

    Refused where a page and the instance have different values for one fact: they are not of one filing."""
    joined, known = list(facts), set(keys)
    unused: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        unused[key].append(at)
    taken: dict[tuple[str, str, str], int] = {}
    numbered: dict[int, int] = {}
    faults: list[str] = []
    unknown = 0
    for at, printing in enumerate(scanned.printings):
        if printing.key not in known:
            unknown += 1
            continue
        place = _place(printing, unused[printing.key], joined)
        if place is None and (first := taken.get(printing.key)) is not None and _same(printing, joined[first]):
            joined.append(joined[first])
            place = len(joined) - 1
        if place is None:
            faults.append(_different(printing, joined[(unused[printing.key] or [taken.get(printing.key, 0)])[0]]))
            continue
        taken.setdefault(printing.key, place)
        numbered[at] = place
        joined[place] = replace(joined[place], scale=printing.scale, printed=printing.printed, label=printing.label,
                                cell=printing.cell)
    if faults:
        raise refused(faults)
    remarks = (f"{unknown} facts of the pages are not in the .xbrl file beside them, and have no dates without the "
               f"header; they are left out",) if unknown else ()
    return Joined(tuple(joined), tuple(renumbered(each, numbered) for each in scanned.tables),
                  (*scanned.remarks, *remarks))


def _place(printing: PageFact, unused: list[int], facts: Sequence[Tagged]) -> int | None:
    """The first fact of that key with that value; it is used up."""
    fits = next((each for each in unused if _same(printing, facts[each])), None)
    if fits is not None:
        unused.remove(fits)
    return fits


def _same(printing: PageFact, fact: Tagged) -> bool:
    return not printing.is_number or printing.value == fact.value


def _different(printing: PageFact, fact: Tagged) -> str:
    return (f"{printing.where}: {printing.concept} is {printing.value} here and {fact.value} in {fact.origin.file}:"
            f"{fact.origin.line}; hand over the files of one filing")
