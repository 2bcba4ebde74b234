"""What the merge is tested with: a small book and the same a filing on, and the IIJ workbook two filings on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.pipeline import Result, build
from tests.companies import STATEMENTS, built, changed
from tests.conftest import IIJ

# Revenue 8, costs 9, profit 10; the next filing puts other income between revenue and costs. 1H2022 is column I,
# 1H2023 is column Q; FY2024 is appended from column U on.
LATER_FILING = """\
filing: {title: Report for 1H2024, filed: 2024-11-14, assurance: reviewed}
tables:
  - statement: income_statement
    heading: Profit or loss
    columns: [1H2023, 1H2024]
    rows:
      revenue: [121, 140]
      other_income: [nil, 5]
      costs: [(70), (80)]
      profit: [51, 65]
  - statement: balance_sheet
    heading: Financial position
    columns: [2024-03-31, 2024-09-30]
    rows:
      cash: [17, 20]
      other_assets: [100, 105]
      total_assets: [117, 125]
"""
WIDER = changed(changed(STATEMENTS, "    costs: Costs\n", "    other_income: Other income\n    costs: Costs\n"),
                "sum: [revenue, costs]", "sum: [revenue, other_income, costs]")
NEXT: dict[str, str | bytes | None] = {"statements.yaml": WIDER, "filings/2024-11-14.yaml": LATER_FILING}
LATER = {
    "2024-02-13_3q2023.yaml": """\
filing: {title: Third quarter, filed: 2024-02-13, assurance: unreviewed}
tables:
  - statement: income_statement
    heading: Nine months
    columns: [9M2023]
    rows:
      network_services: [112000]
      subscriptions: [500]
      systems_integration: [81000]
      atm_operation: [2200]
      total_revenues: [195700]
""",
    "2024-08-08_1q2024.yaml": """\
filing: {title: First quarter, filed: 2024-08-08, assurance: unreviewed}
tables:
  - statement: income_statement
    heading: Three months
    columns: [1Q2024]
    rows:
      network_services: [39000]
      subscriptions: [200]
      systems_integration: [27000]
      atm_operation: [700]
      total_revenues: [66900]
"""}


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return built(tmp_path_factory.mktemp("first")).package


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A filing on, with the line item that it brings."""
    return built(tmp_path_factory.mktemp("second"), NEXT).package


@pytest.fixture(scope="session")
def later(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The book two filings on: a line item more in the statement of profit or loss, and a fiscal year more."""
    folder = Path(shutil.copytree(IIJ, tmp_path_factory.mktemp("later") / "iij"))
    path = folder / "statements.yaml"
    text = path.read_text(encoding="utf-8")
    line = "    systems_integration:         {label: Systems integration"
    assert text.count(line) == 1
    text = text.replace(line, f"    subscriptions:               Subscriptions\n{line}")
    text = text.replace("[network_services, systems_integration, atm_operation]",
                        "[network_services, subscriptions, systems_integration, atm_operation]", 1)
    path.write_text(text, encoding="utf-8")
    for name, filing in LATER.items():
        (folder / "filings" / name).write_text(filing, encoding="utf-8")
    return build(folder)
