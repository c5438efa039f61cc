"""`make test`: what has to run alone, unit and house tests on both cores, then walks in a real browser, two at once.

Without Chromium the rest still runs; the command then ends non-zero and names the one line to type.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = "chromium fonts-noto-cjk"
INSTALL = f"apt-get update && apt-get install -y {PACKAGES}"


def find_browser() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def install_browser() -> str | None:
    """As root on a Debian machine, install it; otherwise leave that to a person."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("Chromium is not here: installing it from Debian's packages", flush=True)
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "check": False}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", *PACKAGES.split()], stdout=subprocess.DEVNULL, **quiet)
    return find_browser()


def pytest(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode


def main() -> int:
    browser = find_browser() or install_browser()
    alone = pytest("-q", "-m", "alone")
    units = pytest("-q", "-n", "2", "--dist", "worksteal", "-m", "not walk and not alone") or alone
    if browser is None:
        print(f"\nThe browser walks did not run: no Chromium. Type:\n  sudo sh -c '{INSTALL}'", flush=True)
        return 1
    walks = pytest("-q", "-n", "2", "--dist", "worksteal", "-m", "walk")
    return units or walks


if __name__ == "__main__":
    sys.exit(main())
