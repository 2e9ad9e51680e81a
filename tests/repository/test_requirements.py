"""What is installed is named with a reason, and pinned with hashes."""

import re
from pathlib import Path

import pytest

NAMED = re.compile(r"^([\w.-]+)(?:\[\w+\])?~=\S+\s+# \S.+$")
PINNED = re.compile(r"^([\w.-]+)==[\w.]+", re.MULTILINE)


def entries(name: str) -> list[str]:
    lines = Path(name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-"))]


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_named_package_has_a_reason(name):
    assert [line for line in entries(name) if not NAMED.match(line)] == []


def test_at_most_fourteen_packages_are_named_for_the_site():
    assert len(entries("requirements.in")) <= 14


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_lock_gives_each_named_package_its_reason(name):
    lock = Path(f"{name}.txt").read_text()

    for entry in entries(f"{name}.in"):
        reason = entry.split("# ", 1)[1]
        assert f"# {reason}\n{NAMED.match(entry)[1]}==" in lock


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_pinned_package_has_a_hash(name):
    blocks = re.split(PINNED, Path(f"{name}.txt").read_text())[1:]

    unhashed = [
        package
        for package, rest in zip(blocks[::2], blocks[1::2], strict=True)
        if "--hash=sha256:" not in rest
    ]

    assert unhashed == []
