"""Fuzzing guided by coverage, a target after the other: `python -m tests.guided [SECONDS]`, which `make fuzz` runs.

Needs atheris, which PyPI has for Linux (`pip install 'quarterbook[fuzz]'`). What it finds lies in `.fuzz/`, named after
the target, and becomes a test.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

FOUND = Path(__file__).resolve().parent.parent / ".fuzz"


def _guide(name: str, seconds: int, corpus: str) -> None:
    """Never returns: libFuzzer ends the process, with 77 where it found something."""
    import atheris

    with atheris.instrument_imports(include=["generator"]):
        from tests.targets import TARGETS
    target = TARGETS[name]()
    for number, seed in enumerate(target.seeds):
        (Path(corpus) / str(number)).write_bytes(seed)
    options = [f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=2000", "-print_final_stats=1",
               f"-artifact_prefix={FOUND}/{name}-", corpus]
    atheris.Setup([sys.argv[0], *options], target.run)
    atheris.Fuzz()


def main(seconds: int) -> int:
    """The worst exit code."""
    from tests.targets import TARGETS

    worst = 0
    FOUND.mkdir(exist_ok=True)
    for name in TARGETS:
        with tempfile.TemporaryDirectory() as corpus:
            print(f"--- {name}, {seconds} s", flush=True)
            worst = max(worst, subprocess.run(
                [sys.executable, "-m", "tests.guided", str(seconds), name, corpus], check=False).returncode)
    return worst


if __name__ == "__main__":
    if len(sys.argv) == 4:
        _guide(sys.argv[2], int(sys.argv[1]), sys.argv[3])
    try:
        import atheris  # noqa: F401
    except ImportError:
        sys.exit("atheris is not there for this system: the guided run is left out")
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
