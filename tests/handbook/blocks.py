"""The code blocks of a page, run in their order as a reader would: files are written, commands and Python run.

- ```` ```console ```` holds commands behind ``$`` and what they print, which is compared: ``…`` stands for any text, a
  line of it alone for any lines. A command ends with 0, or with what ``$ echo $?`` shows right after it.
- A fence with ``title="path"`` is a file, which is written; without one, YAML is an excerpt, whose keys and
  words have to be those that some file may hold there.
- An indented block of commands is run, what it prints is not shown; so is Python, which begins with ``import``.
- ``<!-- not run: why -->`` before a block leaves it alone.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.cli import main
from tests.handbook.excerpts import fits_somewhere

_FENCE = re.compile(r"^( *)```(\w*)(?: +title=\"([^\"]+)\")?$")
_MARK = re.compile(r"^ *<!-- not run: (.+) -->$")
COMMANDS = ("quarterbook ", "make ", "pip ")


@dataclass(frozen=True)
class Block:
    """A code block: where it begins, what it is written in, the file that it is, and why it is not run."""

    line: int
    language: str
    text: str
    title: str = ""
    left_because: str = ""


def blocks(markdown: str) -> Iterator[Block]:
    """The code blocks of a page, fenced and indented."""
    lines, number, mark = markdown.splitlines(), 0, ""
    while number < len(lines):
        line, start = lines[number], number
        number += 1
        if found := _MARK.match(line):
            mark = found[1]
            continue
        if fence := _FENCE.match(line):
            end, indent = lines.index(f"{fence[1]}```", number), len(fence[1])
            text = "\n".join(each[indent:] for each in lines[number:end]) + "\n"
            yield Block(start + 1, fence[2], text, fence[3] or "", mark)
            number = end + 1
        elif line.startswith("    ") and (start == 0 or not lines[start - 1].strip() or mark):
            while number < len(lines) and (lines[number].startswith("    ") or not lines[number].strip()):
                number += 1
            text = "\n".join(each[4:] for each in lines[start:number]).strip("\n") + "\n"
            yield Block(start + 1, _language(text), text, "", mark)
        if line.strip():
            mark = ""


def _language(text: str) -> str:
    if text.startswith(COMMANDS):
        return "commands"
    return "python" if text.startswith("import ") else "yaml"


def run(block: Block) -> None:
    """Do what a block says, in the current folder. Raises AssertionError where it does not come out as shown."""
    if block.left_because:
        return
    if block.title:
        path = Path(block.title)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
    elif block.language == "console":
        _run_console(block)
    elif block.language == "commands":
        for line in block.text.splitlines():
            code, printed = _run(re.split(r"\s{2,}", line)[0])
            assert code == 0, f"{line}\n{printed}"
    elif block.language == "python":
        exec(compile(block.text, f"line {block.line}", "exec"), {})
    elif block.language == "yaml":
        assert fits_somewhere(block.text), f"this can stand in no file:\n{block.text}"
    else:
        raise AssertionError(f"line {block.line}: a block of '{block.language}' is not run; say why before it")


def commands(block: Block) -> Iterator[tuple[str, str]]:
    """Each command of a console block with what it shows."""
    for each in re.split(r"^\$ ", block.text, flags=re.M)[1:]:
        command, _, shown = each.partition("\n")
        yield command, shown


def _run_console(block: Block) -> None:
    code = 0
    steps = list(commands(block))
    for (command, shown), (following, _) in zip(steps, [*steps[1:], ("", "")], strict=True):
        if command == "echo $?":
            assert shown.strip() == str(code), f"exit code {code}"
            continue
        code, printed = _run(command)
        assert code == 0 or following == "echo $?", f"$ {command}\n{printed}"
        assert _fits(shown, printed), f"$ {command}\n{printed}\nshown:\n{shown}"


def _fits(shown: str, printed: str) -> bool:
    """Whether what is printed is what a page shows, but for spaces at the ends of lines."""
    wanted = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else ".*".join(map(re.escape, line.rstrip().split("…"))) + r" *\n"
        for line in shown.splitlines())
    return re.fullmatch(wanted, printed) is not None


def _run(command: str) -> tuple[int, str]:
    """The exit code of a command of ours and all that it prints."""
    program, *words = shlex.split(command, comments=True)
    assert program == "quarterbook", f"{command}: not a command that this runs; say why before the block"
    words = [path for word in words for path in (sorted(map(str, Path().glob(word))) if word.endswith("*") else [word])]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            code = main(words)
        except SystemExit as ended:
            code = int(ended.code or 0)
    return code, printed.getvalue()
