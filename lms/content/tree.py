"""The content files as bytes, wherever they come from: a folder or the database."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lms.content.problems import Problem

FOLDERS = ("courses", "quizzes")

_BACKUP_ENDINGS = ("~", ".swp", ".swo", ".bak", ".orig", ".tmp")
_BACKUP_STARTS = (".", "#", "~$")
_MAX_FILE = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Tree:
    """Relative path ("courses/…/x.md") to content, and what could not be read."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
    hash: str = ""

    @classmethod
    def from_mapping(cls, files: Mapping[str, bytes], problems: tuple[Problem, ...] = ()) -> Tree:
        """A tree whose hash depends on names and contents only, never on their order."""
        ordered = {path: files[path] for path in sorted(files)}
        hashes = {path: hashlib.sha256(content).hexdigest() for path, content in ordered.items()}
        whole = hashlib.sha256()
        for path, content_hash in hashes.items():
            whole.update(f"{content_hash} {path}\n".encode())
        return cls(ordered, problems, hashes, whole.hexdigest())

    @staticmethod
    def signature(root: Path) -> str:
        """Changes when any file does, without opening one: names, sizes and times."""
        state = hashlib.sha256()
        for path, file in _walk(root, []):
            try:
                stat = file.stat()
            except OSError:
                continue
            state.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
        return state.hexdigest()


def read_tree(root: Path) -> Tree:
    """Read courses/ and quizzes/ under `root`; hidden files and editor back-ups are passed over."""
    problems: list[Problem] = []
    files: dict[str, bytes] = {}
    for path, file in _walk(root, problems):
        try:
            if file.stat().st_size > _MAX_FILE:
                problems.append(
                    Problem(path, 1, "this file is larger than 200 MB: make it smaller")
                )
                continue
            files[path] = file.read_bytes()
        except FileNotFoundError:
            continue  # an editor that saves by renaming: the next look finds the new file
        except OSError as error:
            problems.append(Problem(path, 1, f"this file cannot be read: {error.strerror}"))
    return Tree.from_mapping(files, tuple(sorted(problems)))


def _walk(root: Path, problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    base = root.resolve()
    for folder in FOLDERS:
        for directory, subfolders, names in os.walk(root / folder):
            subfolders[:] = sorted(name for name in subfolders if _wanted(name))
            for name in [*subfolders]:
                if not _inside(Path(directory, name), base, root, problems):
                    subfolders.remove(name)
            for name in sorted(filter(_wanted, names)):
                file = Path(directory, name)
                if _inside(file, base, root, problems) and file.is_file():
                    yield _relative(file, root), file


def _wanted(name: str) -> bool:
    return not name.startswith(_BACKUP_STARTS) and not name.endswith(_BACKUP_ENDINGS)


def _inside(file: Path, base: Path, root: Path, problems: list[Problem]) -> bool:
    """A link that leads out of the content folder would publish whatever it points at."""
    message = "this link leads out of the content folder: put the file itself here"
    try:
        if not file.is_symlink() or file.resolve().is_relative_to(base):
            return True
    except (OSError, RuntimeError):  # a link to itself
        message = "this link leads nowhere: put the file itself here"
    problems.append(Problem(_relative(file, root), 1, message))
    return False


def _relative(file: Path, root: Path) -> str:
    """Names in one Unicode form: a Mac writes é as two characters, the links have one."""
    path = file.relative_to(root).as_posix().encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFC", path)
