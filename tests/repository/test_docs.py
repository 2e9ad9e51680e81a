"""What the documents tell people to type is what the repository does, and what CI does."""

import re
from pathlib import Path

from django.core.management import get_commands

DOCS = [*Path().glob("*.md"), *Path("docs").glob("*.md")]
CI = [Path(".ci/run"), Path("scripts/newcomer.py")]
MAKE = re.compile(r"""(?:^|&& |\[")make(?: |", ")(\w+)""", re.MULTILINE)


def commands(path: Path) -> str:
    """Return what stands in the fenced blocks of a document."""
    return "\n".join(re.findall(r"^```\w*\n(.*?)^```", path.read_text(), re.MULTILINE | re.DOTALL))


def test_the_commands_of_the_readme_are_run_in_ci():
    told = set(MAKE.findall(commands(Path("README.md"))))
    run = {target for path in CI for target in MAKE.findall(path.read_text())}

    assert {"run", "test"} <= told
    assert told <= run


def test_every_command_that_a_document_names_exists():
    targets = set(re.findall(r"^(\w+):", Path("Makefile").read_text(), re.MULTILINE))
    text = "\n".join(path.read_text() for path in DOCS)

    assert (
        set(re.findall(r"`make (\w+)", text)) | set(MAKE.findall("\n".join(map(commands, DOCS)))) <= targets
    )
    assert set(re.findall(r"manage\.py (\w+)", text)) <= set(get_commands())


def test_operators_are_told_of_every_variable():
    code = Path("spacenews/settings.py").read_text() + Path("spacenews/environment.py").read_text()
    read = set(re.findall(r"""\b(?:text|flag|number|one_of|words|networks|hub)\("([A-Z_]+)\"""", code))
    told = set(re.findall(r"^\| `([A-Z_]+)`", Path("docs/operators.md").read_text(), re.MULTILINE))

    assert {"SITE_URL", "DATA_DIR", "DATABASE_URL"} <= read
    assert told == read


def test_every_file_that_a_document_links_exists():
    missing = [
        f"{path}: {target}"
        for path in DOCS
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", path.read_text())
        if not (path.parent / target).exists()
    ]

    assert missing == []
