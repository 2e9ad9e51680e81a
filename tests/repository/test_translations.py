"""Compiled translations are committed, since a bare machine cannot compile: they must be the sources' own."""

import ast
import gettext
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.utils.translation.trans_real import translation

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


def messages_of_templates() -> set[str]:
    sources = (path.read_text() for path in Path("templates").rglob("*.html"))
    return {
        message.replace("%", "%%")
        for source in sources
        for message in re.findall(r'{% translate "([^"]+)"', source)
    }


def messages_of_modules() -> set[str]:
    calls = {"_", "gettext", "gettext_lazy"}
    trees = (ast.parse(path.read_text()) for path in Path("spacenews").rglob("*.py"))
    called = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    named = (node.args[0] for node in called if isinstance(node.func, ast.Name) and node.func.id in calls)
    return {argument.value for argument in named if isinstance(argument, ast.Constant)}


@pytest.mark.parametrize("language", ["id", "zh-hans"])
def test_every_message_of_the_sources_has_a_translation(language):
    """What was never extracted is missing without a sign. Django's own words have theirs in Django."""
    known = translation(language)._catalog

    missing = {message for message in messages_of_templates() | messages_of_modules() if message not in known}

    assert missing == set()
