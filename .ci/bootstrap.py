# ruff: noqa: S603
"""Prepares .venv for `run` or `test`, and nothing else.

Any python3 may start this file, so that it can say when that Python is too old: it keeps to
what Python 3.6 understands.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".installed"
# Its presence means that an installation was cut short: what is there cannot be trusted.
UNFINISHED = VENV / ".unfinished"
LOCKS = {"run": "requirements.txt", "test": "requirements-test.txt"}
TRANSLATIONS = ROOT / "lms" / "translations"
OLDEST = (3, 11)
PER_PACKAGE = ("Collecting ", "Processing ", "Requirement already satisfied: ")
OTHER_PYTHONS = ("python3.13", "python3.12", "python3.11")


class Stop(Exception):
    """One sentence that says what is wrong and what to do."""


def say(text):
    print(text, flush=True)


def main():
    level = sys.argv[1] if len(sys.argv) == 2 else ""
    if level not in LOCKS:
        sys.exit("usage: bootstrap.py run|test")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if not is_ready(level):
            with_lock(prepare, level)
        compile_translations()
    except Stop as error:
        sys.exit(f"\n{error}")
    except OSError as error:
        sys.exit(
            f"\n{error.filename or VENV} could not be written ({error.strerror}): free some space"
            " or make the folder writable, and run the same command again."
        )
    except KeyboardInterrupt:
        sys.exit("\nStopped halfway. Run the same command again and it starts afresh.")


# --- is there anything to do? ---


def is_ready(level):
    """True when .venv holds this level, or the one that includes it."""
    stamp = read_stamp()
    return stamp.get("venv") == venv_key() and stamp.get("packages") in {
        packages_key(level),
        packages_key("test"),
    }


def read_stamp():
    if UNFINISHED.exists() or not VENV_PYTHON.exists():
        return {}
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def venv_key():
    """A .venv is bound to its folder and its interpreter: after a move or an upgrade it is void."""
    return f"{ROOT} {os.path.realpath(str(VENV_PYTHON))}"


def packages_key(level):
    digest = hashlib.sha256()
    for path in (ROOT / ".ci" / LOCKS[level], ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return level + " " + digest.hexdigest()


def with_lock(work, level):
    """Two commands started at the same time install one after the other."""
    import fcntl

    folder = os.open(str(ROOT), os.O_RDONLY)
    os.set_inheritable(folder, True)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another command is preparing .venv; waiting for it ...")
            fcntl.flock(folder, fcntl.LOCK_EX)
        if not is_ready(level):
            work(level)
    finally:
        os.close(folder)


# --- doing it ---


def prepare(level):
    check_writable(ROOT)
    if can_be_kept():
        check_writable(VENV)
        UNFINISHED.touch()
    else:
        create_venv(find_python())
    install_packages(level)
    install_project()
    STAMP.write_text(json.dumps({"venv": venv_key(), "packages": packages_key(level)}))
    UNFINISHED.unlink()
    say(f"Ready: .venv holds what `{level}` needs.")


def check_writable(folder):
    if not os.access(str(folder), os.W_OK | os.X_OK):
        raise Stop(
            f"The folder {folder} cannot be written: make it writable for you, or copy the project"
            " to a folder of your own, and run the same command again."
        )


def can_be_kept():
    """A finished .venv of this folder gets the new pins on top; so does one made by hand."""
    if UNFINISHED.exists() or not VENV_PYTHON.exists():
        return False
    if STAMP.exists() and read_stamp().get("venv") != venv_key():
        return False
    return probe(str(VENV_PYTHON)) == "good"


def find_python():
    """The first interpreter that will do: the one that runs this, or a newer one by name."""
    verdict = probe(sys.executable)
    if verdict == "good":
        return sys.executable
    for name in OTHER_PYTHONS:
        path = shutil.which(name)
        if path and probe(path) == "good":
            return path
    if verdict == "no venv":
        raise Stop(
            f"{sys.executable} has no complete venv module: install it (on Debian and Ubuntu: sudo"
            f" apt install {name_of(sys.version_info)}-venv) and run the same command again."
        )
    raise Stop(
        f"{name_of(OLDEST)} or newer is needed, and {sys.executable} is"
        f" {name_of(sys.version_info)}: install a newer one (on Debian and Ubuntu: sudo apt install"
        " python3 python3-venv; elsewhere: python.org) and run the same command again."
    )


def name_of(version):
    return "python{}.{}".format(*version)


def probe(python):
    """'good', 'too old', 'no venv' or 'broken'."""
    code = (
        "import sys\n"
        f"if sys.version_info < {OLDEST}: sys.exit(3)\n"
        "try: import venv, ensurepip\n"
        "except ImportError: sys.exit(4)"
    )
    try:
        status = subprocess.call(
            [python, "-c", code],
            env=clean_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return "broken"
    return {0: "good", 3: "too old", 4: "no venv"}.get(status, "broken")


def create_venv(python):
    say(f"Creating .venv with {python} ...")
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        # Twice: a process of an interrupted run may still be writing during the first.
        shutil.rmtree(str(VENV), ignore_errors=True)
        if VENV.exists():
            shutil.rmtree(str(VENV))
    VENV.mkdir()
    UNFINISHED.touch()
    run(
        [python, "-m", "venv", str(VENV)],
        "The virtual environment could not be created: see the lines above (on Debian and Ubuntu"
        " `sudo apt install python3-venv` often helps) and run the same command again.",
    )


def install_packages(level):
    lock = ROOT / ".ci" / LOCKS[level]
    total = sum(1 for line in lock.read_text().splitlines() if "==" in line.split(" ")[0])
    say(f"Installing {total} pinned packages from .ci/{lock.name} ...")
    run(
        pip("--require-hashes", "-r", str(lock)),
        "The packages could not be installed: see the lines above, check the internet connection"
        " (or the proxy, and the free space on the disk) and run the same command again.",
        on_line=Counter(total),
    )


def install_project():
    say("Adding the project itself to .venv ...")
    run(
        pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT)),
        "The project itself could not be added to .venv: see the lines above.",
    )


def pip(*arguments):
    options = ["install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    return [str(VENV_PYTHON), "-m", "pip", *options, *list(arguments)]


class Counter:
    """Turns the lines of pip into a count: a line that moves, or one line in ten in a log."""

    def __init__(self, total):
        self.total = total
        self.seen = 0
        self.moving = sys.stdout.isatty()

    def __call__(self, line):
        if line.startswith(PER_PACKAGE):
            self.seen = min(self.seen + 1, self.total)
            text = f"  {self.seen} of {self.total} fetched"
            if self.moving:
                print("\r" + text, end="", flush=True)
            elif self.seen % 10 == 0:
                say(text)
        elif line.startswith("Installing collected packages"):
            say(("\n" if self.moving else "") + "  unpacking them ...")


def run(command, failure, on_line=None):
    """Run quietly; when it fails, show the end of what it printed and raise Stop(failure)."""
    process = subprocess.Popen(
        command,
        cwd=str(ROOT),
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        close_fds=False,  # it shares the lock, so that even an orphan is waited for
        start_new_session=True,
    )
    lines = []
    try:
        for line in process.stdout:
            if not line.startswith("WARNING: "):
                lines.append(line.rstrip())
            if on_line:
                on_line(line)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)  # with the processes that it started itself
        raise
    if process.wait():
        errors = [line for line in lines if line.startswith("ERROR")]
        say("\n".join(line[:300] for line in errors or lines[-15:]))
        raise Stop(failure)


def clean_environment():
    """The user's own Python settings must not leak into .venv."""
    unwanted = {"PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"}
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def compile_translations():
    """Write the .mo files that are missing or older than their .po file."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        say(f"Compiling the translations in {source.relative_to(ROOT)} ...")
        run(
            [str(VENV / "bin" / "pybabel"), "-q", "compile", "-i", str(source), "-o", str(target)],
            f"The translations in {source} have an error: see the lines above.",
        )


if __name__ == "__main__":
    main()
