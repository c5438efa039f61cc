"""`make check`: everything that can be proven without running the platform, each step timed."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
os.environ.setdefault("LINLI_HOME", str(ROOT / "var" / "check"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")

STEPS = {
    "style": [[BIN / "ruff", "check", "."], [BIN / "ruff", "format", "--check", "."]],
    "types": [[BIN / "mypy"]],
    "import contracts": [[BIN / "lint-imports", "--no-logo"]],
    "django": [[BIN / "python", "-m", "django", "check"]],
    "migrations": [[BIN / "python", "-m", "django", "makemigrations", "--check", "--dry-run"]],
    "translations": [[BIN / "python", "tools/messages.py", "check"]],
    "pack schemas": [[BIN / "python", "tools/pack_schemas.py", "--check"]],
    "pack reference": [[BIN / "python", "tools/pack_reference.py", "--check"]],
    "packs": [
        [BIN / "linli", "pack", "check", str(folder.parent)]
        for folder in sorted(ROOT.glob("packs/*/pack.yaml"))
    ],
}


def main() -> int:
    broken = []
    wanted = sys.argv[1:] or list(STEPS)
    for name in wanted:
        started = time.monotonic()
        results = [
            subprocess.run(
                [str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False
            )
            for command in STEPS[name]
        ]
        fine = all(result.returncode == 0 for result in results)
        print(f"{'ok  ' if fine else 'FAIL'}  {name}  {time.monotonic() - started:.1f} s", flush=True)
        if not fine:
            broken.append(name)
            print("\n".join((r.stdout + r.stderr).strip() for r in results if r.returncode), flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
