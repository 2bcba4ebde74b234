"""A file written whole or not at all, the one before it kept beside it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def replace_file(path: Path, content: bytes) -> Path | None:
    """Write a file whole or not at all: beside its place first, then moved over it. Raises OSError.

    Returns where the previous file is kept, ``book.backup.xlsx``; None where there was none or it was the same. At
    every moment the old or the new file stands in its place, whole.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path = path.resolve()  # a link stays a link, to the new file
    if path.is_dir():
        raise IsADirectoryError(21, "is a folder", str(path))
    if path.exists() and not path.is_file():
        raise OSError(22, "is not a file", str(path))
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(13, "the file is write-protected", str(path))
    previous = path.read_bytes() if path.exists() else None
    if previous == content:
        return None
    mode = path.stat().st_mode & 0o777 if previous is not None else 0o666 & ~_umask()
    backup = path.with_name(f"{path.stem}.backup{path.suffix}")
    if previous is not None:
        _write_whole(backup, previous, mode)
    _write_whole(path, content, mode)
    return backup if previous is not None else None


def _write_whole(path: Path, content: bytes, mode: int) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
