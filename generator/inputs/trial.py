"""A company's inputs as they would be: in a copy that is gone after, read as any other."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from generator.inputs.belongings import stand_in
from generator.inputs.load import Inputs, load_inputs
from generator.inputs.readers import input_files
from generator.refused import Refused


def contents_of(folder: Path) -> dict[str, bytes]:
    """Every file of a company that is read, by its name in the folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in input_files(folder)}


def put_down(contents: Mapping[str, bytes], folder: Path) -> None:
    """Files by their names into a folder, which is made."""
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@contextmanager
def in_a_copy(folder: Path, contents: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder of the same name with these files, gone after. What is refused there is told of the folder itself."""
    with tempfile.TemporaryDirectory(prefix="quarterbook") as place:
        copy = Path(place) / folder.resolve().name
        put_down(contents, copy)
        stand_in(folder, copy)
        try:
            yield copy
        except Refused as refused:
            raise Refused(*(line.replace(str(copy), str(folder)) for line in refused.lines)) from refused


def tried(folder: Path, contents: Mapping[str, bytes]) -> Inputs:
    """What the inputs of a folder are with these files in it. Raises Refused with the Problems that they have there.

    The places of their facts are in the copy that was read; only messages speak of the folder itself.
    """
    with in_a_copy(folder, contents) as copy:
        return load_inputs(copy)
