"""Compile requirements*.in to exact versions and hashes that serve Python 3.11 to 3.13 on any machine.

The reason that stands beside a name in the .in file is written above that name in the compiled one.
Known versions stay; `lock.py --upgrade` takes the newest that the .in files allow.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = [Path(sys.executable).with_name("uv"), "pip", "compile", "--quiet", "--no-header"]
NAMED = re.compile(r"^([\w.-]+).*?\s#\s+(.+)$", re.MULTILINE)
HEADER = "# Compiled by `make lock` from {}: change that. Why we need it stands above a name.\n"


def main() -> None:
    for name in ("requirements", "requirements-dev"):
        compile_lock(f"{name}.in", f"{name}.txt")


def compile_lock(source: str, target: str) -> None:
    options = ["--universal", "--python-version=3.11", "--generate-hashes", *sys.argv[1:]]
    subprocess.run([*UV, *options, f"--output-file={target}", source], cwd=ROOT, check=True)
    lock = ROOT / target
    reasons = dict(NAMED.findall((ROOT / source).read_text()))
    lock.write_text(HEADER.format(source) + with_reasons(lock.read_text(), reasons))


def with_reasons(lock: str, reasons: dict[str, str]) -> str:
    """Return the lock with a comment above each line whose name has a reason."""
    for name, reason in reasons.items():
        lock = re.sub(rf"^{re.escape(name)}==", rf"# {reason}\n\g<0>", lock, flags=re.MULTILINE)
    return lock


if __name__ == "__main__":
    main()
