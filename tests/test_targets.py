"""Whatever a stranger hands the tool, it is right or refused: bounded here, longer in `make fuzz`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.companies import complaints
from tests.fuzz import costly
from tests.targets import FORMULAS, RATIOS, TARGETS, Target

JOINTS = [b"", b"\x00", b": ", b"\n", b"[", b"]", b"{{", b"}}", b"'", b'"', b"&a ", b"*a", b"!!python/name:os.system",
          b"<<: ", b"1e400", b"9" * 400, b"%", b"(", b")", b"<", b"<!DOCTYPE x>", b"/>", b"PK\x03\x04", b"\xff\xfe",
          "△１２".encode(), "\u202e".encode(), b"\t", b"- ", b"#REF!", b".__class__", b"|attr", b"{% for x in y %}"]
"""What the grammars of these files turn on."""
Run = Callable[[Target, st.DataObject], None]


@st.composite
def broken(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """A whole input with one to four spans of it replaced, or bytes of no kind."""
    content = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 40)))
        piece = draw(st.one_of(st.sampled_from(JOINTS), st.binary(max_size=20), st.just(content[start:end] * 2)))
        content = content[:start] + piece + content[end:]
    return content


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_formulas_that_changes_begin_from_are_accepted(tmp_path: Path, formula: bytes) -> None:
    assert complaints(tmp_path, {"ratios.yaml": RATIOS.format(json.dumps(formula.decode()))}) == []


@pytest.mark.fuzz
@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes_are_read_right_or_refused(name: str) -> None:
    target = TARGETS[name]()

    @costly()
    @given(broken(target.seeds))
    def tried(content: bytes) -> None:
        target.run(content)

    for seed in target.seeds:
        target.run(seed)
    tried()
