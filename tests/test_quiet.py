"""``--quiet`` prints only what is wrong, a window of any width cuts no figure off, and shells complete commands."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from generator.cli import main
from generator.command_line import COMMANDS
from tests.companies import FILED, FILING, changed, write_company

WRONG = {FILED: changed(FILING, "total_assets: [100, 110]", "total_assets: [100, 1234567]")}


@pytest.mark.parametrize("command", [
    ["build", "{folder}", "-o", "{to}.xlsx"], ["check", "{folder}"], ["export", "{folder}", "-o", "{to}"],
    ["add", "{folder}", "--period", "3Q2023", "--filed", "2024-02-14"], ["new", "newcomer", "--inputs", "{to}"],
    ["schema", "{to}"]], ids=lambda command: command[0])
def test_nothing_is_printed_where_nothing_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                                   command: list[str]) -> None:
    folder = write_company(tmp_path / "inputs" / "acme")
    words = [word.format(folder=folder, to=tmp_path / "to") for word in command]
    assert main([*words, "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_what_is_wrong_is_printed_all_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_company(tmp_path / "acme", WRONG)
    assert main(["check", str(folder), "-q"]) == 1
    told = capsys.readouterr().out
    assert "FAIL" in told and "1,234,567" in told and "1 hard check fails" in told
    assert "exact" not in told and "Not evaluated" not in told
    assert main(["build", str(folder), "-q", "-o", str(tmp_path / "acme.xlsx")]) == 0
    assert capsys.readouterr().out == f"a hard check fails: see 'quarterbook check {folder}' or the Checks sheet\n"
    (folder / "company.yaml").write_text("name: Acme\n", encoding="utf-8")
    assert main(["export", str(folder), "-q"]) == 2
    assert capsys.readouterr().err.startswith(f"{folder}/company.yaml:1:1: ")


@pytest.mark.parametrize("width", [20, 40, 60, 80, 140])
def test_no_figure_is_cut_off_in_a_narrow_window(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                                 monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    main(["check", str(write_company(tmp_path / "acme", WRONG))])
    told = capsys.readouterr().out
    table = told.partition("fails together")[0]
    assert "1,234,567" in table and "Statement of Financial Position" in table
    assert "1,234,457" in table  # 1,234,567 less 15 and 95


@pytest.mark.parametrize("variable", ["FORCE_COLOR", "NO_COLOR"])
def test_colours_do_not_change_the_width(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                         monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    folder = str(write_company(tmp_path / "acme", WRONG))
    monkeypatch.delenv("COLUMNS", raising=False)
    main(["check", folder])
    plain = capsys.readouterr().out
    monkeypatch.setenv(variable, "1")
    main(["check", folder])
    coloured = capsys.readouterr().out
    assert len(coloured.splitlines()) == len(plain.splitlines())
    assert ("\x1b[" in coloured) == (variable == "FORCE_COLOR")


def test_a_shell_completes_commands_options_and_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "bash"]) == 0
    script = tmp_path / "completion"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    for typed, expected in ((["che"], {"check"}), (["check", "--h"], {"--help", "--html"}),
                            (["export", "x", "--format", "p"], {"parquet"})):
        words = " ".join(f"'{word}'" for word in ("quarterbook", *typed))
        run = subprocess.run(
            ["bash", "-c", f"source {script}; COMP_WORDS=({words}); COMP_CWORD={len(typed)}; "
             "$(complete -p quarterbook | sed 's/.*-F \\([^ ]*\\) .*/\\1/'); echo \"${COMPREPLY[@]}\""],
            capture_output=True, text=True, check=True)
        assert set(run.stdout.split()) == expected, (typed, run.stderr)


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_every_command_is_completed(capsys: pytest.CaptureFixture[str], shell: str) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert [command.name for command in COMMANDS if command.name not in script] == []
