"""The IIJ workbook two filings on, which the merge is tested with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.pipeline import Result, build
from tests.conftest import IIJ

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
