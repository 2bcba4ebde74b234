"""How an issuer rounds is told from its printed sums, worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.diagnosis.issuer_rounding import Suggestion
from generator.report.audit import Audit, audit
from tests.companies import COMPANY, audited, changed
from tests.conftest import IIJ

OPEN = changed(changed(COMPANY, "rounding: nearest\n", ""), "foots: exact\n", "")
STATEMENTS = "report:\n  title: Report\n  sheet: Income Statement\n  items:\n" + "".join(
    f"    a{n}: A\n    b{n}: B\n    t{n}: {{label: T, sum: [a{n}, b{n}]}}\n" for n in range(12))
# True parts in tenths; both are printed without them.
PARTS = [(104, 207), (118, 129), (105, 335), (211, 412), (306, 107), (777, 123), (454, 126), (631, 269), (148, 163),
         (215, 416), (987, 313), (222, 333)]


def _filing(cut: Callable[[int], int], whole: Callable[[int], int]) -> str:
    rows = "".join(f"      a{n}: [{cut(a)}]\n      b{n}: [{cut(b)}]\n      t{n}: [{whole(a + b)}]\n"
                   for n, (a, b) in enumerate(PARTS))
    return ("filing: {title: R, filed: 2023-11-14, assurance: reviewed}\ntables:\n  - statement: report\n"
            f"    heading: Table\n    columns: [1H2023]\n    rows:\n{rows}")


def _nearest(tenths: int) -> int:
    return (tenths + 5) // 10


def _cut(tenths: int) -> int:
    return tenths // 10


def _found(folder: Path, filing: str, company: str = OPEN) -> Audit:
    return audited(folder, {"company.yaml": company, "statements.yaml": STATEMENTS, "filings/2023-11-14.yaml": filing})


def _said(found: list[Suggestion]) -> dict[str, str]:
    return {each.key: each.value for each in found}


def test_figures_rounded_to_the_nearest_go_either_way(tmp_path: Path) -> None:
    found = _found(tmp_path, _filing(_nearest, _nearest))
    # 10 + 21 and 31; 12 + 13 and 25; 11 + 34 and 44: the parts exceed the total.
    assert _said(found.suggestions) == {"foots": "loose", "rounding": "nearest"}


def test_figures_that_are_cut_off_never_exceed_their_total(tmp_path: Path) -> None:
    parts = [(104, 207), (118, 129), (105, 335), (211, 419), (306, 107), (777, 123), (454, 126), (631, 269),
             (148, 163), (215, 416), (987, 313), (228, 333)]
    rows = "".join(f"      a{n}: [{a // 10}]\n      b{n}: [{b // 10}]\n      t{n}: [{(a + b) // 10}]\n"
                   for n, (a, b) in enumerate(parts))
    filing = _filing(_cut, _cut)
    filing = filing[:filing.index("    rows:\n")] + "    rows:\n" + rows
    assert _said(_found(tmp_path, filing).suggestions) == {"foots": "loose", "rounding": "truncate"}


def test_columns_that_always_add_up_say_so_and_leave_the_rounding_open(tmp_path: Path) -> None:
    found = _found(tmp_path / "own", _filing(_cut, lambda tenths: 0).replace("[0]", "[todo]"))
    assert found.suggestions == []
    exact = "".join(f"      a{n}: [{a}]\n      b{n}: [{b}]\n      t{n}: [{a + b}]\n" for n, (a, b) in enumerate(PARTS))
    filing = _filing(_cut, _cut)
    filing = filing[:filing.index("    rows:\n")] + "    rows:\n" + exact
    (only,) = _found(tmp_path / "exact", filing).suggestions
    assert (only.key, only.value) == ("foots", "exact")
    assert "12 of 12" in only.evidence


def test_what_is_declared_is_not_suggested(tmp_path: Path) -> None:
    declared = changed(COMPANY, "foots: exact", "foots: loose")
    assert _found(tmp_path, _filing(_nearest, _nearest), declared).suggestions == []


def test_an_undeclared_habit_means_the_widest_tolerance(tmp_path: Path) -> None:
    found = _found(tmp_path, _filing(_nearest, _nearest))
    assert (found.book.company.rounding, found.book.company.foots) == ("nearest", "loose")
    assert found.counts["FAIL"] == 0


@pytest.mark.parametrize("line", ["rounding: nearest", "foots: exact"])
def test_the_real_report_shows_its_own_habit(tmp_path: Path, line: str) -> None:
    for name in ("statements.yaml", "checks.yaml", "ratios.yaml"):
        (tmp_path / name).write_bytes((IIJ / name).read_bytes())
    company = (IIJ / "company.yaml").read_text(encoding="utf-8")
    (tmp_path / "company.yaml").write_text(
        "".join(each for each in company.splitlines(True) if not each.startswith(line)), encoding="utf-8")
    (tmp_path / "filings").mkdir()
    (source,) = (IIJ / "filings").glob("*.yaml")
    (tmp_path / "filings" / source.name).write_bytes(source.read_bytes())
    said = _said(audit(tmp_path).suggestions)
    # Columns that always add up do not show how single figures are rounded; the report says so in words.
    assert said == ({"foots": "exact"} if line.startswith("foots") else {})
