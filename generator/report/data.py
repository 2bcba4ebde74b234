"""What the checks say, as plain data: the terminal, the page and programs read the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.checks.missing_lines import MissingLine
from generator.checks.proof import FAIL, NOT_AVAILABLE, ROUND, Check
from generator.diagnosis.lost_rows import LostRow
from generator.diagnosis.protection import Tally
from generator.diagnosis.repairs import Finding, Repair
from generator.diagnosis.rereadings import Rereading
from generator.model.book import Book
from generator.model.fact import Fact
from generator.model.figure import in_print
from generator.model.severity import SEVERITIES
from generator.model.statement import key
from generator.report.audit import Audit, Verdict

_WORST = {FAIL: 0, ROUND: 1, NOT_AVAILABLE: 2}
_BETWEEN = "Between statements"
_SHOWN = 3


def as_data(audit: Audit, protection: bool = True) -> dict[str, Any]:
    """All of an audit as dictionaries, lists, text and numbers; figures as text in printed digits."""
    book = audit.book
    data: dict[str, Any] = {
        "company": {"name": book.company.name, "code": book.company.code, "currency": book.company.currency,
                    "scale": book.company.scale, "rounding": book.company.rounding, "foots": book.company.foots},
        "filings": [{"key": f.key, "title": f.title, "filed": str(f.filed), "assurance": f.assurance}
                    for f in book.filings],
        "figures": len(book.facts), "counts": dict(audit.counts), "hard_failures": len(audit.hard_failures),
        "verdict": _verdict(audit),
        "checks": [_check(audit, verdict) for verdict in audit.verdicts],
        "as_first_reported": [_check(audit, verdict) for verdict in audit.as_first_reported],
        "findings": [_finding(audit.book, finding) for finding in audit.findings],
        "suspicions": [_reading(each) for each in audit.suspicions],
        "suggestions": [{"key": s.key, "value": s.value, "evidence": s.evidence} for s in audit.suggestions],
        "corrections": [{**_figure(book, fact), "printed": fact.figure.printed, "reason": fact.figure.reason}
                        for fact in book.facts if fact.figure.reason],
        "todo": [_figure(book, fact) for fact in book.todo]}
    if protection:
        data["protection"] = {
            "slips": {heading: _tally(tally) for heading, tally in audit.survey.items()},
            "unproved": [{**_figure(book, fact), "tally": _tally(tally)} for fact, tally in audit.protection.unproved]}
        data["statements"] = _statements(audit)
    return data


def _verdict(audit: Audit) -> str:
    """What the hard checks say, in words; that none could fail yet is no proof."""
    failed = len(audit.hard_failures)
    if not audit.book.facts:
        return "no figure is typed yet: there is nothing to check"
    if len(audit.verdicts) == audit.counts[NOT_AVAILABLE]:
        return "no check can be evaluated yet"
    return f"{failed or 'no'} hard check{'s' * (failed > 1)} fail{'s' * (failed < 2)}"


def _figure(book: Book, fact: Fact) -> dict[str, Any]:
    """A figure: what it is, what was typed, and where."""
    return {"key": key(fact.series), "label": book.name(fact.series), "period": book.when(fact.period),
            "value": _value(fact), "heading": fact.heading, "filing": fact.filing.key, "place": str(fact.place)}


def _value(fact: Fact) -> str:
    """A figure as people read it: as printed, or as corrected."""
    return in_print(fact.figure.value) if fact.figure.reason and fact.figure.value is not None else fact.figure.printed


def _group(audit: Audit, check: Check) -> str:
    """The title of the statement that a check is about."""
    return audit.book.statements[check.statement].title if check.statement else _BETWEEN


def worst_first(checks: Iterable[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Checks by statement: those with hard failures first, the most and the largest of them before the others."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for check in sorted(checks, key=_badness):
        groups.setdefault(check["statement"], []).append(check)
    return sorted(groups.items(), key=lambda found: (
        _badness(found[1][0])[:2], -sum(1 for check in found[1] if check["state"] == FAIL), _badness(found[1][0])))


def _badness(check: dict[str, Any]) -> tuple[int, bool, float]:
    """The state, then hard before soft, then how far the sides are apart for their size."""
    size = max(abs(check["left"] or 0), abs(check["right"] or 0))
    soft = not SEVERITIES[check["kind"]].turns_master
    return _WORST.get(check["state"], 3), soft, -abs(check["difference"] or 0) / (size or 1)


def _places(facts: Iterable[Fact]) -> list[str]:
    """Where a side was typed, a line once."""
    return list(dict.fromkeys(f"{fact.place.file}:{fact.place.line}" for fact in facts))


def _check(audit: Audit, verdict: Verdict) -> dict[str, Any]:
    check, outcome = verdict.check, verdict.outcome
    return {"id": check.id, "label": check.label, "statement": _group(audit, check), "period": check.period,
            "kind": check.severity.word, "state": outcome.state, "left": outcome.left, "right": outcome.right,
            "difference": outcome.difference, "tolerance": outcome.tolerance,
            "left_places": _places(check.left_facts), "right_places": _places(check.right_facts),
            "look_at": check.look_at, "reason": check.relation.reason}


def _finding(book: Book, finding: Finding) -> dict[str, Any]:
    """The explanations in the order and words in which people read them, some ``shown`` in full, the rest in a line.

    Plain slips and rows left out come before figures that would merely have to be quite other ones.
    """
    plain = [repair for repair in finding.repairs if repair.is_plain]
    other = any(reading.is_likely for reading in finding.readings)
    in_full = () if other else (plain or (() if finding.lost_rows else finding.repairs))[:_SHOWN]
    likeliest = len(plain) == 1 and not finding.lost_rows
    count = len(finding.repairs) + len(finding.lost_rows) + len(finding.readings)
    said = {0: "No one to three slips and no row left out explain it: a row may stand in the wrong total.", 1: ""}
    return {"checks": [check.id for check in finding.failing],
            "said": _missing(book, finding.missing) if finding.missing else said.get(
                count, f"{count} explanations; only the filing's page can tell which is true."),
            "repairs": [{**_repair(book, repair), "shown": repair in in_full,
                         "head": "Only one slip explains it" if repair.is_unique else
                         "Likeliest" if likeliest and repair.is_plain else "Possible"} for repair in finding.repairs],
            "readings": [{**_reading(each), "said": f"{'Likeliest' if each.is_likely else 'Possible'}: {each.words}"}
                         for each in finding.readings],
            "rest": "Less likely" if plain or finding.lost_rows or other else "Or",
            "lost_rows": [_lost_row(book, row) for row in finding.lost_rows],
            "apart": [_finding(book, each) for each in finding.apart]}


def _missing(book: Book, missing: MissingLine) -> str:
    """Which line a check asks for, and how the inputs say that it is that."""
    concept, beside = f"concept: {missing.concept}", book.name(missing.gaps[0].beside.series)
    if missing.row:
        return (f"No figure is wrong: '{book.name(missing.row)}' lies between the sides. Say so in statements.yaml: "
                f"give {key(missing.row)} '{concept}'.")
    if missing.total:
        return (f"No figure is wrong: the printed one rests on '{book.name(missing.total)}'. Type what lies between it "
                f"and '{beside}' as a line of its own with '{concept}'.")
    amounts = {book.when(gap.beside.period): f"{gap.amount:+,.4g}" for gap in missing.gaps}
    about = ", ".join(f"{when} about {amount}" for when, amount in amounts.items())
    return (f"No figure need be wrong: in every period something lies between '{beside}' and the printed figure "
            f"({about}). Where a note gives it, type it as a line with '{concept}'; where none does, company.yaml "
            "declares the check soft.")


def _reading(reading: Rereading) -> dict[str, Any]:
    return {"said": reading.words[:1].upper() + reading.words[1:], "likely": reading.is_likely, "line": reading.line,
            "place": str(reading.place or ""), "mends": [check.id for check in reading.mends]}


def _lost_row(book: Book, row: LostRow) -> dict[str, Any]:
    statement = book.statements[row.total[0]]
    return {"total": statement.items[row.total[1]].label, "item": row.item,
            "label": f"the row {statement.items[row.item].label}" if row.item
            else "a row that statements.yaml does not list",
            "figures": [{"period": book.when(fact.period), "member": statement.member(fact.series[2]).label,
                         "value": _about(book, _value(fact), True)} for fact in row.figures],
            "lines": [{"line": line, "after": f"{after.file}:{after.line}"} for after, line in row.lines],
            "agrees": row.agrees,
            "mends": [check.id for check in row.mends]}


def _about(book: Book, value: str, solved: bool) -> str:
    """A figure that relations ask for; where columns may differ by rounding it is not known to the last digit."""
    return f"about {value}" if solved and book.company.foots == "loose" else value


def _repair(book: Book, repair: Repair) -> dict[str, Any]:
    return {"unique": repair.is_unique, "plain": repair.is_plain, "alternatives": repair.alternatives,
            "mends": [check.id for check in repair.mends],
            "slips": [{"kind": each.slip.words, "changes": [
                {**_figure(book, change.fact),
                 "would_be": _about(book, in_print(change.fact.in_print(change.value)), each.slip.is_solved),
                 "line": change.line(each.slip.words, len(repair.mends))} for change in each.changes]}
                for each in repair.candidates]}


def _tally(tally: Tally) -> dict[str, Any]:
    return {"made": tally.made, "hard": tally.hard, "soft": tally.soft, "share": round(tally.share, 4),
            "said": tally.said}


def _statements(audit: Audit) -> list[dict[str, Any]]:
    """The typed tables: each row's figures in printed order, with what proves each of them."""
    tables: dict[tuple[str, str, str], dict[str, list[Fact]]] = {}
    for fact in audit.book.facts:
        rows = tables.setdefault(fact.table, {})
        rows.setdefault(fact.series[1], []).append(fact)
    found = []
    for (filing, heading, statement), rows in tables.items():
        definition = audit.book.statements[statement]
        found.append({"filing": filing, "heading": heading, "title": definition.title, "rows": [
            {"label": definition.items[item].label, "figures": [_proved(audit, fact) for fact in facts]}
            for item, facts in rows.items()]})
    return found


def _proved(audit: Audit, fact: Fact) -> dict[str, Any]:
    member = audit.book.statements[fact.series[0]].member(fact.series[2]).label
    failing = audit.failing_facts.get(fact, ())
    return {"value": _value(fact), "period": audit.book.when(fact.period), "member": member, "place": str(fact.place),
            "proofs": audit.protection.proofs(fact), "failing": [check.id for check in failing],
            "corrected": bool(fact.figure.reason)}
