"""Files written whole or not at all: beside their place first, then moved over it, and what stood there kept."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be removed anyway
    fcntl = None  # type: ignore[assignment]

KEPT = 10
"""How many backups of a file are kept; a further one takes the place of the oldest."""
PROTECTED = "the file is write-protected"
_LONGEST = 200


class FileChanged(Exception):
    """The file is no longer what was read before: someone else wrote it meanwhile. It was left as it is."""


def real_path(path: Path) -> Path:
    """The place itself where links lead there. Raises OSError where they lead round in a circle."""
    found = Path(os.path.realpath(path))
    if found.is_symlink():
        raise OSError(errno.ELOOP, "is a link that leads round in a circle", str(path))
    return found


def refuse_unwritable(path: Path, also_protected: bool = False) -> None:
    """Raises OSError where no file can be put there; ``also_protected`` allows one that its owner write-protected."""
    path = real_path(path)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder", str(path))
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "is not a file", str(path))
    if path.exists() and not also_protected and not (os.access(path, os.W_OK) and path.stat().st_mode & 0o222):
        raise PermissionError(errno.EACCES, PROTECTED, str(path))
    folder = next(each for each in path.parents if each.exists())
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "its folder is a file", str(path))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "its folder is write-protected", str(path))


def replace_file(path: Path, content: bytes, as_read: Callable[[bytes | None], bool] = lambda _: True,
                 for_ever: bool = False, also_protected: bool = False) -> Path | None:
    """Put a file in a place, the one that stood there beside it. Raises OSError and FileChanged, with nothing written.

    Returns where the previous file is kept: ``book.backup.xlsx``, then ``book.backup.2.xlsx`` and so on, the newest
    ``KEPT`` of them; with ``for_ever`` ``book.backup.kept.xlsx``, which is never removed. None where there was none or
    it was the same. ``as_read`` is asked whether a content (None: no file) is what the caller read. At every moment
    the old or the new file stands in the place, whole.
    """
    refuse_unwritable(path, also_protected)
    path = real_path(path)  # a link stays a link, to the new file
    path.parent.mkdir(parents=True, exist_ok=True)
    previous = _content(path)
    if previous == content:
        return None
    if not as_read(previous):
        raise FileChanged
    with _beside(path, content, path) as part:
        backup = None if previous is None else _keep(path, previous, ".backup.kept" if for_ever else ".backup")
        if _content(path) != previous:
            if backup:
                backup.unlink(missing_ok=True)
            raise FileChanged
        part.replace(path)
    if backup and not for_ever:
        _remove_oldest(path)
    return backup


def write_file(path: Path, content: str | bytes, is_new: bool = False) -> None:
    """Write a content into a file, whole or not at all; with ``is_new`` only where there is none. Raises OSError."""
    refuse_unwritable(path)
    path = real_path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _beside(path, content.encode("utf-8") if isinstance(content, str) else content, path) as part:
        if is_new:
            _move_new(part, path)
        else:
            part.replace(path)


def replace_files(changes: Mapping[Path, tuple[bytes, bytes]]) -> None:
    """Put new contents in the place of files, of all or of none; for each what was read before, and the new one.

    Raises OSError, and FileChanged where one of them is no longer what was read.
    """
    with ExitStack() as stack:
        for path in changes:
            refuse_unwritable(path)
        parts = {real_path(path): (stack.enter_context(_beside(real_path(path), new, real_path(path))), before)
                 for path, (before, new) in changes.items()}
        replaced: list[Path] = []
        try:
            for path, (part, before) in parts.items():
                if _content(path) != before:
                    raise FileChanged
                part.replace(path)
                replaced.append(path)
        except BaseException:
            for path in replaced:
                write_file(path, parts[path][1])
            raise


def make_folder(path: Path, files: dict[str, str]) -> None:
    """Make a folder with texts in it, whole or not at all. Raises OSError, also where something is there already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with folder_beside(path) as part:
        for name, text in files.items():
            write_file(part / name, text)
        part.chmod(0o777 & ~_umask())
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, "is already there", str(path))
        part.rename(path)


@contextmanager
def folder_beside(path: Path) -> Iterator[Path]:
    """A folder near a place, in which what comes there is made; it is gone afterwards, as are those that processes left
    which were killed. Raises OSError."""
    near = next(each for each in path.parents if each.exists())
    _clear(near / path.name)
    part = Path(tempfile.mkdtemp(prefix=_prefix(path), suffix=".part", dir=near))
    try:
        with _held(part):
            yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextmanager
def _beside(path: Path, content: bytes, like: Path) -> Iterator[Path]:
    """A content on the disk beside its place, with the owner and the rights of a file that is there; to be moved."""
    _clear(path)
    handle, name = tempfile.mkstemp(prefix=_prefix(path), suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with _held(part):
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            _give(part, like)
            yield part
    finally:
        part.unlink(missing_ok=True)


def _give(part: Path, like: Path) -> None:
    """The owner, as far as this user may, and the rights of another file; without one, a new file's."""
    if not like.exists():
        part.chmod(0o666 & ~_umask())
        return
    status = like.stat()
    if hasattr(os, "chown"):
        for owner, group in ((-1, status.st_gid), (status.st_uid, -1)):
            with suppress(OSError):
                os.chown(part, owner, group)
    part.chmod(status.st_mode & 0o777)


def _keep(path: Path, content: bytes, word: str) -> Path:
    """Keep a content beside its place under the next number, never over anything that is there."""
    numbers = _numbered(path, word)
    number = max(numbers, default=0) + 1
    while True:
        target = path.with_name(f"{path.stem}{word}{f'.{number}' * (number > 1)}{path.suffix}")
        try:
            with _beside(target, content, path) as part:
                os.utime(part, (now := int(time.time()), now))
                _move_new(part, target)
            return target
        except FileExistsError:
            number += 1


def _numbered(path: Path, word: str) -> dict[int, Path]:
    """The files kept of one, by their numbers; the first has none in its name."""
    named = re.compile(re.escape(path.stem + word) + r"(?:\.([1-9]\d*))?" + re.escape(path.suffix))
    found = ((named.fullmatch(each.name), each) for each in path.parent.iterdir())
    return {int(match[1] or 1): each for match, each in found if match}


def _remove_oldest(path: Path) -> None:
    """Leave the newest backups. One that someone saved since stays: its time is not the whole second that it was given.
    """
    with suppress(OSError):
        made = [each for _, each in sorted(_numbered(path, ".backup").items()) if not each.stat().st_mtime_ns % 10 ** 9]
        for old in made[:-KEPT]:
            old.unlink()


def _move_new(part: Path, path: Path) -> None:
    """Move a file to a place where there is none. Raises FileExistsError."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, "is already there", str(path)) from None
        part.replace(path)


def _prefix(path: Path) -> str:
    """How the parts of a file begin; a name that has no room for more is told by its digest."""
    name = path.name
    return f".{name if len(os.fsencode(name)) <= _LONGEST else hashlib.sha256(os.fsencode(name)).hexdigest()[:16]}."


def _clear(path: Path) -> None:
    """Remove the parts that processes left which were killed while they wrote this file."""
    named = re.compile(re.escape(_prefix(path)) + r"[a-z0-9_]{8}\.part")
    for part in path.parent.iterdir():
        with suppress(OSError):
            if named.fullmatch(part.name) and _is_left(part):
                shutil.rmtree(part) if part.is_dir() else part.unlink()


@contextmanager
def _held(part: Path) -> Iterator[None]:
    """While a part is in use it is locked, where the system can; the lock ends with the process."""
    if fcntl is None:
        yield
        return
    handle = os.open(part, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _is_left(part: Path) -> bool:
    """Whether no process holds a part any more. Raises OSError where it cannot be told."""
    if fcntl is not None:
        handle = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(handle)
    return True


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
