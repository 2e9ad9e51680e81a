"""Compiled translations are committed, since a bare machine cannot compile: they must be the sources' own."""

import gettext
import shutil
import subprocess
from pathlib import Path

import pytest

SOURCES = sorted(Path("spacenews").rglob("*.po"))


def catalogue(path: Path) -> dict:
    with path.open("rb") as compiled:
        return gettext.GNUTranslations(compiled)._catalog


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_the_committed_translation_is_what_its_source_compiles_to(source, tmp_path):
    if not shutil.which("msgfmt"):
        pytest.skip("msgfmt is not installed (on Debian: apt install gettext)")

    compiled = tmp_path / "compiled.mo"
    subprocess.run(["msgfmt", "--check-format", f"--output-file={compiled}", source], check=True)

    assert catalogue(source.with_suffix(".mo")) == catalogue(compiled)


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_every_message_is_translated(source):
    """What is new is marked fuzzy or left empty by makemessages: neither may stay."""
    head, *messages = source.read_text().split("\n\n")

    untranslated = [message for message in messages if message.endswith(('msgstr ""', 'msgstr[0] ""'))]
    doubtful = [message for message in messages if "#, fuzzy" in message]

    assert 'msgid ""' in head
    assert untranslated == []
    assert doubtful == []
