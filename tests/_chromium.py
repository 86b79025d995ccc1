"""Where Chromium is. `python -m tests._chromium` installs it where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess

# The headless shell first: it draws the same pages with about two thirds of the work.
PACKAGE = "chromium-headless-shell"
NAMES = (PACKAGE, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "The browser tests need Chromium and there is none: install it (on Debian: sudo apt install"
    f" {PACKAGE}), name one in LMS_CHROMIUM, or leave these tests out with LMS_SKIP_BROWSER=1."
)


def is_skipped() -> bool:
    return os.environ.get("LMS_SKIP_BROWSER") == "1"


def find() -> str | None:
    """LMS_CHROMIUM, or the first Chromium in PATH that starts."""
    named = os.environ.get("LMS_CHROMIUM")
    paths = [named] if named else [shutil.which(name) for name in NAMES]
    return next((path for path in paths if path and _starts(path)), None)


def _starts(path: str) -> bool:
    # Some systems ship a command of this name that only says where to get the browser.
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def install() -> None:
    """With apt, when this is root; the tests themselves say so when it did not work."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("Installing Chromium for the browser tests with apt-get ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", PACKAGE]
    subprocess.run(["apt-get", "update", "-qq"], env=environment, stdout=subprocess.DEVNULL)
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL)


def main() -> None:
    if is_skipped():
        print("The browser tests are left out: LMS_SKIP_BROWSER=1.")
        return
    if not find():
        install()
    if not find():
        print(MISSING)


if __name__ == "__main__":
    main()
