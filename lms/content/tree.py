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
            files[path] = Path(file).read_bytes()
        except FileNotFoundError:
            continue  # an editor that saves by renaming: the next look finds the new file
        except OSError as error:
            problems.append(Problem(path, 1, f"this file cannot be read: {error.strerror}"))
    return Tree.from_mapping(files, tuple(sorted(problems)))


def _walk(root: Path, problems: list[Problem]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file under FOLDERS with its relative path. In development each request walks here:
    entries of a folder know what they are, which saves asking the disk three times a file."""
    base = root.resolve()
    for folder in FOLDERS:
        yield from _walk_folder(str(root / folder), folder, base, problems)


def _walk_folder(
    folder: str, name: str, base: Path, problems: list[Problem]
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry for entry in found if _wanted(entry.name)), key=_name)
    except OSError:
        return
    for entry in entries:
        path = f"{name}/{entry.name}"
        if entry.is_symlink() and not _inside(entry, path, base, problems):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk_folder(entry.path, path, base, problems)
        elif entry.is_file(follow_symlinks=False) or os.path.isfile(entry):
            yield _normal(path), entry


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _wanted(name: str) -> bool:
    return not name.startswith(_BACKUP_STARTS) and not name.endswith(_BACKUP_ENDINGS)


def _inside(link: os.DirEntry[str], path: str, base: Path, problems: list[Problem]) -> bool:
    """A link that leads out of the content folder would publish whatever it points at."""
    message = "this link leads out of the content folder: put the file itself here"
    try:
        if Path(link).resolve().is_relative_to(base):
            return True
    except (OSError, RuntimeError):  # a link to itself
        message = "this link leads nowhere: put the file itself here"
    problems.append(Problem(_normal(path), 1, message))
    return False


def _normal(path: str) -> str:
    """Names in one Unicode form: a Mac writes é as two characters, the links have one."""
    if path.isascii():
        return path
    return unicodedata.normalize("NFC", path.encode("utf-8", "replace").decode())
