"""The documentation names everything there is, and nothing that is not."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from lms import config, create_app
from lms.cli import lms

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# The benchmark names what it measured, and is written by a program.
WRITTEN = [page for page in PAGES if page.name != "benchmark.md"]
TEXTS = {page.relative_to(ROOT).as_posix(): page.read_text("utf-8") for page in WRITTEN}
ALL = "\n".join(TEXTS.values())
OPERATORS = TEXTS["docs/operators.md"]
README = TEXTS["README.md"]
MAKEFILE = (ROOT / "Makefile").read_text()

FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.M | re.S)
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
SETTING = re.compile(r"\b(?:LMS_[A-Z_]+|PORT)\b")
# A path begins with a folder or a file of the project that is in version control.
PLACES = ("lms", "tests", "bench", "docs", "static", "courses", "quizzes", ".ci")


def code_of(text: str) -> Iterator[str]:
    """What stands between backticks: in the running text, and the lines of shell blocks."""
    for kind, block in FENCE.findall(text):
        if kind == "sh":
            yield from (line.strip() for line in block.splitlines())
    yield from re.findall(r"`([^`\n]+)`", FENCE.sub("", text))


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.M))


def anchors(text: str) -> set[str]:
    """The anchors of the headings, as they are made on the web."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in headings}


# --- everything there is, is named ---


def test_every_setting_is_described() -> None:
    sources = [ROOT / "lms/config.py", ROOT / "tests/_chromium.py"]
    read = {name for source in sources for name in SETTING.findall(source.read_text())}
    described = set(re.findall(r"^\| `(\w+)` \|", OPERATORS, re.M))
    assert read <= described
    assert set(SETTING.findall(ALL)) <= read, "the docs name a setting that nothing reads"


def test_the_defaults_in_the_docs_are_true() -> None:
    settings = config.from_environment({})
    rows = dict(re.findall(r"^\| `(\w+)` \| `([^`]*)` \|", OPERATORS, re.M))
    assert rows["LMS_ENV"] == settings.env
    assert rows["LMS_HOST"] == settings.host
    assert rows["PORT"] == str(settings.port)
    assert rows["LMS_WORKERS"] == str(settings.workers)
    assert rows["LMS_PROXIES"] == str(settings.proxies)
    assert rows["LMS_PUBLISH_CONTENT"] == str(int(settings.publish_content))


@pytest.mark.parametrize("name", sorted(lms.commands))
def test_every_command_and_option_is_described(name: str) -> None:
    rows = [line for line in OPERATORS.splitlines() if line.startswith(f"| `lms {name}")]
    assert len(rows) == 1
    options = [p for p in lms.commands[name].params if isinstance(p, click.Option)]
    for option in options:
        assert f"`{option.opts[0]}" in rows[0], option.opts


def test_every_target_is_described() -> None:
    assert {name for name in targets() if f"`make {name}`" not in ALL} == set()


def test_every_page_is_described(tmp_path: Path) -> None:
    app = create_app(config.Settings(instance=tmp_path, database_url="sqlite://"))
    pages = {
        re.sub(r"<\w+:", "<", rule.rule)
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
    }
    table = OPERATORS.partition("## Pages and who may open them")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`/.*?) \|", table, re.M)
    assert pages == {address for cell in cells for address in re.findall(r"`([^`]+)`", cell)}


def test_every_room_is_on_the_map() -> None:
    rooms = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in (ROOT / "lms").iterdir()
        if path.is_dir() or path.suffix == ".py"
    }
    rooms -= {"__pycache__/", "__init__.py", "wsgi.py"}
    assert {room for room in rooms if f"`{room}`" not in README} == set()


# --- everything that is named, is there ---


@pytest.mark.parametrize("page", TEXTS)
def test_links_lead_somewhere(page: str) -> None:
    text = TEXTS[page]
    outside = ("https://", "http://", "mailto:")
    # The examples of the content format hold links of that format.
    found = LINK.findall(re.sub(r"`[^`\n]+`", "", FENCE.sub("", text)))
    for target in filter(None, (link or source for link, source in found)):
        if target.startswith(outside):
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / page).parent / path if path else ROOT / page
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file.read_text("utf-8")), target


@pytest.mark.parametrize("page", [page for page in TEXTS if page != "docs/authoring.md"])
def test_named_paths_exist(page: str) -> None:
    for code in code_of(TEXTS[page]):
        for word in code.split():
            named = word.rstrip(".,:;").split("::")[0]
            if not re.fullmatch(r"[\w./-]+", named):
                continue
            if named.partition("/")[0] in PLACES and "/" in named:
                assert (ROOT / named).exists(), f"{page}: {named}"


@pytest.mark.parametrize("page", TEXTS)
def test_commands_in_the_docs_exist(page: str) -> None:
    for code in code_of(TEXTS[page]):
        words = shlex.split(code.split(" #")[0]) if code.count('"') % 2 == 0 else code.split()
        while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
            words = words[1:]
        if len(words) < 2:
            continue
        program, name = words[0].rpartition("/")[2], words[1]
        if program == "make":
            assert name in targets(), code
        elif program == "lms" and name != "--help":
            assert name in lms.commands, code
            known = {opt for param in lms.commands[name].params for opt in param.opts}
            used = {word for word in words[2:] if word.startswith("--")}
            assert used <= known | {"--help"}, code


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs/images").iterdir())
    assert len(pictures) >= 2
    for picture in pictures:
        assert picture.stat().st_size < 150_000, picture.name
        assert f"images/{picture.name}" in ALL, f"no page shows {picture.name}"


# --- what the operators' page tells people to run, runs ---


@pytest.mark.processes
def test_the_first_people_can_be_added_as_described(tmp_path: Path) -> None:
    scripts = [block for kind, block in FENCE.findall(OPERATORS) if kind == "python"]
    assert len(scripts) == 2
    steps = [
        "from lms.cli import lms as command",
        "command(['migrate'], standalone_mode=False)",
        *scripts,
        "command(['login-link', 'team@example.nl'], standalone_mode=False)",
        "command(['login-link', 'poco@example.nl'], standalone_mode=False)",
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    environment |= {"LMS_ENV": "production", "LMS_INSTANCE": str(tmp_path)}
    environment |= {"LMS_SECRET_KEY": "t" * 40, "LMS_BASE_URL": "https://academie.example.nl"}
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(steps)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("https://academie.example.nl/sign-in/link/") == 2


def test_the_backup_command_makes_a_whole_copy(tmp_path: Path) -> None:
    import pysqlite3.dbapi2 as sqlite

    (block,) = [block for kind, block in FENCE.findall(OPERATORS) if "vacuum into" in block]
    program, _, script = shlex.split(block)
    assert program == ".venv/bin/python"
    (tmp_path / "instance").mkdir()
    source = sqlite.connect(str(tmp_path / "instance/lms.sqlite3"))
    source.execute("pragma journal_mode=wal")
    source.execute("create table t (a)")
    source.execute("insert into t values (1)")
    source.commit()
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True)
    source.close()
    copy = sqlite.connect(str(tmp_path / "backup.sqlite3"))
    assert copy.execute("select a from t").fetchall() == [(1,)]
    copy.close()
