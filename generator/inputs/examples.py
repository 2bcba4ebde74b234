"""The examples that come with the program: companies whose inputs may be copied to begin with."""

from __future__ import annotations

from pathlib import Path

EXAMPLES = ("iij", "astellas", "netflix")
_HERE = Path(__file__).resolve().parent.parent
_PLACE = _HERE / "examples" if (_HERE / "examples").is_dir() else _HERE.parent / "inputs"
"""Where they are: inside an installed package, among the inputs of a checkout."""


def example_files(name: str) -> dict[str, str]:
    """The texts of an example's files by their names in its folder, company.yaml first, the oldest filing behind it."""
    from generator.inputs.readers import input_files  # what it imports is much, and the command line names examples

    folder = _PLACE / name
    found = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in input_files(folder)}
    return dict(sorted(found.items(), key=lambda each: (each[0] != "company.yaml", "/" not in each[0], each[0])))
