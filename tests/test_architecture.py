"""The house stays a house: one import direction, a pure core, no private doors."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "lms"

# A room may import only what stands before it. Rooms on one line do not know each other.
ORDER = [
    {"clock", "errors", "search", "lazy", "ciphers"},
    {"config", "extensions"},
    {"i18n"},
    {"addresses", "shared_pages", "error_pages", "security", "strongbox", "pdf", "qr", "uploads"},
    {"grading"},
    {"content"},
    {"jobs"},
    {"audit", "files", "mail"},
    {"accounts"},
    {"network"},
    {"editions"},
    {"progress"},
    {"assessment"},
    {"learning"},
    {"practice", "scenarios", "resilience", "selfcheck"},
    {"remarks"},
    {"meetings"},
    {"training"},
    {"live", "library"},
    {"insight", "reference"},
    {"imports", "followup"},
    {"privacy"},
    {"manage"},
    {"home"},
    {"pages"},
    {"database"},
    {"demo"},
    {"server"},
    {"worker"},
    {"start"},
    {"cli"},
]
PURE = {"grading", "content"}
FRAMEWORKS = {"flask", "sqlalchemy", "flask_login", "flask_sqlalchemy", "wtforms", "jinja2"}


def files() -> Iterator[tuple[Path, str]]:
    for path in sorted(ROOT.rglob("*.py")):
        room = path.relative_to(ROOT).parts[0].removesuffix(".py")
        if room not in {"__init__", "wsgi", "migrations"}:
            yield path, room


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Module and name of every import in a file, also those inside functions."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, ""
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield node.module, alias.name


def rank(room: str) -> int:
    return next(place for place, rooms in enumerate(ORDER) if room in rooms)


def test_every_room_has_its_place() -> None:
    assert {room for _path, room in files()} == set().union(*ORDER)


def test_imports_go_one_way() -> None:
    wrong = []
    for path, room in files():
        for module, name in imports(path):
            if module == "lms":
                other = name
            elif module.startswith("lms."):
                other = module.split(".")[1]
            else:
                continue
            if other in {"create_app", "wsgi", room}:
                continue
            if rank(other) >= rank(room):
                wrong.append(f"{path.relative_to(ROOT)} imports {other}")
    assert not wrong


def test_the_core_is_pure() -> None:
    for path, room in files():
        if room in PURE:
            used = {module.split(".")[0] for module, _name in imports(path)}
            assert not used & FRAMEWORKS, path


def test_nobody_imports_private_names_or_other_views() -> None:
    for path, room in files():
        for module, name in imports(path):
            if not module.startswith("lms."):
                continue
            assert not (name.startswith("_") and name != "_"), f"{path}: {module}.{name}"
            if module.endswith(".views") or name == "views":
                assert module.split(".")[1] == room, f"{path}: {module}"


def test_only_the_settings_read_the_environment() -> None:
    allowed = {"config.py", "server.py"}
    for path, _room in files():
        if path.name not in allowed:
            text = path.read_text()
            for reading in ("environ[", "environ.get", "getenv"):
                assert reading not in text, path


def test_there_is_one_clock() -> None:
    for path, _room in files():
        if path.name != "clock.py":
            text = path.read_text()
            assert "datetime.now" not in text, path
            assert "date.today" not in text, path


def test_files_stay_small() -> None:
    long = {path.name: len(path.read_text().splitlines()) for path, _room in files()}
    assert not {name: lines for name, lines in long.items() if lines > 400}
