"""A formula that no spreadsheet takes is refused alike by check and by build, at the line that it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main
from tests.companies import write_company

ROW = "- section: Odd\n  rows:\n  - {{id: odd, label: Odd, unit: times, definition: Odd, formula: '{}'}}\n"
TIE = "- {{id: odd, kind: soft, label: Odd, left: '{}', right: '{{{{ revenue }}}}'}}\n"
SUMS = "+".join([f"SUM({','.join(['{{ cash }}'] * 250)})"] * 2)
CASES = [
    pytest.param("checks.yaml", TIE.format(SUMS), "1:3: the formula of 'odd:1H2023' has ",
                 id="a check that is short as typed"),
    pytest.param("ratios.yaml", ROW.format("ABS(" * 40 + "MAX({{ revenue }},{{ profit }})" + ")" * 40), "",
                 id="what is deep and can be written"),
]


@pytest.mark.parametrize(("name", "text", "told"), CASES)
def test_check_refuses_what_build_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str,
                                          text: str, told: str) -> None:
    folder, book = write_company(tmp_path / "acme", {name: text}), tmp_path / "acme.xlsx"
    main(["check", str(folder)])
    checked = capsys.readouterr()
    main(["build", str(folder), "-o", str(book)])
    assert checked.err == capsys.readouterr().err
    assert (f"{folder}/{name}:{told}" in checked.err) if told else checked.err == ""
    assert book.exists() == (not told)
