"""With which sign a row is printed, and what a draft has to say of the sign of its concept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from generator.inputs.vocabulary import Concept
from generator.intake.placing.placed import PlacedFiling
from generator.intake.shaping.meanings import Meanings
from generator.intake.shaping.rows import RowInMaking, SheetDraft
from generator.xbrl.inline_cells import printed_sign
from generator.xbrl.report import Tagged


def give_signs(sheet: SheetDraft, filings: Sequence[PlacedFiling], meanings: Meanings) -> list[str]:
    """Each row the sign that its pages, else its preferred label, print it with. Gives remarks on rows printed in two
    ways."""
    remarks = []
    shown: Mapping[int, dict[tuple[str, object], list[Tagged]]] = {
        number: _by_fact(filings[number]) for number in sheet.views if filings[number].report.pages}
    for row in sheet.figures:
        seen: Counter[int] = Counter()
        for (number, _, _), fact in row.facts.items():
            for tagged in shown.get(number, {}).get((fact.tagged.concept, fact.tagged.span), ()):
                in_view = tagged.cell is not None and tagged.cell[0] in sheet.views[number].tables
                seen[printed_sign(tagged) * _sign(tagged)] += 10 if in_view else 1
        ways = {sign: count for sign, count in seen.items() if sign}
        if ways:
            row.sign = max(ways, key=lambda sign: ways[sign])
            if len(ways) > 1 and min(ways.values()) >= 10:
                remarks.append(f"{sheet.kind}: '{row.label}' is printed with its tagged sign in one column and with "
                               "the other in another; it stands with one sign")
        elif row.role.startswith("negated"):
            row.sign = -1
        meaning = meanings.sign_of(row.spots[0].concept)
        row.turn = row.sign * meaning
    return remarks


def _sign(tagged: Tagged) -> int:
    return 0 if not tagged.value else 1 if tagged.value > 0 else -1


def _by_fact(filing: PlacedFiling) -> dict[tuple[str, object], list[Tagged]]:
    found: dict[tuple[str, object], list[Tagged]] = {}
    for tagged in filing.report.facts:
        if tagged.printed:
            found.setdefault((tagged.concept, tagged.span), []).append(tagged)
    return found


def fits(row: RowInMaking, concept: Concept) -> bool:
    """Whether the figures of a row can be the concept's: one that has only one sign has it in most."""
    if not concept.one_sided or concept.sign == "":
        return True
    values = [row.turn * value for at in row.facts if (value := row.printed(at)) is not None and value]
    wrong = sum(1 for value in values if (value < 0) != (concept.one_sided < 0))
    return not wrong or (wrong * 4 < len(values) and not concept.is_outflow)
